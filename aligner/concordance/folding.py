"""Texts without case and diacritics, in which words are looked for, with the way back to the text's own characters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Combining marks of Latin, Greek and Cyrillic; points of Hebrew; vowel signs of Arabic. The marks of Indic scripts and
# of Thai are vowels that make other words, and the voicing mark of kana makes another syllable.
_MARKS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff]"
)
_LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ħ": "h",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "ð": "d",
        "þ": "th",
        "’": "'",
        "‑": "-",
        "\u00ad": "",
    }
)
"""Letters that Unicode does not take apart, signs that are typed in two ways, and the soft hyphen."""


def fold(text: str) -> str:
    """Return a text in small letters without diacritics.

    >>> fold("Gerät"), fold("ŁÓDŹ"), fold("Straße"), fold("ﾀﾞﾒ"), fold("कि")
    ('gerat', 'lodz', 'strasse', 'ダメ', 'कि')
    """
    if text.isascii():
        return text.lower()
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", bare).casefold().translate(_LETTERS)


def fold_with_places(text: str) -> tuple[str, list[int]]:
    """Return a text as ``fold`` does, and for each of its characters, and for its end, the place in the text.

    >>> fold_with_places("aß")
    ('ass', [0, 1, 1, 2])
    """
    parts: list[str] = []
    places: list[int] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        if end < len(text) and text[end] in "ﾞﾟ":  # half-width voicing marks, which are letters to Unicode
            end += 1
        folded = _fold_one(text[start:end])
        parts.append(folded)
        places += [start] * len(folded)
        start = end
    return "".join(parts), [*places, len(text)]


@lru_cache(maxsize=4096)
def _fold_one(cluster: str) -> str:
    return fold(cluster)
