"""Find segments by their words: a change of case, spacing or punctuation, or other borders of segments, do no harm."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from unicodedata import category, normalize

from aligner.pins.file import Named
from aligner.text import Text

_SHOWN = 60  # characters of a neighbour that are kept: enough to tell one "Yes." from another
_MOST = 500
"""Places with the same words that are compared, on each side of the one that the count points at. A text all of whose
lines are alike would otherwise take the square of its length."""


@lru_cache(1 << 16)  # the segments of a novel in two languages, again after each pin that is set
def fold_words(text: str) -> str:
    """Return the letters, digits and symbols of a text, without case; a text of nothing else as it is, but for spaces.

    >>> fold_words("“Yes,” she said."), fold_words("Ｙｅｓ — she said!"), fold_words(" . . . ")
    ('yesshesaid', 'yesshesaid', '...')
    """
    folded = normalize("NFKC", text).casefold()
    return "".join(c for c in folded if category(c)[0] not in "PZC") or "".join(folded.split())


class Found(NamedTuple):
    """Where named segments are; ``whole`` is False if some of them are gone from the text."""

    run: range
    whole: bool


class Index:
    """The segments of a text by their folded words."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.folded = [fold_words(segment.text) for segment in text.segments]
        self._places: dict[str, list[int]] = {}
        for number, words in enumerate(self.folded):
            self._places.setdefault(words, []).append(number)
        self._starts: list[int] = [0]
        for words in self.folded:
            self._starts.append(self._starts[-1] + len(words))
        self._joined = "".join(self.folded)
        self._borders: dict[int, int] = {}  # the first segment that begins at an offset
        for number, start in enumerate(self._starts):
            self._borders.setdefault(start, number)

    def find(self, named: Named) -> Found | None:
        """Return where named segments are, None if none of them is there.

        Of several places with these words, that with the same neighbours counts, then the one nearest to the
        occurrence. Segments that are cut otherwise are found if their first and last borders are still borders.
        """
        wanted = [fold_words(text) for text in named.texts]
        if runs := self._runs(wanted):
            return Found(self._choose(runs, named), whole=True)
        left = [words for words in wanted if words in self._places]
        if left and len(left) < len(wanted) and (runs := self._runs(left)):
            return Found(self._choose(runs, named), whole=False)
        return None

    def name(self, run: range) -> Named:
        """Return the name of a run of segments, by which ``find`` finds it again."""
        runs = self._runs(self.folded[run.start : run.stop])
        occurrence = runs.index(run) + 1 if run in runs else 1
        texts = self.text.texts
        before = texts[run.start - 1][-_SHOWN:] if run.start else ""
        after = texts[run.stop][:_SHOWN] if run.stop < len(texts) else ""
        return Named(tuple(texts[run.start : run.stop]), occurrence, before, after)

    def run_at(self, at: int, words: str) -> range | None:
        """Return the run of segments from ``at`` on whose folded words, joined, are these; None if there is none."""
        last = self._borders.get(self._starts[at] + len(words)) if words else None
        if last is None or not self._joined.startswith(words, self._starts[at]):
            return None
        return range(at, last)

    def find_words(self, words: str) -> list[range]:
        """Return the runs of segments whose folded words, joined, are these, in order."""
        found: list[range] = []
        at = self._joined.find(words) if words else -1
        while at >= 0:
            first, last = self._borders.get(at), self._borders.get(at + len(words))
            if first is not None and last is not None:
                found.append(range(first, last))
            at = self._joined.find(words, at + 1)
        return found

    def _runs(self, wanted: Sequence[str]) -> list[range]:
        size = len(wanted)
        starts = self._places.get(wanted[0], [])
        if size == 1:
            runs = [range(at, at + 1) for at in starts]
        else:
            runs = [range(at, at + size) for at in starts if self.folded[at : at + size] == list(wanted)]
        return runs or self.find_words("".join(wanted))

    def _choose(self, runs: list[range], named: Named) -> range:
        near = max(min(named.occurrence, len(runs)) - 1, 0)
        first = max(near - _MOST, 0)
        ranked = list(enumerate(runs))[first : near + _MOST]
        before, after = fold_words(named.before), fold_words(named.after)
        return max(ranked, key=lambda one: (self._neighbours(one[1], before, after), -abs(one[0] - near)))[1]

    def _neighbours(self, run: range, before: str, after: str) -> int:
        """Return how many of the two neighbours of a run are those that were named; 0 if none were."""
        if not before and not after:
            return 0
        one = self.folded[run.start - 1] if run.start else ""
        other = self.folded[run.stop] if run.stop < len(self.folded) else ""
        return (one.endswith(before) if before else not one) + (other.startswith(after) if after else not other)
