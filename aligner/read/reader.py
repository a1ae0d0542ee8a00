"""One function for every format: what a file is, its characters, its main text and its language."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path, PurePath

from aligner.document import Document
from aligner.errors import InputError
from aligner.read.parts.container import Container, open_container
from aligner.read.parts.decode import decode, find_mojibake
from aligner.read.parts.detect import language_warnings, settle_language
from aligner.read.parts.draft import Draft
from aligner.read.parts.file_bytes import load
from aligner.read.parts.language_tags import check_language, is_common_tag
from aligner.read.parts.signatures import PO, XLIFF

_REFUSED = (  # how files begin that cannot be read, and what to do
    (
        b"\xd0\xcf\x11\xe0",
        "a Word 97 or other old Office file, or an encrypted one; save it as DOCX without a password",
    ),
    (b"\x1f\x8b", "compressed with gzip; unpack it first"),
    (b"7z\xbc\xaf", "a 7-Zip archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"BZh", "compressed with bzip2; unpack it first"),
    (b"\xfd7zXZ", "compressed with xz; unpack it first"),
    (b"\x89PNG", "a picture; run a text recognition over it first"),
    (b"\xff\xd8\xff", "a picture; run a text recognition over it first"),
    (b"AT&TFORM", "a DjVu file; take its text out with djvutxt first"),
)
_BY_SUFFIX = {
    ".epub": "EPUB",
    ".docx": "DOCX",
    ".odt": "ODT",
    ".pdf": "PDF",
    ".rtf": "RTF",
    ".html": "HTML",
    ".htm": "HTML",
    ".xhtml": "HTML",
    ".md": "Markdown",
    ".markdown": "Markdown",
    ".srt": "subtitles",
    ".vtt": "subtitles",
}
SUFFIXES = frozenset((*_BY_SUFFIX, ".txt"))
"""The endings of the names of files that can be read."""
_BINARY = frozenset(("EPUB", "DOCX", "ODT", "PDF", "RTF"))
_PAGE = re.compile(
    r"(?:\s|<\?xml[^>]*>|<!--.*?-->)*<(?:!doctype\s+html|html\b|head\b|body\b)", re.IGNORECASE | re.DOTALL
)


def read_text(
    source: Path | bytes, *, language: str | None = None, name: str = "", start: str = "", end: str = ""
) -> Document:
    """Read a file, or its bytes, into paragraphs.

    The format is told from the content, Markdown from the name's ending. ``language`` is a BCP 47 tag; without it the
    file's name (``ru.txt``), what the file declares and then its text decide, and "und" means that none could be told.
    ``name`` is what messages call the file. ``start`` and ``end`` are phrases of the paragraphs in which the main text
    begins and ends; without them it is found. Raises ``InputError`` for a file that cannot be read, with what to do.
    """
    given = check_language(language) if language else ""
    data, name = load(source, name)
    suffix = PurePath(name).suffix.lower()
    kind, container = _kind(data, suffix, name)
    phrases = {"start": start, "end": end}
    content = ""
    if container is not None:
        draft = _container_reader(kind)(container, **phrases)
    elif kind in _BINARY:
        draft = _binary_reader(kind)(data, name=name, **phrases)
    else:
        content = decode(data, name=name, language=given or named_language(name))
        if XLIFF.search(content[:2000]) or (suffix == ".po" and PO.search(content)):
            raise InputError(
                f"{name}: holds two texts that are aligned already; make an alignment of it with: aligner import {name}"
            )
        draft = _text_reader(kind, content)(content, name=name, **phrases)
    return _document(draft, given, name, find_mojibake(content))


def _document(draft: Draft, given: str, name: str, mojibake: str) -> Document:
    paragraphs = tuple(draft.paragraphs)
    if not paragraphs:
        raise InputError(f"{name}: no text found in it" + ("; see what was left out" if draft.left_out else ""))
    language, warnings = settle_language(paragraphs, given or named_language(name), draft.language)
    warnings = [*draft.warnings, *([mojibake] if mojibake else []), *warnings, *language_warnings(paragraphs, language)]
    named = tuple(text if text.startswith(name) else f"{name}: {text}" for text in warnings)
    return Document(paragraphs, language, draft.title, name, tuple(draft.left_out), named)


def _kind(data: bytes, suffix: str, name: str) -> tuple[str, Container | None]:
    """Return the format of a file and, when it is one, its opened container."""
    for magic, advice in _REFUSED:
        if data.startswith(magic):
            raise InputError(f"{name}: is {advice}")
    if data[60:68] in (b"BOOKMOBI", b"TEXtREAd"):
        raise InputError(f"{name}: is a Mobipocket or Kindle book; save it as EPUB without copy protection")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        container = open_container(data, name)
        return _container_kind(container), container
    if b"%PDF-" in data[:1024]:
        return "PDF", None
    if data.lstrip()[:5] == b"{\\rtf":
        return "RTF", None
    wanted = _BY_SUFFIX.get(suffix, "")
    if wanted in _BINARY:
        raise InputError(
            f"{name}: is no {wanted} file though its name ends in {suffix}; it may be cut short or misnamed"
        )
    return wanted, None


def _container_kind(container: Container) -> str:
    names = set(container.names())
    if "META-INF/container.xml" in names:
        return "EPUB"
    if "word/document.xml" in names:
        return "DOCX"
    if "content.xml" in names:
        return "ODT"
    raise InputError(
        f"{container.name}: is a zip archive and neither EPUB, DOCX nor ODT; unpack it and name a file in it"
    )


def _container_reader(kind: str) -> Callable[..., Draft]:
    if kind == "EPUB":
        from aligner.read.epub import read_epub as reader
    elif kind == "DOCX":
        from aligner.read.docx import read_docx as reader
    else:
        from aligner.read.odt import read_odt as reader
    return reader


def _binary_reader(kind: str) -> Callable[..., Draft]:
    if kind == "PDF":
        from aligner.read.pdf import read_pdf as reader
    else:
        from aligner.read.rtf import read_rtf as reader
    return reader


def _text_reader(kind: str, content: str) -> Callable[..., Draft]:
    """Return the reader of a text format: by content where that is plain to see, then by the name's ending."""
    if _PAGE.match(content[:2000]) or kind == "HTML":
        from aligner.read.html import read_page as reader
    elif kind == "Markdown":
        from aligner.read.markdown import read_markdown as reader
    else:
        from aligner.read.subtitles import looks_like_subtitles, read_subtitles

        if kind == "subtitles" or looks_like_subtitles(content):
            return read_subtitles
        from aligner.read.plain import read_plain as reader
    return reader


def named_language(name: str) -> str:
    """Return the language that a file's name says: ``ru.txt``, ``film.pt-BR.srt``; "" when it says none."""
    stem = PurePath(name).stem.rpartition(".")[2]
    return check_language(stem) if PurePath(name).suffix and is_common_tag(stem) else ""
