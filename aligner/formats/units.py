"""Rows as files hold them, and the filters that decide which of them a format writes."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import blake2b
from itertools import accumulate, pairwise
from typing import NamedTuple

from aligner.edition import Edition, Row
from aligner.formats.report import Report
from aligner.formats.settings import Settings
from aligner.formats.xml_characters import count_forbidden, drop_forbidden
from aligner.text import Paragraph

_DETAILS = {
    "creationdate": "dates",
    "changedate": "dates",
    "lastusagedate": "dates",
    "creationid": "user names",
    "changeid": "user names",
    "usagecount": "usage counts",
    "tuid": "identifiers",
    "note": "notes",
    "prop": "properties",
}
"""What the details of a memory's unit are called when a format does not hold them, by their names in TMX."""


ID_DETAIL = "tu.prop.x-id"
"""The detail of a memory's unit that holds the identifier of its verse, article or line."""


class Unit(NamedTuple):
    """A row with its texts: its number in the edition, from 1, and one text per column, "" where it has none.

    ``ids`` are the identifiers of the verses, articles or lines that it is in, of all versions, each once.
    ``origins`` has, for each column whose text is a unit of a translation memory, that unit with its codes and details.
    """

    number: int
    row: Row
    texts: tuple[str, ...]
    origins: tuple[Paragraph | None, ...] = ()
    ids: tuple[str, ...] = ()

    @property
    def identifier(self) -> str:
        """The identifiers in one string, ``GEN 1:3; GEN 1:4``, "" for none."""
        return "; ".join(self.ids)

    @property
    def shape(self) -> str:
        """The numbers of segments of all columns, as ``2-1`` or ``1-0-1``."""
        return "-".join(str(len(cell)) for cell in self.row.cells)

    @property
    def confidence(self) -> str:
        """The confidence with three decimals, as all files have it."""
        return f"{self.row.confidence:.3f}"

    @property
    def state(self) -> str:
        """The word for a row that a person has fixed, "confirmed"; "" for any other."""
        return "confirmed" if self.row.confirmed else ""


def confident_rows(edition: Edition, settings: Settings, report: Report) -> Iterator[tuple[int, Row]]:
    """Yield the rows whose confidence is ``min_confidence`` or more, each with its number, and count the others.

    A row keeps its number, from 1, whatever is left out before it.
    """
    for number, row in enumerate(edition.rows, 1):
        if row.confidence < settings.min_confidence:
            report.left_out[f"rows with a confidence below {settings.min_confidence:g}"] += 1
        else:
            yield number, row


def make_units(edition: Edition, settings: Settings, report: Report, *, exact: bool = False) -> Iterator[Unit]:
    """Yield the confident rows in order, with their texts as files can hold them.

    Characters that XML forbids are dropped and counted. A text of nothing but white space becomes "". The text of a
    unit of a translation memory is in one line, or with ``exact`` as the memory has it, with its codes and details; for
    formats that are not exact, what is lost is counted.
    """
    columns = range(len(edition.texts))
    for number, row in _with_moved(edition, confident_rows(edition, settings, report), report):
        origins = tuple(_origin(edition, row, column) for column in columns)
        texts = [
            clean_text(origin.text if origin and exact else edition.cell_text(row, column), report)
            for column, origin in zip(columns, origins, strict=True)
        ]
        if exact:
            origins = tuple(
                replace(origin, marks=()) if origin and origin.marks and len(origin.text) != len(text) else origin
                for origin, text in zip(origins, texts, strict=True)
            )
        else:
            _count_lost(origins, texts, report)
        filled = tuple(text if text.strip() else "" for text in texts)
        yield Unit(number, row, filled, origins, row_ids(edition, row))


