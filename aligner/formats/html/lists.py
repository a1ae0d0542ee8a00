"""What a page lists for the reader: its headings, and what is said of its versions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from aligner.edition import Edition
from aligner.formats.html.blocks import Block
from aligner.formats.html.marks import show
from aligner.remarks import WORDS, Remark
from aligner.text import join_segments

_QUOTED = 60  # characters of a row that a note quotes at most


class Heading(NamedTuple):
    """A heading's level, row, and for each language that has it the column's number and the heading."""

    level: int
    row: int
    texts: tuple[tuple[int, str], ...]


class Note(NamedTuple):
    """An entry of the list of remarks: what is said of a row, and the beginning of what a column has there.

    ``column`` is the one that the remark is about.
    """

    row: int
    column: int
    words: str
    quoted: int
    quote: str


def list_headings(edition: Edition, blocks: Sequence[Block]) -> list[Heading]:
    """Return the headings of a page in order."""
    headings = []
    for block in blocks:
        if block.level:
            parts = [
                (cell.column, [edition.cell_text(edition.rows[number], cell.column) for number in block.rows])
                for cell in block.cells
                if cell.level
            ]
            texts = tuple((column, show(join_segments(texts))) for column, texts in parts)
            headings.append(Heading(block.level, block.rows.start, texts))
    return headings


def list_notes(edition: Edition, names: Sequence[str], placed: Sequence[tuple[range, Remark]]) -> list[Note]:
    """Return a note for each remark, in the order of the rows; ``names`` are those of the columns' languages."""
    return [_note(edition, names[remark.column], rows, remark) for rows, remark in placed]


def _note(edition: Edition, name: str, rows: range, remark: Remark) -> Note:
    quoted, run = (0, remark.pivot) if remark.pivot else (remark.column, remark.own)
    text = show(edition.texts[quoted].segments[run.start].text)
    quote = text if len(text) <= _QUOTED else text[:_QUOTED].rstrip() + "…"
    said = [f"{len(run)} sentences"] if min(len(rows), len(run)) > 1 else []
    said += [show(remark.detail)] if remark.detail else []
    words = f"{WORDS[remark.kind].listed} {name}"
    return Note(rows.start, remark.column, ": ".join([words, *filter(None, ["; ".join(said)])]), quoted, quote)
