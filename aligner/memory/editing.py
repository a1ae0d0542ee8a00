"""Change what a memory says of its units, and take it apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from aligner.errors import InputError
from aligner.formats.names import safe_part
from aligner.memory.reading import Collection
from aligner.memory.units import LANG, Unit, plain_code, plain_date
from aligner.memory.writing import MemoryWriter, open_memory_target

_MOST_PAIRS = 200  # files that are open at the same time; systems allow about a thousand


@dataclass(frozen=True, slots=True)
class Marks:
    """What is written on each unit: the ``author`` and the ``date`` of its last change, and ``properties`` by type.

    A unit without an author or a date of its making gets the same for that.
    """

    author: str = ""
    date: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)


def mark_units(units: Iterable[Unit], marks: Marks) -> Iterator[Unit]:
    """Yield the units with the marks on them; a property takes the place of one of the same type."""
    values = {"id": marks.author, "date": plain_date(marks.date)}
    for unit in units:
        for kind, value in values.items():
            if value:
                unit.element.set(f"change{kind}", value)
                if f"creation{kind}" not in unit.element.attrib:
                    unit.element.set(f"creation{kind}", value)
                for variant in unit.element.iterchildren("tuv"):
                    if f"change{kind}" in variant.attrib:  # or else the variant's would contradict the unit's
                        variant.set(f"change{kind}", value)
        for kind, value in marks.properties.items():
            for prop in unit.element.findall("prop"):
                if prop.get("type") == kind:
                    unit.element.remove(prop)
            prop = etree.Element("prop", type=kind)
            prop.text = value
            before = sum(1 for child in unit.element if child.tag in {"note", "prop"})
            unit.element.insert(before, prop)  # notes and properties come before the variants
        yield unit


def rename_languages(units: Iterable[Unit], codes: Mapping[str, str]) -> Iterator[Unit]:
    """Yield the units with language codes changed, as ``{"en": "en-US"}``; case does not matter."""
    plain = {plain_code(language): code for language, code in codes.items()}
    for unit in units:
        for variant in unit.element.iterchildren("tuv"):
            code = variant.get(LANG, "")
            variant.set(LANG, plain.get(plain_code(code), code))
        source = unit.element.get("srclang")
        if source:
            unit.element.set("srclang", plain.get(plain_code(source), source))
        unit.header_source = plain.get(plain_code(unit.header_source), unit.header_source)
        yield unit


def split_by_size(collection: Collection, folder: Path, stem: str, size: int) -> list[tuple[Path, int]]:
    """Write files of ``size`` units each, ``stem.001.tmx`` and so on; return them with their numbers of units."""
    written: list[tuple[Path, int]] = []
    stream = iter(collection)
    unit = next(stream, None)
    while unit is not None:
        path = folder / f"{stem}.{len(written) + 1:03}.tmx"
        with open_memory_target(path) as file:
            writer = MemoryWriter(file)
            while unit is not None and writer.units < size:
                writer.add(unit, deepcopy(collection.header))
                unit = next(stream, None)
            writer.end()
        written.append((path, writer.units))
    return written


def split_by_pair(collection: Collection, folder: Path, stem: str) -> list[tuple[Path, int]]:
    """Write a file for each pair of a source with another language, ``stem.en-de.tmx``; return them with their units.

    Raises ``InputError`` for a language that is not safe in a file's name, and for more than 200 pairs.
    """
    writers: dict[tuple[str, str], tuple[Path, MemoryWriter]] = {}
    with ExitStack() as stack:
        for unit in collection:
            for pair, part in _pairs_of(unit):
                if pair not in writers:
                    if len(writers) == _MOST_PAIRS:
                        raise InputError(f"more than {_MOST_PAIRS} pairs of languages; filter the memory first")
                    path = folder / f"{stem}.{safe_part(pair[0])}-{safe_part(pair[1])}.tmx"
                    writer = MemoryWriter(stack.enter_context(open_memory_target(path)))
                    writer.begin(pair[0], _with_source(collection.header, pair[0]))
                    writers[pair] = path, writer
                writers[pair][1].add(part)
        for _, writer in writers.values():
            writer.end()
    return [(path, writer.units) for path, writer in writers.values()]


def _with_source(header: etree._Element | None, language: str) -> etree._Element | None:
    copied = deepcopy(header)
    if copied is not None:
        copied.set("srclang", language)
    return copied


def _pairs_of(unit: Unit) -> Iterator[tuple[tuple[str, str], Unit]]:
    """Yield a unit of two variants for each translation of a unit, with its two languages."""
    variants = unit.variants()
    if not variants:
        return
    source = unit.source(variants)
    for variant in variants:
        if plain_code(variant.language) == plain_code(source.language):
            continue
        part = unit.copy()
        keep = {_place(unit.element, each.segment) for each in (source, variant)}
        for place, child in enumerate(list(part.element)):
            if child.tag == "tuv" and place not in keep:
                part.element.remove(child)
        part.element.attrib.pop("srclang", "")
        part.header_source = source.language
        yield (source.language, variant.language), part


def _place(element: etree._Element, segment: etree._Element) -> int:
    parent = segment.getparent()
    assert parent is not None
    return element.index(parent)
