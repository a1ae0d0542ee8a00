"""A work's folder: its versions, and what ``work.toml`` says about them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from aligner.document import Document
from aligner.errors import InputError
from aligner.files import is_file
from aligner.pins import Pin, load_pins
from aligner.read.parts.language_tags import find_language, is_common_tag
from aligner.read.parts.layout import LAYOUTS
from aligner.read.reader import SUFFIXES, read_document
from aligner.segment.document import segment_document
from aligner.segment.language_rules import OwnAbbreviations, freeze_own, load_rules
from aligner.segment.own_segmenters import load_segmenter, runs_code
from aligner.text import Text
from aligner.work_info import FACTS, WorkInfo

_TAG = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
_A_TEXT = (str,), "a text"
_BY_VERSION = (str, dict), "a text, or a table with one for each language,"
_FORMS = {  # key: the types that its value may have, and how a message tells the user to write it
    "title": _BY_VERSION,
    "author": _A_TEXT,
    "rights": _A_TEXT,
    "translator": _A_TEXT,
    "publisher": _A_TEXT,
    "date": _A_TEXT,
    "pivot": _A_TEXT,
    "versions": ((list, dict), "a list of languages or a table of their files"),
    "segmenter": _BY_VERSION,
    "start": _BY_VERSION,
    "end": _BY_VERSION,
    "paragraphs": _BY_VERSION,
    "abbreviations": (
        (dict,),
        'a list for each language, as [abbreviations] and below it pl = ["Dyr."], or a table of lists by kind,',
    ),
    "chapters": ((dict,), 'a table for each language, as [chapters.de] and below it "Chapter I" = "Erstes Kapitel",'),
}
_MOST_BYTES = 1 << 20  # of work.toml: a novel's headings in twelve languages are a third of that
_MOST_DOTS = 50  # in a key: tomllib takes time with the square of their number, and no setting has more than two
# "a.b.c", fifty parts and more; each word is tried once, so this takes time in proportion to the file.
_LONG_KEY = re.compile(rf"(?<![\w\"'-])(?:[\w\"'-]+[ \t]*\.[ \t]*){{{_MOST_DOTS}}}")


@dataclass(frozen=True, slots=True)
class Work:
    """One work: its short name, its files by language with the pivot first, and the settings of ``work.toml``.

    The settings are by language. ``segmenters`` are names that ``load_segmenter`` takes; ``start`` and ``end`` are
    phrases of the paragraphs in which the main text begins and ends; ``paragraphs`` says how a plain text shows them
    (``aligner.read.parts.layout``); ``chapters`` maps headings of the pivot to the
    headings of the version that belong with them; ``abbreviations`` are added to those of the language. ``pins`` are
    what a person has fixed about the pivot and each version, from the folder ``pins``.
    """

    name: str
    folder: Path
    files: dict[str, Path]
    info: WorkInfo = field(default_factory=WorkInfo)
    segmenters: dict[str, str] = field(default_factory=dict)
    start: dict[str, str] = field(default_factory=dict)
    end: dict[str, str] = field(default_factory=dict)
    paragraphs: dict[str, str] = field(default_factory=dict)
    chapters: dict[str, dict[str, str]] = field(default_factory=dict)
    abbreviations: dict[str, OwnAbbreviations] = field(default_factory=dict)
    pins: dict[str, list[Pin]] = field(default_factory=dict)

    def pins_file(self, language: str) -> Path:
        """Return the file of the pins of the pivot and a version; raise ``InputError`` for a tag that is no name."""
        for tag in (self.pivot, language):
            if not _TAG.fullmatch(tag):
                raise InputError(f"{self.folder}: the version {tag!r} cannot have pins; name it by a tag such as pt-BR")
        return self.folder / "pins" / f"{self.pivot}-{language}.jsonl"

    @property
    def pivot(self) -> str:
        """The language of the version that the others are composed through."""
        return next(iter(self.files))

    def select(self, languages: list[str]) -> Work:
        """Return the work with the pivot and these versions only; a language finds its variants, as ``en`` does en-US.

        Raises ``InputError`` for a version that the work does not have.
        """
        tags = list(self.files)
        places = [find_language(language, tags) for language in languages]
        for language, place in zip(languages, places, strict=True):
            if place < 0:
                raise InputError(f"{self.name} has no version {language!r}; it has {', '.join(self.files)}")
        chosen = {tags[place] for place in places} | {self.pivot}
        kept = {tag: path for tag, path in self.files.items() if tag in chosen}
        if len(kept) < 2:
            raise InputError(f"{self.name}: name a version beside the pivot, as --languages {self.pivot},xx")
        return replace(self, files=kept)


def read_work(folder: Path, *, trusted: bool = False) -> Work:
    """Read a work's folder; without ``work.toml`` every file named by its language is a version.

    Without the setting ``pivot`` the English version is the pivot or, if there is none, the first one. Only of a folder
    that is ``trusted`` may the files lead outside the folder, and the segmenters be code of the folder. Raises
    ``InputError`` when they are so without it, or when the folder, a version or a setting is missing or invalid.
    """
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder; a work is a folder with a file <language>.txt for each version")
    toml = folder / "work.toml"
    settings = _read_toml(toml)
    files = _find_versions(folder, settings.get("versions"))
    if not trusted:
        _refuse_files_outside(folder, files)
    pivot = settings.get("pivot", "en" if "en" in files else next(iter(files)))
    if pivot not in files:
        raise InputError(f"{toml}: pivot {pivot!r} is not among the versions {', '.join(files)}")
    if pivot in settings.get("chapters", {}):
        raise InputError(f"{toml}: chapters: {pivot!r} is the pivot; its headings are the keys of the other tables")
    _check_layouts(settings.get("paragraphs", {}), toml)
    titles = settings.get("title", {})
    segmenters = _of_versions(settings.get("segmenter", {}), files, f"{toml}: segmenter")
    if not trusted:
        _refuse_code(toml, segmenters)
    work = Work(
        folder.resolve().name,
        folder,
        {pivot: files[pivot], **files},
        WorkInfo(
            titles={pivot: titles} if isinstance(titles, str) else titles,
            **{key: settings.get(key, "") for key in FACTS if key != "name"},
            name=folder.resolve().name,
        ),
        chapters=_of_versions(settings.get("chapters", {}), files, f"{toml}: chapters"),
        abbreviations=_read_abbreviations(settings.get("abbreviations", {}), files, f"{toml}: abbreviations"),
        segmenters=segmenters,
        **{key: _of_versions(settings.get(key, {}), files, f"{toml}: {key}") for key in ("start", "end", "paragraphs")},
    )
    return read_pins(work)


def read_pins(work: Work) -> Work:
    """Return a work with the pins that its folder has now; raise ``InputError`` for a damaged file of pins.

    A file is named by the pivot and a version, in either order.
    """
    found = {}
    for language in work.files if (work.folder / "pins").is_dir() else ():
        other = work.pins_file(language).with_name(f"{language}-{work.pivot}.jsonl")
        pins = [*load_pins(work.pins_file(language)), *(pin.invert() for pin in load_pins(other))]
        if pins and language != work.pivot:
            found[language] = pins
    return replace(work, pins=found)


def _refuse_files_outside(folder: Path, files: dict[str, Path]) -> None:
    """Raise ``InputError`` for a version whose path, or a link that it is, leads outside the work's folder.

    A folder from elsewhere could otherwise put any file of this machine into the book that is made of it.
    """
    inside = folder.resolve()
    for path in files.values():
        if not path.resolve().is_relative_to(inside):
            raise InputError(f"{path}: leads outside {folder}, to {path.resolve()}; give --trust if you mean that file")


def _refuse_code(toml: Path, segmenters: dict[str, str]) -> None:
    for name in segmenters.values():
        if runs_code(name):
            raise InputError(
                f"{toml}: segmenter {name!r} is code from {toml.parent}; read it, and give --trust to run it"
            )


def _check_layouts(value: Any, toml: Path) -> None:
    """Raise ``InputError`` for a layout of plain text, of one version or all, that is none of ``LAYOUTS``."""
    for layout in [value] if isinstance(value, str) else value.values():
        if layout not in LAYOUTS:
            raise InputError(f"{toml}: paragraphs is {layout!r}; write {', '.join(LAYOUTS)}")


def _of_versions(value: Any, files: dict[str, Path], place: str) -> dict[str, Any]:
    """Return a setting by language; a single string applies to every version."""
    if isinstance(value, str):
        return dict.fromkeys(files, value)
    for language in value:
        if language not in files:
            raise InputError(f"{place}: {language!r} is not among the versions {', '.join(files)}")
    return dict(value)


def _read_abbreviations(value: Any, files: dict[str, Path], place: str) -> dict[str, OwnAbbreviations]:
    """Return abbreviations by language; raise ``InputError``, naming the language, for an invalid word or kind."""
    found = _of_versions(value, files, place)
    for language, words in found.items():
        try:
            load_rules(language, freeze_own(words))
        except InputError as error:
            raise InputError(f"{place}.{language}: {str(error).removeprefix('abbreviations: ')}") from None
    return found


def _read_toml(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    if path.stat().st_size > _MOST_BYTES:
        raise InputError(f"{path}: has more than {_MOST_BYTES:,} bytes, which no settings of a work need")
    try:
        content = path.read_text("utf-8")
        if long := _LONG_KEY.search(content):
            line = content.count("\n", 0, long.start()) + 1
            raise InputError(f"{path}, line {line}: a key of more than {_MOST_DOTS} parts; no setting has one")
        settings = tomllib.loads(content)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: not TOML ({error})") from error
    except RecursionError as error:
        raise InputError(f"{path}: lists or tables are nested too deep for the settings of a work") from error
    for key, value in settings.items():
        if key not in _FORMS:
            raise InputError(f"{path}: unknown key {key!r}; known are {', '.join(sorted(_FORMS))}")
        kinds, form = _FORMS[key]
        if not isinstance(value, kinds) or not all(isinstance(text, str) for text in _texts(value, key)):
            raise InputError(f"{path}: {key} is {value!r}; write {form} in quotation marks")
    return settings


def _texts(value: Any, key: str) -> list[Any]:
    """Return the values in a setting that must be strings."""
    if key == "abbreviations":
        return []  # checked by ``_read_abbreviations``, which knows the kinds of words
    if key == "chapters":
        return [text for table in value.values() for text in (table.values() if isinstance(table, dict) else [None])]
    return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else [value]


def _find_versions(folder: Path, versions: Any) -> dict[str, Path]:
    """Return the files of a work by language: those that ``work.toml`` names, or all that are named after one."""
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix == ".txt" or (path.suffix.lower() in SUFFIXES and is_common_tag(path.stem)):
            found.setdefault(path.stem, []).append(path)
    if isinstance(versions, dict):
        files = {language: folder / name for language, name in versions.items()}
    else:
        files = {}
        for language in found if versions is None else versions:
            first, *others = found.get(language) or [folder / f"{language}.txt"]
            if others:
                raise InputError(
                    f"{folder}: both {first.name} and {others[0].name} are there; name one of them in work.toml, "
                    f'as [versions] {language} = "{first.name}"'
                )
            files[language] = first
    for path in files.values():
        if not is_file(path):
            raise InputError(f"{path}: no such file; {folder / 'work.toml'} names it as a version")
    if len(files) < 2:
        raise InputError(f"{folder}: {len(files)} version found; a work needs two, each in a file <language>.txt")
    return files


def read_versions(work: Work) -> list[Document]:
    """Read every version of a work, the pivot first; raise ``InputError`` for one that cannot be read."""
    return [
        read_document(
            path,
            language=language,
            name=path.name,
            start=work.start.get(language, ""),
            end=work.end.get(language, ""),
            paragraphs=work.paragraphs.get(language, ""),
        )
        for language, path in work.files.items()
    ]


def segment_versions(work: Work, documents: Sequence[Document]) -> list[Text]:
    """Cut the versions of a work, as ``read_versions`` returns them, into segments.

    The segmenters and abbreviations are those of its ``work.toml``.
    """
    named = [work.segmenters.get(language) for language in work.files]
    segmenters = [load_segmenter(name, work.folder) if name else None for name in named]
    return [
        segment_document(document, segmenter, abbreviations=work.abbreviations.get(language, ()))
        for language, document, segmenter in zip(work.files, documents, segmenters, strict=True)
    ]
