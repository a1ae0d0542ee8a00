"""Read the data files of the package: ``[section]`` lines, entries below them, ``#`` comments."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def read_sections(path: Path) -> dict[str, tuple[str, ...]]:
    """Return the lines of each section of a data file, stripped, by the section's name.

    Blank lines and lines that begin with ``#`` are skipped, and lines before the first section too. A section that
    comes again continues the earlier one. A file is read once in a process.
    """
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = line.strip()
        if entry.startswith("[") and entry.endswith("]"):
            current = sections.setdefault(entry[1:-1], [])
        elif entry and not entry.startswith("#"):
            current.append(entry)
    return {section: tuple(entries) for section, entries in sections.items()}
