"""The units of files that are aligned already, as a stream: what every importer yields and both outputs take.

An importer (``tmx``, ``xliff``, ``po`` and so on) yields ``MemoryUnit``; ``resolve`` settles which languages the units
have and makes of each unit one row or several; the rows become an edition (``aligned``) or alignment files
(``memory_files``). No step keeps more than one unit, so a memory of any size passes in little memory.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, islice
from typing import NamedTuple

from aligner.errors import InputError
from aligner.read.parts.detect import settle_language
from aligner.read.parts.language_tags import check_language, named_language
from aligner.text import Mark, Paragraph

Details = tuple[tuple[str, str], ...]
"""What a memory says about a unit or a variant, as pairs such as ``("tu.creationdate", "20260131T120000Z")``.

Keys are in the words of TMX, which knows most of what the formats have: ``tu.`` or ``tuv.`` and the name of an
attribute, ``tu.note``, or ``tu.prop.`` and the type of a property.
"""

_SAMPLE = 200
"""Units whose texts tell the language of a side that declares none."""


class Variant(NamedTuple):
    """A unit's text in one language ("" for a language that the file does not name), its inline codes and details."""

    language: str
    text: str
    marks: tuple[Mark, ...] = ()
    details: Details = ()


class MemoryUnit(NamedTuple):
    """A unit as it was read: its variants in the file's order, its line in the file, from 1, and what is said of it.

    ``source`` is the language that the unit was translated from, "" where the file does not say it.
    """

    variants: tuple[Variant, ...]
    line: int
    place: str = ""
    confidence: float = 1.0
    details: Details = ()
    source: str = ""


@dataclass(slots=True)
class Memory:
    """A file that is aligned already: its units, which can be iterated once, and what is known when they have been.

    ``tool`` made the file; ``source`` is the language that it declares as the source of all units, "" for none;
    ``notes`` counts what was left out or changed, by a phrase.
    """

    name: str
    units: Iterable[MemoryUnit] = ()
    tool: str = ""
    source: str = ""
    notes: Counter[str] = field(default_factory=Counter)

    def lines(self) -> list[str]:
        """Return the notes for people, each with its number."""
        lines = (f"{count:,} {what}" for what, count in sorted(self.notes.items()) if count)
        return [re.sub("^1 units", "1 unit", line) for line in lines]


class MemoryRow(NamedTuple):
    """A unit with one variant in each language, the source's language first."""

    unit: MemoryUnit
    cells: dict[str, Variant]

    def paragraph(self, variant: Variant) -> Paragraph:
        """Return one of the variants as a paragraph, which is a segment too."""
        unit = self.unit
        return Paragraph(
            variant.text, 0, unit.line, "unit", unit.place, variant.marks, (*unit.details, *variant.details)
        )


@lru_cache(maxsize=1024)
def memory_language(code: str) -> str:
    """Return a memory's language code as a tag, and "" for none and for ``*all*``, which a header may say.

    A code that is not a BCP 47 tag is kept as it is: tools write names of their own, and their units can still be read.

    >>> memory_language("EN_us"), memory_language("*all*"), memory_language("German")
    ('en-US', '', 'German')
    """
    try:
        return "" if code in {"", "*all*"} else check_language(code)
    except InputError:
        return code.strip().replace("_", "-")


@lru_cache(maxsize=1024)
def known_language(tag: str) -> str:
    """Return a file's language tag in its canonical form, "" where it is not a tag.

    >>> known_language("PT_br"), known_language("German")
    ('pt-BR', '')
    """
    try:
        return check_language(tag).removeprefix("und")
    except InputError:
        return ""


@lru_cache(maxsize=4096)
def closeness(wanted: str, tag: str) -> int:
    """Return how well a tag answers a language that was named: 3 the same, 2 its region, 1 without its region, 0 no.

    That is the filtering and the lookup of RFC 4647 (3.3.1, 3.4), in that order.

    >>> closeness("en", "en-US"), closeness("en-US", "en"), closeness("en-US", "en-GB"), closeness("en", "enm")
    (2, 1, 0, 0)
    """
    one, other = wanted.lower(), tag.lower()
    return 3 if one == other else 2 if other.startswith(f"{one}-") else 1 if one.startswith(f"{other}-") else 0


