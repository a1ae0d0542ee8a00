"""The part of the grid that the search visits: around the best chain of segments that resemble each other."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from aligner.profile import Integers, Vectors

_NEIGHBOURS = 4
_BLOCK = 1024
_TOUCH = 0.01
_REACH = 6  # rows that a bead and what is looked at around it may span
_GAP = 32  # segments without an anchor; in translations of books it is 10 at most


@dataclass(frozen=True, slots=True)
class Corridor:
    """The cuts (i, j) of an n x m grid that are visited: for each row i of 0..n the columns low[i]..high[i].

    Both bounds rise with i; (0, 0) and (n, m) are inside. The cuts are numbered row by row: (i, j) is
    ``starts[i] + j - low[i]``; ``rows`` and ``columns`` give i and j back.
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

    def find(self, rows: Integers, columns: Integers) -> Integers:
        """Return the numbers of cuts, -1 for those outside."""
        inside = (rows >= 0) & (rows <= self.source_count)
        row = np.clip(rows, 0, self.source_count)
        inside &= (columns >= self.low[row]) & (columns <= self.high[row])
        return np.where(inside, self.starts[row] + columns - self.low[row], -1)


def make_corridor(low: Integers, high: Integers) -> Corridor:
    """Return the corridor between two rising bounds, its cuts numbered."""
    widths = high - low + 1
    starts = np.concatenate([[0], np.cumsum(widths)[:-1]]).astype(np.int64)
    rows = np.repeat(np.arange(len(low)), widths)
    return Corridor(low, high, starts, rows, np.arange(len(rows)) - starts[rows] + low[rows])


def find_corridor(source: Vectors, target: Vectors, width: int) -> Corridor:
    """Return the corridor that reaches ``width`` segments to each side of the chain of anchors.

    ``source`` [n, d] and ``target`` [m, d] are unit vectors. Between two anchors the whole rectangle is inside, so a
    passage that only one text has costs no more than its own area and breaks nothing. Where both texts go on for long
    without an anchor, as in a thousand lines all alike, the diagonal stands in for them.
    """
    n, m = len(source), len(target)
    anchors = [(-1, -1), *_chain(*_candidates(source, target)), (n, m)]
    low = np.full(n + 1, m, np.int64)
    high = np.zeros(n + 1, np.int64)
    for (i, j), (k, l) in pairwise(_bridge(anchors)):
        first, last = max(0, i + 1 - width), min(n, k + width)
        low[first : last + 1] = np.minimum(low[first : last + 1], max(0, j + 1 - width))
        high[first : last + 1] = np.maximum(high[first : last + 1], min(m, l + width))
    low[0], high[-1] = 0, m
    return make_corridor(np.minimum.accumulate(low[::-1])[::-1], np.maximum.accumulate(high))


def widen(corridor: Corridor, probable: NDArray[np.float64], width: int) -> Corridor | None:
    """Return a corridor wider by ``width`` around the walls that the search leans on, or None where it leans on none.

    ``probable`` [cuts] is the probability that a bead begins at a cut.
    """
    n, m = corridor.source_count, corridor.target_count
    low, high = corridor.low[corridor.rows], corridor.high[corridor.rows]
    wall = ((corridor.columns == low) & (low > 0)) | ((corridor.columns == high) & (high < m))
    touched = np.unique(corridor.rows[wall & (probable > _TOUCH)])
    if not len(touched):
        return None
    rows = np.arange(n + 1)
    after = np.minimum(np.searchsorted(touched, rows), len(touched) - 1)
    apart = np.minimum(abs(touched[after] - rows), abs(touched[np.maximum(after - 1, 0)] - rows))
    step = np.where(apart <= width, width, 0)
    wider = np.maximum(corridor.low - step, 0), np.minimum(corridor.high + step, m)
    return make_corridor(np.minimum.accumulate(wider[0][::-1])[::-1], np.maximum.accumulate(wider[1]))


def rows_to_score(known: Corridor, wider: Corridor, near: Corridor) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return the rows [n + 1] whose beads are to be scored when a corridor grows, and those that this looks at.

    A bead reaches a few rows down; the means of a column are read from all rows in which it is near.
    """
    changed = (known.low != wider.low) | (known.high != wider.high)
    fresh = _spread(changed, _REACH)
    wanted = _spread(fresh, 2 * _REACH)
    edges = np.flatnonzero(np.diff(wanted.astype(np.int8), prepend=0, append=0))
    for first, last in edges.reshape(-1, 2).tolist():
        wanted |= (near.high >= wider.low[first]) & (near.low <= wider.high[last - 1])
    return fresh, wanted


def _spread(rows: NDArray[np.bool_], reach: int) -> NDArray[np.bool_]:
    """Return rows with ``reach`` more before and after each."""
    return np.convolve(rows, np.ones(2 * reach + 1))[reach:-reach] > 0


def _bridge(anchors: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield anchors, and between two that are far apart on both sides posts along the diagonal."""
    for (i, j), (k, l) in pairwise(anchors):
        yield i, j
        parts = min(k - i, l - j) // _GAP + 1
        yield from ((i + (k - i) * part // parts, j + (l - j) * part // parts) for part in range(1, parts))
    yield anchors[-1]


def _candidates(source: Vectors, target: Vectors) -> tuple[Integers, Integers, Vectors]:
    """Return pairs (i, j) that are among each other's nearest, and how far each stands above chance."""
    if not len(source) or not len(target):
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32)
    forward, backward = nearest(source, target, _NEIGHBOURS), nearest(target, source, _NEIGHBOURS)
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


def nearest(vectors: Vectors, others: Vectors, count: int) -> Integers:
    """Return for each of n vectors the numbers of the ``count`` others, or all, that are nearest, [n, count]."""
    found = np.empty((len(vectors), min(count, len(others))), np.int64)
    for at in range(0, len(vectors), _BLOCK):
        block = slice(at, at + _BLOCK)
        cosines = vectors[block] @ others.T
        rows = np.arange(len(cosines))
        for rank in range(found.shape[1]):  # a few passes for the highest take less than any sorting
            found[block, rank] = cosines.argmax(1)
            cosines[rows, found[block, rank]] = -np.inf
    return found


def _chain(rows: Integers, columns: Integers, gains: NDArray[np.floating]) -> list[tuple[int, int]]:
    """Return the pairs of the strictly rising chain with the largest sum of gains."""
    ends: list[int] = []  # columns at which a best chain so far ends, rising, as are the sums
    sums: list[float] = []
    tips: list[int] = []
    before = np.full(len(rows), -1)
    order = np.lexsort((-columns, rows))
    for k in order:
        place = bisect_left(ends, columns[k])
        total = float(gains[k]) + (sums[place - 1] if place else 0.0)
        before[k] = tips[place - 1] if place else -1
        stop = place
        while stop < len(ends) and sums[stop] <= total:
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
