from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.match.corridor import Corridor, find_corridor, find_nearest, make_corridor, widen
from aligner.match.match import find_search_corridor
from aligner.profile import Vectors, centre
from tests.fakes import FakeEncoder, english_sentences, profile_text, text_of, to_german

WIDTH = 8


def vectors_of(sentences: list[str]) -> Vectors:
    """Return the vectors of sentences as the matcher compares them."""
    return centre(FakeEncoder().encode(sentences).sentences)


def corridor_of(source: list[str], target: list[str]) -> Corridor:
    """Return the corridor between two texts."""
    return find_corridor(vectors_of(source), vectors_of(target), WIDTH)


def outside(corridor: Corridor, cells: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return those of some cells that the corridor leaves out."""
    rows, columns = np.array(cells).T
    return [cell for cell, number in zip(cells, corridor.cells_at(rows, columns).tolist(), strict=True) if number < 0]


def assert_sound(corridor: Corridor, n: int, m: int) -> None:
    """Check what every corridor has: both corners, rising bounds, rows without gaps, cells that are numbered."""
    assert (corridor.source_count, corridor.target_count) == (n, m)
    assert corridor.low[0] == 0
    assert corridor.high[-1] == m
    assert np.all(corridor.low <= corridor.high)
    assert np.all(np.diff(corridor.low) >= 0)
    assert np.all(np.diff(corridor.high) >= 0)
    assert np.all(corridor.low[1:] <= corridor.high[:-1])
    assert corridor.cells_at(corridor.rows, corridor.columns).tolist() == list(range(len(corridor)))


def test_numbering() -> None:
    """Cells are numbered row by row; those outside have no number."""
    corridor = make_corridor(np.array([0, 0, 1]), np.array([1, 2, 2]))
    assert len(corridor) == 7
    assert list(zip(corridor.rows.tolist(), corridor.columns.tolist(), strict=True)) == [
        (0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (2, 1), (2, 2),
    ]  # fmt: skip
    rows, columns = np.array([1, 0, 2, 3, 2]), np.array([2, 2, 0, 1, 3])
    assert corridor.cells_at(rows, columns).tolist() == [4, -1, -1, -1, -1]


@given(st.lists(st.integers(0, 9), max_size=30), st.lists(st.integers(0, 9), max_size=30), st.integers(1, 12))
def test_every_corridor_is_sound(source: list[int], target: list[int], width: int) -> None:
    """Whatever two texts resemble, the corridor leads from the first cell to the last without a gap."""
    vectors = vectors_of([f"word{number}" for number in range(10)])
    corridor = find_corridor(vectors[source], vectors[target], width)
    assert_sound(corridor, len(source), len(target))


@pytest.mark.parametrize("where", ["before", "within", "after"])
@pytest.mark.parametrize("side", ["source", "target"])
def test_a_passage_that_one_text_has_is_bridged(where: str, side: str) -> None:
    """A passage of 500 segments that only one text has does not lead the corridor off the right way."""
    shared = english_sentences(300)
    at = {"before": 0, "within": 150, "after": 300}[where]
    longer = [*shared[:at], *english_sentences(500, seed=3), *shared[at:]]
    other = [to_german(sentence) for sentence in shared]
    true = [(k if k <= at else k + 500, k) for k in range(301)] + [(at + k, at) for k in range(501)]
    if side == "source":
        corridor = corridor_of(longer, other)
    else:
        corridor = corridor_of(other, longer)
        true = [(j, i) for i, j in true]
    assert_sound(corridor, *((800, 300) if side == "source" else (300, 800)))
    assert outside(corridor, true) == []
    assert len(corridor) < 60 * 800


def test_a_missing_chapter_and_an_appendix() -> None:
    """Long passages missing on either side, one after the other, do not lead the corridor off the right way."""
    book = english_sentences(900)
    german = [to_german(sentence) for sentence in book]
    corridor = corridor_of(book[:600], [*german[:200], *german[350:600], *german[800:900]])
    true = [(k, k) for k in range(201)] + [(350 + k, 200 + k) for k in range(251)]
    assert outside(corridor, true) == []


def test_size_grows_with_length() -> None:
    """The corridor of a text ten times as long has about ten times as many cells."""
    sizes = []
    for count in (200, 2000):
        sentences = english_sentences(count)
        sizes.append(len(corridor_of(sentences, [to_german(sentence) for sentence in sentences])))
    assert sizes[1] < 15 * sizes[0]


@pytest.mark.parametrize("kind", ["identical", "strange", "two alike"])
def test_size_is_bounded_where_nothing_can_be_told(kind: str) -> None:
    """Texts of 1,500 lines that are all alike, or that have nothing in common, are not searched everywhere."""
    source = {"identical": ["Amen."], "strange": english_sentences(1500, 1), "two alike": ["Amen.", "Selah."]}[kind]
    target = {"identical": ["Amen."], "strange": english_sentences(1500, 2), "two alike": ["Amen.", "Selah."]}[kind]
    corridor = corridor_of((source * 1500)[:1500], (target * 1500)[:1500])
    assert_sound(corridor, 1500, 1500)
    assert len(corridor) < 200 * 1500


# --- Numbers worked out by hand --------------------------------------------------------------------------------------


def one_hot(numbers: list[int], width: int = 200) -> Vectors:
    """Return a unit vector for each number, square to those of all others."""
    return np.eye(width, dtype=np.float32)[numbers]


def bounds(corridor: Corridor) -> list[tuple[int, int]]:
    """Return the first and last column of each row."""
    return list(zip(corridor.low.tolist(), corridor.high.tolist(), strict=True))


def test_a_corridor_reaches_its_width_beyond_the_cells_between_two_anchors() -> None:
    """Of 20 segments that are all anchors, row 10 is opened by those up to its width, and theirs, above and below."""
    corridor = find_corridor(one_hot(list(range(20))), one_hot(list(range(20))), 3)
    # Between the anchors (i, i) and (i + 1, i + 1) lies the cell (i + 1, i + 1). With a width of 3 it opens the rows
    # and the columns i - 2 to i + 4: row 10 is opened by i = 6 to 12, columns 4 to 16.
    assert bounds(corridor)[10] == (4, 16)
    assert bounds(corridor)[0] == (0, 6)
    assert bounds(corridor)[20] == (14, 20)


def test_the_matcher_searches_eight_segments_to_each_side() -> None:
    """The corridor of a search is that of a width of eight: twice as many to each side of a clear diagonal."""
    sentences = english_sentences(60)
    one, other = (profile_text(text_of("und", lines)) for lines in (sentences, [*map(to_german, sentences)]))
    assert bounds(find_search_corridor(one, other))[30] == (14, 46)


@pytest.mark.parametrize(("count", "whole"), [(30, True), (31, False)])
def test_the_diagonal_stands_in_for_anchors_that_are_32_apart(count: int, whole: bool) -> None:
    """Across 30 segments all alike it is 31 steps from corner to corner, and all is searched; across 31 it is not."""
    alike = one_hot([0] * count)
    corridor = find_corridor(alike, alike, 1)
    assert (len(corridor) == (count + 1) ** 2) == whole
    if not whole:  # the corners (-1, -1) and (31, 31) have the post (15, 15) between them
        assert bounds(corridor)[0] == (0, 16)
        assert bounds(corridor)[31] == (15, 31)


@pytest.mark.parametrize(("refrains", "opened"), [(4, 2), (5, 4)])
def test_a_refrain_is_found_four_times(refrains: int, opened: int) -> None:
    """Four segments that are all alike are anchors, each in its place; a fifth is not among the nearest."""
    source, target = list[int](), list[int]()
    for verse in range(refrains):
        source += [0, 10 + verse]  # a refrain, and a verse that the other text lacks
        target += [0, 50 + verse]
    corridor = find_corridor(one_hot(source), one_hot(target), 0)
    # Behind the last anchor, (6, 6), lie one verse a side, or a verse, a refrain and a verse: cells 7 to 8, or to 10.
    last = [high - low + 1 for low, high in bounds(corridor)][7:]
    assert max(last) == opened


def test_a_pair_that_is_no_more_alike_than_chance_is_no_anchor() -> None:
    """Segments that resemble the whole other text as much as each other say nothing of where they belong."""
    source, target = one_hot([0, 0]), one_hot([0, 0])
    # Cosine 1, chance (1 + 1) / 2: the gain is 0, there is no anchor and the whole rectangle is searched.
    assert bounds(find_corridor(source, target, 0)) == [(0, 2)] * 3
    # With a segment that nothing resembles on either side chance is 2/3: the gain is 1/3, and both are anchors.
    assert bounds(find_corridor(one_hot([0, 0, 1]), one_hot([0, 0, 2]), 0))[1] == (1, 1)


def test_the_nearest_come_first() -> None:
    """Of three vectors the two with the highest products, in that order."""
    vectors = np.array([[1, 0], [0, 1]], np.float32)
    others = np.array([[0.6, 0.8], [1, 0], [0, 1]], np.float32)
    assert find_nearest(vectors, others, 2).tolist() == [[1, 0], [2, 0]]
    assert find_nearest(vectors, others, 9).tolist() == [[1, 0, 2], [2, 0, 1]]


def banded(n: int, reach: int) -> Corridor:
    """Return the corridor of an n x n grid that goes ``reach`` columns to each side of the diagonal."""
    rows = np.arange(n + 1)
    return make_corridor(np.maximum(rows - reach, 0), np.minimum(rows + reach, n))


@pytest.mark.parametrize(("probability", "leans"), [(0.0100, False), (0.0101, True)])
def test_a_search_leans_on_a_wall_with_more_than_a_hundredth(probability: float, leans: bool) -> None:
    """A cell on a wall of which a hundredth is probable opens nothing, a little more does."""
    corridor = banded(20, 2)
    for column in (8, 12):  # both walls of row 10
        begins = np.zeros(len(corridor))
        begins[corridor.cells_at(np.array([10]), np.array([column]))] = probability
        assert (widen(corridor, begins, 3) is not None) == leans
    begins = np.zeros(len(corridor))
    begins[corridor.cells_at(np.array([10]), np.array([9]))] = 1  # inside
    begins[corridor.cells_at(np.array([1]), np.array([0]))] = 1  # at the edge of the grid, which is no wall
    begins[corridor.cells_at(np.array([19]), np.array([20]))] = 1
    assert widen(corridor, begins, 3) is None


def test_a_corridor_is_widened_around_where_the_search_leans() -> None:
    """Three rows before and behind, three columns to each side; bounds still rise."""
    corridor = banded(20, 2)
    begins = np.zeros(len(corridor))
    begins[corridor.cells_at(np.array([10]), np.array([12]))] = 0.5
    wider = widen(corridor, begins, 3)
    assert wider is not None
    assert bounds(wider)[6:15] == [
        (2, 8),  # row 6: high as it was, low that of row 7
        *((row - 5, row + 5) for row in range(7, 14)),
        (12, 18),  # row 14: low as it was, high that of row 13
    ]
