"""What a run is to align: the pairs of a manifest, of two folders, of a pattern, or of works' folders."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from aligner.errors import AlignerError, InputError
from aligner.read.parts.language_tags import check_language, is_common_tag
from aligner.read.reader import SUFFIXES
from aligner.work import read_work

COLUMNS = ("source", "target", "id", "source_lang", "target_lang", "pins")
"""The columns of a manifest; the first two are required, and others are ignored."""

_TAGGED = re.compile(r"(.+)[._-]([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)")  # "ferry.en", "ferry_pt-BR"
_FIELDS = re.compile(r"\{(id|lang|ext)\}")
_LONGEST_FIELD = 1 << 20  # characters of a field of a manifest, where Python's csv allows 131,072


class Pair(NamedTuple):
    """Two files to align.

    ``id`` names the pair in the report and in the output; ``source`` and ``target`` are paths; the languages are BCP 47
    tags, "" where they are detected. ``work`` is the folder whose ``work.toml`` says how both are read, ``pins`` the
    path of a file of pins; "" for none.
    """

    id: str
    source: str
    target: str
    source_lang: str = ""
    target_lang: str = ""
    work: str = ""
    pins: str = ""


class Plan(NamedTuple):
    """The pairs of a run; files that are in none, and why; and what two pairs or more have in common."""

    pairs: tuple[Pair, ...]
    unpaired: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()


def plan_manifest(path: Path) -> Plan:
    """Read a manifest: TSV, CSV or JSON Lines, as the ending of its name says, with the columns ``COLUMNS``.

    Relative paths count from the manifest's folder. A pair without an id is named after its source and target.
    Raises ``InputError``, with the line, for a manifest that cannot be read or a pair that is incomplete.
    """
    try:
        content = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error}); a manifest is a UTF-8 file of pairs") from error
    rows = _read_lines(content, path) if path.suffix == ".jsonl" else _read_table(content, path)
    return check_plan([_make_pair(row, path, line) for line, row in rows])


def _read_lines(content: str, path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(content.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise InputError(f"{path}, line {number}: not JSON ({error})") from error
        if not isinstance(row, dict):
            raise InputError(f'{path}, line {number}: not an object; write {{"source": "…", "target": "…"}}')
        yield number, row


def _read_table(content: str, path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    tabs = path.suffix != ".csv"
    limit = csv.field_size_limit(_LONGEST_FIELD)
    try:
        lines = content.splitlines(keepends=True)
        reader = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if tabs else csv.reader(lines)
        head = [name.strip() for name in next(reader, [])]
        if not {"source", "target"} <= set(head):
            raise InputError(f"{path}, line 1: no columns source and target; the first line names the columns")
        for row in reader:
            if any(field.strip() for field in row):
                yield reader.line_num, dict(zip(head, row, strict=False))
    except csv.Error as error:
        raise InputError(f"{path}, line {reader.line_num}: not a table ({error})") from error
    finally:
        csv.field_size_limit(limit)


def _make_pair(row: dict[str, Any], path: Path, line: int) -> Pair:
    """Return the pair in a row of a manifest."""
    fields = {name: row.get(name) or "" for name in COLUMNS}
    if not all(isinstance(value, str) for value in fields.values()):
        raise InputError(f"{path}, line {line}: {', '.join(COLUMNS)} are texts; write each in quotation marks")
    given = {name: value.strip() for name, value in fields.items()}
    if not (given["source"] and given["target"]):
        raise InputError(f"{path}, line {line}: source and target are both needed")
    for name in ("source_lang", "target_lang"):
        try:
            given[name] = check_language(given[name]) if given[name] else ""
        except InputError as error:
            raise InputError(f"{path}, line {line}: {error}") from None
    source, target = (str(path.parent / given[side]) for side in ("source", "target"))
    name = given["id"] or f"{given['source']} – {given['target']}"
    pins = str(path.parent / given["pins"]) if given["pins"] else ""
    return Pair(name, source, target, given["source_lang"], given["target_lang"], pins=pins)


def plan_folders(source: Path, target: Path) -> Plan:
    """Pair the files of two folders that have the same relative path.

    The ending and a language before it do not count: ``a/ferry.en.epub`` belongs with ``a/ferry.de.txt``.
    """
    sides = [_by_key(folder) for folder in (source, target)]
    unpaired, pairs = [], []
    for key in sorted(sides[0].keys() | sides[1].keys()):
        found = [side.get(key, []) for side in sides]
        if all(len(files) == 1 for files in found):
            pairs.append(Pair(key, str(found[0][0]), str(found[1][0])))
        elif all(found):
            unpaired += [f"{path}: one of several files for {key}" for files in found for path in files]
        else:
            unpaired += [f"{path}: no counterpart" for files in found for path in files]
    return check_plan(pairs, unpaired)


def files_below(folder: Path) -> list[Path]:
    """Return the files below a folder that can be read, in order; hidden files and folders are skipped."""
    found = []
    try:
        for place, folders, names in os.walk(folder):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            found += [Path(place, name) for name in names if not name.startswith(".")]
    except OSError as error:
        raise InputError(f"{folder}: cannot be read ({error.strerror or error})") from error
    return sorted(path for path in found if path.suffix.lower() in SUFFIXES)


def _by_key(folder: Path) -> dict[str, list[Path]]:
    """Return the files below a folder by their relative path without ending and language."""
    found: dict[str, list[Path]] = {}
    for path in files_below(folder):
        relative = path.relative_to(folder).with_suffix("")
        tagged = _TAGGED.fullmatch(relative.name)
        stem = tagged[1] if tagged and is_common_tag(tagged[2]) else relative.name
        found.setdefault((relative.parent / stem).as_posix(), []).append(path)
    return found


def plan_pattern(pattern: str, languages: Sequence[str]) -> Plan:
    """Pair the files that match a pattern such as ``books/{id}.{lang}.{ext}``, by their id.

    ``languages`` are those of source and target, as the files' names have them; one of them or both may be missing
    where no more than two occur. Raises ``InputError`` for a pattern without ``{id}`` and ``{lang}``.
    """
    if not {"id", "lang"} <= set(_FIELDS.findall(pattern)):
        raise InputError(f"{pattern}: a pattern has {{id}} and {{lang}}, as books/{{id}}.{{lang}}.{{ext}}")
    root = Path(*Path(pattern[: pattern.index("{")] + "x").parts[:-1])
    found: dict[str, dict[str, list[Path]]] = {}
    form = re.compile(_pattern_of(Path(pattern).as_posix()))
    for path in files_below(root):
        if (match := form.fullmatch(path.as_posix())) and is_common_tag(match["lang"]):
            found.setdefault(match["id"], {}).setdefault(match["lang"], []).append(path)
    chosen = list(languages) or sorted(
        {tag for files in found.values() for tag in files}, key=lambda tag: (tag != "en", tag)
    )
    if len(chosen) != 2:
        raise InputError(
            f"{pattern}: {len(chosen)} languages ({', '.join(chosen)}); give --source-lang and --target-lang"
        )
    pairs, unpaired = [], []
    for name, files in sorted(found.items()):
        ends = [files.get(tag, []) for tag in chosen]
        if all(len(end) == 1 for end in ends):
            pairs.append(Pair(name, str(ends[0][0]), str(ends[1][0]), *map(check_language, chosen)))
        else:
            reason = "one of several files" if all(ends) else "no counterpart"
            unpaired += [f"{path}: {reason} for {name}" for end in ends for path in end]
    return check_plan(pairs, unpaired)


def _pattern_of(pattern: str) -> str:
    """Return a regular expression for the paths that a pattern means; a field has the same value wherever it is."""
    kinds = {
        "{id}": r"(?P<id>[^/]+)",
        "{lang}": r"(?P<lang>[A-Za-z0-9-]{2,35})",
        "{ext}": r"(?P<ext>[A-Za-z0-9]{1,10})",
    }
    again = {field: f"(?P={field[1:-1]})" for field in kinds}
    parts = re.split(r"(\{(?:id|lang|ext)\})", pattern)
    return "".join(
        (again if part in parts[:number] else kinds).get(part, re.escape(part)) for number, part in enumerate(parts)
    )


def plan_works(folders: Iterable[Path], *, trusted: bool = False) -> Plan:
    """Pair the pivot of each work's folder with each of its other versions; see ``aligner.work.read_work``."""
    pairs, unpaired = [], []
    for folder in folders:
        try:
            work = read_work(folder, trusted=trusted)
        except AlignerError as error:
            unpaired.append(str(error))
            continue
        (pivot, source), *others = work.files.items()
        pairs += [
            Pair(f"{work.name}/{pivot}-{tag}", str(source), str(path), pivot, tag, str(folder)) for tag, path in others
        ]
    return check_plan(pairs, unpaired)


def check_plan(pairs: Sequence[Pair], unpaired: Sequence[str] = ()) -> Plan:
    """Return a plan of pairs whose ids differ; raise ``InputError`` for two of one id.

    Pairs of the same two files, and files in several pairs, are named as repeated.
    """
    ids = sorted(pair.id for pair in pairs)
    if twice := next((name for name, group in groupby(ids) if len(list(group)) > 1), None):
        raise InputError(f"two pairs have the id {twice!r}; each needs one of its own")
    seen: dict[tuple[str, str], str] = {}
    repeated = []
    for pair in pairs:
        first = seen.setdefault((pair.source, pair.target), pair.id)
        if first != pair.id:
            repeated.append(f"{pair.id}: the same files as {first}")
    return Plan(tuple(pairs), tuple(unpaired), tuple(repeated))
