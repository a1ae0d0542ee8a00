"""The rules of each language, from data files that a speaker can edit."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
_ALIASES = {"fil": "tl", "in": "id", "ms": "id", "cmn": "zh", "yue": "zh"}


@dataclass(frozen=True, slots=True)
class Rules:
    """What one language adds to the engine; docs/segmentation.md has the meaning of every key."""

    unit: re.Pattern[str]
    abbreviations: dict[str, str]
    numbers: frozenset[str]
    starter: frozenset[str]
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

    Raises ``InputError`` when a line has no known key or a pattern is none.
    """
    found: dict[str, list[str]] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        content = re.sub(r"(^|\s)#.*", "", line).strip()
        key, _, values = content.partition(":")
        if content and key not in KEYS:
            raise InputError(f"{path.name}, line {number}: {content[:40]!r} has no key of {', '.join(KEYS)}")
        found.setdefault(key, []).extend(values.split())
    for key in PATTERNS:
        for pattern in found.get(key, ()):
            try:
                re.compile(pattern)
            except re.error as error:
                raise InputError(f"{path.name}: {pattern!r} is no regular expression ({error})") from error
    return found


def find_data(language: str) -> Path | None:
    """Return the data file for a BCP 47 tag, that of its primary language, or none."""
    primary = language.replace("_", "-").partition("-")[0].lower()
    path = DATA / f"{_ALIASES.get(primary, primary)}.txt"
    return path if primary.isalpha() and path.is_file() else None


@lru_cache(maxsize=64)
def load_rules(language: str) -> Rules:
    """Return the rules for a BCP 47 tag: those for any language, and its own where it has data."""
    path = find_data(language)
    own = read_data(path) if path else {}
    everywhere = read_data(DATA / "_any.txt")
    kinds: dict[str, str] = {}
    for data in (everywhere, own):
        for kind in reversed(KINDS):
            kinds |= dict.fromkeys(_forms(data.get(kind, [])), kind)
    return Rules(
        unit=unit_pattern("".join(own.get("stops", ()))),
        abbreviations=kinds,
        numbers=frozenset(_forms(everywhere.get("number", []) + own.get("number", []))),
        starter=frozenset(own.get("starter", [])) | _capital_titles(own.get("title", [])),
        section=frozenset(own.get("section", ())),
        speech=frozenset(own.get("speech", ())),
        ordinals=own.get("ordinals") == ["yes"],
        never=_any_of(own.get("never", []) + everywhere.get("never", [])),
        starts=_any_of(own.get("starts", [])),
        continues=_any_of(own.get("continues", [])),
        tag=_any_of(own.get("tag", [])),
        part=_any_of(own.get("part", [])),
    )


def _forms(entries: list[str]) -> Iterator[str]:
    """Yield how abbreviations may be written: a small one also capitalised, any also in capitals."""
    for entry in entries:
        yield from (entry, entry.upper(), entry[0].upper() + entry[1:] if entry[0].islower() else entry)


def _capital_titles(titles: list[str]) -> frozenset[str]:
    """Return the titles with a capital that only the beginning of a sentence gives them."""
    return frozenset(title.capitalize() for title in titles if title.islower()) - frozenset(titles)


def _any_of(patterns: list[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else None
