"""Part of a sentence that has no counterpart in a bead that is matched as a whole."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

import numpy as np

from aligner.coverage.case import Case, Fault, run_of
from aligner.coverage.checks.lengths import Lengths
from aligner.coverage.words import name_words
from aligner.ladder import Bead
from aligner.profile import Vectors

_SURE_BEAD = 0.5  # confidence of a bead below which its words may belong elsewhere
_FOUND = 0.7  # of the usual similarity, from which a word counts as found
_MOST = 1.2  # beyond which it says no more
_WEIGHTS = (-6.42, 6.06, 2.81, -3.48, 4.96)  # fitted on gold with dropped clauses: what the values of _judge say
_MOST_EXCESS = 0.8
_ODDS = (2.6, 7.0)  # from which words of the source are lost, and, as translators explain, words of the target added
_FIGURE = 3.5  # what a lost figure is worth
_NEXT_DOOR = 0.6  # of the usual cover, from which the words are found in a neighbour
_BRACKET = re.compile(r"[(（\[［]")
_WORDS = 8  # named at most


class Gap(NamedTuple):
    """A run of tokens that the other side has not: where, and how much is missing."""

    tokens: slice
    missing: float


def find_partial(case: Case, lengths: Lengths | None, figures: Collection[range] = ()) -> list[Fault]:
    """Return a fault for each bead part of whose words has no counterpart, the words named.

    ``figures`` are the runs of target segments that lack a figure of the source, which speaks for more being lost.
    """
    faults = []
    for bead in case.beads if lengths else ():
        if bead.source and bead.target and bead.confidence >= _SURE_BEAD:
            assert lengths is not None
            excess = lengths.excess(case, bead)
            for side, longer in ((0, excess), (1, -excess)):
                least = _ODDS[side] - (_FIGURE if side == 0 and bead.target in figures else 0.0)
                fault = _judge(case, bead, side, longer, least)
                if fault:
                    faults.append(fault)
    return faults


def _judge(case: Case, bead: Bead, side: int, excess: float, least: float) -> Fault | None:
    run, facing = run_of(bead, side), run_of(bead, 1 - side)
    if excess <= 0:
        return None
    gap = find_gap(case, side, run, facing)
    whole, other = case.evidence.weight(side, run), case.evidence.weight(1 - side, facing)
    values = (
        1.0,
        min(excess, _MOST_EXCESS),
        float(np.log1p(gap.missing)),
        gap.missing / max(whole, 1e-6),
        float(np.log((whole + 3) / (other + 3))),
    )
    odds = sum(weight * value for weight, value in zip(_WEIGHTS, values, strict=True))
    if not gap.missing or odds < least or _is_next_door(case, side, run, facing, gap):
        return None
    if side == 1 and _has_note(case, run, facing):
        return None
    words = _name(case, side, run, gap)
    if not words:
        return None
    return Fault(
        "partial", side, run, facing, f"words without counterpart: {', '.join(words)}", float(1 / (1 + np.exp(-odds)))
    )


def find_gap(case: Case, side: int, run: range, facing: range) -> Gap:
    """Return the stretch of a run's tokens that the other side lacks most."""
    found = np.minimum(case.evidence.found(side, run, facing) / case.usual[side], _MOST)
    span = case.evidence.span(side, run)
    lacking = case.evidence.weights[side][span] * (_FOUND - found)
    best, first, last = 0.0, 0, 0
    total, begin = 0.0, 0
    for place, value in enumerate(lacking.tolist()):
        if total <= 0:
            total, begin = 0.0, place
        total += value
        if total > best:
            best, first, last = total, begin, place + 1
    return Gap(slice(first, last), best)


def _is_next_door(case: Case, side: int, run: range, facing: range, gap: Gap) -> bool:
    """Tell whether a segment beside the facing ones has the words that are missed."""
    count = len(case.texts[1 - side])
    weights = case.evidence.weights[side][case.evidence.span(side, run)][gap.tokens]
    for beside in (range(max(facing.start - 1, 0), facing.start), range(facing.stop, min(facing.stop + 1, count))):
        found: Vectors = case.evidence.found(side, run, beside)[gap.tokens]
        if beside and float(found @ weights) >= _NEXT_DOOR * case.usual[side] * float(weights.sum()):
            return True
    return False


def _has_note(case: Case, run: range, facing: range) -> bool:
    """Tell whether a target explains something in brackets that its source has not."""
    return len(_BRACKET.findall(case.run_text(1, run))) > len(_BRACKET.findall(case.run_text(0, facing)))


def _name(case: Case, side: int, run: range, gap: Gap) -> list[str]:
    words: list[str] = []
    at = 0
    for index in run:
        text = case.texts[side][index]
        span = case.evidence.span(side, range(index, index + 1))
        count = span.stop - span.start
        inside = slice(max(gap.tokens.start - at, 0), max(gap.tokens.stop - at, 0))
        if inside.start < min(inside.stop, count):
            words += name_words(text, case.profiles[side].token_spans(index)[inside])
        at += count
    return [*words[:_WORDS], "…"] if len(words) > _WORDS else words
