"""An edition as a page shows it: blocks of rows, about a paragraph each, with a cell for every language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from markupsafe import Markup

from aligner.edition import Edition
from aligner.formats.html.marks import mark_up
from aligner.text import Text, join_segments

LONGEST = 40
"""Rows in a block at most; a longer paragraph goes on in the next block."""


class Member(NamedTuple):
    """A segment as HTML; ``joint`` is what stands before it in running text, a space or none.

    ``begins`` says that it is the first of a paragraph.
    """

    html: Markup
    joint: str
    begins: bool


class Sentence(NamedTuple):
    """What a language has in one row: its segments, none where it leaves the row out."""

    row: int
    members: tuple[Member, ...]


class Cell(NamedTuple):
    """A language's part of a block. ``level`` and ``kind`` are those of its first paragraph."""

    column: int
    level: int
    kind: str
    sentences: tuple[Sentence, ...]


class Block(NamedTuple):
    """Rows that are shown together, and a cell for every column."""

    rows: range
    cells: tuple[Cell, ...]

    @property
    def level(self) -> int:
        """The level of the highest heading in the block, 0 where it has none."""
        return min((cell.level for cell in self.cells if cell.level), default=0)

    def others(self, row: int) -> list[tuple[int, Sentence]]:
        """Return what the columns after the first have in a row, with their numbers."""
        place = row - self.rows.start
        return [(cell.column, cell.sentences[place]) for cell in self.cells[1:] if cell.sentences[place].members]


def make_blocks(edition: Edition) -> Iterator[Block]:
    """Yield an edition's blocks: one for each paragraph of the pivot, or of what stands where the pivot has nothing."""
    first = 0
    for number in range(1, len(edition.rows) + 1):
        if number == len(edition.rows) or number - first == LONGEST or _opens(edition, number):
            rows = range(first, number)
            yield Block(rows, tuple(_cell(edition, rows, column) for column in range(len(edition.texts))))
            first = number


def begins_paragraph(text: Text, number: int) -> bool:
    """Say whether a segment is the first of a paragraph; each line of a verbatim file is a paragraph."""
    return text.verbatim or not number or text.segments[number - 1].paragraph != text.segments[number].paragraph


def _opens(edition: Edition, number: int) -> bool:
    """Say whether a block begins at a row: its first language begins a paragraph, or a heading begins or has ended."""
    found = [(text, cell.start) for text, cell in zip(edition.texts, edition.rows[number].cells, strict=True) if cell]
    begun = [begins_paragraph(text, index) for text, index in found]
    return begun[0] or any(
        begins and (_level(text, index) or (index and _level(text, index - 1)))
        for begins, (text, index) in zip(begun, found, strict=True)
    )


def _level(text: Text, index: int) -> int:
    return text.paragraphs[text.segments[index].paragraph].level


def _cell(edition: Edition, rows: range, column: int) -> Cell:
    text = edition.texts[column]
    runs = [edition.rows[number].cells[column] for number in rows]
    first = next((run.start for run in runs if run), None)
    sentences = tuple(
        Sentence(number, tuple(_member(text, index) for index in run)) for number, run in zip(rows, runs, strict=True)
    )
    if first is None:
        return Cell(column, 0, "body", sentences)
    paragraph = text.paragraphs[text.segments[first].paragraph]
    return Cell(column, paragraph.level, paragraph.kind, sentences)


def _member(text: Text, index: int) -> Member:
    return Member(mark_up(text, text.segments[index]), _joint(text, index), begins_paragraph(text, index))


def _joint(text: Text, index: int) -> str:
    """Return what stands between a segment and the one before it in running text."""
    if not index:
        return ""
    before, after = text.segments[index - 1].text[-1:], text.segments[index].text[:1]
    return join_segments([before, after])[len(before) : -1] if after else ""
