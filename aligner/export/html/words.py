"""Which words of two matched cells stand for each other, as the vectors of their tokens tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.edition import Edition
from aligner.export.html.hints import Hints, WordLink
from aligner.text import join_segments
from aligner.vectors import Encoded, Vectors

_WORD = re.compile(r"[^\W_]+(?:['’\-‑][^\W_]+)*")
_UNSPACED = re.compile("[\u2e80-\u9fff\uf900-\ufaff\u0e00-\u0eff]")
_LEAST = 0.45  # similarity below which two words are not linked
_DISTANCE = 0.3  # what it costs to stand at the two ends of the sentences


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text's token vectors, and for each segment the characters of its shown text that each token covers."""

    encoded: Encoded
    spans: Sequence[Sequence[tuple[int, int]]]


def hint_words(edition: Edition, tokens: Sequence[Tokens]) -> Hints:
    """Return the word links of an edition's cells with those of its pivot; ``tokens`` has one entry a column."""
    vectors = [_mix(each.encoded) for each in tokens]
    hints: dict[tuple[int, int], list[WordLink]] = {}
    for number, row in enumerate(edition.rows):
        words = [
            _cell_words(edition, column, run, tokens[column], vectors[column]) for column, run in enumerate(row.cells)
        ]
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


def _mix(encoded: Encoded) -> Vectors:
    """Return a vector a token, [t, d]: the middle layer, which is the more lexical, and half as much of the last."""
    chosen = [(encoded.layers[-2:][0], 1.0), (encoded.layers[-1], 0.5)]
    parts = []
    for layer, weight in chosen:
        centred = layer.astype(np.float32) - layer.mean(0, dtype=np.float32)
        parts.append(centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9) * np.sqrt(weight))
    return np.concatenate(parts, axis=1)


def _cell_words(edition: Edition, column: int, run: range, tokens: Tokens, vectors: NDArray[np.float32]) -> Words:
    """Return a cell's words by their characters in the cell's text."""
    ranges: list[range] = []
    means: list[Vectors] = []
    texts = [edition.texts[column].segments[index].text for index in run]
    for place, index in enumerate(run):
        start = len(join_segments(texts[: place + 1])) - len(texts[place])
        own = vectors[tokens.encoded.offsets[index] : tokens.encoded.offsets[index + 1]]
        for word, members in find_words(texts[place], tokens.spans[index]):
            ranges.append(range(start + word.start, start + word.stop))
            means.append(own[members].mean(0))
    matrix = np.stack(means) if means else np.zeros((0, vectors.shape[1]), np.float32)
    return Words(ranges, matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9))


def find_words(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[range, list[int]]]:
    """Return a text's words, each with the numbers of its tokens; where a script has no spaces, tokens are words.

    >>> find_words("No end.", [(0, 2), (2, 4), (4, 6), (6, 7)])
    [(range(0, 2), [0]), (range(3, 6), [1, 2])]
    >>> find_words("家族は", [(0, 2), (2, 3)])
    [(range(0, 2), [0]), (range(2, 3), [1])]
    """
    words = []
    for match in _WORD.finditer(text):
        inside = [(k, a, b) for k, (a, b) in enumerate(spans) if a < match.end() and b > match.start()]
        if _UNSPACED.search(match[0]):
            parts = [(range(max(a, match.start()), min(b, match.end())), [k]) for k, a, b in inside]
            words += parts
        elif inside:
            words.append((range(*match.span()), [k for k, _, _ in inside]))
    return words
