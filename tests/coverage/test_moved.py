"""Passages found out of order: every threshold from both sides."""

from __future__ import annotations

import pytest

from aligner.coverage.case import Case
from aligner.coverage.checks.missing import Unmatched
from aligner.coverage.checks.moved import find_moved
from aligner.coverage.findings import RawFinding
from aligner.ladder import Bead
from tests.coverage.cases import plain_case


def apart(distance: int, cosine: float, weight: float = 1.0) -> tuple[Case, tuple[Unmatched, Unmatched]]:
    """Return a case in which an omitted segment is found so many segments from its place, with this cosine.

    It has three words of this weight.
    """
    target = [*(f"p{k}" for k in range(3 + distance)), "A B C"]
    before = [Bead(range(k, k), range(k, k + 1)) for k in range(3)]
    after = [Bead(range(1, 1), range(k, k + 1)) for k in range(3, 4 + distance)]
    similar = {word.upper(): {word: cosine} for word in "abc"}
    weights = dict.fromkeys("abcABC", weight)
    beads = [*before, Bead(range(1), range(3, 3)), *after]
    case = plain_case(["a b c"], target, beads, similar=similar, weights=weights)
    return case, ({0: (3, 0.9)}, {3 + distance: (1, 0.9)})


@pytest.mark.parametrize(
    ("distance", "cosine", "moved"),
    [
        (4, 0.66, True),
        (4, 0.64, False),
        (5, 0.79, False),
        (5, 0.81, True),
        (60, 0.81, True),
        (61, 0.99, False),
    ],
)
def test_a_moved_passage_is_near_and_alike(distance: int, cosine: float, moved: bool) -> None:
    """Up to 4 segments away a mutual cover of 0.65 is enough, up to 60 one of 0.8; farther away nothing is moved."""
    found = find_moved(*apart(distance, cosine))
    expected = [RawFinding("moved", 0, range(1), range(3 + distance, 4 + distance), "found out of order", 0.8)]
    assert found == (expected if moved else [])


@pytest.mark.parametrize(("weight", "moved"), [(1.0, True), (0.97, False)])
def test_a_moved_passage_has_a_weight_of_three(weight: float, moved: bool) -> None:
    """A segment of a weight below 3, here 2.91, is not recognised elsewhere."""
    assert bool(find_moved(*apart(2, 1.0, weight))) is moved


def test_a_moved_passage_is_the_nearest_both_ways() -> None:
    """A segment that another one is nearer to is not the one that was moved."""
    beads = [Bead(range(1), range(0)), Bead(range(1, 2), range(0)), Bead(range(2, 2), range(1))]
    case = plain_case(["a b c", "a b c d"], ["a b c d"], beads)
    unmatched: tuple[Unmatched, Unmatched] = ({0: (0, 0.9), 1: (0, 0.9)}, {0: (2, 0.9)})
    assert [found.run for found in find_moved(case, unmatched)] == [range(1, 2)]


CROSSED = [Bead(range(2), range(2))]


@pytest.mark.parametrize(("cosine", "found"), [(0.51, True), (0.49, False)])
def test_two_segments_that_cross_in_a_bead(cosine: float, found: bool) -> None:
    """Two pairs that cross, with a cover of 0.5 each, are one finding."""
    case = plain_case(["a", "b"], ["B", "A"], CROSSED, similar={"A": {"a": cosine}, "B": {"b": cosine}})
    runs = [(one.run, one.facing) for one in find_moved(case, ({}, {}))]
    assert runs == ([(range(1), range(1, 2))] if found else [])


def test_both_pairs_have_to_cross() -> None:
    """One pair that crosses is not enough, nor is a segment that is found in the other but does not answer it."""
    one = plain_case(["a", "b"], ["B", "A"], CROSSED, similar={"A": {"a": 0.9}, "B": {"b": 0.4}})
    covered = plain_case(["a", "b"], ["B", "A x y"], CROSSED, similar={"A": {"a": 0.9}, "B": {"b": 0.9}})
    assert [find_moved(case, ({}, {})) for case in (one, covered)] == [[], []]


@pytest.mark.parametrize(("in_order", "found"), [(0.44, True), (0.46, False)])
def test_pairs_that_cross_are_clearly_better_than_those_in_order(in_order: float, found: bool) -> None:
    """The pairs that cross have a cover that is greater by 0.35 than that of the pairs in order."""
    for other in (in_order, 0.0):  # the better of the two pairs in order counts
        similar = {"A": {"a": 0.8, "b": in_order}, "B": {"b": 0.8, "a": other}}
        case = plain_case(["a", "b"], ["B", "A"], CROSSED, similar=similar)
        assert bool(find_moved(case, ({}, {}))) is found
