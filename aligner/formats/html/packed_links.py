"""Word links as a page carries them: six characters each, in an attribute of the cell that they are of."""

from __future__ import annotations

import string
from collections.abc import Iterable

from aligner.word_links import WordLink

_DIGITS = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
_LONGEST = len(_DIGITS) ** 2  # characters of a cell that a link can reach


def pack_links(links: Iterable[WordLink]) -> str:
    """Return links in base 64: two digits for where a word begins and one for its length, for source and target.

    Links beyond the 4,096th character of a cell are left out, and a word of more than 63 is cut.

    >>> pack_links([WordLink(range(0, 2), range(70, 75))])
    'AACBGF'
    """
    reached = (link for link in links if max(link.source.start, link.target.start) < _LONGEST)
    return "".join(_pack(words) for link in reached for words in (link.source, link.target))


def _pack(words: range) -> str:
    high, low = divmod(words.start, len(_DIGITS))
    return _DIGITS[high] + _DIGITS[low] + _DIGITS[min(len(words), len(_DIGITS) - 1)]
