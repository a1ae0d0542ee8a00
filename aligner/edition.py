"""Several texts of one work woven through a pivot into one table of rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import islice
from typing import Any

from aligner.alignment import SHOWN, Alignment, html_table
from aligner.errors import InputError, LadderError
from aligner.ladder import Bead, Ladder
from aligner.text import Text, join_segments
from aligner.weaving import Link, Row, smallest_rows
from aligner.work_info import WorkInfo

__all__ = ["Edition", "Row", "weave"]


@dataclass(frozen=True, slots=True)
class TextRow:
    """A row with its texts: ``row["en"]`` is the text of a language, "" where the row lacks it.

    ``cells`` are the runs of segments, counted from 0, one per column; ``confidence`` is the lowest of the beads that
    the row is made of, 0 to 1. ``dict(row)`` has the texts by language. The key of a second version in the same
    language is its tag with a number, ``de-2``.
    """

    texts: dict[str, str]
    cells: tuple[range, ...]
    confidence: float

    def __getitem__(self, language: str) -> str:
        if language not in self.texts:
            raise InputError(f"no version in {language!r}; the row has {', '.join(self.texts)}")
        return self.texts[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)

    def keys(self) -> Iterable[str]:
        """Return the languages."""
        return self.texts.keys()


@dataclass(frozen=True, slots=True, repr=False)
class Edition:
    """Texts of one work, the pivot first, and the rows that use every segment of each once and in order.

    Iterating gives a ``TextRow`` for each row, in order. ``alignments`` are those that the edition was woven from,
    empty if the rows came from a file; a row's ``confidences`` are in their order. Raises ``LadderError`` when a row
    leaves out or repeats a segment.
    """

    texts: tuple[Text, ...]
    rows: tuple[Row, ...]
    work: WorkInfo = field(default_factory=WorkInfo)
    signatures: tuple[str, ...] = ()
    alignments: tuple[Alignment, ...] = ()

    def __post_init__(self) -> None:
        at = [0] * len(self.texts)
        for number, row in enumerate(self.rows, 1):
            if len(row.cells) != len(at):
                raise LadderError(f"row {number} has {len(row.cells)} cells, the edition {len(at)} texts")
            for column, cell in enumerate(row.cells):
                if cell and cell != range(at[column], at[column] + len(cell)):
                    raise LadderError(
                        f"row {number}: segment {at[column]} of {self.texts[column].language} was expected, "
                        f"not {cell.start}; rows must use every segment once and in order"
                    )
                at[column] += len(cell)
        for text, count in zip(self.texts, at, strict=True):
            if count != len(text.segments):
                raise LadderError(f"the rows use {count} of the {len(text.segments)} segments of {text.language}")

    def __iter__(self) -> Iterator[TextRow]:
        names = self.column_names
        for row in self.rows:
            texts = {name: self.cell_text(row, column) for column, name in enumerate(names)}
            yield TextRow(texts, row.cells, row.confidence)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return f"<Edition: {self.name}, {', '.join(self.languages)}, {len(self)} rows>"

    def _repr_html_(self) -> str:
        """Return the first rows as an HTML table, which a notebook shows."""
        rows = [(list(row.texts.values()), row.confidence) for row in islice(self, SHOWN)]
        return html_table(self.column_names, rows, len(self))

    def to_rows(self) -> list[dict[str, Any]]:
        """Return a dict for each row, ready for pandas or ``datasets``: a text by language, and ``confidence``."""
        return [{**row.texts, "confidence": row.confidence} for row in self]

    @property
    def column_names(self) -> list[str]:
        """The tag of each column's language, numbered (``de-2``) where an earlier column has the same."""
        return number_repeats(self.languages)

    @property
    def name(self) -> str:
        """The work's short name, "alignment" where none is known."""
        return self.work.name or "alignment"

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the columns, the pivot's first."""
        return tuple(text.language for text in self.texts)

    def column(self, language: str) -> int:
        """Return the column of a language, the first if there are several; raise ``InputError`` if there is none.

        A second version in a language has the name that ``column_names`` gives it, ``de-2``. Where no version has the
        very tag, the first in a variant of it is taken: en-US for ``en``.
        """
        names = self.column_names
        variants = (name for name in names if name.lower().startswith(f"{language.lower()}-"))
        found = language if language in names else next(variants, None)
        if found is None:
            raise InputError(f"no version in {language!r}; the edition has {', '.join(self.languages)}")
        return names.index(found)

    def cell_text(self, row: Row, column: int) -> str:
        """Return a cell's segments as running text, "" where it has none."""
        segments = self.texts[column].segments
        return join_segments([segments[index].text for index in row.cells[column]])

    def alignment(self, source_language: str, target_language: str) -> Alignment:
        """Return the alignment of two versions: one that the edition was woven from, or one composed of several.

        If the rows came from a file, each row is a bead. Raises ``InputError`` for a language that is not there.
        """
        return self._between(self.column(source_language), self.column(target_language))

    def select(self, columns: Sequence[int]) -> Edition:
        """Return an edition of some of the versions, given by their columns; the first becomes the pivot.

        Its rows are as small as these versions allow, so two versions alone have smaller rows than among twelve.
        Raises ``InputError`` for fewer than two columns, and for one that is not there.
        """
        if len(columns) < 2:
            raise InputError("an edition needs two versions; name another")
        for column in columns:
            if not 0 <= column < len(self.texts):
                raise InputError(f"no column {column!r}; the edition has columns 0 to {len(self.texts) - 1}")
        woven = weave([self._between(columns[0], column) for column in columns[1:]])
        return replace(woven, work=self.work.select(woven.languages))

    def _between(self, source: int, target: int) -> Alignment:
        if self.alignments:
            return _compose(_chain(self.alignments, self.texts[source], self.texts[target]))
        beads = [
            Bead(row.cells[source], row.cells[target], row.confidence, row.confirmed)
            for row in self.rows
            if row.cells[source] or row.cells[target]
        ]
        signature = self.signatures[0] if self.signatures else ""
        return Alignment(self.texts[source], self.texts[target], Ladder(tuple(beads)), signature, self.work)


