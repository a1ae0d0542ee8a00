"""Length: how long translations between two texts usually are, and which beads are far from that."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log
from statistics import median

from aligner.coverage.case import SURE, Case
from aligner.coverage.findings import RawFinding
from aligner.ladder import Bead

_ENOUGH = 12  # sure beads; the median deviation of fewer is too rough to multiply by seven
_LEAST_CHARACTERS = 20  # of a source: "Yes." against "Ja, natürlich." says nothing of how long translations are
_TO_DEVIATION = 1.4826  # from the median absolute deviation to the standard deviation of a normal distribution

# A translation is reported when its length is off by both. One deviation was a factor of 1.14 to 1.25 on the speech and
# on news, so that seven are 2.4 (fr) to 4.8 (ja); a pair that translates very evenly is held to the factor alone.
_LEAST_DEVIATIONS = 7.0
_LEAST_LOG_FACTOR = log(2.6)
_CONFIDENCE = 0.7  # of every finding: this check computes no probability

# Added to both lengths of a ratio, so that one character more or less in a segment of a few does not double it.
_SMOOTHING = 3


@dataclass(frozen=True, slots=True)
class Lengths:
    """The log of source characters to target characters: its median and its standard deviation."""

    usual: float
    spread: float

    def excess(self, case: Case, bead: Bead) -> float:
        """Return how much longer than usual a bead's source is for its target, as a log ratio; below 0 if shorter."""
        return _log_ratio(case, bead) - self.usual


def learn_lengths(case: Case) -> Lengths | None:
    """Return what is usual between two texts, or None if there are too few sure 1-1 beads to say."""
    ratios = [
        _log_ratio(case, bead)
        for bead in case.beads
        if bead.shape == "1-1" and bead.confidence >= SURE and len(case.run_text(0, bead.source)) >= _LEAST_CHARACTERS
    ]
    if len(ratios) < _ENOUGH:
        return None
    usual = median(ratios)
    return Lengths(usual, _TO_DEVIATION * median(abs(ratio - usual) for ratio in ratios))


def find_lengths(case: Case, lengths: Lengths | None) -> list[RawFinding]:
    """Return a finding for each bead whose lengths are far outside what is usual between the two texts."""
    if lengths is None:
        return []
    findings = []
    for bead in case.beads:
        if not bead.source or not bead.target or len(case.run_text(0, bead.source)) < 2 * _LEAST_CHARACTERS:
            continue
        excess = lengths.excess(case, bead)
        if abs(excess) >= max(_LEAST_DEVIATIONS * lengths.spread, _LEAST_LOG_FACTOR):
            detail = f"{exp(abs(excess)):.1f} times as {'short' if excess > 0 else 'long'} as usual"
            findings.append(RawFinding("length", 1, bead.target, bead.source, detail, _CONFIDENCE))
    return findings


def _log_ratio(case: Case, bead: Bead) -> float:
    lengths = len(case.run_text(0, bead.source)), len(case.run_text(1, bead.target))
    return log((lengths[0] + _SMOOTHING) / (lengths[1] + _SMOOTHING))
