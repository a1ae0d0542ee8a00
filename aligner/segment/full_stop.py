"""What a full stop after a word means: the end of a sentence, or of an abbreviation, an initial, an ordinal, a label.

The question is asked only where the next word begins with a capital, a figure or a letter of a script that has no
capitals; before a small letter a full stop ends nothing. So a wrong answer here joins two sentences or divides one.
Where nothing decides, the stop is not taken for the end: two sentences in one segment still align, two halves of one
do not.
"""

from __future__ import annotations

import re

from aligner.segment.characters import DASHES, IDEOGRAPH, STOPS
from aligner.segment.language_rules import Rules
from aligner.segment.openings import begins_sentence, word_at
from aligner.segment.verdict import Rule, Verdict

REACH = 40
"""How many characters before a stop are looked at. It bounds the time of each pattern below, which all end at the stop.
The longest listed abbreviation has 16 characters (``Vierteljahrsschr``), so it leaves room for the words before one."""

# The word before the stop, with the dotted words before it: "U.S", "z. B", "г.-кат", "Kap".
_TOKEN = re.compile(
    r"""(?<![^\W_])                    # not from the middle of a word
    (?>(?:[^\W_]{1,6}\.\s?-?)*)        # short words with full stops: "z. " in "z. B", "gr.-" in "gr.-kat"
    [^\W_]+(?:-[^\W_]+)*\Z             # the last word, or words with hyphens: "Atty-Gen"
    """,
    re.VERBOSE,
)
# The end of a chain of dotted words that is longer than a token: a further "x." before it means that the token is
# not a word of its own but a part of a code or a file name.
_CHAINED = re.compile(r"[^\W_]\.\Z")
# A word of four letters or more after another: "the house". If it is no abbreviation, nothing else about it can keep
# its stop from ending the sentence. Most stops of prose are decided here, which is why it comes first.
_PLAIN = re.compile(r"[^\W_],?\s([^\W\d_]{4,})\Z")
# Signs that make what follows them part of an address, a formula or a degree: "?id=a", "a/b", "9:30", "20 °C".
_GLUE = tuple("=/?&@#_%+~:°")
_ADDRESS = re.compile(r"(www|[^\W\d_]{4,})\.(?:[^\W_]+\.)*[a-z]{2,4}\Z")
"""A web address without a protocol: ``www.example.org``, ``beispiel.de``."""
_MEASURE = re.compile(r"\d\s?(?:[kcdm]?[mgl]|[hsс]|[кс]?м|м[мл]|кг|л|га)\Z")
"""A unit after its figure, which takes no full stop of its own: ``5 km``, ``3 кг``."""

# Initials and abbreviations by their looks.
_DOTTED = re.compile(r"(?<![^\W_])[^\W\d_]{1,2}\.-?[^\W\d_]{1,3}\Z")
"""Two short dotted words: ``U.S``, ``J.-C``, ``Ph.D``."""
_CONSONANTS = re.compile(r"[bcdfghjkmnpqstvwxzßçñćčďńňśšťźżžбвгджзйкмнпстфхцчшщ]{2,}\Z")
"""A word without a vowel, ``r`` and ``l`` counted as vowels, as Slavic words have them: ``bhd``, ``nst``."""
_HANGUL = re.compile("[가-힣]")
"""A Korean syllable: one alone is a word and no initial."""
_SERIES = re.compile(r"[^\W_]{2,}\.\s?[^\W\d_]{1,5}\Z")
"""An abbreviation and a short word after it: ``науч. сотр``, ``Pfr. em``."""
_INITIAL = re.compile(r"[^\W\d_]\.\s?[^\W\d_]")
"""An initial before another or before a name: ``A. Vogel``."""
_LONE = re.compile(r"[^\W\d_](?=\s)")
"""A letter that is a word, not an initial before another: the ``C`` of ``from A to B. C is next``."""
# A letter before the stop that is no initial:
_NO_INITIAL = re.compile(
    r"""[°′″'"\d]\s?[^\W\d_]\Z               # after a figure or a degree: "41° N", "12 V"
      | [a-z],?\sI\Z                        # the English pronoun: "so am I"
      | [А-ЯЁ][а-яё]+\s[А-ЯЁ]\.\s?[А-ЯЁ]\Z  # after a Russian surname, where initials may come last: "Смирнову А. Б"
    """,
    re.VERBOSE,
)
_REGNAL = re.compile(r"[^\W\d_]{4,}\s[IVX]\Z")
"""The number of a monarch, where it could be an initial: ``Felipe V``."""

