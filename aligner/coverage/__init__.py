"""Coverage: how much of each text is matched, what is not, and what else a person should look at."""

from __future__ import annotations

from aligner.coverage.check import Check, check_alignment
from aligner.coverage.findings import Coverage, Finding, Section, Share, Side
from aligner.coverage.kinds import KINDS, Kind

__all__ = [
    "KINDS",
    "Check",
    "Coverage",
    "Finding",
    "Kind",
    "Section",
    "Share",
    "Side",
    "check_alignment",
]
