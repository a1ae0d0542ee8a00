"""The matrix of a work: for each language how much it has of each section of the source."""

from __future__ import annotations

from typing import NamedTuple

from aligner.coverage.findings import Coverage, Section, Share
from aligner.coverage.report.phrases import section_title
from aligner.coverage.report.result import Result


class Line(NamedTuple):
    """A line of the matrix: its title, and for each language a whole percentage, rounded down, or a number, or "–"."""

    title: str
    cells: tuple[str, ...]


class Matrix(NamedTuple):
    """The languages, the lines for the whole texts, and a line for each section, the least translated first."""

    languages: tuple[str, ...]
    totals: tuple[Line, ...]
    sections: tuple[Line, ...]


def make_matrix(result: Result) -> Matrix:
    """Return the matrix of a check. A section of one source is one line, whichever pairs it is in."""
    coverages = result.coverages
    by_place = [_by_place(coverage) for coverage in coverages]
    keys = list(dict.fromkeys(key for sections in by_place for key in sections))
    lines = []
    for key in keys:
        found = [sections.get(key) for sections in by_place]
        title = next(section_title(section, alone=len(keys) == 1) for section in found if section)
        cells = tuple(_show_share(section.source) if section else "–" for section in found)
        least = min(section.source.percent for section in found if section)
        lines.append((least, Line(title, cells)))
    lines.sort(key=lambda entry: entry[0])
    return Matrix(
        tuple(coverage.alignment.target.language for coverage in coverages),
        (
            Line("source translated, %", tuple(_show_share(coverage.source) for coverage in coverages)),
            Line("with a source, %", tuple(_show_share(coverage.target) for coverage in coverages)),
            Line("findings", tuple(_count_findings(result, coverage) for coverage in coverages)),
        ),
        tuple(line for _, line in lines),
    )


def _by_place(coverage: Coverage) -> dict[tuple[str, range], Section]:
    """Return the sections of a pair by the digest of the source and their place in it.

    Not by their titles: a work has many a "Chapter 1".
    """
    digest = coverage.alignment.source.digest
    return {(digest, section.source_range): section for section in coverage.sections}


def _show_share(share: Share) -> str:
    return str(100 * share.matched_segments // share.segments if share.segments else 100)


def _count_findings(result: Result, coverage: Coverage) -> str:
    return str(sum(found.coverage is coverage for found in result.findings) or "–")
