"""Word links as a page carries them: six characters each, in an attribute of the sentence that they belong to.

After the texts they are what a page weighs most (0.4 times the texts, see docs/reader.md); as JSON, ``[0,2,70,75],``, a
link would take twice the room. ``words.js`` unpacks them.
"""

from __future__ import annotations

import string
from collections.abc import Iterable

from aligner.word_links import WordLink

_DIGITS = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
"""The digits of base 64 as in RFC 4648, section 5, the variant for URLs: HTML need not escape any of them."""

_REACH = len(_DIGITS) ** 2
"""Characters of a cell that two digits can count: 64 × 64 = 4,096."""


def pack_links(links: Iterable[WordLink]) -> str:
    """Return links as digits of base 64: for source and target each two for a word's start, one for its length.

    A link that begins after the first 4,096 characters of a cell is left out. Of a word of more than 63 characters only
    the first 63 are marked.

    >>> pack_links([WordLink(range(0, 2), range(70, 75))])
    'AACBGF'
    """
    reached = (link for link in links if max(link.source.start, link.target.start) < _REACH)
    return "".join(_pack(words) for link in reached for words in (link.source, link.target))


def _pack(words: range) -> str:
    high, low = divmod(words.start, len(_DIGITS))
    return _DIGITS[high] + _DIGITS[low] + _DIGITS[min(len(words), len(_DIGITS) - 1)]
