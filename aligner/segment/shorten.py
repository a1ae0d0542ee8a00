"""A cap on the length of a segment, for text without punctuation."""

from __future__ import annotations

import re
from math import ceil

from aligner.segment.signs import IDEOGRAPH, skip_space

LONGEST = 1000
"""The longest segment, in characters; a Chinese or Japanese character counts as three."""
_CLAUSES = (
    re.compile(r"[;:؛]\s+|[；：]|\n\s*"),
    re.compile(r"[,،]\s+|[，、]|\s[-–—]\s+|[)\]）」』”»]\s+"),
    re.compile(r"\s+"),
)


def shorten(piece: str, longest: int) -> list[str]:
    """Cut a piece that is too long into parts of like length, each at the best clause boundary near its end.

    White space at the end of a part does not count. A word longer than the cap is cut anywhere.
    """
    if 3 * len(piece) <= longest:
        return [piece]
    rest = _size(piece.rstrip())
    parts = []
    start = 0
    while rest > longest:
        even = _reach(piece, start, ceil(rest / ceil(rest / longest)))
        cut = _best(piece, start, even, _reach(piece, start, longest))
        rest -= _size(piece[start:cut])
        end = skip_space(piece, cut)
        rest -= end - cut
        parts.append(piece[start:end])
        start = end
    return [*parts, piece[start:]] if start < len(piece) else parts


def _size(text: str) -> int:
    """Return the length of a text, a Chinese or Japanese character counted as three."""
    return len(text) + 2 * len(IDEOGRAPH.findall(text))


def _reach(piece: str, start: int, size: int) -> int:
    """Return the end of the longest stretch of a size, of one character at least."""
    end = start
    while end < len(piece) and size > 0:
        step = max(size // 3, 1)
        size -= _size(piece[end : end + step])
        end += step
    return max(end if size >= 0 else end - 1, start + 1)


def _best(piece: str, start: int, even: int, high: int) -> int:
    """Return where to cut: at the best kind of boundary in reach, of these the one nearest to an even share."""
    for pattern in _CLAUSES:
        ends = [found.end() for found in pattern.finditer(piece, start + (even - start) // 2 + 1, high)]
        if ends:
            return min(ends, key=lambda end: abs(end - even))
    return even
