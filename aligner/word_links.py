"""Which words of two matched cells stand for each other, as the vectors of their tokens tell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from aligner.edition import Edition
from aligner.profile import Profile, Vectors
from aligner.text import Text, join_segments
from aligner.writing import UNSPACED_WORDS

_WORD = re.compile(r"[^\W_]+(?:['’\-‑][^\W_]+)*")
_UNSPACED = re.compile(f"[{UNSPACED_WORDS}]")
_LAYER_WEIGHTS = (1, 0.5)  # of the middle layer and of the last
_LEAST = 0.45  # similarity below which two words are not linked
_DISTANCE = 0.3  # what it costs to stand at the two ends of the sentences


class WordLink(NamedTuple):
    """Characters of the pivot's cell and of another language's that stand for each other."""

    source: range
    target: range


WordLinks = Mapping[tuple[int, int], Sequence[WordLink]]
"""The links of a cell with the pivot's in its row, by row and column."""


def link_edition(edition: Edition, profiles: Sequence[Profile]) -> WordLinks:
    """Return the links between the words of an edition's cells and those of its pivot; one profile a column."""
    columns = [_Column(text, profile) for text, profile in zip(edition.texts, profiles, strict=True)]
    links: dict[tuple[int, int], list[WordLink]] = {}
    for number, row in enumerate(edition.rows):
        words = [column.words(run) for column, run in zip(columns, row.cells, strict=True)]
        for column, other in enumerate(words[1:], 1):
            if found := link_words(words[0], other):
                links[number, column] = found
    return links


class Words(NamedTuple):
    """The words of a cell: their characters, and their vectors, [n, d], unit length."""

    ranges: list[range]
    vectors: Vectors


def link_words(source: Words, target: Words) -> list[WordLink]:
    """Return the pairs of words of which each is the other's nearest, near enough, in the order of the source.

    Nearness is the cosine less what it costs to stand far apart (Jalili Sabet et al. 2020, the argmax method).
    """
    if not source.ranges or not target.ranges:
        return []
    near = source.vectors @ target.vectors.T
    places = [np.arange(len(words.ranges)) / len(words.ranges) for words in (source, target)]
    near -= _DISTANCE * np.abs(places[0][:, None] - places[1][None])
    there, back = near.argmax(1), near.argmax(0)
    return [
        WordLink(source.ranges[i], target.ranges[j])
        for i, j in enumerate(there)
        if back[j] == i and near[i, j] >= _LEAST
    ]


class _Column:
    """A version's words, cell by cell.

    A word's vector is the sum of its tokens': those of the middle layer, which is the more lexical, with half as much
    of the last. A segment with fewer tokens than words, such as one with a vector of its own alone, has no words here.
    """

    def __init__(self, text: Text, profile: Profile) -> None:
        self.texts = text.texts
        self.profile = profile

    def words(self, run: range) -> Words:
        """Return a cell's words, by their characters in the cell's text."""
        ranges: list[range] = []
        sums: list[Vectors] = []
        texts = self.texts[run.start : run.stop]
        for place, index in enumerate(run):
            start = len(join_segments(texts[: place + 1])) - len(texts[place])
            spans = self.profile.token_spans(index)
            found = find_words(texts[place], spans)
            vectors = self._vectors(index)
            for word, members in found if len(found) <= len(spans) else ():
                ranges.append(range(start + word.start, start + word.stop))
                sums.append(vectors[members.start : members.stop].sum(0))
        return Words(ranges, _unit(np.stack(sums)) if sums else np.zeros((0, 0), np.float32))

    def _vectors(self, index: int) -> Vectors:
        """Return a vector for each token of a segment."""
        tokens = self.profile.tokens_of(range(index, index + 1))
        layers = self.profile.layers
        if not layers:
            return np.zeros((0, 0), np.float32)
        chosen = zip((layers[-2:][0], layers[-1]), _LAYER_WEIGHTS, strict=True)
        return np.concatenate([layer[tokens] * np.float32(np.sqrt(weight)) for layer, weight in chosen], axis=1)


def _unit(vectors: Vectors) -> Vectors:
    unit: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return unit


def find_words(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[range, range]]:
    """Return a text's words, each with the numbers of its tokens; where a script has no spaces, tokens are words.

    >>> find_words("No end.", [(0, 2), (2, 4), (4, 6), (6, 7)])
    [(range(0, 2), range(0, 1)), (range(3, 6), range(1, 3))]
    >>> find_words("家族は", [(0, 2), (2, 3)])
    [(range(0, 2), range(0, 1)), (range(2, 3), range(1, 2))]
    """
    words = []
    first = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        while first < len(spans) and spans[first][1] <= start:
            first += 1
        last = first
        while last < len(spans) and spans[last][0] < end:
            last += 1
        if _UNSPACED.search(match[0]):
            inside = ((k, *spans[k]) for k in range(first, last))
            words += [(range(max(a, start), min(b, end)), range(k, k + 1)) for k, a, b in inside]
        elif first < last:
            words.append((range(start, end), range(first, last)))
    return words
