"""Text in columns of a terminal, where a Chinese or Japanese character takes two."""

from __future__ import annotations

import re
from unicodedata import category, east_asian_width

_BREAKS = re.compile("[\t\n\r\u2028\u2029]+")
_UNSHOWN = re.compile("[^\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]")
_OPENING = "([{«“‘„「『（〈《【〔"
_CLOSING = ")]}»”’」』）〉》】〕、。，．！？：；!?,.:;…ー々っッゃゅょャュョ"


def plain(text: str) -> str:
    """Return a text in one line, with U+FFFD for what no terminal or XML file should get: controls, turned direction.

    >>> plain("a\\x1b[31m\\nb")
    'a�[31m b'
    """
    return _UNSHOWN.sub("\ufffd", _BREAKS.sub(" ", text))


def width(text: str) -> int:
    """Return the columns that a text takes.

    >>> width("naïve"), width("家族"), width("e\u0301")
    (5, 4, 1)
    """
    return sum(map(_columns, text))


def pad(text: str, columns: int) -> str:
    """Return a text with spaces after it that fill these columns."""
    return text + " " * max(0, columns - width(text))


def clip(text: str, columns: int) -> str:
    """Return a text that takes no more than these columns, cut with an ellipsis where it must be.

    >>> clip("one two", 7), clip("one two", 6), clip("家族の生活", 6)
    ('one two', 'one t…', '家族…')
    """
    if width(text) <= columns:
        return text
    return text[: _fitting(text, columns - 1)].rstrip() + "…"


def clip_start(text: str, columns: int) -> str:
    """Return the end of a text, as ``clip`` returns its beginning.

    >>> clip_start("one two", 6)
    '…e two'
    """
    return clip(text[::-1], columns)[::-1]


def wrap(text: str, columns: int, most: int | None = None) -> list[str]:
    """Return a text in lines of these columns, ``most`` at most, the last of them cut with an ellipsis.

    >>> wrap("one two three", 8), wrap("家族の生活、です。", 10), wrap("one two three", 7, 1)
    (['one two', 'three'], ['家族の生', '活、です。'], ['one…'])
    """
    lines: list[str] = []
    while text and (most is None or len(lines) < most):
        if most is not None and len(lines) == most - 1 and width(text) > columns:
            cut = _break(text, columns - 1)
            lines.append(text[:cut].rstrip() + "…")
            break
        cut = _break(text, columns)
        lines.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return lines


def _columns(char: str) -> int:
    if category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


def _fitting(text: str, columns: int) -> int:
    """Return how many of a text's characters fit into these columns."""
    taken = 0
    for count, char in enumerate(text):
        taken += _columns(char)
        if taken > columns:
            return count
    return len(text)


def _break(text: str, columns: int) -> int:
    """Return where a line of these columns ends: at a space or beside a wide character, inside a word if it must."""
    fitting = max(1, _fitting(text, columns))
    if fitting == len(text):
        return fitting
    return next((cut for cut in range(fitting, 0, -1) if _may_break(text[cut - 1], text[cut])), fitting)


def _may_break(before: str, after: str) -> bool:
    if after.isspace() or before.isspace():
        return True
    wide = "WF"
    return (
        (east_asian_width(before) in wide or east_asian_width(after) in wide)
        and after not in _CLOSING
        and before not in _OPENING
    )
