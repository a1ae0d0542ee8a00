"""Read tables of texts: CSV, TSV, XLSX and the tables of Word documents, whoever made them, as rows or as an edition.

``read_table`` returns the rows with their cells, their numbers and their shapes, for whoever compares them with an
alignment; ``load_table`` makes an edition of them.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import islice, pairwise
from pathlib import Path, PurePath
from typing import BinaryIO, NamedTuple
from zipfile import BadZipFile, ZipFile

from aligner.edition import Edition, Row
from aligner.errors import InputError
from aligner.formats.language_columns import is_side, named_tag
from aligner.formats.tables import LEADING_COLUMNS, OUR_COLUMNS, is_ours, unguard_cell
from aligner.read.parts.decode import decode
from aligner.read.parts.detect import settle_language
from aligner.read.parts.source import load
from aligner.segment import cut
from aligner.text import Paragraph, Text, make_text
from aligner.work_info import WorkInfo

_ZIP = b"PK\x03\x04"
_WORD = "word/document.xml"
_LARGEST_WORD = 1 << 26  # bytes of a document in which its first table is looked for
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # the container of .xls and .doc
_DELIMITED = {".csv", ".tsv", ".tab"}
_OURS = re.compile(r'"?row"?[,;\t]"?shape"?[,;\t]')  # how a table of ours begins, for one that comes without a name
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_SHAPE = re.compile(r"\d{1,9}(?:\s*[-:→–]\s*\d{1,9})+")
"""``2→1``; ``2-1`` as earlier versions wrote it, ``2:1``."""
_PER_MILLE = 1000
"""A whole confidence from 2 to 1000 is one whose decimal point a spreadsheet in German took for one of thousands: it
has three decimals, so ``0.994`` became 994."""
_LONGEST_FIELD = 2**27  # characters of a field; the csv module's own limit, 131,072, is a long chapter
_HEAD = 4096  # bytes that tell whether a file is a table
_SAMPLE = 100  # rows by which columns are judged


class TableRow(NamedTuple):
    """A row of a table.

    ``line`` is its line or row in the file, from 1. ``number`` is what the column ``row`` says, ``shape`` the number of
    segments that each text had when the table was written, and ``confidence`` a probability from 0 to 1; each is None
    where the table does not say it, as in a row that a person inserted. ``texts`` are one per language, "" for none,
    without the apostrophes that guard them. ``confirmed`` says that a person has fixed the row.
    """

    line: int
    number: int | None
    shape: tuple[int, ...] | None
    confidence: float | None
    texts: tuple[str, ...]
    confirmed: bool = False


class Table(NamedTuple):
    """The texts of a table: its name for messages, the language of each column, and the rows that have a text.

    A language is "und" where the table does not name it. ``ours`` says that aligner made the table, so that its rows
    have numbers and shapes. ``notes`` counts what was left out or changed.
    """

    name: str
    languages: tuple[str, ...]
    rows: tuple[TableRow, ...]
    ours: bool
    notes: Counter[str]


def holds_table(head: bytes, name: str) -> bool:
    """Return whether a file is a table, by the end of its name or its first bytes.

    >>> holds_table(b"", "a.XLSX"), holds_table(b"row,shape,confidence,en,de", "stdin"), holds_table(b"<tmx", "a.tmx")
    (True, True, False)
    """
    suffix = PurePath(name).suffix.lower()
    if suffix in _DELIMITED or suffix in {".xlsx", ".xlsm", ".docx", ".xls", ".ods"}:
        return True
    if head.startswith(_ZIP):
        return b"[Content_Types].xml" in head[:4096] or b"xl/" in head[:4096] or b"word/" in head[:4096]
    return bool(_OURS.match(head[:100].decode("utf-8-sig", "replace")))


def is_table(source: str | os.PathLike[str] | bytes, name: str = "") -> bool:
    """Return whether a file, or its bytes, is a table; see ``holds_table``.

    A file that cannot be read is none, and neither is a Word document without a table.
    """
    try:
        with BytesIO(source) if isinstance(source, bytes) else Path(source).open("rb") as file:
            head = file.read(_HEAD)
            name = name or ("" if isinstance(source, bytes) else os.fspath(source))
            return holds_table(head, name) and not (head.startswith(_ZIP) and _is_prose(file))
    except (OSError, ValueError):
        return False


def _is_prose(file: BinaryIO) -> bool:
    """Return whether a container is a Word document without a table."""
    try:
        with ZipFile(file) as archive:
            if _WORD not in archive.namelist():
                return False
            with archive.open(_WORD) as document:
                return b"<w:tbl>" not in document.read(_LARGEST_WORD)
    except (BadZipFile, NotImplementedError, RuntimeError):
        return False  # whoever reads it says what is wrong with it


def read_table(source: str | os.PathLike[str] | bytes, *, name: str = "") -> Table:
    """Read a table from a file, or its bytes: CSV, TSV, XLSX, or the tables of a Word document.

    The first row is a header if it names languages, by tag or by name (``en``, ``German``), or sides (``source``).
    Columns whose headings name neither, and columns of identifiers, are left out and counted. Without a header every
    column with words is a column of texts.

    Raises ``InputError`` when it cannot be read, or has texts in fewer than two columns, and ``AlignerError`` where the
    library that reads it is missing.
    """
    data, name = load(source if isinstance(source, bytes) else Path(source), name)
    notes: Counter[str] = Counter()
    numbered = [
        (line, record)
        for line, record in enumerate(read_records(data, name, notes), 1)
        if any(cell.strip() for cell in record)
    ]
    if not numbered:
        raise InputError(f"{name}: no row with a text in it")
    header, ours, columns = _find_columns([record for _, record in numbered[:_SAMPLE]], notes)
    if len(columns) < 2:
        raise InputError(
            f"{name}: a column of texts for each of two languages is needed, found {len(columns)}; "
            "name the languages in the first row, as en and de"
        )
    places = [_index(header, each) if ours else None for each in (*LEADING_COLUMNS, "state")]
    rows = [_make_row(line, record, places, list(columns)) for line, record in numbered[1 if header else 0 :]]
    kept = tuple(row for row in rows if any(text.strip() for text in row.texts))
    if not kept:
        raise InputError(f"{name}: no row with a text in it")
    return Table(name, tuple(columns.values()), kept, ours, notes)


def load_table(
    source: str | os.PathLike[str] | bytes, *, name: str = "", languages: Sequence[str] = ()
) -> tuple[Edition, list[str]]:
    """Read a table as an edition, and return it with a line for each kind of thing that was left out or changed.

    A row of a foreign table has one segment per language. In a table that aligner made, a text is cut into as many
    segments as its shape says, if the rules of its language find so many; rows are put in the order of their numbers,
    and rows that were merged, taken out or inserted since are named. ``languages`` are those of the columns that do not
    name their own, in order; a column that is still without one gets the language that its texts show.

    Raises ``InputError`` as ``read_table`` does, and where two columns cannot be told apart.
    """
    table = read_table(source, name=name)
    notes = Counter(table.notes)
    rows = _in_order(table, notes)
    codes = _settle(table, languages)
    texts, cells = [], []
    for column, code in enumerate(codes):
        pieces = [_cut_cell(row, column, code, notes) if row.texts[column].strip() else [] for row in rows]
        texts.append(_text_of(code, rows, pieces, table.name))
        cells.append([len(parts) for parts in pieces])
    edition = Edition(
        tuple(texts), tuple(_weave(rows, cells)), WorkInfo(PurePath(table.name).stem), signatures=("memory:table",)
    )
    return edition, [*_moved_rows(table), *(f"{count:,} {what}" for what, count in sorted(notes.items()))]


# --- Files as records -----------------------------------------------------------------------------------------------


def read_records(data: bytes, name: str, notes: Counter[str]) -> Iterable[list[str]]:
    """Return the rows of a file, each as the texts of its cells."""
    if data.startswith(_OLD_OFFICE):
        raise InputError(f"{name}: an old format of Office; open it and save it as .xlsx or .docx")
    if data.startswith(_ZIP):
        members = _members(data, name)
        if "word/document.xml" in members:
            from aligner.formats.docx_table import read_docx_table

            return read_docx_table(data, name, notes)
        if "xl/workbook.xml" in members:
            from aligner.formats.xlsx import read_xlsx

            return read_xlsx(data, name, notes)
        raise InputError(f"{name}: neither a spreadsheet of Excel nor a document of Word; save it as .xlsx or .csv")
    return _read_delimited(decode(data, name=name), name)


def _members(data: bytes, name: str) -> set[str]:
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            return set(archive.namelist())
    except (BadZipFile, ValueError, OSError) as error:
        raise InputError(f"{name}: damaged ({error}); save it again") from error


def _read_delimited(content: str, name: str) -> Iterator[list[str]]:
    content = content.removeprefix("\ufeff")
    declared = re.match(r"sep=(.)\r?\n", content)  # what Excel writes and reads to name the delimiter
    content = content[declared.end() :] if declared else content
    delimiter = declared[1] if declared else _find_delimiter(content, name)
    csv.field_size_limit(_LONGEST_FIELD)
    # Where a tab parts the columns, a quotation mark is one, unless the file is quoted throughout as Excel does it.
    quoted = delimiter != "\t" or '"' not in content or _is_quoted(content)
    reader = csv.reader(
        io.StringIO(content, newline=""), delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    )
    try:
        ours: bool | None = None
        for record in reader:
            ours = is_ours(record) if ours is None else ours
            yield [unguard_cell(cell) for cell in record] if ours else record
    except csv.Error as error:
        raise InputError(f"{name}, line {reader.line_num}: not a row of a table ({error})") from error


def _find_delimiter(content: str, name: str) -> str:
    """Return the delimiter that parts the first lines into as many columns each, the most of several."""
    if PurePath(name).suffix.lower() in {".tsv", ".tab"}:
        return "\t"
    first = content[: content.find("\n")] if "\n" in content else content
    lines = [line for line in content[:20_000].split("\n")[:20] if line] or [""]
    counts = {each: [line.count(each) for line in lines] for each in "\t;,|"}
    return max(counts, key=lambda each: (min(counts[each]) > 0, first.count(each)))


def _is_quoted(content: str) -> bool:
    """Return whether every quotation mark at the beginning of a field has its partner at the end of one."""
    opening = len(re.findall(r'(?:^|\t)"', content, re.MULTILINE))
    closing = len(re.findall(r'"\r?(?:\t|$)', content, re.MULTILINE))
    return opening > 0 and opening <= closing and content.count('"') % 2 == 0


# --- Columns --------------------------------------------------------------------------------------------------------


def _find_columns(sample: list[list[str]], notes: Counter[str]) -> tuple[list[str], bool, dict[int, str]]:
    """Return the header, empty where there is none, whether aligner made the table, and the languages by column."""
    heads = [cell.strip() for cell in sample[0]]
    ours = is_ours(heads)
    tags = {column: named_tag(head) for column, head in enumerate(heads) if head.lower() not in OUR_COLUMNS}
    sides = [column for column, head in enumerate(heads) if is_side(head)]
    body = sample[1:]
    named = {column: tag for column, tag in tags.items() if tag and (ours or not _are_identifiers(body, column))}
    found = dict(named) | {column: "und" for column in sides if column not in named}
    if not ours and len(found) < 2:
        wide = max(map(len, sample))
        return [], False, {k: "und" for k in range(wide) if _are_texts(sample, k) and not _are_identifiers(sample, k)}
    for column, head in enumerate(heads):
        if head and column not in found and head.lower() not in OUR_COLUMNS:
            notes[f"column left out, which names no language: {head[:40]!r}"] += 1
    return heads, ours, {column: found[column] for column in sorted(found)}


def _column(records: list[list[str]], column: int) -> list[str]:
    return [record[column] for record in records if column < len(record) and record[column].strip()]


def _are_texts(records: list[list[str]], column: int) -> bool:
    """Return whether most cells of a column have a letter."""
    cells = _column(records, column)
    return sum(any(map(str.isalpha, cell)) for cell in cells) * 2 > len(cells)


def _are_identifiers(records: list[list[str]], column: int) -> bool:
    """Return whether the cells of a column are all different, in one word, and with a figure: ``7``, ``STR_7``."""
    cells = _column(records, column)
    return (
        bool(cells)
        and len(set(cells)) == len(cells)
        and all(not re.search(r"\s", cell.strip()) and any(map(str.isdigit, cell)) for cell in cells)
    )


def _index(header: list[str], name: str) -> int | None:
    return next((column for column, head in enumerate(header) if head.lower() == name), None)


def _make_row(line: int, record: list[str], places: list[int | None], columns: list[int]) -> TableRow:
    number, shape, confidence, state = (
        record[at].strip() if at is not None and at < len(record) else "" for at in places
    )
    texts = tuple(record[column] if column < len(record) else "" for column in columns)
    counts = tuple(map(int, re.findall(r"\d+", shape))) if _SHAPE.fullmatch(shape) else None
    return TableRow(
        line,
        int(number) if _NUMBER.fullmatch(number) else None,
        counts if counts and len(counts) == len(columns) else None,
        _confidence(confidence),
        texts,
        state.lower() == "confirmed",
    )


def _confidence(cell: str) -> float | None:
    """Return a confidence, with a decimal point or comma; see ``_PER_MILLE`` for one that has lost it."""
    try:
        value = float(cell.replace(",", "."))
    except ValueError:
        return None
    if 1 < value <= _PER_MILLE and value == int(value):
        value /= _PER_MILLE
    return value if 0 <= value <= 1 else None


# --- Rows as an edition ---------------------------------------------------------------------------------------------


def _in_order(table: Table, notes: Counter[str]) -> list[TableRow]:
    """Return the rows in the order of their numbers; one without a number follows the row that it is below."""
    known = [row.number for row in table.rows if row.number is not None]
    if known == sorted(known):
        return list(table.rows)
    notes["rows put back in the order of their numbers"] += sum(one > other for one, other in pairwise(known))
    keys, last = [], 0
    for row in table.rows:
        last = row.number if row.number is not None else last
        keys.append(last)
    return [row for _, row in sorted(zip(keys, table.rows, strict=True), key=lambda pair: pair[0])]


def _moved_rows(table: Table) -> list[str]:
    """Return a line on the rows that are gone from a table of ours, and one on those that were put in."""
    if not table.ours:
        return []
    numbers = [row.number for row in table.rows if row.number is not None]
    there = sorted({number for number in numbers if number > 0})
    gone = (number for before, after in pairwise([0, *there]) for number in range(before + 1, after))
    missing = there[-1] - len(there) if there else 0  # a number that someone typed may be any: no list of all of them
    seen, added = set[int](), []
    for row in table.rows:
        if row.number is None or row.number in seen:
            added.append(row.line)
        else:
            seen.add(row.number)
    return [
        *([f"rows that are not there, merged into others or taken out: {_list(gone, missing)}"] if missing else []),
        *([f"rows that were split or put in, in line: {_list(added, len(added))}"] if added else []),
    ]


def _list(numbers: Iterable[int], count: int) -> str:
    shown = ", ".join(map(str, islice(numbers, 20)))
    return f"{shown} and {count - 20:,} more" if count > 20 else shown


def _settle(table: Table, given: Sequence[str]) -> list[str]:
    """Return the language of each column; raise ``InputError`` where columns that name none cannot be told apart."""
    free = [tag for tag in given if tag not in table.languages]
    codes = []
    for column, tag in enumerate(table.languages):
        code = tag
        if code == "und" and free:
            code = free.pop(0)
        elif code == "und":
            texts = [Paragraph(row.texts[column]) for row in table.rows if row.texts[column].strip()]
            code = settle_language(texts, "", "")[0] if texts else "und"
        codes.append(code)
    unnamed = [code for code, tag in zip(codes, table.languages, strict=True) if tag == "und"]
    if "und" in unnamed or any(codes.count(code) > 1 for code in unnamed):
        raise InputError(
            f"{table.name}: does not say which languages its columns hold; name them, as --languages en,de"
        )
    return codes


def _cut_cell(row: TableRow, column: int, language: str, notes: Counter[str]) -> list[str]:
    """Return the segments of a cell: as many as its shape says if its language's rules find so many, or else one."""
    text = row.texts[column]
    wanted = row.shape[column] if row.shape else 1
    if wanted <= 1:
        return [text]
    pieces = cut(text, language)
    if len(pieces) == wanted:
        return pieces
    notes["texts of several segments that are one now: where they were cut is not in the table"] += 1
    return [text]


def _text_of(language: str, rows: list[TableRow], pieces: list[list[str]], name: str) -> Text:
    paragraphs = [Paragraph("".join(parts), line=row.line) for row, parts in zip(rows, pieces, strict=True) if parts]
    return make_text(language, paragraphs, [parts for parts in pieces if parts], name)


def _weave(rows: list[TableRow], counts: list[list[int]]) -> Iterator[Row]:
    at = [0] * len(counts)
    for number, row in enumerate(rows):
        cells = tuple(range(start, start + counts[column][number]) for column, start in enumerate(at))
        at = [cell.stop for cell in cells]
        yield Row(cells, 1.0 if row.confidence is None else row.confidence, (), row.confirmed)
