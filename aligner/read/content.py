"""A plain text file whole, for files whose lines mean something."""

from __future__ import annotations

from pathlib import Path

from aligner.read.parts.decode import decode
from aligner.read.parts.detect import settle_language
from aligner.read.parts.file_bytes import load
from aligner.read.parts.language_tags import check_language
from aligner.read.reader import named_language
from aligner.text import Paragraph


def read_content(source: Path | bytes, *, language: str | None = None, name: str = "") -> tuple[str, str]:
    """Return a file's text with line ends as ``\\n``, and its language: given, named by the file, detected, or "und".

    Raises ``InputError`` when it cannot be read or decoded.
    """
    given = check_language(language) if language else ""
    data, name = load(source, name)
    content = decode(data, name=name, language=given).replace("\r\n", "\n")
    return content, given or named_language(name) or settle_language([Paragraph(content)], "", "")[0]
