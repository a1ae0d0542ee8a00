"""Which words of two matched cells stand for each other, as the vectors of their tokens tell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from aligner.edition import Edition
from aligner.embed import Encoder
from aligner.embed.token_offsets import find_spans
from aligner.profile import NOTHING, Encoded, HalfVectors, Vectors
from aligner.text import Text, join_segments
from aligner.writing import UNSPACED_WORDS

_WORD = re.compile(r"[^\W_]+(?:['’\-‑][^\W_]+)*")
_UNSPACED = re.compile(f"[{UNSPACED_WORDS}]")
_LEAST = 0.45  # similarity below which two words are not linked
_DISTANCE = 0.3  # what it costs to stand at the two ends of the sentences


class WordLink(NamedTuple):
    """Characters of the pivot's cell and of another language's that stand for each other."""

    source: range
    target: range


WordLinks = Mapping[tuple[int, int], Sequence[WordLink]]
"""The links of a cell with the pivot's in its row, by row and column."""


class Tokens(NamedTuple):
    """A text's token vectors, and for each segment the characters of its shown text that each token covers."""

    encoded: Encoded
    spans: Sequence[Sequence[tuple[int, int]]]


def find_hints(edition: Edition, encoder: Encoder) -> WordLinks:
    """Encode an edition's versions, from the cache where it has them, and return the links between their words."""
    encoded = [encoder.encode(text.texts) if text.segments else NOTHING for text in edition.texts]
    spans = [find_spans(encoder.name, text.texts) for text in edition.texts]
    return hint_words(edition, [Tokens(*each) for each in zip(encoded, spans, strict=True)])


def hint_words(edition: Edition, tokens: Sequence[Tokens]) -> WordLinks:
    """Return the word links of an edition's cells with those of its pivot; ``tokens`` has one entry a column.

    A segment whose spans are not as many as its vectors has no links.
    """
    columns = [_Column(text, *each) for text, each in zip(edition.texts, tokens, strict=True)]
    hints: dict[tuple[int, int], list[WordLink]] = {}
    for number, row in enumerate(edition.rows):
        words = [column.words(run) for column, run in zip(columns, row.cells, strict=True)]
        for column, other in enumerate(words[1:], 1):
            if links := link_words(words[0], other):
                hints[number, column] = links
    return hints


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

    A word's vector is that of the middle layer, which is the more lexical, and half as much of the last.
    """

    def __init__(self, text: Text, encoded: Encoded, spans: Sequence[Sequence[tuple[int, int]]]) -> None:
        self.texts = text.texts
        self.offsets = encoded.offsets
        self.spans = spans
        chosen = [encoded.layers[-2:][0], encoded.layers[-1]] if encoded.layers else []
        self.layers = [(layer, _mean(layer), weight) for layer, weight in zip(chosen, (1, 0.5), strict=False)]

    def words(self, run: range) -> Words:
        """Return a cell's words, by their characters in the cell's text."""
        ranges: list[range] = []
        sums: list[Vectors] = []
        texts = self.texts[run.start : run.stop]
        for place, index in enumerate(run):
            start = len(join_segments(texts[: place + 1])) - len(texts[place])
            vectors = self._vectors(index)
            for word, members in find_words(texts[place], self.spans[index]) if len(vectors) else ():
                ranges.append(range(start + word.start, start + word.stop))
                sums.append(vectors[members.start : members.stop].sum(0))
        return Words(ranges, _unit(np.stack(sums)) if sums else np.zeros((0, 0), np.float32))

    def _vectors(self, index: int) -> Vectors:
        """Return a vector for each token of a segment, none where its spans are not those of its tokens."""
        first, last = self.offsets[index : index + 2]
        if last - first != len(self.spans[index]):
            return np.zeros((0, 0), np.float32)
        parts = [_unit(layer[first:last] - mean) * np.sqrt(weight) for layer, mean, weight in self.layers]
        return np.concatenate(parts, axis=1)


def _mean(vectors: HalfVectors) -> Vectors:
    mean: Vectors = vectors.sum(0, dtype=np.float32) / max(len(vectors), 1)
    return mean


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
