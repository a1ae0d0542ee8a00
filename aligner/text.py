"""One version of a work in one language: its paragraphs, and the segments that tile them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from typing import NamedTuple

from aligner.errors import InputError
from aligner.separators import is_separator, is_translators_note
from aligner.writing import SOUTHEAST_ASIAN, UNSPACED_SENTENCES

_QUOTES = "“”‘’…—·"  # shared by scripts with and without spaces; the letter beside them decides
_BREAKS = "\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"  # the characters at which ``str.splitlines`` ends a line
_SPACE = rf"[ \t\x1f{_BREAKS}]"  # not the no-break and ideographic spaces, which an author puts on purpose


def _between(letters: str, inside: str) -> re.Pattern[str]:
    """Return a pattern for ``inside`` between two of ``letters``; up to two quotation marks may come on either side."""
    before = rf"(?:(?<=[{letters}])|(?<=[{letters}][{_QUOTES}])|(?<=[{letters}][{_QUOTES}][{_QUOTES}]))"
    return re.compile(rf"{before}{inside}(?=[{_QUOTES}]{{0,2}}[{letters}])")


# A line break in a script without spaces, with the spaces beside it: "これは\n本です".
_WRAP = _between(UNSPACED_SENTENCES + SOUTHEAST_ASIAN, rf"[ \t\x1f]*+[{_BREAKS}]{_SPACE}*+")
_SEAM = _between(UNSPACED_SENTENCES, " ")  # the space of "一。 二。", which ``join_segments`` leaves out
_SPACES = re.compile(rf"{_SPACE}+")


def fold_space(text: str) -> str:
    """Return a text as one line, without white space at its ends and with each run of white space as one space.

    A run that contains a line break is removed between two letters of a script that is written without spaces, also if
    there are quotation marks between them. A space that was typed there is kept: in Thai and Lao it is punctuation, and
    Japanese for children is written with spaces. No-break and ideographic spaces stay as they are.

    >>> fold_space(" two  words\\n and three ")
    'two words and three'
    >>> fold_space("これは\\n本です。"), fold_space("他说：“好。”\\n“是。” ABC"), fold_space("きょうは いい")
    ('これは本です。', '他说：“好。”“是。” ABC', 'きょうは いい')
    """
    return _SPACES.sub(" ", _WRAP.sub("", text)).strip()


def join_segments(texts: Sequence[str]) -> str:
    """Join the texts of segments as running text: with a space, or without one between Chinese or Japanese sentences.

    >>> join_segments(["One.", "“Two.”"]), join_segments(["“一。”", "“二。”", "三。"]), join_segments(["ไป", "ตลาด"])
    ('One. “Two.”', '“一。”“二。”三。', 'ไป ตลาด')
    """
    joined = ""
    for text in filter(None, texts):
        # Only the seam is examined, with the letter and the quotation marks beside it: spaces inside are kept.
        seam = _SEAM.search(joined[-3:] + " " + text[:3], len(joined[-3:])) if joined else None
        joined += text if (seam and seam.start() == len(joined[-3:])) or not joined else " " + text
    return joined


class Mark(NamedTuple):
    """A half-open range of a paragraph's characters that its file marks up.

    ``kind`` is "ruby", "emphasis", "strong", "note" (a reference to a footnote, of no length), "page" (where a page of
    the printed book begins, of no length), "id" (where a verse, an article or a numbered line begins, of no length),
    "cue" (what one subtitle shows), "break" (a line's end, which exports add) or "code" (an inline code of a
    translation memory, for which the range stands in); ``value`` is the ruby's reading, the number of the note or page,
    the identifier, the cue's times or the code as TMX has it.
    """

    start: int
    end: int
    kind: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text that no segment crosses, character for character as its file has it.

    ``level`` is 0 for body text and 1 to 6 for a heading; ``line`` is the file's line it begins in, from 1.
    ``kind`` is "body", "heading", "verse", "item", "note", "cue", "code", "separator" (what comes between passages: a
    row of stars, the number of a printed page) or "unit" (of a translation memory); ``place`` says where in a container
    it is ("text/ch03.xhtml", "page 4", "00:01:02,000"); ``marks`` are the inline markup, by offsets into ``text``;
    ``details`` are what a memory says of the unit: ``("tu.note", "for a button")``.
    """

    text: str
    level: int = 0
    line: int = 1
    kind: str = "body"
    place: str = ""
    marks: tuple[Mark, ...] = ()
    details: tuple[tuple[str, str], ...] = ()

    @property
    def is_code(self) -> bool:
        """Whether the paragraph is code, or nothing but an address: kept whole, and the same in a translation."""
        return self.kind == "code"


@dataclass(frozen=True, slots=True)
class Segment:
    """One sentence-like unit: a half-open range of characters of a paragraph.

    ``raw`` is the slice with the white space that follows it; ``text`` is the same folded to one line.
    """

    paragraph: int
    start: int
    raw: str
    text: str

    @property
    def end(self) -> int:
        """The offset in the paragraph after the last character."""
        return self.start + len(self.raw)


