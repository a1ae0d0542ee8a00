"""Load what a caller passes, a path or the bytes of a file: as bytes of limited size, or decoded with its language."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from aligner.errors import InputError
from aligner.read.parts.container import LARGEST
from aligner.read.parts.decode import decode
from aligner.read.parts.detect import settle_language
from aligner.read.parts.draft import brief
from aligner.read.parts.language_tags import check_language, named_language
from aligner.text import Paragraph

_LONGEST_NAME = 4096  # characters; Linux accepts no longer path

Source = str | os.PathLike[str] | bytes
"""A path, as ``str`` or any path object, or the bytes of a file. A ``str`` is never the text itself."""


def load(source: Source, name: str = "") -> tuple[bytes, str]:
    """Return the bytes of a file, and the name by which messages call it.

    ``name`` is by default the path, or "the text" for bytes. Raises ``InputError`` when the path names no regular
    file, cannot be opened, or holds more than 256 MiB, and ``TypeError`` when ``source`` is neither path nor bytes.

    >>> load(b"One.", "a.txt")
    (b'One.', 'a.txt')
    """
    if isinstance(source, bytes):
        data, name = source, name or "the text"
    elif isinstance(source, (str, os.PathLike)):
        path = os.fsdecode(source)
        name = name or path
        # A text that was given as a path may be any length and hold line ends, which messages must not.
        data = _read(path, name if name.splitlines() == [name] and len(name) <= _LONGEST_NAME else brief(name))
    else:
        raise TypeError(
            f"expected a path (str or os.PathLike) or the bytes of a file, not {type(source).__name__}; "
            "pass a text that is in memory as text.encode()"
        )
    if len(data) > LARGEST:
        raise _too_large(name)
    return data, name


def _read(path: str, name: str) -> bytes:
    if not path:  # Path("") would be the current folder
        raise InputError("the path is empty; name a file")
    try:
        status = Path(path).stat()
        if stat.S_ISDIR(status.st_mode):
            raise InputError(f"{name}: is a folder; name a file in it")
        if not stat.S_ISREG(status.st_mode):  # a pipe without a writer would be waited for without end
            raise InputError(f"{name}: is not a file but a pipe or a device; pass its content on standard input")
        if status.st_size > LARGEST:  # before anything is read: the file may be larger than the memory
            raise _too_large(name)
        with Path(path).open("rb") as file:
            return file.read(LARGEST + 1)
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL character or half a surrogate pair
        reason = error.strerror if isinstance(error, OSError) else str(error)
        advice = "; a text that is in memory is given as bytes, text.encode()" if "\n" in path else ""
        raise InputError(f"{name}: cannot be read ({reason}){advice}") from None


def _too_large(name: str) -> InputError:
    return InputError(f"{name}: larger than {LARGEST >> 20} MiB, too big for a text; split it into volumes")


def read_content(source: Source, *, language: str | None = None, name: str = "") -> tuple[str, str]:
    """Return the whole text of a plain text file, and its language, for formats that are read line by line.

    Line ends become ``\\n``. The language is ``language``, else the one in the file's name, else what the text shows,
    else "und". Raises ``InputError`` when the file cannot be read or decoded, ``TypeError`` like ``load``.

    >>> read_content("eins\\r\\nzwei\\r\\n".encode(), name="de.txt")
    ('eins\\nzwei\\n', 'de')
    """
    given = check_language(language) if language else ""
    data, name = load(source, name)
    content = decode(data, name=name, language=given)
    return content, given or named_language(name) or settle_language([Paragraph(content)], "", "")[0]
