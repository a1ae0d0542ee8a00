from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.match.corridor import Corridor, find_corridor, make_corridor
from aligner.profile import Vectors, centre
from tests.fakes import FakeEncoder, english_sentences, to_german

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
