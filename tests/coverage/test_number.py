"""Numbers in the formats of twelve languages, by golden pairs that a person can edit."""

from __future__ import annotations

from pathlib import Path

import pytest

from aligner.coverage.checks.number import find_numbers
from tests.coverage.cases import case_of

GOLDEN = Path(__file__).parents[1] / "data" / "coverage" / "numbers.txt"
BLOCKS = [block.split("\n") for block in GOLDEN.read_text("utf-8").strip().split("\n\n")[1:]]


@pytest.mark.parametrize(("head", "source", "target"), BLOCKS, ids=[" ".join(block[::2]) for block in BLOCKS])
def test_numbers_are_compared_as_a_reader_would(head: str, source: str, target: str) -> None:
    """Numbers that are the same in another format are no finding, and others are one."""
    verdict, *languages = head.split()
    faults = find_numbers(case_of([source], [target], (languages[0], languages[1])), None)
    assert [fault.kind for fault in faults] == ([] if verdict == "same" else ["number"])


def test_a_number_that_stands_in_the_next_segment_is_not_missed() -> None:
    """A figure that the translation gives one segment later is found there."""
    case = case_of(["In 1917 the dog sleeps.", "The cat sees."], ["Der Hund schläft.", "Die Katze sieht 1917."])
    assert find_numbers(case, None) == []


def test_the_difference_is_told() -> None:
    """The detail names the figures as they stand in both texts."""
    (fault,) = find_numbers(case_of(["It was 30 million."], ["Es waren 3.000.000."]), None)
    assert fault.detail == "30 million ≠ 3.000.000"
    assert (fault.side, fault.run, fault.facing) == (1, range(1), range(1))
