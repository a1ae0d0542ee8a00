"""Vectors → ladder."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aligner.ladder import Bead, Ladder
from aligner.match.chapters import Chapter, Cut, find_corridor_between, find_cuts, join_corridors, restrict
from aligner.match.corridor import Corridor, find_corridor, widen
from aligner.match.features import bead_features, find_beads, null_features
from aligner.match.lattice import SHAPES, Lattice, Posterior, best_steps, posterior
from aligner.match.tables import build_tables, centre
from aligner.match.weights import Weights, class_of, load_weights
from aligner.vectors import Profile

__all__ = ["IMPOSSIBLE", "Chapter", "Weights", "find_grid", "load_weights", "match", "pair_chapters", "score"]

IMPOSSIBLE = -1e30
_WIDTH = 8
_WIDER = (32, 128)  # segments more to each side, one after the other, where the search leans on a wall
_CHUNK = 1 << 14  # beads whose features are held at a time


def match(source: Profile, target: Profile, weights: Weights, cuts: Sequence[Cut] = ()) -> Ladder:
    """Return the most probable ladder between two texts, with the posterior probability of each bead.

    No bead crosses one of the ``cuts``, rising pairs of the segments that come next on either side.
    """
    if not len(source) or not len(target):
        return _one_sided(len(source), len(target))
    near = corridor = find_grid(source, target)
    lattice = score(source, target, corridor, weights)
    if cuts:
        vectors = centre(source.encoded.sentences), centre(target.encoded.sentences)
        corridor = find_corridor_between(*vectors, cuts, _WIDTH)
        both = join_corridors(near, corridor)
        lattice = restrict(score(source, target, both, weights, near), corridor, cuts)
    probable = posterior(lattice)
    for width in () if cuts else _WIDER:
        wider = widen(corridor, np.sum([*probable.beads.values()], axis=0), width)
        if wider is None:
            break
        corridor = wider
        lattice = score(source, target, corridor, weights, near)
        probable = posterior(lattice)
    return Ladder(tuple(_with_confidence(best_steps(lattice), probable, corridor)))


def pair_chapters(
    source: Profile, target: Profile, chapters: tuple[Sequence[Chapter], Sequence[Chapter]], pins: Sequence[Cut] = ()
) -> list[Cut]:
    """Return the cuts between chapters that surely begin together; ``chapters`` are those of each side."""
    if not len(source) or not len(target):
        return []
    return find_cuts(centre(source.encoded.sentences), centre(target.encoded.sentences), chapters, pins)


def find_grid(source: Profile, target: Profile) -> Corridor:
    """Return the part of the grid that the search visits."""
    return find_corridor(centre(source.encoded.sentences), centre(target.encoded.sentences), _WIDTH)


def score(
    source: Profile, target: Profile, corridor: Corridor, weights: Weights, near: Corridor | None = None
) -> Lattice:
    """Score every bead that the corridor allows; ``near`` is the part of it that means are read from, or all."""
    tables = build_tables(source, target, corridor, near or corridor)
    beads = {}
    for shape in SHAPES:
        beads[shape] = np.full(len(corridor), IMPOSSIBLE)
        cuts = find_beads(shape, corridor)
        for some in np.split(cuts, range(_CHUNK, len(cuts), _CHUNK)):
            features = bead_features(shape, some, (source, target), tables)
            beads[shape][some] = weights.beads.score(features, class_of(shape))
    deletions = weights.nulls.score(null_features(source, tables, 0), 0)
    insertions = weights.nulls.score(null_features(target, tables, 1), 0)
    return Lattice(corridor, beads, deletions, insertions, weights.again, weights.turn)


def _with_confidence(steps: list[Bead], probable: Posterior, corridor: Corridor) -> list[Bead]:
    beads = []
    for bead in steps:
        shape = len(bead.source), len(bead.target)
        if shape == (1, 0):
            confidence = probable.deletions[bead.source.start]
        elif shape == (0, 1):
            confidence = probable.insertions[bead.target.start]
        else:
            cut = corridor.find(np.array([bead.source.start]), np.array([bead.target.start]))[0]
            confidence = probable.beads[shape][cut]
        beads.append(bead._replace(confidence=float(min(max(confidence, 0.0), 1.0))))
    return beads


def _one_sided(source_count: int, target_count: int) -> Ladder:
    deletions = [Bead(range(i, i + 1), range(0)) for i in range(source_count)]
    insertions = [Bead(range(0), range(j, j + 1)) for j in range(target_count)]
    return Ladder((*deletions, *insertions))
