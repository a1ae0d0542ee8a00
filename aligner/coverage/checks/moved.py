"""Moved: passages whose translation is in another place than their order says."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from aligner.coverage.case import Case
from aligner.coverage.checks.missing import Unmatched
from aligner.coverage.findings import RawFinding
from aligner.ladder import Bead

_LEAST_COVER = 0.8  # of each by the other, from which two unmatched segments are each other's translation
_NEAR, _LEAST_COVER_NEAR = 4, 0.65  # this is enough for segments at most so far apart, which translators do swap
_LEAST_WEIGHT = 3.0  # of a segment's words: "Yes." is found everywhere
_REACH = 60  # segments over which a passage is likely to move; what is similar farther away is a refrain or a formula
_LEAST_CROSSED, _CLEARLY = 0.5, 0.35  # cover of two pairs that cross in a bead, and how far above that in order
_CONFIDENCE = 0.8  # of every finding: this check computes no probability
_DETAIL = "found out of order"


def find_moved(case: Case, unmatched: tuple[Unmatched, Unmatched]) -> list[RawFinding]:
    """Return a finding for each run of segments whose translation is elsewhere, or crosses with another in its bead."""
    pairs = sorted(_found_elsewhere(case, unmatched))
    pairs += [pair for bead in case.beads for pair in _crossed(case, bead)]
    groups: list[list[tuple[int, int]]] = []
    for i, j in sorted(pairs):
        if groups and (i - 1, j - 1) == groups[-1][-1]:
            groups[-1].append((i, j))
        else:
            groups.append([(i, j)])
    return [
        RawFinding("moved", 0, range(g[0][0], g[-1][0] + 1), range(g[0][1], g[-1][1] + 1), _DETAIL, _CONFIDENCE)
        for g in groups
    ]


def _found_elsewhere(case: Case, unmatched: tuple[Unmatched, Unmatched]) -> Iterator[tuple[int, int]]:
    """Yield pairs of unmatched segments of both sides that are each other's nearest and cover each other."""
    similarity = case.similarity
    candidates = [
        [k for k in unmatched[side] if similarity.weight(side, range(k, k + 1)) >= _LEAST_WEIGHT] for side in (0, 1)
    ]
    if not candidates[0] or not candidates[1]:
        return
    cosines = similarity.sentences[0][candidates[0]] @ similarity.sentences[1][candidates[1]].T
    for row, i in enumerate(candidates[0]):
        column = int(cosines[row].argmax())
        j = candidates[1][column]
        distance = abs(unmatched[0][i][0] - j)
        if int(cosines[:, column].argmax()) != row or distance > _REACH:
            continue
        if _mutual_cover(case, i, j) >= (_LEAST_COVER_NEAR if distance <= _NEAR else _LEAST_COVER):
            yield i, j


def _crossed(case: Case, bead: Bead) -> Iterator[tuple[int, int]]:
    """Yield one pair of segments for each two pairs in a bead that match crosswise."""
    for i, other_i in combinations(bead.source, 2):
        for j, other_j in combinations(bead.target, 2):
            crossed = min(_mutual_cover(case, i, other_j), _mutual_cover(case, other_i, j))
            in_order = max(_mutual_cover(case, i, j), _mutual_cover(case, other_i, other_j))
            if crossed >= _LEAST_CROSSED and crossed - in_order >= _CLEARLY:
                yield i, other_j


def _mutual_cover(case: Case, i: int, j: int) -> float:
    """Return how well a source and a target segment cover each other: the lesser of the two covers."""
    one, other = range(i, i + 1), range(j, j + 1)
    return min(case.cover(0, one, other), case.cover(1, other, one))
