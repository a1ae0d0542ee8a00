"""The lists of a page: its contents, and its notes on places in the versions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from aligner.coverage.kinds import Kind
from aligner.edition import Edition
from aligner.formats.html.blocks import Block
from aligner.formats.units import row_ids
from aligner.formats.xml_characters import replace_forbidden
from aligner.remarks import WORDS, Remark
from aligner.text import join_segments

_QUOTED = 60
"""Characters of a sentence that a note quotes: about two lines of the panel that lists the notes."""

_NO_NAME = re.compile(r"[^\w.-]+")  # what the name of an anchor does not have, as the space and colon of "GEN 1:3"


class Heading(NamedTuple):
    """A heading: its level, its first row, and its text in each version that has it, with the column's number."""

    level: int
    row: int
    texts: tuple[tuple[int, str], ...]


class Note(NamedTuple):
    """An entry of the list of notes.

    ``row`` is where it leads, ``column`` the version that it is about, ``kind`` the kind of the remark, ``sentences``
    their number where it matters, else 0, ``detail`` a phrase that says more, and ``quote`` the beginning of the
    sentence there in the version of the column ``quoted``.
    """

    row: int
    column: int
    kind: Kind
    sentences: int
    detail: str
    quoted: int
    quote: str


def list_headings(edition: Edition, blocks: Sequence[Block]) -> list[Heading]:
    """Return the headings of a page in their order."""
    headings = []
    for block in blocks:
        if block.level:
            parts = [
                (cell.column, [edition.cell_text(edition.rows[number], cell.column) for number in block.rows])
                for cell in block.cells
                if cell.level
            ]
            texts = tuple((column, replace_forbidden(join_segments(texts))) for column, texts in parts)
            headings.append(Heading(block.level, block.rows.start, texts))
    return headings


def make_anchors(edition: Edition) -> dict[int, list[str]]:
    """Return the names by which a page can be opened at a verse, an article or a numbered line, by row.

    ``#id-GEN.1.3`` leads to the first row of GEN 1:3; a row without the pivot's text has none.
    """
    anchors: dict[int, list[str]] = {}
    seen: set[str] = set()
    for number, row in enumerate(edition.rows):
        for identifier in row_ids(edition, row) if row.cells[0] else ():
            name = "id-" + _NO_NAME.sub(".", identifier)
            if name not in seen:
                seen.add(name)
                anchors.setdefault(number, []).append(name)
    return anchors


def list_notes(edition: Edition, placed: Sequence[tuple[range, Remark]]) -> list[Note]:
    """Return a note for each remark, in their order."""
    return [_make_note(edition, rows, remark) for rows, remark in placed]


def name_kinds(words: Mapping[str, str], kinds: Iterable[Kind]) -> dict[str, str]:
    """Return what a page says of kinds of remarks in a language, whose words are given.

    ``kind_number`` is a label, ``note_number`` the beginning of a note, in which ``{of}`` is the name of a language. A
    language that has no label of its own for a kind gets the English words of ``WORDS``.
    """
    named = {}
    for kind in kinds:
        label = words.get(f"kind_{kind}")
        named[f"kind_{kind}"] = label or WORDS[kind].here or kind
        named[f"note_{kind}"] = f"{{of}}: {label}" if label else f"{WORDS[kind].listed} {{of}}"
    return named


def _make_note(edition: Edition, rows: range, remark: Remark) -> Note:
    quoted, run = (0, remark.pivot) if remark.pivot else (remark.column, remark.own)
    text = replace_forbidden(edition.texts[quoted].segments[run.start].text)
    quote = text if len(text) <= _QUOTED else text[:_QUOTED].rstrip() + "…"
    # A count is of use only where a note covers several rows and several sentences.
    count = len(run) if min(len(rows), len(run)) > 1 else 0
    return Note(rows.start, remark.column, remark.kind, count, replace_forbidden(remark.detail), quoted, quote)
