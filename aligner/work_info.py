"""What is known of a work beside its texts: its name, its titles, who wrote it, and who may copy it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class WorkInfo:
    """A work's short ``name`` (of its folder, of its files), ``author`` and ``rights``, and ``titles`` by language.

    It travels in every alignment file and on every edition, so that a page or a book made of the files alone says the
    same as one made of the work's folder. What is not known is "".
    """

    name: str = ""
    author: str = ""
    rights: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)

    def merge(self, other: WorkInfo) -> WorkInfo:
        """Return this information, with what it lacks taken from another.

        >>> WorkInfo("a", titles={"en": "A"}).merge(WorkInfo("b", "B. Writer", titles={"de": "Ein A"}))
        WorkInfo(name='a', author='B. Writer', rights='', titles={'de': 'Ein A', 'en': 'A'})
        """
        return WorkInfo(
            self.name or other.name,
            self.author or other.author,
            self.rights or other.rights,
            {**other.titles, **self.titles},
        )
