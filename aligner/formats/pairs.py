"""What an importer of two languages returns: pairs of texts, and the units that it left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from aligner.document import LeftOut
from aligner.errors import InputError
from aligner.read.parts.language_tags import check_language


class Pair(NamedTuple):
    """A source text and its translation, and where they stand in the file."""

    source: str
    target: str
    place: str


@dataclass(frozen=True, slots=True)
class Pairs:
    """An aligned file: its languages ("und" when it does not say) and pairs; ``left_out`` has no usable translation."""

    source_language: str
    target_language: str
    pairs: tuple[Pair, ...]
    name: str = ""
    left_out: tuple[LeftOut, ...] = ()


def known_language(tag: str) -> str:
    """Return a file's language tag in its canonical form, "und" when it is none."""
    try:
        return check_language(tag)
    except InputError:
        return "und"
