"""Read Jupyter notebooks: cells of text as Markdown, cells of code as code; what the code printed is left out.

Source: the notebook format 4 of Jupyter (nbformat).
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from aligner.document import LeftOut
from aligner.errors import InputError
from aligner.read.markdown import read_markdown
from aligner.read.parts.draft import Draft

_FENCES = re.compile(r"`{3,}")


def read_notebook(content: str, *, name: str, start: str = "", end: str = "") -> Draft:
    """Return the paragraphs of a notebook, whose ``place`` is their cell, and ``line`` that of the cell.

    ``start`` and ``end`` are phrases of the paragraphs in which the main text begins and ends. Raises ``InputError``
    when the file is no notebook of format 4, or a phrase is in no paragraph.
    """
    texts: list[str] = []
    left: list[LeftOut] = []
    for number, cell in enumerate(_cells(content, name), 1):
        source = _joined(cell.get("source"))
        kind = cell.get("cell_type")
        if kind == "raw":
            left.append(LeftOut(f"cell {number}", "raw cell", source))
        printed = [_joined(one.get("text")) for one in cell.get("outputs") or () if isinstance(one, dict)]
        left += [LeftOut(f"cell {number}", "output", text) for text in printed if text.strip()]
        texts.append(source if kind == "markdown" else _fenced(source) if kind == "code" and source.strip() else "")
    starts = [1]
    for text in texts:
        starts.append(starts[-1] + text.count("\n") + 2)
    draft = read_markdown("\n\n".join(texts), name=name, start=start, end=end)
    placed = []
    for paragraph in draft.paragraphs:
        cell_number, line = _place(starts, paragraph.line)
        placed.append(replace(paragraph, place=f"cell {cell_number}", line=line))
    outside = [
        one._replace(place=f"cell {_place(starts, int(one.place.removeprefix('line ')))[0]}")
        if one.place.startswith("line ")
        else one
        for one in draft.left_out
    ]
    return replace(draft, paragraphs=placed, left_out=[*left, *outside])


def _cells(content: str, name: str) -> list[dict[str, Any]]:
    try:
        notebook = json.loads(content)
    except (ValueError, RecursionError):
        raise InputError(
            f"{name}: is not a valid notebook, because it is not JSON; save it again with Jupyter"
        ) from None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise InputError(f"{name}: is not a notebook of format 4; convert it with: jupyter nbconvert --to notebook")
    return [cell for cell in cells if isinstance(cell, dict)]


def _joined(source: object) -> str:
    """Return the text of a cell, which is a string or a list of lines."""
    if isinstance(source, list):
        return "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""


def _fenced(code: str) -> str:
    longest = max(map(len, _FENCES.findall(code)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}\n{code}\n{fence}"


def _place(starts: Sequence[int], line: int) -> tuple[int, int]:
    """Return the cell and the line in it, both from 1, of a line of the joined text."""
    number = bisect_right(starts, line)
    return number, line - starts[number - 1] + 1
