"""The languages of a page."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from aligner.edition import Edition
from aligner.export.html.languages import direction, name_language
from aligner.export.html.marks import show


class Column(NamedTuple):
    """A language of the page: its key in links (the tag, numbered where it comes again), names and direction."""

    number: int
    key: str
    language: str
    name: str
    direction: str
    title: str


def make_columns(edition: Edition) -> list[Column]:
    """Return an edition's columns; a language's second text is keyed by its tag and a number."""
    seen: Counter[str] = Counter()
    columns = []
    for number, text in enumerate(edition.texts):
        tag = text.language
        seen[tag] += 1
        key = tag if seen[tag] == 1 else f"{tag}.{seen[tag]}"
        columns.append(Column(number, key, tag, name_language(tag), direction(tag), show(edition.titles.get(tag, ""))))
    return columns
