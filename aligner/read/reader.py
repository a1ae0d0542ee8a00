"""Read a file of any format: recognise the format, and return the main text and its language."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePath

from aligner.document import Document
from aligner.errors import InputError
from aligner.read.parts.container import Container, open_container
from aligner.read.parts.decode import decode, find_mojibake
from aligner.read.parts.detect import language_warnings, settle_language
from aligner.read.parts.draft import Draft
from aligner.read.parts.language_tags import check_language, named_language
from aligner.read.parts.signatures import PO, XLIFF
from aligner.read.parts.source import Source, load

_REFUSED = (  # the first bytes of files that cannot be read, what they are, and what to do
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
_BY_SUFFIX = {  # what a suffix suggests; the content of the file goes before it
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
_BINARY = frozenset(("EPUB", "DOCX", "ODT", "PDF", "RTF"))  # formats that show in the first bytes, whatever the name
_PDF_HEAD = 1024  # bytes in which "%PDF-" may come; readers of PDF accept that much before it (PDF 1.7, appendix H)
_HEAD = 2000  # characters in which a page or an XLIFF file shows; comments and declarations may come first
# A page begins with a doctype, or with one of its first elements, after declarations and comments:
# ``<?xml version="1.0"?>\n<!-- made by hand -->\n<html>``. The groups are atomic and possessive: a comment ends at its
# first "-->", or a file of nothing but comments would be tried in every way of joining them.
_PAGE = re.compile(
    r"(?>\s+|<\?xml[^>]*>|<!--.*?-->)*+<(?:!doctype\s+html|html\b|head\b|body\b)", re.IGNORECASE | re.DOTALL
)


def read_document(
    source: Source, *, language: str | None = None, name: str = "", start: str = "", end: str = ""
) -> Document:
    """Read a file, or its bytes, into paragraphs.

    Parameters:
        source: a path (``str`` or any path object), or the bytes of a file; a ``str`` is never the text itself.
        language: a BCP 47 tag. Without it the file's name (``ru.txt``), what the file declares and then its text
            decide; "und" means that none of them does.
        name: what messages call the file, by default its path. Its ending decides where the content does not show the
            format, as for Markdown.
        start, end: phrases of the paragraphs in which the main text begins and ends. Without them it is found.

    Raises ``InputError`` with what to do, for a file that cannot be read or a phrase that it does not contain, and
    ``TypeError`` when ``source`` is neither a path nor bytes.

    >>> document = read_document("# Die Fähre\\n\\nEins. Zwei.\\n".encode(), name="de.txt")
    >>> document.language, [(paragraph.text, paragraph.level) for paragraph in document.paragraphs]
    ('de', [('Die Fähre', 1), ('Eins. Zwei.', 0)])
    """
    given = check_language(language) if language else ""
    data, name = load(source, name)
    suffix = PurePath(name).suffix.lower()
    kind, container = _detect_format(data, suffix, name)
    phrases = {"start": start, "end": end}
    content = ""
    if container is not None:
        draft = _container_reader(kind)(container, **phrases)
    elif kind in _BINARY:
        draft = _binary_reader(kind)(data, name=name, **phrases)
    else:
        content = decode(data, name=name, language=given or named_language(name))
        if XLIFF.search(content[:_HEAD]) or (suffix == ".po" and PO.search(content)):
            raise InputError(
                f"{name}: holds two texts that are aligned already; make an alignment of it with: aligner import {name}"
            )
        draft = _text_reader(kind, content)(content, name=name, **phrases)
    return _make_document(draft, given, name, find_mojibake(content))


def _make_document(draft: Draft, given: str, name: str, mojibake: str) -> Document:
    """Return the document of a draft, with its language settled and each warning beginning with the file's name."""
    paragraphs = tuple(draft.paragraphs)
    if not paragraphs:
        advice = "; all of it was left out, so name its start and end phrase" if draft.left_out else ""
        raise InputError(f"{name}: no text found in it{advice}")
    language, warnings = settle_language(paragraphs, given or named_language(name), draft.language)
    warnings = [*draft.warnings, *([mojibake] if mojibake else []), *warnings, *language_warnings(paragraphs, language)]
    named = tuple(text if text.startswith(name) else f"{name}: {text}" for text in warnings)
    return Document(paragraphs, language, draft.title, name, tuple(draft.left_out), named)


def _detect_format(data: bytes, suffix: str, name: str) -> tuple[str, Container | None]:
    """Return the format of a file, "" for text whose format its characters decide, and its container if it is a zip.

    Raises ``InputError`` for formats that cannot be read, and for files that are not what their name says.
    """
    for magic, advice in _REFUSED:
        if data.startswith(magic):
            raise InputError(f"{name}: is {advice}")
    if data[60:68] in (b"BOOKMOBI", b"TEXtREAd"):  # type and creator of a Palm database
        raise InputError(f"{name}: is a Mobipocket or Kindle book; save it as EPUB without copy protection")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):  # a zip file, and an empty one
        container = open_container(data, name)
        return _container_kind(container), container
    if b"%PDF-" in data[:_PDF_HEAD]:
        return "PDF", None
    if data.lstrip()[:5] == b"{\\rtf":
        return "RTF", None
    wanted = _BY_SUFFIX.get(suffix, "")
    if wanted in _BINARY:
        raise InputError(
            f"{name}: is not a valid {wanted} file though its name ends in {suffix}; it may be truncated or misnamed"
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
    """Return the reader of a text format: by the content where that shows it, then by the name's ending."""
    if _PAGE.match(content[:_HEAD]) or kind == "HTML":
        from aligner.read.html import read_page as reader
    elif kind == "Markdown":
        from aligner.read.markdown import read_markdown as reader
    else:
        from aligner.read.subtitles import looks_like_subtitles, read_subtitles

        if kind == "subtitles" or looks_like_subtitles(content):
            return read_subtitles
        from aligner.read.plain import read_plain as reader
    return reader
