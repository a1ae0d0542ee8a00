"""The languages of a page or book: their names and titles, and what to call the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from aligner.edition import Edition
from aligner.formats.html.languages import name_language, text_direction
from aligner.formats.xml_characters import replace_forbidden
from aligner.text import Text, fold_space

_LANGUAGES_IN_TITLE = 3
"""Languages that a title made of their names lists; more would not fit a browser's tab or one line of the bar."""

_BODY = 7
"""One more than 6, the deepest level of a heading: it takes the place of the next heading where a text has none."""


class Column(NamedTuple):
    """A version on the page.

    ``number`` is its column. ``key`` names it in links: its tag, with a number for the second version in a language.
    ``language`` is its tag, ``name`` the language's own name, ``direction`` "ltr" or "rtl", and ``title`` the title of
    the version, "" where none is known.
    """

    number: int
    key: str
    language: str
    name: str
    direction: str
    title: str


def make_columns(edition: Edition) -> list[Column]:
    """Return a column for each version: the second in German has the key ``de.2``."""
    seen: Counter[str] = Counter()
    columns = []
    for number, text in enumerate(edition.texts):
        tag = replace_forbidden(text.language)
        seen[tag] += 1
        key = tag if seen[tag] == 1 else f"{tag}.{seen[tag]}"
        title = edition.work.titles.get(text.language) or _own_title(text)
        columns.append(Column(number, key, tag, name_language(tag), text_direction(tag), replace_forbidden(title)))
    return columns


def find_title(edition: Edition, columns: Sequence[Column]) -> str:
    """Return what to call an edition.

    That is the pivot's title; or else the work's name; and if the name is only a language tag, as that of ``en.jsonl``,
    the names of the languages.
    """
    if columns[0].title or edition.name not in edition.languages:
        return columns[0].title or replace_forbidden(edition.name)
    names = [column.name for column in columns]
    return " · ".join(names[:_LANGUAGES_IN_TITLE] + ["…"] * (len(names) > _LANGUAGES_IN_TITLE))


def _own_title(text: Text) -> str:
    """Return the heading that a text begins with, as its title.

    Where the text has another heading of that level or a higher one, the first is a chapter's, and the result is "".
    """
    headings = [number for number, paragraph in enumerate(text.paragraphs) if paragraph.level]
    levels = [text.paragraphs[number].level for number in headings]
    if not headings or headings[0] or min(levels[1:], default=_BODY) <= levels[0]:
        return ""
    return fold_space(text.paragraphs[0].text)
