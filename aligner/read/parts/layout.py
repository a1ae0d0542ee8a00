"""Tell how a plain text shows its paragraphs: by blank lines, lines, indents, or the short last line.

The lines of a block (a run of lines without a blank one) are either wrapped, each filled up to the width of the text,
or paragraphs of their own. A line is *full* if the first word of the next one had no room in it; lines of verse, which
are not full either, often end with a comma or go on in small letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from aligner.read.parts.chapter_lines import is_contents, names_chapter
from aligner.read.parts.paragraph_builder import WIDE
from aligner.separators import is_separator

Layout = Literal["blank", "line", "indent", "wrapped"]
LAYOUTS: dict[str, str] = {
    "blank": "blank lines separate paragraphs",
    "line": "each line is a paragraph",
    "indent": "an indented line begins a paragraph",
    "wrapped": "a short line that ends a sentence ends a paragraph",
}
"""How paragraphs may be divided in a plain text, and what a report calls it."""

_LEAST_PAIRS = 4  # lines that another follows in their block; fewer show nothing, and blank lines decide
_FULL = 0.6  # share of full lines from which a text is wrapped; in paragraphs of one line each it is about a fifth
_CONTINUED = 0.15  # share of lines that plainly go on, at which they are verse or wrapped; a tenth of prose is
_FEW_LINES = 4  # lines of a block up to which blank lines separate paragraphs, and not only chapters
_MANY_LINES = 12  # lines of a block, on average, from which blank lines cannot separate its paragraphs
_INDENTED = (0.04, 0.6)  # share of lines that begin a paragraph: prose has one in two to twenty-five
_STOPPED = 0.8  # share of the short lines that must end a sentence, so that they can be the last of paragraphs
_SHORT = 0.03  # share of short lines below which there is no sign of paragraphs
_LONG_WORD = 14  # characters; a longer one is an address or a phrase without spaces, and may be divided
_COLUMN = 0.95  # of the lines are no wider than the column of the text; a few overrun it
_END = re.compile(r"[.!?…。！？:：][\"'”’»«“)\]」』）]*\s*\Z")  # a line that ends a sentence, with its closing marks
# A line that goes on in the next: after a comma or hyphen, or before a small letter.
_GOES_ON = re.compile(r"[,;，、；][\"'”’»]?\s*\Z|[^\W\d_][-\u00ad]\s*\Z")
_INDENT = re.compile(r"[ \t\u3000]+")
_PICTURE = re.compile(r"\[(?:illustration|ilustraci|abbildung|image)[^\[\]]{0,2000}\]\Z", re.IGNORECASE)
_HEADING = re.compile(r"#{1,6}[ \t]+\S")


class Block(NamedTuple):
    """A run of lines without a blank one, and the number of its first line, from 1."""

    first: int
    lines: list[str]


def split_blocks(content: str) -> Iterator[Block]:
    """Yield the runs of lines that are not blank, each with the number of its first line, from 1.

    >>> [tuple(block) for block in split_blocks("one\\ntwo\\n \\nthree")]
    [(1, ['one', 'two']), (4, ['three'])]
    """
    run: list[str] = []
    number = 0
    for number, line in enumerate([*content.split("\n"), ""], 1):
        if line.strip():
            run.append(line)
        elif run:
            yield Block(number - len(run), run)
            run = []


def find_layout(blocks: Sequence[Block]) -> Layout:
    """Return how a text shows its paragraphs, told by the lengths, ends and indents of its lines.

    >>> find_layout([Block(1, ["He rowed.", "She waited on the other bank.", "It rained.", "Nobody came.", "Well."])])
    'line'
    """
    several = [block.lines for block in blocks if len(block.lines) > 1]
    pairs = [pair for lines in several for pair in pairwise(lines)]
    held = sum(map(len, several))
    if len(pairs) < _LEAST_PAIRS or held * 2 < sum(len(block.lines) for block in blocks):
        return "blank"
    column = _column([line for lines in several for line in lines])
    full = [_is_full(one, other, column) for one, other in pairs]
    if sum(full) < _FULL * len(pairs):
        return "line" if _are_paragraphs(several, pairs) else "blank"
    return _wrapped_layout(several, pairs, full)


def _are_paragraphs(several: Sequence[list[str]], pairs: Sequence[tuple[str, str]]) -> bool:
    """Return whether lines that are not wrapped are paragraphs, and neither verse nor sentences of a paragraph."""
    if sum(_goes_on(one, other) for one, other in pairs) >= _CONTINUED * len(pairs):
        return False
    headed = sum(names_chapter(lines[0]) for lines in several) * 2 >= len(several)
    indented = sum(_INDENT.match(other) is not None for _, other in pairs) * 2 >= len(pairs)
    sizes = sorted(map(len, several))
    return headed or indented or sizes[len(sizes) // 2] > _FEW_LINES


def _wrapped_layout(several: Sequence[list[str]], pairs: Sequence[tuple[str, str]], full: Sequence[bool]) -> Layout:
    """Return how a text whose lines are wrapped shows its paragraphs."""
    starts = sum(_INDENT.match(lines[0]) is not None for lines in several)
    inside = sum(_INDENT.match(other) is not None for _, other in pairs)
    low, high = _INDENTED
    if low * len(pairs) <= inside <= high * len(pairs) and starts * 2 >= len(several):
        return "indent"
    short = [one for (one, _), is_full in zip(pairs, full, strict=True) if not is_full]
    ended = sum(_END.search(one) is not None for one in short)
    long_blocks = sum(map(len, several)) >= _MANY_LINES * len(several)
    if long_blocks and len(short) >= _SHORT * len(pairs) and ended >= _STOPPED * len(short):
        return "wrapped"
    return "blank"


def split_paragraphs(block: Block, layout: str, column: int) -> Iterator[Block]:
    """Yield the paragraphs of a block; the lines of a table of contents and separators are some of their own."""
    run: list[str] = []
    first = block.first
    listed = is_contents(block.lines)
    whole = layout == "indent" and _is_verse(block.lines, column)
    headed = _is_headed(block.lines, column)
    for number, line in enumerate(block.lines):
        before = run[-1] if run else ""
        alone = is_separator(line) or _HEADING.match(line) or listed or (headed and number == 1)
        if run and (alone or _ends(before, listed=listed) or (not whole and _begins(before, line, layout, column))):
            yield Block(first, run)
            run = []
        first = first if run else block.first + number
        run.append(line)
    if run:
        yield Block(first, run)


def _is_headed(lines: Sequence[str], column: int) -> bool:
    """Return whether the first line of a block heads a chapter and the prose follows without a blank line."""
    if len(lines) < 2 or _is_full(lines[0], lines[1], column) or not names_chapter(lines[0]):
        return False
    return not names_chapter("\n".join(lines))


def column_of(blocks: Sequence[Block]) -> int:
    """Return the width to which the lines of a text are filled, a Chinese or Japanese character counting as two."""
    return _column([line for block in blocks if len(block.lines) > 1 for line in block.lines])


def _ends(line: str, *, listed: bool) -> bool:
    """Return whether nothing follows a line in its paragraph, in any layout."""
    return listed or is_separator(line) or _HEADING.match(line) is not None or _PICTURE.match(line.strip()) is not None


def _begins(before: str, line: str, layout: str, column: int) -> bool:
    """Return whether a paragraph begins with a line, which the line before it does not show by itself."""
    if layout == "indent":
        return _INDENT.match(line) is not None
    if layout == "wrapped":
        return not _is_full(before, line, column) and (_END.search(before) is not None or names_chapter(before))
    return layout == "line"


def _is_verse(lines: Sequence[str], column: int) -> bool:
    """Return whether a block is verse with indents by turns: four lines or more, most of them not filled."""
    full = sum(_is_full(one, other, column) for one, other in pairwise(lines))
    return len(lines) >= _LEAST_PAIRS and full < (1 - _FULL) * len(lines)


def _goes_on(line: str, following: str) -> bool:
    return _GOES_ON.search(line) is not None or following.lstrip()[:1].islower()


def _is_full(line: str, following: str, column: int) -> bool:
    """Return whether a line had no room for the first word of the next one, in Chinese or Japanese for a character.

    There a mark that may not begin a line takes another character with it; in Thai a run without spaces is no word.
    """
    word = following.split(maxsplit=1)[0]
    needed = 4 if WIDE.match(word) else 1 + min(len(word), _LONG_WORD)
    return _width(line.rstrip()) + needed > column


def _column(lines: Sequence[str]) -> int:
    widths = sorted(_width(line.rstrip()) for line in lines)
    return widths[min(int(len(widths) * _COLUMN), len(widths) - 1)] if widths else 0


def _width(line: str) -> int:
    return len(line) + len(WIDE.findall(line))
