"""What speaks for and against a bead, and for leaving a segment unmatched: one row of numbers for each.

All features of beads treat the two sides alike: what helps a bead of one shape helps its mirror as much. Sums are
divided by a constant (10, 20), which the standardisation in ``Scorer`` makes irrelevant to the fitted weights but which
keeps the numbers readable; what one odd segment could make large is bounded. The names are those in the weights file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aligner.match.corridor import Corridor
from aligner.match.search import Shape
from aligner.match.similarity import VIEWS, Tables
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
"""The features of a bead, in the order of their columns."""

UNMATCHED_FEATURES = (
    "one", "weight", "weight_log", *(f"best_{view}" for view in VIEWS), "best_sum", "best_cosine", "run_gain",
    "joined_cover_high", "joined_cover_smooth", "joined_gain_high", "joined_gain_smooth",
)  # fmt: skip
"""The features of a segment as a deletion or an insertion, in the order of their columns."""

QUOTE = _MARKS.index("quote")  # its column in the marks of a profile

_HIGH, _SMOOTH = VIEWS.index("high"), VIEWS.index("smooth")

_MARKS_APART = 3  # marks more on one side that count; a list with ten commas is no stronger evidence than three
_FIGURES_APART = 4  # numbers that count, apart or shared: a table of them must not outweigh the words
_DEVIATIONS = 8  # deviations of length that count; a segment in another script's bytes reaches more

_RUN = 4  # the longest run of segments that ``run_gain`` and the ``outside`` features look at

_LIGHT = 3
"""Weight below which a segment's gains are divided by this instead of its weight. A gain over a word or two is mostly
chance, and divided by a small weight it would look large."""


@dataclass(frozen=True, slots=True)
class _Beads:
    """All beads of one shape, seen from either side: ``own`` counts along that side, ``other`` along the other.

    ``begin`` are the rows and the columns at which they begin, [k] each.
    """

    tables: Tables
    shape: Shape
    begin: tuple[Integers, Integers]

    def cover(self, side: int, view: int, run: int, own: int, other: int) -> Vectors:
        """Return how the run that begins at ``other`` covers the segment at ``own``, [k]; 0 outside the corridor."""
        steps = (own, other) if side == 0 else (other, own)
        cells = self.tables.corridor.cells_at(self.begin[0] + steps[0], self.begin[1] + steps[1])
        return self.tables.cover[side][view][run - 1][cells]

    def total(self, side: int, view: int, run: int, other: int = 0) -> Columns:
        """Return the cover of all the bead's segments of a side by a run that begins at ``other``, [k]."""
        return _sum([self.cover(side, view, run, own, other) for own in range(self.shape[side])])


def find_bead_starts(shape: Shape, corridor: Corridor) -> Integers:
    """Return the cells at which a bead of a shape can begin, [k].

    Its end and the far ends of its two sides must be inside the corridor, so that there are covers to sum.
    """
    rows, columns = corridor.rows, corridor.columns
    fits = corridor.cells_at(rows + shape[0], columns + shape[1]) >= 0
    fits &= corridor.cells_at(rows + shape[0] - 1, columns) >= 0
    fits &= corridor.cells_at(rows, columns + shape[1] - 1) >= 0
    return np.flatnonzero(fits)


def bead_features(shape: Shape, starts: Integers, sides: tuple[Profile, Profile], tables: Tables) -> Vectors:
    """Return the features of the beads of a shape that begin at some cells [k], [k, len(BEAD_FEATURES)]."""
    beads = _Beads(tables, shape, (tables.corridor.rows[starts], tables.corridor.columns[starts]))
    values = [np.ones(len(starts), np.float32), *_cover_features(beads), *_end_features(beads)]
    return np.stack([*values, *_cosine_features(beads), *_surface_features(beads, *sides)], 1).astype(np.float32)


