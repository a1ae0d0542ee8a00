"""Footnotes in HTML: which links lead to them and back, and the notes parted from the text."""

from __future__ import annotations

import re
from dataclasses import replace
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from lxml import etree

from aligner.read.parts.paragraph_builder import Block
from aligner.read.parts.xml_tree import inner_text, local_attribute, local_name

_REFERENCE = re.compile(r"[\[({]?\s*(?:\d{1,4}|[*†‡§¶]{1,3}|[ivxlc]{1,6}|[a-z])\s*[\])}]?", re.IGNORECASE)
_NUMBER = re.compile(r"[\[({]?\s*(?:\d{1,4}|[*†‡§¶]{1,3})\s*[\])}.]?")
_NAMED = re.compile(
    r"_?(?:fn|ftn|edn|note|footnote|endnote|sdfootnote|sdendnote|noteref)(?![a-z]*ref\d)", re.IGNORECASE
)
_BACK = re.compile(r"[↩↑^⇑⏎\ufe0e\s]+|return|back", re.IGNORECASE)


def note_link(link: etree._Element, *, opens: bool) -> str:
    """Return "reference" for a link to a note, "back" for one from a note to the text, "" for any other.

    ``opens`` says that the link stands first in a paragraph that others can lead to, as a note's own number does.
    """
    _, _, anchor = link.get("href", "").partition("#")
    if not anchor:
        return ""
    text = inner_text(link).strip()
    types = f"{local_attribute(link, 'type')} {link.get('role', '')}"
    if "backlink" in types or (text and _BACK.fullmatch(text)) or (opens and _NUMBER.fullmatch(text)):
        return "back"
    parent = link.getparent()
    raised = (parent is not None and local_name(parent) == "sup") or link.find(".//{*}sup") is not None
    named = _NAMED.match(anchor) or _NAMED.match(link.get("class", ""))
    if "noteref" in types or ((raised or named or text[:1] in set("[({*†‡§¶")) and _REFERENCE.fullmatch(text)):
        return "reference"
    return ""


def resolve(base: str, href: str) -> str:
    """Return the path in a container that a link in the file ``base`` leads to.

    >>> resolve("text/ch1.xhtml", "../notes.xhtml")
    'notes.xhtml'
    """
    return normpath(join(dirname(base), unquote(href)))


def part_notes(blocks: list[Block], targets: set[str]) -> tuple[list[Block], list[Block]]:
    """Return the blocks of the text, and apart from them the notes: what says so, and where references lead."""
    body, notes = [], []
    for block in blocks:
        if block.paragraph.kind == "note" or block.ids & targets:
            notes.append(block._replace(paragraph=replace(block.paragraph, kind="note", level=0)))
        else:
            body.append(block)
    return body, notes