def row_ids(edition: Edition, row: Row) -> tuple[str, ...]:
    """Return the identifiers of the verses, articles or lines that a row is in, each once, the pivot's first."""
    found: dict[str, None] = {}
    for column, (cell, text) in enumerate(zip(row.cells, edition.texts, strict=True)):
        for k in cell:
            found.update(dict.fromkeys(text.segment_ids(k)))
        origin = _origin(edition, row, column)
        found.update((value, None) for key, value in (origin.details if origin else ()) if key == ID_DETAIL)
    return tuple(drop_forbidden(value) for value in found if value)


def has_ids(edition: Edition) -> bool:
    """Return whether any text of an edition has identifiers."""
    paragraphs = (paragraph for text in edition.texts for paragraph in text.paragraphs)
    return any(
        any(mark.kind == "id" for mark in paragraph.marks) or any(key == ID_DETAIL for key, _ in paragraph.details)
        for paragraph in paragraphs
    )


def _origin(edition: Edition, row: Row, column: int) -> Paragraph | None:
    """Return the unit of a translation memory that a cell is, None where it is anything else."""
    cell, text = row.cells[column], edition.texts[column]
    if len(cell) != 1:
        return None
    segment = text.segments[cell.start]
    paragraph = text.paragraphs[segment.paragraph]
    return paragraph if paragraph.kind == "unit" and len(paragraph.text) == len(segment.raw) else None


def _count_lost(origins: Sequence[Paragraph | None], texts: Sequence[str], report: Report) -> None:
    """Count what a memory has of a unit and this format does not hold."""
    first = True  # what is said of the whole unit is with each of its variants
    for origin, text in zip(origins, texts, strict=True):
        if origin is None:
            continue
        report.remarks["texts with line breaks or several spaces, written in one line"] += origin.text.strip() != text
        count_details(origin, report, also_of_unit=first)
        first = False


def count_details(origin: Paragraph, report: Report, *, also_of_unit: bool, kept: Container[str] = ()) -> None:
    """Count the details of a unit of a memory that a format does not hold, and its inline codes.

    ``kept`` are the kinds that it does hold, as ``notes`` or ``inline codes``.
    """
    codes = sum(mark.kind == "code" for mark in origin.marks)
    report.remarks["inline codes, which this format does not hold"] += codes if "inline codes" not in kept else 0
    for key, _ in origin.details:
        scope, name = key.split(".", 2)[:2]
        kind = "identifiers" if key == ID_DETAIL else _DETAILS.get(name, "other attributes")
        if kind not in kept and (also_of_unit or scope == "tuv"):
            report.remarks[f"{kind} of the memory, which this format does not hold"] += 1


def find_moved(edition: Edition) -> dict[tuple[int, int], list[Row]]:
    """Return the pairs that a person has joined across the order of the rows, by column and segment of their source.

    Each pair is a row with two filled cells, of confidence 1.
    """
    found: dict[tuple[int, int], list[Row]] = {}
    for alignment in edition.alignments:
        for pair in alignment.moved:
            cells = [range(0)] * len(edition.texts)
            for text, run in zip((alignment.source, alignment.target), pair, strict=True):
                cells[edition.texts.index(text)] = run
            first = edition.texts.index(alignment.source), pair[0].start
            found.setdefault(first, []).append(Row(tuple(cells), 1.0, (), confirmed=True))
    return found


def _with_moved(edition: Edition, rows: Iterable[tuple[int, Row]], report: Report) -> Iterator[tuple[int, Row]]:
    """Yield rows, and after the row of its source each moved pair, which takes the place of rows that hold it alone.

    The pairs are numbered after the last row, so that the others keep their numbers.
    """
    moved = find_moved(edition)
    pairs = [pair for each in moved.values() for pair in each]
    taken = {(column, k) for pair in pairs for column, cell in enumerate(pair.cells) for k in cell}
    number_of = {id(pair): len(edition.rows) + number for number, pair in enumerate(pairs, 1)}
    for number, row in rows:
        held = [(column, k) for column, cell in enumerate(row.cells) for k in cell]
        if len({column for column, _ in held}) != 1 or not taken.issuperset(held):
            yield number, row
        for place in held:
            for pair in moved.get(place, ()):
                report.remarks["pairs in another order in the two texts"] += 1
                yield number_of[id(pair)], pair


