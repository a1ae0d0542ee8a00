"""A cap on the length of a segment, for text without punctuation."""

from __future__ import annotations

import re
from math import ceil

from aligner.segment.characters import IDEOGRAPH, skip_space

LONGEST = 1000
"""The longest segment, in characters; a Chinese or Japanese character counts as three.

The cap is for text without punctuation; a shorter one would divide long sentences of prose, a longer one would let a
page become one segment, too long to be compared. Characters of Chinese count more because they say more."""
_CLAUSES = (
    # A semicolon, a colon, a line break: "he came; she left", verse without punctuation.
    re.compile(r"[;:؛]\s+|[；：]|\n\s*"),
    # A comma, a dash between spaces, the end of a bracket or a quotation.
    re.compile(r"[,،]\s+|[，、]|\s[-–—]\s+|[)\]）」』”»]\s+"),
    # Any white space.
    re.compile(r"\s+"),
)
"""Where a segment that is too long may be divided, the best kind of boundary first."""


def shorten(piece: str, longest: int) -> list[str]:
    """Divide a piece that is too long into parts of like length, each at the best clause boundary near its end.

    White space at the end of a part does not count. A word longer than the cap is divided anywhere.

    >>> shorten("he came, he saw; he left at last", 20)
    ['he came, he saw; ', 'he left at last']
    """
    # Three is what the heaviest character counts, so this piece fits whatever it is made of.
    if 3 * len(piece) <= longest:
        return [piece]
    rest = _size(piece.rstrip())
    parts = []
    start = 0
    while rest > longest:
        even = _reach(piece, start, ceil(rest / ceil(rest / longest)))
        end = skip_space(piece, boundary := _best_boundary(piece, start, even, _reach(piece, start, longest)))
        rest -= _size(piece[start:boundary]) + end - boundary
        parts.append(piece[start:end])
        start = end
    return [*parts, piece[start:]] if start < len(piece) else parts


def _size(text: str) -> int:
    """Return the length of a text, a Chinese or Japanese character counted as three."""
    return len(text) + 2 * len(IDEOGRAPH.findall(text))


def _reach(piece: str, start: int, size: int) -> int:
    """Return the end of the longest stretch from ``start`` that has at most a size, but one character at least.

    It steps by a third of what is left, which even the heaviest characters do not exceed, so a few steps are enough.
    """
    end = start
    while end < len(piece) and size > 0:
        step = max(size // 3, 1)
        size -= _size(piece[end : end + step])
        end += step
    return max(end if size >= 0 else end - 1, start + 1)


def _best_boundary(piece: str, start: int, even: int, high: int) -> int:
    """Return where to divide: at the best kind of boundary in reach, of these the one nearest to an even share.

    ``even`` is where an even share ends and ``high`` where the cap does; a part has at least half of an even share.
    """
    for pattern in _CLAUSES:
        ends = [found.end() for found in pattern.finditer(piece, start + (even - start) // 2 + 1, high)]
        if ends:
            return min(ends, key=lambda end: abs(end - even))
    return even
