"""How well single segments cover each other within a corridor: the tables that the features of every bead are sums of.

No run of segments is ever encoded. A token is *covered* by a segment as well as its most similar token there resembles
it, and by a run of segments as well as by its best member, so covering by runs of 1 to 4 segments costs little more
than covering by one. Vecalign (Thompson and Koehn 2019) encodes each run instead, which is 14 times the tokens
(docs/benchmarks.md, "Peers").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.match.corridor import Corridor
from aligner.profile import Integers, Profile, Vectors

RUN = 6  # the longest run of segments in a bead of ``search.LARGER``

VIEWS = ("low", "middle", "high", "smooth", "sharp")
"""The ways in which tokens are compared: three layers of the encoder, the lowest being the most lexical, and two more
looks at the last. ``smooth`` averages a token's covering with that of the tokens around it, so that a clause that moved
shows as a clause; ``sharp`` counts only what is far above chance."""

_BLOCK = 16
"""Source segments whose tokens are compared in one matrix product. Larger blocks compare more tokens that are outside
the corridor, smaller ones are too small for a product to be fast."""

_SAMPLE = 48
"""Segments a side from which the level of chance is read: 2,304 pairs, of which 48 at most are translations, at the
cost of a few rows of the corridor."""

_SMOOTH = 3  # tokens to each side that ``smooth`` averages over: a window of 7, about a clause
_LEAST_SPREAD = 0.03
"""The least deviation of chance. That of a few segments, as in a poem of two lines, can come out near 0, and dividing
by it would make certainty of nothing."""

Pair = tuple[Vectors, Vectors]  # of the source and of the target


@dataclass(frozen=True, slots=True)
class Tables:
    """What is known of single segments and runs of them; side 0 is the source, side 1 the target.

    Parameters
    ----------
    corridor : Corridor
        The cells that the tables have values for.
    near : int64 [k]
        The cells from which means and highest values are read, wherever else the corridor goes.
    weights : pair of float32 [n], [m]
        The weight of each segment: the sum of its tokens' weights.
    cover : [side][view][run - 1] of float32 [cells + 1]
        For each cell (i, j) how well the segment of that side that begins there is covered by the run of segments of
        the other side that begins there: the sum over its tokens, by weight, of how far their best similarity with any
        token of the run is above chance, in deviations; less the mean over its row (source) or column (target). The
        last entry is 0, so that the number -1 of a cell outside the corridor finds nothing.
    best : [side][view][run - 1] of float32 [n] or [m]
        The highest ``cover`` of each segment, at least 0.
    products : float32 [cells + 1]
        The dot product of the two segments' vectors, each as long as its weight; the last entry is 0.
    norms : [side][run - 1] of float32 [n] or [m]
        The length of the sum of the vectors of the run that begins at each segment.
    best_cosine : pair of float32 [n], [m]
        The highest cosine of each segment with any other, at least 0.
    """

    corridor: Corridor
    near: Integers
    weights: Pair
    cover: tuple[list[list[Vectors]], list[list[Vectors]]]
    best: tuple[list[list[Vectors]], list[list[Vectors]]]
    products: Vectors
    norms: tuple[list[Vectors], list[Vectors]]
    best_cosine: Pair


def build_tables(
    profiles: tuple[Profile, Profile], corridor: Corridor, inner: Corridor, rows: NDArray[np.bool_] | None = None
) -> Tables:
    """Compare the two sides' segments in all cells of a corridor.

    ``inner`` is a part of ``corridor`` from which means and highest values are read, so that they stay the same when
    the corridor grows. ``rows`` [n + 1] are the rows whose values will be asked for, all of them when it is None.
    """
    sides = source, target = profiles
    wanted = np.ones(len(source) + 1, bool) if rows is None else rows
    token_weights = weigh_tokens(source, target)
    weights = _sum_by_segment(source, token_weights[0]), _sum_by_segment(target, token_weights[1])
    groups, near = (corridor.rows, corridor.columns), corridor.cells_at(inner.rows, inner.columns)
    cover: tuple[list[list[Vectors]], list[list[Vectors]]] = [], []
    for layer, views in _views_by_layer(len(source.layers)):
        tokens = source.layers[layer], target.layers[layer]
        for raw in _cover_tables(sides, tokens, token_weights, _Grid(corridor, wanted), views):
            for side in (0, 1):
                cover[side].append([_subtract_means(table, groups[side], near) for table in raw[side]])
    best = tuple(
        [[_highest(table[near], groups[side][near], len(sides[side])) for table in view] for view in cover[side]]
        for side in (0, 1)
    )
    vectors = tuple(side.sentences * weight[:, None] for side, weight in zip(sides, weights, strict=True))
    products = _dot_products(vectors[0], vectors[1], corridor)
    norms = _run_norms(vectors[0]), _run_norms(vectors[1])
    i, j = np.minimum(corridor.rows, len(source) - 1), np.minimum(corridor.columns, len(target) - 1)
    cosines = products[:-1] / np.maximum(norms[0][0][i] * norms[1][0][j], 1e-6)
    best_cosine = tuple(_highest(cosines[near], groups[k][near], len(sides[k])) for k in (0, 1))
    return Tables(corridor, near, weights, cover, (best[0], best[1]), products, norms, (best_cosine[0], best_cosine[1]))


def weigh_tokens(source: Profile, target: Profile) -> Pair:
    """Return the weight of each token, [t] for each side: its inverse document frequency, scaled to a mean of 1.

    The documents are the segments of both texts together: of D segments, a token that occurs in d has
    log((1 + D) / d). Both sides count together because a multilingual model has one vocabulary.
    """
    sides = source, target
    documents = len(source) + len(target)
    owners = [np.repeat(np.arange(len(side)), np.diff(side.offsets)) for side in sides]
    pairs = [np.unique(np.stack([s.token_ids, o], 1), axis=0)[:, 0] for s, o in zip(sides, owners, strict=True)]
    kinds, counts = np.unique(np.concatenate(pairs), return_counts=True)
    rarity = np.log((1 + documents) / counts).astype(np.float32)
    weights = [rarity[np.searchsorted(kinds, side.token_ids)] for side in sides]
    mean = float(np.mean(np.concatenate(weights))) if len(kinds) else 1.0
    return weights[0] / max(mean, 1e-6), weights[1] / max(mean, 1e-6)


def _views_by_layer(count: int) -> list[tuple[int, tuple[str, ...]]]:
    """Return the layers to compare, each with the ways in which it is looked at; in all there are always ``VIEWS``.

    Of a model that gives fewer than three layers the first one serves for those that are missing.
    """
    return [(max(count - 3, 0), ("plain",)), (max(count - 2, 0), ("plain",)), (count - 1, ("plain", "smooth", "sharp"))]


class _Grid(NamedTuple):
    """A corridor, and which of its rows are wanted, [n + 1]."""

    corridor: Corridor
    rows: NDArray[np.bool_]


def _cover_tables(
    sides: tuple[Profile, Profile], tokens: Pair, weights: Pair, grid: _Grid, views: tuple[str, ...]
) -> list[tuple[list[Vectors], list[Vectors]]]:
    """Return for each view, side and run length a table of covers, [cells + 1], from which no mean is subtracted.

    ``tokens`` are the vectors of one layer, [t, w], ``weights`` those of the tokens, [t].
    """
    corridor = grid.corridor
    tables = [tuple([np.zeros(len(corridor) + 1, np.float32) for _ in range(RUN)] for _ in sides) for _ in views]
    level, spread = chance_level(sides, tokens)
    n, m = corridor.source_count, corridor.target_count
    for first in range(0, n, _BLOCK):
        last = min(first + _BLOCK, n)
        if not grid.rows[first:last].any():
            continue
        # Runs begin at the block's segments and at the corridor's columns, and reach up to RUN - 1 beyond both.
        halo = min(last + RUN - 1, n)
        left, right = int(corridor.low[first]), min(int(corridor.high[halo - 1]) + RUN, m)
        cells = slice(int(corridor.starts[first]), int(corridor.starts[last]))
        inside = np.flatnonzero(corridor.columns[cells] < right) + cells.start
        at = corridor.rows[inside] - first, corridor.columns[inside] - left
        spans = (slice(first, halo), slice(left, right))
        offsets = [side.offsets[span.start : span.stop + 1] for side, span in zip(sides, spans, strict=True)]
        ranges = [slice(int(o[0]), int(o[-1])) for o in offsets]
        cosines = tokens[0][ranges[0]] @ tokens[1][ranges[1]].T
        for side, facing in ((0, cosines), (1, cosines.T)):
            maxima = (_segment_maxima(facing, offsets[1 - side]) - level) / spread
            for view, table in zip(views, tables, strict=True):
                seen = _apply_view(maxima, view, offsets[side])
                for run, runs in enumerate(_run_maxima(seen)):
                    sums = _sum_weighted(runs, weights[side][ranges[side]], offsets[side])
                    table[side][run][inside] = sums[at[side], at[1 - side]]
    return [(table[0], table[1]) for table in tables]


def chance_level(sides: tuple[Profile, Profile], tokens: Pair) -> tuple[float, float]:
    """Return mean and deviation of the best similarity of a token with a segment that need not be its counterpart.

    ``tokens`` are the vectors of each side's tokens, [t, w]. They are read from ``_SAMPLE`` segments a side, spread
    evenly over the text, each compared with each. Counting in these deviations makes models comparable whose cosines
    lie in other ranges. (0, 1) where either side has no tokens.
    """
    picked = [np.linspace(0, len(side) - 1, min(len(side), _SAMPLE)).astype(np.int64) for side in sides]
    if not all(len(numbers) for numbers in picked):
        return 0.0, 1.0
    rows = np.concatenate([np.arange(sides[0].offsets[k], sides[0].offsets[k + 1]) for k in picked[0]])
    columns = [np.arange(sides[1].offsets[k], sides[1].offsets[k + 1]) for k in picked[1]]
    offsets = np.concatenate([[0], np.cumsum([len(run) for run in columns])])
    maxima = _segment_maxima(tokens[0][rows] @ tokens[1][np.concatenate(columns)].T, offsets)
    if not maxima.size:
        return 0.0, 1.0
    return float(maxima.mean()), max(float(maxima.std()), _LEAST_SPREAD)


def _segment_maxima(cosines: Vectors, offsets: Integers) -> Vectors:
    """Return [tokens, segments]: each token's best similarity with any token of each segment, 0 with an empty one."""
    maxima = np.zeros((len(cosines), len(offsets) - 1), np.float32)
    full = np.flatnonzero(np.diff(offsets))
    if len(full) and len(cosines):
        maxima[:, full] = np.maximum.reduceat(cosines, offsets[full] - offsets[0], axis=1)
    return maxima


