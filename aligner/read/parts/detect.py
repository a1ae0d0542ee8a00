"""Find which language a text is in, offline, from its characters.

The identifier is py3langid (Lui and Baldwin 2012, "langid.py"), a naive Bayes classifier over byte n-grams.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from math import log
from typing import TYPE_CHECKING

from aligner.data_files import read_sections
from aligner.errors import InputError
from aligner.read.parts.language_tags import TAG_TABLES, check_language, is_english_word
from aligner.text import Paragraph

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Groups of languages too similar to tell apart by one paragraph: between members of a group no warning is given.
_NEAR = tuple(
    map(
        frozenset,
        (
            {"id", "ms"},
            {"no", "nb", "nn", "da"},
            {"hr", "sr", "bs", "sl"},
            {"gl", "pt", "es", "ca"},
            {"cs", "sk"},
            {"tl", "ceb"},
        ),
    )
)
# The identifier does not know Cebuano and takes it for Tagalog, so the commonest small words of both are counted:
# "ug" (and), "nga" (that) against "at", "ng". "kanila" (them) is in both languages, so both lists have it.
_CEBUANO = re.compile(r"\b(?:ug|nga|dili|kini|kaayo|niini|unsa|wala'y|gikan|kanila)\b", re.IGNORECASE)
_TAGALOG = re.compile(r"\b(?:ng|at|ay|hindi|ito|nang|kung|mula|kanila|rin|din)\b", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")  # "a", "漢"; no figure, no punctuation
_HANS = re.compile(r"-(?:Hans|CN|SG)\b")  # "zh-Hans", "zh-CN": written in simplified characters
_HANT = re.compile(r"-(?:Hant|TW|HK|MO)\b")  # "zh-Hant-HK", "zh-TW": in traditional ones
# The confidence from which a language is believed. Naive Bayes makes probabilities near 0 or 1 of anything longer than
# a line, so only short or mixed texts have lower values, and the exact bound matters little.
_SURE = 0.9
_ENOUGH = 60  # bytes (UTF-8) of a text, headings apart, from which it is believed: less is often names and titles
_ENOUGH_OF_PARAGRAPH = 2 * _ENOUGH  # more for one paragraph, since a wrong answer gives a false warning
_SAMPLE = 600  # characters of a paragraph that are examined: more do not change the answer but take time
_LONGEST = 20_000  # characters of a whole text that are examined, for the same reason
_LEAST_SCORE = 1e-5  # of a word for a language: log odds are within 11.5, whatever the word
_NAMED = 5  # paragraphs in another language that a warning names; the others are counted


def detect_language(text: str, candidates: Sequence[str] = ()) -> tuple[str, float]:
    """Return the language tag of a text, and the confidence in it from 0 to 1; ("und", 0.0) without letters.

    ``candidates`` are the tags to choose among; by default some fifty languages, listed in ``data/tags.txt``. Chinese
    becomes ``zh-Hans`` or ``zh-Hant`` by its characters. Pass a paragraph or more; a heading is too short. Raises
    ``InputError`` when a candidate is not a language tag.

    >>> detect_language("Der Fährmann hat den Fluss viertausendmal überquert und jedes Mal laut mitgezählt.")[0]
    'de'
    >>> detect_language("123 - 456")
    ('und', 0.0)
    """
    sample = text[:_LONGEST]
    if not _LETTER.search(sample):
        return "und", 0.0
    tags = {tag.split("-")[0]: tag for tag in map(check_language, candidates)}
    language, confidence = _identifier(tuple(sorted(tags)) or _default_candidates()).classify(sample)
    if language == "zh":
        return chinese_script(sample), float(confidence)
    if language == "tl" and "tl" not in tags and len(_CEBUANO.findall(sample)) > len(_TAGALOG.findall(sample)):
        language = "ceb"
    return tags.get(language, language), float(confidence)


def language_odds(word: str, one: str, other: str) -> float:
    """Return the log odds that a word is of the language of the first tag rather than of the second; 0 if unknown.

    One word says little: "person" is German and English. Above 1 in size the odds are worth listening to.
    """
    identifier = _identifier(tuple(sorted({one.partition("-")[0], other.partition("-")[0]})))
    scores = dict(identifier.rank(f" {word} "))
    values = [scores.get(tag.partition("-")[0]) for tag in (one, other)]
    if values[0] is None or values[1] is None:
        return 0.0
    return log(max(float(values[0]), _LEAST_SCORE) / max(float(values[1]), _LEAST_SCORE))


def _default_candidates() -> tuple[str, ...]:
    return tuple(" ".join(read_sections(TAG_TABLES)["candidates"]).split())


def chinese_script(text: str) -> str:
    """Return "zh-Hans", "zh-Hant" or, when no character decides, "zh".

    A character that GB 2312 (mainland China) has and Big5 (Taiwan) has not is simplified; the other way round it is
    traditional.

    >>> chinese_script("这个问题"), chinese_script("這個問題"), chinese_script("人山人海")
    ('zh-Hans', 'zh-Hant', 'zh')
    """
    simplified = traditional = 0
    for character in text:
        if character > "\u3400":  # where the ideographs begin
            in_gb, in_big5 = _can_encode(character, "gb2312"), _can_encode(character, "big5")
            simplified += in_gb and not in_big5
            traditional += in_big5 and not in_gb
    return "zh" if simplified == traditional else "zh-Hans" if simplified > traditional else "zh-Hant"


@cache
def _can_encode(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


@cache
def _identifier(languages: tuple[str, ...]) -> LanguageIdentifier:
    """Return the identifier for a set of languages, loaded once."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = set(identifier.labels)
    identifier.set_languages([language for language in languages if language in known] or None)
    return identifier


