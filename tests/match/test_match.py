from __future__ import annotations

from dataclasses import replace
from math import log

import numpy as np
import pytest
from numpy.typing import NDArray

import aligner.match.match
from aligner.ladder import Bead
from aligner.match import find_ladder, load_weights
from aligner.match.corridor import Corridor, find_corridor, make_corridor, widen
from aligner.match.features import bead_features, find_bead_starts
from aligner.match.match import adjust_to_omissions, extend, find_search_corridor, score, temper
from aligner.match.search import IMPOSSIBLE, SHAPES, Lattice, best_steps
from aligner.match.similarity import build_tables
from aligner.match.weights import class_of
from aligner.profile import Profile
from tests.fakes import FakeEncoder, NoisyEncoder, english_sentences, profile_text, text_of, to_german
from tests.match.tiny import whole_grid


def profiles_of(source: list[str], target: list[str]) -> tuple[Profile, Profile]:
    """Return what matching sees of two texts."""
    encoder = FakeEncoder()
    return profile_text(text_of("en", source), encoder), profile_text(text_of("de", target), encoder)


def changed(count: int, seed: int) -> tuple[list[str], list[str]]:
    """Return a text and its translation with sentences left out, put in and joined."""
    source = english_sentences(count, seed)
    target = [to_german(sentence) for sentence in source]
    random = np.random.default_rng(seed)
    for place in sorted(random.choice(count - 2, count // 8, replace=False).tolist(), reverse=True):
        kind = random.integers(4)
        if kind == 0:
            target[place : place + 2] = [" ".join(target[place : place + 2])]
        elif kind == 1:
            target[place : place + 1] = []
        elif kind == 2:
            target[place:place] = [to_german(english_sentences(1, 1000 + place)[0])]
        else:
            source[place : place + 2] = [" ".join(source[place : place + 2])]
    return source, target


@pytest.mark.parametrize(("count", "seed"), [(20, 1), (90, 2), (150, 3), (300, 4)])
def test_the_corridor_loses_nothing(count: int, seed: int) -> None:
    """The ladder found in the corridor is the one that a search of the whole grid finds."""
    source, target = profiles_of(*changed(count, seed))
    weights = replace(load_weights(), second=None)
    found = find_ladder(source, target, weights).beads
    corridor = find_search_corridor(source, target)
    lattice = score((source, target), build_tables((source, target), corridor, corridor), weights)
    whole = extend(
        (source, target), adjust_to_omissions(lattice, weights), whole_grid(len(source), len(target)), weights
    )
    assert [bead[:2] for bead in found] == [bead[:2] for bead in best_steps(whole)]


def test_a_corridor_that_misses_widens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the first corridor leaves out what is right, the search leans on its wall and goes beyond it."""
    source = english_sentences(120, 5)
    target = [to_german(sentence) for sentence in source[:50] + source[62:]]
    profiles = profiles_of(source, target)
    right = [(Bead(range(i, i + 1), range(i - 12, i - 11))[:2]) for i in range(62, 120)]

    def narrow(source: Profile, target: Profile) -> Corridor:
        rows = np.arange(len(source) + 1)
        middle = np.minimum(rows, np.maximum(50, rows - 5)) * (rows < 120) + len(target) * (rows == 120)
        low = np.minimum.accumulate(np.clip(middle - 3, 0, len(target))[::-1])[::-1]
        return make_corridor(low * (rows > 0), np.maximum.accumulate(np.clip(middle + 3, 0, len(target))))

    monkeypatch.setattr(aligner.match.match, "find_search_corridor", narrow)
    found = {bead[:2] for bead in find_ladder(*profiles, load_weights()).beads}
    assert found.issuperset(right)


def test_nothing_widens_without_need() -> None:
    """A corridor whose walls no probable bead touches is left as it is."""
    corridor = make_corridor(np.array([0, 0, 1, 2]), np.array([2, 3, 4, 4]))
    inside = np.zeros(len(corridor))
    inside[corridor.cells_at(np.array([1]), np.array([2]))] = 1.0
    assert widen(corridor, inside, 5) is None
    wall = np.zeros(len(corridor))
    wall[corridor.cells_at(np.array([1]), np.array([3]))] = 0.5
    wider = widen(corridor, wall, 5)
    assert wider is not None
    assert (wider.low[1], wider.high[1]) == (0, 4)


def one_by_one(bead: float, deletion: float, insertion: float) -> Lattice:
    """Return the lattice of one segment a side: a 1-1 bead, or a deletion and then an insertion."""
    corridor = whole_grid(1, 1)
    beads = {shape: np.full(4, IMPOSSIBLE) for shape in SHAPES}
    beads[1, 1][0] = bead
    return Lattice(corridor, beads, np.array([deletion]), np.array([insertion]), again=0.5, turn=0.25)


@pytest.mark.parametrize(
    ("bead", "shift"),
    [
        # The first pass takes 1 from the deletion and from the insertion. 0.75 + 0.5 + 0.25 - 2 is -0.5: with a bead of
        # the same score half of the segments are unmatched, more than the share of 0.4. Nothing is taken.
        (-0.5, 0.0),
        # With log(0.2 / 0.8) = log(1 / 4) in favour of the bead a fifth is unmatched, half of 0.4: log(1 / 2) is added.
        (-0.5 + log(4), log(1 / 2)),
        # 0.16 unmatched is the last share for which log(share / 0.4) is above the limit of -1, log(0.4) = -0.916.
        (-0.5 + log(0.84 / 0.16), log(0.4)),
        (-0.5 + log(0.9 / 0.1), -1.0),  # log(1 / 4) is -1.386
        (1000.0, -1.0),  # nothing at all is unmatched
    ],
)
def test_adjusting_to_omissions_by_hand(bead: float, shift: float) -> None:
    """Unmatched segments score less by the share that a reluctant pass finds of them, within the reluctance."""
    weights = replace(load_weights(), share=0.4, reluctance=1.0)
    adjusted = adjust_to_omissions(one_by_one(bead, 0.75, 0.5), weights)
    assert (adjusted.deletions[0], adjusted.insertions[0]) == pytest.approx((0.75 + shift, 0.5 + shift), abs=1e-9)
    assert adjusted.beads[1, 1][0] == bead


def test_a_temperature_divides_all_scores() -> None:
    """Beads, unmatched segments and transitions are divided alike, and what cannot be still cannot."""
    cooler = temper(one_by_one(3.0, 1.0, 2.0), replace(load_weights(), temperature=2.0))
    assert (cooler.beads[1, 1][0], cooler.deletions[0], cooler.insertions[0]) == (1.5, 0.5, 1.0)
    assert (cooler.again, cooler.turn) == (0.25, 0.125)
    assert cooler.beads[1, 1][1] == IMPOSSIBLE


def noisy_profiles(count: int, seed: int) -> tuple[Profile, Profile]:
    """Return a changed text and its translation, whose vectors are near each other and not equal."""
    source, target = changed(count, seed)
    encoder = NoisyEncoder()
    return profile_text(text_of("en", source), encoder), profile_text(text_of("de", target), encoder)


def stairs(n: int, m: int) -> Corridor:
    """Return a corridor whose bounds rise every eight rows, as they do along passages that one text lacks."""
    steps = np.arange(n + 1) // 8 * 8
    low, high = np.clip(steps - 10, 0, m), np.clip(steps + 18, 0, m)
    high[-1] = m
    return make_corridor(low, high)


@pytest.mark.parametrize("flat", [False, True])
def test_extending_scores_as_if_all_were_scored(flat: bool) -> None:
    """A lattice in a wider corridor has the scores of all its beads, with means read from the narrow one."""
    profiles, weights = noisy_profiles(60, 7), load_weights()
    found = find_corridor(profiles[0].sentences, profiles[1].sentences, 2)
    narrow = stairs(*map(len, profiles)) if flat else found
    begins = np.zeros(len(narrow))
    begins[narrow.cells_at(np.array([22]), narrow.high[[22]])] = 1
    wider = widen(narrow, begins, 10)
    assert wider is not None
    assert len(wider) > len(narrow)
    extended = extend(profiles, score(profiles, build_tables(profiles, narrow, narrow), weights), wider, weights)
    tables = build_tables(profiles, wider, narrow)
    for shape in SHAPES:
        starts = find_bead_starts(shape, wider)
        expected = np.full(len(wider), IMPOSSIBLE)
        expected[starts] = weights.beads.score(bead_features(shape, starts, profiles, tables), class_of(shape))
        np.testing.assert_allclose(extended.beads[shape], expected, atol=1e-4)


@pytest.mark.parametrize(("leaning", "widths"), [(0, [32]), (1, [32, 128]), (9, [32, 128])])
def test_a_search_widens_by_32_and_then_by_128(
    leaning: int, widths: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The corridor is widened twice at most, and no more once the search leans on no wall."""
    asked: list[int] = []

    def lean(corridor: Corridor, _begins: NDArray[np.float64], width: int) -> Corridor | None:
        asked.append(width)
        return corridor if len(asked) <= leaning else None

    monkeypatch.setattr("aligner.match.match.widen", lean)
    find_ladder(*noisy_profiles(20, 8), load_weights())
    assert asked == widths
    asked.clear()
    find_ladder(*noisy_profiles(20, 8), load_weights(), [(5, 5)])  # boundaries say where the corridor goes
    assert asked == []


def test_translations_that_are_near_are_matched() -> None:
    """Where vectors of words and their translations are near and not equal, nearly all beads are those made."""
    source = english_sentences(80, 11)
    german = [to_german(sentence) for sentence in source]
    target = [*german[:20], *german[21:40], f"{german[40]} {german[41]}", *german[42:]]  # one left out, two joined
    encoder = NoisyEncoder()
    profiles = profile_text(text_of("en", source), encoder), profile_text(text_of("de", target), encoder)
    found = find_ladder(*profiles, load_weights()).beads
    shapes = [bead.shape for bead in found]
    assert shapes == ["1-1"] * 20 + ["1-0"] + ["1-1"] * 19 + ["2-1"] + ["1-1"] * 38
    assert min(bead.confidence for bead in found) > 0.5
