"""Alignment files of a memory of any size, written while it is read.

The header of an alignment file has the digest and the paragraphs of both texts, which are known only when the last unit
has been read; so beads and paragraphs go to temporary files first. The result is, to the byte, what
``format_alignment`` makes of the same units.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from hashlib import sha256
from json.encoder import encode_basestring as quote
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from aligner.errors import InputError, OutputError
from aligner.formats.aligned import memory_signature, memory_stem
from aligner.formats.alignment_file import describe_alignment, describe_paragraph
from aligner.formats.memory_units import Memory, MemoryRow, Resolver, Variant
from aligner.work_info import WorkInfo

_MOST_PAIRS = 200
"""Pairs of languages that one file may make: each has three files open, and systems allow about a thousand."""

_MOST_ROWS = 1_000  # that wait to be written together, which takes less time
_MOST_CHARACTERS = 1 << 20  # of their texts
_BATCH = 10_000  # segments whose places are added to a digest at a time


class PairFile:
    """The units of two languages of a memory: counted and written to temporary files, then to an alignment file."""

    def __init__(self, source: str, target: str) -> None:
        self.labels = (source, target)
        self.languages = (source, target)
        self.count = 0
        self._lines: list[str] = []
        self._waiting = 0
        self._beads = TemporaryFile()  # noqa: SIM115 - closed with the pair
        self._sides = (_Side(), _Side())

    def add(self, row: MemoryRow) -> None:
        """Add a row that has both languages."""
        number, (first, second) = self.count, self.labels
        source, target = row.cells[first], row.cells[second]
        confidence = row.unit.confidence
        entry = _entry(row, source)
        # Most variants have nothing of their own, so both sides say the same.
        own = source.marks or source.details or target.marks or target.details
        self._sides[0].add(source.text, entry)
        self._sides[1].add(target.text, _entry(row, target) if own else entry)
        self._lines.append(
            f'{{"source": [{number}], "target": [{number}], "shape": "1-1", '
            f'"confidence": {1.0 if confidence == 1.0 else round(confidence, 3)!r}, '
            f'"source_text": [{quote(source.text)}], "target_text": [{quote(target.text)}]}}\n'
        )
        self.count += 1
        self._waiting += len(source.text) + len(target.text)
        if len(self._lines) == _MOST_ROWS or self._waiting > _MOST_CHARACTERS:
            self._spool()

    def _spool(self) -> None:
        """Write what waits to the temporary files."""
        self._beads.write(_encode("".join(self._lines)))
        for side in self._sides:
            side.spool()
        self._lines.clear()
        self._waiting = 0

    def write(self, file: BinaryIO, memory: Memory) -> None:
        """Write the alignment file."""
        self._spool()
        start = describe_alignment(memory_signature(memory), WorkInfo(memory_stem(memory.name)))
        file.write(json.dumps(start, ensure_ascii=False)[:-1].encode("utf-8", "backslashreplace"))
        for name, side, language in zip(("source", "target"), self._sides, self.languages, strict=True):
            file.write(f', "{name}": '.encode())
            side.write(file, language, memory.name)
        file.write(b"}\n")
        self._beads.seek(0)
        copyfileobj(self._beads, file)

    def close(self) -> None:
        """Remove the temporary files."""
        for spool in (self._beads, *(side.paragraphs for side in self._sides)):
            spool.close()


class _Side:
    """One text of a pair: its digest so far, and its paragraphs as the header has them."""

    def __init__(self) -> None:
        self.paragraphs = TemporaryFile()  # noqa: SIM115 - closed with the pair
        self._digest = sha256()
        self._count = 0
        self._texts: list[str] = []
        self._entries: list[str] = []

    def add(self, text: str, entry: str) -> None:
        """Add a paragraph of one segment: its text, and its description in the header."""
        self._texts.append(text)
        self._entries.append(entry)

    def spool(self) -> None:
        """Write what waits."""
        if not self._entries:
            return
        self.paragraphs.write(_encode((", " if self._count else "") + ", ".join(self._entries)))
        # The parts of ``Text.digest``: each paragraph, then each segment.
        parts = ("\x1e" if self._count else "") + "0\x1f" + "\x1e0\x1f".join(self._texts)
        self._digest.update(parts.encode("utf-8", "surrogatepass"))
        self._count += len(self._entries)
        self._texts.clear()
        self._entries.clear()

    def write(self, file: BinaryIO, language: str, name: str) -> None:
        for start in range(0, self._count, _BATCH):
            numbers = range(start, min(start + _BATCH, self._count))
            self._digest.update("".join(f"\x1e{number},0" for number in numbers).encode())
        described: dict[str, Any] = {"language": language, "name": name, "digest": self._digest.hexdigest()[:16]}
        described |= {"verbatim": False}
        file.write(_encode(json.dumps(described, ensure_ascii=False)[:-1] + ', "paragraphs": ['))
        self.paragraphs.seek(0)
        copyfileobj(self.paragraphs, file)
        file.write(b"]}")


@contextmanager
def pair_files(memory: Memory, languages: Sequence[str] = ()) -> Iterator[list[PairFile]]:
    """Read a memory to its end and yield its pairs of languages, each ready to be written.

    The pairs are those that the units have: the source with each other language. ``languages`` takes only these, the
    first as the source, with their regional variants.

    Raises ``InputError`` when the memory cannot be read, or holds no translation in these languages, and
    ``OutputError`` when there is no room for the temporary files.
    """
    pairs: dict[tuple[str, str], PairFile] = {}
    try:
        resolver = Resolver(memory, languages)
        for row in resolver.rows():
            source, *targets = row.cells
            for target in targets:
                pair = pairs.get((source, target)) or pairs.get((target, source))
                if pair is None:
                    _check_number(memory, pairs)
                    pair = pairs[source, target] = PairFile(source, target)
                pair.add(row)
        for pair in pairs.values():
            source, target = (resolver.name(label) for label in pair.labels)
            pair.languages = (source, target)
        yield list(pairs.values())
    except OSError as error:
        raise OutputError(f"{memory.name}: no room for a temporary file ({error.strerror or error})") from error
    finally:
        for pair in pairs.values():
            pair.close()


def _check_number(memory: Memory, pairs: dict[tuple[str, str], PairFile]) -> None:
    if len(pairs) >= _MOST_PAIRS:
        raise InputError(
            f"{memory.name}: more than {_MOST_PAIRS} pairs of languages; name those you want, as --languages en,de"
        )


def _entry(row: MemoryRow, variant: Variant) -> str:
    """Return a header's entry on a variant, as ``describe_paragraph`` has it."""
    unit = row.unit
    if variant.marks or unit.line == 1:
        return json.dumps(describe_paragraph(1, row.paragraph(variant)), ensure_ascii=False)
    # Put together by hand, which takes a third of the time.
    details = unit.details + variant.details
    said = f', "place": {quote(unit.place)}' if unit.place else ""
    if details:
        pairs = ", ".join([f"[{_quote_key(key)}, {quote(value)}]" for key, value in details])
        said += f', "details": [{pairs}]'
    return f'{{"segments": 1, "line": {unit.line}, "kind": "unit"{said}}}'


_quote_key = lru_cache(maxsize=256)(quote)


def _encode(line: str) -> bytes:
    """Return lines of JSON in UTF-8, half a surrogate pair as JSON escapes it."""
    return line.encode("utf-8", "backslashreplace")
