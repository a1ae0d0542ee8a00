"""Open the output file that a caller named, with a clear error if the name itself is invalid."""

from __future__ import annotations

import gzip
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import copyfileobj
from typing import BinaryIO

from aligner.errors import OutputError
from aligner.files import open_whole


@contextmanager
def open_target(path: Path) -> Iterator[BinaryIO]:
    """Open a file to write and read; it takes its name when the block ends without an error, or not at all.

    Raises ``OutputError`` when the path is a folder, or the file cannot be written.
    """
    if "\0" in str(path):
        raise OutputError(f"{str(path)!r}: not a valid file name; leave out the zero character")
    with suppress(OSError):  # as for a name that is too long; then opening the file says what is wrong
        if path.is_dir():
            raise OutputError(f"{path}: is a folder; name a file in it")
    with open_whole(path) as file:
        yield file


def is_packed(path: Path) -> bool:
    """Return whether a file of this name is packed by gzip."""
    return path.suffix.lower() == ".gz"


@contextmanager
def open_packed(path: Path) -> Iterator[BinaryIO]:
    """Open a file as ``open_target`` does; one whose name ends in .gz is packed when the block ends.

    The archive has no date and no name in it, so the same content gives the same bytes.
    """
    if not is_packed(path):
        with open_target(path) as file:
            yield file
        return
    with open_target(path) as file, tempfile.TemporaryFile() as content:
        yield content
        content.seek(0)
        with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as archive:
            copyfileobj(content, archive)
