"""Omitted and added: segments without a counterpart on the other side.

The matcher says most of it: a segment that is alone in its bead is unmatched. Two corrections are made. Such a segment
may belong to a bead near it after all, as one of two sentences that the translator joined; and one of several segments
in a bead may be a stranger there, as a short added sentence that the matcher took into a bead of 1-2.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import exp, log
from typing import NamedTuple

import numpy as np

from aligner.coverage.case import Case, consecutive_runs, run_of
from aligner.coverage.checks.lengths import Lengths
from aligner.coverage.findings import RawFinding
from aligner.coverage.kinds import Kind
from aligner.ladder import Bead

_KINDS: tuple[Kind, Kind] = "omitted", "added"

# An unmatched segment belongs to the nearest bead when that bead's other side has its words (cover), which nothing in
# the bead explains without it (gain). Cover alone would accept a refrain, gain alone a segment that shares one rare
# word.
_BELONGS = 1.1  # cover and gain together
_LEAST_COVER, _LEAST_GAIN = 0.45, 0.35

_LEAST_STRANGE = 0.75  # probability from which a segment is taken out of its bead
_LEAST_APART = 0.45  # probability from which both sides of a bead are unmatched
_CERTAIN = 0.95  # confidence from which a bead is kept whatever its words say
_LEAST_CONFIDENCE = 0.5  # the lowest confidence reported for a bead whose sides are both unmatched
_SURE = 0.4  # mean confidence of a run from which it is omitted or added, below it only unsure

_MOST_COVER = 1.0  # a cover above what is usual says no more
_MOST_GAIN = 1.2  # nor does a gain well above it
_LEAST_WEIGHT = 3.0  # of a segment's words in a gain: one rare word alone would make any gain large

# Lengths vary by a factor of 1.14 to 1.25 (checks/lengths.py). A side shorter than usual by more than exp(0.3) = 1.35
# times, longer by more than exp(1) = 2.7, or as much farther out of balance, says no more about a single segment.
_LEAST_EXCESS, _MOST_EXCESS = -0.3, 1.0
_MOST_IMBALANCE = 1.0


class Stranger(NamedTuple):
    """The values by which one segment of a run is judged a stranger in its bead, or the weight of each of them.

    ``cover`` is the segment's by the facing run, ``gain`` what it adds to the cover of the facing run, ``excess`` how
    much longer than usual its side is, ``imbalance`` how much farther from the usual ratio the bead would be without
    the segment (both in logs of lengths), and ``log_weight`` the log of the summed weight of its words, plus one.
    """

    constant: float
    cover: float
    gain: float
    excess: float
    imbalance: float
    log_weight: float


STRANGER_WEIGHTS = Stranger(constant=-0.4, cover=-2.2, gain=-8.8, excess=2.81, imbalance=-2.41, log_weight=0.97)
"""Weights of a logistic function, fitted on gold ladders from which sentences had been dropped.

A segment is more likely to be a stranger the less of it is found, the less it adds (by far the strongest), the longer
its side is, and the more words it has; it is less likely to be one the more its removal would upset the lengths.
"""


class Apart(NamedTuple):
    """The values by which the two sides of a bead are judged to be unrelated, or the weight of each of them.

    ``lesser_cover`` and ``greater_cover`` are those of the two sides, ``confidence`` the bead's, ``log_weight`` the log
    of the summed weight of all of its words, plus one.
    """

    constant: float
    lesser_cover: float
    greater_cover: float
    confidence: float
    log_weight: float


APART_WEIGHTS = Apart(constant=-0.54, lesser_cover=-6.52, greater_cover=-6.79, confidence=-5.92, log_weight=1.95)
"""Weights of a logistic function, fitted on gold ladders, for beads that join what has no counterpart to what has none.

