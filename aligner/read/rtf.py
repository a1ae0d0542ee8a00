r"""Read Rich Text Format (RTF): paragraphs, headings by outline level or style, footnotes apart, emphasis.

Source: Rich Text Format Specification 1.9.1 (Microsoft). The parser is our own, because the available
package needs minutes for a hostile file of two kilobytes and knows neither headings nor notes.

RTF is a sequence of control words (``\par``, ``\u8212``), control symbols (``\~``), bytes in hexadecimal (``\'e4``),
braces, and text in a code page that the font decides. A pair of braces is a group: settings made in it end with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from aligner.data_files import read_sections
from aligner.errors import InputError
from aligner.read.parts.draft import Draft
from aligner.read.parts.main_text import between_phrases, infer_headings
from aligner.read.parts.paragraph_builder import BlockProperties, ParagraphBuilder

# In order: a control word with its number and the space that ends it ("\u8212 ", "\par"); a byte ("\'e4"); a control
# symbol ("\~", "\*"); a brace; text; line ends of the file, which mean nothing; a backslash at the end of the file.
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\"
)
# The code page of each ``\fcharset`` (a font's character set): 128 is Shift_JIS, 204 Cyrillic, 238 Central European.
_CODE_PAGES = {77: 10000, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256}
_CODE_PAGES |= {186: 1257, 204: 1251, 222: 874, 238: 1250}
# Python's names of code pages that are not "cp" and the number; GB 18030 is a superset of code page 936.
_PYTHON_NAMES = {10000: "mac_roman", 936: "gb18030", 65001: "utf-8", 708: "iso8859-6", 437: "cp437", 850: "cp850"}
_CHARACTERS = {  # control words and symbols that are a character
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "tab": " ",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "~": "\u00a0",
    "_": "\u2011",
    "-": "\u00ad",
    "{": "{",
    "}": "}",
    "\\": "\\",
}
_HEADING_STYLE = re.compile(r"heading ([1-6])", re.IGNORECASE)  # "heading 1": so Word names it in every language
_MOST_REPLACED = 10  # the most fallback characters that may follow ``\u``; Word writes 1, and 2 for East Asian text


@dataclass(frozen=True, slots=True)
class GroupState:
    """The settings that hold inside a pair of braces."""

    table: str = ""  # "skip", "fonttbl" or "stylesheet" in a group that is not text; "" in text
    replaced: int = 1  # \uc: characters for old readers, which follow each Unicode character and are skipped
    font: int = 0
    style: int = 0
    bold: bool = False
    italic: bool = False
    hidden: bool = False
    note: bool = False


@dataclass(slots=True)
class RtfParser:
    """Walk the tokens of a file, looking at every byte once, and collect the blocks of the text and of the notes."""

    name: str
    group: GroupState = field(default_factory=GroupState)
    body: ParagraphBuilder = field(default_factory=ParagraphBuilder)
    notes: ParagraphBuilder = field(default_factory=ParagraphBuilder)
    _outer: list[GroupState] = field(default_factory=list)  # the states of the groups around this one
    _bytes: bytearray = field(default_factory=bytearray)  # text that is not decoded yet: a character may be two tokens
    _high_surrogate: int = 0  # the first half of a character beyond U+FFFF
    _to_skip: int = 0  # characters for old readers that are still to come
    _outline_level: int = 0
    _font_pages: dict[int, int] = field(default_factory=dict)  # the code page of each font
    _style_levels: dict[int, int] = field(default_factory=dict)  # the heading level of each style
    _page: int = 1252
    _style_name: str = ""
    _note_count: int = 0
    _optional: bool = False  # after \*: the next word names a group that readers who do not know it skip

    def read(self, data: bytes) -> None:
        """Read a whole file. Raises ``InputError`` when it is truncated or cannot be decoded."""
        at = 0
        while match := _TOKEN.match(data, at):
            at = match.end()
            word, number, code, symbol, brace, text = match.groups()
            if word == b"bin":
                at += max(0, int(number or 0))  # that many bytes of a picture
            elif code is not None:
                self._add_bytes(bytes([int(code, 16)]))
            elif text is not None:
                self._add_bytes(text)
            elif brace is not None:
                self._take_brace(brace)
            elif word is not None:
                self._take_word(word.decode("ascii"), int(number) if number else None)
            elif symbol is not None:
                self._take_symbol(symbol.decode("latin-1"))
        self._decode_pending()
        if self._outer:
            raise InputError(
                f"{self.name}: the RTF file is truncated (braces that are not closed: {len(self._outer)}); "
                "take it from its source again"
            )
        self._end_paragraph()

    def _add_bytes(self, text: bytes) -> None:
        if self._to_skip:
            skipped = min(self._to_skip, len(text))
            self._to_skip -= skipped
            text = text[skipped:]
        self._bytes += text

    def _take_brace(self, brace: bytes) -> None:
        self._decode_pending()
        self._to_skip = 0
        if brace == b"{":
            self._outer.append(self.group)
        elif self._outer:
            if self.group.note and not self._outer[-1].note:
                self._end_paragraph()
            self.group = self._outer.pop()

    def _decode_pending(self) -> None:
        """Decode the bytes collected so far, in the code page of their font, and add their characters."""
        if not self._bytes:
            return
        page = self._font_pages.get(self.group.font, self._page)
        data, self._bytes = bytes(self._bytes), bytearray()
        if self.group.table == "skip" or self.group.hidden:
            return
        try:
            text = data.decode(_PYTHON_NAMES.get(page, f"cp{page}"))
        except (UnicodeDecodeError, LookupError):
            raise InputError(
                f"{self.name}: {data[:20]!r} is no text in code page {page}; save it as DOCX or ODT"
            ) from None
        self._add_text(text)

    def _add_text(self, text: str) -> None:
        group = self.group
        if group.table == "stylesheet":
            self._style_name += text
            if match := _HEADING_STYLE.match(self._style_name):
                self._style_levels[group.style] = int(match[1])
        if group.table or group.hidden:
            return
        builder = self._builder()
        start = builder.length
        builder.add_text(text)
        for on, kind in ((group.bold, "strong"), (group.italic, "emphasis")):
            if on:
                builder.add_mark(start, kind)

    def _builder(self) -> ParagraphBuilder:
        return self.notes if self.group.note else self.body

    def _end_paragraph(self) -> None:
        builder = self._builder()
        level = 0 if self.group.note else self._outline_level or self._style_levels.get(self.group.style, 0)
        kind = "note" if self.group.note else "body"
        builder.properties = BlockProperties(level, kind, line=len(builder.blocks) + 1)
        builder.end_paragraph()

    def _take_symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._decode_pending()
            self._optional = True
        elif symbol in "\r\n":  # a backslash at the end of a line is \par
            self._decode_pending()
            self._end_paragraph()
        elif symbol in _CHARACTERS:
            self._add_character(_CHARACTERS[symbol])

    def _add_character(self, text: str) -> None:
        self._decode_pending()
        if self._to_skip:
            self._to_skip -= 1
        elif not self.group.table:
            self._add_text(text)

    def _take_word(self, word: str, number: int | None) -> None:
        if word in _CHARACTERS:
            self._add_character(_CHARACTERS[word])
            return
        self._decode_pending()
        if self._optional and word != "footnote":
            self.group = replace(self.group, table="skip")
        self._optional = False
        match word:
            case "u":
                self._add_unicode((number or 0) % 0x10000)  # the number is signed: \u-10179 is U+D83D
            case "par" | "sect" | "page" | "cell" | "row" | "nestcell":
                if not self.group.table:
                    self._end_paragraph()
            case "line" if not self.group.table:
                self._builder().add_line_break()
            case "b" | "i" | "v":
                self._switch(word, number != 0)  # \b and \b1 switch on, \b0 off
            case "plain":
                self.group = replace(self.group, bold=False, italic=False, hidden=False)
            case "footnote" if not self.group.note:
                self._note_count += 1
                self.body.add_mark(self.body.length, "note", str(self._note_count))
                self.group = replace(self.group, note=True)
            case _:
                self._set(word, number or 0)

    def _switch(self, word: str, on: bool) -> None:
        match word:
            case "b":
                self.group = replace(self.group, bold=on)
            case "i":
                self.group = replace(self.group, italic=on)
            case _:
                self.group = replace(self.group, hidden=on)

    def _set(self, word: str, number: int) -> None:
        """Take a control word that sets something with its number, or that begins a table or a group without text."""
        match word:
            case "ansicpg":
                self._page = number
            case "uc":
                self.group = replace(self.group, replaced=min(max(number, 0), _MOST_REPLACED))
            case "f":
                self.group = replace(self.group, font=number)
            case "fcharset" if self.group.table == "fonttbl" and number in _CODE_PAGES:
                self._font_pages[self.group.font] = _CODE_PAGES[number]
            case "s":
                self.group, self._style_name = replace(self.group, style=number), ""
            case "pard":
                self.group, self._outline_level = replace(self.group, style=0), 0
            case "outlinelevel":  # counts from 0; 9 is body text
                self._outline_level = number + 1 if 0 <= number <= 5 else 0
            case "fonttbl" | "stylesheet" if not self.group.table:
                self.group = replace(self.group, table=word)
            case _ if word in _unread_words():
                self.group = replace(self.group, table="skip")

    def _add_unicode(self, code: int) -> None:
        self._to_skip = 0
        if 0xD800 <= code < 0xDC00:
            self._high_surrogate = code
        elif 0xDC00 <= code < 0xE000:
            if self._high_surrogate:
                self._add_text(chr(0x10000 + ((self._high_surrogate - 0xD800) << 10) + code - 0xDC00))
            self._high_surrogate = 0
        elif code:
            self._add_text(chr(code))
        self._to_skip = self.group.replaced


@cache
def _unread_words() -> frozenset[str]:
    """Return the control words that begin a group which holds no text of the document."""
    return frozenset(" ".join(read_sections(Path(__file__).parent / "data" / "rtf.txt")["unread"]).split())


def read_rtf(data: bytes, *, name: str, start: str = "", end: str = "") -> Draft:
    """Return the paragraphs of an RTF file, its footnotes after them.

    ``start`` and ``end`` are phrases of the paragraphs in which the main text begins and ends. Raises ``InputError``
    when the file is truncated, holds bytes that are no character of their code page, or a phrase is in no paragraph.
    """
    parser = RtfParser(name)
    parser.read(data.rstrip(b"\0 \r\n"))
    main, left = between_phrases(parser.body.blocks + parser.notes.blocks, start, end, name)
    title = next((block.paragraph.text for block in main if block.paragraph.level == 1), "")
    return Draft(infer_headings(main, bold_only=True), title, left_out=left)
