"""The report as one HTML page that runs no script and loads nothing."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import jinja2

from aligner.coverage.findings import Coverage
from aligner.coverage.kinds import KIND_TABLE
from aligner.coverage.report import Look
from aligner.coverage.report.layout import clip, clip_start
from aligner.coverage.report.matrix import make_matrix
from aligner.coverage.report.phrases import (
    around_counterpart,
    counterpart_text,
    findings_line,
    headline,
    location,
    pair_name,
    section_title,
    show_percent,
    stale_line,
)
from aligner.coverage.report.result import Found, Result
from aligner.errors import plain
from aligner.version import __version__

_AROUND = 120  # columns of the sentences on either side of a gap: enough to find the place, about a line each


def render(result: Result, look: Look) -> str:  # noqa: ARG001 - a page shows all
    """Return the report as HTML: the outcome, the shares by section, and the findings, the worst first."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for found in result.worst_first:
        groups.setdefault(found.finding.kind, []).append(_finding(found, result))
    page = {
        "name": plain(result.name),
        "failures": [plain(failure) for failure in result.failures],
        "asked": bool(result.criteria.fail_under or result.criteria.fail_on),
        "summary": findings_line(result),
        "stale": plain(stale_line(result)),
        "pairs": [_pair(coverage) for coverage in result.coverages],
        "matrix": make_matrix(result) if result.is_work else None,
        "groups": groups,
        "meanings": {kind: info.meaning for kind, info in KIND_TABLE.items()},
        "version": __version__,
        "style": (files("aligner.coverage.report") / "assets" / "report.css").read_text(encoding="utf-8"),
    }
    return _environment().get_template("report.html").render(page) + "\n"


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("aligner.coverage.report"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )


def _pair(coverage: Coverage) -> dict[str, Any]:
    """Return the table of one pair: the whole text, and each section."""
    rows = [("Whole text", coverage.source, coverage.target)]
    rows += [
        (section_title(section, alone=len(coverage.sections) == 1), section.source, section.target)
        for section in coverage.sections
    ]
    return {
        "source": coverage.alignment.source,
        "target": coverage.alignment.target,
        "rows": [
            {
                "title": title,
                "sides": [
                    {
                        "percent": f"{share.percent:.2f}",
                        "shown": show_percent(share.matched_segments, share.segments),
                        "segments": share.segments,
                        "whole": share.matched_segments == share.segments,
                    }
                    for share in (source, target)
                ],
            }
            for title, source, target in rows
        ],
    }


def _finding(found: Found, result: Result) -> dict[str, Any]:
    """Return what the page shows of a finding; both texts, the source first."""
    before, after = around_counterpart(found)
    sides = [
        {"language": found.text.language, "text": plain(found.finding.text)},
        {
            "language": found.other.language,
            "text": counterpart_text(found),
            "before": clip_start(before, _AROUND),
            "after": clip(after, _AROUND),
        },
    ]
    return {
        "id": found.finding.id,
        "level": result.criteria.level(found.finding.kind),
        "pair": pair_name(found),
        "said": headline(found),
        "place": location(found),
        "confidence": f"{found.finding.confidence:.0%}",
        "sides": sides if found.finding.side == "source" else sides[::-1],
    }