def _cover_features(beads: _Beads) -> list[Columns]:
    """Return what the bead's two sides cover of each other; each but the last once for each view.

    - ``cover``: the sum over all members, over 10;
    - ``mean``: the sum of each side over its weight, averaged over the sides;
    - ``member``: that of the worst member over its weight;
    - ``gap``: what the members lack to their best partners anywhere, summed, over 10;
    - ``least_side``: the lesser of the two sides' means, in the view ``high``.
    """
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
            covers.append(_sum(parts))
            gap += [part - best[place] for part, place in zip(parts, places, strict=True)]
            worst += [part / np.maximum(weight, 1) for part, weight in zip(parts, weights, strict=True)]
            side_means.append(covers[-1] / np.maximum(_sum(weights), 1))
        sums.append(_sum(covers) / 10)
        means.append(_sum(side_means) / 2)
        members.append(np.minimum.reduce(worst))
        gaps.append(_sum(gap) / 10)
        if view == _HIGH:
            least_side = np.minimum(*side_means)
    return [*sums, *means, *members, *gaps, least_side]


def _end_features(beads: _Beads) -> list[Columns]:
    """Return what the members at the bead's ends bring to the other side's cover, and what one more would bring.

    - ``end_gain_high``, ``end_gain_smooth``: the least of what the first and the last member of a side of two or more
      add to the cover of the other side, over the member's weight. Low where a bead should be smaller; 0 for 1-1.
    - ``outside_high``: what one more segment before or behind either side would add, summed, over 10. High where a
      bead should be larger.
    - ``outside_most``, ``outside_smooth``: the most that any one of them would add, over the bead's weight.
    """
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
                    weight = np.maximum(beads.tables.weights[side][beads.begin[side] + end], _LIGHT)
                    gains.append((whole - beads.total(facing, view, length - 1, rest)) / weight)
            if length < _RUN:
                longer += [beads.total(facing, view, length + 1, first) - whole for first in (-1, 0)]
        inner.append(np.minimum.reduce(gains) if gains else np.zeros(len(beads.begin[0]), np.float32))
        outer.append(longer)
    weight = np.maximum(_sum([_run_sum(beads.tables.weights[s], beads.begin[s], beads.shape[s]) for s in (0, 1)]), 1)
    none = np.zeros(len(beads.begin[0]), np.float32)
    most: list[Columns] = [np.maximum.reduce(gains) / weight if gains else none for gains in outer]
    return [*inner, _sum(outer[0]) / 10 if outer[0] else none, *most]


def _cosine_features(beads: _Beads) -> list[Columns]:
    """Return the cosine of the two sides' vectors, summed by weight, alone and times the bead's weight over 20."""
    tables, (i, j), (a, b) = beads.tables, beads.begin, beads.shape
    product = _sum([tables.products[tables.corridor.cells_at(i + k, j + l)] for k in range(a) for l in range(b)])
    cosine = product / np.maximum(tables.norms[0][a - 1][i] * tables.norms[1][b - 1][j], 1e-6)
    weight = _run_sum(tables.weights[0], i, a) + _run_sum(tables.weights[1], j, b)
    return [cosine, cosine * weight / 20]


def _surface_features(beads: _Beads, source: Profile, target: Profile) -> list[Columns]:
    """Return how lengths, punctuation and numbers differ.

    Lengths are bytes of UTF-8, those of the source scaled by the ratio of the whole texts. ``length`` is the absolute
    logarithm of their ratio and ``length_square`` its square; ``length_deviation`` is their difference in deviations,
    of a variance that grows with the length as in Gale and Church (1993), over 4. The constants added to the lengths
    (100, 5, 10) keep an empty or very short segment from deciding by its length.
    """
    (i, j), (a, b) = beads.begin, beads.shape
    ratio = (target.sizes.sum() + 100) / (source.sizes.sum() + 100)
    sizes = _run_sum(source.sizes, i, a) * ratio, _run_sum(target.sizes, j, b)
    apart = np.log((sizes[0] + 5) / (sizes[1] + 5))
    deviation = np.minimum(np.abs(sizes[0] - sizes[1]) / np.sqrt(3 * (sizes[0] + sizes[1]) + 10), _DEVIATIONS) / 4
    weight = np.log1p(_run_sum(beads.tables.weights[0], i, a) + _run_sum(beads.tables.weights[1], j, b))
    counts = [side.marks[:, : len(_MARKS)] for side in (source, target)]
    marks = np.minimum(np.abs(_run_sum(counts[0], i, a) - _run_sum(counts[1], j, b)), _MARKS_APART)
    figures = _run_sum(source.figures, i, a), _run_sum(target.figures, j, b)
    squares = _sum([np.einsum("kf,kf->k", side, side) for side in figures])
    different = np.einsum("kf,kf->k", figures[0] - figures[1], figures[0] - figures[1])
    # |a|^2 + |b|^2 - |a - b|^2 is 2ab, and ab counts the numbers that both signatures are sums of.
    shared = np.clip((squares - different) / 2, 0, _FIGURES_APART)
    return [np.abs(apart), apart**2, deviation, weight, *marks.T, np.minimum(different, _FIGURES_APART), shared]


