"""Files of units as streams: a TMX file as its elements, and any file, packed or not, within bounds.

Memories of several hundred megabytes are checked and read in little memory. No entity is ever expanded and nothing is
loaded from outside the file, so both entity expansion attacks ("billion laughs") and external entities (XXE) are
harmless; a file that unpacks to far more than it is, or whose units are larger than any real one, is refused.
"""

from __future__ import annotations

import gzip
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, TypeVar, cast

from lxml import etree

from aligner.errors import InputError

_Item = TypeVar("_Item")

_GZIP = b"\x1f\x8b"
"""The first two bytes of a gzip file (RFC 1952, 2.3.1)."""

_ZIP = b"PK\x03\x04"
"""The first four bytes of a zip file (its signature of a member)."""

_SMALL = 8 * 2**20
"""Bytes that a packed file may unpack to, however small it is."""

_MOST_PACKED = 150
"""Times its own size that a packed file may unpack to beyond that. XML of real memories packs to a fifth to a
twentieth, one sentence repeated with a number to a fortieth; gzip's own limit is 1,032."""

LARGEST_UNIT = 32 * 2**20
"""Bytes of one unit with all that is said about it, or of a header: what must be kept in memory at a time."""


LARGEST_WHOLE = 256 * 2**20
"""Bytes of a file of a format that is read at once, such as PO; the largest catalogue in use has about 10 MiB."""


class XmlError(NamedTuple):
    """Something that makes a file not well-formed: the line, from 1, and the parser's message."""

    line: int
    message: str


