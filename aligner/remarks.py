"""What a page says of places in its versions: what is left out or added, what may be wrong, what a check has found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from typing import NamedTuple

from aligner.coverage.findings import Coverage
from aligner.coverage.report.words import detail
from aligner.edition import Edition, Row

UNCERTAIN = 0.5
"""Matches of a lower confidence are called uncertain."""


class Remark(NamedTuple):
    """Something to be said of a version, the one in ``column``, at segments of the pivot and of its own.

    ``pivot`` is empty where the pivot has nothing there, ``own`` where the version has nothing. ``kind`` is one of
    ``WORDS``; ``detail`` is a phrase that says more, or "".
    """

    column: int
    pivot: range
    own: range
    kind: str
    detail: str = ""


class Words(NamedTuple):
    """How a kind of remark is called in the text, "" where the text shows it, and in the list, before a language."""

    here: str
    listed: str


WORDS: Mapping[str, Words] = {
    "omitted": Words("", "Not in"),
    "added": Words("", "Only in"),
    "untranslated": Words("not translated", "Not translated in"),
    "partial": Words("partial match", "Partial match in"),
    "number": Words("other numbers", "Other numbers in"),
    "name": Words("other names", "Other names in"),
    "length": Words("unusual length", "Unusual length in"),
    "repeated": Words("repeated", "Repeated in"),
    "moved": Words("in another place", "In another place in"),
    "unsure": Words("uncertain match", "Uncertain in"),
}


def remark_on_rows(edition: Edition) -> list[Remark]:
    """Return what the rows alone tell: what versions leave out or add to the pivot, and matches that are not sure."""
    remarks = []
    for column in range(1, len(edition.texts)):
        missing = _runs([bool(row.cells[0]) and not row.cells[column] for row in edition.rows])
        remarks += [Remark(column, _span(edition, run, 0), range(0), "omitted") for run in missing]
        alone = _runs([_alone(row) == column for row in edition.rows])
        remarks += [Remark(column, range(0), _span(edition, run, column), "added") for run in alone]
    for (number, column), confidence in _uncertain_cells(edition).items():
        cells = edition.rows[number].cells
        remarks.append(Remark(column, cells[0], cells[column], "unsure", f"{confidence:.0%}"))
    return remarks


def remark_on_findings(coverages: Iterable[Coverage]) -> list[Remark]:
    """Return the findings of coverage checks as remarks, by version; ``coverages`` has one for each but the pivot."""
    remarks = []
    for column, coverage in enumerate(coverages, 1):
        for finding in coverage.findings:
            runs = finding.segments, finding.counterpart
            pivot, own = runs if finding.side == "source" else runs[::-1]
            remarks.append(Remark(column, pivot, own, finding.kind, detail(finding)))
    return remarks


def place_remarks(edition: Edition, remarks: Sequence[Remark]) -> list[tuple[range, Remark]]:
    """Return remarks with the rows that they are about, in the order of the rows; one about nothing is left out."""
    homes = [
        [number for number, row in enumerate(edition.rows) for _ in row.cells[column]]
        for column in range(len(edition.texts))
    ]
    placed = []
    for remark in remarks:
        rows = [homes[0][index] for index in remark.pivot] + [homes[remark.column][index] for index in remark.own]
        if rows:
            placed.append((range(min(rows), max(rows) + 1), remark))
    return sorted(placed, key=lambda each: (each[0].start, each[1].column))


def mark_cells(placed: Sequence[tuple[range, Remark]]) -> dict[tuple[int, int], str]:
    """Return what is said in the text, by row and column: the words of each kind once."""
    kinds: dict[tuple[int, int], dict[str, None]] = {}
    for rows, remark in placed:
        words = WORDS[remark.kind].here
        for row in rows if words else ():
            kinds.setdefault((row, remark.column), {})[words] = None
    return {cell: ", ".join(words) for cell, words in kinds.items()}


def _uncertain_cells(edition: Edition) -> dict[tuple[int, int], float]:
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


def _span(edition: Edition, rows: range, column: int) -> range:
    """Return the segments that a column has in a run of rows, all of which have some."""
    indices = list(chain.from_iterable(edition.rows[number].cells[column] for number in rows))
    return range(indices[0], indices[-1] + 1)