def _apply_view(maxima: Vectors, view: str, offsets: Integers) -> Vectors:
    """Return maxima [tokens, segments] as a view sees them; ``offsets`` says which tokens belong to a segment.

    ``plain`` leaves them as they are. ``smooth`` averages over the tokens of the same segment around each. ``sharp``
    is 4 / (1 + exp(3 - 1.5 x)) of x deviations above chance: 0.2 at chance, 2 at two deviations, 4 at most, so that
    many small resemblances do not add up to a large one.
    """
    if view == "sharp":
        sharp: Vectors = 4 / (1 + np.exp(np.minimum(3 - 1.5 * maxima, 80)))  # beyond 80 exp leaves float32
        return sharp
    if view == "smooth" and len(maxima):
        sums = np.concatenate([np.zeros((1, maxima.shape[1]), np.float32), np.cumsum(maxima, axis=0)])
        ends = offsets - offsets[0]
        owners = np.repeat(np.arange(len(ends) - 1), np.diff(ends))
        places = np.arange(len(maxima))
        begin = np.maximum(places - _SMOOTH, ends[:-1][owners])
        end = np.minimum(places + _SMOOTH + 1, ends[1:][owners])
        smooth: Vectors = (sums[end] - sums[begin]) / (end - begin)[:, None].astype(np.float32)
        return smooth
    return maxima