@dataclass(frozen=True, slots=True, repr=False)
class Text:
    """One version of a work: BCP 47 language, paragraphs, and the segments that tile them, in order.

    ``verbatim`` says that the segments are the lines of a file, shown as they are. Raises ``InputError`` when the
    segments of a paragraph, joined, are not the paragraph.
    """

    language: str
    paragraphs: tuple[Paragraph, ...]
    segments: tuple[Segment, ...]
    name: str = ""
    verbatim: bool = False

    def __post_init__(self) -> None:
        joined = {
            number: "".join(segment.raw for segment in group)
            for number, group in groupby(self.segments, key=lambda segment: segment.paragraph)
        }
        order = [segment.paragraph for segment in self.segments]
        for number, paragraph in enumerate(self.paragraphs):
            if joined.get(number, "") != paragraph.text:
                raise InputError(
                    f"{self.name or self.language}: the segments of paragraph {number + 1} (line {paragraph.line}) "
                    "do not join to the paragraph"
                )
        if order != sorted(order) or set(joined) - set(range(len(self.paragraphs))):
            raise InputError(f"{self.name or self.language}: the segments are not in the order of their paragraphs")

    def __iter__(self) -> Iterator[Segment]:
        return iter(self.segments)

    def __len__(self) -> int:
        return len(self.segments)

    def __repr__(self) -> str:
        name = f"{self.name}, " if self.name else ""
        return f"<Text: {name}{self.language}, {len(self.paragraphs)} paragraphs, {len(self)} segments>"

    @property
    def texts(self) -> list[str]:
        """The texts of the segments, each folded to one line."""
        return [segment.text for segment in self.segments]

    @property
    def separators(self) -> list[bool]:
        """For each segment whether it separates passages and is no sentence: a row of stars, the place of a picture."""
        return [self.is_separator(number) for number in range(len(self))]

    def is_separator(self, number: int) -> bool:
        """Return whether a segment, from 0, is a separator; see ``separators``."""
        segment = self.segments[number]
        return self.paragraphs[segment.paragraph].kind == "separator" or is_separator(segment.text)

    def is_aside(self, number: int) -> bool:
        """Return whether a translation needs no counterpart of a segment, from 0: a separator, a translator's note."""
        paragraph = self.paragraphs[self.segments[number].paragraph]
        return self.is_separator(number) or is_translators_note(paragraph.text, note=paragraph.kind == "note")

    def segment_ids(self, number: int) -> tuple[str, ...]:
        """Return the identifiers of the verses, articles or numbered lines that a segment, from 0, is in.

        >>> marks = (Mark(0, 0, "id", "1:1"), Mark(5, 5, "id", "1:2"))
        >>> text = make_text("en", [Paragraph("One, two. Three.", marks=marks)], [["One, two. ", "Three."]])
        >>> text.segment_ids(0), text.segment_ids(1)
        (('1:1', '1:2'), ('1:2',))
        """
        segment = self.segments[number]
        marks = self.paragraphs[segment.paragraph].marks
        first = bisect_right(marks, segment.start, key=lambda mark: mark.start)
        last = bisect_left(marks, segment.end, first, key=lambda mark: mark.start)
        begun = next((k for k in range(first - 1, -1, -1) if marks[k].kind == "id"), first)
        return tuple(dict.fromkeys(mark.value for mark in marks[begun:last] if mark.kind == "id"))

    @property
    def digest(self) -> str:
        """A fingerprint of the whole: any changed character, boundary or heading changes it."""
        parts = [f"{p.level}\x1f{p.text}" for p in self.paragraphs] + [
            f"{s.paragraph},{s.start}" for s in self.segments
        ]
        return sha256("\x1e".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def line(self, number: int) -> int:
        """Return the line of the file, from 1, in which a segment begins."""
        segment = self.segments[number]
        paragraph = self.paragraphs[segment.paragraph]
        return paragraph.line + paragraph.text.count("\n", 0, segment.start)


def make_text(language: str, paragraphs: list[Paragraph], pieces: list[list[str]], name: str = "") -> Text:
    """Return a text of ``paragraphs``; ``pieces`` has, for each of them, the strings that become its segments."""
    segments = []
    for number, parts in enumerate(pieces):
        start = 0
        for raw in parts:
            segments.append(Segment(number, start, raw, fold_space(raw)))
            start += len(raw)
    return Text(language, tuple(paragraphs), tuple(segments), name)


def make_lines(language: str, content: str, name: str = "") -> Text:
    """Return a text whose segments are the lines of ``content``, kept as they are, empty ones included."""
    raws = [raw for raw in re.split(r"(?<=\n)", content) if raw]
    paragraph = Paragraph(content)
    segments = []
    start = 0
    for raw in raws:
        segments.append(Segment(0, start, raw, raw.rstrip("\r\n")))
        start += len(raw)
    return Text(language, (paragraph,) if raws else (), tuple(segments), name, verbatim=True)
