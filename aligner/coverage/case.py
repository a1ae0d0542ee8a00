"""What every check looks at: the two texts, their beads, and how well their words are found in each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from aligner.alignment import Alignment
from aligner.coverage.similarity import TokenSimilarity, compare_profiles
from aligner.ladder import Bead
from aligner.profile import Profile
from aligner.text import Text

SURE = 0.8
"""Confidence of a bead from which the checks learn what is usual between two texts.

Confidences are calibrated (docs/benchmarks.md), so one such bead in five at most is wrong, and a median does not move.
"""
_ENOUGH = 5  # sure beads: a median of fewer follows one free translation

# The usual cover in deviations above chance. Between full texts it was 2.3 to 2.5 on the speech (de, fr, ja, ru) and
# 3.0 to 3.5 on news (de, fr, ru); with too few sure beads the lower end is taken. Between two texts that are
# hardly translations of each other a lower value would make any similarity look like a full cover.
_DEFAULT_USUAL = 2.5
_LEAST_USUAL = 1.0


_MOSTLY = 0.8  # share of the letters of a title in capitals: "CHAPTER I. The END"


@dataclass(frozen=True, slots=True)
class Case:
    """All that the checks look at; side 0 is the source, side 1 the target.

    Parameters
    ----------
    versions : pair of Text
        The two texts.
    texts : pair of lists of str
        Their segments as people see them.
    wordless : pair of lists of bool
        For each segment whether nothing can be missing of it: a separator, a translator's note, or one without letter
        and digit.
    beads : tuple of Bead
        The ladder's beads, an empty side placed where it would be (``place_beads``).
    similarity : TokenSimilarity
        How well tokens are found on the other side.
    usual : pair of float
        The cover of a side that is usual between these texts, in deviations above chance.
    profiles : pair of Profile
        Those of both texts; they say which characters each token covers.
    caution : float
        The log odds that checks which compute a probability ask beyond the usual ones; below 0 they report more.
    """

    versions: tuple[Text, Text]
    texts: tuple[list[str], list[str]]
    wordless: tuple[list[bool], list[bool]]
    beads: tuple[Bead, ...]
    similarity: TokenSimilarity
    usual: tuple[float, float]
    profiles: tuple[Profile, Profile]
    caution: float = 0.0

    @property
    def languages(self) -> tuple[str, str]:
        """The languages of both sides."""
        return self.versions[0].language, self.versions[1].language

    def cover(self, side: int, run: range, facing: range) -> float:
        """Return how well a run's words are found in ``facing``; 1 is usual between these texts, 0 is chance.

        Every threshold on a cover is in this unit, so that a free translation is not judged by the standard of a close
        one, nor Japanese by that of German.
        """
        return self.similarity.cover(side, run, facing) / self.usual[side]

    def nearest_matches(self, number: int) -> list[Bead]:
        """Return the nearest beads with two sides before and after the bead of this number."""
        found = []
        for way in (range(number - 1, -1, -1), range(number + 1, len(self.beads))):
            both = (k for k in way if self.beads[k].source and self.beads[k].target)
            nearest = next(both, None)
            if nearest is not None:
                found.append(self.beads[nearest])
        return found

    def is_capitals(self, bead: Bead) -> bool:
        """Return whether a side of a bead is in capitals, as titles are; the encoder finds such words badly."""
        return any(in_capitals(self.run_text(side, run_of(bead, side))) for side in (0, 1))

    def run_text(self, side: int, run: range) -> str:
        """Return a run's segments with spaces between them."""
        return " ".join(self.texts[side][index] for index in run)


def in_capitals(text: str) -> bool:
    """Return whether nearly all letters of a text are capitals, and there is more than one.

    >>> in_capitals("CHAPTER I. A LONG-EXPECTED PARTY"), in_capitals("The NATO treaty"), in_capitals("第一章 A")
    (True, False, False)
    """
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > 1 and sum(map(str.isupper, letters)) >= _MOSTLY * len(letters)


def open_case(alignment: Alignment, profiles: tuple[Profile, Profile], caution: float = 0.0) -> Case:
    """Gather what the checks look at; ``profiles`` are those of the source and of the target."""
    texts = alignment.source.texts, alignment.target.texts
    wordless = [_wordless(side) for side in (alignment.source, alignment.target)]
    beads = tuple(place_beads(alignment.ladder.beads))
    similarity = compare_profiles(*profiles)
    usual = usual_cover(similarity, beads, 0), usual_cover(similarity, beads, 1)
    versions = alignment.source, alignment.target
    return Case(versions, texts, (wordless[0], wordless[1]), beads, similarity, usual, profiles, caution)


def _wordless(text: Text) -> list[bool]:
    code = [text.paragraphs[segment.paragraph].is_code for segment in text.segments]
    rows = zip(text.texts, map(text.is_aside, range(len(text))), code, strict=True)
    return [aside or is_code or not any(map(str.isalnum, shown)) for shown, aside, is_code in rows]


def place_beads(beads: Iterable[Bead]) -> list[Bead]:
    """Return beads with each empty side at the place where its segments would be, so that ranges can be compared.

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


def consecutive_runs(indices: Iterable[int]) -> list[range]:
    """Return numbers as runs of those that follow each other.

    >>> consecutive_runs([4, 1, 2])
    [range(1, 3), range(4, 5)]
    """
    runs: list[range] = []
    for index in sorted(indices):
        if runs and runs[-1].stop == index:
            runs[-1] = range(runs[-1].start, index + 1)
        else:
            runs.append(range(index, index + 1))
    return runs


def usual_cover(similarity: TokenSimilarity, beads: Sequence[Bead], side: int) -> float:
    """Return the median cover of one side over the sure 1-1 beads, in deviations above chance."""
    covers = [
        similarity.cover(side, run_of(bead, side), run_of(bead, 1 - side))
        for bead in beads
        if bead.shape == "1-1" and bead.confidence >= SURE
    ]
    return max(float(np.median(covers)), _LEAST_USUAL) if len(covers) >= _ENOUGH else _DEFAULT_USUAL
