"""Vectors → ladder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from aligner.ladder import Bead, Ladder
from aligner.match.chapters import Boundary, Chapter, find_corridor_between, find_cuts, join_corridors, restrict
from aligner.match.corridor import Corridor, find_corridor, rows_to_score, widen
from aligner.match.evidence import find_evidence, find_links, heed
from aligner.match.features import bead_features, find_beads, null_features
from aligner.match.search import IMPOSSIBLE, SHAPES, Lattice, Posterior, Scores, Shape, best_steps, posterior
from aligner.match.similarity import Tables, build_tables
from aligner.match.weights import Weights, class_of, load_weights
from aligner.profile import Integers, Profile

__all__ = [
    "IMPOSSIBLE",
    "Boundary",
    "Chapter",
    "Weights",
    "find_boundaries",
    "find_grid",
    "find_ladder",
    "find_ladders",
    "load_weights",
    "score",
]

_WIDTH = 8
_WIDER = (32, 128)  # segments more to each side, one after the other, where the search leans on a wall
_CHUNK = 1 << 14  # beads whose features are held at a time


def find_ladder(source: Profile, target: Profile, weights: Weights, cuts: Sequence[Boundary] = ()) -> Ladder:
    """Return the most probable ladder between two texts, with the posterior probability of each bead.

    No bead crosses one of the ``cuts``, rising pairs of the segments that come next on either side.
    """
    if not len(source) or not len(target):
        return _one_sided(len(source), len(target))
    return _decode(*_search((source, target), weights, cuts))


def find_ladders(
    profiles: Sequence[Profile], weights: Weights, cuts: Mapping[tuple[int, int], Sequence[Boundary]]
) -> list[Ladder]:
    """Return the ladders between the first of several texts and each other one, with the rest as witnesses.

    Every pair of texts is matched; ``cuts`` are those of each pair, by the numbers of its texts, the lower first. No
    text may be empty.
    """
    others = range(1, len(profiles))
    direct = {k: _search((profiles[0], profiles[k]), weights, cuts[0, k]) for k in others}
    links = {k: find_links(*found) for k, found in direct.items()}
    said = {k: np.zeros_like(links[k].links) for k in others}
    for k, l in combinations(others, 2):
        between = find_links(*_search((profiles[k], profiles[l]), weights, cuts[k, l]))
        said[l] += find_evidence(links[k], between)
        said[k] += find_evidence(links[l], between.invert())
    heeding = [heed(direct[k][0], said[k], len(profiles) - 2) for k in others]
    return [_decode(lattice, posterior(temper(lattice, weights))) for lattice in heeding]


def _search(profiles: tuple[Profile, Profile], weights: Weights, cuts: Sequence[Boundary]) -> tuple[Lattice, Posterior]:
    """Return the scores of all ladders between two texts, and how probable their beads are."""
    near = find_grid(*profiles)
    lattice = score(*profiles, near, weights)
    if cuts:
        corridor = find_corridor_between(profiles[0].sentences, profiles[1].sentences, cuts, _WIDTH)
        both = join_corridors(near, corridor)
        lattice = restrict(rescore(profiles, lattice, both, weights), corridor, cuts)
    lattice = adjust_nulls(lattice, weights)
    probable = posterior(temper(lattice, weights))
    for width in () if cuts else _WIDER:
        wider = widen(lattice.corridor, np.sum([*probable.beads.values()], axis=0), width)
        if wider is None:
            break
        lattice = rescore(profiles, lattice, wider, weights, near)
        probable = posterior(temper(lattice, weights))
    return lattice, probable


def _decode(lattice: Lattice, probable: Posterior) -> Ladder:
    return Ladder(tuple(_with_confidence(best_steps(lattice), probable, lattice.corridor)))


def find_boundaries(
    source: Profile,
    target: Profile,
    chapters: tuple[Sequence[Chapter], Sequence[Chapter]],
    pins: Sequence[Boundary] = (),
) -> list[Boundary]:
    """Return the cuts between chapters that surely begin together; ``chapters`` are those of each side."""
    if not len(source) or not len(target):
        return []
    return find_cuts(source.sentences, target.sentences, chapters, pins)


def find_grid(source: Profile, target: Profile) -> Corridor:
    """Return the part of the grid that the search visits."""
    return find_corridor(source.sentences, target.sentences, _WIDTH)


def score(source: Profile, target: Profile, corridor: Corridor, weights: Weights) -> Lattice:
    """Score every bead that the corridor allows."""
    tables = build_tables((source, target), corridor, corridor)
    beads = {shape: np.full(len(corridor), IMPOSSIBLE) for shape in SHAPES}
    for shape, scores in beads.items():
        _score_beads(scores, shape, find_beads(shape, corridor), (source, target), tables, weights)
    deletions = weights.nulls.score(null_features(source, tables, 0), 0)
    insertions = weights.nulls.score(null_features(target, tables, 1), 0)
    return Lattice(corridor, beads, deletions, insertions, weights.again, weights.turn)


def rescore(
    profiles: tuple[Profile, Profile], lattice: Lattice, wider: Corridor, weights: Weights, near: Corridor | None = None
) -> Lattice:
    """Return a lattice in a corridor that holds its own: only what is new is scored, by the means of the cuts near.

    ``near`` is the corridor that means are read from, the lattice's own where none is given.
    """
    known, inner = lattice.corridor, near or lattice.corridor
    fresh, wanted = rows_to_score(known, wider, inner)
    tables = build_tables(profiles, wider, inner, wanted)
    at = wider.find(known.rows, known.columns)
    beads = {shape: np.full(len(wider), IMPOSSIBLE) for shape in SHAPES}
    for shape, scores in beads.items():
        scores[at] = lattice.beads[shape]
        cuts = find_beads(shape, wider)
        _score_beads(scores, shape, cuts[fresh[wider.rows[cuts]]], profiles, tables, weights)
    return replace(lattice, corridor=wider, beads=beads)


def _score_beads(  # noqa: PLR0913, PLR0917 - what a score is made of
    scores: Scores, shape: Shape, cuts: Integers, profiles: tuple[Profile, Profile], tables: Tables, weights: Weights
) -> None:
    for some in np.split(cuts, range(_CHUNK, len(cuts), _CHUNK)):
        scores[some] = weights.beads.score(bead_features(shape, some, profiles, tables), class_of(shape))


def adjust_nulls(lattice: Lattice, weights: Weights) -> Lattice:
    """Return the lattice with the score of leaving a segment alone adjusted to how often that happens in these texts.

    The weights learned from gold with much left alone on purpose. So a first pass is reluctant to leave anything alone,
    and the share that it leaves alone all the same, over the usual share of that gold, tells how reluctant to be: the
    odds corrected for another prior (Saerens et al. 2002), but once, since omissions would feed on themselves.
    """
    wary = _shift_nulls(lattice, -weights.reluctance)
    first = posterior(wary)
    share = (first.deletions.sum() + first.insertions.sum()) / (len(first.deletions) + len(first.insertions))
    return _shift_nulls(lattice, float(np.clip(np.log(max(share, 1e-9) / weights.share), -weights.reluctance, 0)))


def temper(lattice: Lattice, weights: Weights) -> Lattice:
    """Return the lattice with all scores divided by the weights' temperature, for confidences that are as often right.

    Guo et al. 2017.
    """
    heat = weights.temperature
    beads = {shape: np.where(scores > IMPOSSIBLE, scores / heat, IMPOSSIBLE) for shape, scores in lattice.beads.items()}
    alone = lattice.deletions / heat, lattice.insertions / heat
    return Lattice(lattice.corridor, beads, *alone, lattice.again / heat, lattice.turn / heat)


def _shift_nulls(lattice: Lattice, by: float) -> Lattice:
    return replace(lattice, deletions=lattice.deletions + by, insertions=lattice.insertions + by)


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
