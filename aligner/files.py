"""Write files whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EPIPE
from pathlib import Path
from shutil import copyfileobj
from typing import BinaryIO

from aligner.errors import OutputError


def is_file(path: Path) -> bool:
    """Return whether a path is that of a file; a name that the system cannot have, as one too long, is not."""
    try:
        return path.is_file()
    except OSError:
        return False


@contextmanager
def open_whole(path: Path) -> Iterator[BinaryIO]:
    """Open a file for writing and reading under a temporary name; rename it to ``path`` if the block succeeds.

    A symbolic link is followed. A path that is not a regular file, such as a pipe or ``/dev/null``, is written to and
    not replaced. Raises ``OutputError`` when the file cannot be written.
    """
    try:
        with _open(path) as file:
            yield file
    except OSError as error:
        if error.errno == EPIPE:  # the program that reads our output has ended, as ``head`` does: no fault of the file
            raise
        raise OutputError(f"{path}: cannot be written ({error.strerror or error})") from error


@contextmanager
def _open(path: Path) -> Iterator[BinaryIO]:
    path = path.resolve()
    if path.exists() and not path.is_file():
        with tempfile.TemporaryFile() as file, path.open("wb") as device:
            yield file
            file.seek(0)
            copyfileobj(file, device)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.")
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
        mask = os.umask(0)
        os.umask(mask)
        Path(temporary).chmod(0o666 & ~mask)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all (see ``open_whole``); a ``str`` is encoded as UTF-8, line ends unchanged."""
    with open_whole(path) as file:
        file.write(content.encode("utf-8") if isinstance(content, str) else content)
