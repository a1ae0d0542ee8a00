"""Remarks that a page for readers shows on passages of its versions: what is left out or added, what may be wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from typing import NamedTuple

from aligner.coverage.findings import Coverage
from aligner.coverage.kinds import KIND_TABLE, Kind, KindInfo
from aligner.coverage.report.phrases import shown_detail
from aligner.edition import Edition, Row

UNCERTAIN = 0.5
"""Confidence below which a match is called uncertain: it is more likely wrong than right."""

WORDS: Mapping[Kind, KindInfo] = KIND_TABLE
"""The wording of each kind of remark: ``here`` beside the text, ``listed`` in the list of notes, before a language."""


class Remark(NamedTuple):
    """A remark on a passage of a version, given by segments of the pivot and of the version itself.

    Parameters
    ----------
    column : int
        The version, by its column in the edition.
    pivot, own : range
        The segments of the pivot and of the version; empty for a text that has nothing there.
    kind : Kind
        One of ``WORDS``.
    detail : str
        A phrase that says more, or "".
    """

    column: int
    pivot: range
    own: range
    kind: Kind
    detail: str = ""


def remark_on_rows(edition: Edition) -> list[Remark]:
    """Return what an edition's rows show by themselves, without a check of coverage.

    These are what each version leaves out or adds to the pivot (``omitted``, ``added``), and the matches of a
    confidence below ``UNCERTAIN`` (``unsure``). A row of separators alone, as a scene break, is none of them.
    """
    remarks = []
    counted = [not _separates(edition, row) for row in edition.rows]
    rows = list(zip(edition.rows, counted, strict=True))
    for column in range(1, len(edition.texts)):
        missing = _true_runs([counts and bool(row.cells[0]) and not row.cells[column] for row, counts in rows])
        remarks += [Remark(column, _segments_of(edition, run, 0), range(0), "omitted") for run in missing]
        alone = _true_runs([counts and _first_column_without_pivot(row) == column for row, counts in rows])
        remarks += [Remark(column, range(0), _segments_of(edition, run, column), "added") for run in alone]
    for (number, column), confidence in _uncertain_cells(edition).items():
        cells = edition.rows[number].cells
        if counted[number]:
            remarks.append(Remark(column, cells[0], cells[column], "unsure", f"{confidence:.0%}"))
    return remarks


def remark_on_findings(coverages: Iterable[Coverage]) -> list[Remark]:
    """Return the findings of coverage checks as remarks; ``coverages`` are those of column 1, 2 and so on."""
    remarks = []
    for column, coverage in enumerate(coverages, 1):
        for finding in coverage.findings:
            runs = finding.segments, finding.counterpart
            pivot, own = runs if finding.side == "source" else runs[::-1]
            remarks.append(Remark(column, pivot, own, finding.kind, shown_detail(finding)))
    return remarks


def place_remarks(edition: Edition, remarks: Sequence[Remark]) -> list[tuple[range, Remark]]:
    """Return remarks with the rows that they are about, in the order of the rows and columns.

    A remark on no segment of either text has no row, and is left out.
    """
    rows_of = [
        [number for number, row in enumerate(edition.rows) for _ in row.cells[column]]
        for column in range(len(edition.texts))
    ]
    placed = []
    for remark in remarks:
        rows = [rows_of[0][index] for index in remark.pivot] + [rows_of[remark.column][index] for index in remark.own]
        if rows:
            placed.append((range(min(rows), max(rows) + 1), remark))
    return sorted(placed, key=lambda each: (each[0].start, each[1].column))


def mark_cells(placed: Sequence[tuple[range, Remark]]) -> dict[tuple[int, int], list[Kind]]:
    """Return what to say beside each cell with remarks, by row and column: each kind once.

    Kinds that the layout shows already are not among them.
    """
    kinds: dict[tuple[int, int], dict[Kind, None]] = {}
    for rows, remark in placed:
        for row in rows if WORDS[remark.kind].here else ():
            kinds.setdefault((row, remark.column), {})[remark.kind] = None
    return {cell: list(found) for cell, found in kinds.items()}


def _separates(edition: Edition, row: Row) -> bool:
    """Return whether a row holds nothing but separators: rows of stars, places of pictures, numbers of pages."""
    cells = zip(edition.texts, row.cells, strict=True)
    return all(text.is_separator(index) for text, cell in cells for index in cell)


def _uncertain_cells(edition: Edition) -> dict[tuple[int, int], float]:
    """Return the cells, by row and column, whose match is uncertain, with its confidence, 0 to 1.

    A confidence that comes from one alignment concerns the column of that alignment's target, or of its source if the
    target is the pivot. If a row does not record which alignment its confidence comes from, it concerns every column.
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


def _first_column_without_pivot(row: Row) -> int | None:
    """Return the first column that has something in a row where the pivot has nothing, None where the pivot has."""
    return None if row.cells[0] else next(column for column, cell in enumerate(row.cells) if cell)


def _true_runs(flags: Sequence[bool]) -> Iterator[range]:
    """Yield the runs of positions at which a flag is true."""
    for flag, group in groupby(range(len(flags)), key=flags.__getitem__):
        numbers = list(group)
        if flag:
            yield range(numbers[0], numbers[-1] + 1)


def _segments_of(edition: Edition, rows: range, column: int) -> range:
    """Return the segments that a column has in a run of rows, each of which has some."""
    indices = list(chain.from_iterable(edition.rows[number].cells[column] for number in rows))
    return range(indices[0], indices[-1] + 1)
