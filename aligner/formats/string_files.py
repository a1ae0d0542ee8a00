"""Pairs of files that hold a program's texts in one language each: their units are the texts with the same key.

The readers of single files are in ``string_readers``; line-aligned plain text is paired here too, its keys being the
numbers of the lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path, PurePath
from typing import NamedTuple

from aligner.errors import InputError
from aligner.formats.memory_units import Memory, MemoryUnit, Variant
from aligner.formats.string_readers import (
    Entry,
    Languages,
    read_android,
    read_apple,
    read_catalog,
    read_json,
    read_properties,
    read_yaml,
)
from aligner.formats.tmx_stream import open_memory
from aligner.read.parts.language_tags import check_language, is_common_tag

Named = tuple[str | bytes, str]
"""A path or the bytes of a file, and its name for messages."""

_READERS: dict[str, Callable[[bytes, str, Counter[str]], Languages]] = {
    ".properties": read_properties,
    ".strings": read_apple,
    ".xcstrings": read_catalog,
    ".json": read_json,
    ".arb": read_json,
    ".yaml": read_yaml,
    ".yml": read_yaml,
}

_ANDROID = re.compile(rb"<resources\b")
_HEAD = 65_536  # bytes of an Android file in which its root is searched; it may follow a long licence
_VALUES = re.compile(r"values-(?:b\+([A-Za-z0-9+]+)|([a-z]{2,3})(?:-r([A-Z]{2}))?)")
"""A folder of Android, with the language as qualifier: ``values-de``, ``values-pt-rBR``, ``values-b+sr+Latn``."""

_PLURAL = re.compile(r"(.*[._])(?:zero|one|two|few|many)", re.DOTALL)
"""A key of one of CLDR's plural categories, as ``inbox.one`` or ``inbox_one``."""

_IDS = ".ids"


class _Side(NamedTuple):
    """The texts of one language, the file that they are from, and what the language is, "" for unknown."""

    name: str
    language: str
    entries: dict[str, Entry]


def holds_strings(source: str | bytes, name: str) -> bool:
    """Return whether a file holds texts by key, in one language or several: by its ending, of ``.xml`` by its root.

    >>> [holds_strings(b"", name) for name in ("de.json", "messages_de.properties", "a.tmx")]
    [True, True, False]
    >>> holds_strings(b"<resources><string/></resources>", "strings.xml"), holds_strings(b"<xliff/>", "strings.xml")
    (True, False)
    """
    suffix = PurePath(name).suffix.lower()
    if suffix != ".xml":
        return suffix in _READERS
    try:
        with BytesIO(source) if isinstance(source, bytes) else Path(source).open("rb") as file:
            return bool(_ANDROID.search(file.read(_HEAD)))
    except (OSError, ValueError):
        return False


def are_lines(names: Sequence[str]) -> bool:
    """Return whether files are line-aligned text: the same name with a language as ending, and perhaps ``.ids``.

    >>> are_lines(["a/w.en", "a/w.de", "a/w.ids"]), are_lines(["w.en", "v.de"]), are_lines(["w.en"])
    (True, False, False)
    """
    paths = [PurePath(name) for name in names]
    texts = [path for path in paths if path.suffix != _IDS]
    tagged = all(is_common_tag(path.suffix[1:]) for path in texts)
    return len(texts) > 1 and len(paths) - len(texts) < 2 and tagged and len({path.stem for path in paths}) == 1


def open_strings(sources: Sequence[Named]) -> Memory | None:
    """Return the units of files that belong together by keys or by lines; None if they are files of another kind.

    The first file, or the language that a file calls its source, is the source. A unit has the key as the property
    ``x-key``, or what the file of identifiers says as ``x-ids``, and comments as notes. Keys without a counterpart are
    counted by file. Where one language has more plural forms than another, they go with the other's ``other``.

    Raises ``InputError`` for a file that cannot be read, files in one language only, and lines of different numbers.
    """
    names = [name for _, name in sources]
    if are_lines(names):
        return _pair_lines(sources)
    found = [holds_strings(*source) for source in sources]
    if not any(found):
        return None
    if not all(found):
        raise InputError(
            f"{names[found.index(False)]}: is no file of texts by key, as {names[found.index(True)]} is; "
            "import them one after the other"
        )
    memory = Memory(names[0], tool="translated file")
    sides = [side for source in sources for side in _read_sides(source, memory.notes)]
    _check_sides(sides, names)
    memory.source = sides[0].language
    memory.units = _pair(sides, memory.notes)
    return memory


def _read_sides(source: Named, notes: Counter[str]) -> Iterator[_Side]:
    """Yield the languages of a file."""
    path, name = source
    with open_memory(path, name) as file:
        data = file.read_all()
    reader = _READERS.get(PurePath(name).suffix.lower(), read_android)
    for language, entries in reader(data, name, notes).items():
        yield _Side(name, language or language_of(name), entries)


