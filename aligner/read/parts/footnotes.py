"""Footnotes in HTML: which links lead to them and back, and the notes separated from the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from lxml import etree

from aligner.read.parts.chapter_lines import is_note_line
from aligner.read.parts.paragraph_builder import Anchors, TextBlock
from aligner.read.parts.xml_tree import inner_text, local_attribute, local_name

# What a reference to a note reads: "1", "[12]", "(*)", "††", "iv", "a"; years such as 1984 too, so
# ``classify_note_link`` requires more of a link.
_REFERENCE = re.compile(r"[\[({]?\s*(?:\d{1,4}|[*†‡§¶]{1,3}|[ivxlc]{1,6}|[a-z])\s*[\])}]?", re.IGNORECASE)
# What a note's own number reads, which links back to the text: "1", "1.", "[1]", "*". A letter alone is not accepted:
# the entries of an alphabetical list link like this.
_NUMBER = re.compile(r"[\[({]?\s*(?:\d{1,4}|[*†‡§¶]{1,3})\s*[\])}.]?")
# How anchors and classes of notes are named: "fn1", "_ftn3" (Word), "sdfootnote2anc" (LibreOffice), "footnote-ref",
# "note_7", "noteref"; not "fnref2" (Pandoc) or "_ftnref3" (Word), to which notes lead back.
_NAMED = re.compile(
    r"_?(?:fn|ftn|edn|note|footnote|endnote|sdfootnote|sdendnote|noteref)(?![a-z]*ref\d)", re.IGNORECASE
)
_BACK = re.compile(r"[↩↑^⇑⏎\ufe0e\s]+|return|back", re.IGNORECASE)  # "↩︎", "^", "back" at the end of a note


def classify_note_link(link: etree._Element, *, opens: bool) -> str:
    """Return "reference" for a link to a note, "back" for one from a note to the text, "" for any other.

    ``opens`` says that the link comes first in a paragraph that has an anchor, as a note's own number does. A number
    alone is no reference: it must be raised, in brackets, or named as one by its class, anchor or role.
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


def resolve_path(base: str, href: str) -> str:
    """Return the path in a container that a link in the file ``base`` leads to.

    >>> resolve_path("text/ch1.xhtml", "../notes.xhtml"), resolve_path("ch1.xhtml", "die%20F%C3%A4hre.xhtml")
    ('notes.xhtml', 'die Fähre.xhtml')
    """
    return normpath(join(dirname(base), unquote(href)))


def separate_notes(blocks: list[TextBlock], targets: set[str]) -> tuple[list[TextBlock], list[TextBlock]]:
    """Return the blocks of the text, and the notes: blocks that are marked as such or that references lead to.

    ``targets`` are the anchors, "file#id", of the references.
    """
    body, notes = [], []
    found = list(find_notes(blocks, targets))
    for number, (block, is_note) in enumerate(zip(blocks, found, strict=True)):
        if is_note or (any(found[number + 1 : number + 2]) and is_note_line(block.paragraph.text)):
            notes.append(block._replace(paragraph=replace(block.paragraph, kind="note", level=0)))
        else:
            body.append(block)
    return body, notes


def find_notes(blocks: Iterable[TextBlock], targets: set[str]) -> Iterator[bool]:
    """Yield for each block whether it is a note: marked as one, or where one of the anchors ``targets`` leads.

    Blocks share the anchors of the elements around them, and each of those is looked at once.
    """
    known: dict[Anchors, bool] = {}
    for block in blocks:
        yield block.paragraph.kind == "note" or block.anchors.lead_from(targets, known)
