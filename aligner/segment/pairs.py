"""Openers that have found their closers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from aligner.segment.signs import DASHES

BRACKETS = "([（【"
_PAIRED = re.compile(r"[()\[\]（）【】「」『』《》“”„‟«»\"]")
_KINDS = {
    **dict.fromkeys("()（）", "("),
    **dict.fromkeys("[]【】", "["),
    **dict.fromkeys("「」", "「"),
    **dict.fromkeys("『』", "『"),
    **dict.fromkeys("《》", "《"),
}
_CLINGS = ",;:.!?…–—)]"
_OPEN, _CLOSE = "([（【「『《„‟", ")]）】」』》"


def _opens(text: str, at: int) -> bool:
    """Say whether a bracket or a quotation mark opens, from its form and its neighbours."""
    sign = text[at]
    if sign in _OPEN or sign in _CLOSE:
        return sign in _OPEN
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if sign in "“«":
        return before.isspace() or not (after.isspace() or after in _CLINGS)
    return (before.isspace() or before in _OPEN + DASHES + "：，") and not (after.isspace() or after in _CLINGS)


class Pairs:
    """The brackets and double quotation marks of a text that have found each other.

    A closer takes the nearest opener of its kind that is still free, so that a part of the text has the same pairs. All
    double marks but the Chinese and Japanese ones are of one kind, as writers mix them.
    """

    def __init__(self, text: str) -> None:
        free: dict[str, list[int]] = {}
        found = []
        straight = []
        for match in _PAIRED.finditer(text):
            at = match.start()
            if text[at] == '"':
                straight.append(at)
            waiting = free.setdefault(_KINDS.get(text[at], '"'), [])
            if _opens(text, at):
                waiting.append(at)
            elif waiting:
                found.append((waiting.pop(), at))
        self._pairs = sorted(found)
        self._closers = dict(found)
        self._openers = {closed: opened for opened, closed in found}
        self._straight = straight
        self._next = 0

    def opened_before(self, position: int) -> Iterator[tuple[int, int]]:
        """Yield the pairs, not yet seen, that open before a position."""
        upto = bisect_left(self._pairs, (position, 0), self._next)
        seen, self._next = self._next, upto
        yield from self._pairs[seen:upto]

    def closer(self, opened: int) -> int:
        """Return where the bracket or quotation that opens at a position closes, or -1."""
        return self._closers.get(opened, -1)

    def opener(self, closed: int) -> int:
        """Return where the bracket or quotation that closes at a position opens, or -1."""
        return self._openers.get(closed, -1)

    def closes(self, at: int) -> bool:
        """Say whether the straight quotation mark at a position is a second, fourth, … one."""
        return bisect_left(self._straight, at) % 2 == 1