def unmatched_features(profile: Profile, tables: Tables, side: int) -> Vectors:
    """Return what speaks for leaving each segment of a side unmatched, [n, len(UNMATCHED_FEATURES)].

    - ``weight``, ``weight_log``: the segment's weight over 10, and the logarithm of 1 more than it;
    - ``best``: for each view, how well the one segment that covers it best does so, over its weight;
    - ``best_sum``: that of the view ``high``, not divided by the weight but by 10;
    - ``best_cosine``: its highest cosine;
    - ``run_gain``: how much better a run of four covers it than one segment, over its weight;
    - ``joined_...``: see ``_joined_features``.
    """
    weights, best = tables.weights[side], tables.best[side]
    heavy = np.maximum(weights, 1)
    values: list[Columns] = [np.ones(len(profile), np.float32), weights / 10, np.log1p(weights)]
    values += [view[0] / heavy for view in best]
    values += [best[_HIGH][0] / 10, tables.best_cosine[side], (best[_HIGH][_RUN - 1] - best[_HIGH][0]) / heavy]
    return np.stack([*values, *_joined_features(tables, side)], 1).astype(np.float32)


def _joined_features(tables: Tables, side: int) -> list[Columns]:
    """Return what a segment would bring if it were joined with the segment before or behind it.

    The likeliest counterpart of a neighbour is the segment with the highest cover by ``high``, both ways summed.
    ``joined_cover`` is how well it covers this segment, ``joined_gain`` how much better it is itself covered by both
    than by the neighbour alone; each the better of the two neighbours, over the weight, by ``high`` and by ``smooth``.
    """
    count, facing, corridor = len(tables.weights[side]), 1 - side, tables.corridor
    partners = _find_partners(tables, side)

    def cells_at(own: Integers, other: Integers) -> Integers:
        return corridor.cells_at(own, other) if side == 0 else corridor.cells_at(other, own)

    own, heavy = np.arange(count), np.maximum(tables.weights[side], _LIGHT)
    covers, gains = [], []
    for view in (_HIGH, _SMOOTH):
        cover, gain = [], []
        for neighbour in (own - 1, own + 1):
            partner = partners[np.clip(neighbour, 0, count - 1)]
            at, beside = cells_at(own, partner), cells_at(neighbour, partner)
            first = cells_at(np.minimum(own, neighbour), partner)  # where a run of the two begins
            known = (neighbour >= 0) & (neighbour < count) & (at >= 0) & (beside >= 0) & (first >= 0)
            added = tables.cover[facing][view][1][first] - tables.cover[facing][view][0][beside]
            cover.append(np.where(known, tables.cover[side][view][0][at], 0) / heavy)
            gain.append(np.where(known, added, 0) / heavy)
        covers.append(np.maximum(*cover))
        gains.append(np.maximum(*gain))
    return [*covers, *gains]


def _find_partners(tables: Tables, side: int) -> Integers:
    """Return for each segment of a side the one of the other with the highest cover by ``high``, [n + 1]."""
    corridor, facing = tables.corridor, 1 - side
    places = corridor.rows[tables.near], corridor.columns[tables.near]
    score = tables.cover[0][_HIGH][0][tables.near] + tables.cover[1][_HIGH][0][tables.near]
    order = np.lexsort((score, places[side]))
    last = order[np.flatnonzero(np.diff(places[side][order], append=-1))]  # of each segment the highest, sorted last
    partners = np.zeros(len(tables.weights[side]) + 1, np.int64)
    partners[places[side][last]] = places[facing][last]
    return partners


def _run_sum(values: Vectors, first: Integers, length: int) -> Columns:
    """Return the sums of the ``length`` values, or rows of them, that begin at each of some places."""
    return _sum([values[first + k] for k in range(length)])


def _sum(parts: Sequence[Columns]) -> Columns:
    """Return the sum of arrays, added from left to right in their own precision (``sum`` would begin with an int 0)."""
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total
