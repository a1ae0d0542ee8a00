"""The lock of a translation: digests of both texts, section by section, as they were when they went together.

A lock is JSON Lines: a header, then a line for each section of each text, sorted. So two branches that change other
sections merge without a conflict, and a diff shows which sections moved on. It holds no text, only digests: of a
section without its white space, and of each of its segments, which say what in a section is new.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from aligner.alignment import Alignment
from aligner.coverage.shares import section_titles
from aligner.errors import InputError
from aligner.files import write_whole
from aligner.read.parts.source import load
from aligner.text import Text

_FORMAT, _VERSION = "aligner-lock", 1
_SECTION_BYTES = 8  # of a section's digest: one in 10^19 edits goes unnoticed
_SEGMENT_BYTES = 4  # of a segment's, which is compared with those of its own text alone
_SIDES = "source", "target"


class LockedSection(NamedTuple):
    """The digest of a section, and those of its segments in order."""

    digest: str
    segments: tuple[str, ...]


Sections = dict[str, LockedSection]
"""The sections of a text by their headings; "" is what comes before the first one."""
Pair = tuple[Sections, Sections]
"""What is locked of a source and of its translation."""
Lock = dict[tuple[str, str], Pair]
"""What is locked, by the names of both files, relative to the folder of the lock."""


def digest_segment(text: str) -> str:
    """Return the digest of a segment, whatever its white space."""
    return _digest((text,), _SEGMENT_BYTES)


def lock_sections(text: Text) -> tuple[Sections, dict[str, range]]:
    """Return the sections of a text as a lock has them, and the segments of each.

    A heading that comes again gets a number: "Options", "Options (2)".
    """
    titles = section_titles(text)
    starts = sorted({0, *titles})
    seen: Counter[str] = Counter()
    sections, runs = {}, {}
    for start, stop in zip(starts, [*starts[1:], len(text)], strict=True):
        title = titles.get(start, "")
        seen[title] += 1
        key = title if seen[title] == 1 else f"{title} ({seen[title]})"
        shown = [text.segments[index].text for index in range(start, stop)]
        sections[key] = LockedSection(_digest(shown, _SECTION_BYTES), tuple(map(digest_segment, shown)))
        runs[key] = range(start, stop)
    return sections, runs


def lock_pair(alignment: Alignment) -> Pair:
    """Return what a lock holds of both texts of an alignment."""
    return lock_sections(alignment.source)[0], lock_sections(alignment.target)[0]


def key_of(alignment: Alignment, path: Path) -> tuple[str, str]:
    """Return the names of both texts, relative to the folder of a lock, so that it can be used from any folder."""
    return _relative(alignment.source.name, path), _relative(alignment.target.name, path)


def read_lock(path: Path) -> Lock:
    """Return what is locked in a file. Raises ``InputError`` when it is missing or damaged, with the line."""
    content = load(path)[0].decode("utf-8", "replace")
    lines = [(number, line) for number, line in enumerate(content.split("\n"), 1) if line.strip()]
    if not lines or _parse(lines[0][1], path, lines[0][0]).get("format") != _FORMAT:
        raise InputError(f"{path}: not a lock of coverage; write one with --update-lock")
    if _parse(lines[0][1], path, lines[0][0]).get("format_version") != _VERSION:
        raise InputError(f"{path}: a lock of another version; write it again with --update-lock")
    lock: Lock = {}
    for number, line in lines[1:]:
        key, side, title, section = _section(_parse(line, path, number), path, number)
        lock.setdefault(key, ({}, {}))[side][title] = section
    return lock


def write_lock(path: Path, lock: Mapping[tuple[str, str], Pair]) -> None:
    """Write a lock whole or not at all. Raises ``OutputError`` when the file cannot be written."""
    header = {"format": _FORMAT, "format_version": _VERSION}
    write_whole(path, "".join(json.dumps(record) + "\n" for record in (header, *_records(lock))))


def _records(lock: Mapping[tuple[str, str], Pair]) -> Iterator[dict[str, str]]:
    for (source, target), pair in sorted(lock.items()):
        for side, sections in zip(_SIDES, pair, strict=True):
            for title, section in sections.items():
                names = {"source": source, "target": target, "side": side, "section": title}
                yield {**names, "digest": section.digest, "segments": " ".join(section.segments)}


def _parse(line: str, path: Path, number: int) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        record = None
    if not isinstance(record, dict):
        raise InputError(
            f"{path}, line {number}: not a line of a lock; settle the merge, or write it with --update-lock"
        )
    return record


def _section(record: dict[str, Any], path: Path, number: int) -> tuple[tuple[str, str], int, str, LockedSection]:
    names = "source", "target", "side", "section", "digest", "segments"
    values = [record.get(name) for name in names]
    if not all(isinstance(value, str) for value in values) or values[2] not in _SIDES:
        raise InputError(f"{path}, line {number}: a section needs {', '.join(names)}; write it with --update-lock")
    source, target, side, title, digest, segments = map(str, values)
    return (source, target), _SIDES.index(side), title, LockedSection(digest, tuple(segments.split()))


def _relative(name: str, path: Path) -> str:
    if not Path(name).exists():  # what came from stdin, or a file that is only named in an alignment
        return name
    return Path(os.path.relpath(name, path.resolve().parent)).as_posix()


def _digest(texts: Iterable[str], size: int) -> str:
    shown = "".join("".join(text.split()) for text in texts)
    return blake2b(shown.encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()
