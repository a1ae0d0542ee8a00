"""A ladder with the scores that it came from, so that a passage of it is matched again when something is fixed.

It is the ladder of ``find_ladder``: body, notes and separators are matched apart in the same way. What is fixed in
one part leaves the others as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from aligner.ladder import Fixed, Ladder, Pair
from aligner.match.chapters import Boundary
from aligner.match.match import decode_fixed, find_lattices, make_room
from aligner.match.match import find_ladder as match_whole
from aligner.match.parts import (
    find_notes,
    is_divided,
    join_runs,
    mixes_parts,
    of_notes,
    renumber,
    renumber_fixed,
    with_original_numbers,
)
from aligner.match.passage import rematch
from aligner.match.search import Lattice
from aligner.match.weights import Weights
from aligner.profile import Integers, Part, Profile

Numbers = tuple[Integers, Integers]


class Piece(NamedTuple):
    """Segments of both texts that are matched together: their numbers in the texts, their scores and their ladder.

    ``fixed`` and ``boundaries`` are by the numbers that the segments have among these. ``lattice`` is None where one
    side has none.
    """

    numbers: Numbers
    profiles: tuple[Profile, Profile]
    boundaries: list[Boundary]
    fixed: Fixed
    lattice: Lattice | None
    ladder: Ladder

    def match_again(self, fixed: Fixed, changed: Pair, weights: Weights, *, only: bool) -> Piece:
        """Return the piece with its ladder matched again around what has changed, or only there."""
        if fixed == self.fixed and not only:
            return self
        if self.lattice is None:
            return self._replace(fixed=fixed, ladder=match_whole(*self.profiles, weights, fixed=fixed))
        if not any(changed):
            changed = range(len(self.profiles[0])), range(len(self.profiles[1]))
        found = rematch(self.lattice, fixed, self.ladder, changed, weights, only=only)
        if found is not None:
            return self._replace(fixed=fixed, ladder=found)
        lattice = make_room(self.profiles, self.lattice, fixed, weights, self.boundaries)
        return self._replace(fixed=fixed, lattice=lattice, ladder=decode_fixed(lattice, fixed, weights))


class Live(NamedTuple):
    """Two texts and the best ladder between them, which can be matched again in a passage.

    ``pieces`` are the body and the notes, or all segments where the parts are not told apart.
    """

    profiles: tuple[Profile, Profile]
    weights: Weights
    pieces: tuple[Piece, ...]
    divided: bool
    ladder: Ladder

    def match_again(self, fixed: Fixed, changed: Pair, *, only: bool = False) -> Live | None:
        """Return the ladder after what is fixed has changed in one place.

        Parameters
        ----------
        fixed : Fixed
            What is fixed now.
        changed : Pair
            The segments that the change is about.
        only : bool
            Whether the beads outside of these stay as they are, if what is fixed leaves a way.

        Returns None where the parts have to be told apart otherwise: then all is to be matched again.
        """
        if self.divided and mixes_parts(fixed, self.profiles):
            return None
        pieces = []
        for piece in self.pieces:
            inside = renumber_fixed(fixed, piece.numbers) if self.divided else fixed
            place = _renumber_runs(changed, piece.numbers)
            pieces.append(piece.match_again(inside, place, self.weights, only=only and any(place)))
        ladder = _join(self.profiles, pieces, fixed, divided=self.divided)
        if not fixed.agrees_with(ladder):
            return None
        return self._replace(pieces=tuple(pieces), ladder=ladder)


def find_live(
    profiles: Sequence[Profile],
    weights: Weights,
    boundaries: Mapping[tuple[int, int], Sequence[Boundary]],
    fixed: Sequence[Fixed],
) -> list[Live]:
    """Return the ladders between the first of several texts and each other one, as they are matched again later.

    The ladders are those of ``find_ladder`` for two texts, of ``find_ladders`` for more; the parameters are the same.
    """
    pairs = [(profiles[0], other) for other in profiles[1:]]
    mixed = any(mixes_parts(one, pair) for one, pair in zip(fixed, pairs, strict=True))
    if is_divided(profiles) and not mixed:
        numbers = [profile.numbers_of(Part.BODY) for profile in profiles]
        found = _find(profiles, weights, boundaries, fixed, numbers)
        if all(one.agrees_with(live.ladder) for one, live in zip(fixed, found, strict=True)):
            return found
    return _find(profiles, weights, boundaries, fixed, None)


def _find(
    profiles: Sequence[Profile],
    weights: Weights,
    boundaries: Mapping[tuple[int, int], Sequence[Boundary]],
    fixed: Sequence[Fixed],
    bodies: list[Integers] | None,
) -> list[Live]:
    """Return the ladders with the bodies matched together, then the notes; or with everything, where None is given."""
    numbers = bodies or [np.arange(len(profile)) for profile in profiles]
    chosen = [profile.select(some) for profile, some in zip(profiles, numbers, strict=True)]
    within = {
        (k, l): renumber(boundaries[k, l], (numbers[k], numbers[l]))
        for k, l in combinations(range(len(profiles)), 2)
        if (k, l) in boundaries
    }
    lattices: list[Lattice | None] = [None] * len(fixed)
    if all(map(len, numbers)):
        lattices = [*find_lattices(chosen, weights, within)]
    found = []
    for k, known in enumerate(fixed, 1):
        pair, both, place = (profiles[0], profiles[k]), (numbers[0], numbers[k]), within[0, k]
        lattice = lattices[k - 1]
        if lattice is None and all(map(len, both)):  # another version has no body
            lattice = find_lattices((chosen[0], chosen[k]), weights, {(0, 1): place})[0]
        pieces = [_make_piece(both, (chosen[0], chosen[k]), place, (lattice, known), weights)]
        if bodies:
            pieces.append(_make_notes(pair, boundaries[0, k], known, weights))
        ladder = _join(pair, pieces, known, divided=bool(bodies))
        found.append(Live(pair, weights, tuple(pieces), bool(bodies), ladder))
    return found


def _make_notes(pair: tuple[Profile, Profile], boundaries: Sequence[Boundary], known: Fixed, weights: Weights) -> Piece:
    """Return the piece of the notes."""
    numbers, place = find_notes(pair)
    chosen = pair[0].select(numbers[0]), pair[1].select(numbers[1])
    within = renumber(place or boundaries, numbers)
    lattice = find_lattices(chosen, weights, {(0, 1): within})[0] if all(map(len, numbers)) else None
    return _make_piece(numbers, chosen, within, (lattice, known), weights)


def _make_piece(
    numbers: Numbers,
    profiles: tuple[Profile, Profile],
    boundaries: list[Boundary],
    given: tuple[Lattice | None, Fixed],
    weights: Weights,
) -> Piece:
    """Return a piece with the best ladder of its lattice; what is fixed is given by the numbers in the texts."""
    lattice, fixed = given[0], renumber_fixed(given[1], numbers)
    if lattice is None:
        ladder = match_whole(*profiles, weights, fixed=fixed)
    else:
        lattice = make_room(profiles, lattice, fixed, weights, boundaries)
        ladder = decode_fixed(lattice, fixed, weights)
    return Piece(numbers, profiles, boundaries, fixed, lattice, ladder)


def _join(profiles: tuple[Profile, Profile], pieces: Sequence[Piece], fixed: Fixed, *, divided: bool) -> Ladder:
    """Return the whole ladder of the pieces."""
    if not divided:
        return pieces[0].ladder
    body, notes = (with_original_numbers(piece.ladder, piece.numbers) for piece in pieces)
    return join_runs(profiles, [*body, *of_notes(profiles, notes)], fixed)


def _renumber_runs(changed: Pair, numbers: Numbers) -> Pair:
    """Return runs of segments by the numbers that they have in a piece; empty where it has none of them."""
    found = []
    for run, those in zip(changed, numbers, strict=True):
        found.append(range(*np.searchsorted(those, [run.start, run.stop]).tolist()))
    return found[0], found[1]
