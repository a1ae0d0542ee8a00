"""Unsure: beads that the matcher doubts and the words do not support."""

from __future__ import annotations

from aligner.coverage.case import Case
from aligner.coverage.findings import RawFinding

# Both are needed. Among repetitive lines a right bead has a low confidence, because its neighbours would do as well;
# and a free translation has a low cover.
_MOST_CONFIDENCE = 0.3
_MOST_COVER = 0.5  # of the side that is found worse


def find_unsure(case: Case) -> list[RawFinding]:
    """Return a finding for each bead with two sides of low confidence whose words are little alike."""
    return [
        RawFinding("unsure", 1, bead.target, bead.source, "perhaps not its translation", 1 - bead.confidence)
        for bead in case.beads
        if bead.source
        and bead.target
        and bead.confidence < _MOST_CONFIDENCE
        and min(case.cover(0, bead.source, bead.target), case.cover(1, bead.target, bead.source)) < _MOST_COVER
    ]
