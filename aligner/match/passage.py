"""Match a passage again after something in it was fixed: the rest of the ladder cannot have changed.

Between two fixed beads a ladder is independent of what lies outside. Where none is near, the passage ends at beads that
are as good as certain, far enough from what was changed: what a fixed bead does to its neighbours' probabilities fades
within some ten beads (a test).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from aligner.ladder import Bead, Fixed, Ladder, Pair
from aligner.match.corridor import make_corridor
from aligner.match.fixed import find_unreached, fixed_cells, mask
from aligner.match.match import decode_fixed
from aligner.match.search import Lattice
from aligner.match.weights import Weights

_REACH = 60
"""Segments to each side of what was changed that are matched again at least, unless a fixed bead is nearer."""
_EDGE = 20
"""Beads at an end that is no fixed bead which keep the confidence that they had: as the end is taken as certain, theirs
would come out up to 0.005 too high. What is changed is three times as far away."""
_CERTAIN = 0.95  # the confidence of both beads beside a place at which a passage may end


class Passage(NamedTuple):
    """A rectangle of the grid through whose corners a ladder leads: its first and its last cell."""

    first: tuple[int, int]
    last: tuple[int, int]


def rematch(  # noqa: PLR0913 - a ladder, its scores, and what has changed
    lattice: Lattice, fixed: Fixed, before: Ladder, changed: Pair, weights: Weights, *, only: bool = False
) -> Ladder | None:
    """Return the best ladder after ``fixed`` has changed in one place, with only the passage around it matched again.

    Parameters
    ----------
    lattice : Lattice
        The scores of all ladders, as if nothing were fixed.
    fixed : Fixed
        What is fixed now.
    before : Ladder
        The best ladder before the change.
    changed : Pair
        The segments that the change is about.
    only : bool
        Whether the passage ends where the beads of these segments do, so that all others stay as they are.

    Returns None where the passage has no room for what is fixed: then everything is matched again (``make_room``).
    """
    beads = list(before)
    first, last = _touched(beads, changed) if only else _find_ends(beads, fixed, changed)
    passage = _passage_of(beads, first, last)
    inside = _inside(fixed, passage)
    piece = _cut(lattice, passage)
    cells = fixed_cells(inside)
    if cells and (piece.corridor.cells_at(*np.array(cells).T) < 0).any():
        return None
    if find_unreached(mask(piece, inside)) is not None:
        return None
    (i, j), _ = passage
    found = [
        bead._replace(source=_shift(bead.source, i), target=_shift(bead.target, j))
        for bead in decode_fixed(piece, inside, weights)
    ]
    known = set(fixed.beads)
    ends = [only or not 0 < k < len(beads) or any(beads[at][:2] in known for at in (k - 1, k)) for k in (first, last)]
    edges = [] if ends[0] else list(range(_EDGE))
    edges += [] if ends[1] else list(range(-1, -1 - _EDGE, -1))
    was = beads[first:last]
    for k in edges:
        if -len(found) <= k < len(found) and -len(was) <= k < len(was) and found[k][:2] == was[k][:2]:
            found[k] = was[k]
    return Ladder((*beads[:first], *found, *beads[last:]))


def _places(beads: Sequence[Bead]) -> list[tuple[int, int]]:
    """Return the cells before each bead, and that behind the last."""
    places = [(0, 0)]
    for bead in beads:
        places.append((places[-1][0] + len(bead.source), places[-1][1] + len(bead.target)))
    return places


def _passage_of(beads: Sequence[Bead], first: int, last: int) -> Passage:
    places = _places(beads)
    return Passage(places[first], places[last])


def _find_ends(beads: Sequence[Bead], fixed: Fixed, changed: Pair) -> tuple[int, int]:
    """Return the numbers of the first bead of the passage around a change, and of the one after its last."""
    places = _places(beads)
    known = set(fixed.beads)
    sure = [bead.confidence > _CERTAIN and bool(bead.source) and bool(bead.target) for bead in beads]
    pinned = [(bead.source, bead.target) in known for bead in beads]
    starts = [run.start if run else None for run in changed]
    stops = [run.stop if run else None for run in changed]
    first, last = 0, len(beads)
    for k in range(len(beads) - 1, 0, -1):
        room = min((start - at for start, at in zip(starts, places[k], strict=True) if start is not None), default=0)
        if (room >= 0 and pinned[k - 1]) or (room >= _REACH and sure[k - 1] and sure[k]):
            first = k
            break
    for k in range(1, len(beads)):
        room = min((at - stop for stop, at in zip(stops, places[k], strict=True) if stop is not None), default=0)
        if (room >= 0 and pinned[k]) or (room >= _REACH and sure[k - 1] and sure[k]):
            last = k
            break
    return first, last


def _touched(beads: Sequence[Bead], changed: Pair) -> tuple[int, int]:
    """Return the numbers of the first bead that has segments of a change, and of the one after the last."""
    found = [k for k, bead in enumerate(beads) if any(_overlap(bead[:2][side], changed[side]) for side in (0, 1))]
    return (found[0], found[-1] + 1) if found else (0, len(beads))


def _shift(run: range, by: int) -> range:
    return range(run.start + by, run.stop + by)


def _inside(fixed: Fixed, passage: Passage) -> Fixed:
    """Return what is fixed inside a passage, with its segments counted from the passage's first."""
    rows, columns = range(passage.first[0], passage.last[0]), range(passage.first[1], passage.last[1])

    def pairs(given: Sequence[Pair]) -> tuple[Pair, ...]:
        kept = [(s, t) for s, t in given if s[0] in rows and s[-1] in rows and t[0] in columns and t[-1] in columns]
        return tuple((_shift(s, -rows.start), _shift(t, -columns.start)) for s, t in kept)

    alone = [
        frozenset(k - run.start for k in numbers if k in run)
        for numbers, run in zip(fixed.alone, (rows, columns), strict=True)
    ]
    apart = [(_overlap(s, rows), _overlap(t, columns)) for s, t in fixed.apart]
    parted = pairs([(s, t) for s, t in apart if s and t])
    return Fixed(pairs(fixed.beads), pairs(fixed.together), parted, (alone[0], alone[1]))


def _overlap(run: range, other: range) -> range:
    return range(max(run.start, other.start), min(run.stop, other.stop))


def _cut(lattice: Lattice, passage: Passage) -> Lattice:
    """Return the part of a lattice inside a passage."""
    (i, j), (k, l) = passage
    corridor = lattice.corridor
    rows = slice(i, k + 1)
    piece = make_corridor(np.clip(corridor.low[rows], j, l) - j, np.clip(corridor.high[rows], j, l) - j)
    cells = corridor.cells_at(piece.rows + i, piece.columns + j)
    beads = {shape: scores[cells] for shape, scores in lattice.beads.items()}
    return Lattice(piece, beads, lattice.deletions[i:k], lattice.insertions[j:l], lattice.again, lattice.turn)
