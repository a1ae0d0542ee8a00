"""Match the parts of two texts one by one: body with body, notes with notes, and separators with separators.

A row of stars has no counterpart in a sentence, and the notes of one edition none in the text of another. If they were
matched together with the rest, the one would be glued to a sentence, and the many unmatched segments of the other would
make the matcher readier to leave sentences alone. So the body is matched as if neither were there
(``match.match.find_ladder``), then the notes, and the separators are put back at their places. A few notes are too
little to estimate chance levels and lengths from, so the body is there when they are matched, on the other side of a
boundary.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from aligner.ladder import NOTHING_FIXED, Bead, Fixed, Ladder, Pair
from aligner.match.chapters import Boundary
from aligner.match.match import find_ladder as match_whole
from aligner.match.match import find_ladders as match_versions
from aligner.match.weights import Weights
from aligner.profile import Integers, Part, Profile


class Run(NamedTuple):
    """A bead by the numbers of its segments; before separators are put back there are gaps between these."""

    source: list[int]
    target: list[int]
    confidence: float
    confirmed: bool = False


def find_ladder(
    source: Profile,
    target: Profile,
    weights: Weights,
    boundaries: Sequence[Boundary] = (),
    fixed: Fixed = NOTHING_FIXED,
) -> Ladder:
    """Return the most probable ladder between two texts, no bead of which has segments of two parts.

    Parameters
    ----------
    source, target : Profile
        The two texts; either may have no segments.
    weights : Weights
        What the features count for; see ``load_weights``.
    boundaries : sequence of (int, int)
        Pairs of segments, rising on both sides, at which something begins in both texts. No bead crosses one.
    fixed : Fixed
        What a person has fixed. Where that joins segments of two parts, or sentences are between two separators that
        it pairs, the parts are not told apart.

    Each bead has the posterior probability that the ladder holds it as its confidence. Two separators that come
    between the same beads are a pair; where one side has no notes, those of the other are unmatched.
    """
    profiles = source, target
    if is_divided(profiles) and not mixes_parts(fixed, profiles):
        runs = _match_part(profiles, Part.BODY, weights, boundaries, fixed)
        ladder = join_runs(profiles, [*runs, *_match_notes(profiles, weights, boundaries, fixed)], fixed)
        if fixed.agrees_with(ladder):
            return ladder
    return match_whole(source, target, weights, boundaries, fixed)


def find_ladders(
    profiles: Sequence[Profile],
    weights: Weights,
    boundaries: Mapping[tuple[int, int], Sequence[Boundary]],
    fixed: Sequence[Fixed] = (),
) -> list[Ladder]:
    """Return the ladders between the first of several texts and each other one, with the rest as evidence.

    ``profiles`` are those of three texts or more, none of them empty. Every two of them are matched; ``boundaries``
    has those of each pair, by the numbers of its texts with the lower first. Notes are matched without evidence.
    ``fixed`` is what a person has fixed about the first text and each other one.
    """
    known = list(fixed) or [NOTHING_FIXED] * (len(profiles) - 1)
    joined = any(mixes_parts(one, (profiles[0], other)) for one, other in zip(known, profiles[1:], strict=True))
    if not is_divided(profiles) or joined:
        return match_versions(profiles, weights, boundaries, known)
    numbers = [profile.numbers_of(Part.BODY) for profile in profiles]
    if not all(map(len, numbers)):
        return [
            find_ladder(profiles[0], other, weights, boundaries[0, k], known[k - 1])
            for k, other in enumerate(profiles[1:], 1)
        ]
    within = {
        (k, l): renumber(boundaries[k, l], (numbers[k], numbers[l])) for k, l in combinations(range(len(profiles)), 2)
    }
    bodies = [profile.select(some) for profile, some in zip(profiles, numbers, strict=True)]
    inside = [renumber_fixed(one, (numbers[0], numbers[k])) for k, one in enumerate(known, 1)]
    ladders = []
    for k, body in enumerate(match_versions(bodies, weights, within, inside), 1):
        pair = profiles[0], profiles[k]
        runs = with_original_numbers(body, (numbers[0], numbers[k]))
        runs += _match_notes(pair, weights, boundaries[0, k], known[k - 1])
        ladders.append(join_runs(pair, runs, known[k - 1]))
    if all(one.agrees_with(ladder) for one, ladder in zip(known, ladders, strict=True)):
        return ladders
    return match_versions(profiles, weights, boundaries, known)


def mixes_parts(fixed: Fixed, profiles: tuple[Profile, Profile]) -> bool:
    """Return whether something fixed has segments of two parts."""
    known = (Part.BODY, Part.NUMBER), (Part.NOTE,), (Part.SEPARATOR,)

    def parts(side: int, numbers: Iterable[int]) -> set[int]:
        found = profiles[side].parts
        return {int(Part.BODY)} if found is None else {int(found[k]) for k in numbers}

    groups = [parts(0, source) | parts(1, target) for source, target in (*fixed.beads, *fixed.together)]
    return any(not any(group <= set(map(int, allowed)) for allowed in known) for group in groups)


def renumber_fixed(fixed: Fixed, numbers: tuple[Integers, Integers]) -> Fixed:
    """Return what is fixed about a part, by the numbers that segments have among those of the part."""
    places = [{int(number): k for k, number in enumerate(side)} for side in numbers]

    def pairs(given: Sequence[Pair]) -> tuple[Pair, ...]:
        found = []
        for pair in given:
            runs = [[places[side][k] for k in run if k in places[side]] for side, run in enumerate(pair)]
            if all(runs):
                found.append((range(runs[0][0], runs[0][-1] + 1), range(runs[1][0], runs[1][-1] + 1)))
        return tuple(found)

    alone = [frozenset(places[side][k] for k in fixed.alone[side] if k in places[side]) for side in (0, 1)]
    return Fixed(pairs(fixed.beads), pairs(fixed.together), pairs(fixed.apart), (alone[0], alone[1]))


def is_divided(profiles: Sequence[Profile]) -> bool:
    """Return whether any of several texts has notes, separators or numbers alone."""
    return any(profile.parts is not None and profile.parts.any() for profile in profiles)


def _match_part(
    profiles: tuple[Profile, Profile], part: Part, weights: Weights, boundaries: Sequence[Boundary], fixed: Fixed
) -> list[Run]:
    """Return the ladder between a part of both texts."""
    numbers = profiles[0].numbers_of(part), profiles[1].numbers_of(part)
    return _match_some(profiles, numbers, weights, boundaries, fixed)


def _match_some(
    profiles: tuple[Profile, Profile],
    numbers: tuple[Integers, Integers],
    weights: Weights,
    boundaries: Sequence[Boundary],
    fixed: Fixed,
) -> list[Run]:
    """Return the ladder between some segments of both texts, which are given by their numbers, in order."""
    chosen = profiles[0].select(numbers[0]), profiles[1].select(numbers[1])
    inside = renumber_fixed(fixed, numbers)
    return with_original_numbers(match_whole(*chosen, weights, renumber(boundaries, numbers), inside), numbers)


def _match_notes(
    profiles: tuple[Profile, Profile], weights: Weights, boundaries: Sequence[Boundary], fixed: Fixed
) -> list[Run]:
    """Return the ladder between the notes of both texts, which as a rule come after the body."""
    numbers, place = find_notes(profiles)
    return of_notes(profiles, _match_some(profiles, numbers, weights, place or boundaries, fixed))


def find_notes(profiles: tuple[Profile, Profile]) -> tuple[tuple[Integers, Integers], list[Boundary]]:
    """Return the segments to match for the notes of both texts, and the boundary before the notes, if there is one.

    The body is among them where both texts have one, and notes after it.
    """
    bodies = profiles[0].numbers_of(Part.BODY), profiles[1].numbers_of(Part.BODY)
    notes = profiles[0].numbers_of(Part.NOTE), profiles[1].numbers_of(Part.NOTE)
    some = all(map(len, bodies)) and all(map(len, notes))
    if not some or any(body[-1] > own[0] for body, own in zip(bodies, notes, strict=True)):
        return notes, []
    numbers = np.concatenate([bodies[0], notes[0]]), np.concatenate([bodies[1], notes[1]])
    return numbers, [(int(notes[0][0]), int(notes[1][0]))]


def of_notes(profiles: tuple[Profile, Profile], runs: Sequence[Run]) -> list[Run]:
    """Return the beads that hold notes."""
    notes = [set(map(int, profile.numbers_of(Part.NOTE))) for profile in profiles]
    return [run for run in runs if notes[0].intersection(run.source) or notes[1].intersection(run.target)]


def renumber(boundaries: Sequence[Boundary], numbers: tuple[Integers, Integers]) -> list[Boundary]:
    """Return the boundaries by the numbers that segments have among those of a part; those outside it are dropped."""
    found: list[Boundary] = []
    for source, target in boundaries:
        at = int(np.searchsorted(numbers[0], source)), int(np.searchsorted(numbers[1], target))
        last = found[-1] if found else (0, 0)
        if last[0] < at[0] < len(numbers[0]) and last[1] < at[1] < len(numbers[1]):
            found.append(at)
    return found


def with_original_numbers(ladder: Ladder, numbers: tuple[Integers, Integers]) -> list[Run]:
    """Return the beads of the ladder between a part of both texts by the numbers that segments have in the texts."""
    return [
        Run(
            [int(numbers[0][i]) for i in bead.source],
            [int(numbers[1][j]) for j in bead.target],
            bead.confidence,
            bead.confirmed,
        )
        for bead in ladder.beads
    ]


def join_runs(profiles: tuple[Profile, Profile], runs: Sequence[Run], fixed: Fixed) -> Ladder:
    """Return the whole ladder: the beads of the body, then those of the notes, with the separators between them."""
    whole = [piece for run in runs for piece in _split(run, profiles)]
    beads = _put_back(whole, (len(profiles[0]), len(profiles[1])), fixed)
    return Ladder(tuple(fixed.confirm(beads)))


def _split(run: Run, profiles: tuple[Profile, Profile]) -> list[Run]:
    """Return a bead as several where separators, or a number alone that the other side lacks, divide it.

    The pieces of both sides that resemble each other are paired.
    """
    lone = _lone_numbers(run.source, profiles[0]), _lone_numbers(run.target, profiles[1])
    if all(lone):
        lone = set(), set()
    pieces = _pieces(run.source, lone[0]), _pieces(run.target, lone[1])
    if run.confirmed or max(map(len, pieces)) <= 1:
        return [run]
    few = 0 if len(pieces[0]) <= len(pieces[1]) else 1
    sums = [[profile.sentences[piece].sum(0) for piece in side] for profile, side in zip(profiles, pieces, strict=True)]
    likeness = np.array([[float(one @ other) for other in sums[1 - few]] for one in sums[few]])
    # A bead has some four segments a side, so there are at most six ways.
    ways = combinations(range(len(pieces[1 - few])), len(pieces[few]))
    best = max(ways, key=lambda way: sum(likeness[k, at] for k, at in enumerate(way)))
    partners = dict(zip(best, pieces[few], strict=True))
    found = []
    for at, piece in enumerate(pieces[1 - few]):
        if at in partners:
            sides = (partners[at], piece) if few == 0 else (piece, partners[at])
            found.append(Run(*sides, run.confidence))
        else:
            alone = [([], [one]) if few == 0 else ([one], []) for one in piece]
            found += [Run(*sides, run.confidence) for sides in alone]
    return found


def _lone_numbers(run: Sequence[int], profile: Profile) -> set[int]:
    """Return the segments of a run that are a number alone."""
    return set() if profile.parts is None else {one for one in run if profile.parts[one] == Part.NUMBER}


def _pieces(numbers: Sequence[int], alone: set[int]) -> list[list[int]]:
    """Return numbers as runs of those that follow each other, and those that stand alone by themselves."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] + 1 == number and not {number, number - 1} & alone:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _put_back(runs: Sequence[Run], counts: tuple[int, int], fixed: Fixed) -> Iterator[Bead]:
    """Yield the beads in order with the separators, which are the segments of no run, before the run they precede.

    At each place the separators of both sides are paired in order; those that are over are unmatched. Separators of
    one side wait for the other's while only that one goes on.
    """
    i = j = 0
    taken = {number for run in runs for number in run.source}, {number for run in runs for number in run.target}
    for run in [*runs, Run([counts[0]], [counts[1]], 1.0)]:
        ends = _skip_taken(i, counts[0], taken[0]), _skip_taken(j, counts[1], taken[1])
        for bead in _pair_separators(range(i, ends[0]), range(j, ends[1]), fixed):
            yield bead
            i, j = i + len(bead.source), j + len(bead.target)
        while run.source and i < run.source[0]:
            yield Bead(range(i, i + 1), range(0))
            i += 1
        while run.target and j < run.target[0]:
            yield Bead(range(0), range(j, j + 1))
            j += 1
        if i < counts[0] or j < counts[1]:
            yield Bead(range(i, i + len(run.source)), range(j, j + len(run.target)), run.confidence, run.confirmed)
            i, j = i + len(run.source), j + len(run.target)


def _pair_separators(source: range, target: range, fixed: Fixed) -> Iterator[Bead]:
    """Yield separators as pairs, in order, until those of a side are used up; what a person has fixed comes first."""
    partners = {pair[0].start: pair[1].start for pair in fixed.beads}
    owners = {pair[1].start: pair[0].start for pair in fixed.beads}
    parted = {(k, l) for pair in fixed.apart for k in pair[0] for l in pair[1] if k in source and l in target}
    i, j = source.start, target.start
    while i < source.stop and j < target.stop:
        if i in fixed.alone[0] or (i, j) in parted or i < owners.get(j, i) < source.stop:
            yield Bead(range(i, i + 1), range(0))
            i += 1
        elif j in fixed.alone[1] or j < partners.get(i, j) < target.stop:
            yield Bead(range(0), range(j, j + 1))
            j += 1
        else:
            yield Bead(range(i, i + 1), range(j, j + 1))
            i, j = i + 1, j + 1


def _skip_taken(first: int, count: int, taken: set[int]) -> int:
    """Return the number after the separators that begin at ``first``."""
    while first < count and first not in taken:
        first += 1
    return first
