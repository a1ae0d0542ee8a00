"""A TMX file as a stream of elements: memories of several hundred megabytes are checked and read in little memory.

No entity is ever expanded and nothing is loaded from outside the file, so both entity expansion attacks ("billion
laughs") and external entities (XXE) are harmless.
"""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

from lxml import etree

from aligner.errors import InputError

_GZIP = b"\x1f\x8b"
"""The first two bytes of a gzip file (RFC 1952, 2.3.1)."""


class XmlError(NamedTuple):
    """Something that makes a file not well-formed: the line, from 1, and the parser's message."""

    line: int
    message: str


class MemoryStream:
    """The elements of a TMX file: the root, still incomplete, then each ``header``, ``body`` and ``tu`` as it closes.

    A unit is emptied when the next element is requested, and its predecessors are removed from the tree. After the last
    element, ``errors`` holds what is wrong with the XML, and ``encoding`` the encoding that the file declares.
    """

    def __init__(self, file: BinaryIO, name: str) -> None:
        self.errors: list[XmlError] = []
        self.encoding = ""
        self._file = file
        self._name = name

    def __iter__(self) -> Iterator[etree._Element]:
        """Yield the elements; raise ``InputError`` when the file is not XML at all, damaged, or declares entities."""
        options: dict[str, Any] = {"load_dtd": False, "no_network": True, "resolve_entities": False}
        # "recover" goes on after an error, so that one run finds all errors of a file.
        options |= {"remove_comments": True, "remove_pis": True, "recover": True}
        parser: Any = etree.iterparse(self._file, ("end",), tag=("header", "body", "tu"), **options)
        tree: Any = None
        try:
            for _, element in parser:
                if tree is None:
                    tree = element.getroottree()
                    yield self._check_root(tree)
                yield element
                _forget(element)
        except etree.XMLSyntaxError as error:
            self.errors.append(XmlError(error.lineno or 1, error.msg or "not XML"))
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise InputError(f"{self._name}: damaged inside its gzip ({error}); get the file again") from error
        self.errors += [XmlError(entry.line, entry.message) for entry in parser.error_log]
        if tree is None and parser.root is not None:  # a document without any of the three elements
            tree = parser.root.getroottree()
            yield self._check_root(tree)
        if tree is None:
            line, why = self.errors[0] if self.errors else XmlError(1, "it is empty")
            raise InputError(f"{self._name}, line {line}: cannot be read as XML ({why}); a memory is a TMX file")
        self.encoding = tree.docinfo.encoding or "UTF-8"

    def _check_root(self, tree: Any) -> etree._Element:
        """Return the root of a document; raise ``InputError`` when its DOCTYPE declares entities."""
        doctype = tree.docinfo.internalDTD
        if doctype is not None and any(True for _ in doctype.iterentities()):
            raise InputError(
                f"{self._name}: refused because it declares entities, which can fill the memory or read other files; "
                "write the characters themselves"
            )
        root: etree._Element = tree.getroot()
        return root


def name_memory(source: str | os.PathLike[str] | bytes, name: str) -> str:
    """Return what messages call a file: the given name, or its path, or "memory"."""
    return name or ("memory" if isinstance(source, bytes) else os.fspath(source))


@contextmanager
def open_memory(source: str | os.PathLike[str] | bytes, name: str) -> Iterator[BinaryIO]:
    """Open a TMX file or its bytes, packed by gzip or not; raise ``InputError`` when it cannot be read."""
    try:
        file = BytesIO(source) if isinstance(source, bytes) else Path(source).open("rb")  # noqa: SIM115 - closed below
    except (OSError, ValueError) as error:  # a ValueError where the path holds a zero character
        reason = error.strerror if isinstance(error, OSError) else error
        raise InputError(f"{name}: cannot be read ({reason})") from error
    with file:
        packed = file.read(len(_GZIP)) == _GZIP
        file.seek(0)
        if not packed:
            yield file
            return
        with gzip.open(file) as unpacked:
            yield cast("BinaryIO", unpacked)


def _forget(element: etree._Element) -> None:
    """Free a unit of the body, and everything before it."""
    parent = element.getparent()
    if element.tag == "tu" and parent is not None and parent.tag == "body":
        element.clear()
        while element.getprevious() is not None:
            del parent[0]
