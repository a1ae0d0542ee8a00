"""The table of formats: the one place that every command reads."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import BinaryIO, Literal, NamedTuple, cast

from aligner.edition import Edition
from aligner.errors import AlignerError, InputError
from aligner.formats.report import Report
from aligner.formats.settings import Extras, Settings

Write = Callable[[Edition, Settings, BinaryIO, Extras], Report]
_PlainWrite = Callable[[Edition, Settings, BinaryIO], Report]
Check = Callable[[BinaryIO, str], None]
"""A function that checks a written file; the fields of ``Format`` describe it and ``Write``."""


LARGE_PAGE = 5_000_000
"""Bytes above which a page is called large: with gzip, which leaves a third, 1.7 MB, some seconds on a slow phone."""


class Format(NamedTuple):
    """A file format.

    ``summary``       what the format is for, in a few words
    ``suffix``        how its files' names end, with the dot; "" where the language is the suffix
    ``write``         writes one file of it and returns a report
    ``per``           what one file holds: an ``edition`` of any number of languages, a ``pair`` of two, or one
                      ``language``, that of the first column
    ``check``         raises ``AlignerError`` when a written file, which it gets with a name for messages, breaks the
                      format's rules
    ``shows_extras``  whether files of it show ``Extras``
    ``timed``         whether it shows the times of subtitles: ``no``, ``may`` where there are some, or ``must``
    ``needs``         a package that must be installed beside aligner to write it; "" where none must
    ``reads_back``    what aligner itself can read of such a file: ``all`` of an alignment, its ``beads`` as indices,
                      its ``units`` as rows of one segment per language, or ``nothing``
    ``documents``     writes the text of the first column to a file of its own, one for each language, to which the
                      other files refer by the names in ``Settings.documents``; None where a format has no such files
    """

    summary: str
    suffix: str
    write: Write
    per: Literal["edition", "pair", "language"] = "edition"
    check: Check | None = None
    shows_extras: bool = False
    reads_back: Literal["all", "beads", "units", "nothing"] = "nothing"
    needs: str = ""
    timed: Literal["no", "may", "must"] = "no"
    documents: Write | None = None

    @property
    def in_parts(self) -> bool:
        """Whether even two languages make several files."""
        return self.per == "language" or self.documents is not None


def _late(place: str) -> Write:
    """Return the writer at ``module:function``; the module is imported when the writer is first used.

    So the table costs nothing: lxml, Jinja and pyarrow are loaded only when a format is written that needs them (law
    5).
    """

    def write(edition: Edition, settings: Settings, file: BinaryIO, _: Extras) -> Report:
        module, _colon, function = place.partition(":")
        writer = cast("_PlainWrite", getattr(import_module(f"aligner.formats.{module}"), function))
        return writer(edition, settings, file)

    return write


def _write_html(edition: Edition, settings: Settings, file: BinaryIO, extras: Extras) -> Report:  # noqa: ARG001
    from aligner.formats.html import format_html

    page = format_html(edition, extras.word_links, extras.remarks).encode("utf-8")
    file.write(page)
    report = Report(units=len(edition.rows))
    if len(page) > LARGE_PAGE:
        report.remarks["page of more than 5 MB, slow to fetch from a site; --split chapters makes smaller ones"] += 1
    return report


def _write_epub(edition: Edition, settings: Settings, file: BinaryIO, _: Extras) -> Report:
    from aligner.formats.epub import format_epub

    languages = edition.languages if settings.languages else None
    file.write(format_epub(edition, languages, layout=settings.layout, cover=settings.cover))
    return Report(units=len(edition.rows))


def _check_tmx(file: BinaryIO, name: str) -> None:
    from aligner.formats.tmx_rules import require_valid

    require_valid(file, name)


FORMATS: dict[str, Format] = {
    "jsonl": Format(
        "alignment file, aligner's own", ".jsonl", _late("alignment_file:write_alignment"), "pair", reads_back="all"
    ),
    "ladder": Format(
        "beads as indices, for evaluation", ".ladder", _late("ladder_file:write_ladder"), "pair", reads_back="beads"
    ),
    "tmx": Format("translation memory, TMX 1.4", ".tmx", _late("tmx:write_tmx"), check=_check_tmx, reads_back="units"),
    "html": Format("page to read, all in one file", ".html", _write_html, shows_extras=True),
    "epub": Format("book for e-readers, in the first two languages or those named", ".epub", _write_epub),
    "tsv": Format("table, separated by tabs", ".tsv", _late("tables:write_tsv"), reads_back="units"),
    "csv": Format("table for spreadsheets", ".csv", _late("tables:write_csv"), reads_back="units"),
    "xlsx": Format(
        "sheet for Excel and others; needs openpyxl",
        ".xlsx",
        _late("xlsx:write_xlsx"),
        reads_back="units",
        needs="openpyxl",
    ),
    "docx": Format(
        "table in a Word document; needs python-docx",
        ".docx",
        _late("docx_table:write_docx"),
        reads_back="units",
        needs="python-docx",
    ),
    "sketch": Format(
        "sheet for Sketch Engine, languages and texts only; needs openpyxl",
        ".sketch.xlsx",
        _late("xlsx:write_sketch"),
        reads_back="units",
        needs="openpyxl",
    ),
    "rows": Format("JSON Lines for reader apps", ".rows.jsonl", _late("row_records:write_records")),
    "xliff": Format("translation job, XLIFF 2.1", ".xlf", _late("xliff:write_xliff"), "pair", reads_back="units"),
    "xliff12": Format(
        "translation job, XLIFF 1.2, for OmegaT and older tools",
        ".12.xlf",
        _late("xliff:write_xliff12"),
        "pair",
        reads_back="units",
    ),
    "xces": Format(
        "links between files of sentences, as OPUS has them",
        ".links.xml",
        _late("xces:write_links"),
        "pair",
        reads_back="beads",
        documents=_late("xces:write_sentences"),
    ),
    "ids": Format("what each line of parallel plain text is, for moses", ".ids", _late("moses:write_identifiers")),
    "moses": Format("parallel plain text, one file per language", "", _late("moses:write_moses"), "language"),
    "lines": Format(
        "the target on the lines of the source, for evaluation", ".lines", _late("lines:write_lines"), "pair"
    ),
    "srt": Format("subtitles, all versions in each cue", ".srt", _late("dual_subtitles:write_srt"), timed="must"),
    "vtt": Format("subtitles for the web, WebVTT", ".vtt", _late("dual_subtitles:write_vtt"), timed="must"),
    "ass": Format("subtitles, a style for each version", ".ass", _late("dual_subtitles:write_ass"), timed="must"),
    "parquet": Format(
        "table for training models; needs pyarrow", ".parquet", _late("parquet:write_parquet"), needs="pyarrow"
    ),
    "anki": Format(
        "notes for Anki, with times where there are some", ".anki.txt", _late("anki:write_anki"), timed="may"
    ),
}
"""Every format that can be written, by its name. (gettext PO is only read: see ``aligner.formats.aligned``.)"""


_MODULES = {"python-docx": "docx"}
"""The module of a package, where it has another name."""


def find_format(name: str) -> Format:
    """Return the format of a name; raise ``InputError``, which lists all names, for an unknown one."""
    if name not in FORMATS:
        raise InputError(f"unknown format {name!r}; known are {', '.join(FORMATS)}")
    return FORMATS[name]


def require_format(name: str) -> Format:
    """Return the format of a name that can be written here, so that what is missing shows before any work is done.

    Raises ``InputError`` for an unknown name, and ``AlignerError`` where the package that the format needs is missing.
    """
    form = find_format(name)
    if form.needs and find_spec(_MODULES.get(form.needs, form.needs)) is None:
        raise AlignerError(f"{name} needs {form.needs}; install it with: pip install {form.needs}")
    return form