class BoundedFile:
    """A binary file that is read once, from which no more than the bounds allow is unpacked or kept at a time."""

    def __init__(self, file: BinaryIO, name: str, packed: Callable[[], int] | None = None) -> None:
        self._file, self._name, self._packed = file, name, packed
        self._read = self._since = 0
        self._head = b""

    def peek(self, size: int) -> bytes:
        """Return the first bytes, which are returned again when the file is read."""
        while len(self._head) < size and (data := self._take(size - len(self._head))):
            self._head += data
        return self._head

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes; raise ``InputError`` for a damaged archive, and beyond the bounds."""
        if self._head:
            data, self._head = self._head, b""
            return data if size >= 0 else data + self._take(size)
        return self._take(size)

    def _take(self, size: int) -> bytes:
        try:
            data = self._file.read(size)
        except (EOFError, gzip.BadGzipFile, zipfile.BadZipFile, zlib.error) as error:
            raise InputError(f"{self._name}: damaged inside its gzip or zip ({error}); get the file again") from error
        self._read += len(data)
        self._since += len(data)
        if self._packed and self._read > _SMALL and self._read > _MOST_PACKED * self._packed():
            raise InputError(
                f"{self._name}: unpacks to more than {_MOST_PACKED} times its size, as no memory does; "
                "unpack it first if it is one"
            )
        if self._since > LARGEST_UNIT:
            raise InputError(f"{self._name}: holds a unit of more than {LARGEST_UNIT >> 20} MiB; split or leave it out")
        return data

    def read_all(self) -> bytes:
        """Return the whole file, for formats that are read at once.

        Raises ``InputError`` when it is larger than ``LARGEST_WHOLE``.
        """
        pieces, size = [], 0
        while data := self.read(1 << 20):
            self._since = 0
            pieces.append(data)
            size += len(data)
            if size > LARGEST_WHOLE:
                raise InputError(f"{self._name}: larger than {LARGEST_WHOLE >> 20} MiB; split it")
        return b"".join(pieces)

    def finish_unit(self) -> None:
        """Note that what has been read is no longer kept."""
        self._since = 0


class MemoryStream:
    """The elements of an XML file: the root, still incomplete, then each element of some tags as it closes.

    By default these are the ``header``, the ``body`` and each ``tu`` of a TMX file. An element whose tag is one of
    ``units`` is emptied when the next one is requested, and its predecessors are removed from the tree. After the last
    element, ``errors`` holds what is wrong with the XML, and ``encoding`` the encoding that the file declares.
    """

    def __init__(
        self,
        file: BoundedFile,
        name: str,
        tags: Sequence[str] = ("header", "body", "tu"),
        units: Sequence[str] = ("tu",),
    ) -> None:
        self.errors: list[XmlError] = []
        self.encoding = ""
        self._file = file
        self._name = name
        self._tags = tags
        self._units = frozenset(units)
        self._current: etree._Element | None = None

    def __iter__(self) -> Iterator[etree._Element]:
        """Yield the elements; raise ``InputError`` when the file is not XML at all, damaged, or declares entities."""
        options: dict[str, Any] = {"load_dtd": False, "no_network": True, "resolve_entities": False}
        # "recover" goes on after an error, so that one run finds all errors of a file.
        options |= {"remove_comments": True, "remove_pis": True, "recover": True}
        parser: Any = etree.iterparse(self._file, ("end",), tag=self._tags, **options)
        tree: Any = None
        try:
            for _, element in parser:
                if tree is None:
                    tree = element.getroottree()
                    yield self._check_root(tree)
                self._current = element
                yield element
                if element.tag.rpartition("}")[2] in self._units:
                    self._file.finish_unit()
                    _forget(element)
        except (etree.XMLSyntaxError, UnicodeDecodeError) as error:
            self.errors.append(_describe(error))
        self.errors += _logged(parser)
        if tree is None and parser.root is not None:  # a document without any of the elements
            tree = parser.root.getroottree()
            yield self._check_root(tree)
        if tree is None:
            line, why = self.errors[0] if self.errors else XmlError(1, "it is empty")
            raise InputError(f"{self._name}, line {line}: cannot be read as XML ({why}); a memory is a TMX file")
        self.encoding = tree.docinfo.encoding or "UTF-8"

    def guard(self, units: Iterator[_Item]) -> Iterator[_Item]:
        """Yield what is made of the elements; raise ``InputError`` for one that lxml cannot make text or names of."""
        try:
            yield from units
        except ValueError as error:
            line: Any = 1 if self._current is None else self._current.sourceline or 1
            half = isinstance(error, UnicodeDecodeError)
            wrong = "a reference to half a surrogate pair, which is no character" if half else f"no XML name ({error})"
            hint = "`aligner validate` lists every fault" if "tu" in self._units else "correct it there"
            raise InputError(f"{self._name}, line {line}: {wrong}; {hint}") from error

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


def _describe(error: etree.XMLSyntaxError | UnicodeDecodeError) -> XmlError:
    if isinstance(error, UnicodeDecodeError):  # lxml cannot make text of half a surrogate pair, "&#xD800;"
        return XmlError(1, "a reference to half a surrogate pair, which is no character")
    return XmlError(error.lineno or 1, _one_line(error.msg) or "not XML")


def _logged(parser: Any) -> list[XmlError]:
    """Return the errors that a parser has collected."""
    try:
        return [XmlError(entry.line, _one_line(entry.message)) for entry in parser.error_log]
    except UnicodeDecodeError as error:
        return [_describe(error)]


def _one_line(message: str | None) -> str:
    return " ".join((message or "").split())


def name_memory(source: str | os.PathLike[str] | bytes, name: str) -> str:
    """Return what messages call a file: the given name, or its path, or "memory"."""
    return name or ("memory" if isinstance(source, bytes) else os.fspath(source))


@contextmanager
def open_memory(source: str | os.PathLike[str] | bytes, name: str) -> Iterator[BoundedFile]:
    """Open a file or its bytes, packed by gzip, alone in a zip file or neither.

    Raises ``InputError`` when it cannot be read, or the zip file holds no file or several.
    """
    try:
        file = BytesIO(source) if isinstance(source, bytes) else Path(source).open("rb")  # noqa: SIM115 - closed below
    except (OSError, ValueError) as error:  # a ValueError where the path holds a zero character
        reason = error.strerror if isinstance(error, OSError) else error
        raise InputError(f"{name}: cannot be read ({reason})") from error
    with file:
        head = file.read(len(_ZIP))
        file.seek(0)
        if head.startswith(_GZIP):
            with gzip.open(file) as unpacked:
                yield BoundedFile(cast("BinaryIO", unpacked), name, file.tell)
        elif head == _ZIP:
            with _open_member(file, name) as member:
                yield BoundedFile(cast("BinaryIO", member), name, file.tell)
        else:
            yield BoundedFile(file, name)


@contextmanager
def _open_member(file: BinaryIO, name: str) -> Iterator[Any]:
    """Open the one file in a zip file."""
    try:
        archive = zipfile.ZipFile(file)
        members = [info for info in archive.infolist() if not info.is_dir() and "__MACOSX" not in info.filename]
        if len(members) != 1:
            raise InputError(f"{name}: holds {len(members)} files; unpack it and name one of them")
        with archive.open(members[0]) as member:
            yield member
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:  # damaged, unknown method, encrypted
        raise InputError(f"{name}: cannot be unpacked ({error}); unpack it first") from error


def _forget(element: etree._Element) -> None:
    """Free an element, and everything before it."""
    parent = element.getparent()
    element.clear()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
