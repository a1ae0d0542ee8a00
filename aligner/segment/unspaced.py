"""What a stop means between the characters of a script that writes no spaces."""

from __future__ import annotations

import re
from typing import NamedTuple

from aligner.segment.dots import REACH
from aligner.segment.rules import Rules
from aligner.segment.signs import DASHES, FULL_STOPS, IDEOGRAPH, QUOTES

_DASHES = re.compile(f"[{DASHES}]+")
_UNIT = re.compile(r"(?:(?<![A-Za-z·．\s])[A-Za-z]{1,4}|(?<=\d\s)[a-z]{1,3}|[°′″）)\d])\Z")
"""What stands before a full-width stop and is no initial: ``6 cm．``, ``∠ABC．``, ``x＝1．``."""
_LABEL = re.compile(r"\s*\S{0,3}[\d．]*[A-Za-z]?\Z")
"""A segment that is only a label: ``A．``, ``2．3．``, ``步骤1．``."""
_HESITATION = 6
"""Up to how many characters before dots are a hesitation and no sentence."""


class Stop(NamedTuple):
    """A stop and where it stands.

    Its segment begins at ``start``, white space aside; ``unit`` is the stop with all that clings to it, ``first`` where
    the next word begins.
    """

    text: str
    start: int
    at: int
    unit: str
    first: int


def unspaced_ends(stop: Stop, rules: Rules) -> bool:
    """Say whether a stop between two characters, of which one at least is Chinese or Japanese, ends a sentence."""
    text, _, at, unit, first = stop
    before, after = IDEOGRAPH.match(text, at - 1), IDEOGRAPH.match(text, first)
    if after and unit[-1] in "！？!?" and _in_dashes(text, at + len(unit)):
        return False
    if after and unit[-1] in "’』" and not _is_outer(stop):
        return False
    if unit[0] == "．":
        return bool(before) or (bool(after) and _follows_unit(stop))
    if any(sign in FULL_STOPS for sign in unit if sign != "．"):
        return True
    if unit[0] in "…‥":
        stopped = unit[-1] in QUOTES or any(sign in FULL_STOPS + "!?" for sign in unit)
        return bool(after) and (stopped or _resumes(stop, rules))
    return bool(after) and (bool(before) or unit[0] in "!?")


def _in_dashes(text: str, end: int) -> bool:
    """Say whether a dash follows, and after it no quotation."""
    lead = _DASHES.match(text, end)
    return lead is not None and text[lead.end() : lead.end() + 1] not in tuple(QUOTES)


def _is_outer(stop: Stop) -> bool:
    """Say whether an inner quotation that closes here opens the segment, or stands after a colon."""
    opened = stop.text.rfind("‘" if stop.unit[-1] == "’" else "『", stop.start, stop.at)
    return opened == stop.start or (opened > 0 and stop.text[opened - 1] == "：")


def _follows_unit(stop: Stop) -> bool:
    """Say whether a full-width stop comes after a measure or a point in geometry, and not in a name or label."""
    before = stop.text[max(stop.start, stop.at - REACH) : stop.at]
    return bool(_UNIT.search(before)) and not _LABEL.match(before)


def _resumes(stop: Stop, rules: Rules) -> bool:
    """Say whether dots outside a quotation are followed by a word that surely begins a sentence."""
    text, start, at, _, first = stop
    if at - start < _HESITATION or not rules.starts or not rules.starts.match(text, first):
        return False
    return all(text.find(sign, start, at) < 0 for sign in "“「")
