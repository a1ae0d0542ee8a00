"""Open the output file that a caller named, with a clear error if the name itself is invalid."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
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
