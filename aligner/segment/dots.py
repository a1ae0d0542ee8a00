"""What a full stop after a word means: the end of a sentence, an abbreviation, an initial, an ordinal or a label."""

from __future__ import annotations

import re

from aligner.segment.rules import Rules
from aligner.segment.signs import IDEOGRAPH

REACH = 40
"""How far back, in characters, the word before a stop is looked at."""
_TOKEN = re.compile(r"(?<![^\W_])(?>(?:[^\W_]{1,6}\.\s?-?)*)[^\W_]+(?:-[^\W_]+)*\Z")
_DOTTED = re.compile(r"(?<![^\W_])[^\W\d_]{1,2}\.-?[^\W\d_]{1,3}\Z")
_ROMAN = re.compile(r"[IVXLC]{2,}\Z")
_NUMERAL = re.compile(r"\d|[IVXLC]{2,}\b|[VX]\b|[^\W\d_a-z][.,;:)]|[§№]")
_REFERENCE = re.compile(r"\w+\.\s*\d")
_CITED = re.compile(r"([^\W\d_]+)\.\s*\d+\Z")
_LETTERED = re.compile(r"([^\W\d_]{2,})\.?\s[^\W\d_]\Z")
_LABEL = re.compile(r"[\W_]*(?:([^\W\d_]+\.?)\s+)?(?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,6}|[^\W\d_])\Z")
_CONSONANTS = re.compile(r"[bcdfghjkmnpqstvwxzßçñćčďńňśšťźżžбвгджзйкмнпстфхцчшщ]{2,}\Z")
_HANGUL = re.compile("[가-힣]")
_MEASURE = re.compile(r"\d\s?(?:[kcdm]?[mgl]|[hsс]|[кс]?м|м[мл]|кг|л|га)\Z")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
_SPACE = re.compile(r"\s")
_PARTS = re.compile(r"[.\s-]+")
_APOSTROPHE = re.compile("['’]")
_ADDRESS = re.compile(r"(www|[^\W\d_A-Z]{4,})\.(?:[^\W_]+\.)*[a-z]{2,4}\Z")
_LONE = re.compile(r"[^\W\d_](?=\s)")
_GLUE = tuple("=/?&@#_%+~:°")
_LONG = re.compile(r"[^\W_]\.\Z")
_STANDALONE = re.compile(r"(?:^|[\s(\u00a0])\d{1,3}\Z")


def dot_ends(left: str, label: bool, text: str, first: int, rules: Rules) -> bool:
    """Say whether a single full stop ends the sentence.

    ``left`` is what stands before it in its segment, up to ``REACH`` characters, ``label`` whether that is all of the
    segment; the next word begins at ``first`` of ``text``.
    """
    if label and _is_label(left, rules):
        return False
    token = _token(left)
    if not token or _is_address(token, rules) or (_MEASURE.search(left) and not text[first].isdigit()):
        return True
    word = _PARTS.split(token)[-1]
    kind = _kind(_SPACE.sub("", token), text, first, rules)
    begins = begins_sentence(text, first, rules, patterns=bool(kind) or len(word) > 1)
    if kind:
        return kind == "final" or (kind == "maybe" and begins)
    if word.isdigit() or _ROMAN.match(word):
        if word_at(text, first) in rules.numbers and _REFERENCE.match(text, first) and _cites(left, rules):
            return False
        ordinal = rules.ordinals and (_ROMAN.match(word) or _STANDALONE.search(left))
        return not ordinal or (begins and not text[first].isdigit())
    return begins or not _looks_short(token, word) or _is_lettered(left, rules) or _is_lone(token, text, first)


def _token(left: str) -> str:
    """Return the word before a stop, with the dotted words before it, or nothing if it is part of a sign or address."""
    wide = 0 if left.isascii() else max((found.end() for found in IDEOGRAPH.finditer(left)), default=0)
    narrow = left[wide:]
    found = _TOKEN.search(narrow)
    return (
        found[0]
        if found and not narrow[: found.start()].endswith(_GLUE) and not _LONG.search(narrow, 0, found.start())
        else ""
    )


def _kind(chain: str, text: str, first: int, rules: Rules) -> str | None:
    """Return the kind of the longest known abbreviation at the end of a chain of dotted parts."""
    parts = chain.split(".")[-4:]
    endings = [".".join(parts[index:]) for index in range(len(parts))]
    for ending in [*endings, chain.rpartition("-")[2]]:
        if ending in rules.numbers and _NUMERAL.match(text, first):
            return "inner"
        if ending in rules.abbreviations:
            return rules.abbreviations[ending]
    return None


def _looks_short(token: str, word: str) -> bool:
    """Say whether an unknown word looks like an initial or an abbreviation: ``J``, ``U.S``, ``bhd``."""
    if len(word) == 1:
        return word.isalpha() and not _HANGUL.match(word)
    return bool(_DOTTED.search(token)) or (word[1:].islower() and bool(_CONSONANTS.match(word.lower())))


def _is_label(left: str, rules: Rules) -> bool:
    """Say whether a segment so far is only a list or section number: ``1``, ``2.3``, ``IV``, ``Chapter 3``."""
    found = None if IDEOGRAPH.search(left) else _LABEL.match(left)
    return found is not None and (not found[1] or _numbers(found[1].rstrip("."), rules))


def _cites(left: str, rules: Rules) -> bool:
    """Say whether the number before a stop belongs to a reference that may go on: ``Bd. 3``, ``Т. 3``."""
    found = _CITED.search(left)
    return found is not None and found[1] in rules.numbers


def _is_lettered(left: str, rules: Rules) -> bool:
    """Say whether a letter names a thing and is no initial: ``appendix B``, ``Plan B``."""
    found = _LETTERED.search(left)
    return found is not None and found[1] not in rules.abbreviations and _numbers(found[1], rules)


def _numbers(word: str, rules: Rules) -> bool:
    """Say whether a word is one that a number or letter follows: ``chapter``, ``No``."""
    return word.lower() in rules.section or word in rules.numbers


def _is_address(token: str, rules: Rules) -> bool:
    """Say whether a word with a full stop in it is an address: ``www.example.org``, ``beispiel.de``."""
    found = _ADDRESS.match(token)
    return found is not None and found[1] not in rules.abbreviations and found[1] not in rules.numbers


def _is_lone(token: str, text: str, first: int) -> bool:
    """Say whether a letter is no initial, as the next word is a letter too: ``from A to B. C is next``."""
    return len(token) == 1 and _LONE.match(text, first) is not None


def word_at(text: str, at: int) -> str:
    """Return the word at a position, with an apostrophe inside: ``don't``, ``L’homme``."""
    found = _WORD.match(text, at)
    return found[0] if found else ""


def begins_sentence(text: str, first: int, rules: Rules, patterns: bool = True) -> bool:
    """Say whether a word is one that, with a capital after a stop, begins a sentence rather than is a name.

    Patterns of the language tell it by the form of the word; a surname after an initial may have the same form.
    """
    word = word_at(text, first)
    if text[first - 1 : first] in ("¿", "¡"):
        return True
    if len(word) == 1 and text[first + 1 : first + 2] == ".":
        return False
    if patterns and rules.starts and rules.starts.match(text, first):
        return True
    base = _APOSTROPHE.split(word)[0]
    shout = base.capitalize() if len(base) > 1 and base.isupper() else base
    return not rules.starter.isdisjoint((word, base, shout))
