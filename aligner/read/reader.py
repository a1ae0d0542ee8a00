"""Read a file of any format: recognise the format, and return the main text and its language."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import PurePath
from typing import NamedTuple

from aligner.document import Document
from aligner.errors import InputError
from aligner.read.parts.container import Container, open_container
from aligner.read.parts.decode import decode, find_mojibake
from aligner.read.parts.detect import language_warnings, settle_language
from aligner.read.parts.draft import Draft
from aligner.read.parts.gutenberg import leave_out_gutenberg
from aligner.read.parts.language_tags import check_language, named_language
from aligner.read.parts.paragraph_builder import TextBlock
from aligner.read.parts.signatures import PO, XLIFF
from aligner.read.parts.source import Source, load
from aligner.read.parts.typed_marks import take_marks
from aligner.read.recognise import SUFFIXES as TEXT_SUFFIXES
from aligner.read.recognise import TABLE_ADVICE, text_format
from aligner.separators import is_separator
from aligner.text import Paragraph

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
_BY_SUFFIX = {".epub": "EPUB", ".docx": "DOCX", ".odt": "ODT", ".pdf": "PDF", ".rtf": "RTF"}
_CODE = re.compile(r"<(?:code|kbd|samp)\b", re.IGNORECASE)  # a page with code, or about it
SUFFIXES = frozenset((*_BY_SUFFIX, *TEXT_SUFFIXES, ".txt"))
"""The endings of the names of files that can be read."""
_BINARY = frozenset(("EPUB", "DOCX", "ODT", "PDF", "RTF"))  # formats that show in the first bytes, whatever the name
_PDF_HEAD = 1024  # bytes in which "%PDF-" may come; readers of PDF accept that much before it (PDF 1.7, appendix H)
_HEAD = 2000  # characters in which an XLIFF file shows; comments and declarations may come first


def read_document(  # noqa: PLR0913 - what a user may know of a file
    source: Source,
    *,
    language: str | None = None,
    name: str = "",
    start: str = "",
    end: str = "",
    paragraphs: str = "",
) -> Document:
    """Read a file, or its bytes, into paragraphs.

    Parameters:
        source: a path (``str`` or any path object), or the bytes of a file; a ``str`` is never the text itself.
        language: a BCP 47 tag. Without it the file's name (``ru.txt``), what the file declares and then its text
            decide; "und" means that none of them does.
        name: what messages call the file, by default its path. Its ending decides where the content does not show the
            format, as for Markdown.
        start, end: phrases of the paragraphs in which the main text begins and ends. Without them it is found.
        paragraphs: how a plain text shows its paragraphs: "blank" lines between them, a "line" each, an "indent" where
            they begin, or lines "wrapped" up to a short last one. Without it the text's lines tell. Other formats mark
            their paragraphs.

    Raises ``InputError`` with what to do, for a file that cannot be read or a phrase that it does not contain, and
    ``TypeError`` when ``source`` is neither a path nor bytes.

    >>> document = read_document("# Die Fähre\\n\\nEins. Zwei.\\n".encode(), name="de.txt")
    >>> document.language, [(paragraph.text, paragraph.level) for paragraph in document.paragraphs]
    ('de', [('Die Fähre', 1), ('Eins. Zwei.', 0)])
    """
    given = check_language(language) if language else ""
    data, name = load(source, name)
    draft, mojibake = _read_draft(data, name, given or named_language(name), Wishes(start, end, paragraphs))
    return _make_document(draft, given, name, mojibake)


class Wishes(NamedTuple):
    """What a user says of a file: the phrases that bound its main text, and how plain text shows its paragraphs."""

    start: str = ""
    end: str = ""
    paragraphs: str = ""


def _read_draft(data: bytes, name: str, language: str, wishes: Wishes) -> tuple[Draft, str]:
    """Return what a file holds, and a warning if its text was decoded wrongly before; ``language`` helps to decode."""
    suffix = PurePath(name).suffix.lower()
    kind, container = _detect_format(data, suffix, name)
    phrases = {"start": wishes.start, "end": wishes.end}
    if container is not None or kind in _BINARY:
        if container is not None:
            draft = _container_reader(kind)(container, **phrases)
        else:
            draft = _binary_reader(kind)(data, name=name, **phrases)
        draft = draft if any(phrases.values()) else _without_gutenberg(draft)
        return replace(draft, paragraphs=[_with_marks(paragraph) for paragraph in draft.paragraphs]), ""
    content = decode(data, name=name, language=language)
    if XLIFF.search(content[:_HEAD]) or (suffix == ".po" and PO.search(content)):
        raise InputError(
            f"{name}: holds two texts that are aligned already; make an alignment of it with: aligner import {name}"
        )
    form = text_format(content, suffix, name)
    more = {} if form else {"paragraphs": wishes.paragraphs}
    draft = _text_reader(form)(content, name=name, **phrases, **more)
    if form not in ("Markdown", "Notebook", "AsciiDoc") and not _CODE.search(
        content
    ):  # in software "a[1]" refers to no note
        draft = replace(draft, paragraphs=[_with_marks(paragraph) for paragraph in draft.paragraphs])
    return draft, find_mojibake(content)


def _make_document(draft: Draft, given: str, name: str, mojibake: str) -> Document:
    """Return the document of a draft, with its language settled and each warning beginning with the file's name."""
    paragraphs = tuple(map(_with_kind, draft.paragraphs))
    if not paragraphs:
        advice = "; all of it was left out, so name its start and end phrase" if draft.left_out else ""
        raise InputError(f"{name}: no text found in it{advice}")
    language, warnings = settle_language(paragraphs, given, draft.language, named=named_language(name))
    warnings = [*draft.warnings, *([mojibake] if mojibake else []), *warnings, *language_warnings(paragraphs, language)]
    named = tuple(text if text.startswith(name) else f"{name}: {text}" for text in warnings)
    return Document(paragraphs, language, draft.title, name, tuple(draft.left_out), named, draft.layout)