def number_repeats(tags: Sequence[str]) -> list[str]:
    """Return tags with a number where an earlier one is the same.

    >>> number_repeats(["en", "de", "en"])
    ['en', 'de', 'en-2']
    """
    return [f"{tag}-{tags[: k + 1].count(tag)}" if tag in tags[:k] else tag for k, tag in enumerate(tags)]


def weave(alignments: Sequence[Alignment], pivot: str | None = None) -> Edition:
    """Join the alignments of a work's versions into one edition, with rows as small as all of their ladders allow.

    The first column is the pivot: the version in the language ``pivot`` or, by default, the one with the most
    alignments. The others follow in the order of the alignments. Raises ``LadderError`` when no chain
    of alignments connects some text with the pivot.
    """
    texts: dict[tuple[str, str], Text] = {}
    ends = [tuple(_key(text) for text in (alignment.source, alignment.target)) for alignment in alignments]
    for alignment, keys in zip(alignments, ends, strict=True):
        for key, text in zip(keys, (alignment.source, alignment.target), strict=True):
            texts.setdefault(key, text)
    first = _choose_pivot(texts, ends, pivot)
    _check_joined(texts, ends, first)
    columns = {key: number for number, key in enumerate([first, *(key for key in texts if key != first)])}
    ordered = tuple(texts[key] for key in columns)
    links = [
        Link(columns[source], columns[target], alignment.ladder)
        for (source, target), alignment in zip(ends, alignments, strict=True)
    ]
    rows = smallest_rows([len(text.segments) for text in ordered], links)
    signatures = tuple(alignment.signature for alignment in alignments)
    work = reduce(WorkInfo.merge, (alignment.work for alignment in alignments))
    return Edition(ordered, tuple(rows), work, signatures, tuple(alignments))


_Key = tuple[str, str]


def _key(text: Text) -> _Key:
    return text.language, text.digest


def _choose_pivot(texts: dict[_Key, Text], ends: Sequence[tuple[_Key, ...]], language: str | None) -> _Key:
    """Return the text in a language, or the one with the most alignments, the first of several."""
    if not texts:
        raise LadderError("nothing to weave; give at least one alignment")
    if language is not None and language not in {key[0] for key in texts}:
        known = ", ".join(key[0] for key in texts)
        raise LadderError(f"no version in the pivot's language {language!r}; there are {known}")
    wanted = [key for key in texts if language in {None, key[0]}]
    return max(wanted, key=lambda key: sum(key in keys for keys in ends))


def _check_joined(texts: dict[_Key, Text], ends: Sequence[tuple[_Key, ...]], first: _Key) -> None:
    reached = {first}
    for _ in ends:
        reached.update(key for keys in ends if reached & set(keys) for key in keys)
    for key, text in texts.items():
        if key not in reached:
            name, pivot = text.name or text.language, texts[first].name or texts[first].language
            same = text.language == texts[first].language
            raise LadderError(
                f"{name} is not the same text in all alignments; align again after the last change"
                if same
                else f"no alignment joins {name} with {pivot}; the versions of an edition share a text"
            )


def _chain(alignments: Sequence[Alignment], source: Text, target: Text) -> list[Alignment]:
    """Return the fewest alignments that lead from one text to another, each turned to run that way."""
    both = [*alignments, *(alignment.invert() for alignment in alignments)]
    steps = [(_key(alignment.source), _key(alignment.target), alignment) for alignment in both]
    goal = _key(target)
    chains = [([_key(source)], list[Alignment]())]
    for passed, chain in chains:
        if passed[-1] == goal and chain:
            return chain
        chains += [([*passed, b], [*chain, step]) for a, b, step in steps if a == passed[-1] and b not in passed]
    raise LadderError(f"no alignments lead from {source.language} to {target.language}; name two different versions")


def _compose(chain: Sequence[Alignment]) -> Alignment:
    """Return the alignment from a chain's first text to its last: the smallest beads that split none of its beads."""
    if len(chain) == 1:
        return chain[0]
    lengths = [len(chain[0].source.segments), *(len(step.target.segments) for step in chain)]
    links = [Link(number, number + 1, step.ladder) for number, step in enumerate(chain)]
    beads = [
        Bead(row.cells[0], row.cells[-1], row.confidence, row.confirmed)
        for row in smallest_rows(lengths, links)
        if row.cells[0] or row.cells[-1]
    ]
    signature = " + ".join(dict.fromkeys(step.signature for step in chain))
    work = reduce(WorkInfo.merge, (step.work for step in chain))
    return Alignment(chain[0].source, chain[-1].target, Ladder(tuple(beads)), signature, work)
