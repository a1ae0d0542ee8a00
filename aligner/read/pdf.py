"""Read PDF with a text layer, by the optional package pypdfium2: lines joined into paragraphs by their positions.

A PDF says where characters are printed and nothing of paragraphs, so all of this is a guess from distances. Columns
come in the order in which the file draws them; running heads and page numbers are left out, words that are broken at
a line's end are joined. Tables, side notes and footnotes are not recognised and come among the text.

The file itself is read by ``pdf_worker.py`` in a process of its own. Distances below are shares of the letter size or
of the distance between lines, as both differ from book to book. No measurement on a corpus is recorded for them; what
each decides is shown in ``tests/read/test_pdf.py``.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from aligner.document import LeftOut
from aligner.errors import InputError
from aligner.read.parts.draft import Draft, brief
from aligner.read.parts.main_text import between_phrases
from aligner.read.parts.paragraph_builder import WIDE, TextBlock
from aligner.separators import ROMAN
from aligner.text import Paragraph

_WORKER = Path(__file__).with_name("pdf_worker.py")
# Lines of a paragraph that are compared with a new one. Without a bound a file of one endless paragraph would take the
# square of its length.
_COLUMN = 200
# Letter sizes. An indent of less is a slanted or hanging letter, one of more is a new column or a table.
_INDENT, _LARGEST_INDENT = 0.8, 5
_INDENT_EVERY = 25  # a book indents its paragraphs when more than one line in so many is indented against the next
_LINE_STEP = 1.2  # letter sizes from line to line, the usual leading, where a text has one line only
_LARGEST_STEP = 4  # letter sizes; a larger distance is a gap and says nothing of the distance between lines
# A gap is more than 1.4 line distances and more than 1.6 letter sizes (where lines are set close): less is uneven
# leading.
_GAP, _GAP_SIZE = 1.4, 1.6
_SIZE_CHANGE = 0.15  # of the letter size: by more a line is another kind of text, by less it is rounding
_HEADING_SIZE = 1.15  # of the median letter size: larger letters are a heading's
_HEADING_LENGTH = 200  # characters; a longer text in large letters is a motto or a preface
_SHORT_LINE = 0.15  # of the width of the column, by which the last line of a paragraph ends before the others
_HEAD_PAGES = 5  # a head or foot is running when more than one page in so many has it, and more than two have
_ENDS = re.compile(r"[.!?…:。！？]['\"”’»）」』)\]]*$")  # "laughed.", "he said:", "“Yes.”": a paragraph may end
_BROKEN_WORD = re.compile(r"(?<=\w)[-\u2010\u00ad]$")  # "no-" at a line's end, with any of the hyphens
_NUMERAL = re.compile(rf"\d+|\b{ROMAN}\b")  # "12", "xiv": page numbers, not "civil"


class PrintedLine(NamedTuple):
    """A line: its text, page from 1, edges in points from the lower left corner of the page, and letter size."""

    text: str
    page: int
    left: float
    right: float
    top: float
    bottom: float
    size: float


def read_pdf(data: bytes, *, name: str, start: str = "", end: str = "") -> Draft:
    """Return the paragraphs of a PDF; ``place`` is "page 4".

    ``start`` and ``end`` are phrases of the paragraphs in which the main text begins and ends. Raises ``InputError``
    when pypdfium2 is not installed, when the file is damaged, encrypted or without text, and when a phrase is in no
    paragraph.
    """
    if find_spec("pypdfium2") is None:
        raise InputError(f"{name}: reading PDF needs pypdfium2; install it with: pip install pypdfium2")
    found = _extract(data, name)
    pages = [[PrintedLine(*line) for line in lines] for lines in found["pages"]]
    if not any(pages):
        raise InputError(f"{name}: the PDF has no text layer; run a text recognition over it first")
    lines, heads = _without_running_heads(pages)
    main, outside = between_phrases([TextBlock(paragraph) for paragraph in _paragraphs(lines)], start, end, name)
    return Draft([block.paragraph for block in main], found["title"], left_out=heads + outside)


def _extract(data: bytes, name: str) -> dict[str, Any]:
    """Return the title and the lines of each page, read in another process: PDFium ends its own without memory."""
    command = [sys.executable, "-P", str(_WORKER)]
    done = subprocess.run(command, input=data, capture_output=True, check=False)  # noqa: S603 - our own file
    if done.returncode:
        raise InputError(f"{name}: the PDF cannot be read; it is damaged, or made to use up memory or time")
    found: dict[str, Any] = json.loads(done.stdout)
    if error := found.get("error"):
        raise InputError(f"{name}{error if error.startswith(',') else f': {brief(error)}'}")
    return found


def _without_running_heads(pages: Sequence[list[PrintedLine]]) -> tuple[list[PrintedLine], list[LeftOut]]:
    """Leave out page numbers, and first and last lines that many pages share but for the numbers in them."""
    shapes = Counter(_shape(line.text) for lines in pages for line in _outer_lines(lines))
    kept, left = [], []
    for lines in pages:
        outer = _outer_lines(lines)
        for line in lines:
            shape = _shape(line.text)
            if line in outer and (shape in ("#", "- # -") or shapes[shape] > max(2, len(pages) // _HEAD_PAGES)):
                left.append(LeftOut(f"page {line.page}", "running head or page number", line.text))
            else:
                kept.append(line)
    return kept, left


def _outer_lines(lines: list[PrintedLine]) -> list[PrintedLine]:
    """Return the highest and the lowest line of a page."""
    return [max(lines, key=lambda line: line.top), min(lines, key=lambda line: line.bottom)] if lines else []


def _shape(text: str) -> str:
    """Return a line with numerals replaced by "#": "THE FERRY   12" and "THE FERRY   14" have one shape."""
    return _NUMERAL.sub("#", text.strip())


class Layout(NamedTuple):
    """How a document is set: letter size and distance from line to line in points, and whether paragraphs indent."""

    size: float
    step: float
    indents: bool


def _measure_layout(lines: Sequence[PrintedLine]) -> Layout:
    size = median(line.size for line in lines)
    steps = [a.top - b.top for a, b in pairwise(lines) if 0 < a.top - b.top < _LARGEST_STEP * max(a.size, 1)]
    indents = sum(_is_indented(a, b) and not _is_indented(b, a) for a, b in pairwise(lines))
    return Layout(size, median(steps) if steps else _LINE_STEP * size, indents * _INDENT_EVERY > len(lines))


def _is_indented(line: PrintedLine, other: PrintedLine) -> bool:
    return _INDENT * line.size < line.left - other.left < _LARGEST_INDENT * line.size


def _paragraphs(lines: Sequence[PrintedLine]) -> Iterator[Paragraph]:
    """Join lines until one is indented, follows a gap, has another letter size or comes after a short last line."""
    if not lines:
        return
    layout = _measure_layout(lines)
    run = [lines[0]]
    for before, line, after in zip(lines, lines[1:], [*lines[2:], lines[-1]], strict=False):
        if _changes_column(before, line, layout):
            begins = _begins_paragraph_in_column(run, line, after, layout)
        else:
            begins = _begins_paragraph(run, line, layout)
        if begins:
            yield _join_lines(run, layout.size)
            run = []
        run.append(line)
    yield _join_lines(run, layout.size)


def _changes_column(before: PrintedLine, line: PrintedLine, layout: Layout) -> bool:
    """Return whether a line is in another column, or on another page, than the one before: it is printed higher up."""
    return line.page != before.page or line.top > before.top + layout.step / 2


def _begins_paragraph_in_column(run: list[PrintedLine], line: PrintedLine, after: PrintedLine, layout: Layout) -> bool:
    """Return whether the first line of a column begins a paragraph; its distance from the last line says nothing."""
    if abs(line.size - run[-1].size) > _SIZE_CHANGE * line.size:
        return True
    if not _ENDS.search(run[-1].text):
        return False
    if layout.indents and after is not line and not _changes_column(line, after, layout):
        return _is_indented(line, after)
    return _is_short(run, layout) or not line.text[:1].islower()


def _begins_paragraph(run: list[PrintedLine], line: PrintedLine, layout: Layout) -> bool:
    """Return whether a line below another begins a paragraph."""
    before = run[-1]
    if abs(line.size - before.size) > _SIZE_CHANGE * before.size:
        return True
    if before.top - line.top > max(_GAP * layout.step, _GAP_SIZE * line.size):
        return True
    column = _last_column(run, layout)
    indented = line.left > min(other.left for other in column) + _INDENT * line.size
    return indented or (bool(_ENDS.search(before.text)) and _is_short(run, layout) and len(column) > 1)


def _is_short(run: list[PrintedLine], layout: Layout) -> bool:
    """Return whether the last line of a paragraph ends well before the others."""
    column = _last_column(run, layout)
    left, right = min(line.left for line in column), max(line.right for line in column)
    return run[-1].right < right - _SHORT_LINE * (right - left)


def _last_column(run: list[PrintedLine], layout: Layout) -> list[PrintedLine]:
    """Return the lines of a paragraph that are in its last column, at most 200."""
    run = run[-_COLUMN:]
    for number in range(len(run) - 1, 0, -1):
        if _changes_column(run[number - 1], run[number], layout):
            return run[number:]
    return run


def _join_lines(lines: list[PrintedLine], size: float) -> Paragraph:
    """Return a paragraph of lines; a broken word is joined, its hyphen kept before a capital ("Anglo-Saxon")."""
    text = lines[0].text
    for line in lines[1:]:
        if _BROKEN_WORD.search(text):
            text = text[:-1] + ("" if line.text[:1].islower() else "-") + line.text
        else:
            unspaced = WIDE.match(text[-1]) or WIDE.match(line.text) or text[-1] == line.text[0] in "—―"
            text += ("" if unspaced else " ") + line.text
    large = lines[0].size > _HEADING_SIZE * size and len(text) <= _HEADING_LENGTH
    return Paragraph(text, int(large), 1, "heading" if large else "body", f"page {lines[0].page}")
