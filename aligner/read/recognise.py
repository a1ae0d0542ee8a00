"""Recognise the format of a text file, by its characters and then by its name; refuse those that cannot be read.

A file is never read as prose because nothing else is known of it: markup of a kind that has no reader here is an error
that says what to do.
"""

from __future__ import annotations

import re

from aligner.errors import InputError
from aligner.read.cues import cue_format

SUFFIXES = {  # what a suffix suggests; the content of the file goes before it
    ".html": "HTML",
    ".htm": "HTML",
    ".xhtml": "HTML",
    ".md": "Markdown",
    ".markdown": "Markdown",
    ".mdx": "Markdown",
    ".ipynb": "Notebook",
    ".adoc": "AsciiDoc",
    ".asciidoc": "AsciiDoc",
    ".srt": "subtitles",
    ".vtt": "subtitles",
    ".sbv": "SBV",
    ".ass": "ASS",
    ".ssa": "ASS",
    ".lrc": "LRC",
    ".ttml": "TTML",
    ".dfxp": "TTML",
    ".fb2": "FB2",
    ".usfm": "USFM",
    ".sfm": "USFM",
    ".usx": "USX",
    ".xml": "",
}
_XML_ROOTS = {  # the names of root elements, in small letters
    "fictionbook": "FB2",
    "tei": "TEI",
    "tei.2": "TEI",
    "teicorpus": "TEI",
    "tt": "TTML",
    "usx": "USX",
}
_MARKED_UP = frozenset(
    ("Markdown", "Notebook", "HTML", "AsciiDoc", "USFM")
)  # formats in which a time at the top means nothing
_XML_KINDS = frozenset(("FB2", "TEI", "TTML", "USX"))
TABLE_ADVICE = (
    "a table; where its columns are translations of each other, make an alignment with: aligner import {name}"
)
_REFUSED = {  # the endings of names, what such files are, and what to do
    ".csv": TABLE_ADVICE,
    ".tsv": TABLE_ADVICE,
    ".rst": "reStructuredText; convert it to Markdown first, as: pandoc -t gfm",
    ".rest": "reStructuredText; convert it to Markdown first, as: pandoc -t gfm",
    ".tex": "LaTeX; convert it to Markdown first, as: pandoc -t gfm",
    ".org": "an Org file; convert it to Markdown first, as: pandoc -t gfm",
    ".textile": "Textile; convert it to Markdown first, as: pandoc -t gfm",
    ".json": "JSON; save the text in it as a text file",
    ".yaml": "YAML; save the text in it as a text file",
    ".yml": "YAML; save the text in it as a text file",
}
# What may come before the root element of XML or the first element of a page, and is passed over piece by piece: white
# space, ``<?xml version="1.0"?>``, ``<!-- made by hand -->``, ``<!DOCTYPE TEI.2 SYSTEM "tei2.dtd" [ … ]>``.
_BEFORE_ROOT = re.compile(r"\s+|<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(r"<(?:[\w.-]{1,40}:)?([A-Za-z_][\w.-]{0,40})")  # "<TEI xmlns=…", "<tei:TEI"
_DOCTYPE_HTML = re.compile(r"<!doctype\s+html", re.IGNORECASE)
_PAGE_ROOTS = frozenset(("html", "head", "body"))
_XML_START = re.compile(r"\ufeff?\s*<\?xml\b")
_NAMESPACE = re.compile(r"[^<>]*\sxmlns(?::[\w.-]+)?\s*=")  # in the rest of the root element's tag
_DIRECTIVE = re.compile(r"^\.\. [a-z][\w-]*(?::[\w-]+)?::(?:[ \t]|$)", re.MULTILINE)  # ".. note:: Take care."
_USFM = re.compile(r"\\id [A-Z0-9]{3}\b")  # the line with which a book of USFM begins


def text_format(content: str, suffix: str, name: str) -> str:
    """Return the format of a text, "" for plain text.

    ``suffix`` is the end of the file's name, in small letters. Raises ``InputError``, with what to do, for markup
    without a reader.

    >>> text_format("<!-- a --><html><body>One.", ".txt", "a.txt"), text_format("One.", ".md", "a.md")
    ('HTML', 'Markdown')
    """
    wanted = SUFFIXES.get(suffix, "")
    root, is_page = _find_root(content)
    if is_page:
        return "HTML"
    if root and (_XML_START.match(content) or suffix == ".xml" or _NAMESPACE.match(content, root.end())):
        element = root[1].lower()
        if element in _XML_ROOTS:
            return _XML_ROOTS[element]
        if not wanted:
            raise InputError(_advise_on_xml(element, name))
    if wanted in _XML_KINDS and not (root and _XML_ROOTS.get(root[1].lower()) == wanted):
        raise InputError(f"{name}: is not a valid {wanted} file though its name ends in {suffix}; it may be misnamed")
    if not wanted and _DIRECTIVE.search(content):
        suffix = ".rst"
    if suffix in _REFUSED:
        raise InputError(f"{name}: is {_REFUSED[suffix].format(name=name)}")
    if _USFM.match(content.lstrip("\ufeff \n")):
        return "USFM"
    return ("" if wanted in _MARKED_UP else cue_format(content)) or wanted


def _find_root(content: str) -> tuple[re.Match[str] | None, bool]:
    """Return the beginning of the tag of the first element, None if none comes first, and whether it is a page's."""
    at, page = 0, False
    while match := _BEFORE_ROOT.match(content, at):
        page = page or _DOCTYPE_HTML.match(match[0]) is not None
        at = match.end()
    root = _ROOT.match(content, at)
    return root, page or (root is not None and root[1].lower() in _PAGE_ROOTS)


def _advise_on_xml(root: str, name: str) -> str:
    if root in ("tmx", "xliff"):
        return f"{name}: holds texts that are aligned already; make an alignment of it with: aligner import {name}"
    return (
        f"{name}: is XML of a kind that is not read (its root is <{root}>); convert it to HTML, Markdown or text first"
    )
