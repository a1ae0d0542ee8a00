"""Tables for spreadsheets: TSV and CSV, as RFC 4180 describes CSV but with LF at the ends of lines."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from aligner.edition import Edition
from aligner.formats.names import column_names
from aligner.formats.report import Report
from aligner.formats.settings import Settings
from aligner.formats.units import make_units

_BOM = "\ufeff"
"""The byte order mark, without which Excel reads a file in the system's old code page and not as UTF-8."""

_FORMULA = re.compile(r"'*\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
"""The beginning of a cell that a spreadsheet may compute, or that would be taken for a guarded one.

``=1+1``, ``+49``, ``-Quiet!``, ``@name``, a tab and a carriage return are those that OWASP's page "CSV Injection"
lists; the full-width ``＝＋－＠`` are what an East Asian keyboard types for them. White space before them makes no
difference. Apostrophes before them are matched as well, so that ``guard_cell`` can be undone: ``'=1`` becomes ``''=1``.
"""


def write_tsv(edition: Edition, settings: Settings, file: BinaryIO) -> Report:
    """Write a table with tabs between the columns; otherwise as ``write_csv`` does."""
    return _write_table(edition, settings, file, "\t")


def write_csv(edition: Edition, settings: Settings, file: BinaryIO) -> Report:
    """Write a line with the names of the columns, then one line per row: number, shape, confidence and texts.

    The file is UTF-8 with a byte order mark, which Excel needs. A text that a spreadsheet would take for a formula,
    most often a line of dialogue that begins with a hyphen, gets an apostrophe in front.
    """
    return _write_table(edition, settings, file, ",")


def guard_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    >>> guard_cell("-Who is there?"), guard_cell("Nobody.")
    ("'-Who is there?", 'Nobody.')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguard_cell(cell: str) -> str:
    """Return the text of a cell that ``guard_cell`` made.

    >>> unguard_cell("'-Who is there?"), unguard_cell("'Tis nobody.")
    ('-Who is there?', "'Tis nobody.")
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _write_table(edition: Edition, settings: Settings, file: BinaryIO, delimiter: str) -> Report:
    report = Report()
    write_delimited(file, _records(edition, settings, report), delimiter=delimiter, preamble=_BOM)
    return report


def _records(edition: Edition, settings: Settings, report: Report) -> Iterator[list[str]]:
    states = any(row.confirmed for row in edition.rows) or any(one.moved for one in edition.alignments)
    yield ["row", "shape", "confidence", *["state"] * states, *column_names(edition.languages, settings)]
    for unit in make_units(edition, settings, report):
        cells = [guard_cell(text) for text in unit.texts]
        report.units += 1
        report.remarks["cells that begin like a formula got an apostrophe"] += sum(
            cell != text for cell, text in zip(cells, unit.texts, strict=True)
        )
        yield [str(unit.number), unit.shape, unit.confidence, *[unit.state] * states, *cells]


def write_delimited(file: BinaryIO, records: Iterable[list[str]], *, delimiter: str, preamble: str) -> None:
    """Write a preamble and then records in UTF-8, a line each.

    A field is in quotation marks where it holds a quotation mark, the delimiter or a line break (RFC 4180, section 2).
    """
    text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
    try:
        text.write(preamble)
        csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(records)
    finally:
        text.detach()  # without this the wrapper would close the caller's file
