"""What a caller may choose for an export, and what a page shows beyond the texts."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from aligner.errors import InputError

if TYPE_CHECKING:
    from aligner.remarks import Remark
    from aligner.word_links import WordLinks

Layout = Literal["paragraphs", "sentences", "tap"]
"""How a book is laid out: paragraphs or sentences with their translations, or one language that links to them."""

LAYOUTS: tuple[Layout, ...] = ("paragraphs", "sentences", "tap")

Context = Literal["", "memoq", "matecat"]
"""Units without context, or with it as memoQ or as MateCat writes and reads it."""

CONTEXTS: tuple[Context, ...] = ("", "memoq", "matecat")

Insertions = Literal["mark", "keep", "drop"]
"""What becomes of text that was added in the translation: set apart by ``⟦ ⟧``, like any other, or left out."""

INSERTIONS: tuple[Insertions, ...] = ("mark", "keep", "drop")
Split = Literal["", "chapters"]
"""How a page is divided: not at all, or into a page for each chapter."""

SPLITS: tuple[Split, ...] = ("", "chapters")

_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
"""The outer form of a BCP 47 tag (RFC 5646, 2.1): ``pt-BR``, ``zh-Hans``; not ``pt_BR``, as Java writes it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a caller may choose for an export.

    ``locales``         codes to write in place of an edition's languages, as ``{"pt": "pt-BR"}``: many translation
                        tools know a language only with its region
    ``min_confidence``  0 to 1; rows with a lower confidence are left out and counted
    ``languages``       the versions to write, in this order, the first as the pivot; all when it is empty
    ``layout``          of an EPUB, one of ``LAYOUTS``
    ``cover``           of an EPUB, a JPEG or PNG file; None draws one
    ``times``           of subtitles, the version whose cues are shown; "" for the first that has times
    ``context``         of TMX, in whose form units have the segments around theirs: one of ``CONTEXTS``
    ``creator``         of TMX, who made the units that do not say it
    ``insertions``      of lines, what becomes of target text without a counterpart: one of ``INSERTIONS``
    ``lines``           of lines, how many the source's file has at least, where blank ones may end it
    ``clock``           of subtitles, the version to whose film the times are to fit; "" leaves them as they are
    ``documents``       the names of the files of the texts, for formats that refer to them; ``export_edition`` sets it
    ``split``           of HTML, "chapters" for a folder with a page for each chapter

    HTML, EPUB, the alignment file and the ladder file ignore ``locales`` and ``min_confidence``.

    Raises ``InputError`` for a code that is not a language tag, a ``min_confidence`` outside 0 to 1, and a division
    that there is not.
    """

    locales: Mapping[str, str] = field(default_factory=dict)
    min_confidence: float = 0.0
    languages: Sequence[str] = ()
    layout: Layout = "paragraphs"
    cover: str | os.PathLike[str] | None = None
    times: str = ""
    clock: str = ""
    context: Context = ""
    creator: str = ""
    insertions: Insertions = "mark"
    lines: int = 0
    documents: Sequence[str] = ()
    split: Split = ""

    def __post_init__(self) -> None:
        for language, code in self.locales.items():
            if not _TAG.fullmatch(code):
                raise InputError(
                    f"{code!r} is not a language tag to write for {language}; write one such as pt-BR or zh-Hans"
                )
        if not 0 <= self.min_confidence <= 1:
            raise InputError(f"min_confidence {self.min_confidence:g} is not from 0 to 1; it is a probability")
        if self.split not in SPLITS:
            raise InputError(f"no division into {self.split!r}; a page can be divided into chapters")

    def locale(self, language: str) -> str:
        """Return the code to write for a language.

        >>> Settings({"pt": "pt-BR"}).locale("pt"), Settings({"pt": "pt-BR"}).locale("de")
        ('pt-BR', 'de')
        """
        return self.locales.get(language, language)


class Extras(NamedTuple):
    """What a page shows beyond an edition's texts and rows, if a model was available to find it.

    ``word_links`` are the links between words of the pivot and of the other languages, by row and column. ``remarks``
    are the notes on places in the texts; without them (None) the page makes its own from the rows.
    """

    word_links: WordLinks = {}  # noqa: RUF012 - the default of a NamedTuple, which nothing writes to
    remarks: Sequence[Remark] | None = None
