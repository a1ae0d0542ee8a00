"""What a person has fixed, as a mask on the lattice: every ladder that contradicts it becomes impossible.

The scores of all other ladders stay as they are. So the posterior of a bead is its probability given what was fixed,
and a bead next to one that a person has corrected becomes more or less certain by itself. Aligners with anchors set by
hand match the pieces between two anchors again; here the anchors are
conditions of one model, and links that are only forbidden can be conditions too.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from aligner.ladder import Fixed, Pair
from aligner.match.chapters import Boundary
from aligner.match.corridor import Corridor
from aligner.match.search import IMPOSSIBLE, Lattice, Scores, Shape, forward
from aligner.profile import Integers

Flags = NDArray[np.bool_]

FORBIDDEN = -1e6
"""The score of leaving a segment unmatched that is fixed in a bead. Its exponential is 0; but the sums of insertions
along a row (``search._scan``), from which other scores are found by subtraction, keep eight digits behind the point,
which they would not with ``IMPOSSIBLE``."""


def mask(lattice: Lattice, fixed: Fixed) -> Lattice:
    """Return the lattice without the steps that contradict what is fixed.

    Where ``fixed`` has a bead of a shape that the search does not know, the shape is added, possible there alone. The
    corridor must hold the first and the last cell of every fixed bead: see ``fixed_cells``.
    """
    groups = sorted([*fixed.beads, *fixed.together], key=lambda pair: (pair[0].start, pair[1].start))
    sides = [_Side(lattice, groups, fixed, side) for side in (0, 1)]
    rows, columns = lattice.corridor.rows, lattice.corridor.columns
    passable = sides[0].free[rows] & sides[1].free[columns] & (sides[0].behind[rows] == sides[1].behind[columns])
    beads = dict(lattice.beads)
    for pair in fixed.beads:
        shape = len(pair[0]), len(pair[1])
        if shape not in beads:
            beads[shape] = np.full(len(lattice.corridor), IMPOSSIBLE)
        beads[shape] = _allow(beads[shape], lattice.corridor, pair)
    known = set(fixed.beads)
    exact = np.concatenate([[0], np.cumsum([pair in known for pair in groups])]).astype(np.int64)
    sizes = np.array([[len(run) for run in pair] for pair in groups] or [[0, 0]])
    for shape, scores in beads.items():
        possible = _possible_beads(lattice.corridor, shape, passable, sides, (exact, sizes))
        beads[shape] = np.where(possible, scores, IMPOSSIBLE)
    _part(beads, lattice.corridor, fixed)
    deletions = np.where(sides[0].grouped, FORBIDDEN, lattice.deletions)
    insertions = np.where(sides[1].grouped, FORBIDDEN, lattice.insertions)
    return replace(lattice, beads=beads, deletions=deletions, insertions=insertions)


def find_unreached(masked: Lattice) -> int | None:
    """Return the first row that no ladder of a masked lattice reaches without a forbidden step.

    That is the last row if all are reached and only the end is not, and None if the end is. Every possible step counts
    0 and every forbidden one -1, so the best sum at a cell says how many forbidden steps lead there at least.
    """
    beads = {shape: np.where(scores > IMPOSSIBLE, 0.0, IMPOSSIBLE) for shape, scores in masked.beads.items()}
    deletions, insertions = (np.where(one > FORBIDDEN, 0.0, -1.0) for one in (masked.deletions, masked.insertions))
    arrived = np.maximum.reduce(forward(Lattice(masked.corridor, beads, deletions, insertions), np.maximum))
    if arrived[-1] == 0:
        return None
    rows = np.maximum.reduceat(arrived, masked.corridor.starts)
    return int(np.flatnonzero(np.append(rows[:-1] < 0, [True]))[0])


class _Side:
    """What is fixed on one side, by place between segments (0 to n) or by segment.

    ``free`` [n + 1] says that no fixed group goes on across a place, ``behind`` [n + 1] counts the groups that end at
    or before it, ``grouped`` [n] marks segments in groups, and ``alone`` [n + 1] counts the segments before a place
    that are in no two-sided bead.
    """

    def __init__(self, lattice: Lattice, groups: list[Pair], fixed: Fixed, side: int) -> None:
        count = (lattice.corridor.source_count, lattice.corridor.target_count)[side]
        self.free: Flags = np.ones(count + 1, np.bool_)
        self.grouped: Flags = np.zeros(count, np.bool_)
        ends = np.zeros(count + 1, np.int64)
        for pair in groups:
            run = pair[side]
            self.free[run.start + 1 : run.stop] = False
            self.grouped[run.start : run.stop] = True
            ends[run.stop] += 1
        self.behind: Integers = np.cumsum(ends)
        marks = np.zeros(count, np.int64)
        marks[sorted(fixed.alone[side])] = 1
        self.alone: Integers = np.concatenate([[0], np.cumsum(marks)])


def _possible_beads(
    corridor: Corridor, shape: Shape, passable: Flags, sides: list[_Side], groups: tuple[Integers, Integers]
) -> Flags:
    """Return for each cell whether a bead of a shape may begin there.

    It must lead from a passable cell to another, hold no segment that is alone, and be a fixed bead if it holds one.
    ``groups`` are the numbers of fixed beads among the first groups, [k + 1], and the sizes of the groups, [k, 2].
    """
    ends = corridor.cells_at(corridor.rows + shape[0], corridor.columns + shape[1])
    inside = (ends >= 0) & passable & passable[ends]
    row, column = corridor.rows, corridor.columns
    below, right = np.where(inside, row + shape[0], row), np.where(inside, column + shape[1], column)
    alone = (sides[0].alone[below] > sides[0].alone[row]) | (sides[1].alone[right] > sides[1].alone[column])
    exact, sizes = groups
    first, last = sides[0].behind[row], sides[0].behind[below]
    is_fixed = (sizes[np.minimum(first, len(sizes) - 1)] == shape).all(1)
    possible: Flags = inside & ~alone & ((exact[first] == exact[last]) | is_fixed)
    return possible


def _allow(scores: Scores, corridor: Corridor, pair: Pair) -> Scores:
    """Return the scores of a shape with a fixed bead made possible, at 0 where the search could not score it."""
    cell = int(corridor.cells_at(np.array([pair[0].start]), np.array([pair[1].start]))[0])
    if scores[cell] <= IMPOSSIBLE:
        scores = scores.copy()
        scores[cell] = 0.0
    return scores


def _part(beads: dict[Shape, Scores], corridor: Corridor, fixed: Fixed) -> None:
    """Make every bead impossible, in place, that holds segments of both runs of a pair that is apart."""
    links = [(i, j) for source, target in fixed.apart for i in source for j in target]
    rows, columns = np.array(links or np.zeros((0, 2)), np.int64).T
    for (m, n), scores in beads.items():
        for before, left in product(range(m), range(n)):
            cells = corridor.cells_at(rows - before, columns - left)
            scores[cells[cells >= 0]] = IMPOSSIBLE


def fixed_cells(fixed: Fixed) -> list[Boundary]:
    """Return the cells that every ladder passes, or may pass, before and after each fixed group, in order."""
    groups = [*fixed.beads, *fixed.together]
    places = {(source.start, target.start) for source, target in groups}
    return sorted(places | {(source.stop, target.stop) for source, target in groups})


def drop_crossed(boundaries: list[Boundary], fixed: Fixed) -> list[Boundary]:
    """Return the boundaries that no fixed bead crosses; a person knows better where chapters begin."""
    groups = [*fixed.beads, *fixed.together]
    starts = np.array([(run[0].start, run[1].start) for run in groups], np.int64).reshape(-1, 2)
    ends = np.array([(run[0].stop, run[1].stop) for run in groups], np.int64).reshape(-1, 2)
    return [
        place for place in boundaries if ((np.array(place) <= starts).all(1) | (np.array(place) >= ends).all(1)).all()
    ]
