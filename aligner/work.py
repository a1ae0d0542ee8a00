"""A work's folder: its versions, and what ``work.toml`` says of them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from aligner.errors import InputError

_KEYS = {"title", "author", "pivot", "versions", "rights", "segmenter"}
_FORMS = {  # other keys hold a text
    "title": ((str, dict), "a text, or a table with one for each language,"),
    "versions": ((list, dict), "a list of languages or a table of their files"),
}


@dataclass(frozen=True, slots=True)
class Work:
    """One work: short name, files by language with the pivot first, and its titles, author and rights."""

    name: str
    files: dict[str, Path]
    titles: dict[str, str] = field(default_factory=dict)
    author: str = ""
    rights: str = ""

    @property
    def pivot(self) -> str:
        """The language of the version that the others are composed through."""
        return next(iter(self.files))

    def select(self, languages: list[str]) -> Work:
        """Return the work with the pivot and these versions only; raise ``InputError`` for one it does not have."""
        for language in languages:
            if language not in self.files:
                raise InputError(f"{self.name} has no version {language!r}; it has {', '.join(self.files)}")
        kept = {tag: path for tag, path in self.files.items() if tag in languages or tag == self.pivot}
        if len(kept) < 2:
            raise InputError(f"{self.name}: name a version beside the pivot, as --languages {self.pivot},xx")
        return replace(self, files=kept)


def read_work(folder: Path) -> Work:
    """Read a work's folder; without ``work.toml`` every ``<language>.txt`` is a version and the first is the pivot.

    Raises ``InputError`` when the folder, a version or a key is not as it should be.
    """
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder; a work is a folder with a file <language>.txt for each version")
    settings = _read_toml(folder / "work.toml")
    files = _find_versions(folder, settings)
    pivot = settings.get("pivot", "en" if "en" in files else next(iter(files)))
    if pivot not in files:
        raise InputError(f"{folder / 'work.toml'}: pivot {pivot!r} is not among the versions {', '.join(files)}")
    ordered = {pivot: files[pivot], **files}
    titles = settings.get("title", {})
    if isinstance(titles, str):
        titles = {pivot: titles}
    return Work(folder.resolve().name, ordered, titles, settings.get("author", ""), settings.get("rights", ""))


def _read_toml(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        settings = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: not TOML ({error})") from error
    if unknown := set(settings) - _KEYS:
        raise InputError(f"{path}: unknown key {min(unknown)!r}; known are {', '.join(sorted(_KEYS))}")
    for key, value in settings.items():
        texts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
        kinds, form = _FORMS.get(key, (str, "a text"))
        if not isinstance(value, kinds) or not all(isinstance(text, str) for text in texts):
            raise InputError(f"{path}: {key} is {value!r}; write {form} in quotation marks")
    return settings


def _find_versions(folder: Path, settings: dict[str, Any]) -> dict[str, Path]:
    versions = settings.get("versions")
    if versions is None:
        versions = {path.stem: path.name for path in sorted(folder.glob("*.txt"))}
    elif isinstance(versions, list):
        versions = {language: f"{language}.txt" for language in versions}
    files = {language: folder / name for language, name in versions.items()}
    for path in files.values():
        if not path.is_file():
            raise InputError(f"{path}: no such file; {folder / 'work.toml'} names it as a version")
    if len(files) < 2:
        raise InputError(f"{folder}: {len(files)} version found; a work needs two, each in a file <language>.txt")
    return files
