"""Which language a text is in, told offline from its characters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from aligner.data_files import read_sections
from aligner.errors import InputError
from aligner.read.parts.language_tags import TAG_TABLES, check_language
from aligner.text import Paragraph

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Languages so near each other that a paragraph is too short to tell them apart.
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
# Cebuano is no language of the identifier, which takes it for Tagalog.
_CEBUANO = re.compile(r"\b(?:ug|nga|dili|kini|kaayo|niini|unsa|wala'y|gikan|kanila)\b", re.IGNORECASE)
_TAGALOG = re.compile(r"\b(?:ng|at|ay|hindi|ito|nang|kung|mula|kanila|rin|din)\b", re.IGNORECASE)
_SURE = 0.9  # confidence from which a language counts as told
_SAMPLE = 600  # characters of a paragraph that are enough
_ENOUGH = 60  # bytes of a text from which its language can be told; of a paragraph, twice as many
_LONGEST = 20_000  # characters looked at: more changes nothing


def detect_language(text: str, candidates: Sequence[str] = ()) -> tuple[str, float]:
    """Return the language tag of a text and how sure that is, 0 to 1; ("und", 0.0) without letters.

    ``candidates`` are the tags to choose among; by default some fifty languages. Chinese is told apart as ``zh-Hans``
    and ``zh-Hant`` by its characters. A heading is too short: ask with a paragraph or more.
    """
    sample = text[:_LONGEST]
    if not re.search(r"[^\W\d_]", sample):
        return "und", 0.0
    tags = {tag.split("-")[0]: tag for tag in map(check_language, candidates)}
    language, confidence = _identifier(tuple(sorted(tags)) or _candidates()).classify(sample)
    if language == "zh":
        return chinese_script(sample), float(confidence)
    if language == "tl" and "tl" not in tags and len(_CEBUANO.findall(sample)) > len(_TAGALOG.findall(sample)):
        language = "ceb"
    return tags.get(language, language), float(confidence)


def _candidates() -> tuple[str, ...]:
    return tuple(" ".join(read_sections(TAG_TABLES)["told"]).split())


def chinese_script(text: str) -> str:
    """Return "zh-Hans", "zh-Hant" or, when no character decides, "zh".

    A character that GB 2312 has and Big5 has not is simplified; the other way round it is traditional.
    """
    simplified = traditional = 0
    for character in text:
        if character > "\u3400":
            in_gb, in_big5 = _encodes(character, "gb2312"), _encodes(character, "big5")
            simplified += in_gb and not in_big5
            traditional += in_big5 and not in_gb
    return "zh" if simplified == traditional else "zh-Hans" if simplified > traditional else "zh-Hant"


@cache
def _encodes(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


@cache
def _identifier(languages: tuple[str, ...]) -> LanguageIdentifier:
    """Load the identifier for a set of languages."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = set(identifier.labels)
    identifier.set_languages([language for language in languages if language in known] or None)
    return identifier


def settle_language(paragraphs: Sequence[Paragraph], given: str, declared: str) -> tuple[str, list[str]]:
    """Return a document's language and warnings: the given one, else the declared one, else what its text shows.

    A declaration inside a file that its text plainly contradicts is passed over with a warning: templates declare
    English whatever they are filled with.
    """
    found, confidence = detect_language(
        " ".join(p.text for p in paragraphs if not p.level)[:_LONGEST] or paragraphs[0].text
    )
    sure = confidence >= _SURE and sum(_size(p.text) for p in paragraphs if not p.level) >= _ENOUGH
    if given:
        if sure and not _agree(given, found):
            return given, [f"the text is said to be in {given!r} but looks like {found!r}; check the language you gave"]
        return given, []
    try:
        declared = check_language(declared) if declared else ""
    except InputError as error:
        return (found if sure else "und"), [f"declares a language that is none: {error}"]
    if declared and sure and not _agree(declared, found):
        return found, [f"declares the language {declared!r} but is in {found!r}, which was taken; name it to be sure"]
    if declared and declared.split("-")[0] != found.split("-")[0]:
        return declared, []
    return (max(declared, found, key=len) if declared else found if sure else "und"), []


def language_warnings(paragraphs: Sequence[Paragraph], language: str) -> list[str]:
    """Return a warning that names the paragraphs which are plainly in another language than their document."""
    if language == "und":
        return []
    strangers = []
    for paragraph in paragraphs:
        if not paragraph.level and _size(paragraph.text) >= 2 * _ENOUGH:
            found, confidence = detect_language(paragraph.text[:_SAMPLE])
            near = any({language.split("-", maxsplit=1)[0], found.split("-")[0]} <= group for group in _NEAR)
            if confidence >= _SURE and not near and not _agree(language, found):
                strangers.append(f"{paragraph.place or f'line {paragraph.line}'} ({found})")
    if not strangers or len(strangers) * 2 > len(paragraphs):  # all of them: the document's own warning says it
        return []
    more = f" and {len(strangers) - 5} more" if len(strangers) > 5 else ""
    return [f"not in {language!r}: the paragraph at {', '.join(strangers[:5])}{more}"]


def _size(text: str) -> int:
    """Return the length in UTF-8 bytes, which says more alike in all scripts than the count of characters."""
    return len(text.encode("utf-8", "replace"))


def _agree(one: str, other: str) -> bool:
    """Tell whether two tags may stand for one text: same language, and for Chinese no other script."""
    if one.split("-", maxsplit=1)[0] != other.split("-", maxsplit=1)[0]:
        return {one.split("-", maxsplit=1)[0], other.split("-", maxsplit=1)[0]} <= {"no", "nb", "nn"}
    scripts = {_script(one), _script(other)} - {""}
    return len(scripts) < 2


def _script(tag: str) -> str:
    if re.search(r"-(?:Hans|CN|SG)\b", tag):
        return "Hans"
    return "Hant" if re.search(r"-(?:Hant|TW|HK|MO)\b", tag) else ""
