"""Passages that stand elsewhere than their order says."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from aligner.coverage.case import Case, Fault
from aligner.coverage.checks.missing import Lone
from aligner.ladder import Bead

_SAME = 0.8  # of the usual cover, both ways, from which two runs elsewhere are each other's translation
_SAME_NEAR, _NEAR = 0.65, 4  # enough for two that are so many segments apart
_LEAST_WEIGHT = 3.0  # of words, for a passage to be known again elsewhere
_REACH = 60  # segments from its place within which a passage is moved; farther away it is another, however like
_CROSSED, _CLEARLY = 0.5, 0.35  # cover of two pairs in one bead, and how much above that of the pairs in order
_CONFIDENCE = 0.8
_DETAIL = "found out of order"


def find_moved(case: Case, lone: tuple[Lone, Lone]) -> list[Fault]:
    """Return the runs left alone on both sides that are each other's translation, and those that cross in a bead."""
    pairs = sorted(_known_again(case, lone))
    pairs += [pair for bead in case.beads for pair in _crossed(case, bead)]
    groups: list[list[tuple[int, int]]] = []
    for i, j in sorted(pairs):
        if groups and (i - 1, j - 1) == groups[-1][-1]:
            groups[-1].append((i, j))
        else:
            groups.append([(i, j)])
    return [
        Fault("moved", 0, range(g[0][0], g[-1][0] + 1), range(g[0][1], g[-1][1] + 1), _DETAIL, _CONFIDENCE)
        for g in groups
    ]


def _known_again(case: Case, lone: tuple[Lone, Lone]) -> Iterator[tuple[int, int]]:
    """Yield pairs of lone segments that are each other's best and cover each other as usual."""
    evidence = case.evidence
    keys = [[k for k in lone[side] if evidence.weight(side, range(k, k + 1)) >= _LEAST_WEIGHT] for side in (0, 1)]
    if not keys[0] or not keys[1]:
        return
    likeness = evidence.sentences[0][keys[0]] @ evidence.sentences[1][keys[1]].T
    for row, i in enumerate(keys[0]):
        column = int(likeness[row].argmax())
        j = keys[1][column]
        apart = abs(lone[0][i][0] - j)
        if int(likeness[:, column].argmax()) != row or apart > _REACH:
            continue
        if _both(case, i, j) >= (_SAME_NEAR if apart <= _NEAR else _SAME):
            yield i, j


def _crossed(case: Case, bead: Bead) -> Iterator[tuple[int, int]]:
    """Yield a pair of segments of a bead that has changed places with another pair."""
    for i, other_i in combinations(bead.source, 2):
        for j, other_j in combinations(bead.target, 2):
            across = min(_both(case, i, other_j), _both(case, other_i, j))
            straight = max(_both(case, i, j), _both(case, other_i, other_j))
            if across >= _CROSSED and across - straight >= _CLEARLY:
                yield i, other_j


def _both(case: Case, i: int, j: int) -> float:
    """Return how well two segments cover each other: the lesser cover."""
    one, other = range(i, i + 1), range(j, j + 1)
    return min(case.cover(0, one, other), case.cover(1, other, one))
