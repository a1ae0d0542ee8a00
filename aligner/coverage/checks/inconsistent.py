"""Consistency: the same source sentence translated in two ways, and one translation of two different sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aligner.alignment import Alignment
from aligner.coverage.findings import RawFinding
from aligner.ladder import Bead

_SURE_BEAD = 0.5  # confidence of a bead below which it may be no translation
_FEWEST_LETTERS = 4  # of a sentence, in letters and digits; "No." has too many right translations
_CONFIDENCE = 0.8  # of every finding: this check computes no probability
_MOST_CHARACTERS = 80  # of a sentence that a finding quotes


class _Use(NamedTuple):
    """A 1-1 bead: the number of its alignment, the bead, and the letters and digits of both sides."""

    number: int
    bead: Bead
    letters: tuple[str, str]


def find_inconsistent(alignments: Sequence[Alignment]) -> list[list[RawFinding]]:
    """Return, for each of some alignments, the sentences that are translated otherwise than in an earlier place.

    Sentences are compared by their letters and digits, whatever their case and punctuation, and only between
    translations into one language.
    """
    found: list[list[RawFinding]] = [[] for _ in alignments]
    uses: dict[str, list[_Use]] = defaultdict(list)
    for number, alignment in enumerate(alignments):
        uses[alignment.target.language].extend(_uses(number, alignment))
    for of_language in uses.values():
        for side in (0, 1):
            for use, other in _differing(of_language, side):
                found[use.number].append(_report(alignments, use, other, side))
    return found


def _uses(number: int, alignment: Alignment) -> Iterator[_Use]:
    texts = alignment.source.texts, alignment.target.texts
    for bead in alignment.ladder.beads:
        if bead.shape == "1-1" and bead.confidence >= _SURE_BEAD:
            letters = _letters(texts[0][bead.source.start]), _letters(texts[1][bead.target.start])
            if all(len(one) >= _FEWEST_LETTERS for one in letters):
                yield _Use(number, bead, letters)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _differing(uses: Sequence[_Use], side: int) -> Iterator[tuple[_Use, _Use]]:
    """Yield each use that has on one side what an earlier one has and differs from it on the other, with the latter.

    Each way in which a sentence is translated is yielded once.
    """
    first: dict[str, _Use] = {}
    seen: set[tuple[str, str]] = set()
    for use in uses:
        original = first.setdefault(use.letters[side], use)
        if original.letters[1 - side] != use.letters[1 - side] and use.letters not in seen:
            yield use, original
        seen.add(use.letters)


def _report(alignments: Sequence[Alignment], use: _Use, other: _Use, side: int) -> RawFinding:
    """Return the finding of a sentence that is the same on ``side`` as an earlier one and differs on the other side."""
    alignment = alignments[other.number]
    text = (alignment.source, alignment.target)[1 - side]
    index = (other.bead.source, other.bead.target)[1 - side].start
    shown = text.texts[index]
    quoted = shown if len(shown) <= _MOST_CHARACTERS else shown[: _MOST_CHARACTERS - 1] + "…"
    said = "elsewhere" if side == 0 else "the same as for"
    detail = f"{said} “{quoted}” ({text.name or text.language}:{text.line(index)})"
    return RawFinding("inconsistent", 1, use.bead.target, use.bead.source, detail, _CONFIDENCE)
