"""What the end of a line means inside a paragraph."""

from __future__ import annotations

import re

from aligner.segment.signs import skip_space

_MARK = re.compile(
    r"(?:([•◦▪‣●○■□・①-⓿]|[·*+]\s|（[\dァ-ヶ一二三四五六七八九十]{1,3}）)|([-–—]\s)|(\(?(?:\d{1,3}|[ivxlc]{1,5}|[IVXLC]{2,5}|[^\W\d_](?=\)))[.)]\s)|([^\W\d_]\.\s))"
)
"""A list mark: a bullet, a dash, a number or letter in brackets, a letter, which could be an initial too."""
_CLOSED, _OPEN = ("」", "』"), ("「", "『", "\u3000")
_HEADING = 120
"""The longest line, in characters, that can be a heading."""


def line_ends(text: str, start: int, at: int) -> bool:
    """Say whether the segment that begins at ``start`` ends with the line that ends at ``at``.

    A line break alone ends nothing. A blank line does; so does one before a list mark, after a line in capitals that
    stands as a heading over one that is not, and between lines that are each a Japanese quotation.
    """
    following = skip_space(text, at)
    if following == len(text) or "\n" in text[at + 1 : following]:
        return following < len(text)
    line = text[max(start, text.rfind("\n", start, at) + 1) : at].strip()
    return (
        _is_before_mark(text, start, line, following)
        or (line[-1:] in _CLOSED and text[start] in _OPEN and text[at + 1] in _OPEN)
        or (at - start < _HEADING and text[start:at].strip() == line and _is_heading(line, text, following))
    )


def _is_before_mark(text: str, start: int, line: str, following: int) -> bool:
    mark, first = _MARK.match(text, following), _MARK.match(text, skip_space(text, start))
    if not mark or not mark.lastindex:
        return False
    alike = first is not None and first.lastindex == mark.lastindex
    return mark.lastindex == 1 or alike or (mark.lastindex < 4 and line[-1:] in tuple(":;.!?…。：；！？"))


def _is_heading(line: str, text: str, following: int) -> bool:
    end = text.find("\n", following, following + _HEADING)
    other = text[following : end if end > 0 else following + _HEADING]
    return len(line) > 3 and line.isupper() and other[:1].isupper() and not other.isupper()
