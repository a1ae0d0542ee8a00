"""The file of accepted findings: those that a person has looked at and does not want to see again."""

from __future__ import annotations

from pathlib import Path

from aligner.read.parts.source import read_content


def read_accepted(path: Path) -> dict[str, int]:
    """Return the ids in a file of accepted findings, each with the line, from 1, that names it first.

    A line holds an id, a comment that begins with "#", both, or nothing. Raises ``InputError`` when the file is not
    text.
    """
    accepted: dict[str, int] = {}
    content, _ = read_content(path, language="en")  # ids are ASCII; a language is given so that none is detected
    for number, line in enumerate(content.split("\n"), 1):
        if id_ := line.partition("#")[0].strip():
            accepted.setdefault(id_, number)
    return accepted
