"""Beads of which the aligner itself is not sure, and the words say no more."""

from __future__ import annotations

from aligner.coverage.case import Case, Fault

_LOW = 0.3  # confidence
_THIN = 0.5  # of the usual cover


def find_unsure(case: Case) -> list[Fault]:
    """Return a fault for each bead with two sides that is hardly more probable than another, and little alike."""
    return [
        Fault("unsure", 1, bead.target, bead.source, "perhaps not its translation", 1 - bead.confidence)
        for bead in case.beads
        if bead.source
        and bead.target
        and bead.confidence < _LOW
        and min(case.cover(0, bead.source, bead.target), case.cover(1, bead.target, bead.source)) < _THIN
    ]
