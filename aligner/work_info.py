"""What is known about a work besides its texts: its name, titles, author, translator and rights."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from aligner.errors import InputError

FACTS = ("name", "author", "rights", "translator", "publisher", "date")
"""The fields of ``WorkInfo`` that are one text each, in their order."""


_DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
"""Years, months and days as EPUB asks for them (ISO 8601 in the profile of W3C-DTF)."""


@dataclass(frozen=True, slots=True)
class WorkInfo:
    """What is known about a work. An unknown field is "".

    ``name``        short name, used for its folder and files
    ``author``      as a title page prints it
    ``rights``      who holds them, or under which licence the texts are
    ``titles``      by language
    ``translator``  of the version or versions beside the original
    ``publisher``   of this edition
    ``date``        when this edition was published: ``2026``, ``2026-11`` or ``2026-11-30``

    It travels in every alignment file and on every edition, so that a page or a book made from those files says
    the same as one made from the work's folder. Raises ``InputError`` for a date in another form.
    """

    name: str = ""
    author: str = ""
    rights: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    translator: str = ""
    publisher: str = ""
    date: str = ""

    def __post_init__(self) -> None:
        if self.date and not _DATE.fullmatch(self.date):
            raise InputError(f"date {self.date!r}: write a year, month or day, as 2026, 2026-11 or 2026-11-30")

    def select(self, languages: Iterable[str]) -> WorkInfo:
        """Return this information with the titles of some languages only."""
        return replace(self, titles={tag: self.titles[tag] for tag in languages if tag in self.titles})

    def merge(self, other: WorkInfo) -> WorkInfo:
        """Return this information, with unknown fields filled in from another.

        >>> both = WorkInfo("a", titles={"en": "A"}).merge(WorkInfo("b", "B. Writer", titles={"de": "Ein A"}))
        >>> both.name, both.author, both.titles
        ('a', 'B. Writer', {'de': 'Ein A', 'en': 'A'})
        """
        facts = {name: getattr(self, name) or getattr(other, name) for name in FACTS}
        return WorkInfo(**facts, titles={**other.titles, **self.titles})
