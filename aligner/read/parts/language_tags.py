"""Check language tags (BCP 47), name the right one for common mistakes, and find tags in the names of files."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path, PurePath

from aligner.data_files import read_sections
from aligner.errors import InputError

TAG_TABLES = Path(__file__).parent.parent / "data" / "tags.txt"
# A tag as people put it in a file's name: "ru", "pt-BR", "zh_Hant", "es-419". Scripts and regions in their own
# spelling only, so that "to-do.txt" or "my-cat.txt" names no language.
_COMMON = re.compile(r"([A-Za-z]{2,3})(?:[-_](?:Hans|Hant|Latn|Cyrl|Arab))?(?:[-_](?:[A-Z]{2}|\d{3}))?")
# BCP 47 (RFC 5646, section 2.1) in small letters: "zh-hans-cn"; the rest are variants ("de-1996"), extensions
# ("de-u-co-phonebk") and private use ("en-x-old"). Extended languages and grandfathered tags are not accepted.
_FORM = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|\d{3}))?"
    r"(?P<rest>(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-[a-wy-z](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?)"
)


def check_language(tag: str) -> str:
    """Return a language tag in its canonical BCP 47 form: ``fil`` as ``tl``, ``in`` as ``id``, ``PT_br`` as ``pt-BR``.

    Raises ``InputError`` when it is not a tag of a language, naming the right one where it is known: ``ja`` for ``jp``.

    >>> check_language("fil"), check_language("ZH-hans"), check_language("pt_BR")
    ('tl', 'zh-Hans', 'pt-BR')
    """
    plain = tag.strip().replace("_", "-").lower()
    match = _FORM.fullmatch(plain)
    language = match["language"] if match else ""
    known, same, meant_by = _tables()
    if (meant := meant_by.get(plain) or meant_by.get(language)) is not None:
        raise InputError(f"{tag!r} is not a BCP 47 language tag; write {meant!r}")
    if match is None or (len(language) == 2 and language not in known | same.keys()):
        raise InputError(f"{tag!r} is not a BCP 47 language tag; write one such as 'en', 'pt-BR' or 'zh-Hans'")
    parts = [same.get(language, language)]
    parts += [match["script"].title()] if match["script"] else []
    parts += [match["region"].upper()] if match["region"] else []
    return "-".join(parts) + match["rest"]


def is_common_tag(word: str) -> bool:
    """Return whether a word, such as part of a file's name, is certainly a tag, perhaps with script and region.

    >>> is_common_tag("pt-BR"), is_common_tag("old-book"), is_common_tag("one")
    (True, False, False)
    """
    match = _COMMON.fullmatch(word)
    known, same, _ = _tables()
    return match is not None and match[1].lower() in known | same.keys()


def named_language(name: str) -> str:
    """Return the language tag in a file's name, the last part before its ending; "" when there is none.

    >>> named_language("ru.txt"), named_language("film.pt-BR.srt"), named_language("old-book.txt"), named_language("ru")
    ('ru', 'pt-BR', '', '')
    """
    stem = PurePath(name).stem.rpartition(".")[2]
    return check_language(stem) if PurePath(name).suffix and is_common_tag(stem) else ""


@cache
def _tables() -> tuple[frozenset[str], dict[str, str], dict[str, str]]:
    """Return the two-letter tags, the canonical forms of tags, and what is meant by words that are no tags."""
    sections = {name: " ".join(lines).split() for name, lines in read_sections(TAG_TABLES).items()}
    same, meant = (dict(entry.split(":") for entry in sections[name]) for name in ("same", "meant"))
    return frozenset(sections["known"]), same, meant
