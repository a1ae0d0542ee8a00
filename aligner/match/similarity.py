"""How well single segments cover each other within a corridor: what the features of every bead are summed from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.match.corridor import Corridor
from aligner.profile import Integers, Profile, Vectors

RUN = 4  # the longest run of segments in a bead
VIEWS = ("low", "middle", "high", "smooth", "sharp")  # three layers, and the last one seen in two more ways
_BLOCK = 16  # source segments whose tokens are compared in one product
_SAMPLE = 48  # segments a side from which the level of chance is read
_SMOOTH = 3  # tokens to each side
_LEAST_SPREAD = 0.03  # a few segments alone show too little of what chance does

Pair = tuple[Vectors, Vectors]  # of the source and of the target


@dataclass(frozen=True, slots=True)
class Tables:
    """What is known of single segments; side 0 is the source, side 1 the target.

    ``cover[side][view][run - 1]`` [cuts + 1] holds for each cut (i, j) how well the segment of that side that begins
    there is covered by the run of segments of the other side that begins there: over its tokens, by weight, the best
    similarity with any token of the run, in deviations, less the mean of its row. The last entry is 0, so that the
    number -1 of a cut outside the corridor finds nothing. ``best[side][view][run - 1]`` [n] is the highest of each
    segment. Means and highest values are those of the cuts ``near``, wherever else the corridor goes. ``products``
    [cuts + 1] is the dot product of two segments' vectors, each as long as its weight; ``norms[side][run - 1]`` [n] the
    length of the sum of a run's vectors.
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
    """Compare the two sides' tokens wherever the corridor goes; means are read from ``inner``, a part of it.

    ``rows`` [n + 1] leaves out rows whose values nobody will ask for.
    """
    source, target = profiles
    sides = source, target
    wanted = np.ones(len(source) + 1, bool) if rows is None else rows
    token_weights = weigh_tokens(*sides)
    weights = _sum_by_segment(sides[0], token_weights[0]), _sum_by_segment(sides[1], token_weights[1])
    groups, near = (corridor.rows, corridor.columns), corridor.find(inner.rows, inner.columns)
    cover: tuple[list[list[Vectors]], list[list[Vectors]]] = [], []
    for layer, views in _layer_views(len(sides[0].layers)):
        tokens = sides[0].layers[layer], sides[1].layers[layer]
        for raw in _compare(sides, tokens, token_weights, _Grid(corridor, wanted), views):
            for side in (0, 1):
                cover[side].append([_above_mean(table, groups[side], near) for table in raw[side]])
    best = tuple(
        [[_highest(table[near], groups[side][near], len(sides[side])) for table in view] for view in cover[side]]
        for side in (0, 1)
    )
    vectors = tuple(side.sentences * weight[:, None] for side, weight in zip(sides, weights, strict=True))
    products = _dot(vectors[0], vectors[1], corridor)
    norms = _run_norms(vectors[0]), _run_norms(vectors[1])
    i, j = np.minimum(corridor.rows, len(source) - 1), np.minimum(corridor.columns, len(target) - 1)
    cosines = products[:-1] / np.maximum(norms[0][0][i] * norms[1][0][j], 1e-6)
    best_cosine = tuple(_highest(cosines[near], groups[k][near], len(sides[k])) for k in (0, 1))
    return Tables(corridor, near, weights, cover, (best[0], best[1]), products, norms, (best_cosine[0], best_cosine[1]))


def weigh_tokens(source: Profile, target: Profile) -> Pair:
    """Return for each side the weight of each token, [t]: inverse document frequency over both, mean 1."""
    sides = source, target
    documents = len(source) + len(target)
    owners = [np.repeat(np.arange(len(side)), np.diff(side.offsets)) for side in sides]
    pairs = [np.unique(np.stack([s.token_ids, o], 1), axis=0)[:, 0] for s, o in zip(sides, owners, strict=True)]
    kinds, counts = np.unique(np.concatenate(pairs), return_counts=True)
    rarity = np.log((1 + documents) / counts).astype(np.float32)
    weights = [rarity[np.searchsorted(kinds, side.token_ids)] for side in sides]
    mean = float(np.mean(np.concatenate(weights))) if len(kinds) else 1.0
    return weights[0] / max(mean, 1e-6), weights[1] / max(mean, 1e-6)


def _layer_views(count: int) -> list[tuple[int, tuple[str, ...]]]:
    """Return which layer each view looks at; a model that gives fewer than three has its last looked at more often."""
    return [(max(count - 3, 0), ("plain",)), (max(count - 2, 0), ("plain",)), (count - 1, ("plain", "smooth", "sharp"))]


class _Grid(NamedTuple):
    corridor: Corridor
    rows: NDArray[np.bool_]


