"""Measure what reviewing costs, with gold as the reviewer's answers.

    scripts/simulate_review.py --gold GOLD_FOLDER... [--below 0.95] [--goal 0.99]

A look is a bead that the reviewer reads. One that gold has is confirmed; of any other the gold beads of its segments
are fixed, and segments that gold leaves out are fixed as alone. Three ways of reviewing are compared by the number of
looks until strict F1 reaches the goal:

order       the beads as they come, nothing else changes
queue       the least certain first, nothing else changes
propagate   the least certain first, and after each look the passage is matched again: what the review page does

Where gold has beads that no ladder can have (with gaps, or crossing), the goal is that share of the best that one can.
Documents whose gold is coarser than sentences are left out. A dash stands for a goal that is never reached.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import click
from gold import GoldDocument, find_documents, profile_text

from aligner.embed.cache import CachedEncoder
from aligner.embed.transformer import BUILTIN, TransformerEncoder
from aligner.evaluation import evaluate
from aligner.ladder import Bead, Fixed, Ladder, Pair
from aligner.match import Weights, load_weights
from aligner.match.match import decode_fixed, find_lattices, make_room
from aligner.match.passage import rematch
from aligner.match.search import Lattice
from aligner.profile import Profile
from aligner.review.doubt import order_by_doubt

_HEADER = (
    "| document | beads | strict | wrong among the 10 % least certain | order | queue | propagate |\n"
    "|---|---|---|---|---|---|---|"
)


class Review(NamedTuple):
    """A document under review: its gold as runs of segments, each segment's owner, scores, and the first ladder."""

    document: GoldDocument
    profiles: tuple[Profile, Profile]
    gold: set[Pair]
    owners: tuple[dict[int, Pair], dict[int, Pair]]
    lattice: Lattice
    ladder: Ladder
    weights: Weights

    def f1(self, beads: list[Bead]) -> float:
        """Return strict F1 of beads."""
        return evaluate(self.document.beads, [(list(bead.source), list(bead.target)) for bead in beads]).strict.f1

    def best(self) -> float:
        """Return the strict F1 of the gold as the reviewer can answer it."""
        alone = [
            Bead(*_one_sided(side, k))
            for side, text in enumerate((self.document.source, self.document.target))
            for k in range(len(text))
            if k not in self.owners[side]
        ]
        return self.f1([*(Bead(*pair) for pair in self.gold), *alone])

    def is_right(self, bead: Bead) -> bool:
        """Return whether gold has a bead; a deletion or an insertion is right if gold has its segment in no bead."""
        if bead.source and bead.target:
            return (bead.source, bead.target) in self.gold
        return not any(k in self.owners[side] for side in (0, 1) for k in bead[:2][side])

    def answer(self, bead: Bead) -> tuple[list[Pair], list[tuple[int, int]]]:
        """Return the gold beads of a bead's segments, and its segments (side, number) that are in none."""
        touched = {self.owners[side][k] for side in (0, 1) for k in bead[:2][side] if k in self.owners[side]}
        alone = [(side, k) for side in (0, 1) for k in bead[:2][side] if k not in self.owners[side]]
        return sorted(touched, key=lambda pair: pair[0].start), alone


def open_review(document: GoldDocument, encoder: CachedEncoder, weights: Weights) -> Review:
    """Align a document, and index its gold."""
    profiles = profile_text(document.source, encoder), profile_text(document.target, encoder)
    lattice = find_lattices(profiles, weights, {(0, 1): []})[0]
    gold = {
        (range(s[0], s[-1] + 1), range(t[0], t[-1] + 1))
        for s, t in document.beads
        if s and t and list(s) == list(range(s[0], s[-1] + 1)) and list(t) == list(range(t[0], t[-1] + 1))
    }
    owners: tuple[dict[int, Pair], dict[int, Pair]] = ({}, {})
    for pair in gold:
        for side in (0, 1):
            owners[side].update(dict.fromkeys(pair[side], pair))
    ladder = decode_fixed(lattice, Fixed(), weights)
    return Review(document, profiles, gold, owners, lattice, ladder, weights)


def looks_without(review: Review, goal: float, *, by_doubt: bool) -> int | None:
    """Return the looks until the goal when nothing but what is looked at changes."""
    beads = list(review.ladder)
    doubt = [beads[k][:2] for k in order_by_doubt(beads)]
    seen: set[tuple[range, range]] = set()
    looks = 0
    while review.f1(beads) < goal:
        there = {bead[:2] for bead in beads}
        left = [bead[:2] for bead in beads if bead.confidence == 0.0 and not bead.confirmed]  # by earlier answers
        queue = [*left, *(pair for pair in doubt if pair in there)] if by_doubt else []
        queue += [bead[:2] for bead in beads]
        pair = next((pair for pair in queue if pair not in seen), None)
        if pair is None:
            return None
        looks += 1
        seen.add(pair)
        bead = next(bead for bead in beads if bead[:2] == pair)
        if not review.is_right(bead):
            beads = _patch(review, beads, bead)
            seen |= {one[:2] for one in beads if one.confirmed}
    return looks


