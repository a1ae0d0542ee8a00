"""Inline content into paragraphs: white space folded, line breaks kept, markup as marks by offset."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from aligner.text import Mark, Paragraph
from aligner.writing import UNSPACED_SENTENCES

_SPACE = re.compile(r"[ \t\n\r\f]+")
WIDE = re.compile(f"[{UNSPACED_SENTENCES}]")
_BLANK = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_SHOWN = frozenset(("ruby", "emphasis", "strong", "note"))
_VERSE_LINE = 60  # characters; longer lines are prose that was broken by hand


class Block(NamedTuple):
    """A paragraph with what its place in a page tells.

    ``links`` counts the characters inside links, ``zone`` is "" or why the block is no main text ("navigation"),
    ``ids`` are the anchors that lead to it, ``bold`` says that all of it is bold;
    ``after_rule`` that a rule stands above it, ``central`` that it stands in the page's ``main`` or ``article``.
    """

    paragraph: Paragraph
    links: int = 0
    zone: str = ""
    ids: frozenset[str] = frozenset()
    bold: bool = False
    after_rule: bool = False
    central: bool = False


@dataclass(slots=True)
class Style:
    """What the block being collected is."""

    level: int = 0
    kind: str = "body"
    zone: str = ""
    line: int = 1
    place: str = ""
    verbatim: bool = False
    central: bool = False
    ids: frozenset[str] = frozenset()


@dataclass(slots=True)
class Flow:
    """Collect characters and marks, and cut them into blocks."""

    blocks: list[Block] = field(default_factory=list)
    style: Style = field(default_factory=Style)
    ids: set[str] = field(default_factory=set)
    length: int = 0
    _parts: list[str] = field(default_factory=list)
    _open: list[tuple[str, int, str]] = field(default_factory=list)
    _marks: list[Mark] = field(default_factory=list)
    _last: str = ""
    _rule: bool = False

    def add(self, text: str) -> None:
        """Add characters; runs of white space become one space, and none where a line begins.

        A line's end beside a Chinese or Japanese character is no space: these scripts have none between words.
        """
        if self.style.verbatim:
            first, *rest = _BLANK.split(text)
            self._put(first if self._last else first.lstrip("\n"))
            for part in rest:
                self.end()
                self._put(part)
            return
        text = _SPACE.sub(self._folded, text)
        self._put(text[1:] if text.startswith(" ") and self._last in ("", " ", "\n") else text)

    def _folded(self, space: re.Match[str]) -> str:
        """Return what a run of white space comes to."""
        if "\n" not in space[0] and "\r" not in space[0]:
            return " "
        before = space.string[space.start() - 1] if space.start() else self._last
        after = space.string[space.end() : space.end() + 1]
        return "" if before + after == "——" or WIDE.match(before) or WIDE.match(after) else " "

    def _put(self, text: str) -> None:
        if text:
            self._parts.append(text)
            self.length += len(text)
            self._last = text[-1]

    def line_break(self) -> None:
        """Break the line; a second break in a row ends the paragraph."""
        if self._last == " ":  # never two in a row, so what stands before is the line's end
            self._parts[-1] = self._parts[-1][:-1]
            self.length -= 1
            self._last = next((part[-1] for part in reversed(self._parts) if part), "")
        if self._last == "\n":
            self.end()
        elif self.length:
            self._put("\n")

    def rule(self) -> None:
        """End the paragraph and note that a rule stands before the next one."""
        self.end()
        self._rule = True

    def open(self, kind: str, value: str = "") -> None:
        """Begin a mark."""
        self._open.append((kind, self.length, value))

    def close(self, value: str = "") -> None:
        """End the mark that was begun last."""
        kind, start, old = self._open.pop()
        self.mark(start, kind, value or old)

    def mark(self, start: int, kind: str, value: str = "") -> None:
        """Mark the characters from an offset up to here; a "note" has no length."""
        last = self._marks[-1] if self._marks else None
        if last and kind in ("strong", "emphasis") and (last.kind, last.end) == (kind, start):
            self._marks[-1] = last._replace(end=self.length)
        elif start < self.length or kind == "note":
            self._marks.append(Mark(start, self.length, kind, value))

    def end(self) -> None:
        """End the paragraph; marks that are open go on in the next."""
        for kind, start, value in self._open:
            self.mark(start, kind, value)
        self._open = [(kind, 0, value) for kind, _, value in self._open]
        text = "".join(self._parts)
        kept = text.rstrip(" \t\n\r\f") if not self.style.verbatim else text.rstrip()
        if kept.strip():
            self._emit(kept)
            self._rule = False
            self.ids = set()
        self._parts, self._marks, self.length, self._last = [], [], 0, ""

    def _emit(self, text: str) -> None:
        style = self.style
        marks = [m._replace(start=min(m.start, len(text)), end=min(m.end, len(text))) for m in self._marks]
        kind = "heading" if style.level else style.kind
        if kind == "body" and not style.verbatim and "\n" in text and _is_verse(text):
            kind = "verse"
        shown = tuple(sorted(m for m in marks if m.kind in _SHOWN and (m.start < m.end or m.kind == "note")))
        paragraph = Paragraph(text, style.level, style.line, kind, style.place, shown)
        links = _covered(marks, "link", text)
        bold = _covered(marks, "strong", text) == len(text) - text.count(" ") - text.count("\n")
        ids = style.ids | self.ids
        self.blocks.append(Block(paragraph, links, style.zone, ids, bold, self._rule, style.central))


def _covered(marks: list[Mark], kind: str, text: str) -> int:
    """Count the characters, white space apart, that marks of a kind cover."""
    count = reached = 0
    for mark in sorted(marks):
        if mark.kind == kind and mark.end > reached:
            piece = text[max(mark.start, reached) : mark.end]
            count += len(piece) - piece.count(" ") - piece.count("\n")
            reached = mark.end
    return count


def _is_verse(text: str) -> bool:
    lines = text.split("\n")
    return len(lines) > 1 and max(map(len, lines)) <= _VERSE_LINE
