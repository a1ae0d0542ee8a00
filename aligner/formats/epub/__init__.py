"""Write an edition as an EPUB 3 book: paragraphs or sentences with their translations, or translations a tap away.

Sources: EPUB 3.3 (W3C Recommendation, 2023) for the package and the container, EPUB Structural Semantics Vocabulary
for ``noteref`` and ``footnote``, EPUB Accessibility 1.1 for the metadata, MARC relators for the translator's role.
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
from aligner.formats.epub.chapters import nest_headings
from aligner.formats.epub.cover import Cover, draw_cover, lay_out_cover, load_cover
from aligner.formats.html.blocks import make_blocks
from aligner.formats.html.chapters import Chapter, make_chapters
from aligner.formats.html.columns import Column, find_title, make_columns
from aligner.formats.html.lists import list_headings
from aligner.formats.interface import load_words
from aligner.formats.settings import LAYOUTS, Layout
from aligner.formats.xml_characters import replace_forbidden
from aligner.version import __version__
from aligner.work_info import FACTS

__all__ = ["format_epub"]

_EARLIEST = 315532800
"""1980-01-01 in seconds since 1970: the first day that a ZIP file can hold, for MS-DOS counts years from 1980."""

_LATEST = 4354819199
"""2107-12-31 23:59:59, the last second: MS-DOS has 7 bits for the year, 1980 + 127."""


def format_epub(
    edition: Edition,
    languages: Sequence[str] | None = None,
    *,
    layout: Layout = "paragraphs",
    cover: str | os.PathLike[str] | None = None,
) -> bytes:
    """Return an edition as an EPUB 3 book: cover, title page, chapters, and a page about the book.

    ``languages``  the versions in it, two or more, the first of them the main one; None takes the first two
    ``layout``     "paragraphs": each paragraph is followed by its translations. "sentences": each sentence is. "tap":
                   the main version alone, each sentence a reference to a footnote with its translations, which reading
                   systems open in place
    ``cover``      a JPEG or PNG file; without one the cover is drawn from the titles

    Author, translator, publisher, date and rights are those of ``edition.work``. The same edition gives the same bytes
    on one machine, whose fonts the cover is drawn with. The time of the last change, which EPUB demands, is that of
    ``SOURCE_DATE_EPOCH``, seconds since 1970 (reproducible-builds.org), without it the date of publication, and
    1980-01-01 where there is neither or it is earlier.

    Raises ``InputError`` for fewer than two languages, one that the edition does not have, an unknown layout, a cover
    that is no JPEG or PNG file, and a ``SOURCE_DATE_EPOCH`` that is not a number of seconds up to the year 2107.
    """
    if layout not in LAYOUTS:
        raise InputError(f"no layout {layout!r} of an EPUB; there are {', '.join(LAYOUTS)}")
    chosen = edition.select([edition.column(language) for language in languages or edition.languages[:2]])
    blocks = list(make_blocks(chosen))
    chapters = make_chapters(blocks, ".xhtml")
    columns = make_columns(chosen)
    time = _book_time(chosen.work.date)
    title = find_title(chosen, columns)
    facts = {name: replace_forbidden(getattr(chosen.work, name)) for name in FACTS}
    book: dict[str, object] = {
        **facts,
        "title": title,
        "words": load_words("book", chosen.texts[0].language),
        "program": f"aligner {__version__}",
        "columns": columns,
        "files": [replace_forbidden(text.name) for text in chosen.texts],
        "matches": len(chosen.rows),
        "confirmed": sum(row.confirmed for row in chosen.rows),
        "gaps": any(not row.cells[0] for row in chosen.rows),
        "chapters": chapters,
        "contents": nest_headings(list_headings(chosen, blocks), chapters),
        "layout": layout,
        # Made of the content (RFC 9562, 5.5): the same edition is the same book, a changed one another.
        "identifier": uuid5(NAMESPACE_URL, " ".join([_digest(chosen), layout])),
        "modified": f"{time:%Y-%m-%dT%H:%M:%SZ}",
    }
    image = load_cover(cover) if cover is not None else _drawn_cover(book, columns)
    return _zip(_parts({**book, "cover": image}, chapters), time)


def _drawn_cover(book: dict[str, object], columns: Sequence[Column]) -> Cover:
    """Return the cover made of the titles, the author and the languages' names."""
    titles = [column.title or str(book["title"]) for column in columns]
    places = lay_out_cover(titles, [column.name for column in columns])
    return draw_cover(_template("cover.svg").render(book, cover=places))


def _book_time(published: str) -> datetime:
    """Return the time with which the book and its files are dated; ``published`` is a date of ``WorkInfo`` or ""."""
    first_day = datetime.fromisoformat(f"{published}-01-01"[:10] + "T00:00Z").timestamp() if published else 0
    given = os.environ.get("SOURCE_DATE_EPOCH", str(int(first_day)))
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


def _parts(book: dict[str, object], chapters: Sequence[Chapter]) -> dict[str, bytes]:
    """Return the content of the book's files by their names, in the order in which they are packed."""
    cover = book["cover"]
    assert isinstance(cover, Cover)
    names = ["META-INF/container.xml", "EPUB/package.opf", "EPUB/nav.xhtml", "EPUB/cover.xhtml", "EPUB/title.xhtml"]
    names += ["EPUB/guide.xhtml"] if book["layout"] == "tap" else []
    pages = {name: _template(name.rpartition("/")[2]).render(book) for name in [*names, "EPUB/colophon.xhtml"]}
    pages["EPUB/book.css"] = (files("aligner.formats.epub") / "assets" / "book.css").read_text(encoding="utf-8")
    for chapter in chapters:
        pages[f"EPUB/{chapter.name}"] = _template("chapter.xhtml").render(book, chapter=chapter)
    written = {name: text.encode("utf-8") for name, text in pages.items()}
    return {"mimetype": b"application/epub+zip", **written, f"EPUB/{cover.name}": cover.content}


def _zip(parts: dict[str, bytes], time: datetime) -> bytes:
    """Return a book as a ZIP file; its media type comes first and is not compressed (EPUB 3.3, "OCF ZIP Container")."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            entry = ZipInfo(name, time.timetuple()[:6])
            entry.compress_type = ZIP_DEFLATED if name.endswith((".xhtml", ".opf", ".xml", ".css")) else ZIP_STORED
            # As made on Unix (3), with the rights rw-r--r--, on whatever system it is made: the same bytes everywhere.
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


@cache
def _environment() -> jinja2.Environment:
    """Return the book's templates; whatever they print is escaped unless it is marked as safe."""
    return jinja2.Environment(
        loader=jinja2.PackageLoader("aligner.formats.epub"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )


def _template(name: str) -> jinja2.Template:
    return _environment().get_template(name)
