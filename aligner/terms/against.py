"""The terms of a glossary that aligned texts translate otherwise, as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from aligner.concordance.rows import Row
from aligner.coverage.checks.terms import TermUse
from aligner.errors import InputError
from aligner.formats.tables import BOM, guard_cell, write_delimited
from aligner.terms.translations import choose_languages


def choose_pair(rows: Sequence[Row], wanted: Sequence[str]) -> tuple[str, str]:
    """Return the two languages to compare. Raises ``InputError`` where the rows have fewer or more."""
    languages = choose_languages(rows, wanted)
    if len(languages) != 2:
        raise InputError(f"a glossary is compared in two languages, name them: --languages {','.join(languages[:2])}")
    return languages[0], languages[1]


def pairs_of(rows: Sequence[Row], languages: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the texts of each row that has both languages."""
    for row in rows:
        texts = {cell.language: " ".join(cell.text.split()) for cell in reversed(row.cells)}
        if all(language in texts for language in languages):
            yield texts[languages[0]], texts[languages[1]]


def write_uses(uses: Sequence[TermUse], languages: tuple[str, str], file: BinaryIO) -> None:
    """Write a table with a line for each term; in UTF-8 with a byte order mark, which Excel needs."""
    heads = [*languages, f"{languages[1]} forbidden", "count", "otherwise", "source example", "target example"]
    write_delimited(file, [heads, *map(_record, uses)], delimiter=",", preamble=BOM)


def _record(use: TermUse) -> list[str]:
    terms = [use.term, "|".join(use.rule.target), "|".join(use.rule.forbidden)]
    return [*map(guard_cell, terms), str(use.times), str(use.otherwise), *map(guard_cell, use.example)]
