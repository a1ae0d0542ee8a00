"""Weave ladders into rows: several ladders that share texts become one table, with a run of segments in each cell.

Two segments must be in one row when a bead holds both, and everything between two segments of a row must be in it too,
because rows are in order in every column. So the smallest rows are the strongly connected components of a graph in
which the segments of a bead lead to each other and each segment leads to the one after it (Tarjan 1972 for the general
case). Here every column is a line and every ladder monotone, so one sweep from top to bottom finds them: start a row
with one segment, add what its beads need, and repeat until nothing more is needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aligner.ladder import Bead, Ladder


class Row(NamedTuple):
    """For each column a run of segments, empty where it has none, and the lowest confidence of the row's beads.

    ``confirmed`` says that a person has fixed all of them.

    ``confidences`` has for each ladder the lowest confidence of its beads in the row, or None if it has none there.
    """

    cells: tuple[range, ...]
    confidence: float
    confidences: tuple[float | None, ...] = ()
    confirmed: bool = False


class Link(NamedTuple):
    """A ladder between two columns of the table."""

    source: int
    target: int
    ladder: Ladder


def smallest_rows(lengths: Sequence[int], links: Sequence[Link]) -> Iterator[Row]:
    """Yield the smallest rows that split no bead and keep the order of every column.

    ``lengths`` has the number of segments of each column. The rows are the strongly connected components of the graph
    in which the segments of a bead lead to each other and each segment to the one after it. If neither
    a column nor a bead says which of two rows comes first, the order of the ladders' beads decides, then that of the
    columns.
    """
    sweep = _Sweep(lengths, links)
    confidences = [
        (link.source, _by_segment(link.ladder.beads, 0), link.target, _by_segment(link.ladder.beads, 1))
        for link in links
    ]
    at = tuple(0 for _ in lengths)
    while at != tuple(lengths):
        ends = sweep.next_row(at)
        found = tuple(
            min((*sources[at[source] : ends[source]], *targets[at[target] : ends[target]]), default=None)
            for source, sources, target, targets in confidences
        )
        lowest, confirmed = min((value for value in found if value is not None), default=(1.0, False))
        values = tuple(value and value[0] for value in found)
        yield Row(tuple(map(range, at, ends)), lowest, values, confirmed)
        at = ends


def _by_segment(beads: Sequence[Bead], side: int) -> list[tuple[float, bool]]:
    """Return for each segment of a side its bead's confidence, and whether it is confirmed, which makes that 1."""
    return [(bead.confidence, bead.confirmed) for bead in beads for _ in (bead.target if side else bead.source)]


class _Rule(NamedTuple):
    """What one column requires of another: once it is used up to p, ``other`` must be used up to ``needs[p]``."""

    other: int
    needs: list[int]


class _Sweep:
    """The state of the sweep: the next bead of each ladder, and what each column's segments need of the others."""

    def __init__(self, lengths: Sequence[int], links: Sequence[Link]) -> None:
        self.lengths = lengths
        self.links = links
        self.next_bead = [0] * len(links)
        self.rules: list[list[_Rule]] = [[] for _ in lengths]
        for link in links:
            sides = (link.source, link.target)
            for here, column in enumerate(sides):
                for there, other in enumerate(sides):
                    self.rules[column].append(_Rule(other, _needs(link.ladder.beads, here, there)))

    def next_row(self, at: tuple[int, ...]) -> tuple[int, ...]:
        """Return, for each column, the segment with which it goes on after the next row."""
        found: list[tuple[int, ...]] = []
        for column, length in enumerate(self.lengths):
            if at[column] < length:
                ends = self._close(at, column, avoid=column > 0)
                if ends is not None and ends not in found:
                    found.append(ends)
        smallest = [ends for ends in found if not any(_within(other, ends) for other in found)]
        return next((ends for ends in smallest if self._in_turn(at, ends)), smallest[0])

    def _close(self, at: tuple[int, ...], column: int, *, avoid: bool) -> tuple[int, ...] | None:
        """Return the ends of the smallest row that holds a column's next segment.

        With ``avoid``, return None when that row contains the next segment of the first column too: then
        the row is found when starting from that column.
        """
        ends = list(at)
        ends[column] += 1
        changed = [column]
        while changed:
            here = changed.pop()
            for other, needs in self.rules[here]:
                if needs[ends[here]] > ends[other]:
                    if avoid and other == 0:
                        return None
                    ends[other] = needs[ends[here]]
                    changed.append(other)
        return tuple(ends)

    def _in_turn(self, at: tuple[int, ...], ends: tuple[int, ...]) -> bool:
        """Return whether a row that contains beads of a ladder contains the ladder's next bead."""
        for number, (source, target, ladder) in enumerate(self.links):
            if ends[source] > at[source] or ends[target] > at[target]:
                while _fits(ladder.beads[self.next_bead[number]], at[source], at[target]):
                    self.next_bead[number] += 1
                if not _fits(ladder.beads[self.next_bead[number]], ends[source], ends[target]):
                    return False
        return True


def _needs(beads: Sequence[Bead], here: int, there: int) -> list[int]:
    """Return for each p how far side ``there`` must be once side ``here`` is used up to p (0 source, 1 target)."""
    needs = [0]
    for bead in beads:
        run, other = bead[here], bead[there]
        assert isinstance(run, range)
        assert isinstance(other, range)
        stop = max(needs[-1], other.stop) if other else needs[-1]
        needs += [stop] * len(run)
    return needs


def _fits(bead: Bead, source_end: int, target_end: int) -> bool:
    """Return whether a bead lies before two ends; an empty side always does."""
    return (not bead.source or bead.source.stop <= source_end) and (not bead.target or bead.target.stop <= target_end)


def _within(inner: tuple[int, ...], outer: tuple[int, ...]) -> bool:
    return inner != outer and all(a <= b for a, b in zip(inner, outer, strict=True))
