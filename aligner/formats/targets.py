"""Opening the file that a caller named, with one sentence where that cannot be done."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from aligner.errors import InputError
from aligner.files import open_whole

_WRONG_PATH = {
    errno.EACCES,
    errno.EEXIST,
    errno.EISDIR,
    errno.ELOOP,
    errno.ENAMETOOLONG,
    errno.ENOENT,
    errno.ENOTDIR,
    errno.EPERM,
    errno.EROFS,
}
"""Failures that another path would mend. A full disk (ENOSPC) is not among them: it stays an ``OSError``."""


@contextmanager
def open_target(path: Path) -> Iterator[BinaryIO]:
    """Open a file to write and read; it takes its name when the block ends without an error, or not at all.

    Raises ``InputError`` when the path is a folder or cannot be written.
    """
    if "\0" in str(path):
        raise InputError(f"{str(path)!r}: no file can be named so; leave out the zero character")
    try:
        if path.is_dir():
            raise InputError(f"{path}: is a folder; name a file in it")
        with open_whole(path) as file:
            yield file
    except OSError as error:
        if error.errno not in _WRONG_PATH:
            raise
        raise InputError(f"{path}: cannot be written ({error.strerror}); name another place") from error
