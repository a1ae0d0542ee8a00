"""Spreadsheets for Excel, LibreOffice Calc and others (XLSX), written with every text typed as text, and read back.

Source: ECMA-376 part 1, SpreadsheetML. The files are written and read by openpyxl, the extra ``xlsx``, a row at a time.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any, BinaryIO, Self

from aligner.edition import Edition
from aligner.errors import InputError
from aligner.formats.html.languages import text_direction
from aligner.formats.language_columns import language_name
from aligner.formats.names import column_names
from aligner.formats.office_files import fill_of, reproducible
from aligner.formats.registry import require_format
from aligner.formats.report import Report
from aligner.formats.settings import Settings
from aligner.formats.tables import is_ours, leading_columns, shape_cell, unguard_cell
from aligner.formats.units import Unit, drop_separators, keep_translated, make_units
from aligner.formats.xml_characters import drop_forbidden
from aligner.read.parts.container import LARGEST
from aligner.read.parts.draft import brief

_WIDTHS = {"row": 7, "shape": 8, "confidence": 11, "state": 11}  # in characters
_TEXT_WIDTH = 60
_LONGEST_CELL = 32_767
"""Characters (UTF-16) of a cell at most, a limit of Excel; a longer one makes it call the file damaged."""
_MOST_ROWS = 1_048_575  # below the header, another limit of Excel
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
"""A character as OOXML escapes it: ``_x000D_``; a text of this form needs its first character escaped (22.9.2.19)."""
_CONTROL = re.compile(r"_x(00[01][0-9A-Fa-f]|005[Ff])_")
"""The escapes that are read: control characters, and the ``_`` of a text of that form. LibreOffice, which reads every
escape, writes none, so any other is a text."""


def write_xlsx(edition: Edition, settings: Settings, file: BinaryIO) -> Report:
    """Write a sheet of all rows: number, shape, confidence, which a colour marks where it is low, state, and the texts.

    The state, "confirmed", has a column where a person has fixed a row.

    The header stays in view, texts are wrapped, and the cells are formatted as text, so that what a person types into
    one is text too. Raises ``AlignerError`` where openpyxl is missing, and ``InputError`` for a text that is too long.
    """
    report = Report()
    names = column_names(edition.languages, settings)
    styles = [_style(language) for language in edition.languages]
    leading = leading_columns(edition)
    with open_sheet(file, edition.name, [_WIDTHS[name] for name in leading] + [_TEXT_WIDTH] * len(names)) as sheet:
        sheet.header([*leading, *names])
        for unit in make_units(edition, settings, report):
            report.units += 1
            sheet.append(
                [
                    sheet.cell(unit.number),
                    sheet.text(shape_cell(unit), {}),
                    sheet.cell(float(unit.confidence), "0.000", fill_of(float(unit.confidence))),
                    *[sheet.text(unit.state, {})] * ("state" in leading),
                    *(sheet.text(_fit(unit, text), style) for text, style in zip(unit.texts, styles, strict=True)),
                ]
            )
    return report


def write_sketch(edition: Edition, settings: Settings, file: BinaryIO) -> Report:
    """Write a sheet as Sketch Engine takes it for a parallel corpus: names of languages, then rows that have them all.

    Source: Sketch Engine, "Build a parallel corpus", "Aligned data in a spreadsheet": one column per language, its name
    in the first row, an aligned segment per row, and nothing else.
    """
    report = Report()
    with open_sheet(file, edition.name, [_TEXT_WIDTH] * len(edition.texts)) as sheet:
        sheet.header([language_name(language) for language in edition.languages])
        for unit in _translated(edition, settings, report):
            report.units += 1
            sheet.append([sheet.text(_fit(unit, text), {}) for text in unit.texts])
    return report


def _translated(edition: Edition, settings: Settings, report: Report) -> Iterator[Unit]:
    made = drop_separators(edition, make_units(edition, settings, report), report)
    return keep_translated(made, report, every=True)


class open_sheet:  # noqa: N801 - used as a function: the block in which a sheet is written
    """A workbook of one sheet, which is saved when the block ends."""

    def __init__(self, file: BinaryIO, title: str, widths: list[int]) -> None:
        require_format("xlsx")
        from openpyxl import Workbook
        from openpyxl.utils import get_column_letter

        self._file, self._rows = file, 0
        self._book: Any = Workbook(write_only=True)
        # A sheet's name has 31 characters at most, none of them []:*?/\.
        self._page: Any = self._book.create_sheet(
            re.sub(r"[\[\]:*?/\\']", " ", drop_forbidden(title))[:31].strip() or "alignment"
        )
        self._page.freeze_panes = "A2"
        for number, width in enumerate(widths, 1):
            self._page.column_dimensions[get_column_letter(number)].width = width

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            with reproducible(self._file) as draft:
                self._book.save(draft)
        else:
            self._page.close()

    def header(self, names: list[str]) -> None:
        """Append the names of the columns, in bold."""
        from openpyxl.styles import Font

        cells = [self.text(name, {}) for name in names]
        for cell in cells:
            cell.font = Font(bold=True)
        self._page.append(cells)

    def append(self, cells: list[Any]) -> None:
        """Append a row."""
        self._rows += 1
        if self._rows > _MOST_ROWS:
            raise InputError(f"more than {_MOST_ROWS:,} rows, which no sheet holds; write csv or parquet")
        self._page.append(cells)

    def cell(self, value: float, number_format: str = "0", fill: str = "") -> Any:
        """Return a cell with a number."""
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, PatternFill

        cell = WriteOnlyCell(self._page, value)
        cell.number_format = number_format
        cell.alignment = Alignment(vertical="top")
        if fill:
            cell.fill = PatternFill("solid", fgColor=fill)
        return cell

    def text(self, value: str, style: dict[str, Any]) -> Any:
        """Return a cell that is text whatever it looks like, ``=1+1`` and ``#N/A`` too."""
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment

        cell = WriteOnlyCell(self._page, _ESCAPED.sub(r"_x005F_x\1_", drop_forbidden(value)).replace("\r", "_x000D_"))
        cell.data_type = "s"
        cell.number_format = "@"
        cell.alignment = Alignment(vertical="top", wrap_text=True, **style)
        return cell