# Numbers.
_ROMAN = re.compile(r"[IVXLC]{2,}\Z")
# What an abbreviation such as "No" or "Bd" stands before:
_NUMERAL = re.compile(
    r"""\d                       # "No. 5"
      | [IVXLC]{2,}\b | [VX]\b   # "Bd. IV", "Kap. V"
      | [^\W\d_a-z][.,;:)]       # a capital as a number: "Fig. A.", "vgl. Abb. B)"
      | [§№]                     # "Anm. § 5", "вып. № 5"
    """,
    re.VERBOSE,
)
_REFERENCE = re.compile(r"\w+\.\s*\d")
"""A part of a reference: the ``S. 5`` of ``Bd. 3. S. 5``."""
_CITED = re.compile(r"([^\W\d_]+)\.\s*\d+\Z")
"""A number after an abbreviation: ``Bd. 3``."""
_STANDALONE = re.compile(r"(?:^|[\s(])\d{1,3}\Z")
"""A number that could be an ordinal: the ``18`` of ``am 18. Dezember``; not ``1917``, ``3,5``."""
_RUN_ON = re.compile(r"(?:\d+[^\W\d_]{1,2}|[ivxlc]{2,})\Z")
"""What continues with a figure: ``2s. 6d.``, ``xviii. 22``."""

# Labels.
_LABEL = re.compile(
    r"""[\W_]*(?:([^\W\d_]+\.?)\s+)?   # a word such as "Chapter" or "No.", which must be listed
      (?: \d{1,3}(?:\.\s?\d{1,3})*     # "3", "2.3", "2. 3. 1"
        | [IVXLC]{1,6}                 # "IV"
        | [^\W\d_]                     # "a"
      )\Z""",
    re.VERBOSE,
)
_SPEAKER = re.compile(r"\s*(?=.{4})[^\W\d_]+(?:[ '’-][^\W\d_]+)?\Z")
"""A name of one or two words and four letters or more, as before a speech in a play: ``HAMLET``, ``DON JUAN``."""
_ITEM = re.compile(r"(?::\s+1|;\s+\d{1,2})\Z")
"""The first item of a list after a colon, or any after a semicolon: ``Agenda: 1``, ``Report; 2``."""
_DATE = re.compile(r"\s*\d{1,2}\S{0,3}\s[^\W\d_]+(?:\s\d{4})?\Z")
"""A date that is all of a segment, as in a chronicle: ``17 févr``, ``3rd Jan 1851``."""
_LETTERED = re.compile(r"([^\W\d_]{2,})(\.?)\s[^\W\d_]\Z")
"""A letter after a word: ``appendix B``, ``Fig. A``."""

_SPACE = re.compile(r"\s")
_PARTS = re.compile(r"[.\s-]+")  # what separates the words of a token: "z. B", "Atty-Gen"

_ENDS_ORDINARY = Verdict(True, Rule.ORDINARY_WORD)
_ENDS_BEFORE_OPENING = Verdict(True, Rule.OPENING_WORD)


def judge_full_stop(left: str, whole: bool, text: str, first: int, rules: Rules) -> Verdict:
    """Return whether a full stop ends the sentence, and why.

    ``left`` is what comes before it in its segment, up to ``REACH`` characters; ``whole`` is whether that is all of the
    segment. The next word begins at ``first`` of ``text``.
    """
    plain = None if text[first].isdigit() or _is_dashed(text, first) else _PLAIN.search(left)
    if plain and plain[1][1:].islower() and not is_listed(plain[1], rules) and not _looks_short(plain[1], plain[1]):
        return _ENDS_ORDINARY
    return _judge_token(left, whole, text, first, rules)


