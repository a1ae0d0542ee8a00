"""Check language tags (BCP 47), name the right one for common mistakes, and find tags in the names of files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path, PurePath
from typing import NamedTuple

from aligner.data_files import read_sections
from aligner.errors import InputError

TAG_TABLES = Path(__file__).parent.parent / "data" / "tags.txt"
# A tag as people put it in a file's name: "ru", "pt-BR", "zh_Hant", "es-419". Scripts and regions in their own
# spelling only, so that "to-do.txt" or "my-cat.txt" names no language.
_COMMON = re.compile(r"([A-Za-z]{2,3})(?:[-_](?:Hans|Hant|Latn|Cyrl|Arab))?(?:[-_](?:[A-Z]{2}|\d{3}))?")


def check_language(tag: str) -> str:
    """Return a language tag in its canonical BCP 47 form: ``fil`` as ``tl``, ``in`` as ``id``, ``PT_br`` as ``pt-BR``.

    The registry of subtags and the aliases are those of langcodes (IANA, CLDR), with the few exceptions of
    ``data/tags.txt``. Raises ``InputError`` when it is not a tag of a language, naming the right one where it is known:
    ``ja`` for ``jp``.

    >>> check_language("fil"), check_language("ZH-hans"), check_language("pt_BR"), check_language("sh")
    ('tl', 'zh-Hans', 'pt-BR', 'sr-Latn')
    >>> check_language("x-foo"), check_language("i-klingon"), check_language("en-GB-oed")
    ('x-foo', 'tlh', 'en-GB-oxendict')
    """
    from langcodes import standardize_tag, tag_is_valid

    plain = tag.strip().replace("_", "-").lower()
    tables = _tables()
    if (meant := tables.meant.get(plain) or tables.meant.get(plain.partition("-")[0])) is not None:
        raise InputError(f"{tag!r} is not a BCP 47 language tag; write {meant!r}")
    if not tag_is_valid(plain):
        raise InputError(f"{tag!r} is not a BCP 47 language tag; write one such as 'en', 'pt-BR' or 'zh-Hans'")
    language, *rest = standardize_tag(plain).split("-")
    return "-".join([tables.same.get(language, language), *rest])


def matches_language(wanted: str, tag: str) -> bool:
    """Return whether a version in a language is one that was asked for: the same tag, or a variant of it.

    >>> matches_language("en", "en-US"), matches_language("zh-Hant", "zh-Hant-TW"), matches_language("en-GB", "en-US")
    (True, True, False)
    """
    return f"{tag}-".lower().startswith(f"{wanted}-".lower().replace("_", "-"))


def find_language(wanted: str, tags: Sequence[str]) -> int:
    """Return the place of the version that was asked for, -1 if there is none: the same tag, or its first variant.

    >>> find_language("de", ["en-US", "de-AT", "de"]), find_language("en", ["en-US", "de"]), find_language("fr", ["en"])
    (2, 0, -1)
    """
    found = [place for place, tag in enumerate(tags) if matches_language(wanted, tag)]
    return min(found, key=lambda place: len(tags[place]), default=-1)


def is_common_tag(word: str) -> bool:
    """Return whether a word, such as part of a file's name, is certainly a tag, perhaps with script and region.

    >>> is_common_tag("pt-BR"), is_common_tag("old-book"), is_common_tag("one")
    (True, False, False)
    """
    match = _COMMON.fullmatch(word)
    if match is None:
        return False
    language = match[1].lower()
    return language in _tables().known or (len(language) == 3 and language in _tables().long)


def named_language(name: str) -> str:
    """Return the language tag in a file's name, the last part before its ending; "" when there is none.

    >>> named_language("ru.txt"), named_language("film.pt-BR.srt"), named_language("old-book.txt"), named_language("ru")
    ('ru', 'pt-BR', '', '')
    """
    stem = PurePath(name).stem.rpartition(".")[2]
    return check_language(stem) if PurePath(name).suffix and is_common_tag(stem) else ""


def is_english_word(tag: str) -> bool:
    """Return whether a tag is an English word too, which names a file as often: ``to``, ``is``.

    >>> is_english_word("to"), is_english_word("de")
    (True, False)
    """
    return tag in _tables().words


class _Tables(NamedTuple):
    """What ``tags.txt`` holds, by the names of its sections."""

    known: frozenset[str]
    long: frozenset[str]
    words: frozenset[str]
    same: dict[str, str]
    meant: dict[str, str]


@cache
def _tables() -> _Tables:
    sections = {name: " ".join(lines).split() for name, lines in read_sections(TAG_TABLES).items()}
    same, meant = (dict(entry.split(":") for entry in sections[name]) for name in ("same", "meant"))
    known, long, words = (frozenset(sections[name]) for name in ("known", "long", "words"))
    return _Tables(known, long, words, same, meant)
