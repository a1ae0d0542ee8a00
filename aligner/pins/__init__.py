"""What a person has fixed about two texts, kept apart from them: pins name segments by their texts, not by number.

A file of pins is JSON Lines, one pin a line, and is made for version control. Texts change, are cut into other segments
and are matched by other weights; a pin holds as long as the words that it names are still there.
"""

from __future__ import annotations

from aligner.pins.borders import set_borders
from aligner.pins.file import KINDS, Named, Pin, load_pins, make_pin, save_pins
from aligner.pins.naming import Index, fold_words
from aligner.pins.resolving import PinState, Resolved, resolve

__all__ = [
    "KINDS",
    "Index",
    "Named",
    "Pin",
    "PinState",
    "Resolved",
    "fold_words",
    "load_pins",
    "make_pin",
    "resolve",
    "save_pins",
    "set_borders",
]
