from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.coverage.report.layout import clip, clip_start, pad, width, wrap
from aligner.errors import plain

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Mn", "Me", "Cf"]))


@given(TEXT, st.integers(2, 30))
def test_lines_fit_and_nothing_is_lost(text: str, columns: int) -> None:
    """Wrapped lines take no more than their columns and hold every character but white space at breaks."""
    lines = wrap(text, columns)
    assert all(width(line) <= columns for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(TEXT, st.integers(4, 30), st.integers(1, 3))
def test_no_more_lines_than_asked_for(text: str, columns: int, most: int) -> None:
    """Text that does not fit into the lines ends with an ellipsis inside their columns."""
    lines = wrap(text, columns, most)
    assert len(lines) <= most
    assert all(width(line) <= columns for line in lines)
    whole = wrap(text, columns)
    assert (lines == whole) if len(whole) <= most else lines[-1].endswith("…")


@given(TEXT, st.integers(2, 30))
def test_a_clipped_text_fits(text: str, columns: int) -> None:
    """A clipped text takes no more than its columns, from either end, and a padded one no less."""
    assert width(clip(text, columns)) <= columns
    assert width(clip_start(text, columns)) <= columns
    assert width(pad(text, columns)) >= columns


@pytest.mark.parametrize(
    ("text", "columns"), [("क\u200dष", 2), ("e\u0301", 1), ("a\u20dd", 1), ("家ab", 4), ("ＡB", 3), ("ｱ", 1)]
)
def test_marks_and_joiners_take_no_column(text: str, columns: int) -> None:
    """A wide character takes two columns, a joiner and a mark on another character none."""
    assert width(text) == columns


def test_chinese_lines_do_not_begin_with_a_stop() -> None:
    """A line breaks before the last character rather than before a closing mark."""
    assert wrap("家族の生活は。それは", 12) == ["家族の生活", "は。それは"]


@pytest.mark.parametrize("char", ["\x1b", "\x07", "\x9b", "\u202e", "\u2066", "\ufffe", "\ud800", "\0"])
def test_what_a_terminal_obeys_is_replaced(char: str) -> None:
    """Controls, halves of surrogate pairs and turns of direction are shown as U+FFFD."""
    assert plain(f"a{char}b") == "a\ufffdb"


def test_other_scripts_stay_as_they_are() -> None:
    """Text of any script, joiners and no-break spaces stay."""
    text = "30\u00a0000 сущий 家族 क्\u200dष 👩\u200d👧 \u200fשלום"
    assert plain(text) == text
