"""What is known about a work besides its texts: its name, titles, author and rights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class WorkInfo:
    """A work's short ``name`` (used for its folder and files), ``author``, ``rights``, and ``titles`` by language.

    It travels in every alignment file and on every edition, so that a page or a book made from those files says
    the same as one made from the work's folder. An unknown field is "".
    """

    name: str = ""
    author: str = ""
    rights: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)

    def select(self, languages: Iterable[str]) -> WorkInfo:
        """Return this information with the titles of some languages only."""
        return replace(self, titles={tag: self.titles[tag] for tag in languages if tag in self.titles})

    def merge(self, other: WorkInfo) -> WorkInfo:
        """Return this information, with unknown fields filled in from another.

        >>> WorkInfo("a", titles={"en": "A"}).merge(WorkInfo("b", "B. Writer", titles={"de": "Ein A"}))
        WorkInfo(name='a', author='B. Writer', rights='', titles={'de': 'Ein A', 'en': 'A'})
        """
        return WorkInfo(
            self.name or other.name,
            self.author or other.author,
            self.rights or other.rights,
            {**other.titles, **self.titles},
        )
