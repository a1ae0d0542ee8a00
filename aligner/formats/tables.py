"""Tables for spreadsheets: TSV and CSV, as RFC 4180 describes CSV but with LF at the ends of lines.

A spreadsheet that opens such a file guesses the type of every cell, and what it takes for a formula, a number or a date
is another text when the file is saved. Cells that it would change get an apostrophe, which ``unguard_cell`` takes off.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import BinaryIO

from aligner.data_files import read_sections
from aligner.edition import Edition
from aligner.formats.names import column_names
from aligner.formats.report import Report
from aligner.formats.settings import Settings
from aligner.formats.units import Unit, has_ids, make_units

BOM = "\ufeff"
"""The byte order mark, without which Excel reads a file in the system's old code page and not as UTF-8."""

_FORMULA = re.compile(r"'*\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
"""The beginning of a cell that a spreadsheet may compute, or that would be taken for a guarded one.

``=1+1``, ``+49``, ``-Quiet!``, ``@name``, a tab and a carriage return are those that OWASP's page "CSV Injection"
lists; the full-width ``＝＋－＠`` are what an East Asian keyboard types for them. White space before them makes no
difference. Apostrophes before them are matched as well, so that ``guard_cell`` can be undone: ``'=1`` becomes ``''=1``.
"""

_LONGEST_FIGURE = 40
"""Characters of the longest cell that is taken for a date or a number, as "Wednesday, 30 September 2026, 11:59" is."""

_WORD = re.compile(r"[^\W\d_]+")  # "May", "年"; no figure

_ERROR_VALUE = re.compile(r"#[A-Z]+[/A-Z0-9]*[!?]?")
"""What a spreadsheet shows for an error, and reads as one: ``#N/A``, ``#REF!``, ``#NAME?``."""

LEADING_COLUMNS = ("row", "shape", "confidence")
"""The names of the columns before those of the languages; a table whose header has them was made by aligner."""
OUR_COLUMNS = (*LEADING_COLUMNS, "state", "id")
"""All that hold no text; ``state`` is there if a person has fixed a row, ``id`` if verses or lines have one."""


def write_tsv(edition: Edition, settings: Settings, file: BinaryIO) -> Report:
    """Write a table with tabs between the columns; otherwise as ``write_csv`` does."""
    return _write_table(edition, settings, file, "\t")


def write_csv(edition: Edition, settings: Settings, file: BinaryIO) -> Report:
    """Write a line with the names of the columns, then one line per row: number, shape, confidence and texts.

    The file is UTF-8 with a byte order mark, which Excel needs. A text that a spreadsheet would take for a formula,
    most often a line of dialogue that begins with a hyphen, or for a number or a date gets an apostrophe in front.
    """
    return _write_table(edition, settings, file, ",")


def guard_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, a number, a date or a truth value.

    >>> guard_cell("-Who is there?"), guard_cell("00123"), guard_cell("12 March"), guard_cell("Nobody.")
    ("'-Who is there?", "'00123", "'12 March", 'Nobody.')
    """
    return f"'{text}" if _needs_guard(text) else text


def unguard_cell(cell: str) -> str:
    """Return the text of a cell that ``guard_cell`` made.

    >>> unguard_cell("'-Who is there?"), unguard_cell("'1/2"), unguard_cell("'Tis nobody.")
    ('-Who is there?', '1/2', "'Tis nobody.")
    """
    return cell[1:] if cell.startswith("'") and _needs_guard(cell) else cell


def _needs_guard(text: str) -> bool:
    """Return whether a text would be computed or changed, with apostrophes before it or without."""
    return bool(_FORMULA.match(text)) or is_figure(text.lstrip("'"))


def is_figure(text: str) -> bool:
    """Return whether a spreadsheet may take a whole cell for a number, an amount, a date, a time or a truth value.

    What it takes for one depends on the language that it runs in; here it is every text of figures, marks and words
    that stand in dates and amounts, and every word for true and false.

    >>> [is_figure(text) for text in ("1-1", "1E10", "5 %", "3 Mai 2020", "5月1日", "TRUE", "Chapter 3", "Mark 5")]
    [True, True, True, True, True, True, False, False]
    """
    plain = unicodedata.normalize("NFKC", text[: _LONGEST_FIGURE + 1]).strip().casefold()
    if not plain or len(text) > _LONGEST_FIGURE:
        return False
    months, figures, truth = _spreadsheet_words()
    if not any(map(str.isdigit, plain)):
        return plain in truth or bool(_ERROR_VALUE.fullmatch(text))
    return all(word in months or word in figures for word in _WORD.findall(plain))


@cache
def _spreadsheet_words() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return the beginnings of months, other words of dates and amounts, and truth values, in small letters."""
    sections = read_sections(Path(__file__).parent / "data" / "spreadsheet_words.txt")
    months, figures, truth = (
        [word.casefold() for word in " ".join(sections[name]).split()] for name in ("months", "figures", "truth")
    )
    beginnings = frozenset(month[:end] for month in months for end in range(3, len(month) + 1))
    return beginnings, frozenset(figures), frozenset(truth)


def is_ours(header: Sequence[str]) -> bool:
    """Return whether the first row of a table is one that aligner writes.

    >>> is_ours(["Row", "shape", "confidence", "en", "de"]), is_ours(["en", "de"])
    (True, False)
    """
    return {*LEADING_COLUMNS[:2]} <= {cell.strip().lower() for cell in header}


def shape_cell(unit: Unit) -> str:
    """Return a row's shape as tables have it, ``2→1``: ``2-1`` would become the first of February.

    >>> from aligner.weaving import Row
    >>> shape_cell(Unit(1, Row((range(2), range(1)), 1.0), ("One. Two.", "Eins, zwei.")))
    '2→1'
    """
    return unit.shape.replace("-", "→")


def _write_table(edition: Edition, settings: Settings, file: BinaryIO, delimiter: str) -> Report:
    report = Report()
    write_delimited(file, _records(edition, settings, report), delimiter=delimiter, preamble=BOM)
    return report


def leading_columns(edition: Edition) -> tuple[str, ...]:
    """Return the names of the columns before those of the languages; ``state`` if a person has fixed something."""
    fixed = any(row.confirmed for row in edition.rows) or any(one.moved for one in edition.alignments)
    return (*LEADING_COLUMNS, "state") if fixed else LEADING_COLUMNS


def _records(edition: Edition, settings: Settings, report: Report) -> Iterator[list[str]]:
    leading = leading_columns(edition)
    states, numbered = "state" in leading, has_ids(edition)
    yield [*leading, *["id"] * numbered, *column_names(edition.languages, settings)]
    for unit in make_units(edition, settings, report):
        cells = [guard_cell(text) for text in unit.texts]
        report.units += 1
        for cell, text in zip(cells, unit.texts, strict=True):
            if cell != text:
                kind = "begin like a formula" if _FORMULA.match(text) else "look like a number or a date"
                report.remarks[f"cells that {kind} got an apostrophe"] += 1
        about = [*[unit.state] * states, *[guard_cell(unit.identifier)] * numbered]
        yield [str(unit.number), shape_cell(unit), unit.confidence, *about, *cells]


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
