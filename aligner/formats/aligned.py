"""Files of other tools that are aligned already: the format is found, and its reader asked for the units."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePath

from aligner.edition import Edition, Row
from aligner.errors import InputError
from aligner.formats.alternating import is_document, load_alternating
from aligner.formats.memory_units import Memory, MemoryRow, Resolver
from aligner.formats.table_reader import is_table, load_table
from aligner.formats.tmx_stream import BoundedFile, name_memory, open_memory
from aligner.formats.xces import is_xces, load_xces
from aligner.read.parts.signatures import PO, XLIFF
from aligner.text import Paragraph, Segment, Text, fold_space
from aligner.work_info import WorkInfo

_HEAD = 65_536
"""Bytes of a file that tell its format; a PO file may begin with a long licence."""

_XLIFF_HEAD = 4096
"""Bytes in which the root element of an XLIFF file is searched: it follows an XML declaration and perhaps a comment."""

_MO = (b"\xde\x12\x04\x95", b"\x95\x04\x12\xde")
"""How a compiled catalogue of gettext begins, in either order of bytes."""


@contextmanager
def open_aligned(
    source: str | os.PathLike[str] | bytes, *, name: str = "", keep_tags: bool = False
) -> Iterator[Memory]:
    """Open a TMX, XLIFF, PO or MO file, packed or not, or its bytes, as a stream of units.

    Inline markup is kept as marks beside the texts, or with ``keep_tags`` in the texts too. Raises ``InputError``, also
    while the units are taken, for a file that cannot be read.
    """
    name = name_memory(source, name)
    with open_memory(source, name) as file:
        head = file.peek(_HEAD)
        yield _reader_of(head, name)(file, name, keep_tags)


def _reader_of(head: bytes, name: str) -> Callable[[BoundedFile, str, bool], Memory]:
    """Return the reader of a format, by the first bytes of a file, and by its name where they do not tell."""
    suffixes = {suffix.lower() for suffix in PurePath(name).suffixes}
    content = head.decode("latin-1").replace("\0", "")  # UTF-16 as ASCII: all signatures are ASCII
    if head.startswith(_MO):
        return _open_mo
    if XLIFF.search(content[:_XLIFF_HEAD]):
        return _open_xliff
    if re.search(r"<tmx\b", content):
        return _open_tmx
    if PO.search(content) or suffixes & {".po", ".pot"}:
        return _open_po
    if suffixes & {".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".txlf"}:
        return _open_xliff
    return _open_tmx


def _open_tmx(file: BoundedFile, name: str, keep_tags: bool) -> Memory:
    from aligner.formats.tmx import open_tmx

    return open_tmx(file, name, keep_tags=keep_tags)


def _open_xliff(file: BoundedFile, name: str, keep_tags: bool) -> Memory:
    from aligner.formats.xliff import open_xliff

    return open_xliff(file, name, keep_tags=keep_tags)


def _open_po(file: BoundedFile, name: str, keep_tags: bool) -> Memory:  # noqa: ARG001 - PO has no inline codes
    from aligner.formats.po import open_po

    return open_po(file, name)


def _open_mo(file: BoundedFile, name: str, keep_tags: bool) -> Memory:  # noqa: ARG001 - nor has MO
    from aligner.formats.po import open_mo

    return open_mo(file, name)


def load_aligned(
    source: str | os.PathLike[str] | bytes, *, name: str = "", languages: Sequence[str] = (), keep_tags: bool = False
) -> tuple[Edition, list[str]]:
    """Read a file that is aligned already as an edition; return a line for each kind of loss, with its number.

    A unit becomes a row and a variant a segment; a second variant in a language makes a row of its own. The first
    column is the language of the source. ``languages`` takes only these, the first as the source; a tag also takes its
    regional variants (``en`` takes en-US), and names what a file does not name itself. A row's confidence is the
    property ``x-confidence``, or 1. For a memory of any size see ``memory_files``.

    A document whose paragraphs alternate between two languages (``alternating``), a table, and a file of links between
    sentences (``xces``) are read too.

    Raises ``InputError`` when the file cannot be read, or holds no translation, or not the languages that are named.
    """
    if is_table(source, name):
        return load_table(source, name=name, languages=languages)
    if is_xces(source):
        if isinstance(source, bytes):
            raise InputError(f"{name or 'stdin'}: names other files; save it beside them and name it")
        return load_xces(source, name=name, languages=languages)
    if is_document(source, name):
        return load_alternating(source, name=name, languages=languages)
    with open_aligned(source, name=name, keep_tags=keep_tags) as memory:
        return gather_edition(memory, languages)


def gather_edition(memory: Memory, languages: Sequence[str] = ()) -> tuple[Edition, list[str]]:
    """Return all units of a memory as an edition, and a line for each kind of loss; see ``load_aligned``."""
    resolver = Resolver(memory, languages)
    columns: dict[str, list[Paragraph]] = {}
    rows = [(_add_row(columns, row), row.unit.confidence) for row in resolver.rows()]
    labels = sorted(columns, key=lambda label: label != resolver.pivot) if not languages else list(languages)
    texts = tuple(_text_of(resolver.name(label), columns.get(label, []), memory.name) for label in labels)
    edition = Edition(
        texts, tuple(_rows(labels, rows)), WorkInfo(memory_stem(memory.name)), (memory_signature(memory),)
    )
    return edition, memory.lines()


def memory_stem(name: str) -> str:
    """Return a memory's name without its folder and the endings of its format.

    >>> memory_stem("folder/some.tmx.gz"), memory_stem("app.de.po")
    ('some', 'app.de')
    """
    return re.sub(r"(?i)(\.(?:tmx|xlf|xliff|sdlxliff|mqxliff|txlf|po|pot|mo))?(\.(?:gz|zip))?$", "", Path(name).name)


def memory_signature(memory: Memory) -> str:
    """Return the signature of alignments that come from a memory: the tool that made it."""
    return f"memory:{memory.tool or 'unknown'}"


def _add_row(columns: dict[str, list[Paragraph]], row: MemoryRow) -> dict[str, int]:
    """Add a row's variants to the columns of their languages; return their places there."""
    places = {}
    for label in row.cells:
        column = columns.setdefault(label, [])
        places[label] = len(column)
        column.append(row.paragraph(row.cells[label]))
    return places


def _text_of(language: str, paragraphs: list[Paragraph], name: str) -> Text:
    """Return the variants in a language as a text: a paragraph and a segment each."""
    segments = [
        Segment(number, 0, paragraph.text, fold_space(paragraph.text)) for number, paragraph in enumerate(paragraphs)
    ]
    return Text(language, tuple(paragraphs), tuple(segments), name)


def _rows(labels: Sequence[str], rows: list[tuple[dict[str, int], float]]) -> Iterator[Row]:
    """Yield a row for each unit, in the order of the file."""
    at = dict.fromkeys(labels, 0)
    for places, confidence in rows:
        cells = []
        for label in labels:
            start = at[label]
            at[label] = start + (label in places)
            cells.append(range(start, at[label]))
        yield Row(tuple(cells), confidence)
