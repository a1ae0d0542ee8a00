"""Other versions as witnesses: segments that both belong to the same segment of a third version belong together."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.match.search import Lattice, Posterior

_WEIGHT = 2.5  # of many witnesses all agreeing; on works with known changes, 2 to 4 raise F1 about as much

Links = NDArray[np.float32]


class Witness(NamedTuple):
    """How probably segments of two versions are linked, [n, m], and each with any segment of the other, [n] and [m]."""

    links: Links
    source: Links
    target: Links

    def invert(self) -> Witness:
        """Return the same with source and target changed over."""
        return Witness(self.links.T, self.target, self.source)


def find_links(lattice: Lattice, probable: Posterior) -> Witness:
    """Return the links of two versions: for each the probabilities of all beads that hold both segments, summed."""
    n, m = lattice.corridor.source_count, lattice.corridor.target_count
    corners = np.zeros((n + 1, m + 1))
    rows, columns = lattice.corridor.rows, lattice.corridor.columns
    for (a, b), values in probable.beads.items():
        for k, l, sign in ((0, 0, 1), (a, 0, -1), (0, b, -1), (a, b, 1)):
            np.add.at(corners, (np.minimum(rows + k, n), np.minimum(columns + l, m)), sign * values)
    links = corners.cumsum(0).cumsum(1)[:n, :m].clip(0, 1)
    sides = (1 - probable.deletions).clip(0, 1), (1 - probable.insertions).clip(0, 1)
    return Witness(links.astype(np.float32), *(side.astype(np.float32) for side in sides))


def find_evidence(before: Witness, after: Witness) -> Links:
    """Return what a third version says of each pair of segments, [n, m]: 1 for a link, -1 against, 0 for nothing.

    ``before`` leads from the source to it, ``after`` from it to the target. It is against a pair when it has a segment
    linked with the one and not with the other, and says nothing where it has neither.
    """
    known = 1 - np.outer(1 - before.source, 1 - after.target)
    said: Links = 2 * np.minimum(before.links @ after.links, 1) - known
    return said


def heed(lattice: Lattice, said: Links, count: int) -> Lattice:
    """Return the lattice with what ``count`` witnesses said, summed, added to the score of the beads that link so.

    It is their mean with one more that says nothing, so that a single witness does not outweigh the texts.
    """
    n, m = said.shape
    sums = np.zeros((n + 1, m + 1))
    sums[1:, 1:] = said.cumsum(0, dtype=np.float64).cumsum(1)
    i, j = lattice.corridor.rows, lattice.corridor.columns
    beads = {}
    for (a, b), scores in lattice.beads.items():
        k, l = np.minimum(i + a, n), np.minimum(j + b, m)
        beads[a, b] = scores + _WEIGHT / (count + 1) * (sums[k, l] - sums[i, l] - sums[k, j] + sums[i, j])
    return replace(lattice, beads=beads)
