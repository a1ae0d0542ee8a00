"""What speaks for and against a bead: one row of numbers for each that the corridor allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aligner.match.corridor import Corridor
from aligner.match.search import Shape
from aligner.match.similarity import RUN, VIEWS, Tables
from aligner.profile import Integers, Profile, Vectors

Columns = NDArray[np.floating]
_SUMS = tuple(f"cover_{view}" for view in VIEWS)
_MEANS = tuple(f"mean_{view}" for view in VIEWS)
_MEMBERS = tuple(f"member_{view}" for view in VIEWS)
_GAPS = tuple(f"gap_{view}" for view in VIEWS)
_MARKS = ("question", "exclamation", "colon", "semicolon", "bracket", "quote", "ellipsis", "comma")
BEAD_FEATURES = (
    "one", *_SUMS, *_MEANS, *_MEMBERS, *_GAPS, "least_side", "end_gain_high", "end_gain_smooth", "outside_high",
    "outside_most", "outside_smooth", "cosine", "cosine_sum", "length", "length_square", "length_deviation", "weight",
    *_MARKS, "figures_apart", "figures_shared",
)  # fmt: skip
NULL_FEATURES = (
    "one", "weight", "weight_log", *(f"best_{view}" for view in VIEWS), "best_sum", "best_cosine", "run_gain",
    "joined_cover_high", "joined_cover_smooth", "joined_gain_high", "joined_gain_smooth",
)  # fmt: skip
_HIGH, _SMOOTH = VIEWS.index("high"), VIEWS.index("smooth")


@dataclass(frozen=True, slots=True)
class _Beads:
    """All beads of one shape, seen from either side: ``own`` counts along that side, ``other`` along the other."""

    tables: Tables
    shape: Shape
    begin: tuple[Integers, Integers]

    def cover(self, side: int, view: int, run: int, own: int, other: int) -> Vectors:
        """Return how the run that begins at ``other`` covers the segment at ``own``, [k]; 0 outside the corridor."""
        steps = (own, other) if side == 0 else (other, own)
        cuts = self.tables.corridor.find(self.begin[0] + steps[0], self.begin[1] + steps[1])
        return self.tables.cover[side][view][run - 1][cuts]

    def total(self, side: int, view: int, run: int, other: int = 0) -> Columns:
        """Return the cover of all segments of a side by a run that begins at ``other``."""
        return _add([self.cover(side, view, run, own, other) for own in range(self.shape[side])])


def find_beads(shape: Shape, corridor: Corridor) -> Integers:
    """Return the cuts at which a bead of a shape can begin, [k]."""
    rows, columns = corridor.rows, corridor.columns
    fits = corridor.find(rows + shape[0], columns + shape[1]) >= 0
    fits &= corridor.find(rows + shape[0] - 1, columns) >= 0
    fits &= corridor.find(rows, columns + shape[1] - 1) >= 0
    return np.flatnonzero(fits)


def bead_features(shape: Shape, cuts: Integers, sides: tuple[Profile, Profile], tables: Tables) -> Vectors:
    """Return the features of the beads of a shape that begin at cuts, [k, len(BEAD_FEATURES)]."""
    beads = _Beads(tables, shape, (tables.corridor.rows[cuts], tables.corridor.columns[cuts]))
    values = [np.ones(len(cuts), np.float32), *_coverage(beads), *_edges(beads), *_pooled(beads)]
    return np.stack([*values, *_surface(beads, *sides)], 1).astype(np.float32)


def _coverage(beads: _Beads) -> list[Columns]:
    """Return per view the sum, the mean by weight, the worst member's, and what each lacks to its best partners."""
    sums, means, members, gaps = [], [], [], []
    least_side: Vectors = np.zeros(0, np.float32)
    for view in range(len(VIEWS)):
        covers, gap, worst, side_means = [], [], [], []
        for side in (0, 1):
            run = beads.shape[1 - side]
            parts = [beads.cover(side, view, run, own, 0) for own in range(beads.shape[side])]
            places = [beads.begin[side] + own for own in range(beads.shape[side])]
            weights = [beads.tables.weights[side][place] for place in places]
            best = beads.tables.best[side][view][run - 1]
            covers.append(_add(parts))
            gap += [part - best[place] for part, place in zip(parts, places, strict=True)]
            worst += [part / np.maximum(weight, 1) for part, weight in zip(parts, weights, strict=True)]
            side_means.append(covers[-1] / np.maximum(_add(weights), 1))
        sums.append(_add(covers) / 10)
        means.append(_add(side_means) / 2)
        members.append(np.minimum.reduce(worst))
        gaps.append(_add(gap) / 10)
        if view == _HIGH:
            least_side = np.minimum(*side_means)
    return [*sums, *means, *members, *gaps, least_side]


