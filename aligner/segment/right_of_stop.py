"""Find what belongs to a stop after it, and what shows there that its sentence continues."""

from __future__ import annotations

import re

from aligner.segment.characters import CIRCLED, STOPS, is_small, skip_space
from aligner.segment.full_stop import REACH, is_abbreviated
from aligner.segment.language_rules import Rules
from aligner.segment.paired_marks import BRACKETS, PairedMarks

BRACKET_REACH = 400
"""The longest bracket, in characters, that can be part of a sentence. An aside of a few sentences stays whole; a
bracket of half a page, or one whose closing mark is an accident, is divided like other text."""

# A remark that belongs to the sentence before it: "(Applause)", "[Laughter.]" without its stop, "（笑）".
_INSIDE = rf"[^()\[\]（）{re.escape(STOPS)}\n]"
_REMARK = re.compile(
    rf"""
        [ ]?[(\[]([^\W\d_]{_INSIDE}{{2,24}})[)\]](?=\s|\Z)   # 3 to 25 characters from a letter on: not "(2010)", "(a)"
      | （(?![一二三四五六七八九十百\d]+）)({_INSIDE}{{1,12}})）  # 1 to 12 ideographs, not a number: not "（二）"
    """,
    re.VERBOSE,
)
_CIRCLED = re.compile(f"[{CIRCLED}]")

_NAME = re.compile(r"([^\W\d_]+)(?:\.(?=\s))?")
"""A word of a speaker's name, or an abbreviation in it: ``John``, ``Mr.``."""
_NAME_WORDS = 3
"""How many words a speaker's name may have: ``Sir John Hall cried``. More are a clause with a verb further on."""
_NAME_REACH = 80
"""How many characters after a quotation the verb of speech is looked for in: three long names and the verb."""


def with_remark(text: str, stop: int) -> int:
    """Return the end of a stop with a remark in brackets that belongs to its sentence: ``(Applause)``, ``（笑）``.

    A bracket in small letters, or one after which the sentence continues, is not such a remark.
    """
    found = _REMARK.match(text, stop)
    if not found or is_small((found[1] or found[2])[0]):
        return stop
    at = skip_space(text, found.end())
    after = text[at : at + 1]
    return stop if after and (is_small(after) or after in STOPS) else found.end()


def with_circled(text: str, listed: bool, stop: int) -> int:
    """Return the end of a stop, with a circled figure after it if that is a note mark: ``止。①``.

    ``listed`` says that the segment already has a circled figure: then this one is the next item of a list.
    """
    return stop if listed or not _CIRCLED.match(text, stop) else stop + 1


def bracket_continues(text: str, start: int, opened: int, pairs: PairedMarks, rules: Rules) -> bool:
    """Return whether a bracket after a full stop is part of its sentence: ``Chaer dkk. (2010), ...``.

    It is when it does not end in a stop and

    - the sentence continues after it with a comma or a small letter, and the word before the full stop is an
      abbreviation (``Chaer dkk. (ed.), …``) or the bracket holds figures or a small letter (``… hours. (2010),
      …``); or
    - the word before the full stop is an abbreviation and another full stop comes: ``Hall et al. (2010).``

    ``start`` is where the segment begins, ``opened`` where the bracket does.
    """
    closed = _closed_without_stop(text, opened, pairs)
    if not closed or text[opened] not in "(（":
        return False
    sign = _sign_after(text, closed)
    stop = text.rfind(".", start, opened)
    short = is_abbreviated(text[max(start, stop - REACH) : stop], rules)
    continues = sign in tuple(",;:，；：") or is_small(sign)
    figures = closed > opened + 3 and not text[opened + 1].isupper()
    return (continues and (short or figures)) or (short and sign == ".")


def cites_source(text: str, opened: int, pairs: PairedMarks) -> bool:
    """Return whether a bracket after a quotation belongs to its sentence: ``“Rejoice!” (Phil. 4:4).``."""
    closed = _closed_without_stop(text, opened, pairs)
    return closed > 0 and _sign_after(text, closed) in tuple(".,;:。，；")


def _closed_without_stop(text: str, opened: int, pairs: PairedMarks) -> int:
    """Return where a bracket that is not too long closes, or 0 if it ends in a stop or there is none."""
    closed = pairs.closer(opened) if text[opened] in BRACKETS else 0
    return closed if opened < closed < opened + BRACKET_REACH and text[closed - 1] not in STOPS else 0


def _sign_after(text: str, closed: int) -> str:
    """Return the first character after a bracket, white space aside, or nothing at the end of the text."""
    after = skip_space(text, closed + 1)
    return text[after : after + 1]


def names_speaker(text: str, at: int, unit: str, rules: Rules) -> bool:
    """Return whether a name and a verb of speech follow a quotation: ``“Come!” John Hall cried.``.

    ``unit`` is the stop with its closing marks. After a full stop, the tag must end with the verb (``“Come.” John
    said.``), since a new sentence with such a verb is as likely (``“Come.” John said that …``).
    """
    if not rules.speech or unit[-2:-1].isspace():
        return False
    for count, word in enumerate(_NAME.finditer(text, at, at + _NAME_REACH)):
        if text[at : word.start()].strip():
            return False
        if count and word[1] in rules.speech:
            return "." not in unit or text[word.end() : word.end() + 1] in (".", ",", ":", "")
        # A full stop after a word of the name must be that of an initial or an abbreviation: "Mr. J. Hall cried".
        if word[0].endswith(".") and len(word[1]) > 1 and word[1] not in rules.abbreviations:
            return False
        opens = count == 0 and word[1] != "I" and (word[1] in rules.starter or word[1] in rules.opener)
        if count == _NAME_WORDS or opens or not word[1][0].isupper():
            return False
        at = word.end()
    return False
