"""What books and pages say by themselves, in the reader's language.

The texts are in ``data/book_words.txt`` and ``data/page_words.txt``, which a speaker can edit.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from aligner.data_files import read_sections

_DATA = Path(__file__).parent / "data"


@cache
def load_words(kind: Literal["book", "page"], language: str) -> dict[str, str]:
    """Return what a book or a page says in a language, by the names of the texts.

    ``language`` is a BCP 47 tag; of ``zh-Hant-TW`` the longest beginning that has a section counts (RFC 4647, 3.4,
    "Lookup"). What a language lacks is in English. The entry ``language`` is the language that was found.

    >>> [load_words("book", tag)["cover"] for tag in ("de-AT", "xx")], load_words("book", "zh-Hant-TW")["title_page"]
    (['Umschlag', 'Cover'], '書名頁')
    """
    sections = read_sections(_DATA / f"{kind}_words.txt")
    parts = language.split("-")
    tags = ["-".join(parts[:count]) for count in range(len(parts), 0, -1)]
    found = next((sections[tag] for tag in tags if tag in sections), ())
    return dict(_entry(line) for line in (*sections["en"], *found))


def _entry(line: str) -> tuple[str, str]:
    name, _equals, text = line.partition(" = ")
    return name, text
