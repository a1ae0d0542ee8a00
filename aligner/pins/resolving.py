"""From pins to numbers: what they fix about two texts, and which of them no longer hold."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from typing import Literal, NamedTuple

from aligner.ladder import Fixed, Pair
from aligner.pins.borders import holds
from aligner.pins.file import Named, Pin
from aligner.pins.naming import Found, Index
from aligner.text import Text

Status = Literal["holds", "partly", "stale", "contradicted"]


class PinState(NamedTuple):
    """A pin, and what is left of it in the texts.

    ``status`` is "holds"; "partly" where members of a run are gone from the text and the rest is still held together;
    "stale" where nothing that it names is left on a side; "contradicted" where a later pin says otherwise. ``source``
    and ``target`` are the segments, counted from 0, empty where it names none.
    """

    pin: Pin
    status: Status
    source: range = range(0)
    target: range = range(0)


class Resolved(NamedTuple):
    """What pins fix about two texts: for the matcher, the chapters that begin together, and the pairs that crossed."""

    fixed: Fixed
    boundaries: tuple[tuple[int, int], ...]
    moved: tuple[Pair, ...]
    states: tuple[PinState, ...]


def resolve(pins: Sequence[Pin], source: Text, target: Text) -> Resolved:
    """Return what pins fix about two texts, whose segments have the borders that the pins set.

    Of two pins that contradict each other the later one counts.
    """
    indices = Index(source), Index(target)
    board = _Board()
    states = [board.add(pin, indices) for pin in reversed(pins)]
    return board.result(tuple(reversed(states)))


def is_clear(place: tuple[int, int], boundaries: Sequence[tuple[int, int]]) -> bool:
    """Return whether a boundary crosses none of others, each a pair of segments with which something begins."""
    return all(
        (place[0] < other[0] and place[1] < other[1]) or (place[0] > other[0] and place[1] > other[1])
        for other in boundaries
        if place != other
    )


class _Entry(NamedTuple):
    """A bead or a boundary that was accepted, as bounds of both runs; a boundary's are empty."""

    source: int
    source_stop: int
    target: int
    target_stop: int


class _Board:
    """The pins accepted so far; one that contradicts any of them is refused."""

    def __init__(self) -> None:
        self._order: list[_Entry] = []
        self._whole: dict[_Entry, bool] = {}
        self._owner: tuple[dict[int, _Entry], dict[int, _Entry]] = ({}, {})
        self._alone: tuple[set[int], set[int]] = (set(), set())
        self._apart: list[Pair] = []
        self._apart_at: dict[int, list[range]] = {}
        self._moved: list[Pair] = []

    def add(self, pin: Pin, indices: tuple[Index, Index]) -> PinState:
        """Accept a pin, if nothing accepted contradicts it, and return its state."""
        if pin.kind in {"cut", "join"}:
            side = 0 if pin.source is not None else 1
            there = holds(indices[side], pin.kind, _the(pin, side))
            return PinState(pin, "holds" if there else "stale")
        found: list[Found | None] = []
        for side, index in enumerate(indices):
            named = (pin.source, pin.target)[side]
            found.append(Found(range(0), whole=True) if named is None else index.find(named))
        if found[0] is None or found[1] is None:
            runs = [one.run if one is not None else range(0) for one in found]
            return PinState(pin, "stale", *runs)
        pair, whole = (found[0].run, found[1].run), found[0].whole and found[1].whole
        accepted = getattr(self, f"_add_{pin.kind}")(pair, whole)
        status: Status = ("holds" if whole else "partly") if accepted else "contradicted"
        return PinState(pin, status, *pair)

    def result(self, states: tuple[PinState, ...]) -> Resolved:
        """Return what was accepted."""
        groups = [(entry, (range(*entry[:2]), range(*entry[2:]))) for entry in self._order]
        beads = [(entry, pair) for entry, pair in groups if pair[0]]
        fixed = Fixed(
            tuple(pair for entry, pair in beads if self._whole[entry]),
            tuple(pair for entry, pair in beads if not self._whole[entry]),
            tuple(self._apart),
            (frozenset(self._alone[0]), frozenset(self._alone[1])),
        )
        boundaries = tuple((entry.source, entry.target) for entry, pair in groups if not pair[0])
        return Resolved(fixed, boundaries, tuple(sorted(self._moved, key=lambda pair: pair[0].start)), states)

    def _add_same(self, pair: Pair, whole: bool) -> bool:
        entry = _Entry(pair[0].start, pair[0].stop, pair[1].start, pair[1].stop)
        if entry in self._whole:
            return True
        if not self._is_free(pair) or not self._fits(entry) or self._is_apart(pair):
            return False
        insort(self._order, entry)
        self._whole[entry] = whole
        for side, run in enumerate(pair):
            self._owner[side].update(dict.fromkeys(run, entry))
        return True

    def _add_alone(self, pair: Pair, _whole: bool) -> bool:
        if any(number in self._owner[side] for side, run in enumerate(pair) for number in run):
            return False
        for side, run in enumerate(pair):
            self._alone[side].update(run)
        return True

    def _add_moved(self, pair: Pair, whole: bool) -> bool:
        if pair in self._moved:
            return True
        if not self._is_free(pair) or not self._add_alone(pair, whole):
            return False
        self._moved.append(pair)
        return True

    def _add_apart(self, pair: Pair, _whole: bool) -> bool:
        owners = [{self._owner[side].get(number) for number in run} - {None} for side, run in enumerate(pair)]
        if owners[0] & owners[1]:
            return False
        self._apart.append(pair)
        for number in pair[0]:
            self._apart_at.setdefault(number, []).append(pair[1])
        return True

    def _add_boundary(self, pair: Pair, _whole: bool) -> bool:
        entry = _Entry(pair[0].start, pair[0].start, pair[1].start, pair[1].start)
        if entry in self._whole or (entry.source, entry.target) == (0, 0):
            return True
        if not self._fits(entry):
            return False
        insort(self._order, entry)
        self._whole[entry] = True
        return True

    def _is_free(self, pair: Pair) -> bool:
        """Return whether no segment of a pair is in a bead or alone."""
        return not any(
            number in self._owner[side] or number in self._alone[side]
            for side, run in enumerate(pair)
            for number in run
        )

    def _fits(self, entry: _Entry) -> bool:
        """Return whether an entry lies between its neighbours on both sides."""
        at = bisect_left(self._order, entry)
        before = at == 0 or (
            self._order[at - 1].source_stop <= entry.source and self._order[at - 1].target_stop <= entry.target
        )
        after = at == len(self._order) or (
            entry.source_stop <= self._order[at].source and entry.target_stop <= self._order[at].target
        )
        return before and after

    def _is_apart(self, pair: Pair) -> bool:
        targets = set(pair[1])
        return any(targets.intersection(run) for number in pair[0] for run in self._apart_at.get(number, ()))


def _the(pin: Pin, side: int) -> Named:
    named = (pin.source, pin.target)[side]
    assert named is not None
    return named
