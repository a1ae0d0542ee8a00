"""The second pass: which cuts it keeps, which beads it draws between them, and what it adds to their scores."""

from __future__ import annotations

from dataclasses import replace
from math import tanh

import numpy as np
import pytest

from aligner.ladder import Bead
from aligner.match.context import BEAD_CONTEXT, UNMATCHED_CONTEXT
from aligner.match.features import BEAD_FEATURES, UNMATCHED_FEATURES
from aligner.match.match import complete, find_ladder, search
from aligner.match.refine import FirstPass, find_cuts, is_sure, make_graph, refine
from aligner.match.search import IMPOSSIBLE, LARGER, SHAPES, Lattice, best_steps, posterior
from aligner.match.weights import CLASSES, GROUPS, Network, Second, Weights, class_of, load_weights
from tests.match.test_match import noisy_profiles
from tests.match.tiny import whole_grid

FIRST = replace(load_weights(), second=None)


def network(seen: int, added: int, *, groups: int, classes: int, units: int = 1) -> Network:
    """Return a network that adds nothing."""
    width = seen + added
    return Network(
        mean=np.zeros(added),
        scale=np.ones(added),
        linear=np.zeros((groups, width)),
        bias=np.zeros(classes),
        hidden=np.zeros((width, units)),
        hidden_bias=np.zeros((groups, units)),
        output=np.zeros(units),
    )


def neutral() -> Weights:
    """Return weights whose second pass adds nothing."""
    beads = network(len(BEAD_FEATURES), len(BEAD_CONTEXT), groups=GROUPS, classes=len(CLASSES))
    unmatched = network(len(UNMATCHED_FEATURES), len(UNMATCHED_CONTEXT), groups=1, classes=1)
    return replace(FIRST, second=Second(beads, unmatched))


def test_a_network_by_hand() -> None:
    """What is added is standardised, all is bounded by 2.5, and the linear part and the units are summed."""
    tiny = replace(
        network(1, 2, groups=2, classes=3),
        mean=np.array([1.0, 0.0]),
        scale=np.array([0.5, 1.0]),
        linear=np.array([[1.0, 3.0, 4.0], [0.5, 0.0, 0.0]]),
        bias=np.array([0.25, 0.0, 8.0]),
        hidden=np.array([[0.1], [0.2], [0.0]]),
        hidden_bias=np.array([[0.3], [0.7]]),
        output=np.array([2.0]),
    )
    row = np.array([[9.0, 1.75, -5.0]], np.float32)
    # 9 is bounded to 2.5 and -5 to -2.5; (1.75 - 1) / 0.5 is 1.5.
    assert tiny.score(row, 0)[0] == pytest.approx(2.5 + 3 * 1.5 - 4 * 2.5 + 0.25 + 2 * tanh(0.25 + 0.3 + 0.3), abs=1e-5)
    # Classes from the second on are of the last group, and have their own bias.
    assert tiny.score(row, 2)[0] == pytest.approx(0.5 * 2.5 + 8 + 2 * tanh(0.25 + 0.3 + 0.7), abs=1e-5)


@pytest.mark.parametrize(
    ("shape", "kind"), [((1, 5), 6), ((4, 2), 7), ((3, 3), 8), ((6, 1), 9), ((2, 5), 10), ((4, 3), 11)]
)
def test_larger_beads_have_classes(shape: tuple[int, int], kind: int) -> None:
    """The classes of larger beads follow those of the first pass."""
    assert class_of(shape) == kind
    assert shape in LARGER


@pytest.mark.parametrize(("score", "kept"), [(13.7, True), (13.9, False)])
def test_a_cut_is_kept_by_its_probability(score: float, kept: bool) -> None:
    """A cut inside a 2-2 bead is kept when 0.004 of all ladders go through it with scores divided by 2.5."""
    corridor = whole_grid(2, 2)
    beads = {shape: np.full(len(corridor), IMPOSSIBLE) for shape in SHAPES}
    middle = int(corridor.cells_at(np.array([1]), np.array([1]))[0])
    beads[2, 2][0], beads[1, 1][0], beads[1, 1][middle] = score, 0.0, 0.0
    never = np.full(2, -1e4)
    lattice = Lattice(corridor, beads, never, never)
    # The two 1-1 beads have 1 / (1 + exp(score / 2.5)), which is 0.004 at a score of 2.5 log(249) = 13.79.
    cuts = find_cuts(lattice, best_steps(lattice))
    assert np.flatnonzero(cuts).tolist() == ([0, middle, len(corridor) - 1] if kept else [0, len(corridor) - 1])
    assert find_cuts(lattice, [], [(1, 1)])[middle]


