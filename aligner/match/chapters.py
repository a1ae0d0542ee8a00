"""Chapters that surely begin together: where both texts are cut before their segments are matched.

Front matter, notes and appendices of two editions stand between the same chapters and are no translations of each
other. A matcher that may look across takes some of them for it; between cuts it cannot.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from aligner.match.corridor import Corridor, find_corridor, make_corridor, nearest
from aligner.match.search import IMPOSSIBLE, Lattice
from aligner.profile import Integers, Vectors

Boundary = tuple[int, int]  # the segments, of the source and of the target, that come next


class Chapter(NamedTuple):
    """The segments of a chapter: ``start`` to ``end``, its headings before ``body``."""

    start: int
    body: int
    end: int


_FEWEST = 3  # chapters a side: fewer are no book
_NEAR = 16  # segments from a chapter's start within which ...
_ANCHORS = 4  # ... so many must have their counterpart near the other's start
_ALONE = 0.2  # of a chapter's segments; more than these resemble others by chance in no book, in translations half do
_LEAST = 20  # segments of a chapter that can be told to stand alone


def find_cuts(
    source: Vectors,
    target: Vectors,
    chapters: tuple[Sequence[Chapter], Sequence[Chapter]],
    pins: Sequence[Boundary] = (),
) -> list[Boundary]:
    """Return the cuts between chapters that are certain, in order; none when either text has fewer than three.

    ``source`` [n, d] and ``target`` [m, d] are centred unit vectors, ``chapters`` those of each side, in
    order. ``pins`` are cuts that hold in any case; no other cut crosses them. Chapters between two
    cuts that resemble nothing of the other side there are parted from the rest, so that they are matched with nothing.
    """
    if min(map(len, chapters)) < _FEWEST:
        return list(pins)
    certain = [
        cut for cut in _common_starts(_find_chain(source, target), chapters) if all(_agree(cut, p) for p in pins)
    ]
    cuts = sorted({*pins, *certain})
    ends = [(0, 0), *cuts, (len(source), len(target))]
    found = set(cuts)
    for (i, j), (k, l) in pairwise(ends):
        if i < k and j < l:
            chain = _find_chain(source[i:k], target[j:l]) + np.array((i, j))
            found.update(_part_alone(chain, (_edges(chapters[0], i, k), _edges(chapters[1], j, l))))
    return sorted(found - {ends[0], ends[-1]})


def _edges(chapters: Sequence[Chapter], first: int, last: int) -> list[int]:
    """Return where the chapters between two segments begin and the last one ends."""
    return [first, *(chapter.start for chapter in chapters if first < chapter.start < last), last]


def _agree(cut: Boundary, pin: Boundary) -> bool:
    """Tell whether a cut lies clearly before or after another."""
    return (cut[0] < pin[0] and cut[1] < pin[1]) or (cut[0] > pin[0] and cut[1] > pin[1])


def _find_chain(source: Vectors, target: Vectors) -> Integers:
    """Return pairs (i, j) of segments that are each other's nearest, the longest rising chain of them, [k, 2]."""
    forward, backward = nearest(source, target, 1)[:, 0], nearest(target, source, 1)[:, 0]
    rows = np.flatnonzero(backward[forward] == np.arange(len(source)))
    columns: list[int] = forward[rows].tolist()
    tails: list[int] = []  # the column at which the best chain of each length ends
    tips: list[int] = []
    before = np.full(len(rows), -1)
    for k, column in enumerate(columns):
        length = bisect_left(tails, column)
        before[k] = tips[length - 1] if length else -1
        tails[length : length + 1], tips[length : length + 1] = [column], [k]
    chain = []
    k = tips[-1] if tips else -1
    while k >= 0:
        chain.append((int(rows[k]), columns[k]))
        k = int(before[k])
    return np.array(chain[::-1], np.int64).reshape(-1, 2)


def _common_starts(chain: Integers, chapters: tuple[Sequence[Chapter], Sequence[Chapter]]) -> list[Boundary]:
    """Return the starts of chapters that no pair of the chain crosses, where both surely begin."""
    last: list[dict[int, Chapter]] = [{}, {}]  # by the number of pairs before it, the last chapter of a side
    for side in (0, 1):
        for chapter in chapters[side]:
            last[side][int(np.searchsorted(chain[:, side], chapter.start))] = chapter
    pairs = ((last[0][k], last[1][k], k) for k in sorted(last[0].keys() & last[1].keys()))
    return [(one.start, other.start) for one, other, k in pairs if _begin_alike(chain, one, other, k)]


