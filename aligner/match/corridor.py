"""The corridor: the part of the grid that the search visits, around the segments that resemble each other most.

A text of n and one of m segments span a grid of (n + 1) x (m + 1) cells; a ladder is a path from (0, 0) to (n, m). To
score every bead of the grid would take the square of a text's length. Thompson and Koehn (2019, *Vecalign*) bring it
down to a constant times the length by aligning coarser texts first; here a chain of anchors, found by comparing all
sentence vectors once, gives the path that a narrow band is laid around.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from aligner.profile import Integers, Vectors

_NEIGHBOURS = 4
"""A pair of segments is a candidate for an anchor when each is among so many nearest of the other. With one, a refrain
that comes back four times finds only one of its places; with many, chance pairs fill the chain's table for nothing."""

_BLOCK = 1024  # rows of cosines held at a time: 1024 x 10,000 segments are 40 MB
_TOUCH = 0.01
"""A path leans on the wall of a corridor when a bead there has more than this probability. Widening costs little and a
path that is missed is lost, so the bound is low."""

_REACH = 6
"""Rows around a changed one whose beads may score differently. A bead of four source segments that ends in it begins 4
rows before, and the features of one look at most one row further; two more cost nothing."""

_GAP = 32
"""Segments on both sides without an anchor from which the diagonal is trusted instead. In translations of books anchors
are 10 segments apart at most; only in texts such as a litany, all of whose lines are alike, are there none for so
long, and without this bound their whole rectangle would be searched."""


@dataclass(frozen=True, slots=True)
class Corridor:
    """The cells (i, j) of an n x m grid that are searched: for each row i of 0..n the columns low[i]..high[i].

    Parameters
    ----------
    low, high : int64 [n + 1]
        The first and the last column of each row. Both rise with the row; (0, 0) and (n, m) are inside.
    starts : int64 [n + 1]
        The number of each row's first cell. Cells are numbered row by row: (i, j) is ``starts[i] + j - low[i]``.
    rows, columns : int64 [cells]
        The i and the j of each cell.
    """

    low: Integers
    high: Integers
    starts: Integers
    rows: Integers
    columns: Integers

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def source_count(self) -> int:
        """The number of source segments, n."""
        return len(self.low) - 1

    @property
    def target_count(self) -> int:
        """The number of target segments, m."""
        return int(self.high[-1])

    def cells_at(self, rows: Integers, columns: Integers) -> Integers:
        """Return the numbers of the cells at some rows and columns, [k]; -1 for places outside the corridor."""
        inside = (rows >= 0) & (rows <= self.source_count)
        row = np.clip(rows, 0, self.source_count)
        inside &= (columns >= self.low[row]) & (columns <= self.high[row])
        return np.where(inside, self.starts[row] + columns - self.low[row], -1)


def make_corridor(low: Integers, high: Integers) -> Corridor:
    """Return the corridor between two rising bounds, [n + 1] each, with its cells numbered."""
    widths = high - low + 1
    starts = np.concatenate([[0], np.cumsum(widths)[:-1]]).astype(np.int64)
    rows = np.repeat(np.arange(len(low)), widths)
    return Corridor(low, high, starts, rows, np.arange(len(rows)) - starts[rows] + low[rows])


def join_corridors(one: Corridor, other: Corridor) -> Corridor:
    """Return the corridor that holds both."""
    return make_corridor(np.minimum(one.low, other.low), np.maximum(one.high, other.high))


def find_corridor(source: Vectors, target: Vectors, width: int) -> Corridor:
    """Return the corridor that reaches ``width`` segments to each side of the chain of anchors.

    ``source`` [n, d] and ``target`` [m, d] are unit vectors. Between two anchors the whole rectangle is inside, so a
    passage that only one text has costs no more than its own area, and the corridor is as narrow as before behind it.
    Where both texts go on for more than ``_GAP`` segments without an anchor, points on the diagonal replace them.
    """
    n, m = len(source), len(target)
    anchors = [(-1, -1), *_best_chain(*_find_candidates(source, target)), (n, m)]
    low = np.full(n + 1, m, np.int64)
    high = np.zeros(n + 1, np.int64)
    for (i, j), (k, l) in pairwise(_fill_long_gaps(anchors)):
        # The path may go from the cell behind the anchor (i, j) to the cell before (k, l), anywhere between.
        first, last = max(0, i + 1 - width), min(n, k + width)
        low[first : last + 1] = np.minimum(low[first : last + 1], max(0, j + 1 - width))
        high[first : last + 1] = np.maximum(high[first : last + 1], min(m, l + width))
    low[0], high[-1] = 0, m
    return make_corridor(np.minimum.accumulate(low[::-1])[::-1], np.maximum.accumulate(high))


def widen(corridor: Corridor, begins: NDArray[np.float64], width: int) -> Corridor | None:
    """Return a corridor wider by ``width`` columns around the places where the search leans on its wall.

    ``begins`` [cells] is the probability that a bead begins at a cell. Returns None when no cell on a wall has more
    than ``_TOUCH`` of it. The edges of the grid are no walls.
    """
    n, m = corridor.source_count, corridor.target_count
    low, high = corridor.low[corridor.rows], corridor.high[corridor.rows]
    wall = ((corridor.columns == low) & (low > 0)) | ((corridor.columns == high) & (high < m))
    touched = np.unique(corridor.rows[wall & (begins > _TOUCH)])
    if not len(touched):
        return None
    # Rows within ``width`` of a touched one are widened too: the path beyond the wall may begin before it is touched.
    rows = np.arange(n + 1)
    after = np.minimum(np.searchsorted(touched, rows), len(touched) - 1)
    apart = np.minimum(abs(touched[after] - rows), abs(touched[np.maximum(after - 1, 0)] - rows))
    step = np.where(apart <= width, width, 0)
    wider = np.maximum(corridor.low - step, 0), np.minimum(corridor.high + step, m)
    return make_corridor(np.minimum.accumulate(wider[0][::-1])[::-1], np.maximum.accumulate(wider[1]))


