from __future__ import annotations

import numpy as np
import pytest

import aligner.match.match
from aligner.ladder import Bead
from aligner.match import load_weights
from aligner.match.corridor import Corridor, make_corridor, widen
from aligner.match.match import adjust_to_omissions, extend, find_ladder, find_search_corridor, score
from aligner.match.search import best_steps
from aligner.profile import Profile
from tests.fakes import FakeEncoder, english_sentences, profile_text, text_of, to_german


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


def whole_grid(source: Profile, target: Profile) -> Corridor:
    """Return the corridor that leaves nothing out."""
    return make_corridor(np.zeros(len(source) + 1, np.int64), np.full(len(source) + 1, len(target)))


@pytest.mark.parametrize(("count", "seed"), [(20, 1), (90, 2), (150, 3), (300, 4)])
def test_the_corridor_loses_nothing(count: int, seed: int) -> None:
    """The ladder found in the corridor is the one that a search of the whole grid finds."""
    source, target = profiles_of(*changed(count, seed))
    weights = load_weights()
    found = find_ladder(source, target, weights).beads
    lattice = score(source, target, find_search_corridor(source, target), weights)
    whole = extend((source, target), adjust_to_omissions(lattice, weights), whole_grid(source, target), weights)
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
