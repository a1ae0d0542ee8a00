"""Languages by sections: what every version of a work has of each section of the source."""

from __future__ import annotations

from typing import NamedTuple

from aligner.coverage.findings import Coverage, Section, Share
from aligner.coverage.report.result import Result, percent
from aligner.coverage.report.words import section_title


class Line(NamedTuple):
    """A line of the matrix: its title and a cell for each language, a whole percentage rounded down or a number."""

    title: str
    cells: tuple[str, ...]


class Matrix(NamedTuple):
    """The languages, the lines for the whole texts, and a line for each section, the emptiest first."""

    languages: tuple[str, ...]
    totals: tuple[Line, ...]
    sections: tuple[Line, ...]


def matrix(result: Result) -> Matrix:
    """Return the matrix of a check; a section of one source is one line, whatever pairs it is in."""
    coverages = result.coverages
    by_place = [_by_place(coverage) for coverage in coverages]
    keys = list(dict.fromkeys(key for sections in by_place for key in sections))
    lines = []
    for key in keys:
        found = [sections.get(key) for sections in by_place]
        title = next(section_title(section, alone=len(keys) == 1) for section in found if section)
        cells = tuple(_share(section.source) if section else "–" for section in found)
        least = min(percent(s.source.matched_segments, s.source.segments) for s in found if s)
        lines.append((least, Line(title, cells)))
    lines.sort(key=lambda entry: entry[0])
    return Matrix(
        tuple(coverage.alignment.target.language for coverage in coverages),
        (
            Line("source translated, %", tuple(_share(coverage.source) for coverage in coverages)),
            Line("with a source, %", tuple(_share(coverage.target) for coverage in coverages)),
            Line("findings", tuple(_findings(result, coverage) for coverage in coverages)),
        ),
        tuple(line for _, line in lines),
    )


def _by_place(coverage: Coverage) -> dict[tuple[str, range], Section]:
    """Return a pair's sections by the source's digest and their place in it."""
    digest = coverage.alignment.source.digest
    return {(digest, section.source_range): section for section in coverage.sections}


def _share(share: Share) -> str:
    return str(100 * share.matched_segments // share.segments if share.segments else 100)


def _findings(result: Result, coverage: Coverage) -> str:
    return str(sum(found.coverage is coverage for found in result.findings) or "–")
