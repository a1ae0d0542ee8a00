"""The languages of a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from aligner.edition import Edition
from aligner.formats.html.languages import direction, name_language
from aligner.formats.html.marks import show
from aligner.text import Text, fold_space

_NAMED = 3  # languages that a title names at most


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
        title = edition.work.titles.get(tag) or _own_title(text)
        columns.append(Column(number, key, tag, name_language(tag), direction(tag), show(title)))
    return columns


def find_title(edition: Edition, columns: Sequence[Column]) -> str:
    """Return what to call an edition: the pivot's title, or else its name, or where that is a tag, its languages."""
    if columns[0].title or edition.name not in edition.languages:
        return columns[0].title or show(edition.name)
    names = [column.name for column in columns]
    return " · ".join(names[:_NAMED] + ["…"] * (len(names) > _NAMED))


def _own_title(text: Text) -> str:
    """Return the heading that a text begins with, "" where it has another as high: that is a chapter's."""
    headings = [number for number, paragraph in enumerate(text.paragraphs) if paragraph.level]
    levels = [text.paragraphs[number].level for number in headings]
    if not headings or headings[0] or min(levels[1:], default=7) <= levels[0]:
        return ""
    return fold_space(text.paragraphs[0].text)
