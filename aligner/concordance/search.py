"""Look for a word in the rows of alignments and in the units of memories, one of which is in memory at a time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from aligner.concordance.folding import fold, fold_with_places
from aligner.concordance.index import LARGE, indexed_rows
from aligner.concordance.rows import Cell, Row, read_rows, read_units
from aligner.errors import InputError
from aligner.formats.alignment_file import is_alignment_file
from aligner.read.parts.language_tags import matches_language
from aligner.writing import UNSPACED_WORDS

_UNSPACED = re.compile(f"[{UNSPACED_WORDS}]")
_LONGEST = 200  # characters of what is looked for


class Hit(NamedTuple):
    """A row with the word in it: the cells that hold it, marked, then those of the other languages."""

    file: str
    number: int
    found: tuple[Cell, ...]
    others: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: the word as it was typed, and a pattern for texts as ``fold`` returns them."""

    word: str
    pattern: re.Pattern[str]

    def find(self, text: str) -> tuple[range, ...]:
        """Return the characters of each place where the word is in a text."""
        if not self.pattern.search(fold(text)):
            return ()
        folded, places = fold_with_places(text)
        return tuple(range(places[match.start()], _end(places, match.end())) for match in self.pattern.finditer(folded))


def _end(places: Sequence[int], end: int) -> int:
    """Return the place after the last character of a match that ends at ``end``; it takes the whole of "ß"."""
    last = places[end - 1]
    return next(place for place in places[end:] if place > last)


def make_query(word: str) -> Query:
    """Return what a word or phrase is looked for by: whole words in any case, with or without diacritics.

    An asterisk stands for any letters at its place: ``Haus*``. In scripts without spaces between words the characters
    count, wherever they are. Raises ``InputError`` for a word without a letter or figure, and for one that is too long.
    """
    folded = " ".join(fold(word).split())
    if not any(map(str.isalnum, folded)):
        raise InputError(f"{word!r} has no letter or figure to look for")
    if len(folded) > _LONGEST:
        raise InputError(f"the word has {len(folded)} characters; look for {_LONGEST} at most")
    parts = re.split(r"(\*+|\s)", folded)
    inner = "".join(r"\w{0,60}" if "*" in part else r"\s{1,9}" if part.isspace() else re.escape(part) for part in parts)
    before = "" if _UNSPACED.match(folded) else r"(?<!\w)" if folded[0].isalnum() else ""
    after = "" if _UNSPACED.match(folded[-1]) else r"(?!\w)" if folded[-1].isalnum() else ""
    return Query(word, re.compile(before + inner + after))


def search_rows(rows: Iterable[Row], query: Query, languages: Sequence[str] = ()) -> Iterator[Hit]:
    """Yield the rows that have the word, in one of the languages if any is named."""
    for row in rows:
        marked = [
            cell._replace(marks=query.find(cell.text))
            if not languages or any(matches_language(wanted, cell.language) for wanted in languages)
            else cell
            for cell in row.cells
        ]
        if found := tuple(cell for cell in marked if cell.marks):
            yield Hit(row.file, row.number, found, tuple(cell for cell in marked if not cell.marks))


def find_rows(paths: Sequence[Path], query: Query) -> Iterator[Row]:
    """Yield the rows of files that may have the word: all, or of a large memory those that its index names."""
    large = [path for path in paths if path.stat().st_size >= LARGE and not is_alignment_file(path)]
    yield from read_rows([path for path in paths if path not in large])
    for path in large:
        yield from indexed_rows(path, query.word, read_units)