def _judge_token(left: str, whole: bool, text: str, first: int, rules: Rules) -> Verdict:
    """Return whether the full stop ends the sentence after a word that is not plainly an ordinary one, and why."""
    token = _token(left)
    chain = _SPACE.sub("", token)
    word = _PARTS.split(token)[-1]
    own = next((ending for ending in _endings(chain) if ending in rules.own), "") if rules.own else ""
    if own:
        return Verdict(False, Rule.OWN_ABBREVIATION, own)
    label = _label_rule(left, whole, text, first, rules)
    if label:
        return Verdict(False, label, left.strip())
    digit = text[first].isdigit()
    if digit and _RUN_ON.match(word):
        return Verdict(False, Rule.RUN_ON_FIGURES, word)
    if not token or _is_address(token, rules):
        return Verdict(True, Rule.ADDRESS if token else Rule.SYMBOL, token)
    if not digit and _MEASURE.search(left):
        return Verdict(True, Rule.MEASURE, word)
    return _judge_known(left, chain, text, first, rules) or _judge_unknown(left, token, text, first, rules)


def _judge_known(left: str, chain: str, text: str, first: int, rules: Rules) -> Verdict | None:
    """Return what the language's files say about a listed abbreviation, or None if the word is not listed."""
    rule, word = _find_abbreviation(chain, text, first, rules)
    if rule is None:
        return None
    if rule is Rule.FINAL:
        return Verdict(True, rule, word)
    begins = begins_sentence(text, first, rules)
    if rule is Rule.MAYBE:
        return Verdict(begins, rule, word)
    # "v. 5" is a verse, but "under George V. 12. The army" has a king.
    if begins and _REGNAL.search(left):
        return Verdict(True, Rule.REGNAL_NUMBER, word)
    return Verdict(False, rule, word)


def _judge_unknown(left: str, token: str, text: str, first: int, rules: Rules) -> Verdict:
    """Return whether the full stop after a word that is not listed ends the sentence."""
    word = _PARTS.split(token)[-1]
    if word.isdigit() or _ROMAN.match(word):
        return _judge_number(left, word, text, first, rules)
    initial = len(word) == 1 and not _NO_INITIAL.search(left)
    if begins_sentence(text, first, rules, after_initial=initial):
        return _ENDS_BEFORE_OPENING
    if _names_thing(left, token, rules) or (len(token) == 1 and _LONE.match(text, first)):
        return Verdict(True, Rule.LETTER_NAME, word)
    if _looks_short(token, word):
        return Verdict(False, Rule.INITIAL if len(word) == 1 else Rule.LOOKS_SHORT, token)
    if word.islower() and _SERIES.search(token) and _INITIAL.match(text, first):
        return Verdict(False, Rule.IN_SERIES, token)
    return _ENDS_ORDINARY


def _judge_number(left: str, word: str, text: str, first: int, rules: Rules) -> Verdict:
    """Return whether the full stop after a number ends the sentence, or is part of a reference or of an ordinal.

    Only a language with ``ordinals`` writes ``am 18. Dezember``. There the number ends a sentence only before a
    word that surely begins one, unless it cannot be an ordinal (``1917``, ``3,5``).
    """
    if word_at(text, first) in rules.numbers and _REFERENCE.match(text, first) and _cites(left, rules):
        return Verdict(False, Rule.IN_REFERENCE, word)
    if not rules.ordinals or not (_STANDALONE.search(left) or not left[-1].isdigit()):
        return Verdict(True, Rule.NUMBER, word)
    if text[first].isdigit() or not begins_sentence(text, first, rules, after_initial=True):
        return Verdict(False, Rule.ORDINAL, word)
    return _ENDS_BEFORE_OPENING


def _label_rule(left: str, whole: bool, text: str, first: int, rules: Rules) -> Rule | None:
    """Return which label the segment so far is, if any: ``2.3``, ``Part 3``, ``7 mai. –``, ``HAMLET``."""
    if whole and _DATE.match(left) and _is_dashed(text, first):
        return Rule.DATE
    if whole and _SPEAKER.match(left) and left.isupper() and word_at(text, first)[1:].islower():
        return Rule.SPEAKER
    found = _LABEL.match(left) if whole and not IDEOGRAPH.search(left) else None
    if found and (not found[1] or _takes_number(found[1].rstrip("."), rules)):
        return Rule.LABEL
    return Rule.LIST_ITEM if _ITEM.search(left) else None