def _compare(
    sides: tuple[Profile, Profile], tokens: Pair, weights: Pair, grid: _Grid, views: tuple[str, ...]
) -> list[tuple[list[Vectors], list[Vectors]]]:
    """Return for each view and side RUN raw tables of [cuts + 1]."""
    corridor = grid.corridor
    tables = [tuple([np.zeros(len(corridor) + 1, np.float32) for _ in range(RUN)] for _ in sides) for _ in views]
    level, spread = chance_level(sides, tokens)
    n, m = corridor.source_count, corridor.target_count
    for first in range(0, n, _BLOCK):
        last = min(first + _BLOCK, n)
        if not grid.rows[first:last].any():
            continue
        halo = min(last + RUN - 1, n)
        left, right = int(corridor.low[first]), min(int(corridor.high[halo - 1]) + RUN, m)
        cuts = slice(int(corridor.starts[first]), int(corridor.starts[last]))
        inside = np.flatnonzero(corridor.columns[cuts] < right) + cuts.start
        at = corridor.rows[inside] - first, corridor.columns[inside] - left
        spans = (slice(first, halo), slice(left, right))
        offsets = [side.offsets[span.start : span.stop + 1] for side, span in zip(sides, spans, strict=True)]
        ranges = [slice(int(o[0]), int(o[-1])) for o in offsets]
        cosines = tokens[0][ranges[0]] @ tokens[1][ranges[1]].T
        for side, facing in ((0, cosines), (1, cosines.T)):
            maxima = (_segment_maxima(facing, offsets[1 - side]) - level) / spread
            for view, table in zip(views, tables, strict=True):
                seen = _look(maxima, view, offsets[side])
                for run, runs in enumerate(_run_maxima(seen)):
                    sums = _weigh(runs, weights[side][ranges[side]], offsets[side])
                    table[side][run][inside] = sums[at[side], at[1 - side]]
    return [(table[0], table[1]) for table in tables]


def chance_level(sides: tuple[Profile, Profile], tokens: Pair) -> tuple[float, float]:
    """Return mean and deviation of the best similarity of a token with a segment that need not be its counterpart.

    ``tokens`` are the vectors of each side's tokens, [t, w]. They are read from ``_SAMPLE`` segments a side, spread
    evenly over the text, each compared with each; of 48 x 48 pairs at most 48 are counterparts. (0, 1) where either
    side has no tokens.
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


def _look(maxima: Vectors, view: str, offsets: Integers) -> Vectors:
    """Return maxima as they are; or averaged over the tokens around; or only what is far above chance."""
    if view == "sharp":
        sharp: Vectors = 4 / (1 + np.exp(np.minimum(3 - 1.5 * maxima, 80)))
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


def _weigh(maxima: Vectors, weights: Vectors, offsets: Integers) -> Vectors:
    """Return [segments, runs]: sums over each segment's tokens by weight."""
    sums = np.zeros((len(offsets) - 1, maxima.shape[1]), np.float32)
    full = np.flatnonzero(np.diff(offsets))
    if len(full):
        sums[full] = np.add.reduceat(maxima * weights[:, None], offsets[full] - offsets[0], axis=0)
    return sums


def _sum_by_segment(side: Profile, values: Vectors) -> Vectors:
    sums = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    return np.diff(sums[side.offsets]).astype(np.float32)


def _above_mean(table: Vectors, groups: Integers, near: Integers) -> Vectors:
    """Return a table less its mean over the near cuts of each group."""
    size = int(groups.max()) + 1
    counts = np.maximum(np.bincount(groups[near], minlength=size), 1)
    means = (np.bincount(groups[near], table[near], size) / counts).astype(np.float32)
    return np.append(table[:-1] - means[groups], np.float32(0))


def _highest(table: Vectors, groups: Integers, count: int) -> Vectors:
    """Return the highest value of each group of cuts, at least 0."""
    highest = np.zeros(count + 1, np.float32)
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


def _dot(source: Vectors, target: Vectors, corridor: Corridor) -> Vectors:
    """Return the dot products at all cuts, [cuts + 1], the last one 0."""
    products = np.zeros(len(corridor) + 1, np.float32)
    n, m = corridor.source_count, corridor.target_count
    for first in range(0, n, 256):
        last = min(first + 256, n)
        left, right = int(corridor.low[first]), min(int(corridor.high[last - 1]) + 1, m)
        block = source[first:last] @ target[left:right].T
        cuts = slice(int(corridor.starts[first]), int(corridor.starts[last]))
        inside = np.flatnonzero(corridor.columns[cuts] < right) + cuts.start
        products[inside] = block[corridor.rows[inside] - first, corridor.columns[inside] - left]
    return products
