"""All ladders of a corridor at once: the best one, and how probable each bead is."""

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
IMPOSSIBLE = -1e30


@dataclass(frozen=True, slots=True)
class Lattice:
    """The score of every step from cut to cut; a ladder's score is the sum of its steps'.

    ``beads[shape]`` [cuts] is the score of a bead of that shape that begins at a cut, very low where it would leave the
    corridor. ``deletions`` [n] and ``insertions`` [m] are those of the segments left alone, to which ``again`` is
    added when the step before was of the same kind and ``turn`` when an insertion follows a deletion. Deletions
    stand before insertions, so that a ladder is one path only.
    """

    corridor: Corridor
    beads: dict[Shape, Scores]
    deletions: Scores
    insertions: Scores
    again: float = 0.0
    turn: float = 0.0


class States(NamedTuple):
    """Values per cut, [cuts] each, by the kind of the step before: a bead, a deletion, an insertion."""

    bead: Scores
    deletion: Scores
    insertion: Scores


class Posterior(NamedTuple):
    """Probabilities: of beads by shape and first cut, of each deletion and insertion, and of their transitions."""

    beads: dict[Shape, Scores]
    deletions: Scores
    insertions: Scores
    again: float
    turn: float
    log_total: float


class _Overlap(NamedTuple):
    """Cuts of one row and the cuts that a step leads back to, as slices of equal length."""

    here: slice
    before: slice


def _overlap(corridor: Corridor, row: int, shape: Shape) -> _Overlap | None:
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
    """Yield each row with its cuts and its columns but the last."""
    for row, (low, high, start) in enumerate(
        zip(corridor.low.tolist(), corridor.high.tolist(), corridor.starts.tolist(), strict=True)
    ):
        yield row, slice(start, start + high - low + 1), slice(low, high)


def _scan(values: Scores, steps: Scores, join: np.ufunc) -> Scores:
    """Return x with x[0] = values[0] and x[k] = join(values[k], x[k - 1] + steps[k - 1])."""
    reach = np.concatenate([[0.0], np.cumsum(steps)])
    scanned: Scores = join.accumulate(values - reach) + reach
    return scanned


def forward(lattice: Lattice, join: np.ufunc) -> States:
    """Return the joined score of all ways from the first cut to each; ``join`` is ``maximum`` or ``logaddexp``."""
    corridor = lattice.corridor
    states = States(*(np.full(len(corridor), IMPOSSIBLE) for _ in range(3)))
    arrived = np.full(len(corridor), IMPOSSIBLE)  # in whatever state
    for row, cuts, columns in _rows(corridor):
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
        steps = lattice.insertions[columns]
        opened = np.full(cuts.stop - cuts.start, IMPOSSIBLE)
        opened[1:] = steps + join(states.bead[cuts], states.deletion[cuts] + lattice.turn)[:-1]
        states.insertion[cuts] = _scan(opened, steps + lattice.again, join)
        arrived[cuts] = join(join(states.bead[cuts], states.deletion[cuts]), states.insertion[cuts])
    return states


def backward(lattice: Lattice, join: np.ufunc) -> States:
    """Return the joined score of all ways from each cut, reached by a step of each kind, to the last."""
    corridor = lattice.corridor
    states = States(*(np.full(len(corridor), IMPOSSIBLE) for _ in range(3)))
    going = np.full(len(corridor), IMPOSSIBLE)  # on by a two-sided bead, or at the end
    going[-1] = 0.0
    for row, cuts, columns in reversed(list(_rows(corridor))):
        steps = lattice.insertions[columns]
        states.insertion[cuts] = _scan(going[cuts][::-1], (steps + lattice.again)[::-1], join)[::-1]
        inserting = np.full(cuts.stop - cuts.start, IMPOSSIBLE)
        inserting[:-1] = steps + states.insertion[cuts][1:]
        deleting = np.full(cuts.stop - cuts.start, IMPOSSIBLE)
        if row < corridor.source_count and (overlap := _overlap(corridor, row + 1, (1, 0))):
            inside = slice(overlap.before.start - cuts.start, overlap.before.stop - cuts.start)
            deleting[inside] = lattice.deletions[row] + states.deletion[overlap.here]
        states.bead[cuts] = join(join(going[cuts], deleting), inserting)
        states.deletion[cuts] = join(join(going[cuts], deleting + lattice.again), inserting + lattice.turn)
        for shape, scores in lattice.beads.items():
            if overlap := _overlap(corridor, row, shape):
                join(
                    going[overlap.before],
                    scores[overlap.before] + states.bead[overlap.here],
                    out=going[overlap.before],
                )
    return states


