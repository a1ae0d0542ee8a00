"""Chapters that certainly begin together: the boundaries at which both texts are divided before they are matched.

Two editions of a work may each have a foreword, notes or appendices in the same place that are no translations of each
other. A matcher that may look across the border of a chapter takes some of their sentences for translations; between
two boundaries it cannot. What this gains and costs is measured in docs/reading.md, "Chapters".
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from aligner.match.corridor import Corridor, find_corridor, find_nearest, make_corridor
from aligner.match.search import IMPOSSIBLE, Lattice
from aligner.profile import Integers, Vectors

Boundary = tuple[int, int]
"""The first segment behind a boundary, of the source and of the target."""


class Chapter(NamedTuple):
    """The segments of a chapter: ``start`` to ``end``, with its headings before ``body``."""

    start: int
    body: int
    end: int


# The numbers below were set on books made of 13 gold documents (``scripts/measure_chapters.py``) and on the speech with
# its eleven translations, where 131 of 132 starts of chapters are found and none wrongly. They lean towards finding
# too little: a chapter that is missed is matched as part of a longer text, a false boundary can never be repaired.
_FEWEST = 3
"""Chapters that both texts must have. With fewer there is no sequence of starts that could confirm each other."""
_NEAR = 16
"""Segments from the start of a chapter's body within which its first pairs must lie, on both sides."""
_ANCHORS = 4
"""Pairs that must lie there: enough that they do not come together by chance, few enough for chapters of free prose, in
which about every second segment has its nearest in its translation."""
_ALONE = 0.2
"""Pairs per segment of the smaller of two chapters up to which they have nothing to do with each other. Chapters that
are no translations have fewer by chance; of translations, half the segments are in pairs."""
_LEAST = 20
"""Segments below which a chapter is too short to tell that it has no counterpart."""


def find_chapter_boundaries(
    source: Vectors,
    target: Vectors,
    chapters: tuple[Sequence[Chapter], Sequence[Chapter]],
    pins: Sequence[Boundary] = (),
) -> list[Boundary]:
    """Return the boundaries between chapters that are certain, in order.

    Parameters
    ----------
    source, target : float32 [n, d], [m, d]
        Centred unit vectors of the segments.
    chapters : pair of sequences of Chapter
        The chapters of each side, in order. None but the pins are found when either has fewer than three.
    pins : sequence of Boundary
        Boundaries that a person has fixed. They hold in any case, and no other boundary crosses them.

    Chapters between two boundaries that resemble nothing of the other side between them get boundaries of their own, so
    that all their segments are deletions or insertions.
    """
    if min(map(len, chapters)) < _FEWEST:
        return list(pins)
    certain = [
        start
        for start in _find_common_starts(find_chain(source, target), chapters)
        if all(_is_apart(start, pin) for pin in pins)
    ]
    boundaries = sorted({*pins, *certain})
    ends = [(0, 0), *boundaries, (len(source), len(target))]
    found = set(boundaries)
    for (i, j), (k, l) in pairwise(ends):
        if i < k and j < l:
            chain = find_chain(source[i:k], target[j:l]) + np.array((i, j))
            found.update(_separate_unmatched(chain, (_edges(chapters[0], i, k), _edges(chapters[1], j, l))))
    return sorted(found - {ends[0], ends[-1]})


def _edges(chapters: Sequence[Chapter], first: int, last: int) -> list[int]:
    """Return where the chapters between two segments begin, and where the last one ends."""
    return [first, *(chapter.start for chapter in chapters if first < chapter.start < last), last]


def _is_apart(boundary: Boundary, pin: Boundary) -> bool:
    """Return whether a boundary lies before or after another on both sides."""
    return (boundary[0] < pin[0] and boundary[1] < pin[1]) or (boundary[0] > pin[0] and boundary[1] > pin[1])


def find_chain(source: Vectors, target: Vectors) -> Integers:
    """Return the longest rising chain of pairs (i, j) of segments that are each other's nearest, [k, 2].

    The longest increasing subsequence, by patience sorting: ``tails`` holds for each length the smallest column at
    which a chain of that length ends.
    """
    forward, backward = find_nearest(source, target, 1)[:, 0], find_nearest(target, source, 1)[:, 0]
    rows = np.flatnonzero(backward[forward] == np.arange(len(source)))
    columns: list[int] = forward[rows].tolist()
    tails: list[int] = []
    tips: list[int] = []  # the last pair of those chains
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