def settle_language(
    paragraphs: Sequence[Paragraph], given: str, declared: str, *, named: str = ""
) -> tuple[str, list[str]]:
    """Return a document's language, and warnings: the given one, else the declared one, else what the text shows.

    ``given`` is the tag that the caller gives, ``named`` the one in the file's name and ``declared`` what the file says
    of itself, unchecked; each may be "". A given language is always kept, and one in the name too, unless it is an
    English word (``to.txt``) and the text is plainly English. A declaration that the text plainly contradicts is not:
    templates declare English whatever they are filled with.
    """
    found, confidence = detect_language(
        " ".join(p.text for p in paragraphs if not p.level)[:_LONGEST] or paragraphs[0].text
    )
    sure = confidence >= _SURE and sum(_size(p.text) for p in paragraphs if not p.level) >= _ENOUGH
    if not given and named and not (sure and found == "en" and is_english_word(named)):
        given = named
    if given:
        if sure and not _agree(given, found):
            return given, [f"the text is said to be in {given!r} but looks like {found!r}; check the language you gave"]
        return given, []
    try:
        declared = check_language(declared) if declared else ""
    except InputError as error:
        return (found if sure else "und"), [f"declares an invalid language: {error}"]
    if declared and sure and not _agree(declared, found):
        return found, [f"declares the language {declared!r} but is in {found!r}, which was taken; name it to be sure"]
    if declared and declared.split("-")[0] != found.split("-")[0]:
        return declared, []
    # "zh" and "zh-Hant", "pt-BR" and "pt": of two that agree, the one that says more.
    return (max(declared, found, key=len) if declared else found if sure else "und"), []


def language_warnings(paragraphs: Sequence[Paragraph], language: str) -> list[str]:
    """Return a warning that names the paragraphs which are plainly in another language than their document.

    There is none when more than half of the paragraphs are: ``settle_language`` warns of that.
    """
    if language == "und":
        return []
    others = []
    for paragraph in paragraphs:
        if not paragraph.level and _size(paragraph.text) >= _ENOUGH_OF_PARAGRAPH:
            found, confidence = detect_language(paragraph.text[:_SAMPLE])
            near = any({language.split("-", maxsplit=1)[0], found.split("-")[0]} <= group for group in _NEAR)
            if confidence >= _SURE and not near and not _agree(language, found):
                others.append(f"{paragraph.place or f'line {paragraph.line}'} ({found})")
    if not others or len(others) * 2 > len(paragraphs):
        return []
    more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
    return [f"not in {language!r}: the paragraph at {', '.join(others[:_NAMED])}{more}"]


def _size(text: str) -> int:
    """Return the length in UTF-8 bytes, which compares better across scripts than the number of characters."""
    return len(text.encode("utf-8", "replace"))


def _agree(one: str, other: str) -> bool:
    """Return whether two tags may describe one text: the same language and, for Chinese, not different scripts."""
    if one.split("-", maxsplit=1)[0] != other.split("-", maxsplit=1)[0]:
        return {one.split("-", maxsplit=1)[0], other.split("-", maxsplit=1)[0]} <= {"no", "nb", "nn"}
    scripts = {_chinese_script_of(one), _chinese_script_of(other)} - {""}
    return len(scripts) < 2


def _chinese_script_of(tag: str) -> str:
    if _HANS.search(tag):
        return "Hans"
    return "Hant" if _HANT.search(tag) else ""