def clean_text(text: str, report: Report) -> str:
    """Return a text without the characters that XML forbids, and count them in the report."""
    report.remarks["characters that no XML file may hold were dropped"] += count_forbidden(text)
    return drop_forbidden(text)


def keep_translated(
    units: Iterable[Unit], report: Report, *, first: bool = False, every: bool = False
) -> Iterator[Unit]:
    """Yield the units that have a translation, and count the others.

    A unit needs texts in two languages or more; with ``first`` the first column's must be among them, with ``every``
    no column may lack one.
    """
    for unit in units:
        filled = sum(map(bool, unit.texts))
        if filled < 2:
            report.left_out["rows in one language only"] += 1
        elif (first and not unit.texts[0]) or (every and filled < len(unit.texts)):
            report.left_out["rows that lack a language"] += 1
        else:
            yield unit


def drop_separators(edition: Edition, units: Iterable[Unit], report: Report) -> Iterator[Unit]:
    """Yield the units that hold a sentence in some language, and count those of separators: rows of stars and the like.

    A translation memory has no use for them; pages and tables show them.
    """
    separators = [text.separators for text in edition.texts]
    for unit in units:
        if all(separators[column][index] for column, cell in enumerate(unit.row.cells) for index in cell):
            report.left_out["separators of passages"] += 1
        else:
            yield unit


def drop_repeats(
    units: Iterable[Unit], report: Report, around: Callable[[Unit], tuple[str, ...]] = lambda _: ()
) -> Iterator[Unit]:
    """Yield the first of all units with the same texts in all languages, and count the others.

    What ``around`` returns of them must be the same too: their context, where they have one.
    """
    seen: set[bytes] = set()
    for unit in units:
        # A digest of 16 bytes instead of the texts: the memory needed does not grow with the texts' lengths.
        key = blake2b("\0".join((*unit.texts, *around(unit))).encode(), digest_size=16).digest()
        if key in seen:
            report.left_out["repeated units"] += 1
        else:
            seen.add(key)
            yield unit


def compose_units(units: Iterable[Unit], report: Report) -> Iterator[Unit]:
    """Yield the units with their texts in NFC, with the places of their codes moved to where they are then."""
    for unit in units:
        if all(map(is_composed, unit.texts)):
            yield unit
            continue
        pairs = [_compose(text, origin) for text, origin in zip(unit.texts, unit.origins, strict=True)]
        report.remarks["texts whose letters and accents were composed (NFC)"] += sum(
            bool(origin) and not is_composed(text) for text, origin in zip(unit.texts, unit.origins, strict=True)
        )
        yield unit._replace(texts=tuple(text for text, _ in pairs), origins=tuple(origin for _, origin in pairs))


def is_composed(text: str) -> bool:
    """Return whether a text is in NFC."""
    return unicodedata.is_normalized("NFC", text)


def _compose(text: str, origin: Paragraph | None) -> tuple[str, Paragraph | None]:
    """Return a text in NFC, and its unit of a memory with marks that fit it."""
    composed = unicodedata.normalize("NFC", text)
    if origin is None or not origin.marks:
        return composed, origin
    cuts = sorted({0, len(text), *(place for mark in origin.marks for place in (mark.start, mark.end))})
    pieces = [unicodedata.normalize("NFC", text[start:end]) for start, end in pairwise(cuts)]
    moved = dict(zip(cuts, accumulate((len(piece) for piece in pieces), initial=0), strict=True))
    marks = tuple(mark._replace(start=moved[mark.start], end=moved[mark.end]) for mark in origin.marks)
    return "".join(pieces), replace(origin, marks=marks)
