from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from aligner.errors import LadderError
from aligner.ladder import Bead, Fixed, Ladder
from aligner.match import find_boundaries, find_ladder, find_ladders, load_weights
from aligner.match.fixed import drop_crossed, mask
from aligner.match.match import decode_fixed, find_lattices, make_room
from aligner.match.passage import rematch
from aligner.match.search import IMPOSSIBLE, SHAPES, Lattice, best_steps, posterior
from aligner.profile import Profile
from tests.fakes import FakeEncoder, NoisyEncoder, english_sentences, profile_text, text_of, to_german
from tests.match.test_search import Step, all_ways, narrow_corridor, random_lattice, score_of
from tests.match.tiny import whole_grid

CASES = [
    Fixed(beads=((range(1), range(1, 3)),)),
    Fixed(beads=((range(1, 2), range(1, 2)), (range(2, 4), range(2, 3)))),
    Fixed(together=((range(1, 2), range(1, 2)),)),
    Fixed(beads=((range(1), range(1)),), together=((range(2, 3), range(2, 3)),)),
    Fixed(apart=((range(2), range(1)), (range(3, 4), range(2, 4)))),
    Fixed(alone=(frozenset({1, 2}), frozenset({0}))),
    Fixed(alone=(frozenset(range(4)), frozenset(range(4)))),
    Fixed(
        beads=((range(1, 2), range(2, 3)),), apart=((range(2, 3), range(3, 4)),), alone=(frozenset({0}), frozenset())
    ),
]


def agrees(way: list[Step], fixed: Fixed) -> bool:
    """Return whether a way through the grid has all that is fixed, and nothing that contradicts it."""
    beads = [(range(s.i, s.i + s.shape[0]), range(s.j, s.j + s.shape[1])) for s in way if s.kind == "bead"]
    return (
        all(pair in beads for pair in fixed.beads)
        and all(any({*a} <= {*c} and {*b} <= {*d} for c, d in beads) for a, b in fixed.together)
        and not any({*a} & {*c} and {*b} & {*d} for a, b in fixed.apart for c, d in beads)
        and not any({*bead[side]} & fixed.alone[side] for bead in beads for side in (0, 1))
    )


@pytest.mark.parametrize(("fixed", "seed"), list(product(CASES, range(2))))
def test_a_mask_leaves_the_ways_that_agree(fixed: Fixed, seed: int) -> None:
    """Sum, best ladder and posteriors of a masked lattice are those of the ways that agree with what is fixed."""
    lattice = random_lattice(whole_grid(4, 4), seed)
    ways = [way for way in all_ways(lattice.corridor) if agrees(way, fixed)]
    scores = np.array([score_of(lattice, way) for way in ways])
    masked = mask(lattice, fixed)
    found = posterior(masked)
    assert found.log_total == pytest.approx(np.logaddexp.reduce(scores), abs=1e-8)
    best = [(bead.source.start, bead.target.start, (len(bead.source), len(bead.target))) for bead in best_steps(masked)]
    assert best == ways[int(np.argmax(scores))]
    shares = np.exp(scores - np.logaddexp.reduce(scores))
    for i in range(4):
        deleted = sum(share for way, share in zip(ways, shares, strict=True) if Step(i, 0, (1, 0))[::2] in
                      [(step.i, step.shape) for step in way])  # fmt: skip
        assert found.deletions[i] == pytest.approx(deleted, abs=1e-8)


def test_a_shape_that_the_search_does_not_know_can_be_fixed() -> None:
    """A bead of four against four, which is no shape of the search, is certain where it is fixed."""
    lattice = random_lattice(whole_grid(6, 5), 3)
    fixed = Fixed(beads=((range(1, 5), range(1, 5)),))
    assert (4, 4) not in SHAPES
    masked = mask(lattice, fixed)
    assert posterior(masked).beads[4, 4][6 + 1] == pytest.approx(1)  # the cell (1, 1) of rows of six
    assert Bead(range(1, 5), range(1, 5)) in best_steps(masked)


def test_a_mask_changes_no_other_score() -> None:
    """Where nothing is fixed nearby, scores are what they were; the lattice that was masked is unchanged."""
    lattice = random_lattice(narrow_corridor(), 1)
    before = {shape: scores.copy() for shape, scores in lattice.beads.items()}
    masked = mask(lattice, Fixed(apart=((range(1), range(1)),)))
    for shape, scores in masked.beads.items():
        assert set(scores[scores > IMPOSSIBLE]) <= set(before[shape])
        np.testing.assert_array_equal(lattice.beads[shape], before[shape])
    np.testing.assert_array_equal(masked.deletions, lattice.deletions)


