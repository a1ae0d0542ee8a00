"""Read OpenDocument texts (ODT): paragraphs, headings by outline level, notes apart, ruby, emphasis.

Source: OpenDocument 1.3, part 3 (OASIS). Comments, and the deleted text of tracked changes, are left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from aligner.errors import InputError
from aligner.read.parts.container import Container
from aligner.read.parts.decode import decode
from aligner.read.parts.draft import Draft
from aligner.read.parts.main_text import between_phrases, infer_headings
from aligner.read.parts.paragraph_builder import BlockProperties, ParagraphBuilder, TextBlock
from aligner.read.parts.xml_tree import inner_text, local_attribute, local_name, parse_xml, visit

# Elements whose text is shown elsewhere or not at all: deletions, comments, a note's own number and a ruby's reading
# (both are taken with their parents), and lists that a program makes from the document.
_SKIPPED = frozenset([
    "tracked-changes", "annotation", "annotation-end", "forms", "sequence-decls", "note-citation", "ruby-text",
    "bibliography-source", "table-of-content", "alphabetical-index", "illustration-index",
])  # fmt: skip


@dataclass(slots=True)
class BodyVisitor:
    """Visit the body of a document and collect its blocks, those of notes apart.

    ``kinds`` maps the names of styles to "title", "strong" or "emphasis".
    """

    kinds: dict[str, str]
    builder: ParagraphBuilder = field(default_factory=ParagraphBuilder)
    notes: ParagraphBuilder = field(default_factory=ParagraphBuilder)
    _main: ParagraphBuilder | None = None  # the builder that a note interrupts
    _base: int = 0  # the offset at which the ruby's base began
    _outer: list[BlockProperties] = field(default_factory=list)  # the properties of the paragraphs that are open

    def blocks(self, body: etree._Element) -> list[TextBlock]:
        """Return the blocks of the body, the notes after them."""
        visit(body, self)
        self.builder.end_paragraph()
        return self.builder.blocks + self.notes.blocks

    def skips(self, element: etree._Element) -> bool:
        """Return whether an element holds no text of the document."""
        return local_name(element) in _SKIPPED

    def text(self, text: str) -> None:
        """Add characters; those between paragraphs are the layout of the XML."""
        if text and self._outer:
            self.builder.add_text(text)

    def start(self, element: etree._Element) -> None:
        """Begin a paragraph, a mark or a note."""
        tag, builder = local_name(element), self.builder
        if tag in ("p", "h"):
            builder.end_paragraph()
            self._outer.append(builder.properties)
            builder.properties = self._properties(element, tag)
        elif tag == "span":
            builder.open_mark(self.kinds.get(local_attribute(element, "style-name"), "run"))
        elif tag == "note":
            citation = element.find("{*}note-citation")
            builder.add_mark(builder.length, "note", inner_text(citation))
            self._main, self.builder = builder, self.notes
        elif tag == "ruby":
            self._base = builder.length
        elif tag == "line-break":
            builder.add_line_break()
        elif tag in ("s", "tab"):
            builder.add_text(" ")

    def end(self, element: etree._Element) -> None:
        """End a paragraph, a mark or a note."""
        tag, builder = local_name(element), self.builder
        if tag in ("p", "h"):
            builder.end_paragraph()
            builder.properties = self._outer.pop()
        elif tag == "span":
            builder.close_mark()
        elif tag == "ruby":
            reading = element.find("{*}ruby-text")
            builder.add_mark(self._base, "ruby", inner_text(reading))
        elif tag == "note" and self._main is not None:
            self.builder, self._main = self._main, None

    def _properties(self, element: etree._Element, tag: str) -> BlockProperties:
        level = 0
        kind = "note" if self._main is not None else "body"
        if tag == "h":
            given = local_attribute(element, "outline-level")
            level = int(given) if given in set("123456") else 1  # the specification's default
        elif self.kinds.get(local_attribute(element, "style-name")) == "title":
            level = 1
        elif any(local_name(above) == "list-item" for above in element.iterancestors()):
            kind = "item"
        return BlockProperties(level, kind, line=len(self.builder.blocks) + 1)


def read_odt(container: Container, *, start: str = "", end: str = "") -> Draft:
    """Return the paragraphs of a document, its notes after them.

    ``start`` and ``end`` are phrases of the paragraphs in which the main text begins and ends. Raises ``InputError``
    when the file is damaged or no text document, or a phrase is in no paragraph.
    """
    where = f"{container.name}: content.xml"
    root = parse_xml(decode(container.read("content.xml"), name=where), where)
    body = root.find("{*}body/{*}text")
    if body is None:
        raise InputError(f"{where}: is not a text document; only ODT files can be read, no sheets or slides")
    blocks = BodyVisitor(_style_kinds(root)).blocks(body)
    main, left = between_phrases(blocks, start, end, container.name)
    title = next((block.paragraph.text for block in blocks if block.paragraph.level == 1), "")
    return Draft(infer_headings(main, bold_only=True), title, left_out=left)


def _style_kinds(root: etree._Element) -> dict[str, str]:
    """Return, by name, which of the document's own styles are bold, italic or based on the one for titles."""
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
