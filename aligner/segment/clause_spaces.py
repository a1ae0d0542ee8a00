"""Cut text in Thai and its neighbours at spaces, the only boundaries between sentences that Thai writes.

A space parts sentences, but also clauses, the items of a list and names (spacing rules of the Royal Institute of
Thailand). So one is taken where neither side shows that the clause goes on and both parts are long enough. Measured on
1,997 lines of Thai news in paragraphs of four lines each (NTREX-128): docs/segmentation.md.
"""

from __future__ import annotations

import re

_THAI = "\u0e01-\u0e3a\u0e40-\u0e4e"
_LAO, _TIBETAN, _BURMESE, _KHMER = (
    "\u0e80-\u0ecd\u0edc-\u0edf",
    "\u0f40-\u0fbc",
    "\u1000-\u103f\uaa60-\uaa7f",
    "\u1780-\u17d3",
)
_LETTERS = _THAI + _LAO + _TIBETAN + _BURMESE + _KHMER
_SPACE = re.compile(rf"(?<=[{_LETTERS}\u0f0b\u0f0d\u0f0e)\"”’'])[ \u00a0\n]+(?=[{_LETTERS}(\"“‘'])")
_NEIGHBOUR = re.compile(f"[{_LETTERS}]")
# Words that go on with a clause: and, which, that, in order to, will, or, that; the signs of repetition and shortening.
_GOES_ON = re.compile(
    "และ|ซึ่ง|ที่|เพื่อ|จะ|หรือ|ว่า|ๆ|ฯ"  # Thai
    "|ແລະ|ເຊິ່ງ|ທີ່|ເພື່ອ|ຈະ|ຫຼື|ວ່າ|ໆ|ຯ"  # Lao
    "|និង|ដែល|ដើម្បី|ឬ|ថា|ៗ"  # Khmer
)
_BEFORE_SPEECH = ("ว่า", "ວ່າ", "ថា")  # "said that": what was said follows
_STOP = re.compile(r"[!?។៕။]|[^\s\d.]{2}\.(?:\s|\Z)")  # a stop of the script, or a Western one after a word
_SHORTEST = 18  # characters of a part before a space: shorter ones are names, dates and introductory words
_LAST = 20  # characters of the last part


def divide_at_spaces(piece: str, *, stopped: bool) -> list[str]:
    """Return the parts of a piece that spaces part; the piece alone where none does.

    White space at the end of a part belongs to it. ``stopped`` says that the paragraph has stops: then only Thai, which
    has none of its own, is divided.

    >>> divide_at_spaces("แมวตัวหนึ่งอาศัยอยู่ที่ท่าเรือริมแม่น้ำ ทุกเช้าคนพายเรือให้ปลาแก่มันหนึ่งตัว", stopped=False)
    ['แมวตัวหนึ่งอาศัยอยู่ที่ท่าเรือริมแม่น้ำ ', 'ทุกเช้าคนพายเรือให้ปลาแก่มันหนึ่งตัว']
    """
    parts, start = [], 0
    if len(piece) < _SHORTEST + _LAST or not _NEIGHBOUR.search(piece):
        return [piece]
    for space in _SPACE.finditer(piece):
        at, end = space.span()
        if at - start < _SHORTEST or len(piece) - end < _LAST or _GOES_ON.match(piece, end):
            continue
        if not piece.endswith(_BEFORE_SPEECH, 0, at) and _is_between(piece, at, end, stopped=stopped):
            parts.append(piece[start:end])
            start = end
    return [*parts, piece[start:]]


def has_stops(paragraph: str) -> bool:
    """Return whether a paragraph has a mark that ends sentences."""
    return _STOP.search(paragraph) is not None


def _is_between(piece: str, at: int, end: int, *, stopped: bool) -> bool:
    """Return whether a space is beside a letter of a script that is divided; the other side may be a quotation mark."""
    sides = piece[at - 1] + piece[end]
    return any("\u0e00" <= side <= "\u0e7f" if stopped else _NEIGHBOUR.match(side) for side in sides)
