"""What reports say of figures and findings, in words."""

from __future__ import annotations

from aligner.coverage.findings import Finding, Kind, Section
from aligner.coverage.report.layout import plain
from aligner.coverage.report.result import Found, Result
from aligner.text import Text, join_segments

MEANINGS: dict[Kind, str] = {
    "omitted": "The source has it, the target has no counterpart.",
    "added": "The target has it, the source has no counterpart.",
    "untranslated": "The target is in the source's language, or a copy of the source.",
    "partial": "A match of which some words have no counterpart.",
    "number": "A figure, a date or an amount differs.",
    "name": "A proper name is not on the other side.",
    "length": "Far longer or shorter than this pair usually is.",
    "repeated": "A passage stands twice.",
    "moved": "The counterpart stands elsewhere, out of order.",
    "unsure": "The match itself is not sure.",
}
"""Each kind in a sentence."""

_SAID: dict[Kind, str] = {
    "omitted": "{} omitted",
    "added": "{} added",
    "untranslated": "{} left untranslated",
    "partial": "{} matched in part",
    "number": "numbers differ in {}",
    "name": "name lost in {}",
    "length": "unusual length of {}",
    "repeated": "{} repeated",
    "moved": "{} out of order",
    "unsure": "unsure match of {}",
}
_SAY_ALL: frozenset[Kind] = frozenset(("omitted", "added", "untranslated"))


def show_percent(matched: int, whole: int) -> str:
    """Return a share with a decimal, rounded down, so that only what is whole is 100%.

    >>> show_percent(1999, 2000), show_percent(5, 5), show_percent(49, 50)
    ('99.9%', '100%', '98%')
    """
    return f"{1000 * matched // whole / 10 if whole else 100:g}%"


def count(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> count(1, "sentence"), count(1200, "sentence")
    ('1 sentence', '1,200 sentences')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def unit(text: Text) -> str:
    """Return what a text's segments are called."""
    return "line" if text.verbatim else "sentence"


def headline(found: Found) -> str:
    """Return a finding in a line: how much of what, where, and what is wrong with it."""
    finding = found.finding
    said = _SAID[finding.kind].format(count(len(finding.segments), unit(found.text)))
    if not found.text.verbatim:
        first, last = finding.paragraph, finding.last_paragraph
        said += f", paragraph {first}" if first == last else f", paragraphs {first} to {last}"
    return said + (f": {detail(finding)}" if detail(finding) else "")


def detail(finding: Finding) -> str:
    """Return what is to be said beside a finding's kind, "" where the kind says all."""
    return "" if finding.kind in _SAY_ALL else plain(finding.detail)


def place(found: Found) -> str:
    """Return where a finding stands: file and line, or the file's part that the paragraph is from."""
    finding, paragraphs = found.finding, found.text.paragraphs
    inside = paragraphs[finding.paragraph - 1].place if 0 < finding.paragraph <= len(paragraphs) else ""
    return plain(f"{finding.file}, {inside}" if inside else f"{finding.file}:{finding.line}")


def pair_name(found: Found) -> str:
    """Return the languages of a finding's pair, as ``en → ru``."""
    alignment = found.coverage.alignment
    return plain(f"{alignment.source.language} → {alignment.target.language}")


def facing(found: Found) -> str:
    """Return what faces a finding, "" where nothing does."""
    segments = found.other.segments
    return plain(join_segments([segments[index].text for index in found.finding.counterpart]))


def neighbours(found: Found) -> tuple[str, str]:
    """Return the segments of the other text between which a finding's counterpart would stand, "" at its ends."""
    segments, at = found.other.segments, found.finding.counterpart
    before = segments[at.start - 1].text if at.start > 0 else ""
    after = segments[at.stop].text if at.stop < len(segments) else ""
    return plain(before), plain(after)


def section_title(section: Section, *, alone: bool) -> str:
    """Return a section's heading, or what to call it where it has none."""
    return plain(section.title) or ("the whole text" if alone else "before the first heading")


def is_whole(section: Section) -> bool:
    """Say whether nothing is missing in a section, on either side."""
    return all(share.matched_segments == share.segments for share in (section.source, section.target))


def findings_line(result: Result) -> str:
    """Return how many findings there are, by kind."""
    kinds = ", ".join(f"{number} {kind}" for kind, number in result.counts.items())
    accepted = f" {count(result.accepted, 'finding')} accepted." if result.accepted else ""
    return f"{count(len(result.findings), 'finding')}: {kinds}.{accepted}" if kinds else f"No findings.{accepted}"


def stale_line(result: Result) -> str:
    """Return which accepted ids no finding has any more, "" where there are none."""
    if not result.stale:
        return ""
    lines = ", ".join(f"{id_} (line {line})" for id_, line in result.stale)
    return f"{result.criteria.accepted_file}: no finding has these ids any more: {lines}"