def _with_kind(paragraph: Paragraph) -> Paragraph:
    """Return a paragraph as a separator if it is one."""
    if paragraph.kind in ("body", "verse", "item") and not paragraph.level and is_separator(paragraph.text):
        return replace(paragraph, kind="separator")
    return paragraph


def _with_marks(paragraph: Paragraph) -> Paragraph:
    """Return a paragraph with typed references to notes as marks."""
    if paragraph.kind in ("cue", "code", "separator") or is_separator(paragraph.text):
        return paragraph
    return take_marks(paragraph, plain=False)


def _without_gutenberg(draft: Draft) -> Draft:
    """Return a draft without what Project Gutenberg added to its text, if anything shows that it did."""
    kept, added = leave_out_gutenberg([TextBlock(paragraph) for paragraph in draft.paragraphs])
    return replace(draft, paragraphs=[one.paragraph for one in kept], left_out=[*draft.left_out, *added])


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
    if sum(name.lower().endswith(".fb2") for name in names) == 1:
        return "FB2"
    if "xl/workbook.xml" in names:
        raise InputError(f"{container.name}: is {TABLE_ADVICE.format(name=container.name)}")
    raise InputError(
        f"{container.name}: is a zip archive and neither EPUB, DOCX nor ODT; unpack it and name a file in it"
    )


def _container_reader(kind: str) -> Callable[..., Draft]:
    if kind == "EPUB":
        from aligner.read.epub import read_epub as reader
    elif kind == "DOCX":
        from aligner.read.docx import read_docx as reader
    elif kind == "FB2":
        from aligner.read.fictionbook import read_packed as reader
    else:
        from aligner.read.odt import read_odt as reader
    return reader


def _binary_reader(kind: str) -> Callable[..., Draft]:
    if kind == "PDF":
        from aligner.read.pdf import read_pdf as reader
    else:
        from aligner.read.rtf import read_rtf as reader
    return reader


_TEXT_READERS = {  # the module and the function that read a format
    "": ("plain", "read_plain"),
    "HTML": ("html", "read_page"),
    "Markdown": ("markdown", "read_markdown"),
    "Notebook": ("notebook", "read_notebook"),
    "AsciiDoc": ("asciidoc", "read_asciidoc"),
    "FB2": ("fictionbook", "read_fictionbook"),
    "TEI": ("tei", "read_tei"),
    "USFM": ("scripture", "read_usfm"),
    "USX": ("scripture", "read_usx"),
}


def _text_reader(kind: str) -> Callable[..., Draft]:
    """Return the reader of a text format; what has none of its own is a format of subtitles."""
    if kind not in _TEXT_READERS:
        from aligner.read.subtitles import read_subtitles

        return partial(read_subtitles, kind=kind)
    module, function = _TEXT_READERS[kind]
    reader: Callable[..., Draft] = getattr(import_module(f"aligner.read.{module}"), function)
    return reader
