"""What the checks share: the two texts with their beads and evidence, and a fault before it is written out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from aligner.alignment import Alignment
from aligner.coverage.findings import Kind
from aligner.coverage.similarity import Evidence, gather_evidence
from aligner.ladder import Bead
from aligner.profile import Profile
from aligner.text import Text

_SURE = 0.8  # confidence of the beads from which is learnt what is usual
_ENOUGH = 5  # of them
_USUAL, _LEAST_USUAL = 2.5, 1.0  # deviations above chance: where there are too few, and at least


class Fault(NamedTuple):
    """Something wrong with a run of segments of one side (0 source, 1 target), and the run that faces it."""

    kind: Kind
    side: int
    run: range
    facing: range
    detail: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Case:
    """All that the checks look at; side 0 is the source, side 1 the target.

    ``versions`` are the texts, ``texts[side]`` their segments as people see them; ``silent[side]`` says of each whether
    it has neither letter nor digit, so that nothing can be missing of it. ``beads`` are those of the ladder, with the
    place where an empty side would stand. ``usual[side]`` is the cover that is usual between these texts; ``profiles``
    say which characters a token stands for.
    """

    versions: tuple[Text, Text]
    texts: tuple[list[str], list[str]]
    silent: tuple[list[bool], list[bool]]
    beads: tuple[Bead, ...]
    evidence: Evidence
    usual: tuple[float, float]
    profiles: tuple[Profile, Profile]

    @property
    def languages(self) -> tuple[str, str]:
        """The languages of both sides."""
        return self.versions[0].language, self.versions[1].language

    def cover(self, side: int, run: range, facing: range) -> float:
        """Return how well a run's words are found in ``facing``; 1 is usual between these texts, 0 is chance."""
        return self.evidence.cover(side, run, facing) / self.usual[side]

    def beside(self, number: int) -> list[Bead]:
        """Return the nearest beads with two sides before and after a bead."""
        found = []
        for way in (range(number - 1, -1, -1), range(number + 1, len(self.beads))):
            both = (k for k in way if self.beads[k].source and self.beads[k].target)
            nearest = next(both, None)
            if nearest is not None:
                found.append(self.beads[nearest])
        return found

    def run_text(self, side: int, run: range) -> str:
        """Return a run's segments with spaces between them."""
        return " ".join(self.texts[side][index] for index in run)


def open_case(alignment: Alignment, profiles: tuple[Profile, Profile]) -> Case:
    """Gather what the checks look at; ``profiles`` are those of the source and of the target."""
    texts = alignment.source.texts, alignment.target.texts
    silent = [[not any(map(str.isalnum, text)) for text in side] for side in texts]
    beads = tuple(place_beads(alignment.ladder.beads))
    evidence = gather_evidence(*profiles)
    usual = _usual_cover(evidence, beads, 0), _usual_cover(evidence, beads, 1)
    return Case((alignment.source, alignment.target), texts, (silent[0], silent[1]), beads, evidence, usual, profiles)


def place_beads(beads: tuple[Bead, ...]) -> list[Bead]:
    """Give an empty side the place where it would stand, so that ranges can be compared.

    >>> place_beads((Bead(range(0, 1), range(0, 1)), Bead(range(1, 2), range(0))))[1].target
    range(1, 1)
    """
    placed, i, j = [], 0, 0
    for bead in beads:
        placed.append(Bead(range(i, i + len(bead.source)), range(j, j + len(bead.target)), bead.confidence))
        i, j = i + len(bead.source), j + len(bead.target)
    return placed


def run_of(bead: Bead, side: int) -> range:
    """Return a bead's run of one side."""
    return bead.source if side == 0 else bead.target


def runs_of(indices: Iterable[int]) -> list[range]:
    """Join numbers that follow each other.

    >>> runs_of([4, 1, 2])
    [range(1, 3), range(4, 5)]
    """
    runs: list[range] = []
    for index in sorted(indices):
        if runs and runs[-1].stop == index:
            runs[-1] = range(runs[-1].start, index + 1)
        else:
            runs.append(range(index, index + 1))
    return runs


def _usual_cover(evidence: Evidence, beads: Sequence[Bead], side: int) -> float:
    """Return the median cover of a side's segments in beads of one and one that are sure."""
    covers = [
        evidence.cover(side, run_of(bead, side), run_of(bead, 1 - side))
        for bead in beads
        if bead.shape == "1-1" and bead.confidence >= _SURE
    ]
    return max(float(np.median(covers)), _LEAST_USUAL) if len(covers) >= _ENOUGH else _USUAL