def _run_maxima(maxima: Vectors) -> list[Vectors]:
    """Return the maxima over runs of 1 to RUN segments that begin at each, shorter runs at the end."""
    runs = [maxima]
    for length in range(1, RUN):
        longer = runs[-1].copy()
        if maxima.shape[1] > length:
            np.maximum(longer[:, :-length], maxima[:, length:], out=longer[:, :-length])
        runs.append(longer)
    return runs


def _sum_weighted(maxima: Vectors, weights: Vectors, offsets: Integers) -> Vectors:
    """Return [segments, runs]: the sums of maxima [tokens, runs] over each segment's tokens, by weight."""
    sums = np.zeros((len(offsets) - 1, maxima.shape[1]), np.float32)
    full = np.flatnonzero(np.diff(offsets))
    if len(full):
        sums[full] = np.add.reduceat(maxima * weights[:, None], offsets[full] - offsets[0], axis=0)
    return sums


def _sum_by_segment(side: Profile, values: Vectors) -> Vectors:
    """Return the sum of the values of each segment's tokens, [n]."""
    sums = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    return np.diff(sums[side.offsets]).astype(np.float32)


def _subtract_means(table: Vectors, groups: Integers, near: Integers) -> Vectors:
    """Return a table [cells + 1] less the mean of each group over its near cells.

    The maximum over a long run is higher than that over a short one in any place, translation or not. Less the mean
    over all places it says how much better this place is than others, and a long run does not win by its length.
    """
    size = int(groups.max()) + 1
    counts = np.maximum(np.bincount(groups[near], minlength=size), 1)
    means = (np.bincount(groups[near], table[near], size) / counts).astype(np.float32)
    return np.append(table[:-1] - means[groups], np.float32(0))


