"""What a full stop after a word means: the end of a sentence, an abbreviation, an initial, an ordinal or a label."""

from __future__ import annotations

import re

from aligner.segment.rules import Rules
from aligner.segment.signs import DASHES, IDEOGRAPH

REACH = 40
"""How far back, in characters, the word before a stop is looked at."""
_SERIES = re.compile(r"[^\W_]{2,}\.\s?[^\W\d_]{1,5}\Z")
"""An abbreviation and a short word after it: ``науч. сотр``."""
_INITIAL = re.compile(r"[^\W\d_]\.\s?[^\W\d_]")
"""An initial before another or before a name."""
_TOKEN = re.compile(r"(?<![^\W_])(?>(?:[^\W_]{1,6}\.\s?-?)*)[^\W_]+(?:-[^\W_]+)*\Z")
_PLAIN = re.compile(r"[^\W_],?\s([^\W\d_]{4,})\Z")
"""A word of some length after another: where it is no abbreviation, nothing else can keep its stop from ending."""
_DOTTED = re.compile(r"(?<![^\W_])[^\W\d_]{1,2}\.-?[^\W\d_]{1,3}\Z")
_ROMAN = re.compile(r"[IVXLC]{2,}\Z")
_NUMERAL = re.compile(r"\d|[IVXLC]{2,}\b|[VX]\b|[^\W\d_a-z][.,;:)]|[§№]")
_REFERENCE = re.compile(r"\w+\.\s*\d")
_CITED = re.compile(r"([^\W\d_]+)\.\s*\d+\Z")
"""A number after an abbreviation: ``Bd. 3``."""
_LETTERED = re.compile(r"([^\W\d_]{2,})(\.?)\s[^\W\d_]\Z")
_LABEL = re.compile(r"[\W_]*(?:([^\W\d_]+\.?)\s+)?(?:\d{1,3}(?:\.\s?\d{1,3})*|[IVXLC]{1,6}|[^\W\d_])\Z")
_SPEAKER = re.compile(r"\s*(?=.{4})[^\W\d_]+(?:[ '’-][^\W\d_]+)?\Z")
"""A name of one or two words, as it stands before a speech in a play."""
_NO_INITIAL = re.compile(r"[°′″'\"\d]\s?[^\W\d_]\Z|[a-z],?\sI\Z|[А-ЯЁ][а-яё]+\s[А-ЯЁ]\.\s?[А-ЯЁ]\Z")
"""A letter that is no initial, or after which no surname comes: ``41° N``, ``so am I``, ``Смирнову А. Б``."""
_ITEM = re.compile(r"(?::\s+1|;\s+\d{1,2})\Z")
"""The first item of a list after a colon, or any after a semicolon: ``Agenda: 1``."""
_DATE = re.compile(r"\s*\d{1,2}\S{0,3}\s[^\W\d_]+(?:\s\d{4})?\Z")
"""A date that is all of a segment: ``17 février``."""
_REGNAL = re.compile(r"[^\W\d_]{4,}\s[IVX]\Z")
"""A monarch's numeral that could be an initial: ``Felipe V``."""
_RUN_ON = re.compile(r"(?:\d+[^\W\d_]{1,2}|[ivxlc]{2,})\Z")
"""What goes on before a figure: ``2s. 6d.``, ``xviii. 22``."""
_CONSONANTS = re.compile(r"[bcdfghjkmnpqstvwxzßçñćčďńňśšťźżžбвгджзйкмнпстфхцчшщ]{2,}\Z")
_HANGUL = re.compile("[가-힣]")
_MEASURE = re.compile(r"\d\s?(?:[kcdm]?[mgl]|[hsс]|[кс]?м|м[мл]|кг|л|га)\Z")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
_SPACE = re.compile(r"\s")
_PARTS = re.compile(r"[.\s-]+")
_APOSTROPHE = re.compile("['’]")
_ADDRESS = re.compile(r"(www|[^\W\d_]{4,})\.(?:[^\W_]+\.)*[a-z]{2,4}\Z")
_LONE = re.compile(r"[^\W\d_](?=\s)")
"""A letter that stands alone, not an initial before another."""
_GLUE = tuple("=/?&@#_%+~:°")
"""Signs that make what follows them part of an address or a formula."""
_CHAINED = re.compile(r"[^\W_]\.\Z")
"""A longer chain of dotted words before the one that is looked at."""
_STANDALONE = re.compile(r"(?:^|[\s(])\d{1,3}\Z")


def dot_ends(left: str, label: bool, text: str, first: int, rules: Rules) -> bool:
    """Say whether a single full stop ends the sentence.

    ``left`` is what stands before it in its segment, up to ``REACH`` characters, ``label`` whether that is all of the
    segment; the next word begins at ``first`` of ``text``.
    """
    digit = text[first].isdigit()
    plain = None if digit or _is_dashed(text, first) else _PLAIN.search(left)
    if plain and plain[1][1:].islower() and not _is_listed(plain[1], rules) and not _looks_short(plain[1], plain[1]):
        return True
    token = _token(left)
    word = _PARTS.split(token)[-1]
    if (label and _is_label(left, text, first, rules)) or _ITEM.search(left) or (digit and _RUN_ON.match(word)):
        return False
    if not token or _is_address(token, rules) or (_MEASURE.search(left) and not digit):
        return True
    kind = _kind(_SPACE.sub("", token), text, first, rules)
    initial = not kind and len(word) == 1 and not _NO_INITIAL.search(left)
    begins = begins_sentence(text, first, rules, patterns=not initial)
    if kind:
        return kind == "final" or (begins and (kind == "maybe" or _REGNAL.search(left) is not None))
    if word.isdigit() or _ROMAN.match(word):
        return _number_ends(left, text, first, rules)
    lettered = _is_lettered(left, token, rules) or _is_lone(token, text, first)
    return begins or lettered or not (_looks_short(token, word) or _is_in_series(token, word, text, first))


