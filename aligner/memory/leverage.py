"""How much of a new text a memory translates: context, exact and fuzzy matches, in the bands that CAT tools report.

The text is indexed and the memory is read past it once, so that the memory may be of any size. Texts are compared as
words; how alike two are is one less their edit distance (Levenshtein 1966) over the number of words of the longer.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from typing import Any, NamedTuple

from aligner.errors import AlignerError
from aligner.memory.statistics import count_characters, count_words
from aligner.memory.units import Unit, plain_code
from aligner.text import Text, fold_space
from aligner.writing import UNSPACED_WORDS

BANDS = ("context", "repetition", "100%", "95-99%", "85-94%", "75-84%", "50-74%", "new")
"""The bands, best first: an exact match after the same segment as in the memory; a segment that came earlier in the
text; an exact match; fuzzy matches by their likeness; everything else."""

_LOWEST = (50, 75, 85, 95)  # percent, the lowest of each fuzzy band
_TOKEN = re.compile(rf"[{UNSPACED_WORDS}]|[^\W{UNSPACED_WORDS}]+|[^\w\s]")
"""A word, a letter of a script without spaces between words, or a mark."""

_LOOKED_AT, _COMPARED = 300, 12
"""For each unit of a memory, occurrences of its words that are looked at, and segments that are compared."""


class Match(NamedTuple):
    """The best match of a segment: its likeness in percent (101 in context), and the unit's two texts."""

    percent: int = 0
    source: str = ""
    target: str = ""


@dataclass(slots=True)
class Leverage:
    """What a memory translates of a text: the best match of each segment, and segments, words, characters by band."""

    matches: list[Match]
    bands: dict[str, Counter[str]] = field(default_factory=dict)


def require_rapidfuzz() -> Any:
    """Return the module that compares texts; raise ``AlignerError``, with what to install, where it is missing."""
    try:
        from rapidfuzz.distance import Levenshtein
    except ImportError as error:
        raise AlignerError("fuzzy matches need rapidfuzz; install it with: pip install rapidfuzz") from error
    return Levenshtein


def measure_leverage(text: Text, units: Iterable[Unit]) -> Leverage:
    """Return how much of a text the units of a memory translate.

    Units that lack the text's language are passed over. Raises ``AlignerError`` where rapidfuzz is missing.
    """
    index = _Index([fold_space(segment) for segment in text.texts])
    before, origin = "", ""
    for unit in units:
        source, target = sides_in(unit, text.language)
        if source:
            file = unit.origin.partition(", line ")[0]
            before, origin = (before if file == origin else ""), file
            index.offer(source, target, before)
            before = source
    return _sum_up(index.segments, index.best)


def sides_in(unit: Unit, language: str) -> tuple[str, str]:
    """Return a unit's text in a language and its first in another, "" and "" where it lacks one of them."""
    variants = unit.variants()
    codes = [variant.language for variant in variants]
    plain = plain_code(language)
    same = [variant for variant in variants if plain_code(variant.language) == plain] or [
        variant for variant in variants if plain_code(variant.language).split("-")[0] == plain.split("-")[0]
    ]
    if not same or len(codes) < 2:
        return "", ""
    others = [variant for variant in variants if variant.language != same[0].language]
    return (fold_space(same[0].text), fold_space(others[0].text)) if others else ("", "")


class _Index:
    """The segments of a text by their words, and the best match that each has had so far."""

    def __init__(self, segments: list[str]) -> None:
        self.segments = segments
        self.best = [Match()] * len(segments)
        self._distance = require_rapidfuzz()
        self._places: dict[str, list[int]] = {}
        for number, segment in enumerate(segments):
            self._places.setdefault(segment, []).append(number)
        # Each different segment once: its words, and where each word occurs.
        self._different = list(self._places)
        self._tokens = [_TOKEN.findall(segment.lower()) for segment in self._different]
        self._holders: dict[str, list[int]] = {}
        for number, tokens in enumerate(self._tokens):
            for token in set(tokens):
                self._holders.setdefault(token, []).append(number)

    def offer(self, source: str, target: str, before: str) -> None:
        """Compare a unit of the memory with the text; ``before`` is the source of the unit before it."""
        places = self._places.get(source)
        for place in places or ():
            context = self.segments[place - 1] if place else ""
            percent = 101 if before == context else 100
            self._improve(place, Match(percent, source, target))
        tokens = _TOKEN.findall(source.lower())
        for number in self._candidates(tokens):
            self._compare(number, tokens, Match(0, source, target))

    def _candidates(self, tokens: list[str]) -> list[int]:
        """Return the segments that share the most of a text's rarest words, and may be alike by half or more.

        At most ``_LOOKED_AT`` holders of words are looked at, those of the rarest words first, and ``_COMPARED`` of the
        segments compared, so that a unit takes the same time whatever the size of the text.
        """
        shared: Counter[int] = Counter()
        left = _LOOKED_AT
        for token in sorted(set(tokens) & self._holders.keys(), key=lambda token: (len(self._holders[token]), token)):
            shared.update(self._holders[token][:left])
            left -= len(self._holders[token])
            if left <= 0:
                break
        size = len(tokens)
        fitting = [
            (-count, abs(len(self._tokens[number]) - size), number)
            for number, count in shared.items()
            if 2 * min(len(self._tokens[number]), size) >= max(len(self._tokens[number]), size)
        ]
        return [number for _, _, number in nsmallest(_COMPARED, fitting)]

    def _compare(self, number: int, tokens: list[str], match: Match) -> None:
        segment = self._different[number]
        place = self._places[segment][0]
        known = self.best[place].percent
        if known >= 99 or segment == match.source:
            return
        likeness = self._distance.normalized_similarity(
            self._tokens[number], tokens, score_cutoff=max(known, _LOWEST[0]) / 100
        )
        # Words alike but not the text: another letter case or another space is not an exact match.
        percent = min(int(100 * likeness + 1e-9), 99)
        if percent >= _LOWEST[0]:
            for each in self._places[segment]:
                self._improve(each, match._replace(percent=percent))

    def _improve(self, place: int, match: Match) -> None:
        if match.percent > self.best[place].percent:
            self.best[place] = match


def _sum_up(segments: Sequence[str], best: list[Match]) -> Leverage:
    bands = {band: Counter(segments=0, words=0, characters=0) for band in BANDS}
    seen: set[str] = set()
    for segment, match in zip(segments, best, strict=True):
        again = segment in seen and match.percent <= 100
        band = "repetition" if again else band_of(match.percent)
        seen.add(segment)
        bands[band].update(segments=1, words=count_words(segment), characters=count_characters(segment))
    return Leverage(best, bands)


def band_of(percent: int) -> str:
    """Return the band of a likeness.

    >>> band_of(101), band_of(100), band_of(99), band_of(84), band_of(50), band_of(49)
    ('context', '100%', '95-99%', '75-84%', '50-74%', 'new')
    """
    if percent >= 100:
        return "context" if percent > 100 else "100%"
    return ("new", "50-74%", "75-84%", "85-94%", "95-99%")[bisect_right(_LOWEST, percent)]
