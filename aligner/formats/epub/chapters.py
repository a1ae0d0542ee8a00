"""The table of contents of a book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from aligner.formats.html.chapters import Chapter
from aligner.formats.html.lists import Heading


@dataclass(slots=True)
class Entry:
    """An entry of the table of contents: its heading, the file that holds it, and the entries below it."""

    heading: Heading
    file: str
    under: list[Entry] = field(default_factory=list)


def nest_headings(headings: Sequence[Heading], chapters: Sequence[Chapter]) -> list[Entry]:
    """Return a table of contents: each heading is below the nearest one before it that has a higher level.

    So levels that a book skips do no harm: in the order 2, 4, 3 both later headings are below the first.
    """
    homes = {block.rows.start: chapter.name for chapter in chapters for block in chapter.blocks}
    contents: list[Entry] = []
    open_entries: list[Entry] = []  # the last entry and those that it is below, the highest first
    for heading in headings:
        entry = Entry(heading, homes[heading.row])
        while open_entries and open_entries[-1].heading.level >= heading.level:
            open_entries.pop()
        (open_entries[-1].under if open_entries else contents).append(entry)
        open_entries.append(entry)
    return contents
