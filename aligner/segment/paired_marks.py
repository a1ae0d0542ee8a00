"""Brackets and quotation marks, each opening one with the closing one that it belongs to."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from aligner.segment.characters import DASHES

BRACKETS = "([（【"
# Every mark that is paired.
_MARKS = re.compile(r"[()\[\]（）【】「」『』《》“”„‟«»\"]")
# The kind of each mark; an opening and a closing one of a kind make a pair. Western and full-width brackets are of one
# kind, as Chinese writers mix them; all double quotation marks that are not here are of the kind '"'.
_KINDS = {
    **dict.fromkeys("()（）", "("),
    **dict.fromkeys("[]【】", "["),
    **dict.fromkeys("「」", "「"),
    **dict.fromkeys("『』", "『"),
    **dict.fromkeys("《》", "《"),
}
# Marks that open, and that close, wherever they are.
_ALWAYS_OPEN, _ALWAYS_CLOSE = "([（【「『《„‟", ")]）】」』》"
_CLOSE_BEFORE = ",;:.!?…–—)]"
"""Signs before which a quotation mark closes: ``“Yes”, he said``."""
_OPEN_AFTER = _ALWAYS_OPEN + DASHES + "：，"
"""Signs after which a quotation mark may open: ``(“Yes”)``, ``—“Yes”``, ``：“是。”``."""


def _opens(text: str, at: int) -> bool:
    """Return whether a mark opens, from its form and its neighbours.

    ``“`` and ``«`` open in most languages and close in German (``„Ja“``, ``»Ja«``), so they open unless white space or
    punctuation follows. The others (``”``, ``»``, the straight one) close, unless white space or an opening mark comes
    before them and a word after.
    """
    sign = text[at]
    if sign in _ALWAYS_OPEN or sign in _ALWAYS_CLOSE:
        return sign in _ALWAYS_OPEN
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    word_follows = not (after.isspace() or after in _CLOSE_BEFORE)
    if sign in "“«":
        return before.isspace() or word_follows
    return (before.isspace() or before in _OPEN_AFTER) and word_follows


class PairedMarks:
    """The pairs of brackets and double quotation marks of a text.

    A closing mark is paired with the nearest opening one of its kind that is still free, so that a part of the text has
    the same pairs as the whole. All double quotation marks but the Chinese and Japanese ones are of one kind, as
    writers mix them. Single marks are not paired, since most are apostrophes.
    """

    def __init__(self, text: str) -> None:
        free: dict[str, list[int]] = {}
        pairs = []
        straight = []
        for match in _MARKS.finditer(text):
            at = match.start()
            if text[at] == '"':
                straight.append(at)
            waiting = free.setdefault(_KINDS.get(text[at], '"'), [])
            if _opens(text, at):
                waiting.append(at)
            elif waiting:
                pairs.append((waiting.pop(), at))
        self._pairs = sorted(pairs)
        self._closers = dict(pairs)
        self._openers = {closed: opened for opened, closed in pairs}
        self._straight = straight
        self._next = 0

    def opened_before(self, position: int) -> Iterator[tuple[int, int]]:
        """Yield the pairs that open before a position and were not yielded before, so that each is looked at once."""
        upto = bisect_left(self._pairs, (position, 0), self._next)
        seen, self._next = self._next, upto
        yield from self._pairs[seen:upto]

    def closer(self, opened: int) -> int:
        """Return where the bracket or quotation that opens at a position closes, or -1."""
        return self._closers.get(opened, -1)

    def opener(self, closed: int) -> int:
        """Return where the bracket or quotation that closes at a position opens, or -1."""
        return self._openers.get(closed, -1)

    def closes_straight(self, at: int) -> bool:
        """Return whether the straight quotation mark at a position closes, being the second, fourth, … of the text."""
        return bisect_left(self._straight, at) % 2 == 1
