"""Languages as people name them: at the head of a table's columns, and as wishes such as ``--languages en,de``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from aligner.data_files import read_sections
from aligner.errors import InputError
from aligner.read.parts.language_tags import check_language, is_common_tag

_DATA = Path(__file__).parent / "data" / "language_names.txt"
_TAG = re.compile(r"(?P<tag>(?:[a-z]{2,3}|[A-Z]{2,3})(?:[-_][A-Za-z0-9]{2,8})*?)(?:[-_](?P<number>\d{1,2}))?")
"""A tag, with the number that an export gives to a second version in a language: ``en``, ``pt_BR``, ``en-2``. Not "No"
or "Ja", which are texts as likely as tags."""
_MOST_WORDS = 3  # of a heading that names a language, as "Text (Brazilian Portuguese)" does not
_INSIDE = re.compile(r"[\[(]\s*([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)\s*[\])]")  # the tag in "English (en-US)"


def language_name(tag: str) -> str:
    """Return the English name of a language, or its tag where it is not known.

    >>> language_name("de-AT"), language_name("zh-Hans"), language_name("zz")
    ('German', 'Chinese Simplified', 'zz')
    """
    names = _english_names()
    return names.get(tag) or names.get(tag.split("-", maxsplit=1)[0], tag)


def named_tag(heading: str) -> str:
    """Return the language tag that the heading of a column names, "" where it names none.

    >>> [named_tag(heading) for heading in ("en", "pt_BR", "en-2", "German", "Español (es-MX)", "note")]
    ['en', 'pt-BR', 'en', 'de', 'es-MX', '']
    """
    plain = heading.strip()
    match = _TAG.fullmatch(plain)
    if match and (is_common_tag(match["tag"].split("-")[0].split("_")[0])):
        try:
            return check_language(match["tag"])
        except InputError:
            return ""
    inside = _INSIDE.search(plain)
    if inside and is_common_tag(inside[1].split("-")[0].split("_")[0]):
        return named_tag(inside[1])
    words = re.findall(r"[^\W\d_]+", plain.casefold())
    if not 0 < len(words) <= _MOST_WORDS or plain.endswith((".", "!", "?")):
        return ""
    return _tags_by_name().get(plain.casefold()) or _tags_by_name().get(words[0], "")


def is_side(heading: str) -> bool:
    """Return whether a heading says that texts or translations are below it, without naming their language.

    >>> is_side("Source"), is_side("Übersetzung"), is_side("Comment")
    (True, True, False)
    """
    words = re.findall(r"[^\W\d_]+", heading.casefold())
    return bool(words) and len(words) < _MOST_WORDS and words[0] in _sides()


def match_languages(wanted: Sequence[str], known: Sequence[str]) -> list[str]:
    """Return, for each wanted tag, the one of the known languages that it means.

    That is the language itself; else the only one that the tag is the beginning of, as ``en`` is of ``en-US``; else the
    longest beginning of the tag that is known, as ``de`` for ``de-AT`` (RFC 4647, 3.3.1 and 3.4). A tag that means none
    of them is returned as it is. Raises ``InputError`` for one that means several.

    >>> match_languages(["en", "de-AT", "fr"], ["en-US", "de"])
    ['en-US', 'de', 'fr']
    """
    return [_match_language(tag, known) for tag in wanted]


def _match_language(tag: str, known: Sequence[str]) -> str:
    lower = {language.lower(): language for language in known}
    plain = tag.replace("_", "-").lower()
    if plain in lower:
        return lower[plain]
    below = [language for code, language in lower.items() if code.startswith(f"{plain}-")]
    if len(below) > 1:
        raise InputError(f"{tag!r} may be {' or '.join(below)}; name one of them")
    if below:
        return below[0]
    parts = plain.split("-")
    shorter = ("-".join(parts[:end]) for end in range(len(parts) - 1, 0, -1))
    return next((lower[code] for code in shorter if code in lower), tag)


@cache
def _english_names() -> dict[str, str]:
    names = {line.split()[0]: line.split()[1] for line in read_sections(_DATA)["names"]}
    return {**names, "zh-Hans": "Chinese Simplified", "zh-Hant": "Chinese Traditional"}


@cache
def _tags_by_name() -> dict[str, str]:
    return {
        name.casefold(): tag
        for tag, *names in (line.split() for line in read_sections(_DATA)["names"])
        for name in names
    }


@cache
def _sides() -> frozenset[str]:
    return frozenset(" ".join(read_sections(_DATA)["sides"]).casefold().split())
