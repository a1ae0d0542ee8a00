"""Word documents (DOCX): paragraphs, headings by style, foot- and endnotes apart, ruby, emphasis.

Source: ECMA-376 part 1, WordprocessingML. Deleted text of tracked changes is left out, inserted text is taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from aligner.read.parts.container import Container
from aligner.read.parts.decode import decode
from aligner.read.parts.draft import Draft
from aligner.read.parts.main_text import between, infer_headings
from aligner.read.parts.paragraph_builder import Block, Flow, Style
from aligner.read.parts.xml_tree import local_attribute, local_name, parse_xml, walk

# Text that is shown elsewhere or not at all: deletions, field codes, fallbacks of drawings, comments.
_SKIPPED = frozenset([
    "del", "movefrom", "instrtext", "fallback", "ppr", "rpr", "sdtpr", "tblpr", "trpr", "tcpr", "sectpr",
    "delinstrtext",
])  # fmt: skip
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")  # kinds of footnote that are none
_CHARACTERS = {"tab": "\t", "nobreakhyphen": "\u2011", "softhyphen": "\u00ad", "ptab": "\t"}
_HEADING_NAME = re.compile(
    r"(?:heading|überschrift|titre|título|titolo|nagłówek|заголовок|見出し|标题)\s*([1-6])", re.IGNORECASE
)


@dataclass(slots=True)
class Body:
    """Walk one part of a document (its body, or its notes) and collect its blocks."""

    levels: dict[str, int]
    place: str
    flow: Flow = field(default_factory=Flow)
    _styles: list[Style] = field(default_factory=list)
    _base: int = 0
    _notes: int = 0
    _reading: list[str] | None = None

    def walk(self, root: etree._Element) -> list[Block]:
        """Return the blocks of a part in document order."""
        for element, step in walk(root, _skips):
            tag, begins = local_name(element), step == "begin"
            if step == "skip":
                continue
            if tag == "p":
                self._paragraph(element, begins)
            elif tag in ("r", "ruby", "rt"):
                self._span(element, tag, begins)
            elif begins:
                self._leaf(element, tag)
        self.flow.end()
        return self.flow.blocks

    def _paragraph(self, element: etree._Element, begins: bool) -> None:
        """Begin or end a paragraph; one inside another (a text box) stands before the rest of the outer."""
        self.flow.end()
        if not begins:
            self.flow.style = self._styles.pop()
            return
        self._styles.append(self.flow.style)
        level, kind = 0, self.flow.style.kind
        properties = element.find("{*}pPr")
        if properties is not None and kind == "body":
            style, outline = properties.find("{*}pStyle"), properties.find("{*}outlineLvl")
            level = self.levels.get(local_attribute(style, "val"), 0) if style is not None else 0
            level = _level(outline) or level
            kind = "item" if properties.find("{*}numPr") is not None and not level else kind
        self.flow.style = Style(level, kind, line=self._number(), place=self.place)

    def _span(self, element: etree._Element, tag: str, begins: bool) -> None:
        flow = self.flow
        if tag == "r" and self._reading is None:
            kind = _run_kind(element)
            if begins:
                flow.open(kind)
            else:
                flow.close()
        elif tag == "ruby" and begins:
            self._base = flow.length
        elif tag == "ruby" and self._reading is not None:
            flow.mark(self._base, "ruby", "".join(self._reading))
            self._reading = None
        elif tag == "rt":
            self._reading = [] if begins else self._reading

    def _leaf(self, element: etree._Element, tag: str) -> None:
        flow = self.flow
        if tag == "t" and element.text:
            if self._in_reading(element):
                self._reading = [*(self._reading or []), element.text]
            else:
                flow.add(element.text)
        elif tag in ("br", "cr"):
            flow.line_break()
        elif tag in _CHARACTERS:
            flow.add(_CHARACTERS[tag])
        elif tag in ("footnotereference", "endnotereference"):
            self._notes += 1
            flow.mark(flow.length, "note", str(self._notes))
        elif tag in ("footnote", "endnote"):
            flow.end()
            flow.style = Style(0, "note", line=self._number(), place=self.place)

    def _number(self) -> int:
        """Return the number that the paragraph which begins now will have in its part."""
        return len(self.flow.blocks) + 1

    @staticmethod
    def _in_reading(element: etree._Element) -> bool:
        run = element.getparent()
        above = run.getparent() if run is not None else None
        return above is not None and local_name(above) == "rt"


def read_docx(container: Container, *, start: str = "", end: str = "") -> Draft:
    """Return a document's paragraphs, its foot- and endnotes after them."""
    blocks: list[Block] = []
    levels = _style_levels(container)
    for path in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml"):
        data = container.read(path) if path == "word/document.xml" else container.find(path)
        if data is not None:
            where = f"{container.name}: {path}"
            blocks += Body(levels, "" if path == "word/document.xml" else path).walk(
                parse_xml(decode(data, name=where), where)
            )
    main, left = between(blocks, start, end, container.name)
    paragraphs = infer_headings(main, bold_only=True)
    title = next((block.paragraph.text for block in blocks if block.paragraph.level == 1), "")
    return Draft(paragraphs, title, left_out=left)


def _skips(element: etree._Element) -> bool:
    return local_name(element) in _SKIPPED or local_attribute(element, "type") in _SEPARATORS


def _run_kind(run: etree._Element) -> str:
    properties = run.find("{*}rPr")
    for tag, kind in (("b", "strong"), ("i", "emphasis"), ("em", "emphasis")):
        mark = properties.find(f"{{*}}{tag}") if properties is not None else None
        if mark is not None and local_attribute(mark, "val") not in ("0", "false", "none"):
            return kind
    return "run"


def _level(element: etree._Element | None) -> int:
    """Return the heading level of an ``outlineLvl``, 1 to 6, or 0: the file counts from 0, and 9 is body text."""
    value = local_attribute(element, "val") if element is not None else ""
    return int(value) + 1 if value in ("0", "1", "2", "3", "4", "5") else 0


def _style_levels(container: Container) -> dict[str, int]:
    """Return the heading level of each paragraph style that has one, also through the style it is based on."""
    data = container.find("word/styles.xml")
    if data is None:
        return {}
    where = f"{container.name}: word/styles.xml"
    levels: dict[str, int] = {}
    based: dict[str, str] = {}
    for style in parse_xml(decode(data, name=where), where).iter("{*}style"):
        name, outline, base = style.find("{*}name"), style.find("{*}pPr/{*}outlineLvl"), style.find("{*}basedOn")
        label = local_attribute(name, "val") if name is not None else ""
        match = _HEADING_NAME.fullmatch(label)
        identity = local_attribute(style, "styleId")
        based[identity] = local_attribute(base, "val") if base is not None else ""
        if level := _level(outline) or (int(match[1]) if match else 0) or (1 if label.lower() == "title" else 0):
            levels[identity] = level
    for identity, base_identity in based.items():
        above, seen = base_identity, {identity}
        while identity not in levels and above and above not in seen:
            seen.add(above)
            if above in levels:
                levels[identity] = levels[above]
            above = based.get(above, "")
    return levels