def _highest(table: Vectors, groups: Integers, count: int) -> Vectors:
    """Return the highest value of each of ``count`` groups of cells, at least 0."""
    highest = np.zeros(count + 1, np.float32)  # one more for the last row or column, where no segment begins
    np.maximum.at(highest, groups, table)
    return highest[:count]


def _run_norms(vectors: Vectors) -> list[Vectors]:
    """Return the lengths of the sums of 1 to RUN vectors that begin at each, shorter runs at the end."""
    sums = [vectors]
    for length in range(1, RUN):
        longer = sums[-1].copy()
        longer[:-length] += vectors[length:]
        sums.append(longer)
    return [np.sqrt(np.einsum("kd,kd->k", total, total)) for total in sums]


def _dot_products(source: Vectors, target: Vectors, corridor: Corridor) -> Vectors:
    """Return the dot products of the segments at all cells, [cells + 1], the last one 0."""
    products = np.zeros(len(corridor) + 1, np.float32)
    n, m = corridor.source_count, corridor.target_count
    for first in range(0, n, 256):  # segments are fewer than tokens, so larger blocks than ``_BLOCK`` fit in memory
        last = min(first + 256, n)
        left, right = int(corridor.low[first]), min(int(corridor.high[last - 1]) + 1, m)
        block = source[first:last] @ target[left:right].T
        cells = slice(int(corridor.starts[first]), int(corridor.starts[last]))
        inside = np.flatnonzero(corridor.columns[cells] < right) + cells.start
        products[inside] = block[corridor.rows[inside] - first, corridor.columns[inside] - left]
    return products
