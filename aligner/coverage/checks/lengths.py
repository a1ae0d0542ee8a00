"""How long a translation usually is, and which are far from it."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from statistics import median

from aligner.coverage.case import Case, Fault
from aligner.ladder import Bead

_ENOUGH = 12  # beads from which is told what is usual
_SHORT = 20  # characters of a source below which its length says little
_SPREAD = 1.4826  # of the median deviation, to the standard one
_FAR = 7.0  # deviations
_FACTOR = log(2.6)  # times as long, or as short, at least
_SURE = 0.8


@dataclass(frozen=True, slots=True)
class Lengths:
    """The log of source characters to target characters, in the middle, and its deviation."""

    usual: float
    spread: float

    def excess(self, case: Case, bead: Bead) -> float:
        """Return by how much the source is longer than usual against the target, as a log ratio."""
        return _ratio(case, bead) - self.usual


def learn_lengths(case: Case) -> Lengths | None:
    """Return what is usual between two texts, None where there is too little to tell."""
    ratios = [
        _ratio(case, bead)
        for bead in case.beads
        if bead.shape == "1-1" and bead.confidence >= _SURE and len(case.run_text(0, bead.source)) >= _SHORT
    ]
    if len(ratios) < _ENOUGH:
        return None
    usual = median(ratios)
    return Lengths(usual, _SPREAD * median(abs(ratio - usual) for ratio in ratios))


def find_lengths(case: Case, lengths: Lengths | None) -> list[Fault]:
    """Return a fault for each bead whose lengths are far outside what is usual between the two texts."""
    faults = []
    for bead in case.beads if lengths else ():
        if not bead.source or not bead.target or len(case.run_text(0, bead.source)) < 2 * _SHORT:
            continue
        assert lengths is not None
        excess = lengths.excess(case, bead)
        if abs(excess) >= max(_FAR * lengths.spread, _FACTOR):
            times = 2.718281828 ** abs(excess)
            detail = f"{times:.1f} times as {'short' if excess > 0 else 'long'} as usual"
            faults.append(Fault("length", 1, bead.target, bead.source, detail, 0.7))
    return faults


def _ratio(case: Case, bead: Bead) -> float:
    return log((len(case.run_text(0, bead.source)) + 3) / (len(case.run_text(1, bead.target)) + 3))
