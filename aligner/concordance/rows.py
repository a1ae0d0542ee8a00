"""The rows of alignment files and memories, one of which is in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from aligner.edition import weave
from aligner.errors import LadderError
from aligner.formats.alignment_file import is_alignment_file, load_alignment
from aligner.formats.memory_units import memory_language
from aligner.memory.reading import Collection


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


def read_rows(paths: Sequence[Path]) -> Iterator[Row]:
    """Yield the rows of alignment files and memories.

    Alignment files of versions of one work are woven into an edition, so that a row has all their languages; where no
    text joins them, each is read by itself. Raises ``InputError`` for a file that is neither.
    """
    ours = [path for path in paths if is_alignment_file(path)]
    yield from _woven(ours)
    for path in paths:
        if path not in ours:
            yield from read_units(path)


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


def read_units(path: Path) -> Iterator[Row]:
    """Yield the units of a memory."""
    for number, unit in enumerate(Collection([path]), 1):
        cells = (Cell(memory_language(one.language), " ".join(one.text.split())) for one in unit.variants())
        yield Row(str(path), number, tuple(cells))
