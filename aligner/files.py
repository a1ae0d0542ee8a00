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


@contextmanager
def open_whole(path: Path) -> Iterator[BinaryIO]:
    """Open a file to write and read under a temporary name; give it its own when all went well.

    A link is followed; what is no regular file, such as a pipe or ``/dev/null``, is not replaced but written to. Raises
    ``OutputError`` when the file cannot be written.
    """
    try:
        with _open(path) as file:
            yield file
    except OSError as error:
        if error.errno == EPIPE:  # the reader of our output has left, and that is its right
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
    """Write a file under a temporary name in its folder, then give it its own; text is UTF-8 with LF."""
    with open_whole(path) as file:
        file.write(content.encode("utf-8") if isinstance(content, str) else content)