def test_a_second_pass_that_adds_nothing_keeps_the_ladder() -> None:
    """With all numbers 0 the scores of the first pass decide, and its ladder is found again."""
    profiles = noisy_profiles(60, 3)
    weights = neutral()
    first = [bead[:2] for bead in find_ladder(*profiles, FIRST).beads]
    biased = np.where([shape in LARGER for shape in CLASSES], -50.0, 0.0)
    assert weights.second is not None
    second = weights.second._replace(beads=replace(weights.second.beads, bias=biased))
    assert [bead[:2] for bead in find_ladder(*profiles, replace(weights, second=second)).beads] == first


def test_larger_beads_are_drawn() -> None:
    """Beads of up to seven segments are drawn between kept cuts, and one that scores high is chosen."""
    profiles, weights = noisy_profiles(40, 5), neutral()
    found = complete(profiles, search(profiles, FIRST))
    graph = make_graph(profiles, found, FIRST, [(10, 10), (13, 13)])
    places = graph.corridor.rows[graph.starts[3, 3]], graph.corridor.columns[graph.starts[3, 3]]
    assert (10, 10) in zip(*places, strict=True)
    assert weights.second is not None
    bias = weights.second.beads.bias.copy()
    bias[class_of((3, 3))] = 1e6
    joined = weights.second._replace(beads=replace(weights.second.beads, bias=bias))
    ladder = best_steps(refine(profiles, found, replace(weights, second=joined)))
    assert any(bead.shape == "3-3" for bead in ladder)


def test_what_is_impossible_stays_so() -> None:
    """A bead that the first pass must not use is none of the second pass either."""
    profiles, weights = noisy_profiles(40, 5), neutral()
    found = complete(profiles, search(profiles, FIRST))
    corridor = found.lattice.corridor
    bead = next(bead for bead in best_steps(found.lattice) if bead.shape == "1-1")
    cell = corridor.cells_at(np.array([bead.source.start]), np.array([bead.target.start]))
    masked = found.lattice.beads[1, 1].copy()
    masked[cell] = IMPOSSIBLE
    without = replace(found.lattice, beads={**found.lattice.beads, (1, 1): masked})
    refined = refine(profiles, found._replace(lattice=without), weights)
    at = refined.corridor.cells_at(np.array([bead.source.start]), np.array([bead.target.start]))
    assert at[0] < 0 or refined.beads[1, 1][at[0]] == IMPOSSIBLE
    assert Bead(bead.source, bead.target) not in best_steps(refined)


def test_no_larger_bead_crosses_a_boundary() -> None:
    """Larger beads keep to the boundaries as those of the first pass do."""
    profiles, weights = noisy_profiles(40, 5), neutral()
    assert weights.second is not None
    bias = np.where([shape in LARGER for shape in CLASSES], 1e6, 0.0)
    eager = replace(weights, second=weights.second._replace(beads=replace(weights.second.beads, bias=bias)))
    beads = find_ladder(*profiles, eager, [(11, 11)]).beads
    assert all(bead.source.stop <= 11 and bead.target.stop <= 11 for bead in beads if bead.source.start < 11)


@pytest.mark.parametrize(("count", "sure"), [(19, False), (20, True)])
def test_short_texts_have_no_second_pass(count: int, sure: bool) -> None:
    """Twenty sure 1-1 beads are needed."""
    corridor = whole_grid(count, count)
    beads = {shape: np.full(len(corridor), IMPOSSIBLE) for shape in SHAPES}
    beads[1, 1][corridor.cells_at(np.arange(count), np.arange(count))] = 9.0
    never = np.full(count, -1e4)
    lattice = Lattice(corridor, beads, never, never)
    tables = search(noisy_profiles(20, 8), FIRST).tables  # which are not looked at
    found = FirstPass(lattice, posterior(lattice), tables)
    assert is_sure(found, FIRST) == sure


@pytest.mark.parametrize(("score", "sure"), [(3.5, False), (4.0, True)])
def test_unsure_texts_have_no_second_pass(score: float, sure: bool) -> None:
    """The mean probability of the cuts of the ladder must be 0.9 at least."""
    corridor = whole_grid(80, 80)
    beads = {shape: np.full(len(corridor), IMPOSSIBLE) for shape in SHAPES}
    beads[1, 1][corridor.cells_at(np.arange(80), np.arange(80))] = score / 2
    even = np.arange(0, 80, 2)
    beads[2, 2][corridor.cells_at(even, even)] = 2.0
    never = np.full(80, -1e4)
    lattice = Lattice(corridor, beads, never, never)
    certain = posterior(lattice)
    certain.beads[1, 1][:] = 1.0
    found = FirstPass(lattice, certain, search(noisy_profiles(20, 8), FIRST).tables)
    # Two 1-1 beads against a 2-2: the cut between has 1 / (1 + exp((2 - score) / 1.15)), 0.787 and 0.851; every other
    # cut is certain, so the means are 0.893 and 0.925.
    assert is_sure(found, FIRST) == sure