def _find_common_starts(chain: Integers, chapters: tuple[Sequence[Chapter], Sequence[Chapter]]) -> list[Boundary]:
    """Return the starts of chapters, one of each side, that no pair of the chain crosses and that are certain."""
    last: list[dict[int, Chapter]] = [{}, {}]  # by the number of pairs before it, the last chapter of a side
    for side in (0, 1):
        for chapter in chapters[side]:
            last[side][int(np.searchsorted(chain[:, side], chapter.start))] = chapter
    pairs = ((last[0][k], last[1][k], k) for k in sorted(last[0].keys() & last[1].keys()))
    return [(one.start, other.start) for one, other, k in pairs if _begin_together(chain, one, other, k)]


def _begin_together(chain: Integers, one: Chapter, other: Chapter, k: int) -> bool:
    """Return whether two chapters certainly begin together, where ``k`` pairs of the chain lie before both.

    Pairs must follow closely below both headings. Then either the headings are a pair themselves, or the first pair
    below them is as far below on both sides. A distance of one is allowed where a sentence is split in two, provided
    that the last pair above the chapters is equally far from both.
    """
    start, body, end = zip(one, other, strict=True)
    below = chain[k:][(chain[k:] >= body).all(1) & (chain[k:] < end).all(1)][:_ANCHORS] - body
    if len(below) < _ANCHORS or (below >= _NEAR).any():
        return False
    if k < len(chain) and (chain[k] < body).all():  # the headings are a pair
        return True
    above = start - chain[k - 1] if k else np.array(start)
    difference = abs(below[0, 0] - below[0, 1])
    return bool(difference == 0 or (difference == 1 and above[0] == above[1]))


def _separate_unmatched(chain: Integers, edges: tuple[list[int], list[int]]) -> list[Boundary]:
    """Return the boundaries that part the last chapters of a piece from the rest when they resemble nothing in it.

    ``chain`` [k, 2] has the pairs of the piece, ``edges`` the starts of its chapters on each side and its end. At the
    beginning of the texts the first chapters are parted too. Elsewhere there is a boundary before them, at which their
    pairs were checked; and deletions can never follow insertions (see ``Lattice``).
    """
    sizes = np.diff(edges[0]), np.diff(edges[1])
    counts = np.zeros((len(sizes[0]), len(sizes[1])))
    places = [np.searchsorted(edges[side], chain[:, side], "right") - 1 for side in (0, 1)]
    np.add.at(counts, tuple(places), 1)
    # A pair of chapters counts as ten segments at least: a pair or two with a very short one is no resemblance.
    shares = counts / np.maximum(np.minimum(sizes[0][:, None], sizes[1]), _LEAST / 2)
    kept = [np.flatnonzero((shares.max(1 - side) > _ALONE) | (sizes[side] < _LEAST)) for side in (0, 1)]
    at_beginning = edges[0][0] == edges[1][0] == 0
    if not len(kept[0]) or not len(kept[1]):  # nothing is left: the whole piece is deletions, then insertions
        return [(edges[0][-1], 0)] if at_beginning else []
    first, last = ([edges[side][kept[side][end] - end] for side in (0, 1)] for end in (0, -1))
    boundaries = [(last[0], last[1]), (edges[0][-1], last[1])]
    return [(first[0], 0), (first[0], first[1]), *boundaries] if at_beginning else boundaries


def find_corridor_through(source: Vectors, target: Vectors, boundaries: Sequence[Boundary], width: int) -> Corridor:
    """Return the corridor in which every path leads through all the boundaries: for each piece between two its own."""
    n, m = len(source), len(target)
    low, high = np.full(n + 1, m, np.int64), np.zeros(n + 1, np.int64)
    for (i, j), (k, l) in pairwise([(0, 0), *boundaries, (n, m)]):
        piece = find_corridor(source[i:k], target[j:l], width)
        rows = slice(i, k + 1)
        low[rows], high[rows] = np.minimum(low[rows], piece.low + j), np.maximum(high[rows], piece.high + j)
    return make_corridor(low, high)


def restrict(lattice: Lattice, corridor: Corridor, boundaries: Sequence[Boundary]) -> Lattice:
    """Return the lattice in a corridor inside its own, with every bead that crosses a boundary made impossible."""
    rows, columns = np.array(boundaries).T
    places = lattice.corridor.cells_at(corridor.rows, corridor.columns)
    # The number of boundaries that lie at or before a bead's beginning, and of those that lie before its end.
    behind = np.minimum(
        np.searchsorted(rows, corridor.rows, "right"), np.searchsorted(columns, corridor.columns, "right")
    )
    beads = {}
    for (m, n), scores in lattice.beads.items():
        ends = corridor.rows + m, corridor.columns + n
        reached = np.maximum(np.searchsorted(rows, ends[0]), np.searchsorted(columns, ends[1]))
        allowed = (behind == reached) & (corridor.cells_at(*ends) >= 0)
        beads[m, n] = np.where(allowed, scores[places], IMPOSSIBLE)
    return replace(lattice, corridor=corridor, beads=beads)