def _patch(review: Review, beads: list[Bead], wrong: Bead) -> list[Bead]:
    """Return beads with those of a wrong bead's segments as gold has them, and what is left over of others alone."""
    pairs, alone = review.answer(wrong)
    fixed = [Bead(*pair, 1.0, confirmed=True) for pair in pairs]
    fixed += [Bead(*_one_sided(side, k), 1.0, confirmed=True) for side, k in alone]
    taken = [{k for bead in fixed for k in bead[:2][side]} for side in (0, 1)]
    kept: list[Bead] = []
    for bead in beads:
        if taken[0].isdisjoint(bead.source) and taken[1].isdisjoint(bead.target):
            kept.append(bead)
        else:
            left = [(side, k) for side in (0, 1) for k in bead[:2][side] if k not in taken[side]]
            kept += [Bead(*_one_sided(side, k), 0.0) for side, k in left]
    return [*kept, *fixed]


def _one_sided(side: int, k: int) -> Pair:
    return (range(k, k + 1), range(0)) if side == 0 else (range(0), range(k, k + 1))


def looks_with(review: Review, goal: float) -> int | None:
    """Return the looks until the goal when the passage is matched again after each."""
    ladder, lattice = review.ladder, review.lattice
    pairs: set[Pair] = set()
    alone: tuple[set[int], set[int]] = (set(), set())
    seen: set[tuple[range, range]] = set()
    looks = 0
    while review.f1(list(ladder)) < goal:
        beads = list(ladder)
        number = next((k for k in order_by_doubt(beads) if beads[k][:2] not in seen), None)
        if number is None:
            return None
        looks += 1
        bead = beads[number]
        seen.add(bead[:2])
        found, left = review.answer(bead)
        pairs.update(pair for pair in found if _fits(pair, pairs))
        for side, k in left:
            alone[side].add(k)
        ordered = sorted(pairs, key=lambda pair: pair[0].start)
        fixed = Fixed(tuple(ordered), alone=(frozenset(alone[0]), frozenset(alone[1])))
        hull = [[run for pair in (*found, bead[:2]) if (run := pair[side])] for side in (0, 1)]
        place = [range(min(r.start for r in runs), max(r.stop for r in runs)) if runs else range(0) for runs in hull]
        again = rematch(lattice, fixed, ladder, (place[0], place[1]), review.weights)
        if again is None:
            lattice = make_room(review.profiles, lattice, fixed, review.weights)
            again = decode_fixed(lattice, fixed, review.weights)
        ladder = again
    return looks


def _fits(pair: Pair, pairs: set[Pair]) -> bool:
    """Return whether a gold bead crosses none that is fixed."""
    return all(
        pair == other
        or (pair[0].stop <= other[0].start and pair[1].stop <= other[1].start)
        or (other[0].stop <= pair[0].start and other[1].stop <= pair[1].start)
        for other in pairs
    )


def share_of_wrong(review: Review) -> tuple[int, int]:
    """Return how many wrong beads are among the tenth that is least certain, and how many there are."""
    beads = list(review.ladder)
    wrong = [k for k, bead in enumerate(beads) if not review.is_right(bead)]
    least = set(order_by_doubt(beads)[: max(len(beads) // 10, 1)])
    return sum(k in least for k in wrong), len(wrong)


def _report(review: Review, goal: float) -> Iterator[str]:
    count = len(review.ladder)
    goal *= review.best()
    found = [
        looks_without(review, goal, by_doubt=False),
        looks_without(review, goal, by_doubt=True),
        looks_with(review, goal),
    ]
    few, wrong = share_of_wrong(review)
    yield review.document.name
    yield str(count)
    yield f"{review.f1(list(review.ladder)):.3f}"
    yield f"{few} of {wrong}"
    yield from ("–" if looks is None else f"{100 * looks / count:.1f}" for looks in found)


@click.command()
@click.option("--gold", "folders", multiple=True, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--below", default=0.95, show_default=True, help="Only documents whose strict F1 is lower.")
@click.option("--goal", default=0.99, show_default=True, help="The strict F1 at which the review ends.")
def main(folders: tuple[Path, ...], below: float, goal: float) -> None:
    """Print a table of looks per 100 beads, and by set the share of wrong beads among the least certain."""
    weights = load_weights()
    encoder = CachedEncoder(TransformerEncoder(BUILTIN))
    click.echo(_HEADER)
    documents = [document for document in find_documents(folders) if not document.coarse]
    for collection, group in groupby(documents, key=lambda document: document.collection):
        shares = []
        for document in group:
            review = open_review(document, encoder, weights)
            shares.append(share_of_wrong(review))
            if review.f1(list(review.ladder)) < below:
                click.echo(f"| {' | '.join(_report(review, goal))} |")
        few, wrong = (sum(column) for column in zip(*shares, strict=True))
        click.echo(f"{collection}: {few} of {wrong} wrong beads are among the 10 % least certain", err=True)


if __name__ == "__main__":
    main()
