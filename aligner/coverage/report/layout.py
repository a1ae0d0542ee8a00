"""Text fitted into the columns of a terminal, where a Chinese or Japanese character takes two."""

from __future__ import annotations

from unicodedata import category, east_asian_width

# Marks after which, and before which, no line breaks between wide characters: brackets, quotation marks, stops, and the
# Japanese marks and small kana that belong to the character before them (JIS X 4051).
_OPENING = "([{«“‘„「『（〈《【〔"
_CLOSING = ")]}»”’」』）〉》】〕、。，．！？：；!?,.:;…ー々っッゃゅょャュョ"


def width(text: str) -> int:
    """Return the number of columns that a text takes (Unicode Standard Annex 11).

    >>> width("naïve"), width("家族"), width("e\u0301")
    (5, 4, 1)
    """
    return sum(map(_columns, text))


def pad(text: str, columns: int) -> str:
    """Return a text with spaces after it up to a number of columns."""
    return text + " " * max(0, columns - width(text))


def clip(text: str, columns: int) -> str:
    """Return a text shortened to a number of columns, with an ellipsis at its end if anything was left out.

    >>> clip("one two", 7), clip("one two", 6), clip("家族の生活", 6)
    ('one two', 'one t…', '家族…')
    """
    if width(text) <= columns:
        return text
    return text[: _fitting(text, columns - 1)].rstrip() + "…"


def clip_start(text: str, columns: int) -> str:
    """Return the end of a text in a number of columns, with an ellipsis before it if anything was left out.

    >>> clip_start("one two", 6)
    '…e two'
    """
    return clip(text[::-1], columns)[::-1]


def wrap(text: str, columns: int, most: int | None = None) -> list[str]:
    """Return a text in lines of a number of columns, at most ``most``; an ellipsis ends a text that does not fit.

    >>> wrap("one two three", 8), wrap("家族の生活、です。", 10), wrap("one two three", 7, 1)
    (['one two', 'three'], ['家族の生', '活、です。'], ['one…'])
    """
    lines: list[str] = []
    while text and (most is None or len(lines) < most):
        if most is not None and len(lines) == most - 1 and width(text) > columns:
            end = _break(text, columns - 1)
            lines.append(text[:end].rstrip() + "…")
            break
        end = _break(text, columns)
        lines.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return lines


def _columns(char: str) -> int:
    if category(char) in {"Mn", "Me", "Cf"}:  # marks on another character, and joiners
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


def _fitting(text: str, columns: int) -> int:
    """Return how many of a text's characters fit into a number of columns."""
    taken = 0
    for count, char in enumerate(text):
        taken += _columns(char)
        if taken > columns:
            return count
    return len(text)


def _break(text: str, columns: int) -> int:
    """Return how many characters the first line takes: up to a space or a wide character, or else part of a word."""
    fitting = max(1, _fitting(text, columns))
    if fitting == len(text):
        return fitting
    return next((end for end in range(fitting, 0, -1) if _may_break(text[end - 1], text[end])), fitting)


def _may_break(before: str, after: str) -> bool:
    """Return whether a line may end between two characters."""
    if after.isspace() or before.isspace():
        return True
    wide = "WF"
    return (
        (east_asian_width(before) in wide or east_asian_width(after) in wide)
        and after not in _CLOSING
        and before not in _OPENING
    )
