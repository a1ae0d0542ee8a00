"""The table of formats: one place that every command reads."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import BinaryIO, Literal, NamedTuple, cast

from aligner.edition import Edition
from aligner.errors import InputError
from aligner.formats.units import Extras, Report, Settings

Write = Callable[[Edition, Settings, BinaryIO, Extras], Report]
_Plain = Callable[[Edition, Settings, BinaryIO], Report]
Check = Callable[[BinaryIO, str], None]


class Format(NamedTuple):
    """How to write an edition.

    ``summary`` says what the format is for, ``suffix`` is the end of its files' names, and ``write`` writes one file
    of it and returns a report. One file holds an ``edition``, a ``pair`` of languages, or one ``language`` (the first
    column's). ``check`` raises ``AlignerError`` when a written file, which it gets with a name for messages, is not as
    its readers need it. ``shows_extras`` says that files of it show ``Extras``.
    """

    summary: str
    suffix: str
    write: Write
    per: Literal["edition", "pair", "language"] = "edition"
    check: Check | None = None
    shows_extras: bool = False


def _late(module: str) -> Write:
    """Return the writer of a module, which is imported when it is first used."""

    def write(edition: Edition, settings: Settings, file: BinaryIO, extras: Extras) -> Report:  # noqa: ARG001
        path, _, function = module.partition(":")
        return cast("_Plain", getattr(import_module(f"aligner.formats.{path}"), function))(edition, settings, file)

    return write


def _write_html(edition: Edition, settings: Settings, file: BinaryIO, extras: Extras) -> Report:  # noqa: ARG001
    from aligner.formats.html import format_html

    file.write(format_html(edition, extras.word_links, extras.remarks).encode("utf-8"))
    return Report(units=len(edition.rows))


def _write_epub(edition: Edition, settings: Settings, file: BinaryIO, _: Extras) -> Report:
    from aligner.formats.epub import format_epub

    file.write(format_epub(edition, edition.languages if settings.languages else None, layout=settings.layout))
    return Report(units=len(edition.rows))


def _check_tmx(file: BinaryIO, name: str) -> None:
    from aligner.formats.tmx_rules import refuse_faults

    refuse_faults(file, name)


FORMATS: dict[str, Format] = {
    "tmx": Format("translation memory, TMX 1.4", ".tmx", _late("tmx:write_tmx"), check=_check_tmx),
    "html": Format("page to read, all in one file", ".html", _write_html, shows_extras=True),
    "epub": Format("book for e-readers, in the first two languages or those named", ".epub", _write_epub),
    "tsv": Format("table, parted by tabs", ".tsv", _late("tables:write_tsv")),
    "csv": Format("table for spreadsheets", ".csv", _late("tables:write_csv")),
    "rows": Format("JSON Lines for reader apps", ".rows.jsonl", _late("row_records:write_records")),
    "xliff": Format("translation job, XLIFF 2.1", ".xlf", _late("xliff:write_xliff"), per="pair"),
    "moses": Format("parallel plain text, a file a language", "", _late("moses:write_moses"), per="language"),
    "parquet": Format("table for training models; needs pyarrow", ".parquet", _late("parquet:write_parquet")),
    "anki": Format("notes for Anki", ".anki.txt", _late("tables:write_anki")),
}
"""Every format by its name."""


def find_format(name: str) -> Format:
    """Return a format by its name; raise ``InputError`` with the names that are known for another one."""
    if name not in FORMATS:
        raise InputError(f"unknown format {name!r}; known are {', '.join(FORMATS)}")
    return FORMATS[name]
