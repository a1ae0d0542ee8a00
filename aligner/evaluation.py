"""Strict and lax precision, recall and F1 of a ladder against a gold one; and how much of each side is unmatched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

# Strict and lax as Sennrich & Volk 2011 and Thompson & Koehn 2019 (vecalign) count them: precision over all beads of
# the test, deletions and insertions included; recall over the two-sided gold beads only.

Beads = Sequence[tuple[Sequence[int], Sequence[int]]]
"""Pairs of source and target segments, as numbers from 0. Gold beads may have gaps, cross, and leave segments out."""


class Rates(NamedTuple):
    """Precision, recall and their harmonic mean, each 0 to 1."""

    precision: float
    recall: float
    f1: float


class Evaluation(NamedTuple):
    """Precision, recall and F1 by three criteria.

    ``strict`` counts a bead as right when the gold has the same bead, ``lax`` also when it shares a linked pair of
    segments with a gold bead. ``all`` is ``strict`` with the gold's deletions and insertions counted in recall too.
    """

    strict: Rates
    lax: Rates
    all: Rates


def evaluate(gold: Beads, test: Beads) -> Evaluation:
    """Return how well the beads of ``test`` agree with those of ``gold``; both may be ladders or any lists of beads.

    >>> evaluate([([0], [0]), ([1], [1, 2])], [([0], [0]), ([1], [1]), ([], [2])]).strict
    Rates(precision=0.3333333333333333, recall=0.5, f1=0.4)
    """
    strict_hits, lax_hits, test_count = _hits(gold, test)
    strict_found, lax_found, gold_count = _hits(_two_sided(test), _two_sided(gold))
    all_found, _, all_count = _hits(test, gold)
    return Evaluation(
        _rates(strict_hits, test_count, strict_found, gold_count),
        _rates(lax_hits, test_count, lax_found, gold_count),
        _rates(strict_hits, test_count, all_found, all_count),
    )


def _two_sided(beads: Beads) -> Beads:
    return [(source, target) for source, target in beads if source and target]


def _hits(reference: Beads, beads: Beads) -> tuple[int, int, int]:
    """Return the number of beads that the reference has, of beads that share a link with it, and of all beads."""
    known = {(tuple(source), tuple(target)) for source, target in reference if source or target}
    links = {(i, j) for source, target in known for i in source for j in target}
    counted = {(tuple(source), tuple(target)) for source, target in beads if source or target}
    strict = counted & known
    lax = sum((s, t) in known or any((i, j) in links for i in s for j in t) for s, t in counted)
    return len(strict), lax, len(counted)


def _rates(hits: int, tested: int, found: int, wanted: int) -> Rates:
    precision = hits / tested if tested else 0.0
    recall = found / wanted if wanted else 0.0
    both = precision + recall
    return Rates(precision, recall, 2 * precision * recall / both if both else 0.0)


class Shares(NamedTuple):
    """How much of both sides has no counterpart, each 0 to 1.

    ``under_translation`` is the share of the source that is in deletions, ``over_translation`` the share of the target
    that is in insertions.
    """

    under_translation: float
    over_translation: float


def unmatched_shares(beads: Beads, sizes: tuple[Sequence[float], Sequence[float]] | None = None) -> Shares:
    """Return how much of the source is not translated, and how much of the target was added.

    ``sizes`` are what the segments of each side count, such as their characters; without them each counts the same.

    >>> unmatched_shares([([0], [0]), ([1], []), ([2], [1]), ([], [2])])
    Shares(under_translation=0.3333333333333333, over_translation=0.3333333333333333)
    >>> unmatched_shares([([0], [0]), ([1], [])], ([30, 10], [25]))
    Shares(under_translation=0.25, over_translation=0.0)
    """
    found = []
    for side in (0, 1):
        matched = {k for bead in beads if bead[0] and bead[1] for k in bead[side]}
        alone = {k for bead in beads for k in bead[side]} - matched
        counts = [sum(sizes[side][k] if sizes else 1 for k in some) for some in (alone, matched)]
        found.append(counts[0] / sum(counts) if sum(counts) else 0.0)
    return Shares(*found)
