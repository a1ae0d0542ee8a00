"""Divide an edition into blocks: rows of about a paragraph, with a cell for every language, as pages and books show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from aligner.edition import Edition
from aligner.formats.html.marks import mark_up
from aligner.text import Text, join_segments

ROWS_PER_BLOCK = 40
"""Rows in a block at most; a longer paragraph goes on in the next block.

A browser lays out a block as a whole when it comes near the window (``content-visibility``), so the number trades the
smoothness of scrolling against whole paragraphs. 40 sentences are more than a paragraph of ordinary prose has.
"""

SEPARATORS = ("ornament", "caption")
"""The kinds of cells that separate passages."""


class Member(NamedTuple):
    """A segment as HTML.

    ``joint`` is the space between it and the segment before it in running text, "" in scripts without spaces.
    ``begins`` is true for the first segment of a paragraph.
    """

    html: Markup
    joint: str
    begins: bool


class Sentence(NamedTuple):
    """The segments of a language in one row; none where the language has nothing there."""

    row: int
    members: tuple[Member, ...]


class Cell(NamedTuple):
    """A language's part of a block; ``level`` and ``kind`` are those of the first paragraph in it.

    Where all of it separates passages, ``kind`` is "ornament" for a row of stars and the like, and "caption" for what
    has letters or digits: the place of a picture, the number of a printed page.
    """

    column: int
    level: int
    kind: str
    sentences: tuple[Sentence, ...]

    @property
    def has_text(self) -> bool:
        """Whether the language has anything in the block."""
        return any(sentence.members for sentence in self.sentences)


class Block(NamedTuple):
    """Rows that are shown together, and a cell for every column."""

    rows: range
    cells: tuple[Cell, ...]

    @property
    def level(self) -> int:
        """The level of the highest heading in the block, 0 where it has none."""
        return min((cell.level for cell in self.cells if cell.level), default=0)

    @property
    def separates(self) -> bool:
        """Whether the block holds no sentence in any language, only what separates passages."""
        return all(cell.kind in SEPARATORS or not cell.has_text for cell in self.cells)

    def shown_cells(self) -> list[Cell]:
        """Return the cells that have something, an ornament that another cell has too only once."""
        cells = [cell for cell in self.cells if cell.has_text]
        return [
            cell
            for number, cell in enumerate(cells)
            if cell.kind != "ornament" or _html_of(cell) not in map(_html_of, cells[:number])
        ]

    def others(self, row: int) -> list[tuple[int, Sentence]]:
        """Return the sentences of the other columns that have something in a row, each with its column's number."""
        place = row - self.rows.start
        return [(cell.column, cell.sentences[place]) for cell in self.cells[1:] if cell.sentences[place].members]


def make_blocks(edition: Edition) -> Iterator[Block]:
    """Yield an edition's blocks in order; together they hold every row once.

    A block begins with each paragraph of the pivot, and where the pivot has nothing, with each paragraph of the first
    version that has something. A heading in any version has a block of its own, so that the sentences around it do not
    become headings.
    """
    first = 0
    for number in range(1, len(edition.rows) + 1):
        if number == len(edition.rows) or number - first == ROWS_PER_BLOCK or _begins_block(edition, number):
            rows = range(first, number)
            yield Block(rows, tuple(_make_cell(edition, rows, column) for column in range(len(edition.texts))))
            first = number


def begins_paragraph(text: Text, number: int) -> bool:
    """Return whether a segment is the first of a paragraph; in a verbatim file each line is a paragraph."""
    return text.verbatim or not number or text.segments[number - 1].paragraph != text.segments[number].paragraph


def _begins_block(edition: Edition, number: int) -> bool:
    """Return whether a block begins at a row.

    It does when the first version that has something in the row begins a paragraph there, and when any version begins a
    heading or a separator there, or begins a paragraph after one.
    """
    found = [(text, cell.start) for text, cell in zip(edition.texts, edition.rows[number].cells, strict=True) if cell]
    begun = [begins_paragraph(text, index) for text, index in found]
    return begun[0] or any(
        begins and (_is_apart(text, index) or (index and _is_apart(text, index - 1)))
        for begins, (text, index) in zip(begun, found, strict=True)
    )


def _is_apart(text: Text, index: int) -> bool:
    """Return whether a segment is in a heading, or is a separator."""
    return text.paragraphs[text.segments[index].paragraph].level > 0 or text.is_separator(index)


def _make_cell(edition: Edition, rows: range, column: int) -> Cell:
    """Return a version's part of a block."""
    text = edition.texts[column]
    runs = [edition.rows[number].cells[column] for number in rows]
    first = next((run.start for run in runs if run), None)
    sentences = tuple(
        Sentence(number, tuple(_member(text, index) for index in run)) for number, run in zip(rows, runs, strict=True)
    )
    if first is None:
        return Cell(column, 0, "body", sentences)
    paragraph = text.paragraphs[text.segments[first].paragraph]
    kind = "" if paragraph.level else _separator_kind(text, runs)
    return Cell(column, paragraph.level, kind or paragraph.kind, sentences)


def _separator_kind(text: Text, runs: Sequence[range]) -> str:
    """Return "ornament" or "caption" where all segments of a cell are separators, "" for any other."""
    indices = [index for run in runs for index in run]
    if not all(map(text.is_separator, indices)):
        return ""
    return "caption" if any(char.isalnum() for index in indices for char in text.segments[index].text) else "ornament"


def _html_of(cell: Cell) -> str:
    """Return the text of a cell."""
    return "".join(member.html for sentence in cell.sentences for member in sentence.members)


def _member(text: Text, index: int) -> Member:
    return Member(mark_up(text, text.segments[index]), _joint(text, index), begins_paragraph(text, index))


def _joint(text: Text, index: int) -> str:
    """Return the space between a segment and the one before it in running text, "" where there is none.

    Only the two characters at the seam decide, so only these are joined.
    """
    if not index:
        return ""
    before, after = text.segments[index - 1].text[-1:], text.segments[index].text[:1]
    return join_segments([before, after])[len(before) : -1] if after else ""
