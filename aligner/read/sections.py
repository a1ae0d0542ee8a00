"""Data files: ``[section]`` lines, entries below them, ``#`` comments."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def load_sections(name: str) -> dict[str, tuple[str, ...]]:
    """Return the lines of each section of a file in ``data``."""
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    for line in (Path(__file__).parent / "data" / name).read_text(encoding="utf-8").splitlines():
        entry = line.strip()
        if entry.startswith("[") and entry.endswith("]"):
            current = sections.setdefault(entry[1:-1], [])
        elif entry and not entry.startswith("#"):
            current.append(entry)
    return {section: tuple(entries) for section, entries in sections.items()}
