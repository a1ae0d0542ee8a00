"""What a page lists for the reader: its headings, and the rows that a language leaves out or that are not sure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from aligner.edition import Edition, Row
from aligner.export.html.blocks import Block
from aligner.export.html.marks import show
from aligner.text import join_segments

UNCERTAIN = 0.5
"""Matches of a lower confidence are called uncertain."""
_QUOTED = 60  # characters of a row that a note quotes at most


class Heading(NamedTuple):
    """A heading's level, row, and for each language that has it the column's number and the heading."""

    level: int
    row: int
    texts: tuple[tuple[int, str], ...]


class Note(NamedTuple):
    """A remark on a row: what is to be said of it, and the beginning of what a column has there.

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


def list_notes(edition: Edition, names: Sequence[str]) -> list[Note]:
    """Return the notes on an edition's rows, in order; ``names`` are those of its columns' languages."""
    notes = []
    for column, name in enumerate(names):
        missing = _runs([bool(row.cells[0]) and not row.cells[column] for row in edition.rows])
        notes += [_note(edition, run, column, f"Not in {name}") for run in missing]
        alone = _runs([_alone(row) == column for row in edition.rows])
        notes += [_note(edition, run, column, f"Only in {name}") for run in alone]
    for (number, column), confidence in uncertain_cells(edition).items():
        words = f"Uncertain in {names[column]}, {confidence:.0%}"
        notes.append(_note(edition, range(number, number + 1), column, words))
    return sorted(notes, key=lambda note: note.row)


def uncertain_cells(edition: Edition) -> dict[tuple[int, int], float]:
    """Return the cells, by row and column, whose match is uncertain, and how sure it is, 0 to 1.

    An alignment's doubt is its target's, or its source's where the target is the pivot; a row that does not say which
    alignment it doubts is doubted in every column but the pivot's.
    """
    columns = {(text.language, text.digest): number for number, text in enumerate(edition.texts)}
    ends = [
        [columns[side.language, side.digest] for side in (alignment.source, alignment.target)]
        for alignment in edition.alignments
    ]
    found: dict[tuple[int, int], float] = {}
    for number, row in enumerate(edition.rows):
        if row.confidence >= UNCERTAIN:
            continue
        doubts = [(column, row.confidence) for column in range(1, len(row.cells))]
        if ends and row.confidences:
            pairs = zip(ends, row.confidences, strict=True)
            doubts = [(target or source, value) for (source, target), value in pairs if value is not None]
        for column, value in doubts:
            if value < UNCERTAIN and row.cells[column] and sum(map(bool, row.cells)) > 1:
                found[number, column] = min(value, found.get((number, column), 1.0))
    return found


def _alone(row: Row) -> int | None:
    """Return the first column that has something in a row where the pivot has nothing."""
    return None if row.cells[0] else next(column for column, cell in enumerate(row.cells) if cell)


def _runs(flags: Sequence[bool]) -> Iterator[range]:
    """Yield the stretches of numbers whose flag is set."""
    for flag, group in groupby(range(len(flags)), key=flags.__getitem__):
        numbers = list(group)
        if flag:
            yield range(numbers[0], numbers[-1] + 1)


def _note(edition: Edition, run: range, column: int, words: str) -> Note:
    row = edition.rows[run.start]
    quoted = next(number for number, cell in enumerate(row.cells) if cell)
    count = sum(len(edition.rows[number].cells[quoted]) for number in run)
    text = show(edition.cell_text(row, quoted))
    quote = text if len(text) <= _QUOTED else text[:_QUOTED].rstrip() + "…"
    return Note(run.start, column, f"{words}: {count} sentences" if len(run) > 1 else words, quoted, quote)
