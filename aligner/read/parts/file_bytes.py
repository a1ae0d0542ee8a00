"""The bytes of a file, within bounds."""

from __future__ import annotations

import stat
from pathlib import Path

from aligner.errors import InputError
from aligner.read.parts.container import LARGEST


def load(source: Path | bytes, name: str) -> tuple[bytes, str]:
    """Return a file's bytes and its name for messages. Raises ``InputError`` when it cannot be read or is too big."""
    if isinstance(source, bytes):
        name = name or "the text"
        data = source
    else:
        name = name or str(source)
        data = _read(source, name)
    if len(data) > LARGEST:
        raise InputError(f"{name}: larger than {LARGEST >> 20} MiB, too big for a text; cut it into volumes")
    return data, name


def _read(path: Path, name: str) -> bytes:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise InputError(f"{name}: is a folder; name a file in it")
        if not stat.S_ISREG(status.st_mode):
            raise InputError(f"{name}: is no file but a pipe or a device; give its content on standard input")
        if status.st_size > LARGEST:  # before anything is read
            raise InputError(f"{name}: larger than {LARGEST >> 20} MiB, too big for a text; cut it into volumes")
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(f"{name}: cannot be read ({reason})") from None
