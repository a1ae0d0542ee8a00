"""Link the words of two matched cells by the vectors of their tokens.

The method is the argmax of Jalili Sabet, Dufter, Yvon and Schütze (2020, *SimAlign: High Quality Word Alignments
Without Parallel Training Data Using Static and Contextualized Embeddings*), with a penalty for distance like theirs.
How many of the links are right is in docs/reader.md, "Words".
"""

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
"""Letters and digits, with apostrophes and hyphens inside: "well-dug", "l’eau", "1917"."""

_UNSPACED = re.compile(f"[{UNSPACED_WORDS}]")
"""A character of a script that writes no spaces between words, in which each token counts as a word."""

# The three numbers below trade the number of links against their precision. With them 40 to 66 % of the English words
# of the speech (texts/family) are linked, and 44 to 46 of 50 sampled links are right (docs/reader.md).
_LAYER_WEIGHTS = (1, 0.5)  # of the middle layer, which is the more lexical, and of the last
_LEAST = 0.45
"""Similarity below which two words are not linked. A lower value links more words, more of them wrongly."""
_DISTANCE = 0.3
"""Subtracted from the similarity of two words at opposite ends of their sentences, and in proportion from that of other
pairs. It tells apart the three "the" of one sentence; a much larger value would exclude words that the word order of
the other language moves."""


class WordLink(NamedTuple):
    """The characters of a word of the pivot's cell, and of the word of another language's cell that translates it."""

    source: range
    target: range


WordLinks = Mapping[tuple[int, int], Sequence[WordLink]]
"""The links of each cell with the pivot's cell of its row, by row and column."""


def link_edition(edition: Edition, profiles: Sequence[Profile]) -> WordLinks:
    """Return the links between the words of an edition's cells and those of its pivot.

    ``profiles`` has the profile of each version, in the order of the columns. Cells without links are left out.
    """
    columns = [_Column(text, profile) for text, profile in zip(edition.texts, profiles, strict=True)]
    links: dict[tuple[int, int], list[WordLink]] = {}
    for number, row in enumerate(edition.rows):
        words = [column.words(run) for column, run in zip(columns, row.cells, strict=True)]
        for column, other in enumerate(words[1:], 1):
            if found := link_words(words[0], other):
                links[number, column] = found
    return links


def link_runs(texts: tuple[Text, Text], profiles: tuple[Profile, Profile], runs: tuple[range, range]) -> list[WordLink]:
    """Return the links between the words of a run of segments of one text and of a run of another, each joined."""
    words = [_Column(text, profile).words(run) for text, profile, run in zip(texts, profiles, runs, strict=True)]
    return link_words(words[0], words[1])


class Words(NamedTuple):
    """The words of a cell: the characters of each in the cell's text, and unit vectors [n, d]."""

    ranges: list[range]
    vectors: Vectors


def link_words(source: Words, target: Words) -> list[WordLink]:
    """Return the pairs of words of which each is the most similar to the other, in the order of the source.

    Similarity is the cosine, less ``_DISTANCE`` times the difference of the words' places in their sentences, each from
    0 to 1. Pairs below ``_LEAST`` are left out.
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

    A word's vector is the sum of its tokens' vectors, in which the middle layer counts twice as much as the last. A
    segment with fewer tokens than words gets no words, because its tokens cannot be assigned to words. This is so for
    vectors of the user's own, which have one token per segment.
    """

    def __init__(self, text: Text, profile: Profile) -> None:
        self.texts = text.texts
        self.profile = profile

    def words(self, run: range) -> Words:
        """Return the words of the cell that holds a run of segments."""
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
        """Return a vector for each token of a segment, [t, 2 w].

        The layers are set side by side, each times the root of its weight, so that a product is the weighted sum of
        theirs.
        """
        tokens = self.profile.tokens_of(range(index, index + 1))
        layers = self.profile.layers
        if not layers:
            return np.zeros((0, 0), np.float32)
        chosen = zip((layers[-2:][0], layers[-1]), _LAYER_WEIGHTS, strict=True)
        return np.concatenate([layer[tokens] * np.float32(np.sqrt(weight)) for layer, weight in chosen], axis=1)


def _unit(vectors: Vectors) -> Vectors:
    """Return vectors [n, d] at unit length; those of length 0 stay 0."""
    unit: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return unit


def find_words(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[range, range]]:
    """Return a text's words in order, each with the numbers of its tokens.

    ``spans`` has the characters of each token. In a script that writes no spaces each token is a word. Words without a
    token are left out.

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
