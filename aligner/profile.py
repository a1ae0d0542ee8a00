"""What matching sees of a text: numbers only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
HalfVectors = NDArray[np.float16]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Encoded:
    """The vectors of ``n`` segments with ``t`` tokens in all, special tokens and prompt left out.

    ``sentences`` has shape [n, d], unit length. ``offsets`` has n + 1 entries: the tokens of segment i are
    ``offsets[i]:offsets[i + 1]``. ``token_ids`` has shape [t]. ``layers`` holds the token vectors of one layer or
    more, the last layer last, each [t, d] in half precision.
    """

    sentences: Vectors
    offsets: Integers
    token_ids: Integers
    layers: tuple[HalfVectors, ...]

    def __len__(self) -> int:
        return len(self.sentences)


NOTHING = Encoded(np.zeros((0, 0), np.float32), np.zeros(1, np.int64), np.zeros(0, np.int64), ())
"""What a text without segments gives."""


@dataclass(frozen=True, slots=True)
class Profile:
    """All that matching sees of the ``n`` segments of one text.

    ``sizes`` [n] is UTF-8 bytes; ``marks`` [n, k] counts punctuation of k kinds; ``figures`` [n, f] is a signature of
    the numbers in a segment, such that the squared distance of two signatures is the count of numbers that differ;
    ``blocks`` [n] is the paragraph that a segment stands in, ``headings`` [n] whether that is a heading.
    """

    encoded: Encoded
    sizes: Vectors
    marks: Vectors
    figures: Vectors
    blocks: Integers
    headings: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.sizes)


def concatenate(parts: Sequence[Encoded]) -> Encoded:
    """Join the segments of one or more texts, in order."""
    counts = np.concatenate([np.diff(part.offsets) for part in parts])
    return Encoded(
        np.concatenate([part.sentences for part in parts]),
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        np.concatenate([part.token_ids for part in parts]),
        tuple(np.concatenate(layer) for layer in zip(*(part.layers for part in parts), strict=True)),
    )
