"""SARIF 2.1.0 (OASIS, 2020), which code scanning and editors read."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from aligner.coverage.kinds import KIND_TABLE
from aligner.coverage.report import Look
from aligner.coverage.report.phrases import counterpart_text, headline, pair_name
from aligner.coverage.report.result import Found, Result
from aligner.errors import plain
from aligner.version import __version__

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(result: Result, look: Look) -> str:  # noqa: ARG001 - the same for all formats
    """Return the report as SARIF: a rule for each kind, a result for each finding, whose id is its fingerprint."""
    driver = {
        "name": "aligner",
        "semanticVersion": __version__,
        "rules": [
            {
                "id": kind,
                "shortDescription": {"text": info.meaning},
                "defaultConfiguration": {"level": result.criteria.level(kind)},
            }
            for kind, info in KIND_TABLE.items()
        ],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(found, result) for found in result.findings],
        "properties": {"passed": not result.failures, "failures": list(result.failures)},
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _result(found: Found, result: Result) -> dict[str, Any]:
    finding = found.finding
    said = "\n".join(
        filter(None, [f"{pair_name(found)}: {headline(found)}", plain(finding.text), counterpart_text(found)])
    )
    location = {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(finding.file)},
            "region": {"startLine": finding.line},
        }
    }
    return {
        "ruleId": finding.kind,
        "ruleIndex": list(KIND_TABLE).index(finding.kind),
        "level": result.criteria.level(finding.kind),
        "message": {"text": said},
        "locations": [location],
        "partialFingerprints": {"alignerFinding/v1": finding.id},
        "rank": round(100 * finding.confidence, 1),
    }
