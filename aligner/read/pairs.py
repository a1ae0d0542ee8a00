"""Files whose texts are aligned already: gettext PO and XLIFF."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import NamedTuple

from aligner.errors import InputError
from aligner.read.decode import decode
from aligner.read.document import LeftOut
from aligner.read.source import load
from aligner.read.tags import check_language

XLIFF = re.compile(r"<(?:\w+:)?xliff\b")
PO = re.compile(r'^(?:msgid|msgctxt)[ \t]+"', re.MULTILINE)


class Pair(NamedTuple):
    """A source text and its translation, and where they stand in the file."""

    source: str
    target: str
    place: str


@dataclass(frozen=True, slots=True)
class Pairs:
    """An aligned file: its languages ("und" when it does not say) and pairs; ``left_out`` has no usable translation."""

    source_language: str
    target_language: str
    pairs: tuple[Pair, ...]
    name: str = ""
    left_out: tuple[LeftOut, ...] = ()


def read_pairs(source: Path | bytes, *, name: str = "") -> Pairs:
    """Read a PO or XLIFF file, or its bytes. Raises ``InputError`` when it is neither, or damaged."""
    data, name = load(source, name)
    content = decode(data, name=name)
    if XLIFF.search(content[:4096]):
        from aligner.read.xliff import read_xliff as reader
    elif PO.search(content):
        from aligner.read.po import read_po as reader
    else:
        raise InputError(f"{name}: neither gettext PO nor XLIFF; only these hold texts that are aligned already")
    return reader(content, name)


def holds_pairs(head: bytes, name: str) -> bool:
    """Tell by its name, or by how it begins, whether a file is PO or XLIFF."""
    content = head.decode("latin-1")
    return PurePath(name).suffix.lower() in (".po", ".pot", ".xlf", ".xliff") or bool(
        XLIFF.search(content[:4096]) or PO.search(content)
    )


def known_language(tag: str) -> str:
    """Return a file's language tag in its canonical form, "und" when it is none."""
    try:
        return check_language(tag)
    except InputError:
        return "und"
