"""Read FictionBook (FB2): the sections of a book, its verse and its notes.

Source: the schema FictionBook 2.1 of gribuser.ru.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from aligner.document import LeftOut
from aligner.read.parts.container import Container
from aligner.read.parts.decode import decode
from aligner.read.parts.draft import Draft
from aligner.read.parts.main_text import between_phrases
from aligner.read.parts.paragraph_builder import BlockProperties, ParagraphBuilder, TextBlock
from aligner.read.parts.xml_tree import inner_text, local_attribute, local_name, parse_xml, source_line, visit
from aligner.text import fold_space

_PARAGRAPHS = {"p": "body", "v": "verse", "subtitle": "heading", "text-author": "body", "td": "body", "th": "body"}
_MARKS = {"emphasis": "emphasis", "strong": "strong", "code": "code"}
_DEEPEST = 6  # the lowest level of a heading


@dataclass(slots=True)
class _Book:
    """Visit a body and collect its blocks; ``notes`` says that it is a body of notes."""

    notes: bool
    builder: ParagraphBuilder = field(default_factory=ParagraphBuilder)
    _depth: int = 1  # the level of the headings of the section that is open
    _titled: bool = False  # whether a title is open, whose paragraphs are the lines of one heading

    def skips(self, element: etree._Element) -> bool:
        """Return whether an element is a picture, a note's number, or a reference to a note, which becomes a mark."""
        if local_name(element) == "a" and local_attribute(element, "type") == "note":
            self.builder.add_mark(self.builder.length, "note", inner_text(element).strip("[](){} \n"))
            return True
        numbered = self.notes and local_name(element) == "title" and not _has_letters(element)
        return numbered or local_name(element) == "image"

    def text(self, text: str) -> None:
        """Add characters of a paragraph; between paragraphs there is only white space."""
        if text.strip() or self.builder.length:
            self.builder.add_text(text)

    def start(self, element: etree._Element) -> None:
        """Begin a block or a mark."""
        name, builder = local_name(element), self.builder
        if name == "section":
            self._depth += 1
        elif name == "title":
            builder.end_paragraph()
            self._titled = True
            builder.properties = self._properties(element, "heading")
        elif name in _PARAGRAPHS and self._titled:
            builder.add_line_break()
        elif name == "v" and builder.length and builder.properties.kind in ("verse", "note"):
            pass  # a further line of the stanza
        elif name in _PARAGRAPHS:
            builder.end_paragraph()
            builder.properties = self._properties(element, _PARAGRAPHS[name])
        elif name in _MARKS:
            builder.open_mark(_MARKS[name])

    def end(self, element: etree._Element) -> None:
        """End a block or a mark; the verses of a stanza are one paragraph."""
        name, builder = local_name(element), self.builder
        if name == "section":
            self._depth -= 1
        elif name == "title":
            builder.end_paragraph()
            self._titled = False
        elif name == "v" and (following := element.getnext()) is not None and local_name(following) == "v":
            builder.add_line_break()
        elif name in _PARAGRAPHS and not self._titled:
            builder.end_paragraph()
        elif name in _MARKS:
            builder.close_mark()

    def _properties(self, element: etree._Element, kind: str) -> BlockProperties:
        if self.notes:
            return BlockProperties(0, "note", line=source_line(element))
        level = min(self._depth, _DEEPEST) if kind == "heading" and _has_letters(element) else 0
        return BlockProperties(level, kind if kind != "heading" else "body", line=source_line(element))


def _has_letters(element: etree._Element) -> bool:
    """Return whether an element has a letter: a scene break and a note's number have none."""
    return any(character.isalpha() for character in inner_text(element))


def read_packed(container: Container, *, start: str = "", end: str = "") -> Draft:
    """Return the paragraphs of a book that is packed alone into a zip file, as ``read_fictionbook`` does."""
    member = next(path for path in container.names() if path.lower().endswith(".fb2"))
    where = f"{container.name}: {member}"
    return read_fictionbook(decode(container.read(member), name=where), name=where, start=start, end=end)


def read_fictionbook(content: str, *, name: str, start: str = "", end: str = "") -> Draft:
    """Return the paragraphs of a book, its notes after them; the publisher's description is left out.

    ``start`` and ``end`` are phrases of the paragraphs in which the main text begins and ends. Raises ``InputError``
    when the file is not well-formed, or a phrase is in no paragraph.
    """
    root = parse_xml(content, name)
    body, notes = list[TextBlock](), list[TextBlock]()
    for element in root.iterchildren("{*}body"):
        book = _Book(notes=local_attribute(element, "name") in ("notes", "comments", "footnotes"))
        visit(element, book)
        book.builder.end_paragraph()
        (notes if book.notes else body).extend(book.builder.blocks)
    main, left = between_phrases(body + notes, start, end, name)
    about = root.find("{*}description/{*}title-info/{*}annotation")
    if about is not None and (words := fold_space(inner_text(about))):
        left = [LeftOut(f"line {source_line(about)}", "annotation", words), *left]
    info = "{*}description/{*}title-info/{*}"
    title, language = (fold_space(inner_text(root.find(info + key))) for key in ("book-title", "lang"))
    return Draft([block.paragraph for block in main], title, language, left)