def _is_dashed(text: str, first: int) -> bool:
    """Say whether a dash and a space stand before the next word."""
    return text[first - 2 : first - 1] in tuple(DASHES)


def _is_listed(chain: str, rules: Rules) -> bool:
    """Say whether the language lists a word, or a chain of dotted words, as an abbreviation."""
    return chain in rules.abbreviations or chain in rules.numbers


def _number_ends(left: str, text: str, first: int, rules: Rules) -> bool:
    """Say whether the full stop after a number ends the sentence, and is not part of a reference or an ordinal."""
    if word_at(text, first) in rules.numbers and _REFERENCE.match(text, first) and _cites(left, rules):
        return False
    ordinal = rules.ordinals and (_STANDALONE.search(left) or not left[-1].isdigit())
    return not ordinal or (begins_sentence(text, first, rules, patterns=False) and not text[first].isdigit())


def _token(left: str) -> str:
    """Return the word before a stop, with the dotted words before it, or nothing if it is part of a sign or address."""
    wide = 0 if left.isascii() else max((found.end() for found in IDEOGRAPH.finditer(left)), default=0)
    narrow = left[wide:]
    found = _TOKEN.search(narrow)
    if not found or _CHAINED.search(narrow, 0, found.start()):
        return ""
    if not narrow[: found.start()].endswith(_GLUE):
        return found[0]
    _, space, last = found[0].rpartition(" ")
    return last if space else ""


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


def is_abbreviated(left: str, rules: Rules) -> bool:
    """Say whether a text ends with a known abbreviation, or one by its looks, whose full stop comes next."""
    token = _token(left)
    if not token:
        return False
    return _is_listed(_SPACE.sub("", token), rules) or _looks_short(token, _PARTS.split(token)[-1])


def _looks_short(token: str, word: str) -> bool:
    """Say whether an unknown word looks like an initial or an abbreviation: ``J``, ``U.S``, ``bhd``."""
    if len(word) == 1:
        return word.isalpha() and not _HANGUL.match(word)
    if _DOTTED.search(token):
        return True
    return word[1:].islower() and bool(_CONSONANTS.match(word.lower()))


def _is_in_series(token: str, word: str, text: str, first: int) -> bool:
    """Say whether an unknown word between abbreviations and initials is one too: ``Pfr. em. A. Vogel``."""
    return word.islower() and bool(_SERIES.search(token)) and bool(_INITIAL.match(text, first))


def _is_label(left: str, text: str, first: int, rules: Rules) -> bool:
    """Say whether a segment so far is a number, a date or a speaker: ``2.3``, ``Part 3``, ``7 mai. –``, ``HAMLET``."""
    if _DATE.match(left) and _is_dashed(text, first):
        return True
    if _SPEAKER.match(left) and left.isupper() and word_at(text, first)[1:].islower():
        return True
    found = None if IDEOGRAPH.search(left) else _LABEL.match(left)
    return found is not None and (not found[1] or _numbers(found[1].rstrip("."), rules))


def _cites(left: str, rules: Rules) -> bool:
    """Say whether the number before a stop belongs to a reference that may go on: ``Bd. 3``, ``Т. 3``."""
    found = _CITED.search(left)
    return found is not None and found[1] in rules.numbers


def _is_lettered(left: str, token: str, rules: Rules) -> bool:
    """Say whether a letter names a thing and is no initial: ``appendix B``, ``Plan B``, ``Fig. A``."""
    found = _LETTERED.search(left)
    if not found or found[1] in rules.abbreviations:
        return False
    return _SPACE.sub("", token)[:-2] in rules.numbers if found[2] else found[1].lower() in rules.section


def _numbers(word: str, rules: Rules) -> bool:
    """Say whether a word is one that a number or letter follows: ``chapter``, ``No``."""
    return word.lower() in rules.section or word in rules.numbers


def _is_address(token: str, rules: Rules) -> bool:
    """Say whether a word with a full stop in it is an address: ``www.example.org``, ``beispiel.de``."""
    found = _ADDRESS.match(token)
    return found is not None and not _is_listed(found[1], rules)


def _is_lone(token: str, text: str, first: int) -> bool:
    """Say whether a letter is no initial, as the next word is a letter too: ``from A to B. C is next``."""
    return len(token) == 1 and _LONE.match(text, first) is not None


def word_at(text: str, at: int) -> str:
    """Return the word at a position, with an apostrophe inside: ``don't``, ``L’homme``."""
    found = _WORD.match(text, at)
    return found[0] if found else ""


def begins_sentence(text: str, first: int, rules: Rules, patterns: bool = True) -> bool:
    """Say whether a word is one that, with a capital after a stop, begins a sentence rather than is a name.

    After an initial, where ``patterns`` is false, only the surest words count: a surname may be any other word too.
    """
    word = word_at(text, first)
    if text[first - 1 : first] in ("¿", "¡"):
        return True
    if len(word) == 1 and word.isalpha() and text[first + 1 : first + 2] == ".":
        return False
    if patterns and rules.starts and rules.starts.match(text, first):
        return True
    base = _APOSTROPHE.split(word)[0]
    forms = (word, base, base.capitalize() if len(base) > 1 and base.isupper() else base)
    return not rules.starter.isdisjoint(forms) or (patterns and not rules.opener.isdisjoint(forms))
