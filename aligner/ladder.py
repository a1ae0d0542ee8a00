"""Beads and ladders: which segments of two texts belong together."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from aligner.errors import LadderError


class Bead(NamedTuple):
    """A run of source segments against a run of target segments; one of the two may be empty.

    ``confidence`` is the probability, 0 to 1, that the bead is right; ``confirmed`` says that a person has fixed it.

    >>> Bead(range(0, 2), range(0, 1), 0.5).shape
    '2-1'
    """

    source: range
    target: range
    confidence: float = 1.0
    confirmed: bool = False

    @property
    def shape(self) -> str:
        """The bead's two lengths, ``m-n``."""
        return f"{len(self.source)}-{len(self.target)}"


Pair = tuple[range, range]
"""A run of source segments and a run of target segments, neither of them empty."""


class Fixed(NamedTuple):
    """What a person has fixed about the ladder between two texts, by the numbers of segments.

    Parameters
    ----------
    beads : tuple of Pair
        The segments of each pair are one bead.
    together : tuple of Pair
        The segments of each pair are in one bead, which may hold more.
    apart : tuple of Pair
        No bead holds segments of both runs of a pair.
    alone : pair of frozenset of int
        The segments of the source, and of the target, that are in no two-sided bead.

    ``beads`` and ``together`` are in order on both sides and do not overlap.
    """

    beads: tuple[Pair, ...] = ()
    together: tuple[Pair, ...] = ()
    apart: tuple[Pair, ...] = ()
    alone: tuple[frozenset[int], frozenset[int]] = (frozenset(), frozenset())

    def confirm(self, beads: Iterable[Bead]) -> Iterator[Bead]:
        """Yield beads, those that were fixed as confirmed and with confidence 1."""
        pairs = set(self.beads)
        for bead in beads:
            if bead.source and bead.target:
                known = (bead.source, bead.target) in pairs
            else:
                known = self.alone[0].issuperset(bead.source) and self.alone[1].issuperset(bead.target)
            yield bead._replace(confidence=1.0, confirmed=True) if known else bead

    def agrees_with(self, beads: Iterable[Bead]) -> bool:
        """Return whether a ladder has everything that is fixed, and nothing that it forbids."""
        known = list(beads)
        owners: tuple[dict[int, int], dict[int, int]] = ({}, {})
        for number, bead in enumerate(known):
            for side in (0, 1):
                owners[side].update(dict.fromkeys(bead[:2][side], number))

        def beads_of(pair: Pair) -> list[set[int]]:
            return [{owners[side][k] for k in pair[side]} for side in (0, 1)]

        kept = set(self.beads) <= {bead[:2] for bead in known}
        together = all(len(set.union(*beads_of(pair))) == 1 for pair in self.together)
        parted = all(set.isdisjoint(*beads_of(pair)) for pair in self.apart)
        alone = [known[owners[side][k]] for side in (0, 1) for k in self.alone[side]]
        return kept and together and parted and not any(bead.source and bead.target for bead in alone)


NOTHING_FIXED = Fixed()


@dataclass(frozen=True, slots=True, repr=False)
class Ladder:
    """Beads that use every segment of both texts once and in order.

    Raises ``LadderError``, naming the bead, when a segment is left out, used twice or out of order.
    """

    beads: tuple[Bead, ...]

    def __post_init__(self) -> None:
        i = j = 0
        for number, bead in enumerate(self.beads):
            for side, run, at in (("source", bead.source, i), ("target", bead.target, j)):
                if run.step != 1 or (len(run) and run.start != at):
                    found = f"{run.start}" if run.step == 1 else "a run with gaps"
                    raise LadderError(
                        f"bead {number + 1}: {side} segment {at} was expected, not {found}; "
                        "a ladder must use every segment once and in order"
                    )
            if not len(bead.source) and not len(bead.target):
                raise LadderError(f"bead {number + 1}: both sides are empty; leave it out")
            i += len(bead.source)
            j += len(bead.target)

    def __iter__(self) -> Iterator[Bead]:
        return iter(self.beads)

    def __len__(self) -> int:
        return len(self.beads)

    def __repr__(self) -> str:
        return f"<Ladder: {len(self)} beads, {self.source_count} source and {self.target_count} target segments>"

    @property
    def source_count(self) -> int:
        """The number of source segments."""
        return sum(len(bead.source) for bead in self.beads)

    @property
    def target_count(self) -> int:
        """The number of target segments."""
        return sum(len(bead.target) for bead in self.beads)

    def invert(self) -> Ladder:
        """Return the ladder with source and target exchanged."""
        return Ladder(tuple(bead._replace(source=bead.target, target=bead.source) for bead in self.beads))

    def compose(self, other: Ladder) -> Ladder:
        """Return the ladder from this ladder's source to the target of ``other``.

        The target of this ladder and the source of the other are the same text, the text between. The new beads split
        no bead of either ladder; the confidence of each is the lowest of those that it is made of. Segments that have
        no counterpart in the text between become deletions or insertions. Raises ``LadderError`` when the two ladders
        have different numbers of segments of the text between.
        """
        if self.target_count != other.source_count:
            raise LadderError(
                f"cannot compose: one ladder has {self.target_count} segments of the text between, "
                f"the other {other.source_count}"
            )
        return Ladder(tuple(_composed(self.beads, other.beads)))


def _composed(left: tuple[Bead, ...], right: tuple[Bead, ...]) -> Iterable[Bead]:
    """Walk along the text between; a bead ends where a bead of both ladders ends."""
    first, second = deque(left), deque(right)
    i = k = 0  # the next segment of the source and of the target
    while first or second:
        taken_first, taken_second = [], []
        if first and not first[0].target:
            taken_first.append(first.popleft())
        elif second and not second[0].source:
            taken_second.append(second.popleft())
        else:
            ahead = 0  # segments of the text between that the first ladder has taken and the second has not
            while not (taken_first and taken_second) or ahead:
                if ahead <= 0:
                    taken_first.append(first.popleft())
                    ahead += len(taken_first[-1].target)
                else:
                    taken_second.append(second.popleft())
                    ahead -= len(taken_second[-1].source)
        m = sum(len(bead.source) for bead in taken_first)
        n = sum(len(bead.target) for bead in taken_second)
        if m or n:
            confidence = min(bead.confidence for bead in (*taken_first, *taken_second))
            confirmed = all(bead.confirmed for bead in (*taken_first, *taken_second))
            yield Bead(range(i, i + m), range(k, k + n), confidence, confirmed)
        i, k = i + m, k + n
