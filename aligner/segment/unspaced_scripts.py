"""Judge a stop between the characters of a script that is written without spaces."""

from __future__ import annotations

import re
from typing import NamedTuple

from aligner.segment.characters import DASHES, FULL_STOPS, IDEOGRAPH, QUOTES
from aligner.segment.full_stop import REACH
from aligner.segment.language_rules import Rules
from aligner.segment.verdict import Rule, Verdict

_DASHES = re.compile(f"[{DASHES}]+")  # "——"
# What comes before a full-width point that ends a sentence though there is no ideograph before it:
_UNIT = re.compile(
    r"""(?: (?<![A-Za-z·．\s])[A-Za-z]{1,4}   # a unit or a point in geometry: "6cm．", "∠ABC．"; no initial as in "J．"
          | (?<=\d\s)[a-z]{1,3}              # the same after a space: "6 cm．"
          | [°′″）)\d]                       # a degree, a bracket, a figure: "90°．", "x＝1．"
        )\Z""",
    re.VERBOSE,
)
_LABEL = re.compile(r"\s*\S{0,3}[\d．]*[A-Za-z]?\Z")
"""A segment that is only a label: ``A．``, ``2．3．``, ``步骤1．``."""
_HESITATION = 6
"""Fewer characters than this before dots are a hesitation (``其实……``) and not a sentence."""


class Stop(NamedTuple):
    """A stop and its place: the segment begins at ``start``, white space aside, the stop at ``at``.

    ``unit`` is the stop with the closing marks that belong to it, and ``first`` where the next word begins.
    """

    text: str
    start: int
    at: int
    unit: str
    first: int


def judge_unspaced(stop: Stop, rules: Rules) -> Verdict:
    """Return whether a stop ends a sentence, where a Chinese or Japanese character is before it or after it."""
    text, _, at, unit, first = stop
    before, after = IDEOGRAPH.match(text, at - 1), IDEOGRAPH.match(text, first)
    if after and unit[-1] in "！？!?" and _dash_continues(stop, rules):
        return Verdict(False, Rule.DASH_FOLLOWS)
    if after and unit[-1] in "’』" and not _is_outer(stop):
        return Verdict(False, Rule.INNER_QUOTATION)
    if unit[0] == "．":
        return Verdict(bool(before) or (bool(after) and _follows_unit(stop)), Rule.FULL_WIDTH_POINT)
    if any(sign in FULL_STOPS for sign in unit if sign != "．"):
        return Verdict(True, Rule.UNSPACED_STOP)
    if unit[0] in "…‥":
        stopped = unit[-1] in QUOTES or any(sign in FULL_STOPS + "!?" for sign in unit)
        return Verdict(bool(after) and (stopped or _resumes(stop, rules)), Rule.UNSPACED_ELLIPSIS)
    # A Western stop: "他走了.我也走了." ends a sentence, the point of "3.5米" and of "a.他" does not.
    return Verdict(bool(after) and (bool(before) or unit[0] in "!?"), Rule.BETWEEN_CHARACTERS)


def _dash_continues(stop: Stop, rules: Rules) -> bool:
    """Return whether a dash follows, and after it neither a quotation nor, with no dash before, a sure opening.

    A dash after ``！`` closes an insertion (``下雨了——好大的雨！——下了一夜。``) or leads to who spoke.
    """
    text, start, at, unit, _ = stop
    dash = _DASHES.match(text, at + len(unit))
    if dash is None or text[dash.end() : dash.end() + 1] in tuple(QUOTES):
        return False
    opens = rules.starts is not None and rules.starts.match(text, dash.end()) is not None
    return not opens or _DASHES.search(text, start, at) is not None


def _is_outer(stop: Stop) -> bool:
    """Return whether an inner quotation that closes here opens the segment, or comes after a colon."""
    opened = stop.text.rfind("‘" if stop.unit[-1] == "’" else "『", stop.start, stop.at)
    return opened == stop.start or (opened > 0 and stop.text[opened - 1] == "：")


def _follows_unit(stop: Stop) -> bool:
    """Return whether a full-width point comes after a measure or a point in geometry, and not in a name or label."""
    before = stop.text[max(stop.start, stop.at - REACH) : stop.at]
    return bool(_UNIT.search(before)) and not _LABEL.match(before)


def _resumes(stop: Stop, rules: Rules) -> bool:
    """Return whether dots outside a quotation are followed by a word that surely begins a sentence."""
    text, start, at, _, first = stop
    if at - start < _HESITATION or not rules.starts or not rules.starts.match(text, first):
        return False
    return all(text.find(sign, start, at) < 0 for sign in "“「")
