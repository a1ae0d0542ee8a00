"""The wording of figures and findings in reports."""

from __future__ import annotations

from aligner.coverage.findings import Finding, Section
from aligner.coverage.kinds import KIND_TABLE
from aligner.coverage.report.result import Found, Result
from aligner.errors import plain
from aligner.text import Text, join_segments


def show_percent(matched: int, whole: int) -> str:
    """Return a share with one decimal, rounded down, so that only what is complete is 100%; 100% of nothing.

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


def segment_noun(text: Text) -> str:
    """Return what a text's segments are called: sentences, or lines where the file's lines are the segments."""
    return "line" if text.verbatim else "sentence"


def headline(found: Found) -> str:
    """Return a finding in one line: how much of what, where, and what is wrong with it."""
    finding = found.finding
    number = count(len(finding.segments), segment_noun(found.text))
    said = KIND_TABLE[finding.kind].headline.format(f"words of {number}" if finding.words else number)
    if not found.text.verbatim:
        first, last = finding.paragraph, finding.last_paragraph
        said += f", paragraph {first}" if first == last else f", paragraphs {first} to {last}"
    return said + (f": {shown_detail(finding)}" if shown_detail(finding) else "")


def shown_detail(finding: Finding) -> str:
    """Return a finding's detail, "" where the headline of its kind says everything."""
    return plain(finding.detail) if KIND_TABLE[finding.kind].shows_detail or finding.words else ""


def location(found: Found) -> str:
    """Return where a finding is: its file and line, or the part of the file that its paragraph is from."""
    finding, paragraphs = found.finding, found.text.paragraphs
    inside = paragraphs[finding.paragraph - 1].place if 0 < finding.paragraph <= len(paragraphs) else ""
    return plain(f"{finding.file}, {inside}" if inside else f"{finding.file}:{finding.line}")


def pair_name(found: Found) -> str:
    """Return the languages of a finding's pair, as ``en → ru``."""
    alignment = found.coverage.alignment
    return plain(f"{alignment.source.language} → {alignment.target.language}")


def counterpart_text(found: Found) -> str:
    """Return the text that faces a finding, "" where there is none."""
    segments = found.other.segments
    return plain(join_segments([segments[index].text for index in found.finding.counterpart]))


def around_counterpart(found: Found) -> tuple[str, str]:
    """Return the segments of the other text before and after a finding's counterpart, or the gap where it would be.

    Each is "" at the end of the text.
    """
    segments, at = found.other.segments, found.finding.counterpart
    before = segments[at.start - 1].text if at.start > 0 else ""
    after = segments[at.stop].text if at.stop < len(segments) else ""
    return plain(before), plain(after)


def section_title(section: Section, *, alone: bool) -> str:
    """Return a section's heading, or what to call it if it has none; ``alone`` says that it is the only one."""
    return plain(section.title) or ("the whole text" if alone else "before the first heading")


def is_complete(section: Section) -> bool:
    """Return whether every segment of a section is matched, on both sides."""
    return all(share.matched_segments == share.segments for share in (section.source, section.target))


def findings_line(result: Result) -> str:
    """Return how many findings there are of each kind, and how many were accepted, as a sentence or two."""
    kinds = ", ".join(f"{number} {kind}" for kind, number in result.counts.items())
    accepted = f" {count(result.accepted, 'finding')} accepted." if result.accepted else ""
    return f"{count(len(result.findings), 'finding')}: {kinds}.{accepted}" if kinds else f"No findings.{accepted}"


def stale_line(result: Result) -> str:
    """Return which accepted ids no finding has any more, "" if there are none."""
    if not result.stale:
        return ""
    lines = ", ".join(f"{id_} (line {line})" for id_, line in result.stale)
    return f"{result.criteria.accepted_file}: no finding has these ids any more: {lines}"
