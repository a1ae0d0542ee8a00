"""Look for a word in the rows of alignments and in the units of memories, one of which is in memory at a time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from aligner.concordance.folding import fold, fold_with_places
from aligner.edition import weave
from aligner.errors import InputError, LadderError
from aligner.formats.alignment_file import is_alignment_file, load_alignment
from aligner.formats.memory_units import memory_language
from aligner.memory.reading import Collection
from aligner.read.parts.language_tags import matches_language
from aligner.writing import UNSPACED_WORDS

_UNSPACED = re.compile(f"[{UNSPACED_WORDS}]")
_LONGEST = 200  # characters of what is looked for


class Cell(NamedTuple):
    """A text of a row in a language, and the characters that are marked in it: the word, or its counterparts."""

    language: str
    text: str
    marks: tuple[range, ...] = ()


class Row(NamedTuple):
    """Texts that are translations of each other, with the file that they are in and the number of the row, from 1."""

    file: str
    number: int
    cells: tuple[Cell, ...]


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


def read_rows(paths: Sequence[Path]) -> Iterator[Row]:
    """Yield the rows of alignment files and memories.

    Alignment files of versions of one work are woven into an edition, so that a row has all their languages; where no
    text joins them, each is read by itself. Raises ``InputError`` for a file that is neither.
    """
    ours = [path for path in paths if is_alignment_file(path)]
    yield from _woven(ours)
    for path in paths:
        if path not in ours:
            yield from _units(path)


def _woven(paths: Sequence[Path]) -> Iterator[Row]:
    alignments = [load_alignment(path) for path in paths]
    if not alignments:
        return
    try:
        woven = weave(alignments)
        editions = [(woven, woven.name if len(paths) > 1 else str(paths[0]))]
    except LadderError:
        editions = [(weave([alignment]), str(path)) for alignment, path in zip(alignments, paths, strict=True)]
    for edition, file in editions:
        for number, row in enumerate(edition.rows, 1):
            cells = (
                Cell(language, edition.cell_text(row, column)) for column, language in enumerate(edition.languages)
            )
            yield Row(file, number, tuple(cell for cell in cells if cell.text))


def _units(path: Path) -> Iterator[Row]:
    for number, unit in enumerate(Collection([path]), 1):
        cells = (Cell(memory_language(one.language), " ".join(one.text.split())) for one in unit.variants())
        yield Row(str(path), number, tuple(cells))
