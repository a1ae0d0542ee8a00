"""Findings that a person has looked at and accepts: a text file with an id a line."""

from __future__ import annotations

from pathlib import Path

from aligner.read.parts.source import read_content


def read_accepted(path: Path) -> dict[str, int]:
    """Read a file of accepted findings; return for each id the line, from 1, that names it first.

    A line holds an id, and after "#" a comment; blank lines and lines of comment hold none. Raises ``InputError`` for
    a file that is no text.
    """
    accepted: dict[str, int] = {}
    content, _ = read_content(path, language="en")
    for number, line in enumerate(content.split("\n"), 1):
        if name := line.partition("#")[0].strip():
            accepted.setdefault(name, number)
    return accepted