def test_chapters_give_way_to_what_is_fixed() -> None:
    """A boundary inside a fixed bead, or on the wrong side of one, is dropped; one at its border is kept."""
    fixed = Fixed(beads=((range(3, 5), range(3, 6)),))
    boundaries = [(3, 3), (4, 4), (2, 5), (5, 6), (7, 7), (6, 2)]
    assert drop_crossed(boundaries, fixed) == [(3, 3), (5, 6), (7, 7)]
    assert drop_crossed(boundaries, Fixed()) == boundaries
    nothing = profile_text(text_of("en", []))
    assert find_boundaries(nothing, nothing, ([], []), fixed=fixed) == []


ENGLISH = english_sentences(40, 3)
GERMAN = [to_german(sentence) for sentence in ENGLISH]
WEIGHTS = load_weights()


def profiles(source: list[str] = ENGLISH, target: list[str] = GERMAN) -> tuple[Profile, Profile]:
    """Return the profiles of two texts whose vectors are near each other."""
    return profile_text(text_of("en", source), NoisyEncoder()), profile_text(text_of("de", target), NoisyEncoder())


def test_a_fixed_bead_moves_its_neighbours() -> None:
    """Where one wrong bead is fixed, it is confirmed with confidence 1, and the passage follows it."""
    both = profiles()
    fixed = Fixed(beads=((range(10, 11), range(11, 12)),))
    ladder = find_ladder(*both, WEIGHTS, fixed=fixed)
    assert Bead(range(10, 11), range(11, 12), 1.0, confirmed=True) in ladder.beads
    assert [bead for bead in ladder if bead.confirmed] == [Bead(range(10, 11), range(11, 12), 1.0, confirmed=True)]
    assert Bead(range(20, 21), range(20, 21)) in [bead._replace(confidence=1.0) for bead in ladder]


def test_what_lies_outside_the_corridor_can_be_fixed() -> None:
    """A bead far from the diagonal is reached: the corridor leads through it, and what is left over is unmatched."""
    fixed = Fixed(beads=((range(35, 36), range(2, 3)),))
    ladder = find_ladder(*profiles(), WEIGHTS, fixed=fixed)
    assert Bead(range(35, 36), range(2, 3), 1.0, confirmed=True) in ladder.beads
    assert sum(1 for bead in ladder if not bead.target) >= 30


def test_long_passages_can_be_fixed_as_unmatched() -> None:
    """Where all segments of a long passage of both texts are alone, the whole passage is opened for the search."""
    both = profiles(english_sentences(90, 4), [to_german(line) for line in english_sentences(90, 4)])
    alone = frozenset(range(5, 80))
    ladder = find_ladder(*both, WEIGHTS, fixed=Fixed(alone=(alone, alone)))
    assert {i for bead in ladder if bead.confirmed for i in bead.source} == alone
    assert {j for bead in ladder if bead.confirmed for j in bead.target} == alone
    assert all(bead.confidence == 1.0 for bead in ladder if bead.confirmed)


