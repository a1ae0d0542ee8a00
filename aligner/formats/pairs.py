"""What the readers of PO and XLIFF return: texts with their translations, and the units without a translation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from aligner.document import LeftOut
from aligner.errors import InputError
from aligner.read.parts.language_tags import check_language


class Pair(NamedTuple):
    """A source text, its translation, and their place in the file, as ``line 8``."""

    source: str
    target: str
    place: str


@dataclass(frozen=True, slots=True)
class Pairs:
    """The content of a file that holds one translation.

    ``source_language`` and ``target_language`` are BCP 47 tags, "und" where the file does not name one. ``left_out``
    are the units without a translation that can be used, with the reason.
    """

    source_language: str
    target_language: str
    pairs: tuple[Pair, ...]
    name: str = ""
    left_out: tuple[LeftOut, ...] = ()


def known_language(tag: str) -> str:
    """Return a file's language tag in its canonical form, "und" where it is not a tag.

    >>> known_language("PT_br"), known_language("German")
    ('pt-BR', 'und')
    """
    try:
        return check_language(tag)
    except InputError:
        return "und"
