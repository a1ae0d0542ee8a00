"""Decide which words with a capital after a stop begin a sentence, and which may be names."""

from __future__ import annotations

import re

from aligner.segment.language_rules import Rules

_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")  # "The", "It's", "L’homme", "1917"
_APOSTROPHE = re.compile("['’]")


def word_at(text: str, at: int) -> str:
    """Return the word that begins at a position, with an apostrophe inside, or nothing.

    >>> word_at("L’homme est là.", 0)
    'L’homme'
    """
    found = _WORD.match(text, at)
    return found[0] if found else ""


def begins_sentence(text: str, first: int, rules: Rules, *, after_initial: bool = False) -> bool:
    """Return whether the word at ``first`` surely begins a sentence.

    It does when the language lists it (``The``, ``Danach``), also before an apostrophe (``L’homme``, ``It’s``) or in
    capitals (``THE``), when a pattern of the language matches its form (``Gradually``), and after ``¿`` or ``¡``. A
    letter before a full stop is an initial and begins nothing. After an initial any other word could be a surname
    (``J. Gradually``), so there only the words under ``starter`` count.
    """
    word = word_at(text, first)
    if text[first - 1 : first] in ("¿", "¡"):
        return True
    if len(word) == 1 and word.isalpha() and text[first + 1 : first + 2] == ".":
        return False
    if not after_initial and rules.starts and rules.starts.match(text, first):
        return True
    base = _APOSTROPHE.split(word)[0]
    forms = (word, base, base.capitalize() if len(base) > 1 and base.isupper() else base)
    return not rules.starter.isdisjoint(forms) or (not after_initial and not rules.opener.isdisjoint(forms))
