"""What the end of a line means inside a paragraph."""

from __future__ import annotations

import re

from aligner.segment.signs import skip_space

_MARK = re.compile(
    r"""(?:
      ([•◦▪‣●○■□・①-⓿] | [·*+]\s | ·(?=\w) | （[\dァ-ヶ一二三四五六七八九十]{1,3}）
        | [一二三四五六七八九十]{1,3}[、\u3000] | \d{1,2}(?:\u3000|[．、](?!\d)))
    | ([-–—]\s)
    | (\(?(?:\d{1,3} | [ivxlc]{1,5} | [IVXLC]{2,5} | [^\W\d_](?=\)))[.)]\s)
    | ([^\W\d_]\.\s)
    )""",
    re.VERBOSE,
)
"""A list mark: a sure one, a dash, a number or a letter with a bracket, a letter, which could be an initial too."""
_CLOSED = ("」", "』")
_SPOKEN = re.compile(r"[^\s「」『』。、！？はがもとにを]{0,8}[「『]")
"""How a line of dialogue begins, with the speaker's name before it in a play."""
_FIRST = re.compile(r"\(?[1aAi][.)]|[-–—]")
"""The mark of a first item, or a dash, which tells nothing of its place."""
_REACH = 600
"""How far, in characters, a second item is looked for after a first."""
_HEADING = 120
"""The longest line, in characters, that can be a heading."""


def line_ends(text: str, start: int, at: int) -> bool:
    """Say whether the segment that begins at ``start``, white space aside, ends with the line that ends at ``at``.

    A line break alone ends nothing. A blank line does; so does one before a list mark, after a line in capitals that
    stands as a heading over one that is not, and between lines that are each a Japanese quotation.
    """
    following = skip_space(text, at)
    if following == len(text) or "\n" in text[at + 1 : following]:
        return following < len(text)
    line = text[max(start, text.rfind("\n", start, at) + 1) : at].strip()
    return (
        _is_before_mark(text, start, line, following)
        or (line[-1:] in _CLOSED and _SPOKEN.match(text, start) is not None and _is_spoken(text, following))
        or (at - start < _HEADING and text[start:at].strip() == line and _is_heading(line, text, following))
    )


def _is_before_mark(text: str, start: int, line: str, following: int) -> bool:
    mark, first = _MARK.match(text, following), _MARK.match(text, start)
    if not mark or not mark.lastindex:
        return False
    if line.endswith(":") and (mark.lastindex == 4 or mark[0] == "— "):
        return text[following] in "aA" or text[mark.end()].islower()
    if mark.lastindex == 1 or _are_alike(first, mark) or (_FIRST.match(text, following) and _has_second(text, mark)):
        return True
    return mark.lastindex < 4 and line[-1:] in tuple(":;.!?…。：；！？")


def _are_alike(one: re.Match[str] | None, other: re.Match[str] | None) -> bool:
    """Say whether two list marks are of one kind, as a letter and a small Roman numeral may be."""
    kinds = {mark.lastindex for mark in (one, other) if mark}
    return one is not None and other is not None and (len(kinds) == 1 or kinds == {3, 4})


def _has_second(text: str, mark: re.Match[str]) -> bool:
    """Say whether the next line that begins with a list mark has one like this."""
    end = text.find("\n", mark.end(), mark.end() + _REACH)
    while end > 0:
        at = skip_space(text, end)
        second = _MARK.match(text, at)
        if second:
            return _are_alike(mark, second)
        end = text.find("\n", at, mark.end() + _REACH)
    return False


def _is_spoken(text: str, at: int) -> bool:
    """Say whether a line that begins at a place, white space aside, is indented or dialogue."""
    return text[at - 1] == "\u3000" or _SPOKEN.match(text, at) is not None


def _is_heading(line: str, text: str, following: int) -> bool:
    end = text.find("\n", following, following + _HEADING)
    other = text[following : end if end > 0 else following + _HEADING]
    return len(line) > 3 and line.isupper() and other[:1].isupper() and not other.isupper()
