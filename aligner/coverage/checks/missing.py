"""Segments that nothing on the other side answers: omitted or added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import exp, log

import numpy as np

from aligner.coverage.case import Case, Fault, run_of, runs_of
from aligner.coverage.checks.lengths import Lengths
from aligner.coverage.findings import Kind
from aligner.ladder import Bead

_ATTACHED = 1.1  # cover and gain, in usual ones, from which a lone segment belongs to the bead beside it
_LEAST_COVER, _LEAST_GAIN = 0.45, 0.35  # of which it needs either
_MEMBER = (-0.4, -2.2, -8.8, 2.81, -2.41, 0.97)  # fitted on gold with dropped sentences: the values of _strangers
_MOST_GAIN = 1.2  # beyond which it says no more
_BEAD = (-0.54, -6.52, -6.79, -5.92, 1.95)  # fitted on gold: a bead's covers, confidence and weight, for its being none
_APART, _JUNK = 0.75, 0.45  # probabilities from which a member is taken out of its bead, and a bead apart
_CERTAIN = 0.95  # confidence of a bead that is left together
_TOLD = 0.5  # confidence told of those, at least
_SURE = 0.4  # confidence below which a lone segment is only unsure
_KINDS: tuple[Kind, Kind] = "omitted", "added"

Lone = dict[int, tuple[int, float]]
"""Segments of a side without counterpart: the place on the other side where one would stand, and the confidence."""


def find_lone(case: Case, lengths: Lengths | None) -> tuple[Lone, Lone]:
    """Return the segments of each side that nothing on the other side answers."""
    lone: tuple[Lone, Lone] = {}, {}
    for number, bead in enumerate(case.beads):
        for side, index, confidence in _judge(case, number, bead, lengths):
            if not case.silent[side][index]:
                lone[side][index] = (run_of(bead, 1 - side).start, confidence)
    return lone


def write_lone(lone: tuple[Lone, Lone]) -> list[Fault]:
    """Return what is left alone as runs: omitted, added, or unsure."""
    faults = []
    for side, kind in enumerate(_KINDS):
        for run in runs_of(lone[side]):
            place = lone[side][run.start][0]
            sure = float(np.mean([lone[side][index][1] for index in run]))
            known = sure >= _SURE
            detail = "no counterpart" if known else "perhaps no counterpart"
            faults.append(Fault(kind if known else "unsure", side, run, range(place, place), detail, sure))
    return faults


def _judge(case: Case, number: int, bead: Bead, lengths: Lengths | None) -> Iterator[tuple[int, int, float]]:
    """Yield side, index and confidence of each segment of a bead that has no counterpart."""
    if bead.source and bead.target:
        covers = sorted(case.cover(side, *_runs(bead, side)) for side in (0, 1))
        weight = sum(case.evidence.weight(side, run_of(bead, side)) for side in (0, 1))
        apart = _logistic(_BEAD, (1.0, *covers, bead.confidence, log(weight + 1)))
        if apart >= _JUNK and bead.confidence < _CERTAIN:
            yield from ((side, index, max(apart, _TOLD)) for side in (0, 1) for index in run_of(bead, side))
        else:
            yield from _strangers(case, bead, lengths)
    else:
        side = 0 if bead.source else 1
        for index in run_of(bead, side):
            if not any(_belongs(case, side, index, beside) for beside in case.beside(number)):
                yield side, index, bead.confidence


def _runs(bead: Bead, side: int) -> tuple[range, range]:
    return run_of(bead, side), run_of(bead, 1 - side)


def _strangers(case: Case, bead: Bead, lengths: Lengths | None) -> Iterator[tuple[int, int, float]]:
    """Yield the members of a run that the other side does not answer, never all of them."""
    for side in (0, 1):
        run, facing = _runs(bead, side)
        alike = Counter(case.texts[side][index] for index in run)
        excess = (lengths.excess(case, bead) if lengths else 0.0) * (1, -1)[side]
        apart = {}
        for index in run if len(run) > 1 else ():
            if alike[case.texts[side][index]] > 1:
                continue  # which of the two is too much is not told by their words
            rest = [range(run.start, index), range(index + 1, run.stop)]
            one = range(index, index + 1)
            shorter = log(1 - len(case.texts[side][index]) / (len(case.run_text(side, run)) + 3)) if lengths else 0.0
            values = (
                1.0,
                min(case.cover(side, one, facing), 1.0),
                min(_gain(case, side, index, rest, facing), _MOST_GAIN),
                min(max(excess, -0.3), 1.0),
                min(abs(excess + shorter) - abs(excess), 1.0),
                log(case.evidence.weight(side, one) + 1),
            )
            apart[index] = _logistic(_MEMBER, values)
        least = min(apart, key=lambda index: apart[index], default=None)
        for index, probability in apart.items():
            if probability >= _APART and not (index == least and len(apart) == len(run)):
                yield side, index, probability


def _logistic(weights: tuple[float, ...], values: tuple[float, ...]) -> float:
    return 1 / (1 + exp(-sum(weight * value for weight, value in zip(weights, values, strict=True))))


def _gain(case: Case, side: int, index: int, rest: list[range], facing: range) -> float:
    """Return how much better ``facing`` is covered with a segment than by the rest of its run alone, by weight."""
    evidence, one = case.evidence, range(index, index + 1)
    have = np.max([evidence.found(1 - side, facing, run) for run in rest if run], axis=0)
    more = np.maximum(evidence.found(1 - side, facing, one) - have, 0)
    weights = evidence.weights[1 - side][evidence.span(1 - side, facing)]
    return float(more @ weights) / max(evidence.weight(side, one), 3.0)


def _belongs(case: Case, side: int, index: int, bead: Bead) -> bool:
    """Tell whether a lone segment is part of what a bead beside it says."""
    run, facing = _runs(bead, side)
    cover, gain = case.cover(side, range(index, index + 1), facing), _gain(case, side, index, [run], facing)
    return cover + gain >= _ATTACHED and cover >= _LEAST_COVER and gain >= _LEAST_GAIN
