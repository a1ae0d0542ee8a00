"""PDF with a text layer, by the optional package pypdfium2: lines joined into paragraphs by where they stand.

A PDF says where characters are printed and nothing of paragraphs, so all of this is a guess from distances. Columns
come in the order in which the file draws them; running heads and page numbers are left out, words that a line's end
cuts are joined. Tables, side notes and footnotes are not told from the text.
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
from aligner.read.parts.main_text import between
from aligner.read.parts.paragraph_builder import WIDE, Block
from aligner.text import Paragraph

_WORKER = Path(__file__).with_name("pdf_lines.py")
_COLUMN = 200  # lines of the longest column
_ENDS = re.compile(r"[.!?…:。！？]['\"”’»）」』)\]]*$")
_CUT = re.compile(r"(?<=\w)[-\u2010\u00ad]$")


class Line(NamedTuple):
    """A printed line: its text, page from 1, edges in points from the page's lower left, and letter size."""

    text: str
    page: int
    left: float
    right: float
    top: float
    bottom: float
    size: float


def read_pdf(data: bytes, *, name: str, start: str = "", end: str = "") -> Draft:
    """Return the paragraphs of a PDF; ``place`` is "page 4".

    Raises ``InputError`` when pypdfium2 is not installed, and when the file is damaged, encrypted or without text.
    """
    if find_spec("pypdfium2") is None:
        raise InputError(f"{name}: reading PDF needs pypdfium2; install it with: pip install 'aligner[pdf]'")
    found = _extract(data, name)
    pages = [[Line(*line) for line in lines] for lines in found["pages"]]
    if not any(pages):
        raise InputError(f"{name}: the PDF has no text layer; run a text recognition over it first")
    lines, left = _without_running_heads(pages)
    main, cut = between([Block(paragraph) for paragraph in _paragraphs(lines)], start, end, name)
    return Draft([block.paragraph for block in main], found["title"], left_out=left + cut)


def _extract(data: bytes, name: str) -> dict[str, Any]:
    """Return the title and the pages' lines, read in a process of its own, which PDFium ends when memory runs out."""
    command = [sys.executable, "-P", str(_WORKER)]
    done = subprocess.run(command, input=data, capture_output=True, check=False)  # noqa: S603 - our own file
    if done.returncode:
        raise InputError(f"{name}: the PDF cannot be read; it is damaged, or made to use up memory or time")
    found: dict[str, Any] = json.loads(done.stdout)
    if error := found.get("error"):
        raise InputError(f"{name}{error if error.startswith(',') else f': {brief(error)}'}")
    return found


def _without_running_heads(pages: Sequence[list[Line]]) -> tuple[list[Line], list[LeftOut]]:
    """Leave out first and last lines that many pages share, figures apart, and page numbers."""
    edges = Counter(_shape(line.text) for lines in pages for line in _outer(lines))
    kept, left = [], []
    for lines in pages:
        outer = _outer(lines)
        for line in lines:
            shape = _shape(line.text)
            if line in outer and (shape in ("#", "- # -") or edges[shape] > max(2, len(pages) // 5)):
                left.append(LeftOut(f"page {line.page}", "running head or page number", line.text))
            else:
                kept.append(line)
    return kept, left


def _outer(lines: list[Line]) -> list[Line]:
    """Return the page's highest and lowest line."""
    return [max(lines, key=lambda line: line.top), min(lines, key=lambda line: line.bottom)] if lines else []


def _shape(text: str) -> str:
    return re.sub(r"\d+|\b[ivxlc]+\b", "#", text.strip())


class Layout(NamedTuple):
    """How a document is set: the distance from line to line in points, and whether paragraphs begin with an indent."""

    size: float
    step: float
    indents: bool


def _layout(lines: Sequence[Line]) -> Layout:
    size = median(line.size for line in lines)
    steps = [a.top - b.top for a, b in pairwise(lines) if 0 < a.top - b.top < 4 * max(a.size, 1)]
    starts = sum(_is_indented(a, b) and not _is_indented(b, a) for a, b in pairwise(lines))
    return Layout(size, median(steps) if steps else 1.2 * size, starts * 25 > len(lines))


def _is_indented(line: Line, other: Line) -> bool:
    return 0.8 * line.size < line.left - other.left < 5 * line.size


def _paragraphs(lines: Sequence[Line]) -> Iterator[Paragraph]:
    """Join lines until one is indented, follows a gap, has another size or comes after a short last line."""
    if not lines:
        return
    layout = _layout(lines)
    run = [lines[0]]
    for before, line, after in zip(lines, lines[1:], [*lines[2:], lines[-1]], strict=False):
        if _moves(before, line, layout):
            parted = _begins_column(run, line, after, layout)
        else:
            parted = _begins(run, line, layout)
        if parted:
            yield _joined(run, layout.size)
            run = []
        run.append(line)
    yield _joined(run, layout.size)


def _moves(before: Line, line: Line, layout: Layout) -> bool:
    """Tell whether a line stands in another column or on another page than the one before."""
    return line.page != before.page or line.top > before.top + layout.step / 2


def _begins_column(run: list[Line], line: Line, after: Line, layout: Layout) -> bool:
    """Tell whether the first line of a column begins a paragraph."""
    if abs(line.size - run[-1].size) > 0.15 * line.size:
        return True
    if not _ENDS.search(run[-1].text):
        return False
    if layout.indents and after is not line and not _moves(line, after, layout):
        return _is_indented(line, after)
    return _is_short(run, layout) or not line.text[:1].islower()


def _begins(run: list[Line], line: Line, layout: Layout) -> bool:
    """Tell whether a line below another begins a paragraph."""
    before = run[-1]
    if abs(line.size - before.size) > 0.15 * before.size:
        return True
    if before.top - line.top > max(1.4 * layout.step, 1.6 * line.size):
        return True
    column = _column(run, layout)
    hanging = len(column) == len(run) == 1 and before.left > line.left + 0.8 * line.size  # its first line is indented
    indented = line.left > min(other.left for other in column) + 0.8 * line.size and not hanging
    return indented or (bool(_ENDS.search(before.text)) and _is_short(run, layout) and len(column) > 1)


def _is_short(run: list[Line], layout: Layout) -> bool:
    """Tell whether a paragraph's last line ends well before the others."""
    column = _column(run, layout)
    left, right = min(line.left for line in column), max(line.right for line in column)
    return run[-1].right < right - 0.15 * (right - left)


def _column(run: list[Line], layout: Layout) -> list[Line]:
    """Return the lines of a paragraph that stand in its last column."""
    run = run[-_COLUMN:]
    for number in range(len(run) - 1, 0, -1):
        if _moves(run[number - 1], run[number], layout):
            return run[number:]
    return run


def _joined(lines: list[Line], size: float) -> Paragraph:
    text = lines[0].text
    for line in lines[1:]:
        if _CUT.search(text):
            text = text[:-1] + ("" if line.text[:1].islower() else "-") + line.text
        else:
            unspaced = WIDE.match(text[-1]) or WIDE.match(line.text) or text[-1] == line.text[0] in "—―"
            text += ("" if unspaced else " ") + line.text
    big = lines[0].size > 1.15 * size and len(text) <= 200
    return Paragraph(
        text,
        int(big),
        1,
        "heading" if big else "body",
        f"page {lines[0].page}",
    )