def rows_to_score(known: Corridor, wider: Corridor, inner: Corridor) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return the rows [n + 1] whose beads are scored anew when a corridor grows, and the rows that their scores read.

    ``known`` is the corridor that is scored already, ``wider`` the one that holds it, ``inner`` the one from which
    means are read. A bead reaches a few rows down; the mean of a column is read from all rows of ``inner`` that have
    the column.
    """
    changed = (known.low != wider.low) | (known.high != wider.high)
    fresh = _dilate(changed, _REACH)
    wanted = _dilate(fresh, 2 * _REACH)
    edges = np.flatnonzero(np.diff(wanted.astype(np.int8), prepend=0, append=0))
    for first, last in edges.reshape(-1, 2).tolist():
        wanted |= (inner.high >= wider.low[first]) & (inner.low <= wider.high[last - 1])
    return fresh, wanted


def _dilate(rows: NDArray[np.bool_], reach: int) -> NDArray[np.bool_]:
    """Return rows with ``reach`` more before and after each."""
    return np.convolve(rows, np.ones(2 * reach + 1))[reach:-reach] > 0


def _fill_long_gaps(anchors: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield anchors, and between two that are ``_GAP`` or more apart on both sides points along the diagonal."""
    for (i, j), (k, l) in pairwise(anchors):
        yield i, j
        parts = min(k - i, l - j) // _GAP + 1
        yield from ((i + (k - i) * part // parts, j + (l - j) * part // parts) for part in range(1, parts))
    yield anchors[-1]


def _find_candidates(source: Vectors, target: Vectors) -> tuple[Integers, Integers, Vectors]:
    """Return pairs (i, j) that are among each other's nearest, [k] each, and how far their cosine is above chance.

    Chance is the mean cosine of the one segment with the whole other text, averaged over both directions. A pair that
    does not exceed it is left out.
    """
    if not len(source) or not len(target):
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32)
    forward, backward = find_nearest(source, target, _NEIGHBOURS), find_nearest(target, source, _NEIGHBOURS)
    pairs = np.concatenate(
        [
            np.stack([np.repeat(np.arange(len(source)), forward.shape[1]), forward.ravel()], 1),
            np.stack([backward.ravel(), np.repeat(np.arange(len(target)), backward.shape[1])], 1),
        ]
    )
    pairs, seen = np.unique(pairs, axis=0, return_counts=True)
    i, j = pairs[seen == 2].T
    value = np.einsum("kd,kd->k", source[i], target[j])
    chance = (source @ target.mean(0))[i] / 2 + (target @ source.mean(0))[j] / 2
    gain = value - chance
    keep = gain > 0
    return i[keep], j[keep], gain[keep]


def find_nearest(vectors: Vectors, others: Vectors, count: int) -> Integers:
    """Return for each of n vectors the numbers of the ``count`` others with the highest dot product, [n, count].

    The nearest comes first; where there are fewer others than ``count``, all of them are returned.
    """
    found = np.empty((len(vectors), min(count, len(others))), np.int64)
    for at in range(0, len(vectors), _BLOCK):
        block = slice(at, at + _BLOCK)
        cosines = vectors[block] @ others.T
        rows = np.arange(len(cosines))
        for rank in range(found.shape[1]):  # a few passes for the highest take less time than any sorting
            found[block, rank] = cosines.argmax(1)
            cosines[rows, found[block, rank]] = -np.inf
    return found


def _best_chain(rows: Integers, columns: Integers, gains: NDArray[np.floating]) -> list[tuple[int, int]]:
    """Return the pairs of the chain, strictly rising on both sides, with the largest sum of gains.

    The heaviest increasing subsequence, in k log k: ``ends`` holds the columns at which a chain that is not surpassed
    by another ends, rising, and ``sums`` its gains, rising too.
    """
    ends: list[int] = []
    sums: list[float] = []
    tips: list[int] = []  # the last pair of each such chain
    before = np.full(len(rows), -1)
    order = np.lexsort((-columns, rows))  # of one row the last column first, so that no chain holds two of a row
    for k in order:
        place = bisect_left(ends, columns[k])
        total = float(gains[k]) + (sums[place - 1] if place else 0.0)
        before[k] = tips[place - 1] if place else -1
        stop = place
        while stop < len(ends) and sums[stop] <= total:  # they end further right and gain no more
            stop += 1
        if place < len(ends) and ends[place] == columns[k] and sums[place] > total:
            continue
        ends[place:stop], sums[place:stop], tips[place:stop] = [int(columns[k])], [total], [int(k)]
    chain = []
    k = tips[-1] if tips else -1
    while k >= 0:
        chain.append((int(rows[k]), int(columns[k])))
        k = int(before[k])
    return chain[::-1]
