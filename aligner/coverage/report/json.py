"""The report for programs: a contract, with the JSON Schema ``data/report.schema.json``.

What the schema describes is not changed without a new ``FORMAT_VERSION``.
"""

from __future__ import annotations

import json
from typing import Any

from aligner.coverage.findings import Coverage, Section, Share
from aligner.coverage.report import Look
from aligner.coverage.report.phrases import counterpart_text
from aligner.coverage.report.result import Found, Result, add_shares
from aligner.version import __version__

FORMAT = "aligner-coverage"
FORMAT_VERSION = 1  # raised with every change to what the schema describes


def render(result: Result, look: Look) -> str:  # noqa: ARG001 - the same for all formats
    """Return the report as JSON: whether the check passed, the shares, and the findings in order, each on one line."""
    figures = {
        "source": _share(add_shares([coverage.source for coverage in result.coverages])),
        "target": _share(add_shares([coverage.target for coverage in result.coverages])),
    }
    record = {
        "format": _dump(FORMAT),
        "format_version": _dump(FORMAT_VERSION),
        "tool": _dump(f"aligner {__version__}"),
        "name": _dump(result.name),
        "passed": _dump(not result.failures),
        "failures": _dump(result.failures),
        "coverage": _object(
            {name: _dump(share) for name, share in figures.items()}
            | {"pairs": _list([_pair(coverage) for coverage in result.coverages])}
        ),
        "findings": _list([_finding(found) for found in result.findings]),
        "accepted": _dump(result.accepted),
        "stale": _dump([id_ for id_, _ in result.stale]),
    }
    return _object(record) + "\n"


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _object(members: dict[str, str]) -> str:
    return "{\n" + ",\n".join(f"{_dump(name)}: {value}" for name, value in members.items()) + "\n}"


def _list(records: list[dict[str, Any]]) -> str:
    """Return an array with a record on each line, so that a diff of two reports shows what changed."""
    return "[\n" + ",\n".join(map(_dump, records)) + "\n]" if records else "[]"


def _pair(coverage: Coverage) -> dict[str, Any]:
    source, target = coverage.alignment.source, coverage.alignment.target
    return {
        "source_language": source.language,
        "target_language": target.language,
        "source_file": source.name,
        "target_file": target.name,
        "signature": coverage.alignment.signature,
        "source": _share(coverage.source),
        "target": _share(coverage.target),
        "sections": [_section(section) for section in coverage.sections],
        "paragraphs": {
            side: [_share(share) for share in shares]
            for side, shares in zip(("source", "target"), coverage.paragraphs, strict=True)
        },
        "scores": dict(zip(("source", "target"), map(list, coverage.scores), strict=True)),
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "source_segments": [section.source_range.start, section.source_range.stop],
        "target_segments": [section.target_range.start, section.target_range.stop],
        "source": _share(section.source),
        "target": _share(section.target),
    }


def _share(share: Share) -> dict[str, float]:
    return {
        **share._asdict(),
        "segment_share": _ratio(share.matched_segments, share.segments),
        "character_share": _ratio(share.matched_characters, share.characters),
    }


def _ratio(matched: int, whole: int) -> float:
    """Return a share, 0 to 1, to four decimals; 1 of nothing."""
    return round(matched / whole, 4) if whole else 1.0


def _finding(found: Found) -> dict[str, Any]:
    finding, alignment = found.finding, found.coverage.alignment
    return {
        "id": finding.id,
        "kind": finding.kind,
        "side": finding.side,
        "segments": list(finding.segments),
        "file": finding.file,
        "line": finding.line,
        "paragraph": finding.paragraph,
        "last_paragraph": finding.last_paragraph,
        "offset": finding.offset,
        "text": finding.text,
        "counterpart": list(finding.counterpart),
        "counterpart_at": finding.counterpart.start,
        "counterpart_text": counterpart_text(found),
        "detail": finding.detail,
        "confidence": round(finding.confidence, 3),
        "source_language": alignment.source.language,
        "target_language": alignment.target.language,
    }