def test_more_than_can_be_searched_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A passage too large to be opened is an error that says where, not hours of work."""
    monkeypatch.setattr("aligner.match.match._ROOM", 1000)
    alone = frozenset(range(90))
    both = profiles(english_sentences(90, 4), [to_german(line) for line in english_sentences(90, 4)])
    with pytest.raises(LadderError, match="what is fixed leaves no way from source segment 0 to 90"):
        find_ladder(*both, WEIGHTS, fixed=Fixed(alone=(alone, alone)))


def test_room_keeps_boundaries() -> None:
    """Where the corridor is opened for a fixed bead, still no bead crosses a boundary of chapters."""
    both = profiles()
    boundary = [(20, 20)]
    fixed = Fixed(beads=((range(2, 3), range(15, 16)),), apart=((range(19, 20), range(19, 20)),))
    ladder = find_ladder(*both, WEIGHTS, boundary, fixed)
    assert all(not (bead.source.start < 20 < bead.source.stop) for bead in ladder if bead.target)
    assert Bead(range(2, 3), range(15, 16), 1.0, confirmed=True) in ladder.beads


def test_a_text_without_segments_has_alone_ones() -> None:
    """Against an empty text, segments that are fixed as alone are confirmed."""
    nothing = profile_text(text_of("en", []))
    ladder = find_ladder(nothing, profiles()[1], WEIGHTS, fixed=Fixed(alone=(frozenset(), frozenset({3}))))
    assert [number for number, bead in enumerate(ladder) if bead.confirmed] == [3]


def test_what_is_fixed_binds_its_two_texts_alone() -> None:
    """Among three versions, what is fixed about the first two leaves the ladder with the third as it is."""
    encoder = FakeEncoder()
    three = [
        profile_text(text_of(tag, lines), encoder) for tag, lines in (("en", ENGLISH), ("de", GERMAN), ("fr", GERMAN))
    ]
    places: dict[tuple[int, int], list[tuple[int, int]]] = {(0, 1): [], (0, 2): [], (1, 2): []}
    plain = find_ladders(three, WEIGHTS, places)
    fixed = Fixed(beads=((range(4, 5), range(7, 8)),))
    bound = find_ladders(three, WEIGHTS, places, [fixed, Fixed()])
    assert bound[1] == plain[1]
    assert Bead(range(4, 5), range(7, 8), 1.0, confirmed=True) in bound[0].beads


def test_inverting_keeps_what_is_confirmed() -> None:
    """The inverse of a ladder has the same beads confirmed; composed beads are confirmed if all of theirs are."""
    one = Ladder((Bead(range(1), range(1), 1.0, confirmed=True), Bead(range(1, 2), range(1, 2), 0.5)))
    assert [bead.confirmed for bead in one.invert()] == [True, False]
    other = Ladder((Bead(range(1), range(1), 1.0, confirmed=True), Bead(range(1, 2), range(1, 2), 1.0)))
    assert [bead.confirmed for bead in one.compose(other)] == [True, False]


def test_room_is_made_only_where_it_is_needed() -> None:
    """What is fixed inside the corridor leaves the corridor as it is."""
    both = profiles()
    lattice = Lattice(whole_grid(40, 40), {shape: np.zeros(41 * 41) for shape in SHAPES}, np.zeros(40), np.zeros(40))
    fixed = Fixed(beads=((range(3, 4), range(3, 4)),))
    assert make_room(both, lattice, fixed, WEIGHTS) is lattice


@pytest.mark.parametrize("seed", range(4))
def test_a_passage_matched_again_is_what_all_is_matched_again(seed: int) -> None:
    """After a bead is fixed, or freed again, the passage around it comes out as if everything were matched again."""
    random = np.random.default_rng(seed)
    source = english_sentences(300, seed)
    target = [to_german(line) for k, line in enumerate(source) if random.random() > 0.08]
    both = profiles(source, target)
    lattice = find_lattices(both, WEIGHTS, {(0, 1): []})[0]
    before = decode_fixed(lattice, Fixed(), WEIGHTS)
    place = int(random.integers(100, 200))
    bead = next(bead for bead in before if bead.source and bead.source.start >= place and bead.target)
    wrong = bead.source, range(bead.target.start + 1, bead.target.stop + 1)
    for fixed in (Fixed(beads=(wrong,)), Fixed(alone=(frozenset(bead.source), frozenset()))):
        whole = decode_fixed(make_room(both, lattice, fixed, WEIGHTS), fixed, WEIGHTS)
        piece = rematch(lattice, fixed, before, wrong, WEIGHTS)
        assert piece is not None
        assert [one[:2] for one in piece] == [one[:2] for one in whole]
        assert [one.confirmed for one in piece] == [one.confirmed for one in whole]
        np.testing.assert_allclose([one.confidence for one in piece], [one.confidence for one in whole], atol=1e-3)
        again = rematch(lattice, Fixed(), piece, wrong, WEIGHTS)
        assert again is not None
        assert [one[:2] for one in again] == [one[:2] for one in before]


def test_a_passage_without_room_is_left_to_the_whole() -> None:
    """Where what is fixed lies outside the corridor, everything is to be matched again."""
    both = profiles()
    lattice = find_lattices(both, WEIGHTS, {(0, 1): []})[0]
    before = decode_fixed(lattice, Fixed(), WEIGHTS)
    pair = range(35, 36), range(2, 3)
    assert rematch(lattice, Fixed(beads=(pair,)), before, pair, WEIGHTS) is None
