"""Target sentences that are given twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aligner.coverage.checks.repeated import find_repeated
from aligner.coverage.findings import RawFinding
from aligner.ladder import Bead
from aligner.text import make_lines
from tests.coverage.cases import one_to_one, plain_case

TWICE = [Bead(range(1), range(1)), Bead(range(1, 1), range(1, 2))]


def found_in(line: str, source: str = "") -> list[RawFinding]:
    """Return what is found in a target that gives a line twice, the second time for nothing."""
    return find_repeated(plain_case([source or line], [line, line], TWICE))


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("abcdefgh ijklmnop.", True),  # 16 letters
        ("abcdefgh ijklmno!.", False),  # 15
        ("家族の生活が好きです", True),  # ten characters, each of which counts twice
        ("家族の生活が好", False),  # seven
        ("家族の生活が好き", True),  # eight
    ],
)
def test_a_repeated_sentence_has_sixteen_letters(line: str, found: bool) -> None:
    """Sentences of sixteen letters, or eight Chinese or Japanese characters, are not repeated by chance."""
    copies = found_in(line)
    assert [(one.run, one.facing, one.confidence) for one in copies] == (
        [(range(1, 2), range(1), 0.9)] if found else []
    )


def test_case_and_punctuation_do_not_matter() -> None:
    """The same letters are the same sentence, whatever their case and marks."""
    case = plain_case(["the old house sleeps"], ["The old house sleeps.", "the old, house: sleeps"], TWICE)
    assert [one.detail for one in find_repeated(case)] == ["the same as in paragraph 1"]


@pytest.mark.parametrize(("cosine", "found"), [(0.41, True), (0.39, False)])
def test_one_of_the_copies_answers_its_source(cosine: float, found: bool) -> None:
    """Where no copy has a cover of 0.4, none of them is the original."""
    line = "abcdefghijklmnopq"
    case = plain_case(["source"], [line, line], TWICE, similar={line: {"source": cosine}})
    assert bool(find_repeated(case)) is found


@pytest.mark.parametrize(("cosine", "found"), [(0.69, True), (0.71, False)])
def test_a_source_that_repeats_itself_is_translated_twice(cosine: float, found: bool) -> None:
    """A copy whose own source covers it 0.7 times as well as the original's is no repetition."""
    line = "abcdefghijklmnopq"
    case = plain_case(["one", "x", "other"], [line, "x", line], similar={line: {"one": 0.7, "other": 0.7 * cosine}})
    runs = [(one.run, one.facing) for one in find_repeated(case)]
    assert runs == ([(range(2, 3), range(1))] if found else [])


def test_two_copies_in_one_bead() -> None:
    """Of two copies for one source the second is too much; for two sources neither is."""
    line = "abcdefghijklmnopq"
    one = plain_case([line], [line, line], [Bead(range(1), range(2))])
    two = plain_case([line, "x"], [line, line], [Bead(range(2), range(2))])
    assert [[found.run for found in find_repeated(case)] for case in (one, two)] == [[range(1, 2)], []]


def test_the_place_of_the_original_is_named() -> None:
    """In a text of lines the finding names the original's line."""
    line = "abcdefghijklmnopq"
    for beads in ([Bead(range(1), range(2))], TWICE):
        case = plain_case([line], [line, line], beads)
        in_lines = replace(case, versions=(case.versions[0], make_lines("nl", f"{line}\n{line}\n")))
        (found,) = find_repeated(in_lines)
        assert found.detail == "the same as in line 1"


def test_of_two_side_by_side_the_second_is_the_copy() -> None:
    """The first of two neighbours is the original, although the matcher has taken the second."""
    line = "abcdefghijklmnopq"
    beads = [Bead(range(0), range(1)), Bead(range(1), range(1, 2))]
    (found,) = find_repeated(plain_case([line], [line, line], beads))
    assert (found.run, found.facing) == (range(1, 2), range(1))


def test_copies_far_from_each_other_are_found() -> None:
    """Of two copies that are not neighbours the one that its source does not cover is too much, even if it is first."""
    line = "abcdefghijklmnopq"
    case = plain_case(["x", "y", line], [line, "y", line], one_to_one(3))
    (found,) = find_repeated(case)
    assert (found.run, found.facing) == (range(1), range(2, 3))
