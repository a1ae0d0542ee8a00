from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pytest

from aligner.match.corridor import Corridor, make_corridor
from aligner.match.search import IMPOSSIBLE, SHAPES, Lattice, Shape, backward, best_steps, forward, posterior
from tests.match.tiny import whole_grid

GRIDS = [(0, 0), (0, 3), (2, 0), (1, 1), (3, 3), (4, 3), (3, 5), (2, 4)]


class Step(NamedTuple):
    """One step of a way through the grid: where it begins and its shape."""

    i: int
    j: int
    shape: Shape

    @property
    def kind(self) -> str:
        """What the transitions' scores depend on."""
        return {(1, 0): "deletion", (0, 1): "insertion"}.get(self.shape, "bead")


def all_ways(corridor: Corridor) -> list[list[Step]]:
    """Return every way through a corridor: deletions come before insertions."""
    n, m = corridor.source_count, corridor.target_count

    def walk(i: int, j: int, last: str) -> Iterator[list[Step]]:
        if (i, j) == (n, m):
            yield []
        for shape in (*SHAPES, (1, 0), (0, 1)):
            step, k, l = Step(i, j, shape), i + shape[0], j + shape[1]
            inside = k <= n and l <= m and corridor.low[k] <= l <= corridor.high[k]
            if inside and not (step.kind == "deletion" and last == "insertion"):
                yield from ([step, *rest] for rest in walk(k, l, step.kind))

    return list(walk(0, 0, "bead"))


def score_of(lattice: Lattice, way: list[Step]) -> float:
    """Return the sum of the scores of a way's steps and transitions."""
    total, last = 0.0, "bead"
    for step in way:
        if step.kind == "bead":
            total += lattice.beads[step.shape][cell_of(lattice.corridor, step)]
        else:
            total += lattice.deletions[step.i] if step.kind == "deletion" else lattice.insertions[step.j]
            total += lattice.again if step.kind == last else 0.0
            total += lattice.turn if (last, step.kind) == ("deletion", "insertion") else 0.0
        last = step.kind
    return total


def cell_of(corridor: Corridor, step: Step) -> int:
    """Return the number of the cell that a step begins at."""
    return int(corridor.starts[step.i] + step.j - corridor.low[step.i])


def narrow_corridor() -> Corridor:
    """Return a corridor of 5 x 4 that leaves out two corners."""
    return make_corridor(np.array([0, 0, 0, 1, 2, 2]), np.array([1, 2, 3, 4, 4, 4]))


def random_lattice(corridor: Corridor, seed: int) -> Lattice:
    """Return a lattice with random scores."""
    generator = np.random.default_rng(seed)
    beads = {
        (a, b): np.where(
            corridor.cells_at(corridor.rows + a, corridor.columns + b) >= 0,
            generator.normal(size=len(corridor)),
            IMPOSSIBLE,
        )
        for a, b in SHAPES
    }
    n, m = corridor.source_count, corridor.target_count
    again, turn = generator.normal(size=2)
    return Lattice(corridor, beads, generator.normal(size=n), generator.normal(size=m), float(again), float(turn))


LATTICES = [
    *(pytest.param(random_lattice(whole_grid(n, m), 10 * n + m), id=f"{n}x{m}") for n, m in GRIDS),
    *(pytest.param(random_lattice(narrow_corridor(), seed), id=f"narrow-{seed}") for seed in range(3)),
]


@pytest.mark.parametrize("lattice", LATTICES)
def test_total_and_best_are_those_of_all_ways(lattice: Lattice) -> None:
    """The search finds the best of all ways, and the total is the sum over all of them."""
    ways = all_ways(lattice.corridor)
    scores = np.array([score_of(lattice, way) for way in ways])
    assert posterior(lattice).log_total == pytest.approx(np.logaddexp.reduce(scores), abs=1e-9)
    best = [
        (bead.source.start, bead.target.start, (len(bead.source), len(bead.target))) for bead in best_steps(lattice)
    ]
    assert best == ways[int(np.argmax(scores))]


