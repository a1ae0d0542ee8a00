"""The chapters of a book, each a file, and its table of contents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from aligner.formats.html.blocks import Block
from aligner.formats.html.lists import Heading

BLOCKS_PER_CHAPTER = 300
"""Blocks in a chapter at most; a longer chapter goes on in the next file.

Many reading systems lay out a file as a whole before they show its first page, so long files open slowly; very short
ones bring a page break into the middle of a chapter.
"""


class Chapter(NamedTuple):
    """A file of the book: its name, as ``chapter-001.xhtml``, and its blocks."""

    name: str
    blocks: tuple[Block, ...]


@dataclass(slots=True)
class Entry:
    """An entry of the table of contents: its heading, the file that holds it, and the entries below it."""

    heading: Heading
    file: str
    under: list[Entry] = field(default_factory=list)


def make_chapters(blocks: Sequence[Block]) -> list[Chapter]:
    """Return the chapters of a book: each begins at a heading of the highest level that the book has.

    A heading in two paragraphs, as "Chapter One" and its title, begins one chapter and not two.
    """
    top = min((block.level for block in blocks if block.level), default=0)
    groups: list[list[Block]] = []
    for number, block in enumerate(blocks):
        follows = number and blocks[number - 1].level == top
        if not groups or len(groups[-1]) == BLOCKS_PER_CHAPTER or (block.level == top and top and not follows):
            groups.append([])
        groups[-1].append(block)
    return [Chapter(f"chapter-{number:03}.xhtml", tuple(group)) for number, group in enumerate(groups, 1)]


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
