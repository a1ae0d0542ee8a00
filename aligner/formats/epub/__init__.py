"""Write an edition as an EPUB 3 book: paragraphs with their translations, or one language with the others a tap away.

Sources: EPUB 3.3 (W3C Recommendation, 2023) for the package and the container, EPUB Structural Semantics Vocabulary
for ``noteref`` and ``footnote``, EPUB Accessibility 1.1 for the metadata.
"""

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
from aligner.formats.settings import LAYOUTS, Layout
from aligner.formats.xml_characters import replace_forbidden
from aligner.version import __version__

__all__ = ["format_epub"]

_EARLIEST = 315532800
"""1980-01-01 in seconds since 1970: the first day that a ZIP file can hold, for MS-DOS counts years from 1980."""

_LATEST = 4354819199
"""2107-12-31 23:59:59, the last second: MS-DOS has 7 bits for the year, 1980 + 127."""


def format_epub(edition: Edition, languages: Sequence[str] | None = None, *, layout: Layout = "paragraphs") -> bytes:
    """Return an edition as an EPUB 3 book.

    ``languages``  the versions in it, two or more, the first of them the main one; None takes the first two
    ``layout``     "paragraphs": each paragraph is followed by its translations. "tap": the main version alone, each
                   sentence a reference to a footnote with its translations, which reading systems open in place

    The same edition gives the same bytes. The date that EPUB demands is that of ``SOURCE_DATE_EPOCH``, seconds since
    1970 (reproducible-builds.org), and 1980-01-01 without it or where it is earlier.

    Raises ``InputError`` for fewer than two languages, one that the edition does not have, an unknown layout, and a
    ``SOURCE_DATE_EPOCH`` that is not a number of seconds up to the year 2107.
    """
    if layout not in LAYOUTS:
        raise InputError(f"no layout {layout!r} of an EPUB; there are {', '.join(LAYOUTS)}")
    chosen = edition.select([edition.column(language) for language in languages or edition.languages[:2]])
    blocks = list(make_blocks(chosen))
    chapters = make_chapters(blocks)
    columns = make_columns(chosen)
    time = _book_time()
    title = find_title(chosen, columns)
    book = {
        "title": title,
        "author": replace_forbidden(chosen.work.author),
        "rights": replace_forbidden(chosen.work.rights),
        "columns": columns,
        "chapters": chapters,
        "contents": nest_headings(list_headings(chosen, blocks), chapters),
        "layout": layout,
        # Made of the content (RFC 9562, 5.5): the same edition is the same book, a changed one another.
        "identifier": uuid5(NAMESPACE_URL, " ".join([_digest(chosen), layout])),
        "modified": f"{time:%Y-%m-%dT%H:%M:%SZ}",
        "cover": lay_out_cover([column.title or title for column in columns], [column.name for column in columns]),
        "version": __version__,
    }
    return _zip(_parts(book, chapters), time)


def _book_time() -> datetime:
    """Return the time with which the book and its files are dated."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "0")
    try:
        seconds = max(int(given), _EARLIEST)
    except ValueError:
        seconds = _LATEST + 1
    if seconds > _LATEST:
        raise InputError(f"SOURCE_DATE_EPOCH is {given!r}; write seconds since 1970, before the year 2108, or unset it")
    return datetime.fromtimestamp(seconds, UTC)


def _digest(edition: Edition) -> str:
    """Return a fingerprint of an edition's texts and rows."""
    parts = [f"{text.language} {text.digest}" for text in edition.texts] + [repr(row.cells) for row in edition.rows]
    return sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _parts(book: dict[str, object], chapters: Sequence[Chapter]) -> dict[str, str]:
    """Return the content of the book's files by their names, in the order in which they are packed."""
    parts = {"mimetype": "application/epub+zip"}
    for name in ("META-INF/container.xml", "EPUB/package.opf", "EPUB/nav.xhtml", "EPUB/cover.svg", "EPUB/cover.xhtml"):
        parts[name] = _template(name.rpartition("/")[2]).render(book)
    parts["EPUB/book.css"] = (files("aligner.formats.epub") / "assets" / "book.css").read_text(encoding="utf-8")
    for chapter in chapters:
        parts[f"EPUB/{chapter.name}"] = _template("chapter.xhtml").render(book, chapter=chapter)
    return parts


def _zip(parts: dict[str, str], time: datetime) -> bytes:
    """Return a book as a ZIP file; its media type comes first and is not compressed (EPUB 3.3, "OCF ZIP Container")."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            entry = ZipInfo(name, time.timetuple()[:6])
            entry.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            # As made on Unix (3), with the rights rw-r--r--, on whatever system it is made: the same bytes everywhere.
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, content.encode("utf-8"))
    return buffer.getvalue()


@cache
def _environment() -> jinja2.Environment:
    """Return the book's templates; whatever they print is escaped unless it is marked as safe."""
    return jinja2.Environment(
        loader=jinja2.PackageLoader("aligner.formats.epub"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )


def _template(name: str) -> jinja2.Template:
    return _environment().get_template(name)
