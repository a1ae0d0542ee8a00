"""Decide whether a line break inside a paragraph ends a segment."""

from __future__ import annotations

import re

from aligner.segment.characters import skip_space
from aligner.segment.verdict import Rule, Verdict

_SURE, _DASH, _NUMBER, _LETTER = 1, 2, 3, 4
"""The kinds of list marks: the groups of the pattern below."""
_MARK = re.compile(
    r"""(?:
      ( [•◦▪‣●○■□・①-⓿]                          # sure marks: bullets, circled figures
        | [·*+]\s(?!\d)                           # Western ones with a space: "* milk", not "+ 8"
        | ·(?=\w)                                 # "·milk"
        | （[\dァ-ヶ一二三四五六七八九十]{1,3}）       # （1） （ア） （二）
        | [一二三四五六七八九十]{1,3}[、\u3000]       # 一、 十二、
        | \d{1,2}(?:\u3000|[．、](?!\d))           # 1、 1．, not 1．5
      )
    | ( [-–—]\s )                                 # "- milk", which could be a dash of the prose
    | ( \(?(?:\d{1,3}|[ivxlc]{1,5}|[IVXLC]{2,5}|[^\W\d_](?=\)))[.)]\s )   # "1. " "(iv) " "II. " "a) "
    | ( [^\W\d_]\.\s )                            # "A. ", which could be an initial
    )""",
    re.VERBOSE,
)
_CLOSED = ("」", "』")  # how a line of Japanese dialogue ends
_SPOKEN = re.compile(r"[^\s「」『』。、！？はがもとにを]{0,8}[「『]")
"""How a line of dialogue begins, in a play with the speaker's name before it: ``「はい」``, ``太郎「はい」``. A
particle in front (``彼は「``) makes it a sentence of the prose."""
_FIRST = re.compile(r"\(?[1aAi][.)]|[-–—]")
"""The mark of a first item, or a dash, which does not show its place in the list."""
_NEXT_REACH = 600
"""How far, in characters, a second item is looked for after a first: some eight lines. It bounds the time."""
_HEADING = 120
"""The longest line, in characters, that can be a heading: a line and a half of print."""


def judge_line_break(text: str, start: int, at: int) -> Verdict:
    """Return whether the line that ends at ``at`` ends its segment, which begins at ``start``, white space aside.

    A line break alone ends nothing. A blank line does; so does one before a list mark, after a line in capitals that
    is a heading over one that is not, and between lines that are each a Japanese quotation.
    """
    following = skip_space(text, at)
    if following == len(text) or "\n" in text[at + 1 : following]:
        return Verdict(following < len(text), Rule.BLANK_LINE)
    line = text[max(start, text.rfind("\n", start, at) + 1) : at].strip()
    if _is_before_item(text, start, line, following):
        return Verdict(True, Rule.LIST_ITEM, text[following : following + 3].strip())
    if line[-1:] in _CLOSED and _SPOKEN.match(text, start) and _is_spoken(text, following):
        return Verdict(True, Rule.DIALOGUE_LINE)
    if at - start < _HEADING and text[start:at].strip() == line and _is_heading(line, text, following):
        return Verdict(True, Rule.HEADING_LINE, line)
    return Verdict(False, Rule.LINE_BREAK)


def _is_before_item(text: str, start: int, line: str, following: int) -> bool:
    """Return whether the next line begins with a list mark that can be trusted to be one.

    A sure mark can. Others can after another item of the segment, before a further one if this is the first, or (but a
    letter could be an initial) after a line that ends with a stop or a colon.
    """
    first, mark = _MARK.match(text, start), _MARK.match(text, following)
    if not mark or not mark.lastindex:
        return False
    # After a colon, "A. " could be the speaker's initial and "— " opens speech, unless the list goes on in small
    # letters.
    if line.endswith(":") and (mark.lastindex == _LETTER or mark[0] == "— "):
        return text[following] in "aA" or text[mark.end()].islower()
    if mark.lastindex == _SURE or _are_alike(first, mark):
        return True
    if _FIRST.match(text, following) and _has_second(text, mark):
        return True
    return mark.lastindex < _LETTER and line[-1:] in tuple(":;.!?…。：；！？")


def _are_alike(one: re.Match[str] | None, other: re.Match[str] | None) -> bool:
    """Return whether two list marks are of one kind, as a letter and a small Roman numeral may be (``h.``, ``i.``)."""
    kinds = {mark.lastindex for mark in (one, other) if mark}
    return one is not None and other is not None and (len(kinds) == 1 or kinds == {_NUMBER, _LETTER})


def _has_second(text: str, mark: re.Match[str]) -> bool:
    """Return whether the next line that begins with a list mark has one like this."""
    end = text.find("\n", mark.end(), mark.end() + _NEXT_REACH)
    while end > 0:
        at = skip_space(text, end)
        second = _MARK.match(text, at)
        if second:
            return _are_alike(mark, second)
        end = text.find("\n", at, mark.end() + _NEXT_REACH)
    return False


def _is_spoken(text: str, at: int) -> bool:
    """Return whether a line that begins at a place, white space aside, is indented or dialogue."""
    return text[at - 1] == "\u3000" or _SPOKEN.match(text, at) is not None


def _is_heading(line: str, text: str, following: int) -> bool:
    """Return whether a line in capitals is over one that begins with a capital and is not all in capitals."""
    end = text.find("\n", following, following + _HEADING)
    other = text[following : end if end > 0 else following + _HEADING]
    return len(line) > 3 and line.isupper() and other[:1].isupper() and not other.isupper()