def posterior(lattice: Lattice) -> Posterior:
    """Return the probability of every step when ladders are as probable as the exponential of their score."""
    corridor = lattice.corridor
    ahead, behind = forward(lattice, np.logaddexp), backward(lattice, np.logaddexp)
    total = float(behind.bead[0])
    arrived = np.logaddexp(np.logaddexp(ahead.bead, ahead.deletion), ahead.insertion)
    beads = {}
    for shape, scores in lattice.beads.items():
        ends = corridor.find(corridor.rows + shape[0], corridor.columns + shape[1])
        values = np.where(ends >= 0, arrived + scores + behind.bead[ends] - total, IMPOSSIBLE)
        beads[shape] = np.exp(np.minimum(values, 0.0))
    deletions, insertions = np.zeros(corridor.source_count), np.zeros(corridor.target_count)
    again = turn = 0.0
    ends = corridor.find(corridor.rows + 1, corridor.columns)
    inside = ends >= 0
    row = corridor.rows[inside]
    onward = lattice.deletions[row] + behind.deletion[ends[inside]] - total
    repeated = np.exp(np.minimum(ahead.deletion[inside] + lattice.again + onward, 0.0))
    np.add.at(deletions, row, np.exp(np.minimum(ahead.bead[inside] + onward, 0.0)) + repeated)
    again += float(repeated.sum())
    ends = corridor.find(corridor.rows, corridor.columns + 1)
    inside = ends >= 0
    column = corridor.columns[inside]
    onward = lattice.insertions[column] + behind.insertion[ends[inside]] - total
    repeated = np.exp(np.minimum(ahead.insertion[inside] + lattice.again + onward, 0.0))
    turned = np.exp(np.minimum(ahead.deletion[inside] + lattice.turn + onward, 0.0))
    np.add.at(insertions, column, np.exp(np.minimum(ahead.bead[inside] + onward, 0.0)) + repeated + turned)
    again += float(repeated.sum())
    turn += float(turned.sum())
    return Posterior(beads, deletions, insertions, again, turn, total)


def best_steps(lattice: Lattice) -> list[Bead]:
    """Return the steps of the best ladder, in order."""
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


def _step_back(lattice: Lattice, states: States, i: int, j: int, state: int) -> tuple[int, int, int]:
    """Return the shape of the best step to a cut in a state, and the state before it."""
    corridor = lattice.corridor
    ways: list[tuple[float, int, int, int]] = []
    kinds: list[tuple[Shape, tuple[float, float, float]]]
    if state == 0:
        kinds = [(shape, (0.0, 0.0, 0.0)) for shape in lattice.beads]
    elif state == 1:
        kinds = [((1, 0), (0.0, lattice.again, IMPOSSIBLE))]
    else:
        kinds = [((0, 1), (0.0, lattice.turn, lattice.again))]
    for (a, b), extra in kinds:
        if i < a or j < b:
            continue
        if corridor.low[i - a] <= j - b <= corridor.high[i - a]:
            cut = int(corridor.starts[i - a] + j - b - corridor.low[i - a])
            score = float(lattice.beads[a, b][cut]) if state == 0 else 0.0
            ways += [(float(states[k][cut]) + score + extra[k], a, b, k) for k in range(3)]
    _, a, b, before = max(ways)
    return a, b, before
