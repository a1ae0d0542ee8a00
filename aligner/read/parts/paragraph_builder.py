"""Build paragraphs of inline content: white space folded, line breaks kept, markup as marks by offset."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import NamedTuple

from aligner.separators import is_separator
from aligner.text import Mark, Paragraph
from aligner.writing import UNSPACED_SENTENCES

# White space as HTML and XML have it. The no-break space and the ideographic space are characters of the text.
_SPACE = re.compile(r"[ \t\n\r\f]+")
WIDE = re.compile(f"[{UNSPACED_SENTENCES}]")  # "漢", "か", "。": scripts without spaces between words and sentences
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")  # "\n\n", "\n  \n\n": what separates paragraphs in ``<pre>``
ADDRESS = re.compile(r"(?:https?|ftp)://\S+|mailto:\S+", re.IGNORECASE)  # "http://ferry.example.org/download"
_KEPT_MARKS = frozenset(("ruby", "emphasis", "strong", "note", "page", "id"))  # links and anchors are only counted
_POINTS = ("note", "page", "id")  # marks of no length
# Characters. A block with a longer line is prose with hard line breaks, which mails and old pages have after some 65 to
# 75 characters; lines of verse are seldom as long as 60.
_VERSE_LINE = 60


@dataclass(frozen=True, slots=True, eq=False)
class Anchors:
    """The anchors, "file#id", that lead to a block: its ``own``, and those of the elements ``around`` it.

    The blocks inside an element share its anchors: a set of all for each block would take, in a file of deeply nested
    elements with ids, memory far over the size of the file.
    """

    own: frozenset[str] = frozenset()
    around: Anchors | None = None

    def __iter__(self) -> Iterator[str]:
        """Yield the anchors, the innermost first."""
        anchors: Anchors | None = self
        while anchors is not None:
            yield from sorted(anchors.own)
            anchors = anchors.around

    def lead_from(self, targets: AbstractSet[str], known: dict[Anchors, bool]) -> bool:
        """Return whether one of the anchors is among ``targets``; ``known`` collects the answers."""
        passed = []
        anchors: Anchors | None = self
        while anchors is not None and anchors not in known and not anchors.own & targets:
            passed.append(anchors)
            anchors = anchors.around
        found = anchors is not None and known.setdefault(anchors, True)
        known.update(dict.fromkeys(passed, found))
        return found


_NO_ANCHORS = Anchors()


class TextBlock(NamedTuple):
    """A paragraph, with what its surroundings in the file say of it.

    ``links`` counts the characters inside links, white space apart; ``zone`` is "" or why the block is no main text
    ("navigation"); ``anchors`` lead to it; ``bold`` says that all of it is bold; ``after_rule`` that a
    horizontal rule precedes it; ``central`` that it is inside the page's ``main`` or ``article``.
    """

    paragraph: Paragraph
    links: int = 0
    zone: str = ""
    anchors: Anchors = _NO_ANCHORS
    bold: bool = False
    after_rule: bool = False
    central: bool = False


@dataclass(slots=True)
class BlockProperties:
    """What the block that is being collected will be.

    ``level``, ``kind``, ``line`` and ``place`` are those of the ``Paragraph``; ``zone``, ``central`` and ``anchors``
    those of the ``TextBlock``; ``verbatim`` says that white space is kept, as in ``<pre>``.
    """

    level: int = 0
    kind: str = "body"
    zone: str = ""
    line: int = 1
    place: str = ""
    verbatim: bool = False
    central: bool = False
    anchors: Anchors | None = None


@dataclass(slots=True)
class ParagraphBuilder:
    """Collect characters and marks in the order of a document, and make blocks of them.

    A reader sets ``properties``, calls the methods as it meets text, markup and the ends of paragraphs, and takes
    ``blocks``. ``length`` is the offset, in the paragraph that is being collected, of what comes next.

    >>> builder = ParagraphBuilder()
    >>> builder.add_text("one  ")
    >>> builder.open_mark("emphasis")
    >>> builder.add_text("two")
    >>> builder.close_mark()
    >>> builder.end_paragraph()
    >>> [(block.paragraph.text, block.paragraph.marks) for block in builder.blocks]
    [('one two', (Mark(start=4, end=7, kind='emphasis', value=''),))]
    """

    blocks: list[TextBlock] = field(default_factory=list)
    properties: BlockProperties = field(default_factory=BlockProperties)
    ids: set[str] = field(default_factory=set)  # anchors met since the last block
    length: int = 0
    _parts: list[str] = field(default_factory=list)
    _open: list[tuple[str, int, int]] = field(default_factory=list)  # kind, start, number of the paragraph it began in
    _outermost: dict[str, list[int]] = field(default_factory=dict)  # by kind, the places in ``_open``
    _number: int = 0  # of the paragraph that is being collected
    _marks: list[Mark] = field(default_factory=list)
    _last: str = ""  # the last character collected
    _after_rule: bool = False

    def add_text(self, text: str) -> None:
        """Add characters; runs of white space become one space, and none where a line begins.

        Soft hyphens, which only say where a word may be broken, are dropped.

        A line break next to a Chinese or Japanese character is dropped: these scripts have no space between words.
        """
        if self.properties.kind == "code":  # whole, with its blank lines
            self._append(text if self._last else text.lstrip("\n"))
            return
        if self.properties.verbatim:
            first, *rest = _BLANK_LINES.split(text)
            self._append(first if self._last else first.lstrip("\n"))
            for part in rest:
                self.end_paragraph()
                self._append(part)
            return
        text = _SPACE.sub(self._fold, text.replace("\u00ad", ""))
        self._append(text[1:] if text.startswith(" ") and self._last in ("", " ", "\n") else text)

    def _fold(self, space: re.Match[str]) -> str:
        """Return the one space, or nothing, that replaces a run of white space."""
        if "\n" not in space[0] and "\r" not in space[0]:
            return " "
        before = space.string[space.start() - 1] if space.start() else self._last
        after = space.string[space.end() : space.end() + 1]
        # The Chinese dash is two characters long, and a line may end between them.
        return "" if before + after == "——" or WIDE.match(before) or WIDE.match(after) else " "

    def _append(self, text: str) -> None:
        if text:
            self._parts.append(text)
            self.length += len(text)
            self._last = text[-1]

    def add_line_break(self) -> None:
        """Break the line; a second break in a row ends the paragraph."""
        if self._last == " ":  # never two in a row, so dropping one leaves the end of the line's text
            self._parts[-1] = self._parts[-1][:-1]
            self.length -= 1
            self._last = next((part[-1] for part in reversed(self._parts) if part), "")
        if self._last == "\n":
            self.end_paragraph()
        elif self.length:
            self._append("\n")

    def add_rule(self) -> None:
        """End the paragraph, and note that a horizontal rule precedes the next one."""
        self.end_paragraph()
        self._after_rule = True

    def open_mark(self, kind: str) -> None:
        """Begin a mark at the next character."""
        self._outermost.setdefault(kind, []).append(len(self._open))
        self._open.append((kind, self.length, self._number))

    def close_mark(self) -> None:
        """End the mark that was begun last."""
        kind = self._open[-1][0]
        self.add_mark(self._start(len(self._open) - 1), kind)
        self._open.pop()
        self._outermost[kind].pop()

    def _start(self, at: int) -> int:
        """Return where an open mark begins in the paragraph that is being collected."""
        _, start, number = self._open[at]
        return start if number == self._number else 0

    def add_mark(self, start: int, kind: str, value: str = "") -> None:
        """Mark the characters from an offset to here; of those of no length notes, pages and identifiers are kept."""
        last = self._marks[-1] if self._marks else None
        if last and kind in ("strong", "emphasis") and (last.kind, last.end) == (kind, start):
            self._marks[-1] = last._replace(end=self.length)  # word processors split a bold run at every edit
        elif start < self.length or kind in _POINTS:
            self._marks.append(Mark(start, self.length, kind, value))

    def end_paragraph(self) -> None:
        """End the paragraph, if it has any text; marks that are open go on in the next.

        Of the open marks of a kind the outermost covers the others, so a thousand nested ones cost no more than one.
        """
        for kind, places in self._outermost.items():
            if places:
                self.add_mark(self._start(places[0]), kind)
        self._number += 1
        text = "".join(self._parts)
        kept = text.rstrip(" \t\n\r\f") if not self.properties.verbatim else text.rstrip()
        if kept.strip():
            self._add_block(kept)
            self._after_rule = False
            self.ids = set()
        self._parts, self._marks, self.length, self._last = [], [], 0, ""

    def _add_block(self, text: str) -> None:
        properties = self.properties
        marks = [m._replace(start=min(m.start, len(text)), end=min(m.end, len(text))) for m in self._marks]
        kind = "heading" if properties.level else properties.kind
        if kind == "body" and not properties.verbatim and "\n" in text and _has_verse_lines(text):
            kind = "verse"
        if (
            kind in ("body", "item")
            and "\n" not in text
            and (_is_marked(marks, "code", text) or ADDRESS.fullmatch(text))
        ):
            kind = "code"  # a line that is nothing but a command or an address
        kept = tuple(sorted(m for m in marks if m.kind in _KEPT_MARKS and (m.start < m.end or m.kind in _POINTS)))
        paragraph = Paragraph(text, properties.level, properties.line, kind, properties.place, kept)
        links = _count_marked(marks, "link", text)
        bold = _is_marked(marks, "strong", text)
        anchors = Anchors(frozenset(self.ids), properties.anchors) if self.ids else properties.anchors or _NO_ANCHORS
        self.blocks.append(
            TextBlock(paragraph, links, properties.zone, anchors, bold, self._after_rule, properties.central)
        )


def _is_marked(marks: list[Mark], kind: str, text: str) -> bool:
    """Return whether marks of a kind cover all of a text, spaces and line ends apart."""
    return _count_marked(marks, kind, text) == _count_solid(text)


def _count_solid(text: str) -> int:
    """Return the number of characters, spaces and line ends apart."""
    return len(text) - text.count(" ") - text.count("\n")


def show_rules(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """Return the blocks of a text with a separator, ``* * *``, for each horizontal rule between two of its paragraphs.

    A rule before a heading, or before or after another separator, says nothing more.
    """
    found: list[TextBlock] = []
    for block in blocks:
        if block.after_rule and found and _divides(found[-1].paragraph, block.paragraph):
            paragraph = block.paragraph
            found.append(TextBlock(Paragraph("* * *", 0, paragraph.line, "separator", paragraph.place)))
        found.append(block)
    return found


def _divides(before: Paragraph, after: Paragraph) -> bool:
    """Return whether a rule between two paragraphs divides passages of the text."""
    plain = not before.level and not after.level and after.kind != "note"
    return plain and not is_separator(before.text) and not is_separator(after.text)


def _count_marked(marks: list[Mark], kind: str, text: str) -> int:
    """Return the number of characters, spaces and line ends apart, that marks of a kind cover."""
    count = reached = 0
    for mark in sorted(marks):
        if mark.kind == kind and mark.end > reached:
            count += _count_solid(text[max(mark.start, reached) : mark.end])
            reached = mark.end
    return count


def _has_verse_lines(text: str) -> bool:
    return max(map(len, text.split("\n"))) <= _VERSE_LINE
