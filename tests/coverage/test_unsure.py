"""Beads that the matcher doubts."""

from __future__ import annotations

import pytest

from aligner.coverage.checks.unsure import find_unsure
from aligner.ladder import Bead
from tests.coverage.cases import plain_case


@pytest.mark.parametrize(
    ("confidence", "cosine", "found"), [(0.29, 0.49, True), (0.3, 0.49, False), (0.29, 0.51, False)]
)
def test_a_doubtful_bead_of_unlike_words_is_unsure(confidence: float, cosine: float, found: bool) -> None:
    """A confidence below 0.3 and a cover below 0.5 make a bead unsure, as sure as the bead is not."""
    case = plain_case(["a"], ["A"], [Bead(range(1), range(1), confidence)], similar={"A": {"a": cosine}})
    findings = find_unsure(case)
    assert [one[:5] for one in findings] == (
        [("unsure", 1, range(1), range(1), "perhaps not its translation")] if found else []
    )
    assert [one.confidence for one in findings] == ([pytest.approx(0.71)] if found else [])


def test_the_worse_side_counts() -> None:
    """A source that is found whole in a target of many other words is unsure all the same."""
    case = plain_case(["a"], ["a b c"], [Bead(range(1), range(1), 0.2)])  # covers of 1 and 1/3
    assert len(find_unsure(case)) == 1


def test_a_segment_without_a_counterpart_is_not_unsure_here() -> None:
    """A one-sided bead of low confidence is left to the check of what is missing."""
    assert find_unsure(plain_case(["a"], [], [Bead(range(1), range(0), 0.1)])) == []
