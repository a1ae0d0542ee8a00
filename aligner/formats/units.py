"""What a writer is told and what it tells: the settings, units and reports that all formats share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Literal, NamedTuple

from aligner.edition import Edition, Row
from aligner.errors import InputError

if TYPE_CHECKING:
    from aligner.remarks import Remark
    from aligner.word_links import WordLinks


Layout = Literal["paragraphs", "tap"]
LAYOUTS: tuple[Layout, ...] = ("paragraphs", "tap")

LONGEST = 2000
"""Characters that a segment may have for every importer to take it; Trados skips longer ones."""

FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""A character that no XML 1.0 file may hold, not even as a reference (XML 1.0, 2.2)."""

TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
"""The form of a BCP 47 tag, its subtags parted by hyphens."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person may choose for an export.

    ``locales`` maps languages to the codes that a tool wants (``{"pt": "pt-BR"}``); rows below ``min_confidence``,
    0 to 1, are left out. ``languages`` are those to write, in their order, all where none is named, and ``layout`` is
    that of a book. Raises ``InputError`` for a code that is no language tag.
    """

    locales: Mapping[str, str] = field(default_factory=dict)
    min_confidence: float = 0.0
    languages: Sequence[str] = ()
    layout: Layout = "paragraphs"

    def __post_init__(self) -> None:
        for language, code in self.locales.items():
            if not TAG.fullmatch(code):
                raise InputError(f"{code!r} is no language tag to write for {language}; write it as pt-BR or zh-Hans")

    def locale(self, language: str) -> str:
        """Return the code to write for a language."""
        return self.locales.get(language, language)


class Extras(NamedTuple):
    """What a page shows beyond an edition's texts and rows, where a model was at hand to find it.

    ``word_links`` are the links between words of the pivot and of the other languages, by row and column. ``remarks``
    are what is said of places; None means what the rows alone tell.
    """

    word_links: WordLinks = {}  # noqa: RUF012 - a default of a NamedTuple, never written to
    remarks: Sequence[Remark] | None = None


@dataclass(slots=True)
class Report:
    """How much was written, what was left out, and what was changed or may be refused, each counted by kind."""

    units: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    remarks: Counter[str] = field(default_factory=Counter)
    files: int = 1

    def lines(self) -> list[str]:
        """Return a line for each finding, the number of units first."""
        written = f"{self.units:,} units written" + (f" in {self.files} files" if self.files > 1 else "")
        left_out = [f"left out: {what} ({count:,})" for what, count in sorted(self.left_out.items()) if count]
        return [
            written,
            *left_out,
            *(f"note: {what} ({count:,})" for what, count in sorted(self.remarks.items()) if count),
        ]

    def add(self, other: Report) -> None:
        """Add the counts of another file."""
        self.units += other.units
        self.left_out += other.left_out
        self.remarks += other.remarks
        self.files += other.files


class Unit(NamedTuple):
    """A row as a file holds it: its number in the edition, from 1, and a text for each column, "" where it has none."""

    number: int
    row: Row
    texts: tuple[str, ...]

    @property
    def shape(self) -> str:
        """The numbers of segments of all columns, as ``2-1`` or ``1-0-1``."""
        return "-".join(str(len(cell)) for cell in self.row.cells)

    @property
    def confidence(self) -> str:
        """The confidence as files have it."""
        return f"{self.row.confidence:.3f}"


def sure_rows(edition: Edition, settings: Settings, report: Report) -> Iterator[tuple[int, Row]]:
    """Yield the rows that are sure enough, each with its number, from 1, and count the others."""
    for number, row in enumerate(edition.rows, 1):
        if row.confidence < settings.min_confidence:
            report.left_out[f"rows with a confidence below {settings.min_confidence:g}"] += 1
        else:
            yield number, row


def each_unit(edition: Edition, settings: Settings, report: Report) -> Iterator[Unit]:
    """Yield the rows that are sure enough, in order, with their texts as files can hold them, blank ones as ""."""
    columns = range(len(edition.texts))
    for number, row in sure_rows(edition, settings, report):
        texts = [drop_forbidden(edition.cell_text(row, column), report) for column in columns]
        yield Unit(number, row, tuple(text if text.strip() else "" for text in texts))


def drop_forbidden(text: str, report: Report) -> str:
    """Return a text without the characters that XML forbids, and count them."""
    kept, count = FORBIDDEN.subn("", text)
    report.remarks["characters that no XML file may hold were dropped"] += count
    return kept


def keep_translated(
    units: Iterable[Unit], report: Report, *, first: bool = False, every: bool = False
) -> Iterator[Unit]:
    """Yield the units with two texts or more; with the ``first`` column's among them, or with ``every`` column's."""
    for unit in units:
        filled = sum(map(bool, unit.texts))
        if filled < 2:
            report.left_out["rows in one language only"] += 1
        elif (first and not unit.texts[0]) or (every and filled < len(unit.texts)):
            report.left_out["rows that lack a language"] += 1
        else:
            yield unit


def keep_unique(units: Iterable[Unit], report: Report) -> Iterator[Unit]:
    """Yield each unit once: of several with the same texts the first."""
    seen: set[bytes] = set()
    for unit in units:
        key = blake2b("\0".join(unit.texts).encode(), digest_size=16).digest()
        if key in seen:
            report.left_out["repeated units"] += 1
        else:
            seen.add(key)
            yield unit


def file_name(edition: Edition) -> str:
    """Return the edition's name as files can hold it."""
    return FORBIDDEN.sub("", edition.name)


def column_names(edition: Edition, settings: Settings) -> list[str]:
    """Return a name for each column: its language's code, numbered where two versions share one."""
    codes = [settings.locale(language) for language in edition.languages]
    return [f"{code}-{codes[: i + 1].count(code)}" if code in codes[:i] else code for i, code in enumerate(codes)]
