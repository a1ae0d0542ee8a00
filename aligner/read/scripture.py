"""Read the markup of Bible translations, USFM and USX: a paragraph a verse, with its reference as place.

Source: Unified Standard Format Markers 3.1, and USX 3.0, its form in XML (United Bible Societies). Both become one row
of events, so that one class makes the paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from aligner.document import LeftOut
from aligner.read.parts.draft import Draft
from aligner.read.parts.main_text import between_phrases
from aligner.read.parts.paragraph_builder import BlockProperties, ParagraphBuilder, TextBlock
from aligner.read.parts.xml_tree import inner_text, local_attribute, local_name, parse_xml, source_line
from aligner.text import fold_space

_MARKER = re.compile(r"\\(\+?[a-z]+[0-9]*(?:-[se])?)(\*|[ \t]?)")  # "\\p", "\\q1", "\\v", "\\f*", "\\+nd"
_NOTES = frozenset(("f", "fe", "ef"))  # foot- and endnotes
_REFERENCES = frozenset(("x", "ex", "fig", "r", "mr", "sr", "rq", "va", "vp", "ca", "cp", "rem", "sts", "h", "toc"))
"""Cross references, pictures, printed numbers of other counts, remarks and what programs show: not the text."""
_HEADINGS = {"mt": 1, "imt": 1, "mte": 1, "ms": 2, "s": 3, "is": 3, "qa": 4}  # markers without their number, and levels
_VERSE = re.compile(r"(?:q[rcdms]?|qm|d|sp)\d?")  # markers of lines of poetry
# Markers of paragraphs and tables, without their number; all others are of characters.
_PARAGRAPHS = re.compile(
    r"(?:p[ormhic]?|pm[ocr]?|m|mi|nb|cls|pi|ph|li[hfm]?|lf|b|i[pmoqbe]|ipi|ipq|imi|iot|io|tr|cd|cl|iex|ide|usfm)\d?"
)
_WORD_ATTRIBUTES = re.compile(r"\|[^\\\n]*")  # "|lemma=\"grace\" strong=\"H1234\"" before "\\w*"
_ID = re.compile(r"([A-Z0-9]{3})\b[^\n]*")  # "GEN - English: …"
_NUMBER = re.compile(r"\s*(\d[\w.,:-]*)[ \t]*")  # "1", "3-4", "2a"
_NOTE_CALLER = re.compile(r"\s*[-+*\w]\s")  # the sign that calls the note, "+" for one that the printer chooses


@dataclass(slots=True)
class _Verses:
    """Collect verses: the characters between two verse numbers are a paragraph, a heading is one of its own."""

    name: str
    builder: ParagraphBuilder = field(default_factory=ParagraphBuilder)
    notes: list[TextBlock] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    book: str = ""
    title: str = ""
    _chapter: str = ""
    _verse: str = ""

    @property
    def _place(self) -> str:
        """The reference of what is read: "GEN 1:3", "GEN 1" before the first verse, "GEN" in an introduction."""
        return f"{self.book} {self._chapter}".strip() + (f":{self._verse}" if self._verse else "")

    def begin(self, marker: str, line: int) -> None:
        """Begin a paragraph, a line of poetry or a heading."""
        plain = marker.rstrip("0123456789")
        poetry = bool(_VERSE.fullmatch(marker))
        if plain in _HEADINGS:
            self.builder.end_paragraph()
            level = _HEADINGS[plain]
            self.builder.properties = BlockProperties(level, "heading", line=line, place=self._place)
        elif self._verse and self.builder.length and not self.builder.properties.level:
            self.builder.add_line_break()  # the verse goes on in the next paragraph
            if poetry:
                self.builder.properties.kind = "verse"
        else:
            self._open(line, "verse" if poetry else "body")

    def chapter(self, number: str) -> None:
        """Begin a chapter."""
        self.builder.end_paragraph()
        self._chapter, self._verse = number, ""

    def verse(self, number: str, line: int) -> None:
        """Begin a verse; one that begins inside a paragraph is a paragraph too."""
        kind = self.builder.properties.kind if not self.builder.properties.level else "body"
        self.builder.end_paragraph()
        self._verse = number
        self._open(line, kind)

    def _open(self, line: int, kind: str) -> None:
        self.builder.end_paragraph()
        self.builder.properties = BlockProperties(0, kind, line=line, place=self._place)
        if self._verse:
            self.builder.add_mark(0, "id", self._place)

    def note(self, words: str, line: int) -> None:
        """Keep a note for the end, and mark its place."""
        if words:
            self.builder.add_mark(self.builder.length, "note", str(len(self.notes) + 1))
            other = ParagraphBuilder(properties=BlockProperties(0, "note", line=line, place=self._place))
            other.add_text(words)
            other.end_paragraph()
            self.notes += other.blocks

    def leave(self, words: str, line: int, reason: str) -> None:
        """Leave out what is not the text."""
        if words:
            self.left_out.append(LeftOut(f"line {line}", reason, words))

    def draft(self, language: str, start: str, end: str) -> Draft:
        """Return what was collected."""
        self.builder.end_paragraph()
        main, left = between_phrases(self.builder.blocks + self.notes, start, end, self.name)
        titles = [block.paragraph.text for block in self.builder.blocks if block.paragraph.level == 1]
        return Draft([b.paragraph for b in main], " ".join(titles[:1]), language, [*self.left_out, *left])


def read_usfm(content: str, *, name: str, start: str = "", end: str = "") -> Draft:
    """Return the verses of a book in USFM, its footnotes after them; cross references are left out.

    ``start`` and ``end`` are phrases of the verses in which the main text begins and ends. Raises ``InputError`` when a
    phrase is in none.

    >>> draft = read_usfm("\\\\id GEN\\n\\\\c 1\\n\\\\p\\n\\\\v 1 One.\\n\\\\v 2 Two.", name="a.usfm")
    >>> [(verse.text, verse.place) for verse in draft.paragraphs]
    [('One.', 'GEN 1:1'), ('Two.', 'GEN 1:2')]
    """
    verses = _Verses(name)
    inside, held, began = "", list[str](), 1  # the note or remark that is open, its words and its line
    for marker, closes, text, line in _usfm_events(content):
        plain = marker.lstrip("+").rstrip("0123456789")
        if inside and ((closes and plain == inside) or (inside not in _NOTES and _is_block(marker))):
            _end_aside(verses, inside, "".join(held), began)
            inside = ""
            if closes:
                verses.builder.add_text(text)
                continue
        if inside:
            held.append(text)
        elif (plain in _NOTES or plain in _REFERENCES) and not closes:
            inside, held, began = plain, [text], line
        else:
            _take(verses, marker, text, line)
    if inside:
        _end_aside(verses, inside, "".join(held), began)
    return verses.draft("", start, end)


def _usfm_events(content: str) -> Iterator[tuple[str, bool, str, int]]:
    """Yield each marker, whether it closes, the text after it, and its line."""
    markers = list(_MARKER.finditer(content))
    line, at = 1, 0
    for match, following in zip(markers, [*markers[1:], None], strict=False):  # there may be no marker at all
        line += content.count("\n", at, match.start())
        at = match.start()
        text = content[match.end() : following.start() if following else len(content)]
        if following and following[2] == "*":  # what closes may have attributes before it: "\\w grace|H1\\w*"
            text = _WORD_ATTRIBUTES.sub("", text)
        yield match[1], match[2] == "*", text, line


def _is_block(marker: str) -> bool:
    plain = marker.rstrip("0123456789")
    return (
        marker in ("c", "v", "id")
        or plain in _HEADINGS
        or plain in _REFERENCES - {"x", "ex", "fig"}
        or bool(_VERSE.fullmatch(marker) or _PARAGRAPHS.fullmatch(marker))
    )


def _take(verses: _Verses, marker: str, text: str, line: int) -> None:
    """Take a marker with the text after it, outside notes."""
    if marker == "id":
        match = _ID.match(text.lstrip())
        verses.book = match[1] if match else ""
    elif marker in ("c", "v"):
        number = _NUMBER.match(text)
        if number and marker == "c":
            verses.chapter(number[1])
            text = ""
        elif number:
            verses.verse(number[1], line)
            verses.builder.add_text(text[number.end() :])
    else:
        if _is_block(marker):
            verses.begin(marker, line)
        if marker.rstrip("0123456789") not in ("ide", "usfm"):
            verses.builder.add_text(text)


def _end_aside(verses: _Verses, marker: str, words: str, line: int) -> None:
    shown = fold_space(_NOTE_CALLER.sub("", words, count=1) if marker in _NOTES | {"x", "ex"} else words)
    if marker in _NOTES:
        verses.note(shown, line)
    elif marker not in ("h", "toc"):
        verses.leave(shown, line, "cross reference" if marker in ("x", "ex", "r", "mr", "sr", "rq") else "remark")


def read_usx(content: str, *, name: str, start: str = "", end: str = "") -> Draft:
    """Return the verses of a book in USX, as ``read_usfm`` does for USFM."""
    verses = _Verses(name)
    root = parse_xml(content, name)
    for element in root:
        tag, style = local_name(element), element.get("style", "")
        plain, line = style.rstrip("0123456789"), source_line(element)
        if tag == "book":
            verses.book = element.get("code", "")
        elif tag == "chapter" and element.get("number"):
            verses.chapter(element.get("number", ""))
        elif plain in _REFERENCES:
            verses.leave(fold_space(inner_text(element)) if plain not in ("h", "toc") else "", line, "cross reference")
        elif tag in ("para", "table"):
            verses.begin(style or "p", line)
            _take_inline(verses, element)
    return verses.draft(local_attribute(root, "lang"), start, end)


def _take_inline(verses: _Verses, paragraph: etree._Element) -> None:
    """Take the verses, the notes and the characters of a paragraph of USX."""
    verses.builder.add_text(paragraph.text or "")
    stack: list[Iterator[etree._Element]] = [iter(paragraph)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
            continue
        tag, line = local_name(element), source_line(element)
        if tag == "verse" and element.get("number"):
            verses.verse(element.get("number", ""), line)
        elif tag == "note" and element.get("style") in _NOTES:
            verses.note(fold_space(inner_text(element)), line)
        elif tag in ("note", "figure"):
            verses.leave(fold_space(inner_text(element)), line, "cross reference")
        elif tag in ("char", "ref", "row", "cell"):
            verses.builder.add_text(element.text or "")
            verses.builder.add_text(" " if tag == "cell" else "")
            stack.append(_with_tail(element, verses))
            continue
        verses.builder.add_text(element.tail or "")


def _with_tail(element: etree._Element, verses: _Verses) -> Iterator[etree._Element]:
    """Yield the children of an element, and take the text after it when they are done."""
    yield from element
    verses.builder.add_text(element.tail or "")
