"""Concordances as text for a terminal, as JSON Lines, and as a page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from html import escape
from typing import NamedTuple

from aligner.concordance.rows import Cell
from aligner.concordance.search import Hit
from aligner.errors import plain
from aligner.formats.html.languages import text_direction

_CONTEXT = 60  # characters of context to each side of the first mark
_UNMARKED = 120  # characters of a text without a mark


class Found(NamedTuple):
    """What was looked for, the hits to be shown, and how many there are in all."""

    word: str
    hits: list[Hit]
    total: int


def format_text(found: Found) -> Iterator[str]:
    """Yield the hits: file and row, then a line for each language, with the word and its counterparts in brackets."""
    for hit in found.hits:
        yield plain(f"{hit.file}:{hit.number}") + "\n"
        cells = [*hit.found, *hit.others]
        width = max(len(cell.language) for cell in cells)
        for cell in cells:
            yield f"  {plain(cell.language):{width}}  {plain(_excerpt(cell))}\n"


def _excerpt(cell: Cell) -> str:
    """Return the text around the first mark, in one line, with the marks in brackets.

    >>> _excerpt(Cell("en", "The well is old.", (range(4, 8),)))
    'The [well] is old.'
    """
    first = cell.marks[0] if cell.marks else range(0)
    start = max(0, first.start - _CONTEXT)
    end = min(len(cell.text), first.stop + _CONTEXT if cell.marks else _UNMARKED)
    parts = ["…"] if start else []
    at = start
    for mark in cell.marks:
        if mark.stop <= end:
            parts += [cell.text[at : mark.start], "[", cell.text[mark.start : mark.stop], "]"]
            at = mark.stop
    return "".join([*parts, cell.text[at:end], "…" if end < len(cell.text) else ""])


def format_json(found: Found) -> Iterator[str]:
    """Yield an object of JSON for each hit: file, row, and the cells with the characters of their marks."""
    for hit in found.hits:
        record = {"file": hit.file, "row": hit.number, "found": _cells(hit.found), "others": _cells(hit.others)}
        yield json.dumps(record, ensure_ascii=False).encode("utf-8", "backslashreplace").decode() + "\n"


def _cells(cells: Iterable[Cell]) -> list[dict[str, object]]:
    return [
        {"language": cell.language, "text": cell.text, "marks": [[mark.start, mark.stop] for mark in cell.marks]}
        for cell in cells
    ]


_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{word}</title>
<style>
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 1rem auto; color-scheme: light dark }}
section {{ border-top: 1px solid #8888; padding: .5rem 0 }} p {{ margin: .2rem 0 }}
small, b {{ font-weight: normal; opacity: .7; font-size: .8rem; margin-inline-end: .5rem }}
</style></head><body>
<h1>{word}</h1>
<p>{count}</p>
"""


def format_html(found: Found) -> Iterator[str]:
    """Yield a page with a section for each hit, the word and its counterparts marked."""
    shown = f"{len(found.hits):,} of {found.total:,}" if len(found.hits) < found.total else f"{found.total:,}"
    yield _PAGE.format(word=escape(plain(found.word)), count=f"{shown} found")
    for hit in found.hits:
        yield f"<section><small>{escape(plain(hit.file))}:{hit.number}</small>\n"
        for cell in (*hit.found, *hit.others):
            language = escape(cell.language)
            direction = text_direction(cell.language)
            yield f'<p lang="{language}" dir="{direction}"><b>{language}</b>{_marked(cell)}</p>\n'
        yield "</section>\n"
    yield "</body></html>\n"


def _marked(cell: Cell) -> str:
    parts, at = [], 0
    for mark in cell.marks:
        parts += [
            escape(plain(cell.text[at : mark.start])),
            f"<mark>{escape(plain(cell.text[mark.start : mark.stop]))}</mark>",
        ]
        at = mark.stop
    return "".join([*parts, escape(plain(cell.text[at:]))])


REPORTS = {"text": format_text, "json": format_json, "html": format_html}
"""The forms of a concordance, by name."""