def _style(language: str) -> dict[str, Any]:
    """Return how texts of a language are aligned beyond the usual: from right to left in Arabic, Hebrew and others."""
    return {"horizontal": "right", "readingOrder": 2} if text_direction(language) == "rtl" else {}


def _fit(unit: Unit, text: str) -> str:
    if len(text.encode("utf-16-le")) > 2 * _LONGEST_CELL:
        raise InputError(
            f"row {unit.number} has a text of {len(text):,} characters, a cell holds {_LONGEST_CELL:,}; "
            "write csv instead"
        )
    return text


def read_xlsx(data: bytes, name: str, notes: Counter[str]) -> Iterator[list[str]]:
    """Yield the rows of the first sheet that has texts in two columns, as texts; ``notes`` counts what was not text.

    Raises ``InputError`` for a damaged file and for one that unpacks to more than 256 MiB, and ``AlignerError`` where
    openpyxl is missing.
    """
    require_format("xlsx")
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise InputError(f"{name}: the spreadsheet is damaged ({error}); save it again") from error
    if size > LARGEST:
        raise InputError(f"{name}: unpacks to more than {LARGEST >> 20} MiB; save the sheet as CSV")
    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
        pages = [page for page in book.worksheets if _has_columns(page)]
        if len(pages) > 1:
            notes[f"further sheets, left out: {', '.join(page.title for page in pages[1:])}"] += 1
        ours: bool | None = None
        for row in pages[0].iter_rows() if pages else ():
            texts = [_cell_text(cell, notes) for cell in row]
            ours = is_ours(texts) if ours is None and any(texts) else ours
            yield [_unguard(cell, text) for cell, text in zip(row, texts, strict=True)] if ours else texts
    except InputError:
        raise
    except Exception as error:
        raise InputError(
            f"{name}: the spreadsheet is damaged ({type(error).__name__}: {brief(error)}); save it again"
        ) from error


def _has_columns(page: Any) -> bool:
    """Return whether one of the first rows has two texts."""
    page.reset_dimensions()  # some programs write a wrong size, beyond which nothing would be read
    return any(sum(value is not None for value in row) > 1 for row in page.iter_rows(max_row=50, values_only=True))


def _unguard(cell: Any, text: str) -> str:
    """Return a cell's text without the apostrophe of a CSV file; the cells of a sheet of ours are formatted as text."""
    return text if cell.value is None or cell.number_format == "@" else unguard_cell(text)


def _cell_text(cell: Any, notes: Counter[str]) -> str:
    """Return what a cell shows, as near as can be: a figure without ".0", a date as in ISO 8601."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return _CONTROL.sub(lambda match: chr(int(match[1], 16)), value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime | date | time):
        notes["cells that the spreadsheet has turned into dates, taken as it stores them"] += 1
        return value.isoformat(" ") if isinstance(value, datetime) and value.time() != time() else str(value)[:10]
    return f"{value:.15g}" if isinstance(value, float) else str(value)
