"""What a reviewer can do to a bead, as pins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from aligner.errors import InputError
from aligner.ladder import Bead, Pair
from aligner.pins import Index, Named, Pin, make_pin


class Board(NamedTuple):
    """What an action looks at: the beads, the segments of both sides by name, and who acts."""

    beads: tuple[Bead, ...]
    indices: tuple[Index, Index]
    by: str

    def pin(self, kind: str, source: range, target: range, note: str = "") -> Pin:
        """Return a pin on two runs of segments, either of which may be empty."""
        named = [index.name(run) if run else None for index, run in zip(self.indices, (source, target), strict=True)]
        return make_pin(kind, named[0], named[1], by=self.by, note=note)

    def fix(self, source: range, target: range, note: str = "") -> list[Pin]:
        """Return the pins by which two runs are one bead, or one run is alone."""
        if source and target:
            return [self.pin("same", source, target, note)]
        return [self.pin("alone", source, target, note)] if source or target else []


class Request(NamedTuple):
    """What was asked: the number of a bead, a side (0: source), a segment of it, and further words by name."""

    bead: int
    side: int
    segment: int
    words: Mapping[str, Any]


class Change(NamedTuple):
    """The pins to add, and the segments that they are about."""

    pins: list[Pin]
    place: Pair


def hull(*beads: Bead) -> Pair:
    """Return the segments from the first of some beads to the last, on both sides; the beads are in order."""
    return tuple(range(beads[0][:2][side].start, beads[-1][:2][side].stop) for side in (0, 1))  # type: ignore[return-value]


def _confirm(board: Board, asked: Request) -> Change:
    bead = board.beads[asked.bead]
    return Change(board.fix(*bead[:2], note=str(asked.words.get("note", ""))), hull(bead))


def _confirm_to_here(board: Board, asked: Request) -> Change:
    """Confirm every bead from the last confirmed one before this."""
    first = next((k + 1 for k in range(asked.bead - 1, -1, -1) if board.beads[k].confirmed), 0)
    beads = board.beads[first : asked.bead + 1]
    return Change([pin for bead in beads for pin in board.fix(*bead[:2])], hull(*beads))


def _join(board: Board, asked: Request) -> Change:
    if asked.bead + 1 >= len(board.beads):
        raise InputError("this is the last bead; there is none after it to join")
    place = hull(board.beads[asked.bead], board.beads[asked.bead + 1])
    return Change(board.fix(*place), place)


def _split(board: Board, asked: Request) -> Change:
    """Split a bead before a segment of a side; the other side is split in proportion."""
    bead = board.beads[asked.bead]
    run, other = bead[:2][asked.side], bead[:2][1 - asked.side]
    at = asked.segment if run.start < asked.segment < run.stop else run.start + 1
    if len(run) < 2:
        run, other, asked = other, run, asked._replace(side=1 - asked.side)
        at = run.start + 1
    if len(run) < 2:
        raise InputError("a bead of one segment on each side cannot be split; set its sides apart, or cut a segment")
    share = round(len(other) * (at - run.start) / len(run))
    across = other.start + (min(max(share, 1), len(other) - 1) if len(other) > 1 else min(len(other), 1))
    halves = [(range(run.start, at), range(other.start, across)), (range(at, run.stop), range(across, other.stop))]
    pairs = [half if asked.side == 0 else half[::-1] for half in halves]
    return Change([pin for pair in pairs for pin in board.fix(*pair)], hull(bead))


def _move(board: Board, asked: Request, *, up: bool) -> Change:
    """Move the first segment of a side to the bead before, or the last to the bead after."""
    other = asked.bead + (-1 if up else 1)
    bead = board.beads[asked.bead]
    if not 0 <= other < len(board.beads) or not bead[:2][asked.side]:
        raise InputError("there is no segment here, or no bead beyond the border, to move it to")
    first, second = (board.beads[k] for k in sorted((asked.bead, other)))
    border = bead[:2][asked.side].start + 1 if up else bead[:2][asked.side].stop - 1
    run = hull(first, second)[asked.side]
    halves = range(run.start, border), range(border, run.stop)
    pairs = [
        (half, one[1]) if asked.side == 0 else (one[0], half) for half, one in zip(halves, (first, second), strict=True)
    ]
    return Change([pin for pair in pairs for pin in board.fix(*pair)], hull(first, second))


def _alone(board: Board, asked: Request) -> Change:
    bead = board.beads[asked.bead]
    nothing = range(0)
    return Change([*board.fix(bead.source, nothing), *board.fix(nothing, bead.target)], hull(bead))


def _apart(board: Board, asked: Request) -> Change:
    bead = board.beads[asked.bead]
    if not bead.source or not bead.target:
        raise InputError("only one side has something here; there is nothing to set apart")
    return Change([board.pin("apart", *bead[:2])], hull(bead))


def _boundary(board: Board, asked: Request) -> Change:
    bead = board.beads[asked.bead]
    runs = [range(run.start, run.start + 1) for run in bead[:2]]
    if any(run.start >= len(index.folded) for run, index in zip(runs, board.indices, strict=True)):
        raise InputError("a chapter begins with a segment on each side; there is none here")
    return Change([board.pin("boundary", runs[0], runs[1])], hull(bead))


def _moved(board: Board, asked: Request) -> Change:
    """Link a segment of the source with one of the target that stands elsewhere."""
    runs = [range(int(asked.words[key]), int(asked.words[key]) + 1) for key in ("source", "target")]
    for run, index in zip(runs, board.indices, strict=True):
        if not 0 <= run.start < len(index.folded):
            raise InputError("there is no such segment")
    return Change([board.pin("moved", runs[0], runs[1])], hull(*board.beads))


def _cut(board: Board, asked: Request) -> Change:
    """Cut a segment at a character of its text."""
    index = board.indices[asked.side]
    text = index.text.texts[asked.segment]
    at = int(asked.words["at"])
    parts = text[:at].strip(), text[at:].strip()
    if not all(parts):
        raise InputError("a segment is cut between two of its characters")
    named = index.name(range(asked.segment, asked.segment + 1))._replace(texts=parts)
    return _border("cut", named, board, asked.side)


def _glue(board: Board, asked: Request) -> Change:
    """Join a segment with the next one of its paragraph."""
    index = board.indices[asked.side]
    run = range(asked.segment, asked.segment + 2)
    segments = index.text.segments
    if run.stop > len(segments) or segments[run[0]].paragraph != segments[run[1]].paragraph or index.text.verbatim:
        raise InputError("a segment is joined with the next one of the same paragraph only")
    return _border("join", index.name(run), board, asked.side)


def _border(kind: str, named: Named, board: Board, side: int) -> Change:
    pin = make_pin(kind, named if side == 0 else None, named if side == 1 else None, by=board.by)
    return Change([pin], hull(*board.beads))


ACTIONS: dict[str, Callable[[Board, Request], Change]] = {
    "confirm": _confirm,
    "confirm-to-here": _confirm_to_here,
    "join": _join,
    "split": _split,
    "up": lambda board, asked: _move(board, asked, up=True),
    "down": lambda board, asked: _move(board, asked, up=False),
    "alone": _alone,
    "apart": _apart,
    "boundary": _boundary,
    "moved": _moved,
    "cut": _cut,
    "glue": _glue,
}
"""Each action that sets pins, by the name that the page sends."""
