"""Read TEI, the XML of text editions: divisions and their heads, prose, verse and drama, notes apart.

Source: TEI P5 Guidelines, chapters 3, 4, 6 and 7; P4 (``TEI.2``) has the same elements without a namespace.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from aligner.document import LeftOut
from aligner.read.parts.draft import Draft
from aligner.read.parts.footnotes import separate_notes
from aligner.read.parts.main_text import between_phrases
from aligner.read.parts.paragraph_builder import BlockProperties, ParagraphBuilder
from aligner.read.parts.xml_tree import inner_text, local_attribute, local_name, parse_xml, source_line, visit
from aligner.text import fold_space

_BLOCKS = {  # elements that are paragraphs, and their kinds; "" keeps that of what is around
    "p": "", "ab": "", "head": "heading", "l": "verse", "item": "item", "cell": "", "speaker": "", "stage": "",
    "sp": "", "lg": "verse", "q": None, "opener": "", "closer": "", "salute": "", "signed": "", "dateline": "",
    "trailer": "", "epigraph": "", "argument": "", "byline": "", "list": "", "table": "", "div": "", "body": "",
    "front": "", "back": "", "figure": "", "castitem": "item", "castgroup": "", "quote": None, "label": "",
    "doctitle": "", "bibl": None, "cit": "",
}  # fmt: skip
_DIVISIONS = frozenset(("div", *(f"div{number}" for number in range(8))))
# What is printed around the text, or is one of two readings of which the other is read: "<choice><sic>teh</sic>
# <corr>the</corr></choice>". The header and title pages are named as left out.
_SKIPPED = frozenset(("fw", "figdesc", "graphic", "del", "surplus", "gap", "milestone", "pb", "cb", "index", "rdg"))
_NUMBERED = frozenset(("l", "p", "ab"))  # what editions number: lines of verse, paragraphs, verses
_SECOND_READINGS = frozenset(("sic", "orig", "abbr"))
_LEFT_OUT = {"titlepage": "title page", "teiheader": "header"}
_MARKS = {"hi": "emphasis", "emph": "emphasis", "foreign": "emphasis", "title": "emphasis", "code": "code"}
_DEEPEST = 6  # the lowest level of a heading


@dataclass(slots=True)
class _Text:
    """Visit a text and collect its blocks."""

    builder: ParagraphBuilder = field(default_factory=ParagraphBuilder)
    left_out: list[LeftOut] = field(default_factory=list)
    _depth: int = 0  # divisions that are open
    _outer: list[BlockProperties] = field(default_factory=list)  # the properties of the blocks that are open
    _notes: list[etree._Element] = field(default_factory=list)  # those met in the text, to be read after it

    def skips(self, element: etree._Element) -> bool:
        """Return whether an element is passed over; a note is read after the text, and its place marked."""
        name = local_name(element)
        if name in _LEFT_OUT:
            self.left_out.append(
                LeftOut(f"line {source_line(element)}", _LEFT_OUT[name], fold_space(inner_text(element)))
            )
        if name == "note":
            self._notes.append(element)
            self.builder.add_mark(self.builder.length, "note", element.get("n", str(len(self._notes))))
            return True
        parent = element.getparent()
        second = name in _SECOND_READINGS and parent is not None and local_name(parent) == "choice"
        return second or name in _SKIPPED or name in _LEFT_OUT

    def text(self, text: str) -> None:
        """Add characters; white space between blocks is none."""
        if text.strip() or self.builder.length:
            self.builder.add_text(text)

    def start(self, element: etree._Element) -> None:
        """Begin a block or a mark."""
        name, builder = local_name(element), self.builder
        self._depth += name in _DIVISIONS
        if name == "l" and builder.length and builder.properties.kind == "verse":
            builder.add_line_break()
            self._outer.append(builder.properties)
        elif _is_block(element):
            builder.end_paragraph()
            self._outer.append(builder.properties)
            builder.properties = self._properties(element, name)
        if name in _NUMBERED and (number := element.get("n") or local_attribute(element, "id")):
            builder.add_mark(builder.length, "id", number)
        elif name == "lb" and element.get("break") != "no":
            builder.add_text(" ")
        elif name in _MARKS:
            builder.open_mark(_MARKS[name])

    def end(self, element: etree._Element) -> None:
        """End a block or a mark; the lines of a stanza are one paragraph."""
        name, builder = local_name(element), self.builder
        self._depth -= name in _DIVISIONS
        if _is_block(element):
            if not (name == "l" and _has_line_after(element)):
                builder.end_paragraph()
            builder.properties = self._outer.pop()
            if name == "l" and _has_line_after(element):
                builder.properties = BlockProperties(0, "verse", line=builder.properties.line)
        elif name in _MARKS:
            builder.close_mark()

    def read_notes(self) -> None:
        """Read the notes that were met, after the text."""
        for note in self._notes:
            self.builder.end_paragraph()
            self.builder.properties = BlockProperties(0, "note", line=source_line(note))
            visit(note, self)
        self.builder.end_paragraph()

    def _properties(self, element: etree._Element, name: str) -> BlockProperties:
        outer, line = self.builder.properties, source_line(element)
        if outer.kind == "note":
            return BlockProperties(0, "note", line=line)
        if name == "head":
            parent = element.getparent()
            caption = parent is not None and local_name(parent) == "figure"
            return BlockProperties(0 if caption else min(max(self._depth, 1), _DEEPEST), "body", line=line)
        return BlockProperties(0, _BLOCKS.get(name) or outer.kind, line=line)


def _is_block(element: etree._Element) -> bool:
    """Return whether an element is a paragraph or holds some; a quotation may be either."""
    name = local_name(element)
    if name in ("q", "quote", "bibl", "note"):
        return any(local_name(child) in ("p", "l", "lg", "ab") for child in element)
    return name in _BLOCKS or name in _DIVISIONS


def _has_line_after(line: etree._Element) -> bool:
    following = line.getnext()
    while following is not None and local_name(following) in ("pb", "lb", "milestone", ""):
        following = following.getnext()
    return following is not None and local_name(following) == "l"


def read_tei(content: str, *, name: str, start: str = "", end: str = "") -> Draft:
    """Return the paragraphs of an edition's text, its notes after them; the header is left out.

    ``start`` and ``end`` are phrases of the paragraphs in which the main text begins and ends. Raises ``InputError``
    when the file is not well-formed, or a phrase is in no paragraph.
    """
    root = parse_xml(content, name)
    text = _Text()
    visit(root, text)
    text.read_notes()
    body, notes = separate_notes(text.builder.blocks, set())
    main, left = between_phrases(body + notes, start, end, name)
    title = fold_space(inner_text(root.find(".//{*}titleStmt/{*}title")))
    return Draft([block.paragraph for block in main], title, _language(root), [*text.left_out, *left])


def _language(root: etree._Element) -> str:
    """Return the language that the text, the document or the header declares, unchecked; "" without one."""
    for element in (root.find(".//{*}text"), root):
        if element is not None and (declared := local_attribute(element, "lang")):
            return declared
    used = root.find(".//{*}langUsage/{*}language")
    return "" if used is None else (local_attribute(used, "ident") or local_attribute(used, "id"))
