"""Two texts and the ladder between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any, NamedTuple

from aligner.errors import LadderError
from aligner.ladder import Bead, Ladder, Pair
from aligner.pins import PinState
from aligner.text import Text, join_segments
from aligner.work_info import WorkInfo

SHOWN = 50
"""The most rows in the table that a notebook shows; a whole novel would swamp the page."""


class AlignedBead(NamedTuple):
    """A bead with its texts: ``source`` and ``target`` are runs of segments, counted from 0.

    ``confidence`` is the probability, 0 to 1, that the bead is right; a text is the run's segments in one line, "" for
    an empty run.
    """

    source: range
    target: range
    confidence: float
    source_text: str
    target_text: str

    @property
    def shape(self) -> str:
        """The numbers of source and target segments, ``m-n``."""
        return f"{len(self.source)}-{len(self.target)}"


@dataclass(frozen=True, slots=True, repr=False)
class Alignment:
    """Two texts, the ladder between them, and how it was made.

    Iterating gives an ``AlignedBead`` for each bead, in order. ``signature`` names model, revision, weights and
    version, as ``key:value`` joined by bars; ``work`` has the work's name, titles, author and rights. ``moved`` are
    pairs that a person has joined across the order of the ladder, in which they are unmatched; ``pins`` says what
    became of each pin that was to bind the ladder. Raises ``LadderError`` when the ladder, or a moved pair, does not
    fit the texts.
    """

    source: Text
    target: Text
    ladder: Ladder
    signature: str = ""
    work: WorkInfo = field(default_factory=WorkInfo)
    moved: tuple[Pair, ...] = ()
    pins: tuple[PinState, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        sides = ((self.source, self.ladder.source_count), (self.target, self.ladder.target_count))
        for text, count in sides:
            if len(text.segments) != count:
                raise LadderError(
                    f"{text.name or text.language} has {len(text.segments)} segments, the ladder {count}; "
                    "align the texts again"
                )
        for pair in self.moved:
            self._check_moved(pair)

    def __iter__(self) -> Iterator[AlignedBead]:
        return map(self._with_texts, self.ladder.beads)

    def __len__(self) -> int:
        return len(self.ladder)

    def __repr__(self) -> str:
        sides = (f"{text.language} ({len(text)} segments)" for text in (self.source, self.target))
        return f"<Alignment: {' – '.join(sides)}, {len(self)} beads>"

    def _repr_html_(self) -> str:
        """Return the first beads as an HTML table, which a notebook shows."""
        titles = [text.language for text in (self.source, self.target)]
        rows = [([bead.source_text, bead.target_text], bead.confidence) for bead in list(self)[:SHOWN]]
        return html_table(titles, rows, len(self))

    def to_rows(self) -> list[dict[str, Any]]:
        """Return a dict for each bead, ready for pandas or ``datasets``.

        The keys are ``source`` and ``target`` (lists of segment numbers), ``shape``, ``confidence``, ``source_text``
        and ``target_text``.
        """
        return [
            {**bead._asdict(), "source": list(bead.source), "target": list(bead.target), "shape": bead.shape}
            for bead in self
        ]

    def invert(self) -> Alignment:
        """Return the alignment with source and target exchanged."""
        return Alignment(*self._inverted())

    def _inverted(self) -> tuple[Text, Text, Ladder, str, WorkInfo, tuple[Pair, ...], tuple[PinState, ...]]:
        """Return the fields of the alignment with source and target exchanged."""
        moved = tuple((target, source) for source, target in self.moved)
        pins = tuple(PinState(state.pin.invert(), state.status, state.target, state.source) for state in self.pins)
        return self.target, self.source, self.ladder.invert(), self.signature, self.work, moved, pins

    def _check_moved(self, pair: Pair) -> None:
        """Raise ``LadderError`` when segments of a moved pair are matched in the ladder, or are not there."""
        for side, run in enumerate(pair):
            unmatched = {k for bead in self.ladder if not bead[:2][1 - side] for k in bead[:2][side]}
            if not run or not unmatched.issuperset(run):
                raise LadderError(f"the moved pair {list(pair[0])}:{list(pair[1])} is not unmatched in the ladder")

    def _with_texts(self, bead: Bead) -> AlignedBead:
        source = join_segments([self.source.segments[k].text for k in bead.source])
        target = join_segments([self.target.segments[k].text for k in bead.target])
        return AlignedBead(bead.source, bead.target, bead.confidence, source, target)


def html_table(titles: list[str], rows: list[tuple[list[str], float]], total: int) -> str:
    """Return texts in columns as an HTML table; ``total`` is the number of rows, omitted ones included."""
    head = "".join(f"<th>{escape(title)}</th>" for title in [*titles, "confidence"])
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(text)}</td>" for text in [*texts, f"{confidence:.3f}"]) + "</tr>"
        for texts, confidence in rows
    )
    more = f"<p>{total - len(rows):,} more</p>" if total > len(rows) else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"
