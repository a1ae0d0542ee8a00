from __future__ import annotations

import pytest

from aligner.segment import cut
from aligner.text import fold_space


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("One line\nand the same", ["One line and the same"]),
        ("Mr. and etc.\n" + " " * 60 + "so on", ["Mr. and etc. so on"]),
        ("One line\n\nAnother", ["One line", "Another"]),
        ("One line\r\n \t\r\nAnother", ["One line", "Another"]),
        ("He said he was\n- as ever - at home", ["He said he was - as ever - at home"]),
        ("Shopping list\n- eggs\n- bread", ["Shopping list", "- eggs", "- bread"]),
        ("To do\n1. Go home.\n2. Sleep.", ["To do", "1. Go home.", "2. Sleep."]),
        ("- One\n- two\n  of it\n- Three", ["- One", "- two of it", "- Three"]),
        ("(a) one\n(b) two", ["(a) one", "(b) two"]),
        ("It was in the year\n1917. Then all changed", ["It was in the year 1917.", "Then all changed"]),
        ("A HEADING\nIt was late", ["A HEADING", "It was late"]),
        ("A HEADING\nTHAT GOES ON\nin text", ["A HEADING THAT GOES ON in text"]),
        ("It was Dr.\nK. Hall", ["It was Dr. K. Hall"]),
        ("A. One\nB. Two", ["A. One", "B. Two"]),
        ("He cried NEVER\nAGAIN and fell", ["He cried NEVER AGAIN and fell"]),
    ],
)
def test_a_line_break_alone_ends_nothing(paragraph: str, expected: list[str]) -> None:
    """Blank lines, list marks and headings in capitals end a segment; a line break does not."""
    assert [fold_space(piece) for piece in cut(paragraph, "en")] == expected


@pytest.mark.parametrize(
    ("mark", "sure"),
    [
        *((bullet, True) for bullet in "•◦▪‣●○■□・①⑳⓪"),
        ("· ", True),
        ("·", True),
        ("* ", True),
        ("*", False),  # "*milk*" is emphasis
        ("+ ", True),
        ("+", False),
        ("（1）", True),
        ("（ア）", True),
        ("（十二）", True),
        ("（ab）", False),
        ("十二、", True),
        ("二\u3000", True),
        ("1、", True),
        ("1．", True),
        ("1\u3000", True),
        ("1．5", False),  # a decimal
        ("- ", False),  # these could be a dash of the prose, the end of a date, and an initial
        ("1. ", False),
        ("A. ", False),
    ],
)
def test_marks_that_surely_begin_an_item(mark: str, sure: bool) -> None:
    """After a line without a stop a bullet, or a number as Chinese and Japanese lists have it, begins an item."""
    assert len(cut(f"We bought\n{mark}milk", "ja")) == 1 + sure
