"""Findings on the page that people read: the same as in the reports."""

from __future__ import annotations

from aligner.coverage.check import check_edition
from aligner.coverage.report.words import detail
from aligner.edition import Edition
from aligner.embed import Encoder
from aligner.remarks import Remark


def find_remarks(edition: Edition, encoder: Encoder) -> list[Remark]:
    """Check an edition and return its findings as remarks for ``aligner.formats.Settings``, by version, in order."""
    remarks = []
    for column, coverage in enumerate(check_edition(edition, encoder), 1):
        for finding in coverage.findings:
            runs = finding.segments, finding.counterpart
            pivot, own = runs if finding.side == "source" else runs[::-1]
            remarks.append(Remark(column, pivot, own, finding.kind, detail(finding)))
    return remarks