def _is_dashed(text: str, first: int) -> bool:
    """Return whether a dash comes before the next word: ``. — Next``, ``.—Next``."""
    before, last = text[first - 2 : first - 1], text[first - 1 : first]
    return before in tuple(DASHES) or (last in tuple(DASHES) and before in tuple(STOPS))


def is_listed(chain: str, rules: Rules) -> bool:
    """Return whether the language lists a word, or a chain of dotted words, as an abbreviation."""
    return chain in rules.abbreviations or chain in rules.numbers


def is_abbreviated(left: str, rules: Rules) -> bool:
    """Return whether a text ends with a listed abbreviation, or one by its looks, whose full stop comes next."""
    token = _token(left)
    if not token:
        return False
    return is_listed(_SPACE.sub("", token), rules) or _looks_short(token, _PARTS.split(token)[-1])


def _token(left: str) -> str:
    """Return the word before a stop with the dotted words before it, or nothing if it is part of a sign or address."""
    # A word after an ideograph begins there: "约5 cm", "東京都St".
    wide = 0 if left.isascii() else max((found.end() for found in IDEOGRAPH.finditer(left)), default=0)
    narrow = left[wide:]
    found = _TOKEN.search(narrow)
    if not found or _CHAINED.search(narrow, 0, found.start()):
        return ""
    if not narrow[: found.start()].endswith(_GLUE):
        return found[0]
    _, space, last = found[0].rpartition(" ")
    return last if space else ""


def _endings(chain: str) -> list[str]:
    """Return a chain of dotted words, up to four of them, its endings, the longest first, and its last hyphenated part.

    >>> _endings("por.wyz.sz-ca")
    ['por.wyz.sz-ca', 'wyz.sz-ca', 'sz-ca', 'ca']
    """
    parts = chain.split(".")[-4:]
    return [".".join(parts[index:]) for index in range(len(parts))] + [chain.rpartition("-")[2]]


def _find_abbreviation(chain: str, text: str, first: int, rules: Rules) -> tuple[Rule | None, str]:
    """Return the kind of the longest listed abbreviation that ends a chain of dotted words, and that abbreviation."""
    for ending in _endings(chain):
        if ending in rules.numbers and _NUMERAL.match(text, first):
            return Rule.BEFORE_NUMBER, ending
        if ending in rules.abbreviations:
            return rules.abbreviations[ending], ending
    return None, ""


def _looks_short(token: str, word: str) -> bool:
    """Return whether a word that is not listed looks like an initial or an abbreviation: ``J``, ``U.S``, ``bhd``."""
    if len(word) == 1:
        return word.isalpha() and not _HANGUL.match(word)
    if _DOTTED.search(token):
        return True
    return word[1:].islower() and bool(_CONSONANTS.match(word.lower()))


def _cites(left: str, rules: Rules) -> bool:
    """Return whether the number before a stop belongs to a reference that may continue: ``Bd. 3``, ``Т. 3``."""
    found = _CITED.search(left)
    return found is not None and found[1] in rules.numbers


def _names_thing(left: str, token: str, rules: Rules) -> bool:
    """Return whether a letter is the name of a thing and no initial: ``appendix B``, ``Plan B``, ``Fig. A``."""
    found = _LETTERED.search(left)
    if not found or found[1] in rules.abbreviations:
        return False
    return _SPACE.sub("", token)[:-2] in rules.numbers if found[2] else found[1].lower() in rules.section


def _takes_number(word: str, rules: Rules) -> bool:
    """Return whether a word is one that a number or a letter follows: ``chapter``, ``No``."""
    return word.lower() in rules.section or word in rules.numbers


def _is_address(token: str, rules: Rules) -> bool:
    """Return whether a word with a full stop in it is a web address, and no abbreviation (``prof.dr``)."""
    found = _ADDRESS.match(token)
    return found is not None and not is_listed(found[1], rules)
