from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.ladder import Bead
from aligner.match import find_ladder, load_weights
from aligner.match.chapters import Chapter, find_chapter_boundaries, find_corridor_through
from aligner.profile import Vectors
from tests.fakes import FakeEncoder, english_sentences, profile_text, text_of, to_german

LENGTHS = (30, 45, 25, 40)
DROPPED = 2  # the chapter that only the source has


def draw(count: int, seed: int) -> Vectors:
    """Return unit vectors that resemble no others."""
    vectors = np.random.default_rng(seed).standard_normal((count, 64)).astype(np.float32)
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def near(vectors: Vectors, seed: int) -> Vectors:
    """Return translations of vectors: most much alike, some not."""
    mixed = vectors + 0.7 * draw(len(vectors), seed)
    mixed[::5] = draw(len(mixed[::5]), seed + 1)
    unit: Vectors = mixed / np.linalg.norm(mixed, axis=1, keepdims=True)
    return unit


def chapters_of(lengths: list[int], headings: int = 0) -> list[Chapter]:
    """Return chapters of these lengths one after the other."""
    bounds = np.concatenate([[0], np.cumsum(lengths)]).tolist()
    return [Chapter(start, start + headings, end) for start, end in pairwise(bounds)]


BODY = [draw(length, seed) for seed, length in enumerate(LENGTHS)]
TRANSLATED = [near(chapter, 100 + seed) for seed, chapter in enumerate(BODY)]


def test_chapters_that_begin_together_are_found() -> None:
    """Where the same chapters follow each other on both sides, each start is a boundary, and nothing else is."""
    chapters = chapters_of(list(LENGTHS))
    boundaries = find_chapter_boundaries(np.concatenate(BODY), np.concatenate(TRANSLATED), (chapters, chapters))
    assert boundaries == [(30, 30), (75, 75), (100, 100)]


def test_front_matter_and_dropped_chapters_are_parted() -> None:
    """A foreword of either edition, a chapter and notes of one of them lie between boundaries of their own."""
    source = np.concatenate([draw(80, 50), *BODY, draw(60, 51)])
    kept = [chapter for number, chapter in enumerate(TRANSLATED) if number != DROPPED]
    target = np.concatenate([draw(40, 52), *kept])
    lengths = [length for number, length in enumerate(LENGTHS) if number != DROPPED]
    found = find_chapter_boundaries(source, target, (chapters_of([80, *LENGTHS, 60]), chapters_of([40, *lengths])))
    assert found == [(80, 0), (80, 40), (110, 70), (155, 115), (180, 115), (220, 155)]


@pytest.mark.parametrize("shift", [2, 5, 20])
def test_chapters_that_begin_elsewhere_give_no_boundary(shift: int) -> None:
    """Chapters that begin some segments later in one edition are no boundaries."""
    other = [LENGTHS[0] + shift, *LENGTHS[1:-1], LENGTHS[-1] - shift]
    chapters = chapters_of(list(LENGTHS)), chapters_of(other)
    assert find_chapter_boundaries(np.concatenate(BODY), np.concatenate(TRANSLATED), chapters) == []


def test_a_chapter_twice_is_not_taken_for_one_alone() -> None:
    """An excerpt before the text takes a chapter's resemblance; the chapter is not parted from its translation."""
    source = np.concatenate([near(BODY[1], 60), *BODY])
    boundaries = find_chapter_boundaries(
        source, np.concatenate(TRANSLATED), (chapters_of([45, *LENGTHS]), chapters_of(list(LENGTHS)))
    )
    assert not any(75 <= i < 120 and (i - 45) != j for i, j in boundaries)


def test_fewer_than_three_chapters_are_no_book() -> None:
    """Two chapters on a side are matched as one text."""
    chapters = chapters_of(list(LENGTHS)), chapters_of([75, 65])
    assert find_chapter_boundaries(np.concatenate(BODY), np.concatenate(TRANSLATED), chapters) == []


def test_pins_bind() -> None:
    """A pin holds whatever the texts say, and no found boundary crosses it."""
    chapters = chapters_of(list(LENGTHS))
    boundaries = find_chapter_boundaries(
        np.concatenate(BODY), np.concatenate(TRANSLATED), (chapters, chapters), [(30, 75)]
    )
    assert (30, 75) in boundaries
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(boundaries))
    assert find_chapter_boundaries(BODY[0], BODY[1], (chapters_of([30]), chapters_of([45])), [(3, 4)]) == [(3, 4)]