@dataclass(slots=True)
class Resolver:
    """Makes rows of units.

    ``wanted`` are the languages that the caller named, the source's first; without any, every language of the file is
    taken, the source's first. ``labels`` has, for each language named, the tags of the file that answered it.
    """

    memory: Memory
    wanted: Sequence[str] = ()
    labels: dict[str, dict[str, None]] = field(default_factory=dict)
    seen: dict[str, object] = field(default_factory=dict)
    pivot: str = ""

    def rows(self) -> Iterator[MemoryRow]:
        """Yield the rows; count units without a translation.

        Raises ``InputError`` when the languages cannot be found out, or none of those named is there.
        """
        notes, count = self.memory.notes, 0
        for unit in _declare(self.memory, self.wanted):
            if plain := self._take_plain(unit):
                count += 1
                yield plain
                continue
            taken = self._choose(unit) if self.wanted else self._take_all(unit)
            if len(taken) < 2:
                notes["units with a text in one language only, left out"] += 1
                continue
            most = max(map(len, taken.values()))
            if most > 1:
                notes["further variants in a language, made units of their own"] += most - 1
            for number in range(most):
                count += 1
                yield _row(unit, taken, number)
        if not count:
            self._refuse()

    def _take_plain(self, unit: MemoryUnit) -> MemoryRow | None:
        """Return the row of a unit in the source and one other language, as most units are; None for any other.

        That is what the general way makes of it, in a third of the time.
        """
        if self.wanted or len(unit.variants) != 2:
            return None
        source, target = unit.variants
        first, second = source.language, target.language
        if first != self.pivot or first == second or not first:
            return None
        if second not in self.seen:
            self.seen.update({first: None, second: None})
        return MemoryRow(unit, {first: source, second: target})

    def name(self, label: str) -> str:
        """Return the language of a label: the file's own tag where only one answers it.

        Known when the last row has been taken.
        """
        tags = list(self.labels.get(label, ()))
        return tags[0] if len(tags) == 1 else label

    def _choose(self, unit: MemoryUnit) -> dict[str, list[Variant]]:
        """Return the variants in the languages that were named; each of them answers one language only."""
        taken: dict[str, list[Variant]] = {}
        left = list(unit.variants)
        self.seen.update(dict.fromkeys(variant.language for variant in left))
        for label in self.wanted:
            best = max((closeness(label, variant.language) for variant in left), default=0)
            found = [variant for variant in left if best and closeness(label, variant.language) >= min(best, 2)]
            if found:
                taken[label] = found
                self.labels.setdefault(label, {}).update(dict.fromkeys(variant.language for variant in found))
                left = [variant for variant in left if variant not in found]
        return taken if self.wanted[0] in taken else {}

    def _take_all(self, unit: MemoryUnit) -> dict[str, list[Variant]]:
        """Return all variants by language, that of the source first."""
        taken: dict[str, list[Variant]] = {}
        for variant in unit.variants:
            taken.setdefault(variant.language, []).append(variant)
        self.seen.update(taken)
        self.pivot = self.pivot or self.memory.source or unit.source or next(iter(taken), "")
        if self.pivot in taken:
            return {self.pivot: taken.pop(self.pivot), **taken}
        sides = (max(taken, key=lambda tag: closeness(side, tag)) for side in (self.pivot, unit.source) if taken)
        first = next((tag for tag in sides if closeness(self.pivot, tag) or closeness(unit.source, tag)), "")
        return {first: taken.pop(first), **taken} if first else taken

    def _refuse(self) -> None:
        name, seen = self.memory.name, [tag for tag in self.seen if tag]
        missing = [label for label in self.wanted if not any(closeness(label, tag) for tag in seen)]
        if missing and len(seen) > 1:
            raise InputError(f"{name}: no version in {missing[0]!r}; the file has {', '.join(seen)}")
        if len(seen) < 2 and not any("left out:" in note for note in self.memory.notes):
            raise InputError(f"{name}: {len(seen)} language found; a memory to import needs two")
        raise InputError(f"{name}: no unit in it has a translation{_reasons(self.memory)}")


def _reasons(memory: Memory) -> str:
    return f" ({'; '.join(memory.lines())})" if memory.lines() else ""


def _row(unit: MemoryUnit, taken: dict[str, list[Variant]], number: int) -> MemoryRow:
    """Return the row of the variants of a number; a language with fewer gives its last one again."""
    if number:  # an identifier belongs to one unit
        unit = unit._replace(details=tuple(pair for pair in unit.details if pair[0] != "tu.tuid"))
    cells = {label: variants[min(number, len(variants) - 1)] for label, variants in taken.items()}
    return MemoryRow(unit, cells)


def _declare(memory: Memory, wanted: Sequence[str]) -> Iterator[MemoryUnit]:
    """Yield the units with a language for each variant; one that the file does not name is found out.

    Such files (PO, some XLIFF) have a source and a translation: the target's language is in the file's name, or one of
    those that the caller named, or what the texts show.
    """
    units = iter(memory.units)
    sample = list(islice(units, _SAMPLE))
    if all(variant.language for unit in sample for variant in unit.variants):
        yield from chain(sample, units)
        return
    sides = _find_languages(memory, sample, wanted)
    for unit in chain(sample, units):
        named = tuple(
            variant if variant.language else variant._replace(language=sides[min(side, 1)])
            for side, variant in enumerate(unit.variants)
        )
        yield unit._replace(variants=named, source=unit.source or named[0].language)


def _find_languages(memory: Memory, sample: list[MemoryUnit], wanted: Sequence[str]) -> list[str]:
    """Return the languages of the source and the target of a file that does not name them both."""
    declared = [next((unit.variants[side].language for unit in sample), "") for side in (0, 1)]
    declared[1] = declared[1] or named_language(memory.name)
    given = [tag for tag in wanted if not any(closeness(tag, known) for known in declared if known)]
    sides = [tag or (given.pop(0) if given else "") for tag in declared]
    for side in (0, 1):
        if not sides[side]:
            texts = [Paragraph(unit.variants[side].text) for unit in sample]
            sides[side] = settle_language(texts, "", "")[0]
    if sides[0] == sides[1]:
        raise InputError(f"{memory.name}: does not say which languages it holds; name them, as --languages en,de")
    return sides
