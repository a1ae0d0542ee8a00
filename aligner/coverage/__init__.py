"""Is everything translated? How much of each text is matched, and what is not."""

from __future__ import annotations

from aligner.coverage.check import check_alignment
from aligner.coverage.findings import KINDS, Coverage, Finding, Kind, Section, Share, Side

__all__ = [
    "KINDS",
    "Coverage",
    "Finding",
    "Kind",
    "Section",
    "Share",
    "Side",
    "check_alignment",
]