A bead is less likely to be one the better either side is covered and the surer the matcher is, and more likely the more
words it has that are not found.
"""

Unmatched = dict[int, tuple[int, float]]
"""Segments of a side without a counterpart: the place on the other side where it would be, and the confidence."""


def find_unmatched(case: Case, lengths: Lengths | None) -> tuple[Unmatched, Unmatched]:
    """Return the segments of each side that have no counterpart, those without a letter or digit left out."""
    unmatched: tuple[Unmatched, Unmatched] = {}, {}
    for number, bead in enumerate(case.beads):
        for side, index, confidence in _unmatched_in(case, number, bead, lengths):
            if not case.wordless[side][index]:
                unmatched[side][index] = (run_of(bead, 1 - side).start, confidence)
    return unmatched


def report_unmatched(unmatched: tuple[Unmatched, Unmatched]) -> list[RawFinding]:
    """Return a finding for each run of unmatched segments: omitted or added, or unsure."""
    findings = []
    for side, kind in enumerate(_KINDS):
        for run in consecutive_runs(unmatched[side]):
            place = unmatched[side][run.start][0]
            confidence = float(np.mean([unmatched[side][index][1] for index in run]))
            sure = confidence >= _SURE
            detail = "no counterpart" if sure else "perhaps no counterpart"
            facing = range(place, place)
            findings.append(RawFinding(kind if sure else "unsure", side, run, facing, detail, confidence))
    return findings


def stranger_probability(values: Stranger) -> float:
    """Return the probability that a segment has no counterpart in its bead."""
    return _logistic(STRANGER_WEIGHTS, values)


def apart_probability(values: Apart) -> float:
    """Return the probability that the two sides of a bead have nothing to do with each other."""
    return _logistic(APART_WEIGHTS, values)


def _logistic(weights: tuple[float, ...], values: tuple[float, ...]) -> float:
    return 1 / (1 + exp(-sum(weight * value for weight, value in zip(weights, values, strict=True))))


def _unmatched_in(case: Case, number: int, bead: Bead, lengths: Lengths | None) -> Iterator[tuple[int, int, float]]:
    """Yield side, index and confidence of each segment of a bead that has no counterpart."""
    if bead.source and bead.target:
        covers = sorted(case.cover(side, *_runs(bead, side)) for side in (0, 1))
        weight = sum(case.similarity.weight(side, run_of(bead, side)) for side in (0, 1))
        apart = apart_probability(Apart(1.0, covers[0], covers[1], bead.confidence, log(weight + 1)))
        if apart >= _LEAST_APART and bead.confidence < _CERTAIN:
            confidence = max(apart, _LEAST_CONFIDENCE)
            yield from ((side, index, confidence) for side in (0, 1) for index in run_of(bead, side))
        else:
            yield from _strangers(case, bead, lengths)
    else:
        side = 0 if bead.source else 1
        for index in run_of(bead, side):
            if not any(_belongs(case, side, index, nearest) for nearest in case.nearest_matches(number)):
                yield side, index, bead.confidence


def _runs(bead: Bead, side: int) -> tuple[range, range]:
    return run_of(bead, side), run_of(bead, 1 - side)


def _strangers(case: Case, bead: Bead, lengths: Lengths | None) -> Iterator[tuple[int, int, float]]:
    """Yield side, index and probability of the segments in a run of several that have no counterpart, never of all."""
    for side in (0, 1):
        run, _ = _runs(bead, side)
        copies = Counter(case.texts[side][index] for index in run)
        strange = {}
        for index in run if len(run) > 1 else ():
            if copies[case.texts[side][index]] > 1:
                continue  # their words cannot say which of the two is too much; see checks/repeated.py
            strange[index] = stranger_probability(describe_segment(case, bead, side, index, lengths))
        least = min(strange, key=lambda index: strange[index], default=None)
        for index, probability in strange.items():
            if probability >= _LEAST_STRANGE and not (index == least and len(strange) == len(run)):
                yield side, index, probability


def describe_segment(case: Case, bead: Bead, side: int, index: int, lengths: Lengths | None) -> Stranger:
    """Return the values by which a segment is judged a stranger in its bead."""
    run, facing = _runs(bead, side)
    one, rest = range(index, index + 1), [range(run.start, index), range(index + 1, run.stop)]
    excess = (lengths.excess(case, bead) if lengths else 0.0) * (1, -1)[side]
    # The log ratio of the run's length without the segment to its length with it, smoothed as in checks/lengths.py.
    shorter = log(1 - len(case.texts[side][index]) / (len(case.run_text(side, run)) + 3)) if lengths else 0.0
    return Stranger(
        constant=1.0,
        cover=min(case.cover(side, one, facing), _MOST_COVER),
        gain=min(_gain(case, side, index, rest, facing), _MOST_GAIN),
        excess=min(max(excess, _LEAST_EXCESS), _MOST_EXCESS),
        imbalance=min(abs(excess + shorter) - abs(excess), _MOST_IMBALANCE),
        log_weight=log(case.similarity.weight(side, one) + 1),
    )


def _gain(case: Case, side: int, index: int, rest: list[range], facing: range) -> float:
    """Return how much better ``facing`` is covered with a segment than by the rest of its run, by the segment's weight.

    The unit is deviations above chance, not usual covers.
    """
    similarity, one = case.similarity, range(index, index + 1)
    have = np.max([similarity.found(1 - side, facing, run) for run in rest if run], axis=0)
    more = np.maximum(similarity.found(1 - side, facing, one) - have, 0)
    weights = similarity.weights[1 - side][similarity.span(1 - side, facing)]
    return float(more @ weights) / max(similarity.weight(side, one), _LEAST_WEIGHT)


def _belongs(case: Case, side: int, index: int, bead: Bead) -> bool:
    """Return whether an unmatched segment is part of what a bead near it says."""
    run, facing = _runs(bead, side)
    cover, gain = case.cover(side, range(index, index + 1), facing), _gain(case, side, index, [run], facing)
    return cover + gain >= _BELONGS and cover >= _LEAST_COVER and gain >= _LEAST_GAIN
