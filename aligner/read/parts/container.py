"""Zip containers (EPUB, DOCX, ODT), read within bounds and never written to disk."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO

from aligner.errors import InputError
from aligner.read.parts.draft import brief

# Bytes, of a file and of all that is unpacked from one: far above any book with its pictures, and low enough that a
# zip bomb, which may claim terabytes, takes no more memory than a machine has.
LARGEST = 256 * 2**20
# Files in a container: their list takes memory before any is read. A long book has a few hundred.
_MOST_MEMBERS = 20_000


@dataclass(slots=True)
class Container:
    """A zip file whose members are read one by one, all of them together at most ``LARGEST`` bytes."""

    name: str
    _zip: zipfile.ZipFile
    _left: int  # bytes that may still be unpacked

    def names(self) -> list[str]:
        """Return the paths of the members."""
        return self._zip.namelist()

    def read(self, path: str) -> bytes:
        """Return the bytes of a member. Raises ``InputError`` when it is missing, encrypted, damaged or too big."""
        try:
            info = self._zip.getinfo(path)
        except KeyError:
            raise InputError(
                f"{self.name}: {brief(path)!r} is named inside the file but not in it; the file is damaged"
            ) from None
        if info.flag_bits & 1:  # general purpose bit 0 of the zip format: the member is encrypted
            raise InputError(f"{self.name}: {brief(path)!r} is encrypted; save the file without a password")
        try:
            with self._zip.open(info) as member:
                data = member.read(self._left + 1)  # the size in the header may be false and is not used
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ) as error:
            raise InputError(
                f"{self.name}: {brief(path)!r} cannot be unpacked ({brief(error)}); it is damaged"
            ) from None
        if len(data) > self._left:
            raise InputError(f"{self.name}: unpacks to more than {LARGEST >> 20} MiB, too big for a text")
        self._left -= len(data)
        return data

    def find(self, path: str) -> bytes | None:
        """Return the bytes of a member, or None when there is no such member. Raises ``InputError`` like ``read``."""
        return self.read(path) if path in self._zip.NameToInfo else None


def open_container(data: bytes, name: str) -> Container:
    """Open the bytes of a zip file. Raises ``InputError`` when they are damaged or hold too many members."""
    try:
        opened = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError, IndexError) as error:
        raise InputError(f"{name}: the zip container is damaged or truncated ({brief(error)})") from None
    if len(opened.namelist()) > _MOST_MEMBERS:
        raise InputError(f"{name}: holds more than {_MOST_MEMBERS} files, too many for a text")
    return Container(name, opened, LARGEST)
