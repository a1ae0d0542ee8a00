"""Find the words and phrases of a text that may be terms or names.

A phrase is a candidate if it begins and ends with a content word. Content words are those that the text has more often
than language in general has them ("weirdness", Ahmad, Gillam and Tostevin 1999), which needs no list of function words
in any language. Phrases inside longer ones count by what they are besides these: the C-value of Frantzi, Ananiadou and
Mima (2000, *Automatic Recognition of Multi-Word Terms: the C-value/NC-value Method*).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from aligner.terms.forms import group_forms
from aligner.word_links import UnitWords

LONGEST = 4  # words of a phrase; longer terms are rare, and are found by their parts
CONTENT = 1.2
"""Nats by which a word must be more frequent than in general to be a content word, compared with the text's words as a
whole: 3.3 times. In the speech (texts/family) "which", at 1.1, is the highest of the commonest function words in
English, and "family", "children" and "woman" are above 2."""
_USUAL = 5.5
"""Nats by which a text in one language has its function words more often than the background, which has a hundred
languages: 4.5 in French, 4.8 in English and German, 5.9 in Russian (texts/family)."""
_MOST_WEIRD = 6.0  # nats; the vocabulary only bounds the probability of words that it lacks
_NAME = 0.9  # of the occurrences of a name inside sentences begin with a capital
_CAPITALS = 0.25
"""Share of a text's words inside sentences that begin with a capital, above which capitals say nothing: German has 0.3,
other languages 0.02 to 0.1."""

Key = tuple[str, ...]
"""The words of a phrase in small letters."""


class Place(NamedTuple):
    """Where a phrase is: the row, and the first word and the one after the last."""

    row: int
    start: int
    end: int


class Candidate(NamedTuple):
    """A phrase, the form that it has most often, whether it is a name, its C-value, and its places."""

    key: Key
    form: str
    name: bool
    value: float
    places: tuple[Place, ...]


def find_candidates(
    rows: Sequence[UnitWords], weird: Mapping[str, float], *, least: int = 2, longest: int = LONGEST
) -> list[Candidate]:
    """Return the phrases that occur ``least`` times or more, those of the highest C-value first.

    ``rows`` are the words of each row, and ``weird`` says how much more frequent each is than in general.
    """
    places: dict[Key, list[Place]] = defaultdict(list)
    for number, row in enumerate(rows):
        for place in _phrases(row, number, weird, longest):
            places[row.keys[place.start : place.end]].append(place)
    groups = group_forms({key: len(found) for key, found in places.items()})
    merged = {head: sorted(place for key in keys for place in places[key]) for head, keys in groups.items()}
    kept = {key: found for key, found in merged.items() if len(found) >= least}
    own = _count_own({key: len(found) for key, found in kept.items()})
    capitals = _share_of_capitals(rows)
    found = []
    for key, each in kept.items():
        weight = sum(min(weird[word], _MOST_WEIRD) for word in key) / len(key)
        value = math.log2(len(key) + 1) * own[key] * weight
        form, name = _describe(each, rows)
        found.append(Candidate(key, form, name and capitals < _CAPITALS, round(value, 3), tuple(each)))
    return sorted((one for one in found if one.value > 0), key=lambda one: (-one.value, one.key))


def weigh_words(rows: Sequence[UnitWords], rarity: Callable[[Sequence[str]], Sequence[float]]) -> dict[str, float]:
    """Return for each word by how many nats the rows have it more often than language in general does.

    The median over all words is 0: half of a text are function words, which it has as often as any other. In lists of
    titles and the like, which have fewer, what is usual elsewhere stands in for the median.
    """
    counts = Counter(key for row in rows for key in row.keys)
    total = sum(counts.values())
    words = list(counts)
    ratios = {word: math.log(counts[word] / total) - usual for word, usual in zip(words, rarity(words), strict=True)}
    passed, middle = 0, 0.0
    for word in sorted(words, key=lambda word: (ratios[word], word)):
        passed += counts[word]
        middle = ratios[word]
        if 2 * passed >= total:
            break
    return {word: ratio - min(middle, _USUAL) for word, ratio in ratios.items()}


def _phrases(row: UnitWords, number: int, weird: Mapping[str, float], longest: int) -> Iterator[Place]:
    """Yield the phrases of a row that begin and end with a content word and have nothing but space between words."""
    content = [weird[key] >= CONTENT and any(map(str.isalpha, key)) and len(key) > 1 for key in row.keys]
    for start, first in enumerate(content):
        if not first:
            continue
        for end in range(start + 1, min(start + longest, len(content)) + 1):
            if end - start > 1 and not row.adjoins(end - 2):
                break
            if content[end - 1]:
                yield Place(number, start, end)


def _count_own(counts: Mapping[Key, int]) -> dict[Key, float]:
    """Return how often each phrase is, less the mean of the longer phrases that it is a part of.

    >>> _count_own({("old", "well"): 3, ("well",): 5, ("deep",): 1})
    {('old', 'well'): 3, ('well',): 2.0, ('deep',): 1}
    """
    longer: dict[Key, list[int]] = defaultdict(list)
    for key, count in counts.items():
        for part in {key[i:j] for i in range(len(key)) for j in range(i + 1, len(key) + 1)} - {key}:
            longer[part].append(count)
    return {key: count - (sum(longer[key]) / len(longer[key]) if key in longer else 0) for key, count in counts.items()}


def _describe(places: Sequence[Place], rows: Sequence[UnitWords]) -> tuple[str, bool]:
    """Return the form that a phrase has most often, and whether it has a capital inside sentences."""
    forms = Counter(rows[place.row].form(place.start, place.end) for place in places)
    inner = [rows[place.row].form(place.start, place.end) for place in places if place.start]
    upper = sum(form[:1].isupper() for form in inner)
    return min(forms, key=lambda form: (-forms[form], form)), bool(inner) and upper >= _NAME * len(inner)


def _share_of_capitals(rows: Sequence[UnitWords]) -> float:
    """Return the share of words after the first of a row that begin with a capital, 1 in a script without capitals."""
    inner = [row.form(number, number + 1)[:1] for row in rows for number in range(1, len(row.keys))]
    lower, upper = sum(map(str.islower, inner)), sum(map(str.isupper, inner))
    return upper / (lower + upper) if lower else 1.0
