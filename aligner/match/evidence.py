"""Evidence from other versions: segments that both belong to the same segment of a third version belong together.

The product of two matrices of link probabilities through a third language is the triangulation of Cohn and Lapata
(2007, *Machine Translation by Triangulation*), here for sentences. What it gains is in docs/editions.md.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.match.search import Lattice, Posterior

_WEIGHT = 2.5
"""What is added to a bead's score for each pair of segments in it when many versions all speak for it. The one number
that was fitted, on the works of docs/editions.md: 1.6 to 4 raise F1 in all of them but scripture, which gains from 2
on."""

Matrix = NDArray[np.float32]


class Links(NamedTuple):
    """How probably segments of two versions are linked, each value from 0 to 1.

    ``pairs`` [n, m] is the probability that a bead holds both segments, ``source`` [n] and ``target`` [m] that a
    segment is linked with any of the other version.
    """

    pairs: Matrix
    source: Matrix
    target: Matrix

    def invert(self) -> Links:
        """Return the links with source and target exchanged."""
        return Links(self.pairs.T, self.target, self.source)


def find_links(lattice: Lattice, probable: Posterior) -> Links:
    """Return the links of two versions: for each pair, the sum of the probabilities of all beads that hold both.

    A bead adds its probability to a rectangle of pairs. Only the four corners of each rectangle are written, with
    their signs; two cumulative sums fill them all at once.
    """
    n, m = lattice.corridor.source_count, lattice.corridor.target_count
    corners = np.zeros((n + 1, m + 1))
    rows, columns = lattice.corridor.rows, lattice.corridor.columns
    for (a, b), values in probable.beads.items():
        for k, l, sign in ((0, 0, 1), (a, 0, -1), (0, b, -1), (a, b, 1)):
            np.add.at(corners, (np.minimum(rows + k, n), np.minimum(columns + l, m)), sign * values)
    pairs = corners.cumsum(0).cumsum(1)[:n, :m].clip(0, 1)
    sides = (1 - probable.deletions).clip(0, 1), (1 - probable.insertions).clip(0, 1)
    return Links(pairs.astype(np.float32), *(side.astype(np.float32) for side in sides))


def find_evidence(to_third: Links, from_third: Links) -> Matrix:
    """Return the evidence of a third version for each pair of segments, [n, m], from -1 to 1.

    1 means that one of its segments is linked with both; -1 that it has one linked with the one and not with the
    other; 0 that it has neither. ``to_third`` links the source with it, ``from_third`` links it with the target.
    """
    known = 1 - np.outer(1 - to_third.source, 1 - from_third.target)
    evidence: Matrix = 2 * np.minimum(to_third.pairs @ from_third.pairs, 1) - known
    return evidence


def add_evidence(lattice: Lattice, evidence: Matrix, count: int) -> Lattice:
    """Return the lattice with the summed evidence [n, m] of ``count`` other versions added to the beads' scores.

    A bead gets the evidence for all pairs in it, divided by ``count + 1``: the mean with one more version that says
    nothing, so that a single version cannot outweigh the two texts themselves.
    """
    n, m = evidence.shape
    sums = np.zeros((n + 1, m + 1))  # of all pairs above and left of a cell, so that four of them give a rectangle
    sums[1:, 1:] = evidence.cumsum(0, dtype=np.float64).cumsum(1)
    i, j = lattice.corridor.rows, lattice.corridor.columns
    beads = {}
    for (a, b), scores in lattice.beads.items():
        k, l = np.minimum(i + a, n), np.minimum(j + b, m)
        beads[a, b] = scores + _WEIGHT / (count + 1) * (sums[k, l] - sums[i, l] - sums[k, j] + sums[i, j])
    return replace(lattice, beads=beads)
