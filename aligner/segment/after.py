"""What follows a stop and goes on with its sentence: a bracket, or who spoke."""

from __future__ import annotations

import re

from aligner.segment.dots import REACH, is_abbreviated
from aligner.segment.pairs import BRACKETS, Pairs
from aligner.segment.rules import Rules
from aligner.segment.signs import STOPS, is_small, skip_space

BRACKET_REACH = 400
"""The longest bracket, in characters, that can be part of a sentence."""
_NAME = re.compile(r"([^\W\d_]+)(?:\.(?=\s))?")
_NAMES = 3
"""How many words a speaker's name may have."""


def is_aside(text: str, start: int, opened: int, pairs: Pairs, rules: Rules) -> bool:
    """Say whether a bracket after a full stop is part of its sentence: ``Chaer dkk. (2010), …``.

    So it is when it does not end in a stop and the sentence goes on after it, or when the word before the stop, in the
    segment that begins at ``start``, is an abbreviation and another stop comes.
    """
    closed = _unstopped(text, opened, pairs)
    if not closed or text[opened] not in "(（":
        return False
    sign = _sign_after(text, closed)
    stop = text.rfind(".", start, opened)
    short = is_abbreviated(text[max(start, stop - REACH) : stop], rules)
    goes_on = sign in tuple(",;:，；：") or is_small(sign)
    figures = closed > opened + 3 and not text[opened + 1].isupper()
    return (goes_on and (short or figures)) or (short and sign == ".")


def is_source(text: str, opened: int, pairs: Pairs) -> bool:
    """Say whether a bracket after a quotation belongs to its sentence: ``“Rejoice!” (Phil. 4:4).``."""
    closed = _unstopped(text, opened, pairs)
    return closed > 0 and _sign_after(text, closed) in tuple(".,;:。，；")


def _unstopped(text: str, opened: int, pairs: Pairs) -> int:
    """Return where a bracket closes that is not too long and does not end in a stop, or 0."""
    closed = pairs.closer(opened) if text[opened] in BRACKETS else 0
    return closed if opened < closed < opened + BRACKET_REACH and text[closed - 1] not in STOPS else 0


def _sign_after(text: str, closed: int) -> str:
    """Return the first sign after a bracket, or nothing at the end of the text."""
    after = skip_space(text, closed + 1)
    return text[after : after + 1]


def tells_speaker(text: str, at: int, unit: str, rules: Rules) -> bool:
    """Say whether a name and a verb of speech follow a quotation: ``“Come!” John Hall cried.``."""
    if not rules.speech or unit[-2:-1].isspace():
        return False
    for count, word in enumerate(_NAME.finditer(text, at, at + 80)):
        if text[at : word.start()].strip():
            return False
        if count and word[1] in rules.speech:
            return "." not in unit or text[word.end() : word.end() + 1] in (".", ",", ":", "")
        if word[0].endswith(".") and len(word[1]) > 1 and word[1] not in rules.abbreviations:
            return False
        opens = count == 0 and word[1] != "I" and (word[1] in rules.starter or word[1] in rules.opener)
        if count == _NAMES or opens or not word[1][0].isupper():
            return False
        at = word.end()
    return False
