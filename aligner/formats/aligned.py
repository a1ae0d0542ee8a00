"""Files of other tools that are aligned already, as editions: the format is found, and its reader asked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePath

from aligner.edition import Edition
from aligner.errors import InputError
from aligner.formats.alternating import load_alternating
from aligner.formats.bilingual import load_pairs
from aligner.formats.tmx import load_memory
from aligner.read.parts.signatures import holds_pairs
from aligner.read.reader import SUFFIXES

_HEAD = 65_536  # bytes of a file that tell its format; a PO file may begin with a long licence


def load_aligned(
    source: Path | bytes, *, name: str = "", languages: Sequence[str] = (), keep_tags: bool = False
) -> tuple[Edition, list[str]]:
    """Read a TMX, PO or XLIFF file, or its bytes; return its edition, and a sentence for each kind of loss.

    A document whose paragraphs alternate between two languages is read too (``alternating``). ``languages`` are those
    that a PO file does not name itself; inline markup is dropped, or with ``keep_tags`` kept as
    text. Raises ``InputError`` for a file that cannot be read.
    """
    name = name or str(source if isinstance(source, Path) else "memory")
    if PurePath(name).suffix.lower() in SUFFIXES - {".xml"}:  # a document, not a memory: its paragraphs may alternate
        return load_alternating(source, name=name, languages=languages)
    if holds_pairs(_head_of(source, name), name):
        return load_pairs(source, name=name, languages=languages)
    return load_memory(source, name=name, keep_tags=keep_tags)


def _head_of(source: Path | bytes, name: str) -> bytes:
    """Return the bytes that tell the format; a PO file may begin with a long licence."""
    if isinstance(source, bytes):
        return source[:_HEAD]
    try:
        with source.open("rb") as file:
            return file.read(_HEAD)
    except OSError as error:
        raise InputError(f"{name}: cannot be read ({error.strerror})") from error