def _begin_alike(chain: Integers, one: Chapter, other: Chapter, k: int) -> bool:
    """Tell whether two chapters begin together, where ``k`` pairs of the chain stand before both.

    Below their headings pairs must follow at once, and the headings must be a pair too, or else the next pair stand as
    far below them on either side; a sentence may be cut in two there when the last pair before is as near to both.
    """
    start, body, end = zip(one, other, strict=True)
    below = chain[k:][(chain[k:] >= body).all(1) & (chain[k:] < end).all(1)][:_ANCHORS] - body
    if len(below) < _ANCHORS or (below >= _NEAR).any():
        return False
    if k < len(chain) and (chain[k] < body).all():
        return True
    above = start - chain[k - 1] if k else np.array(start)
    apart = abs(below[0, 0] - below[0, 1])
    return bool(apart == 0 or (apart == 1 and above[0] == above[1]))


def _part_alone(chain: Integers, edges: tuple[list[int], list[int]]) -> list[Boundary]:
    """Return the cuts that part the last chapters of a piece that resemble nothing of the other side in it.

    Where the texts begin the first ones are parted too. Elsewhere a cut stands before them, so they do resemble
    something; and segments of the source alone never follow some of the target alone, as ladders have it.
    """
    sizes = np.diff(edges[0]), np.diff(edges[1])
    counts = np.zeros((len(sizes[0]), len(sizes[1])))
    places = [np.searchsorted(edges[side], chain[:, side], "right") - 1 for side in (0, 1)]
    np.add.at(counts, tuple(places), 1)
    shares = counts / np.maximum(np.minimum(sizes[0][:, None], sizes[1]), _LEAST / 2)
    kept = [np.flatnonzero((shares.max(1 - side) > _ALONE) | (sizes[side] < _LEAST)) for side in (0, 1)]
    begins = edges[0][0] == edges[1][0] == 0
    if not len(kept[0]) or not len(kept[1]):
        return [(edges[0][-1], 0)] if begins else []
    first, last = ([edges[side][kept[side][end] - end] for side in (0, 1)] for end in (0, -1))
    cuts = [(last[0], last[1]), (edges[0][-1], last[1])]
    return [(first[0], 0), (first[0], first[1]), *cuts] if begins else cuts


def find_corridor_between(source: Vectors, target: Vectors, cuts: Sequence[Boundary], width: int) -> Corridor:
    """Return the corridor in which every way leads over all the cuts: of each piece between two of them its own."""
    n, m = len(source), len(target)
    low, high = np.full(n + 1, m, np.int64), np.zeros(n + 1, np.int64)
    for (i, j), (k, l) in pairwise([(0, 0), *cuts, (n, m)]):
        piece = find_corridor(source[i:k], target[j:l], width)
        rows = slice(i, k + 1)
        low[rows], high[rows] = np.minimum(low[rows], piece.low + j), np.maximum(high[rows], piece.high + j)
    return make_corridor(low, high)


def restrict(lattice: Lattice, corridor: Corridor, cuts: Sequence[Boundary]) -> Lattice:
    """Return the lattice in a corridor inside its own, with every bead that crosses a cut made impossible."""
    rows, columns = np.array(cuts).T
    places = lattice.corridor.find(corridor.rows, corridor.columns)
    behind = np.minimum(
        np.searchsorted(rows, corridor.rows, "right"), np.searchsorted(columns, corridor.columns, "right")
    )
    beads = {}
    for (m, n), scores in lattice.beads.items():
        ends = corridor.rows + m, corridor.columns + n
        reached = np.maximum(np.searchsorted(rows, ends[0]), np.searchsorted(columns, ends[1]))
        allowed = (behind == reached) & (corridor.find(*ends) >= 0)
        beads[m, n] = np.where(allowed, scores[places], IMPOSSIBLE)
    return replace(lattice, corridor=corridor, beads=beads)


def join_corridors(one: Corridor, other: Corridor) -> Corridor:
    """Return the corridor that holds both."""
    return make_corridor(np.minimum(one.low, other.low), np.maximum(one.high, other.high))
