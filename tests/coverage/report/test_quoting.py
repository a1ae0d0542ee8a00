"""How much of long texts the reports quote."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aligner.alignment import Alignment
from aligner.coverage import Coverage
from aligner.coverage.report import Criteria, Look, judge, render
from aligner.ladder import Bead, Ladder
from aligner.text import Paragraph, make_text
from tests.coverage.report.samples import german


def long_finding(length: int) -> Coverage:
    """Return a pair with one finding, whose text has this length."""
    return replace(german(), findings=(replace(german().findings[0], text="x" * length),))


def long_neighbours(length: int) -> Coverage:
    """Return a pair with an omission between two target sentences of this length."""
    coverage = german()
    pieces = [["y" * length], ["z" * length]]
    target = make_text("de", [Paragraph(piece[0]) for piece in pieces], pieces)
    finding = replace(coverage.findings[0], counterpart=range(1, 1))
    alignment = Alignment(coverage.alignment.source, target, Ladder((Bead(range(8), range(2)),)))
    return replace(coverage, alignment=alignment, findings=(finding,))


def report(coverage: Coverage, name: str, *, show_all: bool = False) -> str:
    """Return the report of one pair."""
    return render(judge([coverage], Criteria(), "kettle"), name, Look(show_all=show_all))


@pytest.mark.parametrize("name", ["github", "markdown"])
def test_three_hundred_columns_are_quoted(name: str) -> None:
    """A text of 300 columns is quoted whole, of a longer one 299 and an ellipsis."""
    assert "x" * 300 in report(long_finding(300), name)
    assert "x" * 299 + "…" in report(long_finding(301), name)
    assert "x" * 300 not in report(long_finding(301), name)


def test_markdown_quotes_everything_if_asked_for() -> None:
    """With ``show_all`` a text is quoted whole."""
    assert "x" * 1000 in report(long_finding(1000), "markdown", show_all=True)


@pytest.mark.parametrize("name", ["json", "html", "junit", "sarif"])
def test_other_formats_quote_everything(name: str) -> None:
    """Formats for programs, and the page, have all of a text."""
    assert "x" * 1000 in report(long_finding(1000), name)


@pytest.mark.parametrize(("name", "columns"), [("markdown", 60), ("html", 120)])
def test_the_sentences_around_a_gap_are_shortened(name: str, columns: int) -> None:
    """Of the sentences before and after a gap the end and the beginning are shown."""
    exact, longer = report(long_neighbours(columns), name), report(long_neighbours(columns + 1), name)
    for letter in "yz":
        assert letter * columns in exact
        assert letter * columns not in longer
    assert "…" + "y" * (columns - 1) in longer
    assert "z" * (columns - 1) + "…" in longer
