from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from aligner.match import find_ladder, find_ladders, load_weights
from aligner.match.evidence import Links, add_evidence, find_evidence, find_links
from aligner.match.search import IMPOSSIBLE, SHAPES, Lattice, best_steps, posterior
from tests.fakes import FakeEncoder, english_sentences, profile_text, text_of, to_german
from tests.match.tiny import whole_grid


def lattice_of(n: int, m: int, scores: dict[tuple[int, int], float]) -> Lattice:
    """Return the whole grid with the same score for every bead of a shape, the shapes not named being impossible."""
    corridor = whole_grid(n, m)
    beads = {
        shape: np.where(
            corridor.cells_at(corridor.rows + shape[0], corridor.columns + shape[1]) >= 0,
            scores.get(shape, IMPOSSIBLE),
            IMPOSSIBLE,
        )
        for shape in SHAPES
    }
    return Lattice(corridor, beads, np.zeros(n), np.zeros(m))


def test_links_are_the_beads_that_hold_both() -> None:
    """A link's probability is the sum over the beads that hold both segments; a side's, that it is not unmatched."""
    lattice = lattice_of(4, 5, {(1, 1): 1.0, (1, 2): 0.5, (2, 1): 0.2, (2, 2): 0.1, (1, 4): 0.4})
    probable = posterior(lattice)
    expected = np.zeros((4, 5))
    for (a, b), values in probable.beads.items():
        for i, j, value in zip(lattice.corridor.rows, lattice.corridor.columns, values, strict=True):
            expected[i : i + a, j : j + b] += value
    found = find_links(lattice, probable)
    assert found.pairs == pytest.approx(expected, abs=1e-6)
    assert found.source == pytest.approx(1 - probable.deletions, abs=1e-6)
    assert found.invert().pairs.shape == (5, 4)


def test_a_version_is_evidence_for_against_or_none() -> None:
    """Linked with the same segment is for, linked with another or with none is against, unknown to both is nothing."""
    before = Links(np.eye(4, 3, dtype=np.float32), np.array([1, 1, 1, 0], np.float32), np.ones(3, np.float32))
    after_links = np.zeros((3, 4), np.float32)
    after_links[0, 0] = after_links[1, 1] = 1
    after = Links(after_links, np.array([1, 1, 0], np.float32), np.array([1, 1, 0, 0], np.float32))
    assert find_evidence(before, after).tolist() == [[1, -1, -1, -1], [-1, 1, -1, -1], [-1, -1, -1, -1], [-1, -1, 0, 0]]


def test_evidence_settles_what_the_texts_leave_open() -> None:
    """Where two ways score much the same, the evidence of other versions decides; an impossible bead stays so."""
    lattice = lattice_of(2, 2, {(1, 1): 1.0, (2, 2): 2.1})
    assert [bead.shape for bead in best_steps(lattice)] == ["2-2"]
    said = np.array([[2, -2], [-2, 2]], np.float32)
    informed = add_evidence(lattice, said, 2)
    assert [bead.shape for bead in best_steps(informed)] == ["1-1", "1-1"]
    assert (informed.beads[2, 2][0], informed.beads[1, 2].max()) == (lattice.beads[2, 2][0], IMPOSSIBLE)


def test_evidence_changes_nothing_where_all_is_clear() -> None:
    """Of a text and translations with a sentence left out, one put in and two joined, each has its own ladder."""
    source = english_sentences(16)
    german = [to_german(sentence) for sentence in source]
    others = [[*german[:3], *german[4:]], [*german[:8], "Ganz neu hier.", *german[8:]], source[:]]
    others[2][5:7] = [" ".join(source[5:7])]
    encoder, weights = FakeEncoder(), load_weights()
    profiles = [profile_text(text_of("und", sentences), encoder) for sentences in (source, *others)]
    boundaries = dict.fromkeys(combinations(range(4), 2), ())
    found = find_ladders(profiles, weights, boundaries)
    alone = [find_ladder(profiles[0], other, weights) for other in profiles[1:]]
    for ladder, expected in zip(found, alone, strict=True):
        assert [bead[:2] for bead in ladder.beads] == [bead[:2] for bead in expected.beads]


@pytest.mark.parametrize(("count", "factor"), [(1, 2.5 / 2), (2, 2.5 / 3), (10, 2.5 / 11)])
def test_what_evidence_weighs(count: int, factor: float) -> None:
    """A bead gets 2.5 times the evidence for its pairs, over one more than the versions that spoke."""
    lattice = lattice_of(2, 3, {(1, 1): 1.0, (1, 2): 0.5, (2, 2): 0.25})
    evidence = np.array([[0.5, -1, 0.25], [-0.5, 1, 2]], np.float32)
    added = add_evidence(lattice, evidence, count)
    cell = {(i, j): 4 * i + j for i in range(3) for j in range(4)}
    assert added.beads[1, 1][cell[0, 0]] == pytest.approx(1 + factor * 0.5)
    assert added.beads[1, 1][cell[1, 2]] == pytest.approx(1 + factor * 2)
    assert added.beads[1, 2][cell[1, 1]] == pytest.approx(0.5 + factor * (1 + 2))
    assert added.beads[2, 2][cell[0, 1]] == pytest.approx(0.25 + factor * (-1 + 0.25 + 1 + 2))
    assert added.deletions is lattice.deletions


def test_evidence_of_uncertain_links() -> None:
    """What the third version links with both, twice, less whether it is linked with either."""
    # Its one segment is linked with the source's by 0.8, with the target's by 0.5: 0.8 * 0.5 = 0.4 for both; either is
    # linked with probability 1 - 0.2 * 0.5 = 0.9; 2 * 0.4 - 0.9 = -0.1.
    to_third = Links(np.array([[0.8]], np.float32), np.array([0.8], np.float32), np.array([0.8], np.float32))
    from_third = Links(np.array([[0.5]], np.float32), np.array([0.5], np.float32), np.array([0.5], np.float32))
    assert find_evidence(to_third, from_third) == pytest.approx(np.array([[-0.1]]), abs=1e-6)


def test_evidence_is_for_a_pair_once() -> None:
    """Two segments of the third version that are linked with both say no more than one."""
    ones = np.ones(1, np.float32)
    to_third = Links(np.ones((1, 2), np.float32), ones, np.ones(2, np.float32))
    assert find_evidence(to_third, to_third.invert()).tolist() == [[1]]
