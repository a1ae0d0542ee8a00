"""From two profiles to a ladder, in nine steps; read ``search`` and ``_match`` from top to bottom.

1. A *corridor* of the grid is laid around the segments that resemble each other most (``corridor``).
2. In it the *similarity* of single segments is put into tables (``similarity``).
3. *Features* of each possible bead are summed from the tables (``features``),
4. and weighed to *scores* (``weights``).
5. The *search* finds the posterior probability of every bead over all ladders (``search``).
6. The scores of unmatched segments are *adjusted* to how much these texts leave out (``adjust_to_omissions``).
7. The corridor is *widened* where the search leans on its wall, and only what is new is scored (``extend``).
8. What the search finds plausible is scored again, with larger beads and with what is known by now (``refine``).
9. The best ladder is *decoded*, with the probabilities as confidences.

Boundaries between chapters (``chapters``) divide the texts before all this, and other versions of the same work can
add what they know (``evidence``). docs/matching.md has the whole with a worked example.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from aligner.errors import LadderError
from aligner.ladder import NOTHING_FIXED, Bead, Fixed, Ladder
from aligner.match.chapters import Boundary, Chapter, find_chapter_boundaries, find_corridor_through, restrict
from aligner.match.corridor import Corridor, find_corridor, join_corridors, make_corridor, rows_to_score, widen
from aligner.match.evidence import add_evidence, find_evidence, find_links
from aligner.match.features import bead_features, find_bead_starts, unmatched_features
from aligner.match.fixed import drop_crossed, find_unreached, fixed_cells, mask
from aligner.match.refine import FirstPass, is_sure, refine
from aligner.match.search import IMPOSSIBLE, SHAPES, Lattice, Posterior, Scores, Shape, best_steps, divide, posterior
from aligner.match.similarity import Tables, build_tables
from aligner.match.weights import Weights, class_of
from aligner.profile import Integers, Profile

_WIDTH = 8
"""Segments to each side of the chain of anchors that are searched. Twice the largest bead, so that one that begins at
an anchor is inside with what its features look at; wider where the search asks for it."""

_WIDER = (32, 128)
"""Segments by which the corridor is widened, one after the other, where the search leans on its wall. The first is a
paragraph, the second a long passage. On texts of up to 300 segments the result is that of the whole grid (a test)."""

_ROOM = 1 << 22
"""The most cells of one passage that are opened where fixed segments leave no way through it: 2,000 segments against
2,000. A way is missing only where hundreds on both sides are fixed as unmatched."""

_CHUNK = 1 << 14  # beads whose features are held at a time: 16,384 x 43 float32 are 2.8 MB


def find_ladder(
    source: Profile,
    target: Profile,
    weights: Weights,
    boundaries: Sequence[Boundary] = (),
    fixed: Fixed = NOTHING_FIXED,
) -> Ladder:
    """Return the most probable ladder between two texts.

    Parameters
    ----------
    source, target : Profile
        The two texts; either may have no segments.
    weights : Weights
        What the features count for; see ``load_weights``.
    boundaries : sequence of (int, int)
        Pairs of segments, rising on both sides, at which something begins in both texts. No bead crosses one.
    fixed : Fixed
        What a person has fixed; no ladder that contradicts it is considered.

    Each bead has the posterior probability that the ladder holds it as its confidence. Raises ``LadderError`` when what
    is fixed leaves more unmatched in one passage than can be searched.
    """
    if not len(source) or not len(target):
        return Ladder(tuple(fixed.confirm(_one_sided(len(source), len(target)))))
    profiles = source, target
    lattice, probable = _match(profiles, weights, boundaries)
    if fixed == NOTHING_FIXED:
        return _decode(lattice, probable)
    return decode_fixed(make_room(profiles, lattice, fixed, weights, boundaries), fixed, weights)


def find_ladders(
    profiles: Sequence[Profile],
    weights: Weights,
    boundaries: Mapping[tuple[int, int], Sequence[Boundary]],
    fixed: Sequence[Fixed] = (),
) -> list[Ladder]:
    """Return the ladders between the first of several texts and each other one, with the rest as evidence.

    ``profiles`` are those of three texts or more, none of them empty. Every two of them are matched; ``boundaries``
    has those of each pair, by the numbers of its texts with the lower first. ``fixed`` is what a person has fixed about
    the first text and each other one; it binds these two alone, and is no evidence.
    """
    others = range(1, len(profiles))
    lattices = find_lattices(profiles, weights, boundaries)
    known = list(fixed) or [NOTHING_FIXED for _ in others]
    ladders = []
    for k, lattice in zip(others, lattices, strict=True):
        pair = profiles[0], profiles[k]
        room = make_room(pair, lattice, known[k - 1], weights, boundaries[0, k])
        ladders.append(decode_fixed(room, known[k - 1], weights))
    return ladders


def find_lattices(
    profiles: Sequence[Profile], weights: Weights, boundaries: Mapping[tuple[int, int], Sequence[Boundary]]
) -> list[Lattice]:
    """Return the scores of all ladders between the first of several texts and each other one.

    Of three texts or more, the other versions of the work are evidence: see ``find_ladders``.
    """
    others = range(1, len(profiles))
    direct = {k: _match((profiles[0], profiles[k]), weights, boundaries[0, k]) for k in others}
    links = {k: find_links(*found) for k, found in direct.items()}
    evidence = {k: np.zeros_like(links[k].pairs) for k in others}
    for k, l in combinations(others, 2):
        between = find_links(*_match((profiles[k], profiles[l]), weights, boundaries[k, l]))
        evidence[l] += find_evidence(links[k], between)
        evidence[k] += find_evidence(links[l], between.invert())
    if len(profiles) == 2:
        return [direct[1][0]]
    return [add_evidence(direct[k][0], evidence[k], len(profiles) - 2) for k in others]


def find_boundaries(
    source: Profile,
    target: Profile,
    chapters: tuple[Sequence[Chapter], Sequence[Chapter]],
    pins: Sequence[Boundary] = (),
    fixed: Fixed = NOTHING_FIXED,
) -> list[Boundary]:
    """Return the boundaries at which chapters of both texts certainly begin together, in order.

    ``chapters`` are those of each side; ``pins`` are boundaries that a person has fixed, which hold in any case. None
    of the others crosses a fixed bead.
    """
    if not len(source) or not len(target):
        return []
    return drop_crossed(find_chapter_boundaries(source.sentences, target.sentences, chapters, pins), fixed)


def _match(
    profiles: tuple[Profile, Profile], weights: Weights, boundaries: Sequence[Boundary]
) -> tuple[Lattice, Posterior]:
    """Return the scores of all ladders between two texts, and how probable their beads are.

    They are what both passes find; or what the first does, where it is not sure enough for a second.
    """
    found = search(profiles, weights, boundaries)
    if weights.second is None or not is_sure(found, weights):
        return found.lattice, found.probable
    lattice = _overlay(found.lattice, refine(profiles, complete(profiles, found), weights))
    if boundaries:  # the first pass has no larger beads that could cross one
        lattice = restrict(lattice, lattice.corridor, boundaries)
    return lattice, posterior(temper(lattice, weights))


def _overlay(lattice: Lattice, refined: Lattice) -> Lattice:
    """Return the lattice of the first pass with the scores of the second where it has some.

    Beads that the second pass left out as implausible keep their scores, which are low: so what a person fixes has room
    beside what the passes find likely.
    """
    at = lattice.corridor.cells_at(refined.corridor.rows, refined.corridor.columns)
    beads = {}
    for shape, scores in refined.beads.items():
        known = lattice.beads.get(shape)
        beads[shape] = np.full(len(lattice.corridor), IMPOSSIBLE) if known is None else known.copy()
        possible = scores > IMPOSSIBLE
        beads[shape][at[possible]] = scores[possible]
    return replace(refined, corridor=lattice.corridor, beads=beads)


def search(profiles: tuple[Profile, Profile], weights: Weights, boundaries: Sequence[Boundary] = ()) -> FirstPass:
    """Return what the first pass finds, with the tables of the corridor that it began with."""
    corridor = find_search_corridor(*profiles)
    tables = build_tables(profiles, corridor, corridor)
    lattice = score(profiles, tables, weights)
    if boundaries:
        lattice = _divide(profiles, lattice, boundaries, weights)
    lattice = adjust_to_omissions(lattice, weights)
    probable = posterior(temper(lattice, weights))
    for width in () if boundaries else _WIDER:  # between boundaries the corridor is the one that they allow
        wider = widen(lattice.corridor, np.sum([*probable.beads.values()], axis=0), width)
        if wider is None:
            break
        lattice = extend(profiles, lattice, wider, weights, corridor)
        probable = posterior(temper(lattice, weights))
    return FirstPass(lattice, probable, tables)


def complete(profiles: tuple[Profile, Profile], found: FirstPass) -> FirstPass:
    """Return what the first pass finds with tables of the whole corridor, means read from that which it began with."""
    corridor, tables = found.lattice.corridor, found.tables
    if corridor is tables.corridor:
        return found
    return found._replace(tables=build_tables(profiles, join_corridors(corridor, tables.corridor), tables.corridor))


def find_search_corridor(source: Profile, target: Profile) -> Corridor:
    """Return the corridor that is searched first; see ``find_corridor``."""
    return find_corridor(source.sentences, target.sentences, _WIDTH)


def score(profiles: tuple[Profile, Profile], tables: Tables, weights: Weights) -> Lattice:
    """Score every bead that the corridor of the tables allows, and every segment as unmatched."""
    corridor = tables.corridor
    beads = {shape: np.full(len(corridor), IMPOSSIBLE) for shape in SHAPES}
    for shape, scores in beads.items():
        _score_beads(scores, shape, find_bead_starts(shape, corridor), profiles, tables, weights)
    deletions, insertions = (
        weights.unmatched.score(unmatched_features(profile, tables, side), 0) for side, profile in enumerate(profiles)
    )
    return Lattice(corridor, beads, deletions, insertions, weights.again, weights.turn)


def _score_beads(  # noqa: PLR0913, PLR0917 - what a score is made of
    scores: Scores, shape: Shape, starts: Integers, profiles: tuple[Profile, Profile], tables: Tables, weights: Weights
) -> None:
    """Write the scores of the beads of a shape that begin at some cells into ``scores`` [cells]."""
    for some in np.split(starts, range(_CHUNK, len(starts), _CHUNK)):
        scores[some] = weights.beads.score(bead_features(shape, some, profiles, tables), class_of(shape))


def extend(
    profiles: tuple[Profile, Profile],
    lattice: Lattice,
    wider: Corridor,
    weights: Weights,
    inner: Corridor | None = None,
) -> Lattice:
    """Return a lattice in a corridor that holds its own, with only what is new scored.

    Means are read from the cells of ``inner``, the lattice's own corridor where none is given, so that the scores that
    are known already would come out the same again. Those of unmatched segments stay as they are, and so do those of
    the second pass, which scores nothing here.
    """
    known = lattice.corridor
    inner = inner or known
    fresh, wanted = rows_to_score(known, wider, inner)
    tables = build_tables(profiles, wider, inner, wanted)
    at = wider.cells_at(known.rows, known.columns)
    beads = {shape: np.full(len(wider), IMPOSSIBLE) for shape in lattice.beads}
    refined = len(lattice.beads) > len(SHAPES)
    for shape, scores in beads.items():
        old = lattice.beads[shape]
        scores[at] = old
        if shape in SHAPES:
            starts = find_bead_starts(shape, wider)
            _score_beads(scores, shape, starts[fresh[wider.rows[starts]]], profiles, tables, weights)
        if refined:
            scores[at] = np.where(old > IMPOSSIBLE, old, scores[at])
    return replace(lattice, corridor=wider, beads=beads)


def _divide(
    profiles: tuple[Profile, Profile], lattice: Lattice, boundaries: Sequence[Boundary], weights: Weights
) -> Lattice:
    """Return the lattice in the corridor through all boundaries, without the beads that cross one."""
    corridor = find_corridor_through(profiles[0].sentences, profiles[1].sentences, boundaries, _WIDTH)
    both = join_corridors(lattice.corridor, corridor)
    return restrict(extend(profiles, lattice, both, weights), corridor, boundaries)


def make_room(
    profiles: tuple[Profile, Profile],
    lattice: Lattice,
    fixed: Fixed,
    weights: Weights,
    boundaries: Sequence[Boundary] = (),
) -> Lattice:
    """Return the lattice in a corridor that holds a ladder with everything that is fixed.

    What is fixed may lie outside the corridor, and a passage whose segments are unmatched on both sides needs its whole
    rectangle, since no deletion follows an insertion. Raises ``LadderError`` when that has more than ``_ROOM`` cells.
    """
    if fixed == NOTHING_FIXED:
        return lattice
    cells = fixed_cells(fixed)
    if cells and (lattice.corridor.cells_at(*np.array(cells).T) < 0).any():
        through = find_corridor_through(profiles[0].sentences, profiles[1].sentences, cells, _WIDTH)
        lattice = _open(profiles, lattice, through, weights, boundaries)
    while (row := find_unreached(mask(lattice, fixed))) is not None:
        passage = _passage_at(row, cells, lattice.corridor)
        lattice = _open(profiles, lattice, passage, weights, boundaries)
    return lattice


def _open(
    profiles: tuple[Profile, Profile],
    lattice: Lattice,
    corridor: Corridor,
    weights: Weights,
    boundaries: Sequence[Boundary],
) -> Lattice:
    """Return the lattice in its corridor joined with another; still no bead crosses a boundary."""
    both = join_corridors(lattice.corridor, corridor)
    wider = extend(profiles, lattice, both, weights)
    return restrict(wider, both, boundaries) if boundaries else wider


def _passage_at(row: int, cells: Sequence[Boundary], corridor: Corridor) -> Corridor:
    """Return a corridor that is the whole rectangle between the two fixed cells around a row, and no more elsewhere."""
    ends = [(0, 0), *cells, (corridor.source_count, corridor.target_count)]
    last = next(number for number, cell in enumerate(ends) if number and cell[0] >= row)
    (i, j), (k, l) = ends[last - 1], ends[last]
    if (k - i + 1) * (l - j + 1) > _ROOM or (corridor.low[i : k + 1] <= j).all() & (
        corridor.high[i : k + 1] >= l
    ).all():
        raise LadderError(
            f"what is fixed leaves no way from source segment {i} to {k}; fix fewer segments there as alone, "
            "or a bead between them"
        )
    low, high = corridor.low.copy(), corridor.high.copy()
    low[i : k + 1], high[i : k + 1] = np.minimum(low[i : k + 1], j), np.maximum(high[i : k + 1], l)
    return make_corridor(low, high)


def decode_fixed(lattice: Lattice, fixed: Fixed, weights: Weights) -> Ladder:
    """Return the best ladder that agrees with what is fixed; what was fixed is confirmed, with confidence 1."""
    masked = lattice if fixed == NOTHING_FIXED else mask(lattice, fixed)
    ladder = _decode(masked, posterior(temper(masked, weights)))
    return Ladder(tuple(fixed.confirm(ladder.beads)))


def adjust_to_omissions(lattice: Lattice, weights: Weights) -> Lattice:
    """Return the lattice with the scores of unmatched segments adjusted to how much these two texts leave out.

    What separates an abridged text from a free translation is less how one sentence looks than how often sentences are
    unmatched at all, and the gold that the weights learned from has many omissions, made on purpose. So a first pass
    takes ``reluctance`` from the score of every deletion and insertion. The share of segments that it leaves unmatched
    all the same, over ``share``, what it leaves unmatched in the gold on average, is the ratio of the two texts' prior
    probabilities; its logarithm, between ``-reluctance`` and 0, is added for the second pass.

    This corrects the odds for another prior as Saerens, Latinne and Decaestecker (2002, *Adjusting the Outputs of a
    Classifier to New a Priori Probabilities*) do, but once: repeated until it settles, omissions feed on themselves.
    """
    first = posterior(_shift_unmatched(lattice, -weights.reluctance))
    share = (first.deletions.sum() + first.insertions.sum()) / (len(first.deletions) + len(first.insertions))
    # 1e-9 stands for a share of exactly 0, whose logarithm is not finite.
    return _shift_unmatched(lattice, float(np.clip(np.log(max(share, 1e-9) / weights.share), -weights.reluctance, 0)))


def _shift_unmatched(lattice: Lattice, by: float) -> Lattice:
    return replace(lattice, deletions=lattice.deletions + by, insertions=lattice.insertions + by)


def temper(lattice: Lattice, weights: Weights) -> Lattice:
    """Return the lattice with all scores divided by the weights' temperature.

    Temperature scaling (Guo, Pleiss, Sun, Weinberger 2017, *On Calibration of Modern Neural Networks*): the best ladder
    stays the same, and of the beads with a confidence of 0.9, nine in ten are right.
    """
    return divide(lattice, weights.temperature)


def _decode(lattice: Lattice, probable: Posterior) -> Ladder:
    """Return the best ladder of a lattice with the posterior probability of each bead as its confidence."""
    beads = []
    for bead in best_steps(lattice):
        shape = len(bead.source), len(bead.target)
        if shape == (1, 0):
            confidence = probable.deletions[bead.source.start]
        elif shape == (0, 1):
            confidence = probable.insertions[bead.target.start]
        else:
            cell = lattice.corridor.cells_at(np.array([bead.source.start]), np.array([bead.target.start]))[0]
            confidence = probable.beads[shape][cell]
        beads.append(bead._replace(confidence=float(min(max(confidence, 0.0), 1.0))))
    return Ladder(tuple(beads))


def _one_sided(source_count: int, target_count: int) -> list[Bead]:
    """Return the beads of the ladder between two texts one of which is empty."""
    deletions = [Bead(range(i, i + 1), range(0)) for i in range(source_count)]
    insertions = [Bead(range(0), range(j, j + 1)) for j in range(target_count)]
    return [*deletions, *insertions]
