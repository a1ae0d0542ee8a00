"""The text report: how much of it fits, and what is left out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aligner.coverage import Coverage, Section, Share
from aligner.coverage.report import Criteria, Look, judge, render
from aligner.coverage.report.layout import width
from tests.coverage.report.samples import german, japanese


def lines_of(*coverages: Coverage, columns: int = 80, show_all: bool = False) -> list[str]:
    """Return the lines of a report without colour."""
    result = judge(coverages, Criteria(), "kettle")
    return render(result, "text", Look(columns, show_all=show_all)).splitlines()


def with_sections(*matched: int, title: str = "Part") -> Coverage:
    """Return a pair with a section of 100 segments for each number of matched ones, and without findings."""
    sections = [
        Section(f"{title} {k}", range(1), range(1), Share(100, number, 100, number), Share(1, 1, 1, 1))
        for k, number in enumerate(matched)
    ]
    return replace(german(), sections=tuple(sections), findings=())


@pytest.mark.parametrize(("columns", "widest"), [(10, 40), (40, 40), (100, 100), (120, 120), (500, 120)])
def test_lines_are_as_wide_as_the_terminal_within_bounds(columns: int, widest: int) -> None:
    """A report has at least 40 columns and at most 120."""
    long = replace(german().findings[0], text="word " * 100)
    report = lines_of(replace(german(), findings=(long,)), columns=columns)
    assert widest - 5 <= max(map(width, report)) <= widest


@pytest.mark.parametrize(("columns", "bar"), [(80, 20), (79, 10)])
def test_bars_are_shorter_on_a_narrow_terminal(columns: int, bar: int) -> None:
    """A bar has 20 columns on a terminal of 80, and half as many on one of 79."""
    (line,) = [line for line in lines_of(with_sections(50), columns=columns) if "Part 0" in line]
    assert line == f"   50% {'█' * (bar // 2)}{'·' * (bar // 2)}  Part 0  50 not translated"


@pytest.mark.parametrize(
    ("matched", "whole", "part"), [(0, 0, ""), (1, 0, "▏"), (2, 0, "▍"), (5, 1, ""), (99, 19, "▊")]
)
def test_a_bar_is_filled_by_eighths(matched: int, whole: int, part: str) -> None:
    """Of 160 eighths a hundredth is 1.6, rounded down: 1, 3, 8 and 158."""
    (line,) = [line for line in lines_of(with_sections(matched)) if "Part 0" in line]
    assert line.split("% ")[1][:20] == ("█" * whole + part).ljust(20, "·")


def test_the_least_translated_sections_come_first() -> None:
    """Sections are in the order of their shares, then of the text; a complete one is only counted."""
    report = lines_of(with_sections(90, 50, 100, 70, 100))
    titles = [line.split("  ")[-2] for line in report if "Part" in line]
    assert titles == ["Part 1", "Part 3", "Part 0"]
    assert "2 sections complete" in report


@pytest.mark.parametrize(("count", "more"), [(10, ""), (11, "1 more section with gaps; --show-all shows all")])
def test_ten_sections_are_shown(count: int, more: str) -> None:
    """Of more than ten sections with gaps the first ten are shown, and how many are left; all if asked for."""
    report = lines_of(with_sections(*[50] * count))
    assert len([line for line in report if "Part" in line]) == 10
    assert [line for line in report if "more section" in line] == ([more] if more else [])
    assert len([line for line in lines_of(with_sections(*[50] * count), show_all=True) if "Part" in line]) == count


def test_a_long_title_leaves_room_for_what_is_said() -> None:
    """A title is shortened, down to eight columns, before what is missing is."""
    (line,) = [line for line in lines_of(with_sections(50, title="A very long title"), columns=40) if "█" in line]
    # 40 columns less a bar of 10 and 9 more are 21; "  50 not translated" takes 19, so that the title keeps 8.
    assert line == "   50% █████·····  A very…  50 not tran…"


@pytest.mark.parametrize(("words", "lines"), [(20, 2), (100, 2)])
def test_two_lines_of_each_text_are_quoted(words: int, lines: int) -> None:
    """A text is quoted up to two lines, of which the second may end in an ellipsis; whole if asked for."""
    long = replace(german().findings[0], text="word " * words)
    report = lines_of(replace(german(), findings=(long,)))
    quoted = [line for line in report if "word" in line]
    assert len(quoted) == lines
    assert quoted[-1].endswith("…") is (words == 100)
    whole = lines_of(replace(german(), findings=(long,)), show_all=True)
    assert sum(line.count("word") for line in whole) == words


def test_a_matrix_is_parted_where_the_terminal_is_narrow() -> None:
    """Languages that do not fit beside the titles are in a second table."""
    # The titles take 20 columns here, a cell 5: four languages fit into 40 columns.
    report = lines_of(*[german(), japanese()] * 3, columns=40)
    heads = [line.split() for line in report if set(line.split()) <= {"de", "ja"} and line.split()]
    assert heads == [["de", "ja", "de", "ja"], ["de", "ja"]]


def test_a_page_says_how_to_accept_a_finding_once() -> None:
    """The hint is given where there are findings and no file of accepted ones."""
    hint = "To accept a finding"
    file = Criteria(accepted_file="accepted.txt")
    assert hint in render(judge([german()], Criteria(), "kettle"), "text")
    assert hint not in render(judge([german()], file, "kettle"), "text")
    assert hint not in render(judge([japanese()], Criteria(), "kettle"), "text")
