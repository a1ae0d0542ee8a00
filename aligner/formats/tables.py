"""Tables for spreadsheets, TSV and CSV, and cards for Anki."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from aligner.edition import Edition
from aligner.formats.units import Report, Settings, column_names, each_unit, file_name, keep_translated

_BOM = "\ufeff"  # tells Excel that a file is UTF-8
_FORMULA = re.compile(r"'*\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")


def write_tsv(edition: Edition, settings: Settings, file: BinaryIO) -> Report:
    """Write a table parted by tabs; otherwise as ``write_csv`` does."""
    return _write_table(edition, settings, file, "\t")


def write_csv(edition: Edition, settings: Settings, file: BinaryIO) -> Report:
    """Write a row a line: number, shape, confidence, and a column a language, under a header that names them.

    UTF-8 with a byte order mark, as Excel needs it. A text that a spreadsheet would take for a formula, a line of
    dialogue that begins with a hyphen say, gets an apostrophe in front. RFC 4180, but for LF at the ends of lines.
    """
    return _write_table(edition, settings, file, ",")


def guard_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    >>> guard_cell("-Who is there?"), guard_cell("Nobody.")
    ("'-Who is there?", 'Nobody.')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguard_cell(cell: str) -> str:
    """Return the text that a guarded cell stands for.

    >>> unguard_cell("'-Who is there?"), unguard_cell("'Tis nobody.")
    ('-Who is there?', "'Tis nobody.")
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def write_anki(edition: Edition, settings: Settings, file: BinaryIO) -> Report:
    """Write notes that Anki 2.1.54 and later import: an identifier, a field a language, the pivot's first, and a tag.

    The identifier stays the same from export to export, so a second import updates notes and adds no copies.
    """
    report = Report()
    columns = ["guid", *column_names(edition, settings), "tags"]
    headers = ["separator:tab", "html:false", "guid column:1", f"tags column:{len(columns)}"]
    preamble = "".join(f"#{header}\n" for header in [*headers, "columns:" + "\t".join(columns)])
    _write_rows(file, _notes(edition, settings, report), "\t", preamble)
    return report


def _notes(edition: Edition, settings: Settings, report: Report) -> Iterator[list[str]]:
    tag = re.sub(r"\s+", "_", file_name(edition))
    for unit in keep_translated(each_unit(edition, settings, report), report, first=True):
        report.units += 1
        yield [f"{tag}-{unit.number}", *unit.texts, tag]


def _write_table(edition: Edition, settings: Settings, file: BinaryIO, delimiter: str) -> Report:
    report = Report()
    _write_rows(file, _records(edition, settings, report), delimiter, _BOM)
    return report


def _records(edition: Edition, settings: Settings, report: Report) -> Iterator[list[str]]:
    yield ["row", "shape", "confidence", *column_names(edition, settings)]
    for unit in each_unit(edition, settings, report):
        cells = [guard_cell(text) for text in unit.texts]
        report.units += 1
        report.remarks["cells that begin like a formula got an apostrophe"] += sum(
            cell != text for cell, text in zip(cells, unit.texts, strict=True)
        )
        yield [str(unit.number), unit.shape, unit.confidence, *cells]


def _write_rows(file: BinaryIO, rows: Iterable[list[str]], delimiter: str, preamble: str) -> None:
    """Write a preamble and rows, quoted where a cell holds a quotation mark, the delimiter or a line break."""
    text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
    try:
        text.write(preamble)
        csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    finally:
        text.detach()
