"""An edition as an EPUB 3 book: paragraphs under each other, or one language with the others a tap away."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files
from io import BytesIO
from uuid import NAMESPACE_URL, uuid5
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import jinja2

from aligner.edition import Edition
from aligner.errors import InputError
from aligner.formats.epub.chapters import Chapter, make_chapters, nest_headings
from aligner.formats.epub.cover import lay_out_cover
from aligner.formats.html.blocks import make_blocks
from aligner.formats.html.columns import find_title, make_columns
from aligner.formats.html.lists import list_headings
from aligner.formats.html.marks import show
from aligner.formats.units import LAYOUTS, Layout
from aligner.version import __version__

__all__ = ["format_epub"]

_EARLIEST = 315532800  # 1980-01-01, the first day that a ZIP file can hold


def format_epub(edition: Edition, languages: Sequence[str] | None = None, *, layout: Layout = "paragraphs") -> bytes:
    """Return an edition as an EPUB 3 book in some of its languages, the first two where none are named.

    ``layout`` is "paragraphs", each paragraph followed by its translations, or "tap", the first language alone,
    each sentence of it a footnote reference to the translations, which reading systems open in place. The book is the
    same to the byte for the same edition; its date is ``SOURCE_DATE_EPOCH``, or 1980. Raises ``InputError`` for fewer
    than two languages, one that the edition does not have, and an unknown layout.
    """
    if layout not in LAYOUTS:
        raise InputError(f"no layout {layout!r} of an EPUB; there are {', '.join(LAYOUTS)}")
    chosen = edition.select([edition.column(language) for language in languages or edition.languages[:2]])
    blocks = list(make_blocks(chosen))
    chapters = make_chapters(blocks)
    columns = make_columns(chosen)
    time = datetime.fromtimestamp(max(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), _EARLIEST), UTC)
    title = find_title(chosen, columns)
    book = {
        "title": title,
        "author": show(chosen.work.author),
        "rights": show(chosen.work.rights),
        "columns": columns,
        "chapters": chapters,
        "contents": nest_headings(list_headings(chosen, blocks), chapters),
        "layout": layout,
        "identifier": uuid5(NAMESPACE_URL, " ".join([_digest(chosen), layout])),
        "modified": f"{time:%Y-%m-%dT%H:%M:%SZ}",
        "cover": lay_out_cover([column.title or title for column in columns], [column.name for column in columns]),
        "version": __version__,
    }
    return _zip(_parts(book, chapters), time)


def _digest(edition: Edition) -> str:
    """Return a fingerprint of an edition's texts and rows."""
    parts = [f"{text.language} {text.digest}" for text in edition.texts] + [repr(row.cells) for row in edition.rows]
    return sha256("\n".join(parts).encode()).hexdigest()


def _parts(book: dict[str, object], chapters: Sequence[Chapter]) -> dict[str, str]:
    """Return the book's files by their names, in the order they are to be packed."""
    parts = {"mimetype": "application/epub+zip"}
    for name in ("META-INF/container.xml", "EPUB/package.opf", "EPUB/nav.xhtml", "EPUB/cover.svg", "EPUB/cover.xhtml"):
        parts[name] = _template(name.rpartition("/")[2]).render(book)
    parts["EPUB/book.css"] = (files("aligner.formats.epub") / "assets" / "book.css").read_text(encoding="utf-8")
    for chapter in chapters:
        parts[f"EPUB/{chapter.name}"] = _template("chapter.xhtml").render(book, chapter=chapter)
    return parts


def _zip(parts: dict[str, str], time: datetime) -> bytes:
    """Pack a book; its media type comes first and is not compressed (EPUB 3.3, OCF ZIP container)."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            entry = ZipInfo(name, time.timetuple()[:6])
            entry.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, content.encode("utf-8"))
    return buffer.getvalue()


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("aligner.formats.epub"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )


def _template(name: str) -> jinja2.Template:
    return _environment().get_template(name)
