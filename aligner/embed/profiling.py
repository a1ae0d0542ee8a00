"""Count what a segment shows without a model: its size, its punctuation, its numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from hashlib import blake2b

import numpy as np

from aligner.profile import Encoded, Profile, Vectors, centre
from aligner.text import Text

MARKS = (
    "?？؟\u037e",
    "!！",
    ":：",
    ";；",
    "(（[［",
    '"“”„«»「」『』‹›《》',
    "…‥",
    ",，、،",
)
_FIGURES = 32
_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f\u2009 ’']\d{3}(?!\d))*(?:[.,]\d+)?")
_TRANSLATION = {ord(mark): kind for kind, marks in enumerate(MARKS) for mark in marks}


def make_profile(text: Text, encoded: Encoded) -> Profile:
    """Return what is compared of a text: its vectors, centred, and what its segments show without a model."""
    texts = text.texts
    return Profile(
        centre(encoded.sentences),
        encoded.offsets,
        encoded.token_ids,
        tuple(centre(layer) for layer in encoded.layers),
        encoded.spans,
        np.array([len(t.encode("utf-8", "surrogatepass")) for t in texts], np.float32),
        count_marks(texts),
        sign_numbers(texts),
    )


def count_marks(texts: Sequence[str]) -> Vectors:
    """Return how often punctuation of each kind stands in each text, [n, len(MARKS)].

    >>> count_marks(["Well? (Yes.)"])[0].tolist()
    [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0]
    """
    counts = np.zeros((len(texts), len(MARKS)), np.float32)
    for row, text in zip(counts, texts, strict=True):
        for character in text:
            kind = _TRANSLATION.get(ord(character))
            if kind is not None:
                row[kind] += 1
    return counts


def find_numbers(text: str) -> list[str]:
    """Return the numbers written in figures, without the marks between their digits.

    >>> find_numbers("30 000 000 women, 18 December 1917, 2,5 and 1.000")
    ['30000000', '18', '1917', '25', '1000']
    """
    normal = unicodedata.normalize("NFKC", text)
    return [re.sub(r"\D", "", found) for found in _NUMBER.findall(normal)]


def sign_numbers(texts: Sequence[str]) -> Vectors:
    """Return for each text the sum of a fixed random unit vector for each of its numbers, [n, 32]."""
    signatures = np.zeros((len(texts), _FIGURES), np.float32)
    for place, text in enumerate(texts):
        for number in find_numbers(text):
            bits = int.from_bytes(blake2b(number.encode(), digest_size=_FIGURES // 8).digest(), "big")
            signs = np.array([1 if bits >> k & 1 else -1 for k in range(_FIGURES)], np.float32)
            signatures[place] += signs / np.sqrt(_FIGURES)
    return signatures
