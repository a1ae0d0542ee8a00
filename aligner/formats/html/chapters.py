"""The chapters of a page or book, each of which can be a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from aligner.formats.html.blocks import Block

BLOCKS_PER_CHAPTER = 300
"""Blocks in a chapter at most; a longer chapter goes on in the next file.

Many reading systems lay out a file as a whole before they show its first page, so long files open slowly; very short
ones bring a page break into the middle of a chapter.
"""


class Chapter(NamedTuple):
    """A file of the book: its name, as ``chapter-001.xhtml``, and its blocks."""

    name: str
    blocks: tuple[Block, ...]


def make_chapters(blocks: Sequence[Block], suffix: str) -> list[Chapter]:
    """Return the chapters of a text; each begins at a heading of the highest level, or of a higher one.

    A heading that the text begins with and that is the only one of its level is the title of the whole where several
    headings of the next level follow; chapters then begin at these. Headings that follow each other, as "Chapter One"
    and its title, begin one chapter and not two. ``suffix`` is that of the files, ".html".
    """
    top = _chapter_level(blocks)
    groups: list[list[Block]] = []
    level_before = 0
    for block in blocks:
        begins = 0 < block.level <= top and not 0 < level_before <= top
        if not groups or len(groups[-1]) == BLOCKS_PER_CHAPTER or begins:
            groups.append([])
        groups[-1].append(block)
        level_before = block.level
    return [Chapter(f"chapter-{number:03}{suffix}", tuple(group)) for number, group in enumerate(groups, 1)]


def _chapter_level(blocks: Sequence[Block]) -> int:
    """Return the level of the headings that chapters begin with, 0 for a text without headings."""
    levels = [block.level for block in blocks if block.level]
    below = levels[1:]
    has_title = levels and blocks[0].level == levels[0] < min(below, default=0)
    return min(below if has_title and below.count(min(below)) > 1 else levels, default=0)