def _edges(beads: _Beads) -> list[Columns]:
    """Return what the members at the ends bring to the other side's cover, and what one more would bring."""
    inner: list[Columns] = []
    outer: list[list[Columns]] = []
    for view in (_HIGH, _SMOOTH):
        gains: list[Columns] = []
        longer: list[Columns] = []
        for side in (0, 1):
            length, facing = beads.shape[side], 1 - side
            whole = beads.total(facing, view, length)
            if length > 1:
                for end, rest in ((0, 1), (length - 1, 0)):
                    weight = np.maximum(beads.tables.weights[side][beads.begin[side] + end], 3)
                    gains.append((whole - beads.total(facing, view, length - 1, rest)) / weight)
            if length < RUN:
                longer += [beads.total(facing, view, length + 1, first) - whole for first in (-1, 0)]
        inner.append(np.minimum.reduce(gains) if gains else np.zeros(len(beads.begin[0]), np.float32))
        outer.append(longer)
    weight = np.maximum(_add([_run_sum(beads.tables.weights[s], beads.begin[s], beads.shape[s]) for s in (0, 1)]), 1)
    none = np.zeros(len(beads.begin[0]), np.float32)
    most: list[Columns] = [np.maximum.reduce(gains) / weight if gains else none for gains in outer]
    return [*inner, _add(outer[0]) / 10 if outer[0] else none, *most]


def _pooled(beads: _Beads) -> list[Columns]:
    """Return the cosine of the two runs' summed vectors, alone and by weight."""
    tables, (i, j), (a, b) = beads.tables, beads.begin, beads.shape
    product = _add([tables.products[tables.corridor.find(i + k, j + l)] for k in range(a) for l in range(b)])
    cosine = product / np.maximum(tables.norms[0][a - 1][i] * tables.norms[1][b - 1][j], 1e-6)
    weight = _run_sum(tables.weights[0], i, a) + _run_sum(tables.weights[1], j, b)
    return [cosine, cosine * weight / 20]


def _surface(beads: _Beads, source: Profile, target: Profile) -> list[Columns]:
    """Return how lengths, punctuation and numbers differ."""
    (i, j), (a, b) = beads.begin, beads.shape
    ratio = (target.sizes.sum() + 100) / (source.sizes.sum() + 100)
    sizes = _run_sum(source.sizes, i, a) * ratio, _run_sum(target.sizes, j, b)
    apart = np.log((sizes[0] + 5) / (sizes[1] + 5))
    deviation = np.minimum(np.abs(sizes[0] - sizes[1]) / np.sqrt(3 * (sizes[0] + sizes[1]) + 10), 8) / 4
    weight = np.log1p(_run_sum(beads.tables.weights[0], i, a) + _run_sum(beads.tables.weights[1], j, b))
    marks = np.minimum(np.abs(_run_sum(source.marks, i, a) - _run_sum(target.marks, j, b)), 3)
    figures = _run_sum(source.figures, i, a), _run_sum(target.figures, j, b)
    squares = _add([np.einsum("kf,kf->k", side, side) for side in figures])
    different = np.einsum("kf,kf->k", figures[0] - figures[1], figures[0] - figures[1])
    shared = np.clip((squares - different) / 2, 0, 4)
    return [np.abs(apart), apart**2, deviation, weight, *marks.T, np.minimum(different, 4), shared]


def null_features(profile: Profile, tables: Tables, side: int) -> Vectors:
    """Return what speaks for leaving each segment of a side alone, [n, len(NULL_FEATURES)]."""
    weights, best = tables.weights[side], tables.best[side]
    heavy = np.maximum(weights, 1)
    values: list[Columns] = [np.ones(len(profile), np.float32), weights / 10, np.log1p(weights)]
    values += [view[0] / heavy for view in best]
    values += [best[_HIGH][0] / 10, tables.best_cosine[side], (best[_HIGH][RUN - 1] - best[_HIGH][0]) / heavy]
    return np.stack([*values, *_joined(tables, side)], 1).astype(np.float32)


def _joined(tables: Tables, side: int) -> list[Columns]:
    """Return how the likeliest counterpart of either neighbour covers a segment, and is covered better with it."""
    count, facing, corridor = len(tables.weights[side]), 1 - side, tables.corridor
    places = corridor.rows[tables.near], corridor.columns[tables.near]
    score = tables.cover[0][_HIGH][0][tables.near] + tables.cover[1][_HIGH][0][tables.near]
    order = np.lexsort((score, places[side]))
    last = order[np.flatnonzero(np.diff(places[side][order], append=-1))]
    partners = np.zeros(count + 1, np.int64)
    partners[places[side][last]] = places[facing][last]

    def find(own: Integers, other: Integers) -> Integers:
        return corridor.find(own, other) if side == 0 else corridor.find(other, own)

    own, heavy = np.arange(count), np.maximum(tables.weights[side], 3)
    covers, gains = [], []
    for view in (_HIGH, _SMOOTH):
        cover, gain = [], []
        for neighbour in (own - 1, own + 1):
            partner = partners[np.clip(neighbour, 0, count - 1)]
            at, beside, first = find(own, partner), find(neighbour, partner), find(np.minimum(own, neighbour), partner)
            known = (neighbour >= 0) & (neighbour < count) & (at >= 0) & (beside >= 0) & (first >= 0)
            added = tables.cover[facing][view][1][first] - tables.cover[facing][view][0][beside]
            cover.append(np.where(known, tables.cover[side][view][0][at], 0) / heavy)
            gain.append(np.where(known, added, 0) / heavy)
        covers.append(np.maximum(*cover))
        gains.append(np.maximum(*gain))
    return [*covers, *gains]


def _run_sum(values: Vectors, first: Integers, length: int) -> Columns:
    return _add([values[first + k] for k in range(length)])


def _add(parts: Sequence[Columns]) -> Columns:
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total
