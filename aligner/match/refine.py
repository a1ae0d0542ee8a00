"""The second pass: every bead between cuts that the first pass finds plausible, scored again.

The first pass draws beads of ten shapes between all cells of the corridor, and its scores are sums of weighed features.
Few of those cells are plausible cuts: one or two a segment. Between these there is room for larger beads, which free
translators make, and for a scorer that weighs features by each other; and by now more is known of the two texts
(``context``). That a coarse pass prunes what a finer one searches is the cascade of Weiss and Taskar (2010, *Structured
Prediction Cascades*); cuts are kept by their own probability, so that few right ones are lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.ladder import Bead
from aligner.match.chapters import Boundary
from aligner.match.context import SURE_BEAD, assume_stops, bead_context, find_context, unmatched_context
from aligner.match.corridor import Corridor, make_corridor
from aligner.match.features import bead_features, find_bead_starts, unmatched_features
from aligner.match.search import (
    IMPOSSIBLE,
    LARGER,
    SHAPES,
    Lattice,
    Posterior,
    Scores,
    Shape,
    best_steps,
    cut_probability,
    divide,
)
from aligner.match.similarity import Tables
from aligner.match.weights import Weights, class_of
from aligner.profile import Integers, Profile, Vectors

_HEAT = 2.5
"""What scores are divided by before cuts are chosen, so that what it found second best is kept too."""

_LEAST = 0.004
"""The probability that a cut must then have. With both numbers 98 to 100 of a hundred gold beads lie between two cuts
that are kept, one or two of them a segment; a lower one keeps many more cuts and hardly any more gold beads."""

_SURE = 0.9
"""The mean probability of the cuts of the first pass's ladder from which there is a second pass. Where the first is
less sure, what it makes known of the texts cannot be trusted: on gold that was held out the second lost on the three
documents below 0.9 (0.79, 0.88, 0.89), and gained on the mean of the others."""

_FEWEST = 20
"""Sure 1-1 beads without which too little is known of two texts for a second pass: a page or two."""

Flags = NDArray[np.bool_]


class Graph(NamedTuple):
    """What the second pass scores.

    Parameters
    ----------
    corridor : Corridor
        The narrowest corridor that holds all plausible cuts.
    starts : dict of int64 [k]
        For each shape the cells of this corridor at which a bead begins that lies between two plausible cuts.
    first : dict of float64 [k]
        What the first pass scored these beads.
    beads : dict of float32 [k, f]
        Their features.
    unmatched : pair of float32 [n, g], [m, g]
        The features of the segments of each side as unmatched.
    """

    corridor: Corridor
    starts: dict[Shape, Integers]
    first: dict[Shape, Scores]
    beads: dict[Shape, Vectors]
    unmatched: tuple[Vectors, Vectors]


class FirstPass(NamedTuple):
    """The scores of the first pass, how probable beads are by them, and the tables of its corridor."""

    lattice: Lattice
    probable: Posterior
    tables: Tables


def is_sure(found: FirstPass, weights: Weights) -> bool:
    """Return whether the first pass is sure of enough beads, and of its cuts on the whole, for a second one."""
    lattice = found.lattice
    if (found.probable.beads[1, 1] > SURE_BEAD).sum() < _FEWEST:
        return False
    cuts = np.array([(bead.source.start, bead.target.start) for bead in best_steps(lattice)])
    probable = cut_probability(divide(lattice, weights.temperature))
    return float(probable[lattice.corridor.cells_at(*cuts.T)].mean()) >= _SURE


def refine(profiles: tuple[Profile, Profile], found: FirstPass, weights: Weights) -> Lattice:
    """Return a lattice of all beads between plausible cuts, scored again by ``weights.second``.

    Beads that are impossible in the first pass stay so; the larger ones, which it does not have, are all possible.
    """
    lattice, second = found.lattice, weights.second
    assert second is not None
    graph = make_graph(profiles, found, weights)
    beads = {}
    for shape, starts in graph.starts.items():
        beads[shape] = np.full(len(graph.corridor), IMPOSSIBLE)
        beads[shape][starts] = graph.first[shape] + second.beads.score(graph.beads[shape], class_of(shape))
    unmatched = [second.unmatched.score(side, 0) for side in graph.unmatched]
    deletions, insertions = lattice.deletions + unmatched[0], lattice.insertions + unmatched[1]
    return Lattice(graph.corridor, beads, deletions, insertions, lattice.again, lattice.turn)


def make_graph(
    profiles: tuple[Profile, Profile], found: FirstPass, weights: Weights, wanted: Sequence[Boundary] = ()
) -> Graph:
    """Return the beads between plausible cuts with their features; ``wanted`` are cuts to keep however improbable."""
    lattice, tables = found.lattice, found.tables
    ladder, corridor = best_steps(lattice), lattice.corridor
    kept = find_cuts(lattice, ladder, wanted)
    narrow = _narrow(corridor, kept)
    context = find_context(profiles, lattice, found.probable)
    stopped = assume_stops(profiles)
    places, first, beads = {}, {}, {}
    for shape in (*SHAPES, *LARGER):
        starts = _find_starts(shape, lattice, kept)
        begin = corridor.rows[starts], corridor.columns[starts]
        seen = bead_features(shape, tables.corridor.cells_at(*begin), profiles, tables)
        places[shape] = narrow.cells_at(*begin)
        first[shape] = lattice.beads[shape][starts] if shape in SHAPES else weights.beads.score(seen, class_of(shape))
        added = bead_context(shape, begin, stopped, context.ratio)
        beads[shape] = np.concatenate([weights.beads.standardise(seen), added], 1)
    unmatched = []
    for side, profile in enumerate(profiles):
        seen = weights.unmatched.standardise(unmatched_features(profile, tables, side))
        unmatched.append(np.concatenate([seen, unmatched_context(side, stopped, context, ladder)], 1))
    return Graph(narrow, places, first, beads, (unmatched[0], unmatched[1]))


def _find_starts(shape: Shape, lattice: Lattice, kept: Flags) -> Integers:
    """Return the cells at which a bead of a shape begins that lies between two cuts and is not impossible, [k]."""
    corridor = lattice.corridor
    starts = find_bead_starts(shape, corridor)
    ends = corridor.cells_at(corridor.rows[starts] + shape[0], corridor.columns[starts] + shape[1])
    possible = kept[starts] & kept[ends]
    if shape in SHAPES:
        possible &= lattice.beads[shape][starts] > IMPOSSIBLE
    return starts[possible]


def find_cuts(lattice: Lattice, ladder: Sequence[Bead], wanted: Sequence[Boundary] = ()) -> Flags:
    """Return whether each cell of a lattice is a plausible cut, [cells]; those of its best ladder and the wanted are.

    A cell is a cut of a ladder when a step begins or ends there. Its probability is that of all ladders through it.
    """
    corridor = lattice.corridor
    kept: Flags = cut_probability(divide(lattice, _HEAT)) > _LEAST
    cuts = np.array([*((bead.source.start, bead.target.start) for bead in ladder), *wanted]).reshape(-1, 2)
    places = corridor.cells_at(*cuts.astype(np.int64).T)
    kept[places[places >= 0]] = True
    kept[-1] = True
    return kept


def _narrow(corridor: Corridor, kept: Flags) -> Corridor:
    """Return the narrowest corridor that holds the cells that are kept."""
    n, m = corridor.source_count, corridor.target_count
    low, high = np.full(n + 1, m, np.int64), np.zeros(n + 1, np.int64)
    np.minimum.at(low, corridor.rows[kept], corridor.columns[kept])
    np.maximum.at(high, corridor.rows[kept], corridor.columns[kept])
    low, high = np.minimum.accumulate(low[::-1])[::-1], np.maximum.accumulate(high)
    return make_corridor(np.minimum(low, high), high)  # a row inside a bead has no cut; it gets one cell
