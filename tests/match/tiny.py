"""Profiles, corridors and tables so small that every number made from them can be worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from aligner.match.corridor import Corridor, make_corridor
from aligner.match.similarity import RUN, VIEWS, Tables
from aligner.profile import Profile, Vectors

Token = tuple[int, Sequence[float]]
"""A token's number in the vocabulary, and its vector."""


def tiny_profile(
    segments: Sequence[Sequence[Token]],
    *,
    layers: int = 1,
    sentences: ArrayLike | None = None,
    sizes: Sequence[float] = (),
    marks: ArrayLike | None = None,
    figures: ArrayLike | None = None,
) -> Profile:
    """Return the profile of segments given token by token; what is not given is zero.

    With more than one of ``layers`` the numbers of a token's vector are divided among them.
    """
    count = len(segments)
    tokens = [token for segment in segments for token in segment]
    vectors = np.array([vector for _, vector in tokens], np.float32)
    parts = np.split(vectors, layers, axis=1) if layers > 1 else [vectors]
    return Profile(
        np.zeros((count, 2), np.float32) if sentences is None else np.array(sentences, np.float32),
        np.cumsum([0, *map(len, segments)]).astype(np.int64),
        np.array([number for number, _ in tokens], np.int64),
        tuple(parts),
        np.zeros((len(tokens), 2), np.int64),
        np.array(sizes or [0.0] * count, np.float32),
        np.zeros((count, 11), np.float32) if marks is None else np.array(marks, np.float32),
        np.zeros((count, 2), np.float32) if figures is None else np.array(figures, np.float32),
    )


def whole_grid(n: int, m: int) -> Corridor:
    """Return the corridor that leaves no cell out."""
    return make_corridor(np.zeros(n + 1, np.int64), np.full(n + 1, m, np.int64))


def at_cells(corridor: Corridor, values: Vectors) -> NDArray[np.float32]:
    """Return a table of values by cell as rows and columns, those outside the corridor not a number."""
    grid = np.full((corridor.source_count + 1, corridor.target_count + 1), np.nan, np.float32)
    grid[corridor.rows, corridor.columns] = values[: len(corridor)]
    return grid


def by_cell(grid: ArrayLike) -> Vectors:
    """Return a table [n, m] as the covers of a whole grid: with a last row and column of 0, by cell, and a last 0."""
    return np.append(np.pad(np.array(grid, np.float32), ((0, 1), (0, 1))).ravel(), np.float32(0))


def tiny_tables(
    cover: tuple[Sequence[ArrayLike], Sequence[ArrayLike]],
    best: tuple[Sequence[ArrayLike], Sequence[ArrayLike]],
    weights: tuple[Sequence[float], Sequence[float]],
    *,
    products: ArrayLike | None = None,
    norms: tuple[Sequence[ArrayLike], Sequence[ArrayLike]] | None = None,
) -> Tables:
    """Return the tables of a whole grid in which view number v, counted from 1, has v times the values given.

    ``cover`` [side][run - 1] is [n, m]; ``best`` and ``norms`` [side][run - 1] are [n] or [m]. The last one given
    serves for longer runs too.
    """

    def by_run(given: Sequence[ArrayLike]) -> list[Vectors]:
        return [np.array(given[min(run, len(given) - 1)], np.float32) for run in range(RUN)]

    n, m = len(weights[0]), len(weights[1])
    corridor = whole_grid(n, m)
    factors = range(1, len(VIEWS) + 1)
    covers = [[[by_cell(view * table) for table in by_run(side)] for view in factors] for side in cover]
    bests = [[[(view * table).astype(np.float32) for table in by_run(side)] for view in factors] for side in best]
    lengths = [by_run(side) for side in norms or ([[1.0] * n], [[1.0] * m])]
    return Tables(
        corridor,
        np.arange(len(corridor)),
        (np.array(weights[0], np.float32), np.array(weights[1], np.float32)),
        (covers[0], covers[1]),
        (bests[0], bests[1]),
        by_cell(np.zeros((n, m)) if products is None else products),
        (lengths[0], lengths[1]),
        (np.full(n, 0.25, np.float32), np.full(m, 0.75, np.float32)),
    )
