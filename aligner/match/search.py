"""Search all ladders of a corridor at once: the best one, and the probability of each bead.

The ladders of a corridor are the paths through a lattice, and a path's score is the sum of the scores of its steps.
The best path is found as Viterbi does, the probability of a step by the forward-backward algorithm on a pair hidden
Markov model with the three states match, deletion and insertion (Durbin, Eddy, Krogh, Mitchison 1998, *Biological
Sequence Analysis*, chapter 4). That sentences are aligned by dynamic programming over beads of few shapes goes back to
Gale and Church (1993, *A Program for Aligning Sentences in Bilingual Corpora*).

Unmatched segments come in runs: who leaves out a sentence often leaves out the next. So the first deletion of a run
and each further one have different scores, which is the affine gap of Gotoh (1982, *An Improved Algorithm for Matching
Biological Sequences*): every cell keeps three values, by the kind of step that led to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.ladder import Bead
from aligner.match.corridor import Corridor

Scores = NDArray[np.float64]
Shape = tuple[int, int]

SHAPES: tuple[Shape, ...] = (
    (1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (1, 4), (4, 1), (2, 3), (3, 2),
)  # fmt: skip
"""The two-sided beads that the search knows. Of 10,873 beads in the gold of novels, yearbooks and news 26 are larger,
too few to fit weights to; the search covers such a place with several beads, or leaves a segment unmatched
(docs/benchmarks.md, the Japanese sentence of six)."""

LARGER: tuple[Shape, ...] = (
    (1, 5), (5, 1), (2, 4), (4, 2), (3, 3), (1, 6), (6, 1), (2, 5), (5, 2), (3, 4), (4, 3),
)  # fmt: skip
"""The larger beads of the second pass. 4-4 is left out: where a caption moved, one was wrong and sure."""

IMPOSSIBLE = -1e30
"""The score of what cannot be. Finite, because the difference of two infinite scores is not a number, and far enough
below any sum of real scores to have probability 0."""


@dataclass(frozen=True, slots=True)
class Lattice:
    """The score of every step between two cells of a corridor.

    Parameters
    ----------
    corridor : Corridor
        The cells that a path may visit.
    beads : dict of float64 [cells]
        For each shape the score of a bead of that shape that begins at a cell, ``IMPOSSIBLE`` where it would leave the
        corridor.
    deletions : float64 [n]
        The score of leaving each source segment unmatched.
    insertions : float64 [m]
        The score of leaving each target segment unmatched.
    again : float
        Added to a deletion that follows a deletion, and to an insertion that follows an insertion.
    turn : float
        Added to an insertion that follows a deletion.

    A deletion never follows an insertion. Between two beads the deletions come first, so each ladder is exactly one
    path, and no probability is spread over paths that are the same ladder.
    """

    corridor: Corridor
    beads: dict[Shape, Scores]
    deletions: Scores
    insertions: Scores
    again: float = 0.0
    turn: float = 0.0


class States(NamedTuple):
    """A value for each cell, [cells], by the kind of the step that led to it: a bead, a deletion or an insertion.

    The first cell counts as reached by a bead.
    """

    bead: Scores
    deletion: Scores
    insertion: Scores


class Posterior(NamedTuple):
    """How probable each step is, given that a path is as probable as the exponential of its score.

    ``beads`` [cells] by shape and first cell, ``deletions`` [n], ``insertions`` [m], all from 0 to 1. ``again`` and
    ``turn`` are the expected number of such transitions in a path, and ``log_total`` is the logarithm of the sum over
    all paths; both are what fitting the weights needs.
    """

    beads: dict[Shape, Scores]
    deletions: Scores
    insertions: Scores
    again: float
    turn: float
    log_total: float


class _Overlap(NamedTuple):
    """Cells of one row, and the cells from which a step of some shape leads to them, as slices of equal length."""

    here: slice
    before: slice


def _overlap(corridor: Corridor, row: int, shape: Shape) -> _Overlap | None:
    """Return the cells of a row that a step of a shape can lead to, and where it begins; None when there are none."""
    a, b = shape
    if row < a:
        return None
    before = row - a
    first = max(int(corridor.low[row]), int(corridor.low[before]) + b)
    last = min(int(corridor.high[row]), int(corridor.high[before]) + b)
    if last < first:
        return None
    here = int(corridor.starts[row]) + first - int(corridor.low[row])
    back = int(corridor.starts[before]) + first - b - int(corridor.low[before])
    return _Overlap(slice(here, here + last - first + 1), slice(back, back + last - first + 1))


def _rows(corridor: Corridor) -> Iterator[tuple[int, slice, slice]]:
    """Yield each row with its cells, and the target segments that insertions within the row consume."""
    for row, (low, high, start) in enumerate(
        zip(corridor.low.tolist(), corridor.high.tolist(), corridor.starts.tolist(), strict=True)
    ):
        yield row, slice(start, start + high - low + 1), slice(low, high)


def _scan(values: Scores, steps: Scores, join: np.ufunc) -> Scores:
    """Return x [k] with x[0] = values[0] and x[k] = join(values[k], x[k - 1] + steps[k - 1]).

    This is the recurrence of a run of insertions along a row. Less the sum of all steps so far it has no step left in
    it, and is one ``accumulate`` of numpy in place of a loop: with r[k] = steps[0] + ... + steps[k - 1],
    x[k] - r[k] = join(values[k] - r[k], x[k - 1] - r[k - 1]). It holds for every ``join`` over which a sum distributes,
    as it does over the maximum and over ``logaddexp``.
    """
    reach = np.concatenate([[0.0], np.cumsum(steps)])
    scanned: Scores = join.accumulate(values - reach) + reach
    return scanned


def forward(lattice: Lattice, join: np.ufunc) -> States:
    """Return the joined score of all paths from the first cell to each cell, by the kind of their last step.

    ``join`` says what is asked of the paths: ``np.maximum`` gives the score of the best one (Viterbi),
    ``np.logaddexp`` the logarithm of the sum of all, in which no exponential can overflow.
    """
    corridor = lattice.corridor
    states = States(*(np.full(len(corridor), IMPOSSIBLE) for _ in range(3)))
    arrived = np.full(len(corridor), IMPOSSIBLE)  # by a step of any kind
    for row, cells, columns in _rows(corridor):
        # Beads and deletions come from rows above, which are complete.
        for shape, scores in lattice.beads.items():
            if overlap := _overlap(corridor, row, shape):
                join(
                    states.bead[overlap.here],
                    arrived[overlap.before] + scores[overlap.before],
                    out=states.bead[overlap.here],
                )
        if row == 0:
            states.bead[0] = 0.0
        if overlap := _overlap(corridor, row, (1, 0)):
            score = lattice.deletions[row - 1]
            states.deletion[overlap.here] = score + join(
                states.bead[overlap.before], states.deletion[overlap.before] + lattice.again
            )
        # Insertions come from the left: the first of a run from a bead or a deletion, the others from an insertion.
        steps = lattice.insertions[columns]
        opened = np.full(cells.stop - cells.start, IMPOSSIBLE)
        opened[1:] = steps + join(states.bead[cells], states.deletion[cells] + lattice.turn)[:-1]
        states.insertion[cells] = _scan(opened, steps + lattice.again, join)
        arrived[cells] = join(join(states.bead[cells], states.deletion[cells]), states.insertion[cells])
    return states


def backward(lattice: Lattice, join: np.ufunc) -> States:
    """Return the joined score of all paths from each cell to the last, by the kind of the step that led to the cell.

    After an insertion only an insertion or a bead may follow; see ``Lattice``.
    """
    corridor = lattice.corridor
    states = States(*(np.full(len(corridor), IMPOSSIBLE) for _ in range(3)))
    going = np.full(len(corridor), IMPOSSIBLE)  # onward by a two-sided bead, or already at the end
    going[-1] = 0.0
    for row, cells, columns in reversed(list(_rows(corridor))):
        steps = lattice.insertions[columns]
        states.insertion[cells] = _scan(going[cells][::-1], (steps + lattice.again)[::-1], join)[::-1]
        inserting = np.full(cells.stop - cells.start, IMPOSSIBLE)
        inserting[:-1] = steps + states.insertion[cells][1:]
        deleting = np.full(cells.stop - cells.start, IMPOSSIBLE)
        if row < corridor.source_count and (overlap := _overlap(corridor, row + 1, (1, 0))):
            inside = slice(overlap.before.start - cells.start, overlap.before.stop - cells.start)
            deleting[inside] = lattice.deletions[row] + states.deletion[overlap.here]
        states.bead[cells] = join(join(going[cells], deleting), inserting)
        states.deletion[cells] = join(join(going[cells], deleting + lattice.again), inserting + lattice.turn)
        for shape, scores in lattice.beads.items():
            if overlap := _overlap(corridor, row, shape):
                join(
                    going[overlap.before],
                    scores[overlap.before] + states.bead[overlap.here],
                    out=going[overlap.before],
                )
    return states


def posterior(lattice: Lattice) -> Posterior:
    """Return the probability of every step when paths are as probable as the exponential of their score.

    That of a step is the sum over the paths that take it, over the sum over all paths: in logarithms the score of all
    paths to its beginning, plus its own, plus that of all paths from its end, less ``log_total``.
    """
    corridor = lattice.corridor
    ahead, behind = forward(lattice, np.logaddexp), backward(lattice, np.logaddexp)
    total = float(behind.bead[0])
    arrived = np.logaddexp(np.logaddexp(ahead.bead, ahead.deletion), ahead.insertion)
    beads = {}
    for shape, scores in lattice.beads.items():
        ends = corridor.cells_at(corridor.rows + shape[0], corridor.columns + shape[1])
        values = np.where(ends >= 0, arrived + scores + behind.bead[ends] - total, IMPOSSIBLE)
        beads[shape] = _probability(values)
    deletions, insertions = np.zeros(corridor.source_count), np.zeros(corridor.target_count)

    ends = corridor.cells_at(corridor.rows + 1, corridor.columns)
    inside = ends >= 0
    row = corridor.rows[inside]
    onward = lattice.deletions[row] + behind.deletion[ends[inside]] - total
    deleted_again = _probability(ahead.deletion[inside] + lattice.again + onward)
    np.add.at(deletions, row, _probability(ahead.bead[inside] + onward) + deleted_again)

    ends = corridor.cells_at(corridor.rows, corridor.columns + 1)
    inside = ends >= 0
    column = corridor.columns[inside]
    onward = lattice.insertions[column] + behind.insertion[ends[inside]] - total
    inserted_again = _probability(ahead.insertion[inside] + lattice.again + onward)
    turned = _probability(ahead.deletion[inside] + lattice.turn + onward)
    np.add.at(insertions, column, _probability(ahead.bead[inside] + onward) + inserted_again + turned)

    again = float(deleted_again.sum()) + float(inserted_again.sum())
    return Posterior(beads, deletions, insertions, again, float(turned.sum()), total)


def cut_probability(lattice: Lattice) -> Scores:
    """Return how probable it is that a ladder goes through each cell, [cells]: that a step ends or begins there."""
    ahead, behind = forward(lattice, np.logaddexp), backward(lattice, np.logaddexp)
    total = behind.bead[0]
    through: Scores = np.sum([_probability(a + b - total) for a, b in zip(ahead, behind, strict=True)], axis=0)
    return through


def divide(lattice: Lattice, by: float) -> Lattice:
    """Return the lattice with all scores divided by a number; what cannot be still cannot."""
    beads = {shape: np.where(scores > IMPOSSIBLE, scores / by, IMPOSSIBLE) for shape, scores in lattice.beads.items()}
    unmatched = lattice.deletions / by, lattice.insertions / by
    return Lattice(lattice.corridor, beads, *unmatched, lattice.again / by, lattice.turn / by)


def _probability(logarithms: Scores) -> Scores:
    """Return exponentials, at most 1: rounding can leave a certain step a little above a logarithm of 0."""
    return np.exp(np.minimum(logarithms, 0.0))


def best_steps(lattice: Lattice) -> list[Bead]:
    """Return the beads of the best ladder, in order, with no confidence set."""
    corridor = lattice.corridor
    states = forward(lattice, np.maximum)
    i, j = corridor.source_count, corridor.target_count
    state = int(np.argmax([values[-1] for values in states]))
    steps = []
    while (i, j) != (0, 0):
        a, b, state = _step_back(lattice, states, i, j, state)
        steps.append(Bead(range(i - a, i), range(j - b, j)))
        i, j = i - a, j - b
    return steps[::-1]


_BEAD, _DELETION = 0, 1  # the places of the states in ``States``; an insertion is 2


def _step_back(lattice: Lattice, states: States, i: int, j: int, state: int) -> tuple[int, int, int]:
    """Return the shape (a, b) of the best step that leads to the cell (i, j) in a state, and the state before it."""
    corridor = lattice.corridor
    steps: list[tuple[float, int, int, int]] = []
    kinds: list[tuple[Shape, tuple[float, float, float]]]  # a shape, and what is added after each of the three states
    if state == _BEAD:
        kinds = [(shape, (0.0, 0.0, 0.0)) for shape in lattice.beads]
    elif state == _DELETION:
        kinds = [((1, 0), (0.0, lattice.again, IMPOSSIBLE))]
    else:
        kinds = [((0, 1), (0.0, lattice.turn, lattice.again))]
    for (a, b), extra in kinds:
        if i < a or j < b:
            continue
        if corridor.low[i - a] <= j - b <= corridor.high[i - a]:
            cell = int(corridor.starts[i - a] + j - b - corridor.low[i - a])
            # All steps of a one-sided kind lead from the same cell, so their own score decides nothing.
            score = float(lattice.beads[a, b][cell]) if state == _BEAD else 0.0
            steps += [(float(states[k][cell]) + score + extra[k], a, b, k) for k in range(3)]
    _, a, b, before = max(steps)
    return a, b, before
