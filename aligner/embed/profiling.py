"""Make the profile of a text: its vectors, and what its segments show without a model.

That is their size in bytes, their punctuation and their numbers, none of which needs to know the language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from hashlib import blake2b

import numpy as np

from aligner.profile import Encoded, Profile, Vectors, centre
from aligner.text import Text

MARKS = ("question", "exclamation", "colon", "semicolon", "bracket", "speech", "suspension", "comma")
"""The kinds of punctuation that translators keep, each in the forms of all scripts. Full stops are left out: every
sentence has one. So are ``¿`` and ``¡``, which add nothing to the ``?`` and ``!`` at the end."""

_KINDS = {
    "question": "?？؟\u037e",  # with the Arabic and the Greek question mark
    "exclamation": "!！",
    "colon": ":：",
    "semicolon": ";；",
    "bracket": "(（[［",  # an opening one is counted for both
    "comma": ",，、،",
}
"""Marks that count 1 each."""

_QUOTES = '"“”„«»「」『』‹›《》'
"""Quotation marks, of which each counts a half: a quotation may begin in one segment and end in the next."""

_OPENING_SINGLE_QUOTE = "‘"
"""Counts for the pair, since its closing form ``’`` is the apostrophe as well."""

_SPEECH_DASH = re.compile(r"\s*(?:[—–―]|--|-(?=\s))")
"""A dash at the start of a segment, where one language writes — Yes, another “Yes”: it counts as a pair of quotation
marks. Not elsewhere (in a parenthesis a translator may write commas), and not the hyphen of ``-5``."""

_SUSPENSION = re.compile(r"[…‥⋯]+|\.(?:[ \u00a0]?\.)+|。{2,}|・{3,}|･{3,}")
"""One ellipsis, however it is written: ``…``, ``……``, ``‥``, ``...``, ``. . .``, ``。。。``, ``・・・``."""

_FIGURES = 32
"""Numbers that a signature has. Two random directions of 32 have a cosine of about 0.18 (1 / sqrt(32)), small against
the 1 of the same number."""

_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f\u2009 ’']\d{3}(?!\d))*(?:[.,]\d+)?")
"""A number in figures: 1917; in groups of three, however these are separated, 30 000 000 or 30’000’000; with a decimal
part, 2,5. Four digits are no group: in "5 1917" the year is a number of its own."""

_COUNTED = (
    {mark: (MARKS.index(kind), 1.0) for kind, marks in _KINDS.items() for mark in marks}
    | {mark: (MARKS.index("speech"), 0.5) for mark in _QUOTES}
    | {_OPENING_SINGLE_QUOTE: (MARKS.index("speech"), 1.0)}
)
"""Each mark with the place of its kind and what it counts."""


def make_profile(text: Text, encoded: Encoded) -> Profile:
    """Return the profile of a text of n segments; ``encoded`` has the vectors of these n segments.

    The vectors are centred over the text and brought to unit length (see ``aligner.profile.centre``).
    """
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
    """Return how often each kind of ``MARKS`` occurs in each text, [n, len(MARKS)], in halves for quotation marks.

    What languages write differently counts as what it is: the same numbers for "“Well…” he said." and "— Well... he
    said.".

    >>> count_marks(["“Well?” (Yes …)", "— Well? (Yes...)"]).tolist()
    [[1.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0], [1.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0]]
    """
    counts = np.zeros((len(texts), len(MARKS)), np.float32)
    for row, text in zip(counts, texts, strict=True):
        for character in text:
            if character in _COUNTED:
                kind, amount = _COUNTED[character]
                row[kind] += amount
        row[MARKS.index("suspension")] = len(_SUSPENSION.findall(text))
        row[MARKS.index("speech")] += bool(_SPEECH_DASH.match(text))
    return counts


def find_numbers(text: str) -> list[str]:
    """Return the numbers of a text that are written in figures, without the marks between their digits.

    Figures of other scripts count as Latin ones.

    >>> find_numbers("30 000 000 women, 18 December 1917, 2,5 and 1.000")
    ['30000000', '18', '1917', '25', '1000']
    """
    normal = unicodedata.normalize("NFKC", text)
    return [re.sub(r"\D", "", found) for found in _NUMBER.findall(normal)]


def sign_numbers(texts: Sequence[str]) -> Vectors:
    """Return a signature of the numbers in each text, [n, 32].

    It is the sum of a fixed random unit vector for each number (feature hashing, Weinberger et al. 2009, with 32 signs
    a number). So the squared distance of two signatures is about the count of numbers that only one text has, and
    their product about the count of those that both have.
    """
    signatures = np.zeros((len(texts), _FIGURES), np.float32)
    for place, text in enumerate(texts):
        for number in find_numbers(text):
            bits = int.from_bytes(blake2b(number.encode(), digest_size=_FIGURES // 8).digest(), "big")
            signs = np.array([1 if bits >> k & 1 else -1 for k in range(_FIGURES)], np.float32)
            signatures[place] += signs / np.sqrt(_FIGURES)
    return signatures
