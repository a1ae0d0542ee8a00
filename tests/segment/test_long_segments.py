from __future__ import annotations

import pytest

from aligner.errors import InputError
from aligner.segment import LONGEST, cut
from aligner.segment.long_segments import shorten


def test_a_short_piece_stays_whole() -> None:
    """The cap touches nothing that fits."""
    assert shorten("a, b; c", 7) == ["a, b; c"]


def test_the_best_boundary_wins() -> None:
    """A semicolon is better than a comma, a comma better than a space, each near the middle."""
    assert shorten("one two, three four; five six, seven", 30) == ["one two, three four; ", "five six, seven"]
    assert shorten("one two three, four five six seven", 30) == ["one two three, ", "four five six seven"]
    assert shorten("one two three four five six seven", 30) == ["one two three four ", "five six seven"]


def test_parts_are_of_like_length() -> None:
    """A little too much does not leave a crumb behind."""
    sizes = [len(part) for part in shorten("word " * 250, 1000)]
    assert len(sizes) == 2
    assert min(sizes) > 600


def test_a_chinese_character_counts_as_three() -> None:
    """Chinese and Japanese say in one character what takes three letters elsewhere."""
    assert max(len(part) for part in cut("天" * 1000, "zh")) == LONGEST // 3
    assert max(map(len, cut("天地玄黄，" * 400, "zh"))) < LONGEST // 2


def test_a_line_break_is_a_good_place() -> None:
    """Verse without punctuation is cut between lines."""
    assert all(part.endswith("\n") for part in cut("the rain it raineth every day\n" * 100, "en"))


@pytest.mark.parametrize("longest", [0, -1])
def test_a_cap_that_is_none_is_refused(longest: int) -> None:
    """The message says what a cap must be."""
    with pytest.raises(InputError, match=f"longest must be 1 or more, not {longest}"):
        cut("One. Two.", "en", longest=longest)


def test_a_word_longer_than_the_cap_is_cut() -> None:
    """Nothing is longer than the cap, white space at the end not counted."""
    assert shorten("x" * 25 + "  ", 10) == ["x" * 9, "x" * 8, "x" * 8 + "  "]
