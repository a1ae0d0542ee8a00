"""The numbers that matching, coverage and word links use of a text, made once for each text (``embed.profiling``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
HalfVectors = NDArray[np.float16]
Integers = NDArray[np.int64]

SHRINKAGE = 10.0
"""From n vectors, n / (n + SHRINKAGE) of their mean is subtracted: half of it when n is 10.

The mean of a text's vectors is what all of them share, and says nothing about a single segment; models leave it large,
so that all cosines are high (Mu and Viswanath 2018, *All-but-the-Top*). But the mean of three segments consists mostly
of these segments themselves: if all of it were subtracted, little but noise would remain.
"""


@dataclass(frozen=True, slots=True)
class Encoded:
    """What an encoder returns for ``n`` segments with ``t`` tokens in all, special tokens and prompt left out.

    Parameters
    ----------
    sentences : float32 [n, d]
        A vector for each segment, of unit length.
    offsets : int64 [n + 1]
        The tokens of segment i are those from ``offsets[i]`` up to ``offsets[i + 1]``.
    token_ids : int64 [t]
        The tokens' numbers in the model's vocabulary.
    layers : tuple of float16 [t, w]
        The token vectors of one layer or more, the model's last layer last.
    spans : int64 [t, 2]
        The characters of its segment that a token covers: the first, and the one after the last.
    """

    sentences: Vectors
    offsets: Integers
    token_ids: Integers
    layers: tuple[HalfVectors, ...]
    spans: Integers

    def __len__(self) -> int:
        return len(self.sentences)

    def __repr__(self) -> str:
        return f"<Encoded: {len(self)} segments, {len(self.token_ids)} tokens, {len(self.layers)} layers>"


NOTHING = Encoded(
    np.zeros((0, 0), np.float32), np.zeros(1, np.int64), np.zeros(0, np.int64), (), np.zeros((0, 2), np.int64)
)
"""The vectors of a text without segments."""


class Part(IntEnum):
    """What a segment belongs to: segments of one part are never in a bead with those of another."""

    BODY = 0
    NOTE = 1  # a footnote; all of them come last
    SEPARATOR = 2  # no sentence: a row of stars, the place of a picture, the number of a printed page
    NUMBER = 3  # a number in a paragraph of its own, of a chapter or a page: of the body, but no part of a sentence


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything that is compared about the ``n`` segments and ``t`` tokens of one text.

    Parameters
    ----------
    sentences : float32 [n, d]
        A vector for each segment, centred over the text and of unit length.
    offsets, token_ids, spans
        As in ``Encoded``.
    layers : tuple of float32 [t, w]
        The token vectors of each layer, centred over the text and of unit length.
    sizes : float32 [n]
        The length of each segment in bytes of UTF-8.
    marks : float32 [n, k + 3]
        The number of punctuation marks of each of k kinds in each segment; then whether it ends as a sentence does,
        whether it ends with a sign after which a sentence goes on, and whether it begins with a small letter.
    figures : float32 [n, f]
        A signature of the numbers in a segment, such that the squared distance of two signatures is about the count
        of numbers that differ.
    parts : int64 [n], optional
        The ``Part`` of each segment; without it all are of the body.
    """

    sentences: Vectors
    offsets: Integers
    token_ids: Integers
    layers: tuple[Vectors, ...]
    spans: Integers
    sizes: Vectors
    marks: Vectors
    figures: Vectors
    parts: Integers | None = None

    def __len__(self) -> int:
        return len(self.sizes)

    def __repr__(self) -> str:
        return f"<Profile: {len(self)} segments, {len(self.token_ids)} tokens>"

    def tokens_of(self, run: range) -> slice:
        """Return the tokens of a run of segments; none for an empty run."""
        return slice(int(self.offsets[run.start]), int(self.offsets[run.stop])) if run else slice(0, 0)

    def numbers_of(self, part: Part) -> Integers:
        """Return the numbers of the segments of a part, in order; the body has those that are a number too."""
        if self.parts is None:
            return np.arange(len(self) if part == Part.BODY else 0)
        return np.flatnonzero((self.parts == part) | ((self.parts == Part.NUMBER) & (part == Part.BODY)))

    def select(self, numbers: Integers) -> Profile:
        """Return the profile of some of the segments, in order; their vectors stay centred over the whole text."""
        if len(numbers) == len(self):
            return replace(self, parts=None)
        starts, counts = self.offsets[numbers], np.diff(self.offsets)[numbers]
        offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        tokens = np.repeat(starts - offsets[:-1], counts) + np.arange(offsets[-1])
        return Profile(
            self.sentences[numbers],
            offsets,
            self.token_ids[tokens],
            tuple(layer[tokens] for layer in self.layers),
            self.spans[tokens],
            self.sizes[numbers],
            self.marks[numbers],
            self.figures[numbers],
        )

    def token_spans(self, index: int) -> list[tuple[int, int]]:
        """Return for each token of a segment the characters of the segment that it covers."""
        return [(start, end) for start, end in self.spans[self.tokens_of(range(index, index + 1))].tolist()]


def centre(vectors: NDArray[np.floating]) -> Vectors:
    """Return vectors [n, d] minus their mean (for few vectors, only part of it: ``SHRINKAGE``), at unit length.

    >>> centre(np.array([[1.0, 0.0], [1.0, 0.0]])).tolist()
    [[1.0, 0.0], [1.0, 0.0]]
    """
    values = vectors.astype(np.float32)
    if len(values):
        values -= values.mean(0) * (len(values) / (len(values) + SHRINKAGE))
    unit: Vectors = values / np.maximum(np.linalg.norm(values, axis=1, keepdims=True), 1e-6)
    return unit


def concatenate(parts: Sequence[Encoded]) -> Encoded:
    """Return the segments of one or more texts as those of one, in order; all must have the same layers."""
    counts = np.concatenate([np.diff(part.offsets) for part in parts])
    return Encoded(
        np.concatenate([part.sentences for part in parts]),
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        np.concatenate([part.token_ids for part in parts]),
        tuple(np.concatenate(layer) for layer in zip(*(part.layers for part in parts), strict=True)),
        np.concatenate([part.spans for part in parts]),
    )
