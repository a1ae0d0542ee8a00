"""Names that come from data: of files, of columns, of a work. The only place that decides what may become a path."""

from __future__ import annotations

import re
from collections.abc import Sequence

from aligner.edition import Edition, number_repeats
from aligner.errors import InputError
from aligner.formats.settings import Settings
from aligner.formats.xml_characters import drop_forbidden

_SAFE = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
"""Letters and digits in parts joined by single hyphens: ``de``, ``zh-Hans``, ``en-2``, but not ``../x`` or ``a:b``."""

_LONGEST_PART = 35
"""Characters of a safe part at most.

RFC 5646 (BCP 47), section 4.4.1, asks programs to have room for language tags of 35 characters; longer ones are not in
use. The limit keeps file names far below the 255 bytes that file systems allow.
"""


def safe_part(text: str) -> str:
    """Return a language tag from a file or an edition unchanged if it is safe as part of a file's name.

    Anyone can write ``../../x`` as the language in an alignment file or a translation memory. Every piece of a file's
    name that comes from data goes through this function, so that nothing is written outside the folder that the user
    named.

    Raises ``InputError`` when the text is not made of ASCII letters and digits, in parts joined by single hyphens, or
    is longer than 35 characters.

    >>> safe_part("zh-Hans")
    'zh-Hans'
    >>> safe_part("../../x")
    Traceback (most recent call last):
    aligner.errors.InputError: language '../../x' cannot be part of a file's name; write it as a tag such as en or pt-BR
    """
    if len(text) > _LONGEST_PART or not _SAFE.fullmatch(text):
        shown = text if len(text) <= _LONGEST_PART else text[:_LONGEST_PART] + "…"
        raise InputError(f"language {shown!r} cannot be part of a file's name; write it as a tag such as en or pt-BR")
    return text


def pair_file(source_language: str, target_language: str) -> str:
    """Return the name of the alignment file of two languages.

    Raises ``InputError`` for a language that is not safe in a file's name.

    >>> pair_file("en", "zh-Hans")
    'en-zh-Hans.jsonl'
    """
    return f"{safe_part(source_language)}-{safe_part(target_language)}.jsonl"


def column_names(languages: Sequence[str], settings: Settings) -> list[str]:
    """Return a different name for each column: its language's code, with a number where two columns share one.

    >>> column_names(["en", "pt", "en"], Settings({"pt": "pt-BR"}))
    ['en', 'pt-BR', 'en-2']
    """
    return number_repeats([drop_forbidden(settings.locale(language)) for language in languages])


def work_name(edition: Edition) -> str:
    """Return the work's name without the characters that XML forbids."""
    return drop_forbidden(edition.name)
