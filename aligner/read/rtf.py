"""Rich Text Format: paragraphs, headings by outline level or style, footnotes apart, emphasis.

Source: Rich Text Format Specification 1.9.1 (Microsoft). An own reader, because the package at hand needs minutes for a
hostile file of two kilobytes and knows neither headings nor notes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from aligner.data_files import read_sections
from aligner.errors import InputError
from aligner.read.parts.draft import Draft
from aligner.read.parts.main_text import between, infer_headings
from aligner.read.parts.paragraph_builder import Flow, Style

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\"
)
_CODE_PAGES = {77: 10000, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256}
_CODE_PAGES |= {186: 1257, 204: 1251, 222: 874, 238: 1250}
_PYTHON_NAMES = {10000: "mac_roman", 936: "gb18030", 65001: "utf-8", 708: "iso8859-6", 437: "cp437", 850: "cp850"}
_SPOKEN = {
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
}
_SPOKEN |= {"tab": " ", "emspace": "\u2003", "enspace": "\u2002", "~": "\u00a0", "_": "\u2011", "-": "\u00ad"}
_SPOKEN |= {"{": "{", "}": "}", "\\": "\\"}
_HEADING = re.compile(r"heading ([1-6])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Group:
    """What holds inside a pair of braces."""

    table: str = ""  # "skip", "fonttbl", "stylesheet" or "" for text
    page: int = 1252
    skipped: int = 1  # characters that stand for a Unicode one in old readers and follow it
    font: int = 0
    style: int = 0
    bold: bool = False
    italic: bool = False
    hidden: bool = False
    note: bool = False


@dataclass(slots=True)
class Reader:
    """Walk the tokens of a file; every byte is looked at once."""

    name: str
    group: Group = field(default_factory=Group)
    flow: Flow = field(default_factory=Flow)
    notes: Flow = field(default_factory=Flow)
    _outer: list[Group] = field(default_factory=list)
    _bytes: bytearray = field(default_factory=bytearray)
    _high: int = 0  # the first half of a character beyond U+FFFF
    _pending: int = 0  # characters to pass over
    _level: int = 0
    _fonts: dict[int, int] = field(default_factory=dict)
    _levels: dict[int, int] = field(default_factory=dict)
    _page: int = 1252
    _label: str = ""
    _notes: int = 0
    _optional: bool = False  # the next word names a group that readers who do not know it pass over

    def read(self, data: bytes) -> None:
        """Take in a whole file. Raises ``InputError`` when it is cut short or not decodable."""
        at = 0
        while match := _TOKEN.match(data, at):
            at = match.end()
            word, number, code, symbol, brace, text = match.groups()
            if word == b"bin":
                at += max(0, int(number or 0))
            elif code is not None:
                self._put(bytes([int(code, 16)]))
            elif text is not None:
                self._put(text)
            elif brace is not None:
                self._brace(brace)
            elif word is not None:
                self._word(word.decode("ascii"), int(number) if number else None)
            elif symbol is not None:
                self._symbol(symbol.decode("latin-1"))
        self._flush()
        if self._outer:
            raise InputError(f"{self.name}: the RTF file is cut short ({len(self._outer)} braces are not closed)")
        self._end_paragraph()

    def _put(self, text: bytes) -> None:
        if self._pending:
            passed = min(self._pending, len(text))
            self._pending -= passed
            text = text[passed:]
        self._bytes += text

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self._pending = 0
        if brace == b"{":
            self._outer.append(self.group)
        elif self._outer:
            if self.group.note and not self._outer[-1].note:
                self._end_paragraph()
            self.group = self._outer.pop()

    def _flush(self) -> None:
        """Decode the bytes gathered and add their characters."""
        if not self._bytes:
            return
        page = self._fonts.get(self.group.font, self._page)
        data, self._bytes = bytes(self._bytes), bytearray()
        if self.group.table == "skip" or self.group.hidden:
            return
        try:
            text = data.decode(_PYTHON_NAMES.get(page, f"cp{page}"))
        except (UnicodeDecodeError, LookupError):
            raise InputError(
                f"{self.name}: {data[:20]!r} is no text in code page {page}; save it as DOCX or ODT"
            ) from None
        self._add(text)

    def _add(self, text: str) -> None:
        group = self.group
        if group.table == "stylesheet":
            self._label += text
            if match := _HEADING.match(self._label):
                self._levels[group.style] = int(match[1])
        if group.table or group.hidden:
            return
        flow = self.notes if group.note else self.flow
        start = flow.length
        flow.add(text)
        for on, kind in ((group.bold, "strong"), (group.italic, "emphasis")):
            if on:
                flow.mark(start, kind)

    def _end_paragraph(self) -> None:
        flow = self.notes if self.group.note else self.flow
        level = 0 if self.group.note else self._level or self._levels.get(self.group.style, 0)
        flow.style = Style(level, "note" if self.group.note else "body", line=len(flow.blocks) + 1)
        flow.end()

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._flush()
            self._optional = True
        elif symbol in "\r\n":
            self._flush()
            self._end_paragraph()
        elif symbol in _SPOKEN:
            self._speak(_SPOKEN[symbol])

    def _speak(self, text: str) -> None:
        self._flush()
        if self._pending:
            self._pending -= 1
        elif not self.group.table:
            self._add(text)

    def _word(self, word: str, number: int | None) -> None:
        if word in _SPOKEN:
            self._speak(_SPOKEN[word])
            return
        self._flush()
        if self._optional and word != "footnote":
            self.group = replace(self.group, table="skip")
        self._optional = False
        match word:
            case "u":
                self._unicode((number or 0) % 0x10000)
            case "par" | "sect" | "page" | "cell" | "row" | "nestcell":
                if not self.group.table:
                    self._end_paragraph()
            case "line" if not self.group.table:
                (self.notes if self.group.note else self.flow).line_break()
            case "b" | "i" | "v":
                self._toggle(word, number != 0)
            case "plain":
                self.group = replace(self.group, bold=False, italic=False, hidden=False)
            case "footnote" if not self.group.note:
                self._notes += 1
                self.flow.mark(self.flow.length, "note", str(self._notes))
                self.group = replace(self.group, note=True)
            case _:
                self._setting(word, number or 0)

    def _toggle(self, word: str, on: bool) -> None:
        match word:
            case "b":
                self.group = replace(self.group, bold=on)
            case "i":
                self.group = replace(self.group, italic=on)
            case _:
                self.group = replace(self.group, hidden=on)

    def _setting(self, word: str, number: int) -> None:
        match word:
            case "ansicpg":
                self._page = number
            case "uc":
                self.group = replace(self.group, skipped=min(max(number, 0), 10))
            case "f":
                self.group = replace(self.group, font=number)
            case "fcharset" if self.group.table == "fonttbl" and number in _CODE_PAGES:
                self._fonts[self.group.font] = _CODE_PAGES[number]
            case "s":
                self.group, self._label = replace(self.group, style=number), ""
            case "pard":
                self.group, self._level = replace(self.group, style=0), 0
            case "outlinelevel":
                self._level = number + 1 if 0 <= number <= 5 else 0
            case "fonttbl" | "stylesheet" if not self.group.table:
                self.group = replace(self.group, table=word)
            case _ if word in _unread():
                self.group = replace(self.group, table="skip")

    def _unicode(self, code: int) -> None:
        self._pending = 0
        if 0xD800 <= code < 0xDC00:
            self._high = code
        elif 0xDC00 <= code < 0xE000:
            if self._high:
                self._add(chr(0x10000 + ((self._high - 0xD800) << 10) + code - 0xDC00))
            self._high = 0
        elif code:
            self._add(chr(code))
        self._pending = self.group.skipped


@cache
def _unread() -> frozenset[str]:
    return frozenset(" ".join(read_sections(Path(__file__).parent / "data" / "rtf.txt")["unread"]).split())


def read_rtf(data: bytes, *, name: str, start: str = "", end: str = "") -> Draft:
    """Return the paragraphs of an RTF file, its footnotes after them."""
    reader = Reader(name)
    reader.read(data.rstrip(b"\0 \r\n"))
    main, left = between(reader.flow.blocks + reader.notes.blocks, start, end, name)
    title = next((block.paragraph.text for block in main if block.paragraph.level == 1), "")
    return Draft(infer_headings(main, bold_only=True), title, left_out=left)
