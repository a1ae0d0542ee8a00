"""The target on the lines of the source, for programs that score translations line by line: BLEU, chrF, COMET, MQM.

Such programs need as many lines of the translation as of the source and the reference. The translation of a whole
document has lines of its own; its ladder says where they belong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import BinaryIO

from aligner.alignment import Alignment
from aligner.edition import Edition
from aligner.formats.alignment_file import alignment_of_pair
from aligner.formats.dividing import divide
from aligner.formats.report import Report
from aligner.formats.settings import Settings
from aligner.formats.units import clean_text
from aligner.ladder import Bead
from aligner.read.reader import SUFFIXES
from aligner.text import Mark, Text, fold_space, join_segments

OPENS, CLOSES = "⟦", "⟧"
"""What surrounds text that has no counterpart in the source."""


def write_lines(edition: Edition, settings: Settings, file: BinaryIO) -> Report:
    """Write a line of the target for each line of the source, in UTF-8.

    A source that was read as lines, or as plain text, has a line for each of its own; any other for each segment. Where
    several lines are one bead, its target is divided over them, between its sentences if there are enough, else between
    words, in proportion to the lengths. A line that is not translated is empty. Target text without a counterpart
    follows the line before in ``⟦ ⟧``, or without them, or is left out, as ``settings.insertions`` says.

    Raises ``InputError`` when the edition does not have two versions.
    """
    alignment = alignment_of_pair(edition, "a file of lines")
    report = Report()
    lines = _Lines(alignment, settings, report)
    for bead in alignment.ladder:
        lines.add(bead)
    for line in lines.finish():
        file.write(" ".join(clean_text(line, report).splitlines()).encode("utf-8", "replace") + b"\n")
        report.units += 1
    return report


def has_lines(text: Text) -> bool:
    """Return whether the lines of a text's file are its own: read as lines, or plain text.

    Those of a web page, a book or a Word document are nobody's.
    """
    if text.verbatim:
        return True
    numbers = [paragraph.line for paragraph in text.paragraphs]
    marked = any(p.place for p in text.paragraphs if Mark(0, 0, "id", p.place) not in p.marks[:1])
    return is_plain(text.name) and not marked and numbers == sorted(set(numbers))


def is_plain(name: str) -> bool:
    """Return whether the name of a file is not that of a format with markup.

    >>> is_plain("newstest.de"), is_plain("en.txt"), is_plain("book.epub")
    (True, True, False)
    """
    return PurePath(name).suffix.lower() not in SUFFIXES - {".txt"}


class _Lines:
    """The lines of the source, filled bead by bead."""

    def __init__(self, alignment: Alignment, settings: Settings, report: Report) -> None:
        self._alignment, self._settings, self._report = alignment, settings, report
        source = alignment.source
        if source.verbatim or not has_lines(source):
            self._places = list(range(len(source)))
            count = len(source)
        else:
            self._places = [source.line(k) - 1 for k in range(len(source))]
            last = source.segments[-1].raw.count("\n") if len(source) else 0
            count = max(self._places[-1] + 1 + last if self._places else 0, settings.lines)
        self._lines: list[list[str]] = [[] for _ in range(count)]
        self._moved = {target.start: source.start for source, target in alignment.moved}
        self._passed = {k for _, target in alignment.moved for k in target}

    def add(self, bead: Bead) -> None:
        """Put the target of a bead on the lines of its source."""
        if bead.confidence < self._settings.min_confidence:
            self._report.left_out[f"beads with a confidence below {self._settings.min_confidence:g}"] += 1
        elif bead.source and bead.target:
            sizes: Counter[int] = Counter()
            for k in bead.source:
                sizes[self._places[k]] += len(self._alignment.source.segments[k].text.strip())
            spoken = {place: size for place, size in sizes.items() if size} or {min(sizes): 1}
            texts = [self._alignment.target.segments[k].text for k in bead.target]
            self._report.remarks["translations divided over lines between words"] += len(texts) < len(spoken)
            for place, text in zip(spoken, share_out(texts, list(spoken.values())), strict=True):
                self._lines[place].append(text)
        elif bead.target:
            self._add_insertion(bead)

    def _add_insertion(self, bead: Bead) -> None:
        """Put a target without a counterpart after the line before it, or where a person has said that it belongs."""
        texts = [self._alignment.target.segments[k].text for k in bead.target if k not in self._passed]
        for k in bead.target:
            if k in self._moved:
                self._put_moved(k)
        text = join_segments(texts)
        if not text:
            return
        if self._settings.insertions == "drop" or not self._places:
            self._report.left_out["texts without a counterpart in the source"] += 1
            return
        marked = f"{OPENS}{text}{CLOSES}" if self._settings.insertions == "mark" else text
        self._lines[self._places[max(bead.source.start - 1, 0)]].append(marked)
        self._report.remarks["texts without a counterpart, after the line before them"] += 1

    def _put_moved(self, target: int) -> None:
        run = next(run for _, run in self._alignment.moved if run.start == target)
        texts = [self._alignment.target.segments[k].text for k in run]
        self._lines[self._places[self._moved[target]]].append(join_segments(texts))

    def finish(self) -> Iterator[str]:
        """Yield the lines, and count those that nothing is on."""
        spoken = {place for place, text in zip(self._places, self._alignment.source.texts, strict=True) if text.strip()}
        for number, texts in enumerate(self._lines):
            line = join_segments([text for text in map(fold_space, texts) if text])
            self._report.remarks["lines without a translation, left empty"] += not line and number in spoken
            yield line


def share_out(texts: Sequence[str], sizes: Sequence[int]) -> list[str]:
    """Return the texts of segments in as many parts as there are sizes, in proportion.

    Segments stay whole where there are enough of them.

    >>> share_out(["One.", "Two.", "Three."], [10, 6]), share_out(["One, and two."], [4, 7])
    (['One. Two.', 'Three.'], ['One,', 'and two.'])
    """
    if len(texts) < len(sizes):
        return divide(join_segments(texts), sizes)
    total, whole = sum(sizes), sum(map(len, texts))
    parts, start, passed, taken = [], 0, 0, 0
    for left, size in zip(range(len(sizes) - 1, 0, -1), sizes, strict=False):
        passed += size
        ideal, stop = whole * passed / total, start + 1
        taken += len(texts[start])
        while stop < len(texts) - left and abs(taken + len(texts[stop]) - ideal) < abs(taken - ideal):
            taken += len(texts[stop])
            stop += 1
        parts.append(join_segments(texts[start:stop]))
        start = stop
    return [*parts, join_segments(texts[start:])]