ENGLISH = english_sentences(12)
PROFILES = [
    profile_text(text_of(language, segments), FakeEncoder())
    for language, segments in (("en", ENGLISH), ("de", [to_german(sentence) for sentence in ENGLISH[:10]]))
]


def reached(beads: tuple[Bead, ...]) -> set[tuple[int, int]]:
    """Return the places between two beads."""
    return {(bead.source.stop, bead.target.stop) for bead in beads}


RISING = st.integers(0, 5).flatmap(
    lambda count: st.tuples(*(st.lists(st.integers(1, 9), min_size=count, max_size=count, unique=True),) * 2)
)


@given(RISING)
def test_every_ladder_leads_through_its_boundaries(places: tuple[list[int], list[int]]) -> None:
    """Whatever the boundaries, the ladder is whole and no bead crosses one."""
    boundaries = list(zip(*map(sorted, places), strict=True))
    ladder = find_ladder(PROFILES[0], PROFILES[1], load_weights(), boundaries)
    assert (ladder.source_count, ladder.target_count) == (12, 10)
    assert set(boundaries) <= reached(ladder.beads)


BOUNDS = st.lists(st.integers(1, 99), min_size=2, max_size=6, unique=True).map(sorted)


@given(BOUNDS, BOUNDS, RISING, st.integers(0, 9))
def test_found_boundaries_are_possible(
    source: list[int], target: list[int], places: tuple[list[int], list[int]], seed: int
) -> None:
    """Whatever the chapters and pins, boundaries rise, hold the pins, and ask for no deletion after an insertion."""
    vectors = draw(100, seed)
    other = np.concatenate([vectors[seed * 7 :], draw(seed * 7, 50)])
    chapters = [chapters_of(np.diff([0, *bounds, 100]).tolist()) for bounds in (source, target)]
    pins = [(i * 10, j * 10) for i, j in zip(*map(sorted, places), strict=True)]
    boundaries = [(0, 0), *find_chapter_boundaries(vectors, other, (chapters[0], chapters[1]), pins), (100, 100)]
    assert set(pins) <= set(boundaries)
    assert all(a != b and a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(boundaries))
    steps = ["insertion" if a[0] == b[0] else "deletion" if a[1] == b[1] else "beads" for a, b in pairwise(boundaries)]
    assert ("insertion", "deletion") not in set(pairwise(steps))


def test_the_corridor_through_boundaries_holds_them() -> None:
    """The corridor leads through all boundaries, also where the texts resemble each other elsewhere."""
    corridor = find_corridor_through(draw(40, 1), near(draw(40, 1), 2), [(20, 2), (20, 30), (35, 30)], 3)
    rows, columns = np.array([20, 20, 35]), np.array([2, 30, 30])
    assert (corridor.cells_at(rows, columns) >= 0).all()
    assert (corridor.cells_at(np.array([10, 30]), np.array([10, 5])) < 0).all()
    assert (np.diff(corridor.low) >= 0).all()
    assert (np.diff(corridor.high) >= 0).all()


# --- Both sides of every threshold -----------------------------------------------------------------------------------

# Segments are numbers here: those of one number are each other's nearest, and have nothing in common with others.


def one_hot(numbers: list[int]) -> Vectors:
    """Return a unit vector for each number, square to those of all others."""
    return np.eye(1000, dtype=np.float32)[numbers]


def boundaries_of(
    source: list[list[int]], target: list[list[int]], headings: tuple[int, int] = (0, 0)
) -> list[tuple[int, int]]:
    """Return the boundaries between chapters given by the numbers of their segments."""
    sides = [one_hot([number for chapter in side for number in chapter]) for side in (source, target)]
    chapters = [chapters_of([*map(len, side)], count) for side, count in zip((source, target), headings, strict=True)]
    return find_chapter_boundaries(sides[0], sides[1], (chapters[0], chapters[1]))


def run_of(first: int, count: int) -> list[int]:
    """Return numbers one after the other."""
    return list(range(first, first + count))


ONE, TWO, THREE = run_of(0, 10), run_of(100, 10), run_of(200, 10)
STRANGE = 500  # numbers from here on are on the source's side only, those 200 higher on the target's


def test_three_chapters_are_a_book() -> None:
    """With three chapters on each side the starts of the second and third are found."""
    assert boundaries_of([ONE, TWO, THREE], [ONE, TWO, THREE]) == [(10, 10), (20, 20)]
    assert boundaries_of([ONE, TWO, THREE], [ONE, [*TWO, *THREE]]) == []


