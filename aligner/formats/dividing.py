"""Divide a translation over the lines or cues that its original is on."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from aligner.text import fold_space
from aligner.writing import UNSPACED_WORDS

_BOUNDARY = re.compile(rf"\s+|(?<=[{UNSPACED_WORDS}])(?=[{UNSPACED_WORDS}])")  # where a text may be divided
_PAUSE = re.compile(r"[.!?…,;:–—。！？、，；：][\"'”’»」』)]*\Z")  # before a boundary at which a speaker may pause
_CLOSING = 3  # characters before a boundary in which such a sign is looked for
_REACH = 0.25
"""How far a cut goes to reach a pause: this share of the shorter part beside it. A larger one would give the parts
lengths that no longer fit the times or the lines that they belong to."""


def divide(text: str, sizes: Sequence[int]) -> list[str]:
    """Return as many parts of a text as there are sizes, of lengths in proportion, cut between words.

    A cut goes to a comma or the end of a sentence that is near.

    >>> divide("one two three four", [10, 10]), divide("one", [5, 5])
    (['one two', 'three four'], ['one', ''])
    >>> divide("If it rains, we stay at home.", [15, 15])
    ['If it rains,', 'we stay at home.']
    """
    whole = fold_space(text)
    ends = [match.span() for match in _BOUNDARY.finditer(whole)] if len(sizes) > 1 else []
    pauses = [span for span in ends if _PAUSE.search(whole[max(span[0] - _CLOSING, 0) : span[0]])]
    parts, start, passed, total = [], 0, 0, sum(sizes) or 1
    for size, following in pairwise(sizes):
        passed += size
        ideal = len(whole) * passed / total
        at, resumed = _nearest(ends, ideal, start) or (len(whole), len(whole))
        pause = _nearest(pauses, ideal, start)
        if pause and abs(pause[0] - ideal) <= _REACH * len(whole) * min(size, following) / total:
            at, resumed = pause
        parts.append(whole[start:at])
        start = resumed
    return [*parts, whole[start:]]


def _nearest(spans: Sequence[tuple[int, int]], ideal: float, start: int) -> tuple[int, int] | None:
    """Return the span that begins nearest to a place, of those after ``start``."""
    at = bisect_left(spans, (ideal, 0))
    near = [span for span in spans[max(at - 1, 0) : at + 1] if span[0] > start]
    if not near:
        after = bisect_left(spans, (start + 1, 0))
        near = list(spans[after : after + 1])
    return min(near, key=lambda span: abs(span[0] - ideal), default=None)
