"""TMX and alignment files, packed by gzip or not, as streams of units, one of which is in memory at a time."""

from __future__ import annotations

import gzip
import io
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, cast

from lxml import etree

from aligner.errors import InputError
from aligner.formats.alignment_file import FORMAT
from aligner.formats.tmx_stream import BoundedFile, MemoryStream, open_memory
from aligner.formats.xml_characters import count_forbidden, drop_forbidden
from aligner.memory.units import LANG, Unit, make_unit
from aligner.text import fold_space, join_segments

Source = str | Path | BinaryIO
"""A path, or an open file such as standard input."""


@dataclass(slots=True)
class Collection:
    """The units of one or several memories, in the order of the files.

    ``header`` is the header of the first TMX file that has been opened, None before, and ``notes`` counts what was left
    out, by kind. Both are complete only when all units have been taken.
    """

    sources: Sequence[Source]
    header: etree._Element | None = None
    notes: Counter[str] = field(default_factory=Counter)

    def __iter__(self) -> Iterator[Unit]:
        """Yield the units; raise ``InputError`` for a file that cannot be read."""
        for source in self.sources:
            with _open(source) as (file, name):
                if file.peek(64).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
                    yield from self._read_alignment(file, name)
                else:
                    yield from self._read_tmx(file, name)

    def _read_tmx(self, file: BoundedFile, name: str) -> Iterator[Unit]:
        stream = MemoryStream(file, name)
        language, root = "", None
        for element in stream:
            if root is None:
                root = element
                if root.tag != "tmx":
                    raise InputError(f"{name}: the root is <{root.tag}>, not <tmx>; a memory is a TMX file")
            elif element.tag == "header":
                language = element.get("srclang", "")
                language = "" if language == "*all*" else language
                self.header = element if self.header is None else self.header
            elif element.tag == "tu":
                for variant in element.iterchildren("tuv"):
                    if LANG not in variant.attrib and "lang" in variant.attrib:  # before TMX 1.4
                        variant.set(LANG, variant.attrib.pop("lang"))
                yield Unit(element, name, language)
        for error in stream.errors:
            raise InputError(f"{name}, line {error.line}: {error.message}; `aligner validate` lists every fault")

    def _read_alignment(self, file: BoundedFile, name: str) -> Iterator[Unit]:
        """Yield the beads of an alignment file that have two sides."""
        lines = _lines(file)
        header = _json(next(lines, b""), f"{name}, line 1", whole=False)
        if header.get("format") != FORMAT:
            raise InputError(f"{name}, line 1: neither TMX nor the header of an alignment file")
        try:
            languages = [str(header[side]["language"]) for side in ("source", "target")]
        except (KeyError, TypeError) as error:
            raise InputError(f"{name}, line 1: the header names no languages; make the file again") from error
        verbatim = str(header.get("signature", "")).startswith("memory:")
        known = {"x-model": str(header.get("signature", ""))}
        if isinstance(header.get("work"), dict):
            known["x-document"] = str(header["work"].get("name", ""))
        for number, line in enumerate(lines, 2):
            record = _json(line, f"{name}, line {number}", whole=True)
            unit = self._bead(record, languages, verbatim, known, f"{name}, line {number}")
            if unit is not None:
                yield Unit(unit.element, name, languages[0])

    def _bead(
        self, record: dict[str, Any], languages: list[str], verbatim: bool, known: dict[str, str], place: str
    ) -> Unit | None:
        try:
            sides = [[_string(text) for text in record[f"{side}_text"]] for side in ("source", "target")]
            confidence = f"{float(record['confidence']):.3f}"
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(f"{place}: not a bead ({error}); make the file again") from error
        texts = [
            side[0] if verbatim and len(side) == 1 else join_segments([fold_space(text) for text in side])
            for side in sides
        ]
        self.notes["characters that no XML file may hold were dropped"] += sum(map(count_forbidden, texts))
        texts = [drop_forbidden(text) for text in texts]
        if not all(text.strip() for text in texts):
            self.notes["beads in one language only, left out"] += 1
            return None
        made = {} if verbatim and confidence == "1.000" else {"x-confidence": confidence}
        properties = {kind: drop_forbidden(value) for kind, value in {**made, **known}.items()}
        if verbatim:
            properties.pop("x-model", None)
        return make_unit(dict(zip(languages, texts, strict=True)), place, properties, block=max(map(len, sides)) > 1)


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a text")
    return value


def _json(line: bytes, place: str, *, whole: bool) -> dict[str, Any]:
    """Return a line of an alignment file; of its header not the paragraphs, which would take a gigabyte."""

    def drop(record: dict[str, Any]) -> dict[str, Any] | None:
        return None if "segments" in record and not whole else record

    if whole and not line.endswith(b"\n"):
        raise InputError(f"{place}: the file ends inside a line; make it again with aligner")
    try:
        record = json.loads(line, object_hook=drop)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{place}: not JSON ({str(error)[:80]}); make the file again") from error
    if not isinstance(record, dict):
        raise InputError(f"{place}: not a JSON object; make the file again")
    return record


@contextmanager
def _open(source: Source) -> Iterator[tuple[BoundedFile, str]]:
    """Open a file, unpacked if it is packed; yield it with its name."""
    if isinstance(source, str | Path):
        with open_memory(source, str(source)) as file:
            yield file, str(source)
        return
    plain: Any = source
    buffered = plain if hasattr(plain, "peek") else io.BufferedReader(plain)
    if buffered.peek(2)[:2] == b"\x1f\x8b":
        with gzip.open(buffered) as unpacked:
            yield BoundedFile(cast("BinaryIO", unpacked), "stdin"), "stdin"
    else:
        yield BoundedFile(buffered, "stdin"), "stdin"


def _lines(file: BoundedFile) -> Iterator[bytes]:
    """Yield the lines of a file, of which only "\n" ends one."""
    pieces: list[bytes] = []
    while data := file.read(1 << 20):
        file.finish_unit()
        *whole, rest = data.split(b"\n")
        for line in whole:
            yield b"".join([*pieces, line, b"\n"])
            pieces = []
        pieces.append(rest)
    if last := b"".join(pieces):
        yield last
