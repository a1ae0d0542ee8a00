"""Several memories as one: as they are read, or as the alignments that were made of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from aligner.alignment import Alignment
from aligner.edition import Edition
from aligner.errors import InputError
from aligner.formats.aligned import gather_edition, load_aligned, open_aligned
from aligner.formats.memory_units import Memory, MemoryUnit
from aligner.formats.string_files import Named, open_strings
from aligner.ladder import Bead, Ladder
from aligner.memory.store import Store
from aligner.memory.units import digest, plain_code
from aligner.text import Paragraph, Segment, Text


@contextmanager
def open_joined(sources: Sequence[Named], *, keep_tags: bool = False) -> Iterator[Memory]:
    """Open one memory, or several as one in which each unit comes once; see ``open_aligned`` and ``open_strings``.

    Raises ``InputError``, also while the units are taken, for a file that cannot be read.
    """
    if paired := open_strings(sources):
        yield paired
        return
    with ExitStack() as stack:
        memories = [
            stack.enter_context(open_aligned(source, name=name, keep_tags=keep_tags)) for source, name in sources
        ]
        if len(memories) == 1:
            yield memories[0]
            return
        first = memories[0]
        joined = Memory(_join_names([each.name for each in memories]), (), first.tool, first.source)
        joined.units = _each_once(memories, joined, stack.enter_context(Store()))
        yield joined


def _each_once(memories: Sequence[Memory], joined: Memory, store: Store) -> Iterator[MemoryUnit]:
    for memory in memories:
        for unit in memory.units:
            key = digest(
                sorted(
                    f"{plain_code(each.language)}\x1f{unicodedata.normalize('NFC', each.text)}\x1f"
                    f"{[tuple(mark) for mark in each.marks]}"
                    for each in unit.variants
                )
            )
            if store.see(key):
                joined.notes["repeated units, left out"] += 1
            else:
                yield unit._replace(source=unit.source or memory.source)
        joined.notes.update(memory.notes)


def load_joined(
    sources: Sequence[Named], languages: Sequence[str] = (), *, keep_tags: bool = False
) -> tuple[Edition, list[str]]:
    """Read memories, or a table, as an edition; see ``load_aligned``.

    Raises ``InputError`` for a file that cannot be read, and for memories in different languages.
    """
    if paired := open_strings(sources):
        return gather_edition(paired, languages)
    loaded = [load_aligned(source, name=name, languages=languages, keep_tags=keep_tags) for source, name in sources]
    if len(loaded) == 1:
        return loaded[0]
    editions = [edition for edition, _ in loaded]
    if any(edition.languages != editions[0].languages for edition in editions):
        raise InputError(
            f"{sources[0][1]} and others: in different languages; name those to take, as --languages en,de"
        )
    joined = _join_editions(editions)
    return joined, [line for _, lines in loaded for line in lines]


def _join_editions(editions: Sequence[Edition]) -> Edition:
    at = [0] * len(editions[0].texts)
    rows = []
    for edition in editions:
        for row in edition.rows:
            cells = tuple(range(start, start + len(cell)) for start, cell in zip(at, row.cells, strict=True))
            at = [cell.stop for cell in cells]
            rows.append(row._replace(cells=cells))
    columns = zip(*(edition.texts for edition in editions), strict=True)
    return replace(editions[0], texts=tuple(_join_texts(column) for column in columns), rows=tuple(rows))


def join_memories(alignments: Sequence[Alignment]) -> list[Alignment]:
    """Return alignments with those of memories in the same two languages joined, in their order.

    A memory's alignment has a signature that begins with ``memory:``. Other alignments, and memories that share a text,
    as those made of one file in three languages, are returned as they are.
    """
    groups: dict[tuple[str, str], list[Alignment]] = {}
    for alignment in alignments:
        groups.setdefault((alignment.source.language, alignment.target.language), []).append(alignment)
    memories = all(alignment.signature.startswith("memory:") for alignment in alignments)
    if not memories or len(groups) == len(alignments):
        return list(alignments)
    return [_join(group) for group in groups.values()]


def _join(group: list[Alignment]) -> Alignment:
    if len(group) == 1:
        return group[0]
    beads: list[Bead] = []
    i = j = 0
    for alignment in group:
        beads += [
            Bead(
                range(bead.source.start + i, bead.source.stop + i) if bead.source else bead.source,
                range(bead.target.start + j, bead.target.stop + j) if bead.target else bead.target,
                bead.confidence,
            )
            for bead in alignment.ladder
        ]
        i, j = i + len(alignment.source), j + len(alignment.target)
    texts = [_join_texts([getattr(alignment, side) for alignment in group]) for side in ("source", "target")]
    signature = " + ".join(dict.fromkeys(alignment.signature for alignment in group))
    return Alignment(texts[0], texts[1], Ladder(tuple(beads)), signature, group[0].work)


def _join_texts(texts: Sequence[Text]) -> Text:
    """Return one text of the paragraphs of several."""
    paragraphs: list[Paragraph] = []
    segments: list[Segment] = []
    for text in texts:
        segments += [replace(segment, paragraph=segment.paragraph + len(paragraphs)) for segment in text.segments]
        paragraphs += text.paragraphs
    return Text(texts[0].language, tuple(paragraphs), tuple(segments), _join_names([text.name for text in texts]))


def _join_names(names: Sequence[str]) -> str:
    """Return one name for several files, without white space, which no identifier of a unit may hold.

    >>> _join_names(["old/a.tmx", "b.tmx"]), _join_names(["a.tmx", "b.tmx", "c.tmx"])
    ('a.tmx+b.tmx', 'a.tmx+2')
    """
    first, *others = dict.fromkeys(Path(name).name for name in names)
    return f"{first}+{others[0] if len(others) == 1 else len(others)}" if others else first
