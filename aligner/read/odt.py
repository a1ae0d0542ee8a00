"""OpenDocument texts (ODT): paragraphs, headings by outline level, notes apart, ruby, emphasis.

Source: OpenDocument 1.3, part 3. Text that tracked changes deleted and comments are left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from aligner.errors import InputError
from aligner.read.parts.container import Container
from aligner.read.parts.decode import decode
from aligner.read.parts.draft import Draft
from aligner.read.parts.main_text import between, infer_headings
from aligner.read.parts.paragraph_builder import Block, Flow, Style
from aligner.read.parts.xml_tree import inner_text, local_attribute, local_name, parse_xml, visit

_SKIPPED = frozenset([
    "tracked-changes", "annotation", "annotation-end", "forms", "sequence-decls", "note-citation", "ruby-text",
    "bibliography-source", "table-of-content", "alphabetical-index", "illustration-index",
])  # fmt: skip


@dataclass(slots=True)
class Content:
    """Visit the body; what stands in a note is collected apart."""

    kinds: dict[str, str]
    flow: Flow = field(default_factory=Flow)
    notes: Flow = field(default_factory=Flow)
    _main: Flow | None = None  # the flow that a note interrupts
    _base: int = 0
    _styles: list[Style] = field(default_factory=list)

    def blocks(self, body: etree._Element) -> list[Block]:
        """Return the blocks of the body, the notes after them."""
        visit(body, self)
        self.flow.end()
        return self.flow.blocks + self.notes.blocks

    def skips(self, element: etree._Element) -> bool:
        """Pass over what is no text of the document."""
        return local_name(element) in _SKIPPED

    def text(self, text: str) -> None:
        """Take characters, inside a paragraph only."""
        if text and self._styles:
            self.flow.add(text)

    def start(self, element: etree._Element) -> None:
        """Begin a paragraph, a mark or a note."""
        tag, flow = local_name(element), self.flow
        if tag in ("p", "h"):
            flow.end()
            self._styles.append(flow.style)
            flow.style = self._style(element, tag)
        elif tag == "span":
            flow.open(self.kinds.get(local_attribute(element, "style-name"), "run"))
        elif tag == "note":
            citation = element.find("{*}note-citation")
            flow.mark(flow.length, "note", inner_text(citation))
            self._main, self.flow = flow, self.notes
        elif tag == "ruby":
            self._base = flow.length
        elif tag == "line-break":
            flow.line_break()
        elif tag in ("s", "tab"):
            flow.add(" ")

    def end(self, element: etree._Element) -> None:
        """End a paragraph, a mark or a note."""
        tag, flow = local_name(element), self.flow
        if tag in ("p", "h"):
            flow.end()
            flow.style = self._styles.pop()
        elif tag == "span":
            flow.close()
        elif tag == "ruby":
            reading = element.find("{*}ruby-text")
            flow.mark(self._base, "ruby", inner_text(reading))
        elif tag == "note" and self._main is not None:
            self.flow, self._main = self._main, None

    def _style(self, element: etree._Element, tag: str) -> Style:
        level = 0
        kind = "note" if self._main is not None else "body"
        if tag == "h":
            given = local_attribute(element, "outline-level")
            level = int(given) if given in set("123456") else 1
        elif self.kinds.get(local_attribute(element, "style-name")) == "title":
            level = 1
        elif any(local_name(above) == "list-item" for above in element.iterancestors()):
            kind = "item"
        return Style(level, kind, line=len(self.flow.blocks) + 1)


def read_odt(container: Container, *, start: str = "", end: str = "") -> Draft:
    """Return a document's paragraphs, its notes after them."""
    where = f"{container.name}: content.xml"
    root = parse_xml(decode(container.read("content.xml"), name=where), where)
    body = root.find("{*}body/{*}text")
    if body is None:
        raise InputError(f"{where}: is not a text document; only ODT files can be read, no sheets or slides")
    blocks = Content(_span_kinds(root)).blocks(body)
    main, left = between(blocks, start, end, container.name)
    title = next((block.paragraph.text for block in blocks if block.paragraph.level == 1), "")
    return Draft(infer_headings(main, bold_only=True), title, left_out=left)


def _span_kinds(root: etree._Element) -> dict[str, str]:
    """Return which of the document's own styles are bold, italic or made from the one for titles."""
    kinds = {"Title": "title"}
    for style in root.iter("{*}style"):
        if local_attribute(style, "parent-style-name") == "Title":
            kinds[local_attribute(style, "name")] = "title"
        for properties in style.iter("{*}text-properties"):
            if local_attribute(properties, "font-weight") == "bold":
                kinds[local_attribute(style, "name")] = "strong"
            elif local_attribute(properties, "font-style") in ("italic", "oblique"):
                kinds[local_attribute(style, "name")] = "emphasis"
    return kinds