@pytest.mark.parametrize(("common", "found"), [(4, True), (3, False)])
def test_four_pairs_show_that_chapters_begin_together(common: int, found: bool) -> None:
    """A chapter of which three segments have a counterpart is too little."""
    source = [*run_of(100, common), *run_of(STRANGE, 10)]
    target = [*run_of(100, common), *run_of(STRANGE + 200, 10)]
    assert ((10, 10) in boundaries_of([ONE, source, THREE], [ONE, target, THREE])) == found


@pytest.mark.parametrize(("last", "found"), [(15, True), (16, False)])
def test_the_pairs_lie_within_sixteen_segments(last: int, found: bool) -> None:
    """The fourth pair may be the sixteenth segment, not the seventeenth."""
    sides = [[*run_of(100, 3), *run_of(strange, last - 3), 103, 104, 105] for strange in (STRANGE, STRANGE + 200)]
    assert ((10, 10) in boundaries_of([ONE, sides[0], THREE], [ONE, sides[1], THREE])) == found


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        ([STRANGE], [STRANGE + 200], True),  # the first pair is one segment below the start on both sides
        ([STRANGE], [], True),  # one below on one side only: a sentence may be split in two
        ([STRANGE, STRANGE + 1], [], False),  # two below
    ],
)
def test_the_first_pair_is_equally_far_below_both_starts(source: list[int], target: list[int], found: bool) -> None:
    """A difference of one is allowed where the last pair above is equally far from both starts, no more."""
    sides = [ONE, [*source, *TWO], THREE], [ONE, [*target, *TWO], THREE]
    assert ((10, 10) in boundaries_of(*sides)) == found
    # Where there is another segment between the last pair above and the start, on one side only, it may belong below.
    ends = [*ONE, STRANGE + 50] if target else ONE
    wide = [ends, [*source, *TWO], THREE], [[*ONE, STRANGE + 250], [*target, *TWO], THREE]
    assert ((len(ends), 11) in boundaries_of(*wide)) == (len(source) == len(target))


def test_headings_that_are_a_pair_are_enough() -> None:
    """Below headings that are each other's nearest the first pair may be at any distance within sixteen segments."""
    source = [[900, *ONE], [901, *run_of(STRANGE, 5), *TWO], [902, *THREE]]
    target = [[900, *ONE], [901, *TWO], [902, *THREE]]
    assert (11, 11) in boundaries_of(source, target, (1, 1))
    target[1][0] = 950  # the headings resemble nothing
    assert (11, 11) not in boundaries_of(source, target, (1, 1))


@pytest.mark.parametrize(("length", "parted"), [(20, True), (19, False)])
def test_twenty_segments_can_be_told_to_have_no_counterpart(length: int, parted: bool) -> None:
    """The last chapter of one side that resembles nothing is parted from its end when it is long enough."""
    source = [ONE, TWO, THREE, run_of(STRANGE, length)]
    assert boundaries_of(source, [ONE, TWO, THREE]) == [(10, 10), (20, 20), *([(30, 30)] if parted else [])]


@pytest.mark.parametrize(("common", "parted"), [(4, True), (5, False)])
def test_a_fifth_of_a_chapter_may_resemble_the_other_side_by_chance(common: int, parted: bool) -> None:
    """Of 20 segments four pairs are chance, five are a translation."""
    notes = [[*run_of(300, common), *run_of(strange, 20 - common)][::-1] for strange in (STRANGE, STRANGE + 200)]
    found = boundaries_of([ONE, TWO, THREE, notes[0]], [ONE, TWO, THREE, notes[1]])
    # Parted: all the source's notes are deletions, then all the target's insertions.
    assert ((50, 30) in found) == parted


@pytest.mark.parametrize(("common", "parted"), [(2, True), (3, False)])
def test_a_short_chapter_counts_as_ten_segments(common: int, parted: bool) -> None:
    """Of a chapter of three segments two pairs are a fifth of ten, which chance can do; three are more."""
    notes = [*run_of(300, common), *run_of(STRANGE, 20 - common)]
    other = [*run_of(300, common), *run_of(STRANGE + 200, 3 - common)]
    found = boundaries_of([ONE, TWO, THREE, notes], [ONE, TWO, THREE, other])
    assert ((30, 33) in found) == parted  # from there on all is deletions