@pytest.mark.parametrize("lattice", LATTICES)
def test_posteriors_are_the_shares_of_all_ways(lattice: Lattice) -> None:
    """A step's posterior is the share of the ways that have it, by the exponential of their scores."""
    ways = all_ways(lattice.corridor)
    scores = np.array([score_of(lattice, way) for way in ways])
    shares = np.exp(scores - np.logaddexp.reduce(scores))
    found = posterior(lattice)
    beads = {shape: np.zeros(len(lattice.corridor)) for shape in SHAPES}
    deletions, insertions = np.zeros_like(lattice.deletions), np.zeros_like(lattice.insertions)
    again = turn = 0.0
    for way, share in zip(ways, shares, strict=True):
        kinds = ["bead", *(step.kind for step in way)]
        for step, last in zip(way, kinds, strict=False):
            if step.kind == "bead":
                beads[step.shape][cell_of(lattice.corridor, step)] += share
            elif step.kind == "deletion":
                deletions[step.i] += share
            else:
                insertions[step.j] += share
            again += share * (step.kind == last != "bead")
            turn += share * ((last, step.kind) == ("deletion", "insertion"))
    for shape in SHAPES:
        np.testing.assert_allclose(found.beads[shape], beads[shape], atol=1e-9)
    np.testing.assert_allclose(found.deletions, deletions, atol=1e-9)
    np.testing.assert_allclose(found.insertions, insertions, atol=1e-9)
    assert (found.again, found.turn) == pytest.approx((again, turn), abs=1e-9)


def test_every_segment_is_used_with_probability_one() -> None:
    """The posteriors of all steps that use a segment add up to one, also in a lattice of many rows."""
    n, m = 40, 35
    corridor = whole_grid(n, m)
    found = posterior(random_lattice(corridor, 5))
    used = [found.deletions.copy(), found.insertions.copy()]
    for (a, b), values in found.beads.items():
        for k in range(a):
            np.add.at(used[0], np.minimum(corridor.rows + k, n - 1), values)
        for k in range(b):
            np.add.at(used[1], np.minimum(corridor.columns + k, m - 1), values)
    np.testing.assert_allclose(used[0], 1.0, atol=1e-7)
    np.testing.assert_allclose(used[1], 1.0, atol=1e-7)


def test_extreme_scores_stay_finite() -> None:
    """Scores of any size give probabilities from 0 to 1 and a whole ladder, and numpy has nothing to warn of."""
    corridor = whole_grid(30, 30)
    plain = random_lattice(corridor, 1)
    for factor in (1e-12, 1e3, 1e6):
        beads = {shape: np.where(v > IMPOSSIBLE, v * factor, v) for shape, v in plain.beads.items()}
        lattice = Lattice(corridor, beads, plain.deletions * factor, plain.insertions * factor, factor, -factor)
        with np.errstate(all="raise", under="ignore"):
            found = posterior(lattice)
            steps = best_steps(lattice)
        assert [i for step in steps for i in step.source] == list(range(30))
        for values in (*found.beads.values(), found.deletions, found.insertions):
            assert np.all((values >= 0) & (values <= 1 + 1e-6))


# --- A grid of two by two, with every path worked out by hand --------------------------------------------------------


def two_by_two(again: float = 2, turn: float = 0.5) -> Lattice:
    """Return a lattice whose scores are logarithms of small numbers, so that a path's exponential is their product.

    1-1 counts 3 at (0, 0), 4 at (0, 1), 1 at (1, 0) and 2 at (1, 1), and 2-2 counts 5; other beads are impossible. The
    deletions count 1 and 2, the insertions 3 and 1. With ``again`` 2 and ``turn`` 1/2 the seven paths are:

    ==  ===========================================  ============================
    P1  2-2                                           5
    P2  1-1, 1-1                                      3 * 2 = 6
    P3  1-1, deletion, insertion                      3 * 2 * turn * 1 = 3
    P4  deletion, 1-1, insertion                      1 * 1 * 1 = 1
    P5  deletion, deletion, insertion, insertion      1 * again * 2 * turn * 3 * again * 1 = 12
    P6  deletion, insertion, 1-1                      1 * turn * 3 * 2 = 3
    P7  insertion, 1-1, deletion                      3 * 4 * 2 = 24
    ==  ===========================================  ============================

    They sum to 54. Paths with a deletion after an insertion do not exist.
    """
    corridor = whole_grid(2, 2)
    beads = {shape: np.full(9, IMPOSSIBLE) for shape in SHAPES}
    beads[1, 1][[0, 1, 3, 4]] = np.log([3, 4, 1, 2])  # cell (i, j) has the number 3 i + j
    beads[2, 2][0] = np.log(5)
    return Lattice(corridor, beads, np.log([1.0, 2.0]), np.log([3.0, 1.0]), float(np.log(again)), float(np.log(turn)))


