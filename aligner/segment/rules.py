"""The rules of each language, from data files that a speaker can edit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from aligner.errors import InputError
from aligner.segment.signs import unit_pattern

DATA = Path(__file__).parent / "data"
KINDS = ("title", "inner", "maybe", "final")
"""What an abbreviation can be, the surest first."""
KEYS = (
    *KINDS,
    "number",
    "starter",
    "opener",
    "section",
    "speech",
    "ordinals",
    "stops",
    "never",
    "starts",
    "continues",
    "tag",
    "part",
)
PATTERNS = ("never", "starts", "continues", "tag", "part")
_LIST = re.compile("[A-Z]{2,}")
_NAMED = re.compile("<([A-Z]{2,})>")
_ALIASES = {"fil": "tl", "in": "id", "ms": "id", "cmn": "zh", "yue": "zh"}


@dataclass(frozen=True, slots=True)
class Rules:
    """What one language adds to the engine; docs/segmentation.md has the meaning of every key."""

    unit: re.Pattern[str]
    abbreviations: dict[str, str]
    numbers: frozenset[str]
    starter: frozenset[str]
    opener: frozenset[str]
    section: frozenset[str]
    speech: frozenset[str]
    ordinals: bool
    never: re.Pattern[str] | None
    starts: re.Pattern[str] | None
    continues: re.Pattern[str] | None
    tag: re.Pattern[str] | None
    part: re.Pattern[str] | None


def read_data(path: Path) -> dict[str, list[str]]:
    """Read a data file of ``key: values`` lines; ``#`` begins a comment, and a key may come again.

    A key in capitals is a list of words that the patterns of the file may name: ``<SAY>`` is any word of ``SAY: …``.
    Raises ``InputError`` when a line has no known key or a pattern is none.
    """
    found: dict[str, list[str]] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        content = re.sub(r"(^|\s)#.*", "", line).strip()
        key, _, values = content.partition(":")
        if content and key not in KEYS and not _LIST.fullmatch(key):
            raise InputError(f"{path.name}, line {number}: {content[:40]!r} has no key of {', '.join(KEYS)}")
        found.setdefault(key, []).extend(values.split())
    for key in PATTERNS:
        found[key] = [_compilable(pattern, found, path.name) for pattern in found.get(key, ())]
    return found


def _compilable(pattern: str, lists: dict[str, list[str]], name: str) -> str:
    """Return a pattern with the lists that it names written out."""
    try:
        full = _NAMED.sub(lambda named: f"(?:{'|'.join(lists[named[1]])})", pattern)
        re.compile(full)
    except KeyError as error:
        raise InputError(f"{name}: {pattern[:40]!r} names a list that is not there, {error.args[0]}") from error
    except re.error as error:
        raise InputError(f"{name}: {pattern[:40]!r} is no regular expression ({error})") from error
    return full


def find_data(language: str) -> Path | None:
    """Return the data file for a BCP 47 tag, that of its primary language, or none."""
    primary = language.replace("_", "-").partition("-")[0].lower()
    path = DATA / f"{_ALIASES.get(primary, primary)}.txt"
    return path if primary.isalpha() and path.is_file() else None


@lru_cache(maxsize=64)
def load_rules(language: str) -> Rules:
    """Return the rules for a BCP 47 tag: those for any language, and its own where it has data."""
    path = find_data(language)
    everywhere, own = read_data(DATA / "_any.txt"), read_data(path) if path else {}
    data = {key: everywhere.get(key, []) + own.get(key, []) for key in KEYS}
    return Rules(
        unit=unit_pattern("".join(data["stops"])),
        abbreviations=_kinds(everywhere) | _kinds(own),
        numbers=frozenset(_forms(data["number"])),
        starter=frozenset(data["starter"]) | _capital_titles(data["title"]),
        opener=frozenset(data["opener"]),
        section=frozenset(data["section"]),
        speech=frozenset(data["speech"]),
        ordinals=data["ordinals"] == ["yes"],
        **{key: _any_of(data[key]) for key in PATTERNS},
    )


def _kinds(data: dict[str, list[str]]) -> dict[str, str]:
    """Return the kind of each abbreviation in each of its forms; what is written so goes before what is derived."""
    kinds: dict[str, str] = {}
    for kind in reversed(KINDS):
        kinds |= dict.fromkeys(_forms(entry for entry in data.get(kind, []) if len(entry) > 1), kind)
    for kind in reversed(KINDS):
        kinds |= dict.fromkeys(data.get(kind, []), kind)
    return kinds


def _forms(entries: Iterable[str]) -> Iterator[str]:
    """Yield how abbreviations may be written: a small one also capitalised, a longer one also in capitals."""
    for entry in entries:
        yield entry
        if entry[0].islower():
            yield entry[0].upper() + entry[1:]
        if max(map(len, entry.split("."))) > 1:
            yield entry.upper()


def _capital_titles(titles: list[str]) -> frozenset[str]:
    """Return the titles with a capital that only the beginning of a sentence gives them."""
    return frozenset(title.capitalize() for title in titles if title.islower()) - frozenset(titles)


def _any_of(patterns: list[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else None
