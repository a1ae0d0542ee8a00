"""The files of a book, and its table of contents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from aligner.formats.html.blocks import Block
from aligner.formats.html.lists import Heading

LONGEST = 300
"""Blocks in a chapter at most, so that no file is slow to open; a longer chapter goes on in the next file."""


class Chapter(NamedTuple):
    """A file of the book: its name and blocks."""

    name: str
    blocks: tuple[Block, ...]


@dataclass(slots=True)
class Entry:
    """An entry of the table of contents, the file and row it points to, and the entries under it."""

    heading: Heading
    file: str
    under: list[Entry] = field(default_factory=list)


def make_chapters(blocks: Sequence[Block]) -> list[Chapter]:
    """Boundary a book where a heading of its highest level begins."""
    top = min((block.level for block in blocks if block.level), default=0)
    groups: list[list[Block]] = []
    for number, block in enumerate(blocks):
        follows = number and blocks[number - 1].level == top  # a heading in two paragraphs is not parted
        if not groups or len(groups[-1]) == LONGEST or (block.level == top and top and not follows):
            groups.append([])
        groups[-1].append(block)
    return [Chapter(f"chapter-{number:03}.xhtml", tuple(group)) for number, group in enumerate(groups, 1)]


def nest_headings(headings: Sequence[Heading], chapters: Sequence[Chapter]) -> list[Entry]:
    """Return a table of contents: each heading under the one before it that has a higher level."""
    homes = {block.rows.start: chapter.name for chapter in chapters for block in chapter.blocks}
    contents: list[Entry] = []
    open_entries: list[Entry] = []
    for heading in headings:
        entry = Entry(heading, homes[heading.row])
        while open_entries and open_entries[-1].heading.level >= heading.level:
            open_entries.pop()
        (open_entries[-1].under if open_entries else contents).append(entry)
        open_entries.append(entry)
    return contents
