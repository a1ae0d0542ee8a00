"""Folders of documents in two languages: which file of one translates which file of the other."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from aligner.errors import InputError
from aligner.read.parts.language_tags import named_language

_NOT_PROSE = frozenset({".jsonl", ".json", ".toml", ".yaml", ".yml", ".po", ".pot", ".xlf", ".xliff", ".tmx"})


class FilePair(NamedTuple):
    """A file and its translation, relative to no folder; None where one of them is missing."""

    name: str
    source: Path | None
    target: Path | None


def pair_folders(source: Path, target: Path, languages: tuple[str, str], suffixes: frozenset[str]) -> list[FilePair]:
    """Return the files of two folders in pairs, by their paths within the folders, sorted by these.

    A language's tag at the end of a name does not count: ``page.en.md`` goes with ``page.ja.md`` and ``page.md``.
    Hidden files and folders are passed over, and files of formats without prose. A folder inside the other one is no
    part of it: in ``docs`` and ``docs/ja`` the files of the latter are no sources. Raises ``InputError`` where two
    files of one folder have the same name without their tags.
    """
    sides = [
        _files_by_name(folder, other, language, suffixes)
        for folder, other, language in ((source, target, languages[0]), (target, source, languages[1]))
    ]
    names = sorted({*sides[0], *sides[1]})
    return [FilePair(name, sides[0].get(name), sides[1].get(name)) for name in names]


def pair_siblings(folder: Path, languages: tuple[str, str], suffixes: frozenset[str]) -> list[FilePair]:
    """Return the files of one folder in pairs whose names differ by the tag of a language: page.md and page.ja.md.

    The translation of every file without a tag, or with that of the source, is expected beside it.
    """
    sides: tuple[dict[str, Path], dict[str, Path]] = {}, {}
    for path in _walk(folder, suffixes):
        tag = _tag_of(path)
        if tag == languages[1]:
            sides[1][_name_without(path, folder, languages[1])] = path
        elif tag in ("", languages[0]):
            name = _name_without(path, folder, languages[0])
            if name in sides[0]:
                raise InputError(f"{path}: {sides[0][name]} is the same page; give only one of them")
            sides[0][name] = path
    return [FilePair(name, sides[0].get(name), sides[1].get(name)) for name in sorted({*sides[0], *sides[1]})]


def _files_by_name(folder: Path, other: Path, language: str, suffixes: frozenset[str]) -> dict[str, Path]:
    files: dict[str, Path] = {}
    inside = other.resolve() if other.resolve().is_relative_to(folder.resolve()) else None
    for path in _walk(folder, suffixes):
        if inside and path.resolve().is_relative_to(inside):
            continue
        name = _name_without(path, folder, language)
        if name in files:
            raise InputError(f"{path}: {files[name]} has the same name without its language; rename one of them")
        files[name] = path
    return files


def _walk(folder: Path, suffixes: frozenset[str]) -> Iterator[Path]:
    """Yield the documents of a folder and its folders, in the order of their paths; no link to a folder is followed."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            suffix = Path(name).suffix.lower()
            if not name.startswith(".") and suffix in suffixes and suffix not in _NOT_PROSE:
                yield Path(place) / name


def _tag_of(path: Path) -> str:
    """Return the language tag between the last two dots of a name, "" if there is none.

    >>> _tag_of(Path("page.pt_BR.md")), _tag_of(Path("page.v2.md"))
    ('pt-BR', '')
    """
    return named_language(path.name) if "." in path.stem else ""


def _name_without(path: Path, folder: Path, language: str) -> str:
    """Return a file's path within a folder, without the tag of its language.

    >>> _name_without(Path("docs/guide/page.ja.md"), Path("docs"), "ja")
    'guide/page.md'
    """
    inside = path.relative_to(folder)
    if language and _tag_of(path) == language:
        inside = inside.with_name(f"{Path(inside.stem).stem}{inside.suffix}")
    return inside.as_posix()
