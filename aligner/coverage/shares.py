"""Shares of segments and characters that are matched: whole, by section, by paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aligner.coverage.findings import Section, Share
from aligner.ladder import Bead
from aligner.text import Text

Matched = Sequence[bool]


def share_of(text: Text, matched: Matched, run: Iterable[int]) -> Share:
    """Count a run of segments; those without a letter or digit and white space do not count."""
    segments = covered = characters = covered_characters = 0
    for index in run:
        shown = text.segments[index].text
        if not any(map(str.isalnum, shown)):
            continue
        size = sum(not character.isspace() for character in shown)
        segments, characters = segments + 1, characters + size
        if matched[index]:
            covered, covered_characters = covered + 1, covered_characters + size
    return Share(segments, covered, characters, covered_characters)


def share_paragraphs(text: Text, matched: Matched) -> tuple[Share, ...]:
    """Count each paragraph."""
    members: list[list[int]] = [[] for _ in text.paragraphs]
    for index, segment in enumerate(text.segments):
        members[segment.paragraph].append(index)
    return tuple(share_of(text, matched, run) for run in members)


def find_sections(source: Text, target: Text, beads: Sequence[Bead], matched: tuple[Matched, Matched]) -> list[Section]:
    """Cut both texts before each heading of the source; ``beads`` have a place on either side."""
    headings = [i for i, segment in enumerate(source.segments) if source.paragraphs[segment.paragraph].level]
    titles = {i: source.segments[i].text for i in headings if not i or i - 1 not in headings or _new(source, i)}
    starts = sorted({0, *titles})
    places = {
        i: (bead.target.start if i == bead.source.start else bead.target.stop) for bead in beads for i in bead.source
    }
    cuts = [0, *(places[i] for i in starts[1:]), len(target.segments)]
    ends = [*starts[1:], len(source.segments)]
    sections = []
    for number, (first, last) in enumerate(zip(starts, ends, strict=True)):
        runs = range(first, last), range(cuts[number], cuts[number + 1])
        shares = share_of(source, matched[0], runs[0]), share_of(target, matched[1], runs[1])
        sections.append(Section(titles.get(first, ""), *runs, *shares))
    return sections


def _new(text: Text, index: int) -> bool:
    """Tell whether a segment begins its paragraph."""
    return text.segments[index].start == 0
