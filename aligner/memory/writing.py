"""A stream of units as a TMX 1.4 file, packed where the name of the file ends in ``.gz``."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from lxml import etree

from aligner.formats.targets import open_target
from aligner.memory.reading import Collection
from aligner.memory.units import Unit, plain_code
from aligner.version import __version__

_DEFAULTS = {"segtype": "sentence", "o-tmf": "aligner", "adminlang": "en", "srclang": "*all*", "datatype": "plaintext"}
"""What the header must say (TMX 1.4b), where the memory had none."""


class MemoryWriter:
    """A TMX file that units are added to; the header is that of the first memory, with aligner as its tool.

    A unit whose own file had another source language, or another kind of segment, says so itself.
    """

    def __init__(self, file: BinaryIO, renamed: dict[str, str] | None = None) -> None:
        self.units = 0
        self._file = file
        self._language = ""
        self._segments = ""
        self._begun = False
        self._renamed = renamed or {}

    def add(self, unit: Unit, header: etree._Element | None = None) -> None:
        """Write a unit; ``header`` is that of the memory, which the first unit needs."""
        if not self._begun:
            self._begin(unit, header)
        given = unit.element.get("srclang") or unit.header_source
        if given and plain_code(given) != plain_code(self._language):
            unit.element.set("srclang", given)
        self.add_xml(unit.to_xml())

    def add_xml(self, xml: bytes) -> None:
        """Write a unit that is in UTF-8 already; there must have been another, or ``begin``."""
        self._file.write(xml + b"\n")
        self.units += 1

    def begin(self, language: str, header: etree._Element | None = None) -> None:
        """Write the head of the file, with a source language."""
        self._begun = True
        known = {str(key): str(value) for key, value in header.attrib.items()} if header is not None else {}
        attributes = {**_DEFAULTS, **known}
        attributes |= {"creationtool": "aligner", "creationtoolversion": __version__}
        declared = attributes["srclang"]
        declared = self._renamed.get(plain_code(declared), declared)
        self._language = declared if header is not None and declared != "*all*" else language or declared
        attributes["srclang"] = self._language
        element = etree.Element("header", attributes)
        for child in header if header is not None else ():
            child.tail = None
            element.append(child)
        self._file.write(
            b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
        )
        self._file.write(etree.tostring(element, encoding="utf-8") + b"\n<body>\n")

    def _begin(self, unit: Unit, header: etree._Element | None) -> None:
        self.begin(unit.element.get("srclang") or unit.header_source, header)

    def end(self) -> None:
        """Write the end of the file."""
        if not self._begun:
            self.begin("")
        self._file.write(b"</body>\n</tmx>\n")


def write_units(
    units: Iterable[Unit], collection: Collection, file: BinaryIO, renamed: dict[str, str] | None = None
) -> int:
    """Write units of a collection to an open file, and return their number.

    ``renamed`` are languages in small letters, and the codes that the units have instead.
    """
    writer = MemoryWriter(file, renamed)
    for unit in units:
        writer.add(unit, collection.header)
    writer.end()
    return writer.units


@contextmanager
def open_memory_target(path: Path) -> Iterator[BinaryIO]:
    """Open a memory to write, whole or not at all; packed, without a date, where its name ends in ``.gz``."""
    with open_target(path) as file:
        if path.suffix.lower() != ".gz":
            yield file
            return
        with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
            yield cast("BinaryIO", packed)
