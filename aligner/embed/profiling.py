"""Make the profile of a text: its vectors, and three measures of its segments that need no model.

These are their sizes in bytes, their punctuation and their numbers, all found without knowing the language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from hashlib import blake2b

import numpy as np

from aligner.profile import Encoded, Integers, Part, Profile, Vectors, centre
from aligner.separators import blank_note_marks
from aligner.text import Text

MARKS = (
    "?？؟\u037e",  # with the Arabic and the Greek question mark
    "!！",
    ":：",
    ";；",
    "(（[［",  # an opening bracket counts for the pair
    '"“”„«»「」『』‹›《》',
    "…‥",
    ",，、،",
)
"""The punctuation that translators keep, in the forms of all scripts. Full stops are left out: every sentence has one.
So is the dash, which marks dialogue in one language and a break in another."""

_FINAL = frozenset(".!?。．｡！？…‥؟۔।॥")
_OPEN = frozenset(",:;，、：；،؛-–—―─")
_CLOSING = " \t\u3000\"'”’»«」』›‹“)）]］}*_"
"""The signs that end a sentence, those after which it goes on, and those that may stand behind either."""

_FIGURES = 32
"""Numbers that a signature has. Two random directions of 32 have a cosine of about 0.18 (1 / sqrt(32)), small against
the 1 of the same number."""

_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f\u2009 ’']\d{3}(?!\d))*(?:[.,]\d+)?")
"""A number in figures: 1917; in groups of three, however these are separated, 30 000 000 or 30’000’000; with a decimal
part, 2,5. Four digits are no group: in "5 1917" the year is a number of its own."""

_LONE_NUMBER = re.compile(r"\W{0,3}(?:\d{1,4}|[IVXLC]{1,7}|[〇一二三四五六七八九十百]{1,4})\W{0,3}")
"""A paragraph that is a number: "12", "XIV.", "- 3 -", （二）."""

_KIND_OF = {ord(mark): kind for kind, marks in enumerate(MARKS) for mark in marks}


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
        find_parts(text),
    )


def find_parts(text: Text) -> Integers:
    """Return the ``Part`` of each segment of a text: separators, the notes that end the text, and its body.

    A note before the end, which no reader of files leaves there, is of the body: the parts are matched one by one, and
    what is matched must come in the same order on both sides.
    """
    kinds = [text.paragraphs[segment.paragraph].kind for segment in text.segments]
    whole = [segment.raw == text.paragraphs[segment.paragraph].text for segment in text.segments]
    parts = np.array([Part.SEPARATOR if found else Part.BODY for found in text.separators], np.int64)
    for number, segment in enumerate(text.segments):
        if whole[number] and parts[number] == Part.BODY and _LONE_NUMBER.fullmatch(segment.text):
            parts[number] = Part.NUMBER
    number = len(kinds)
    while number and (kinds[number - 1] == "note" or parts[number - 1] == Part.SEPARATOR):
        number -= 1
        if parts[number] == Part.BODY:
            parts[number] = Part.NOTE
    return parts


def count_marks(texts: Sequence[str]) -> Vectors:
    """Return the number of marks of each kind in each text, and how it ends and begins, [n, len(MARKS) + 3].

    The last three are 1 where a text ends with the sign of a sentence's end, where it ends with a sign after which a
    sentence goes on, and where its first letter is a small one. Closing quotation marks and brackets are passed over.

    >>> count_marks(["Well? (Yes.)", "he said:"]).tolist()
    [[1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0]]
    """
    counts = np.zeros((len(texts), len(MARKS) + 3), np.float32)
    for row, text in zip(counts, texts, strict=True):
        for character in text:
            kind = _KIND_OF.get(ord(character))
            if kind is not None:
                row[kind] += 1
        last = text.rstrip(_CLOSING)[-1:]
        first = next((character for character in text if character.isalpha()), "")
        row[len(MARKS) :] = last in _FINAL, last in _OPEN, first.islower()
    return counts


def find_numbers(text: str) -> list[str]:
    """Return the numbers of a text that are written in figures, without the marks between their digits.

    Figures of other scripts count as Latin ones; those of typed references to notes (``river[15]``) are none.

    >>> find_numbers("30 000 000 women, 18 December 1917, 2,5 and 1.000")
    ['30000000', '18', '1917', '25', '1000']
    """
    normal = unicodedata.normalize("NFKC", blank_note_marks(text))
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
