"""A score for each segment: how likely a person would find something wrong there, for ranking and for ROC curves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import exp

from aligner.coverage.case import Case, run_of
from aligner.coverage.checks.lost_words import Judged
from aligner.coverage.findings import RawFinding


def score_segments(
    case: Case, judged: Mapping[int, Judged], findings: Iterable[RawFinding]
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the scores of the segments of both sides, 0 to 1, to three decimals.

    A segment has the probability that its bead lost words, and at least the confidence of each finding that it is in or
    faces.
    """
    scores = [0.0] * len(case.texts[0]), [0.0] * len(case.texts[1])
    for number, (_, log_odds) in judged.items():
        for side in (0, 1):
            for index in run_of(case.beads[number], side):
                scores[side][index] = 1 / (1 + exp(-log_odds))
    for finding in findings:
        for side, run in ((finding.side, finding.run), (1 - finding.side, finding.facing)):
            for index in run:
                scores[side][index] = max(scores[side][index], min(finding.confidence, 1.0))
    source, target = (tuple(round(score, 3) for score in side) for side in scores)
    return source, target
