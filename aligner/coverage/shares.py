"""Shares of segments and characters that are matched: of a whole text, by section, by paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aligner.coverage.findings import Section, Share
from aligner.ladder import Bead
from aligner.text import Text

Matched = Sequence[bool]
"""For each segment of a text whether it is matched."""


def count_share(text: Text, matched: Matched, segments: Iterable[int]) -> Share:
    """Return the share of some segments of a text.

    Separators, translators' notes and segments without a letter or digit do not count: a row of asterisks between two
    chapters needs no translation, and a missing one must not keep a text from 100%. Nor does white space count.
    """
    total = covered = characters = covered_characters = 0
    for index in segments:
        shown = text.segments[index].text
        if text.is_aside(index) or not any(map(str.isalnum, shown)):
            continue
        size = sum(not character.isspace() for character in shown)
        total, characters = total + 1, characters + size
        if matched[index]:
            covered, covered_characters = covered + 1, covered_characters + size
    return Share(total, covered, characters, covered_characters)


def count_paragraphs(text: Text, matched: Matched) -> tuple[Share, ...]:
    """Return the share of each paragraph."""
    members: list[list[int]] = [[] for _ in text.paragraphs]
    for index, segment in enumerate(text.segments):
        members[segment.paragraph].append(index)
    return tuple(count_share(text, matched, run) for run in members)


def section_titles(text: Text) -> dict[int, str]:
    """Return the headings of a text by the segment that each begins at."""
    return {
        i: segment.text
        for i, segment in enumerate(text.segments)
        if text.paragraphs[segment.paragraph].level and segment.start == 0
    }


def count_sections(
    source: Text, target: Text, beads: Sequence[Bead], matched: tuple[Matched, Matched]
) -> list[Section]:
    """Divide both texts before each heading of the source, and return the sections with their shares.

    Headings of the target play no part: the counterpart of a heading may be missing. Two headings in a row, such as a
    number and a title, begin one section each if they are paragraphs of their own; the segments of one heading
    (a title of two sentences) begin one together. ``beads`` cover both texts, their empty sides placed
    (``case.place_beads``).
    """
    titles = section_titles(source)
    starts = sorted({0, *titles})
    # Where a heading is inside a bead, the target's section begins after the bead.
    places = {
        i: (bead.target.start if i == bead.source.start else bead.target.stop) for bead in beads for i in bead.source
    }
    target_starts = [0, *(places[i] for i in starts[1:]), len(target.segments)]
    ends = [*starts[1:], len(source.segments)]
    sections = []
    for number, (first, last) in enumerate(zip(starts, ends, strict=True)):
        runs = range(first, last), range(target_starts[number], target_starts[number + 1])
        shares = count_share(source, matched[0], runs[0]), count_share(target, matched[1], runs[1])
        sections.append(Section(titles.get(first, ""), *runs, *shares))
    return sections