def _check_sides(sides: Sequence[_Side], names: Sequence[str]) -> None:
    if len(sides) < 2:
        raise InputError(f"{names[0]}: texts of one language; name the file of their translations too")
    for place, side in enumerate(sides):
        others = [other.name for other in sides[:place] if side.language and other.language == side.language]
        if others:
            raise InputError(f"{side.name}: in {side.language} as {others[0]} is; import each pair of files by itself")
        if len(sides) > 2 and not side.language:
            raise InputError(f"{side.name}: its name does not say its language; call it as de.json or messages_de.json")


def language_of(name: str) -> str:
    """Return the language that the name of a file, or of its folder, says; "" for none.

    >>> [language_of(name) for name in ("pt_BR.json", "app.de.yml", "messages_pt_BR.properties", "fr/common.json")]
    ['pt-BR', 'de', 'pt-BR', 'fr']
    >>> language_of("values-pt-rBR/strings.xml"), language_of("zh-Hans.lproj/a.strings"), language_of("en.json.gz")
    ('pt-BR', 'zh-Hans', 'en')
    >>> language_of("values/strings.xml"), language_of("messages.properties")
    ('', '')
    """
    path = PurePath(name)
    path = path.with_suffix("") if path.suffix in (".gz", ".zip") else path
    folder = path.parent.name
    if match := _VALUES.fullmatch(folder):
        return _tag(match[1].replace("+", "-") if match[1] else "-".join(filter(None, (match[2], match[3]))))
    parts = path.stem.rpartition(".")[2].split("_")
    words = ["_".join(parts), *("_".join(parts[-count:]) for count in (2, 1) if len(parts) > count)]
    words += [path.stem.rpartition("-")[2], folder.removesuffix(".lproj")]
    return next((_tag(word) for word in words if is_common_tag(word)), "")


def _tag(word: str) -> str:
    try:
        return check_language(word)
    except InputError:
        return ""


def _pair(sides: Sequence[_Side], notes: Counter[str]) -> Iterator[MemoryUnit]:
    """Yield a unit for each key that two languages have at least, in the order of the first file that has it."""
    paired = False
    for key in dict.fromkeys(key for side in sides for key in side.entries):
        own = [side.entries.get(key) for side in sides]
        found = [entry or _other(key, side.entries) for entry, side in zip(own, sides, strict=True)]
        for entry, side in zip(found, sides, strict=True):
            notes[f"texts whose key {side.name} lacks, left out"] += entry is None
        filled = [(side, entry) for side, entry in zip(sides, found, strict=True) if entry]
        if len(filled) < 2:
            continue
        paired = True
        first = next(entry for entry in own if entry)
        said = dict.fromkeys(note for _, entry in filled for note in entry.notes)
        details = (("tu.prop.x-key", key), *(("tu.note", note) for note in said))
        variants = tuple(Variant(side.language, entry.text, entry.marks) for side, entry in filled)
        yield MemoryUnit(variants, first.line, key, details=details, source=sides[0].language)
    if not paired:
        raise InputError(f"{sides[1].name}: has no key in common with {sides[0].name}; name files that belong together")


def _other(key: str, entries: dict[str, Entry]) -> Entry | None:
    """Return the general plural form of a key of another plural form that a language does not have."""
    match = _PLURAL.fullmatch(key)
    return entries.get(f"{match[1]}other") if match else None


def _pair_lines(sources: Sequence[Named]) -> Memory:
    """Return the lines of files as units; what ``.ids`` says of a line is a property of its unit."""
    texts = [source for source in sources if PurePath(source[1]).suffix != _IDS]
    named = [source for source in sources if PurePath(source[1]).suffix == _IDS]
    stem = PurePath(texts[0][1]).stem
    memory = Memory(stem, tool="line-aligned text", source=check_language(PurePath(texts[0][1]).suffix[1:]))
    languages = [check_language(PurePath(name).suffix[1:]) for _, name in texts]
    lines = [_read_lines(source) for source in (*texts, *named)]
    for (_, name), other in zip((*texts, *named), lines, strict=True):
        if len(other) != len(lines[0]):
            raise InputError(
                f"{name}: {len(other):,} lines, where {texts[0][1]} has {len(lines[0]):,}; lines of the same number "
                "must belong together"
            )
    identifiers = lines[-1] if named else [""] * len(lines[0])
    memory.units = _line_units(languages, lines[: len(texts)], identifiers, memory.notes)
    return memory


def _line_units(
    languages: Sequence[str], lines: Sequence[Sequence[str]], identifiers: Sequence[str], notes: Counter[str]
) -> Iterator[MemoryUnit]:
    for number, (identifier, *cells) in enumerate(zip(identifiers, *lines, strict=True), 1):
        variants = tuple(Variant(tag, text) for tag, text in zip(languages, cells, strict=True) if text.strip())
        if len(variants) < 2:
            notes["lines with a text in one language at most, left out"] += 1
            continue
        details = (("tu.prop.x-ids", identifier),) if identifier else ()
        yield MemoryUnit(variants, number, details=details)


def _read_lines(source: Named) -> list[str]:
    """Return the lines of a file in UTF-8, of which only a line feed ends one."""
    path, name = source
    with open_memory(path, name) as file:
        data = file.read_all()
    try:
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(f"{name}, line {line}: not UTF-8; convert the file first") from error
    return [line.removesuffix("\r") for line in content.removesuffix("\n").split("\n")]
