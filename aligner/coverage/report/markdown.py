"""The report in Markdown, for a pull request, a job's summary or a wiki."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.coverage.report import Look
from aligner.coverage.report.layout import clip, clip_start
from aligner.coverage.report.matrix import make_matrix
from aligner.coverage.report.phrases import (
    around_counterpart,
    counterpart_text,
    findings_line,
    headline,
    is_complete,
    location,
    pair_name,
    section_title,
    show_percent,
    stale_line,
)
from aligner.coverage.report.result import Found, Result, add_shares
from aligner.errors import plain

# Columns of each text, and of the sentences on either side of a gap: a comment on a pull request is read in passing.
_QUOTED, _AROUND = 300, 60
_UNLIMITED = 10**9  # columns: more than any text has
# What Markdown reads as a mark anywhere in a line: emphasis, code, links, HTML, tables, strikethrough, entities and, on
# GitHub, formulas ("$x$"). Marks at the beginning of a line cannot occur, since every text follows other words.
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&$])")


def render(result: Result, look: Look) -> str:
    """Return the report in Markdown: the outcome, the shares, and the findings, the worst first."""
    verdict = [f"**Failed:** {escape(failure)}." for failure in result.failures]
    stale = [escape(stale_line(result))] if result.stale else []
    table = list(_pairs(result) if result.is_work else _shares(result))
    findings = [line for found in result.worst_first for line in _finding(found, look)]
    parts = [
        [f"## {escape(result.name)}"],
        *([line] for line in [*verdict, escape(findings_line(result)), *stale]),
        table,
        findings,
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def escape(text: str) -> str:
    """Return a text in one line that Markdown renders as it is.

    >>> escape("a *b* | <c>")
    'a \\\\*b\\\\* \\\\| \\\\<c\\\\>'
    """
    return _SPECIAL.sub(r"\\\1", " ".join(plain(text).split()))


def _shares(result: Result) -> Iterator[str]:
    """Yield a table of the whole text and of the sections that are not complete."""
    yield "| | translated | of | with a source | of |"
    yield "|---|--:|--:|--:|--:|"
    coverages = result.coverages
    whole = "whole text" if len(coverages) == 1 else f"{len(coverages)} documents"
    rows = [(f"**{whole}**", add_shares([c.source for c in coverages]), add_shares([c.target for c in coverages]))]
    if len(coverages) == 1:
        rows += [
            (escape(section_title(section, alone=len(coverages[0].sections) == 1)), section.source, section.target)
            for section in coverages[0].sections
            if not is_complete(section)
        ]
    else:
        rows += [(escape(c.alignment.target.name), c.source, c.target) for c in coverages if c.source.percent < 100]
    for title, source, target in rows:
        shares = " | ".join(
            f"{show_percent(share.matched_segments, share.segments)} | {share.segments}" for share in (source, target)
        )
        yield f"| {title} | {shares} |"


def _pairs(result: Result) -> Iterator[str]:
    """Yield the matrix of languages by sections, those sections only that some language lacks a part of."""
    table = make_matrix(result)
    lines = [*table.totals, *(line for line in table.sections if any(cell not in {"100", "–"} for cell in line.cells))]
    yield "| | " + " | ".join(escape(language) for language in table.languages) + " |"
    yield "|---|" + "--:|" * len(table.languages)
    for line in lines:
        yield f"| {escape(line.title)} | " + " | ".join(line.cells) + " |"


def _finding(found: Found, look: Look) -> Iterator[str]:
    said = headline(found)
    quoted = [f"{language}: {text}" for language, text in _quotes(found, look)]
    yield f"- **{escape(pair_name(found))}: {escape(said)}**  "
    yield f"  {escape(location(found))} · {found.finding.confidence:.0%} · `{found.finding.id}`" + "  " * bool(quoted)
    yield from (f"  {line}" + "  " * (number < len(quoted)) for number, line in enumerate(quoted, 1))


def _quotes(found: Found, look: Look) -> Iterator[tuple[str, str]]:
    longest = _UNLIMITED if look.show_all else _QUOTED
    before, after = around_counterpart(found)
    gap = " ".join(filter(None, [escape(clip_start(before, _AROUND)), "**nothing**", escape(clip(after, _AROUND))]))
    sides = [
        (escape(found.text.language), escape(clip(plain(found.finding.text), longest))),
        (escape(found.other.language), escape(clip(counterpart_text(found), longest)) or gap),
    ]
    yield from sides if found.finding.side == "source" else sides[::-1]
