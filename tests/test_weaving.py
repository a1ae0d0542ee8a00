"""Weaving: rows against what the definition says, by brute force."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.ladder import Bead, Ladder
from aligner.weaving import Link, smallest_rows

Node = tuple[int, int]


@st.composite
def ladders(draw: st.DrawFn, source_count: int, target_count: int) -> Ladder:
    """Draw a ladder of two texts of these lengths, with beads of up to three segments a side."""
    beads, i, j = [], 0, 0
    while i < source_count or j < target_count:
        m = draw(st.integers(0, min(3, source_count - i)))
        n = draw(st.integers(0 if m else min(1, target_count - j), min(3, target_count - j)))
        if m or n:
            beads.append(Bead(range(i, i + m), range(j, j + n), draw(st.sampled_from([0.25, 0.5, 1.0]))))
        i, j = i + m, j + n
    return Ladder(tuple(beads))


@st.composite
def tables(draw: st.DrawFn, *, rings: bool) -> tuple[list[int], list[Link]]:
    """Draw the lengths of two to four columns and a tree of ladders between them, or with ``rings`` one ladder more."""
    lengths = draw(st.lists(st.integers(0, 4), min_size=2, max_size=4))
    pairs = [(draw(st.integers(0, column - 1)), column) for column in range(1, len(lengths))]
    if rings:
        pairs.append((0, len(lengths) - 1))
    return lengths, [Link(a, b, draw(ladders(lengths[a], lengths[b]))) for a, b in pairs]


def components(lengths: list[int], links: list[Link]) -> set[frozenset[Node]]:
    """Return which segments must share a row: those that lead to each other through beads and through their order."""
    nodes = [(column, index) for column, length in enumerate(lengths) for index in range(length)]
    reach = {(node, node) for node in nodes}
    reach |= {((column, index), (column, index + 1)) for column, index in nodes if index + 1 < lengths[column]}
    for link in links:
        for bead in link.ladder.beads:
            members = [(link.source, i) for i in bead.source] + [(link.target, j) for j in bead.target]
            reach |= set(product(members, members))
    for middle, start, end in product(nodes, nodes, nodes):
        if (start, middle) in reach and (middle, end) in reach:
            reach.add((start, end))
    return {frozenset(other for other in nodes if {(node, other), (other, node)} <= reach) for node in nodes}


@settings(max_examples=80)
@given(st.booleans().flatmap(lambda rings: tables(rings=rings)))
def test_rows_are_the_smallest_that_cut_no_bead(table: tuple[list[int], list[Link]]) -> None:
    """Rows are the connected components that the beads and the order of every column make."""
    lengths, links = table
    rows = list(smallest_rows(lengths, links))
    made = [frozenset((column, index) for column, cell in enumerate(row.cells) for index in cell) for row in rows]
    assert len(made) == len(set(made))
    assert set(made) == components(lengths, links)
    for column, length in enumerate(lengths):
        assert [index for row in rows for index in row.cells[column]] == list(range(length))


@given(st.tuples(st.integers(0, 8), st.integers(0, 8)).flatmap(lambda counts: ladders(*counts)))
def test_one_ladder_gives_its_beads(ladder: Ladder) -> None:
    """Woven of one ladder, the rows are its beads: as they are, in their order, with their confidence."""
    rows = smallest_rows([ladder.source_count, ladder.target_count], [Link(0, 1, ladder)])
    assert [(row.cells, row.confidence) for row in rows] == [
        ((bead.source, bead.target), bead.confidence) for bead in ladder.beads
    ]


@settings(max_examples=50)
@given(tables(rings=False))
def test_rows_say_which_ladders_they_came_from(table: tuple[list[int], list[Link]]) -> None:
    """Each ladder's lowest confidence in a row is the row's, None where the ladder has no bead in it."""
    lengths, links = table
    for row in smallest_rows(lengths, links):
        for (source, target, ladder), confidence in zip(links, row.confidences, strict=True):
            inside = [
                bead.confidence
                for bead in ladder.beads
                if set(bead.source) & set(row.cells[source]) or set(bead.target) & set(row.cells[target])
            ]
            assert confidence == (min(inside) if inside else None)
        assert row.confidence == min(value for value in row.confidences if value is not None)


def test_rows_without_order_follow_the_beads() -> None:
    """An omission and an addition at one place stand in the order that their ladders have."""
    omitted_first = Ladder((Bead(range(1), range(0)), Bead(range(0), range(1))))
    added_first = Ladder((Bead(range(0), range(1)), Bead(range(1), range(0))))
    assert [row.cells for row in smallest_rows([1, 1], [Link(0, 1, added_first)])] == [
        (range(0), range(1)),
        (range(1), range(0)),
    ]
    both = smallest_rows([1, 1, 1], [Link(0, 1, omitted_first), Link(0, 2, added_first)])
    assert [tuple(map(len, row.cells)) for row in both] == [(0, 0, 1), (1, 0, 0), (0, 1, 0)]
