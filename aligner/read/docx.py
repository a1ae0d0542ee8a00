"""Read Word documents (DOCX): paragraphs, headings by style, foot- and endnotes apart, ruby, emphasis.

Source: ECMA-376 part 1, WordprocessingML. Of tracked changes the deleted text is left out, the inserted text is kept.
Hidden text and comments are left out; all of this is named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from aligner.document import LeftOut
from aligner.read.parts.container import Container
from aligner.read.parts.decode import decode
from aligner.read.parts.draft import Draft
from aligner.read.parts.main_text import between_phrases, infer_headings
from aligner.read.parts.paragraph_builder import BlockProperties, ParagraphBuilder, TextBlock
from aligner.read.parts.xml_tree import local_attribute, local_name, parse_xml, walk

# Elements whose text is shown elsewhere or not at all: deletions, the codes of fields, the fallback of a drawing (which
# repeats the text of its box), and the properties of runs, paragraphs, tables and sections.
_SKIPPED = frozenset([
    "del", "movefrom", "instrtext", "fallback", "ppr", "rpr", "sdtpr", "tblpr", "trpr", "tcpr", "sectpr",
    "delinstrtext",
])  # fmt: skip
# Types of footnote that are the line between text and notes, which Word stores among the notes.
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")
# Elements that stand for a character.
_CHARACTERS = {"tab": "\t", "nobreakhyphen": "\u2011", "ptab": "\t"}
# The characters of the font Symbol from 0x21 and from 0xA1 on, which ``sym`` names by code (Adobe's encoding Symbol).
_SYMBOLS = {
    0x21: "!∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    0xA1: "ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑",
}
_PRIVATE = 0xF000  # where Word puts the codes of such fonts, in the private use area of Unicode
# Names of heading styles: "heading 1" in every file of Word, translated in those of other programs ("Überschrift 2").
_HEADING_NAME = re.compile(
    r"(?:heading|überschrift|titre|título|titolo|nagłówek|заголовок|見出し|标题)\s*([1-6])", re.IGNORECASE
)


@dataclass(slots=True)
class Part:
    """Walk one part of a document (its body, its footnotes or its endnotes) and collect its blocks.

    ``levels`` are the heading levels of the paragraph styles, by identifier.
    """

    levels: dict[str, int]
    place: str
    hidden: frozenset[str] = frozenset()  # the identifiers of styles whose text is hidden
    left_out: list[LeftOut] = field(default_factory=list)
    builder: ParagraphBuilder = field(default_factory=ParagraphBuilder)
    _outer: list[BlockProperties] = field(default_factory=list)  # the properties of the paragraphs that are open
    _base: int = 0  # the offset at which the ruby's base began
    _notes: int = 0  # references to notes met so far
    _reading: list[str] | None = None  # the reading of a ruby, while it is open
    _joined: BlockProperties | None = None  # what is around a paragraph whose end is deleted, until the next begins

    def blocks(self, root: etree._Element) -> list[TextBlock]:
        """Return the blocks of a part in document order."""
        for element, step in walk(root, self._skips):
            tag, begins = local_name(element), step == "begin"
            if step == "skip":
                self._leave_out(element, tag)
                continue
            if tag == "p":
                self._paragraph(element, begins)
            elif tag in ("r", "ruby", "rt"):
                self._mark(element, tag, begins)
            elif begins:
                self._add_content(element, tag)
        self.builder.end_paragraph()
        return self.builder.blocks

    def _skips(self, element: etree._Element) -> bool:
        """Return whether an element is passed over: its text is shown elsewhere, deleted or hidden."""
        if local_name(element) in _SKIPPED or local_attribute(element, "type") in _SEPARATORS:
            return True
        return local_name(element) == "r" and self._is_hidden(element)

    def _is_hidden(self, run: etree._Element) -> bool:
        properties = run.find("{*}rPr")
        if properties is None:
            return False
        mark, style = properties.find("{*}vanish"), properties.find("{*}rStyle")
        if mark is not None:
            return local_attribute(mark, "val") not in ("0", "false", "off")
        return style is not None and local_attribute(style, "val") in self.hidden

    def _leave_out(self, element: etree._Element, tag: str) -> None:
        """Name the text of a run that is hidden, or that a tracked change deletes."""
        texts = [each.text or "" for each in element.iter("{*}t", "{*}delText")] if tag in ("r", "del") else []
        if text := "".join(texts).strip():
            place = f"{self.place or 'line'} {self._number()}"
            self.left_out.append(LeftOut(place, "deleted text" if tag == "del" else "hidden text", text))

    def _paragraph(self, element: etree._Element, begins: bool) -> None:
        """Begin or end a paragraph; one inside another (a text box) comes before the rest of the outer one."""
        if begins and self._joined is not None:
            self._outer.append(self._joined)
            self._joined = None
            return
        if not begins and _mark_is_deleted(element) and self.builder.length:
            self._joined = self._outer.pop()
            return
        self.builder.end_paragraph()
        if not begins:
            self.builder.properties = self._outer.pop()
            return
        self._outer.append(self.builder.properties)
        level, kind = 0, self.builder.properties.kind
        properties = element.find("{*}pPr")
        if properties is not None and kind == "body":
            style, outline = properties.find("{*}pStyle"), properties.find("{*}outlineLvl")
            level = self.levels.get(local_attribute(style, "val"), 0) if style is not None else 0
            level = _outline_level(outline) or level
            kind = "item" if properties.find("{*}numPr") is not None and not level else kind
        self.builder.properties = BlockProperties(level, kind, line=self._number(), place=self.place)

    def _mark(self, element: etree._Element, tag: str, begins: bool) -> None:
        """Begin or end a run, which may be bold or italic, or a ruby and its reading."""
        builder = self.builder
        if tag == "r" and self._reading is None:
            if begins:
                builder.open_mark(_run_kind(element))
            else:
                builder.close_mark()
        elif tag == "ruby" and begins:
            self._base = builder.length
        elif tag == "ruby" and self._reading is not None:
            builder.add_mark(self._base, "ruby", "".join(self._reading))
            self._reading = None
        elif tag == "rt":
            self._reading = [] if begins else self._reading

    def _add_content(self, element: etree._Element, tag: str) -> None:
        """Add the characters, the line break or the note that an element means."""
        builder = self.builder
        if tag == "t" and element.text:
            if self._is_in_reading(element):
                self._reading = [*(self._reading or []), element.text]
            else:
                builder.add_text(element.text)
        elif tag in ("br", "cr"):
            builder.add_line_break()
        elif tag in _CHARACTERS:
            builder.add_text(_CHARACTERS[tag])
        elif tag == "sym":
            self._add_symbol(local_attribute(element, "font"), local_attribute(element, "char"))
        elif tag in ("footnotereference", "endnotereference"):
            self._notes += 1
            builder.add_mark(builder.length, "note", str(self._notes))
        elif tag in ("footnote", "endnote"):
            builder.end_paragraph()
            builder.properties = BlockProperties(0, "note", line=self._number(), place=self.place)

    def _add_symbol(self, font: str, code: str) -> None:
        """Add the character that a code means in a font of symbols; name one that is not known as left out."""
        number = int(code, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,6}", code) else 0
        number -= _PRIVATE if _PRIVATE < number <= _PRIVATE + 0xFF else 0
        if font != "Symbol":
            found = chr(number) if 0xFF < number < 0xD800 else ""
        else:
            found = next((row[number - at] for at, row in _SYMBOLS.items() if 0 <= number - at < len(row)), "")
        self.builder.add_text(found)
        if not found:
            place = f"{self.place or 'line'} {self._number()}"
            self.left_out.append(LeftOut(place, "unknown symbol", f"{font} {code}"))

    def _number(self) -> int:
        """Return the number, from 1, of the paragraph that begins now in its part."""
        return len(self.builder.blocks) + 1

    @staticmethod
    def _is_in_reading(element: etree._Element) -> bool:
        run = element.getparent()
        above = run.getparent() if run is not None else None
        return above is not None and local_name(above) == "rt"


def read_docx(container: Container, *, start: str = "", end: str = "") -> Draft:
    """Return the paragraphs of a document, its foot- and endnotes after them.

    ``start`` and ``end`` are phrases of the paragraphs in which the main text begins and ends. Raises ``InputError``
    when the file is damaged, or a phrase is in no paragraph.
    """
    blocks: list[TextBlock] = []
    found: list[LeftOut] = []
    styles = _styles(container)
    levels, hidden = _style_levels(styles), _hidden_styles(styles)
    for path in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml"):
        data = container.read(path) if path == "word/document.xml" else container.find(path)
        if data is not None:
            where = f"{container.name}: {path}"
            part = Part(levels, "" if path == "word/document.xml" else path, hidden)
            blocks += part.blocks(parse_xml(decode(data, name=where), where))
            found += part.left_out
    found += _comments(container)
    main, left = between_phrases(blocks, start, end, container.name)
    paragraphs = infer_headings(main, bold_only=True)
    title = next((block.paragraph.text for block in blocks if block.paragraph.level == 1), "")
    return Draft(paragraphs, title, left_out=[*found, *left])


def _comments(container: Container) -> list[LeftOut]:
    """Return the comments of reviewers, which are no text of the document."""
    path = "word/comments.xml"
    data = container.find(path)
    if data is None:
        return []
    where = f"{container.name}: {path}"
    blocks = Part({}, path).blocks(parse_xml(decode(data, name=where), where))
    return [LeftOut(path, "comment", block.paragraph.text) for block in blocks]


def _mark_is_deleted(paragraph: etree._Element) -> bool:
    """Return whether a tracked change deletes the end of a paragraph, so that the next one belongs to it."""
    following = paragraph.getnext()
    return paragraph.find("{*}pPr/{*}rPr/{*}del") is not None and following is not None and local_name(following) == "p"


def _run_kind(run: etree._Element) -> str:
    """Return "strong", "emphasis" (italic, or with East Asian emphasis dots) or "run"."""
    properties = run.find("{*}rPr")
    for tag, kind in (("b", "strong"), ("i", "emphasis"), ("em", "emphasis")):
        mark = properties.find(f"{{*}}{tag}") if properties is not None else None
        if mark is not None and local_attribute(mark, "val") not in ("0", "false", "none"):
            return kind
    return "run"


def _outline_level(element: etree._Element | None) -> int:
    """Return the heading level of an ``outlineLvl``, 1 to 6, or 0: the file counts from 0, and 9 is body text."""
    value = local_attribute(element, "val") if element is not None else ""
    return int(value) + 1 if value in ("0", "1", "2", "3", "4", "5") else 0


def _styles(container: Container) -> list[etree._Element]:
    """Return the styles of a document."""
    data = container.find("word/styles.xml")
    where = f"{container.name}: word/styles.xml"
    return [] if data is None else list(parse_xml(decode(data, name=where), where).iter("{*}style"))


def _hidden_styles(styles: list[etree._Element]) -> frozenset[str]:
    """Return the identifiers of the styles whose text is hidden."""
    marks = ((style, style.find("{*}rPr/{*}vanish")) for style in styles)
    shown = ("0", "false", "off")
    return frozenset(
        local_attribute(style, "styleId")
        for style, mark in marks
        if mark is not None and local_attribute(mark, "val") not in shown
    )


def _style_levels(styles: list[etree._Element]) -> dict[str, int]:
    """Return the heading level of each paragraph style that has one, itself or from the style it is based on."""
    levels: dict[str, int] = {}
    based: dict[str, str] = {}
    for style in styles:
        name, outline, base = style.find("{*}name"), style.find("{*}pPr/{*}outlineLvl"), style.find("{*}basedOn")
        label = local_attribute(name, "val") if name is not None else ""
        match = _HEADING_NAME.fullmatch(label)
        identity = local_attribute(style, "styleId")
        based[identity] = local_attribute(base, "val") if base is not None else ""
        named = int(match[1]) if match else int(label.lower() == "title")
        if level := _outline_level(outline) or named:
            levels[identity] = level
    for identity, base_identity in based.items():
        above, seen = base_identity, {identity}
        while identity not in levels and above and above not in seen:
            seen.add(above)
            if above in levels:
                levels[identity] = levels[above]
            above = based.get(above, "")
    return levels