def test_the_sum_over_all_paths_forward_and_backward() -> None:
    """Both directions sum the seven paths, forward by their last step: P1, P2, P6; P7; P3, P4, P5."""
    lattice = two_by_two()
    ahead, behind = forward(lattice, np.logaddexp), backward(lattice, np.logaddexp)
    assert np.exp([values[-1] for values in ahead]) == pytest.approx([5 + 6 + 3, 24, 3 + 1 + 12])
    assert np.exp(behind.bead[0]) == pytest.approx(54)
    # From (1, 1), reached by a bead: 1-1 is 2, and deletion, turn, insertion 2 * 1/2 * 1. Reached by a deletion the
    # next one counts twice; reached by an insertion no deletion may follow.
    assert np.exp([values[4] for values in behind]) == pytest.approx([2 + 1, 2 + 2, 2])


def test_the_best_path_forward_and_backward() -> None:
    """With the maximum in place of the sum both directions find P7, 24."""
    lattice = two_by_two()
    assert np.exp(forward(lattice, np.maximum).deletion[-1]) == pytest.approx(24)
    assert np.exp(backward(lattice, np.maximum).bead[0]) == pytest.approx(24)
    assert shapes_of(lattice) == ["0-1", "1-1", "1-0"]


def test_posteriors_worked_out_by_hand() -> None:
    """A step is as probable as the paths that have it, of 54."""
    found = posterior(two_by_two())
    assert found.log_total == pytest.approx(np.log(54))
    assert found.beads[2, 2][0] == pytest.approx(5 / 54)  # P1
    assert found.beads[1, 1][[0, 1, 3, 4]] == pytest.approx(
        [(6 + 3) / 54, 24 / 54, 1 / 54, (6 + 3) / 54]  # P2, P3; P7; P4; P2, P6
    )
    assert found.deletions == pytest.approx([(1 + 12 + 3) / 54, (3 + 12 + 24) / 54])  # P4, P5, P6; P3, P5, P7
    assert found.insertions == pytest.approx([(12 + 3 + 24) / 54, (3 + 1 + 12) / 54])  # P5, P6, P7; P3, P4, P5
    assert found.again == pytest.approx(2 * 12 / 54)  # twice in P5
    assert found.turn == pytest.approx((3 + 12 + 3) / 54)  # once in P3, P5 and P6


@pytest.mark.parametrize(
    ("again", "turn", "best"),
    [
        (2.8, 0.5, ["0-1", "1-1", "1-0"]),  # P5: 6 * 2.8 * 2.8 / 2 = 23.52, less than 24
        (2.9, 0.5, ["1-0", "1-0", "0-1", "0-1"]),  # P5: 6 * 2.9 * 2.9 / 2 = 25.23
        (2, 0.99, ["0-1", "1-1", "1-0"]),  # P5: 6 * 2 * 2 * 0.99 = 23.76
        (2, 1.01, ["1-0", "1-0", "0-1", "0-1"]),  # P5: 6 * 2 * 2 * 1.01 = 24.24
    ],
)
def test_transitions_decide(again: float, turn: float, best: list[str]) -> None:
    """Unmatched segments in a row, and an insertion after a deletion, count what the transitions say."""
    assert shapes_of(two_by_two(again, turn)) == best


def shapes_of(lattice: Lattice) -> list[str]:
    """Return the shapes of the best ladder's beads."""
    return [bead.shape for bead in best_steps(lattice)]
