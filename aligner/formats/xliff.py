"""XLIFF, the exchange format of translation jobs: 2.1 and 1.2 written, 1.2 and 2.x read.

Sources: XLIFF Version 1.2 (OASIS, 2008) and XLIFF Version 2.1 (OASIS, 2018): the core, and the metadata module for
confidence and shape. The segments of a unit correspond one to one in 2.1, so an m-n row is one unit of one segment.
Version 1.2 is what Trados Studio, memoQ and Wordfast extend, and the only one that OmegaT reads by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO, NamedTuple, TypeAlias
from xml.sax.saxutils import quoteattr

from lxml import etree

from aligner.edition import Edition
from aligner.errors import InputError
from aligner.formats.inline_codes import coded_xml
from aligner.formats.memory_units import Details, Memory, MemoryUnit, Variant, known_language
from aligner.formats.names import work_name
from aligner.formats.report import Report
from aligner.formats.settings import Settings
from aligner.formats.tmx_stream import BoundedFile, MemoryStream
from aligner.formats.units import ID_DETAIL, Unit, compose_units, count_details, drop_separators, make_units
from aligner.formats.xliff_codes import CodeWriter, read_coded
from aligner.formats.xliff_states import (
    UNTRANSLATED,
    is_locked_out,
    reject_segment,
    reject_target,
    sdl_definitions,
)
from aligner.formats.xml_characters import drop_forbidden
from aligner.read.parts.draft import brief
from aligner.read.parts.xml_tree import local_name, source_line

# Version 2.1 keeps the namespaces of 2.0.
_CORE = "urn:oasis:names:tc:xliff:document:2.0"
_METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
_CORE_1 = "urn:oasis:names:tc:xliff:document:1.2"

_DECLARED = f' xmlns:mda="{_METADATA}"'.encode()

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CONFIDENCE = "x-aligner-confidence"
"""The type of the context in which a file of 1.2 has a unit's confidence; the specification asks for the "x-"."""

_KEPT = ("notes", "inline codes", "identifiers")  # what a file of XLIFF holds of what a memory says


def write_xliff(edition: Edition, settings: Settings, file: BinaryIO) -> Report:
    """Write every confident row, deletions and insertions too, as a unit of one segment, in XLIFF 2.1.

    Texts are in NFC; white space is kept as it is. Raises ``InputError`` when the edition does not have two languages.
    """
    source, target = _tags(edition, settings)
    root = {"xmlns": _CORE, "xmlns:mda": _METADATA, "version": "2.1", "srcLang": source, "trgLang": target}
    inner = {"id": "f1", "original": work_name(edition)}
    return _write(_units(edition, settings, report := Report()), file, report, (("xliff", root), ("file", inner)))


def write_xliff12(edition: Edition, settings: Settings, file: BinaryIO) -> Report:
    """Write every confident row, deletions and insertions too, as a unit, in XLIFF 1.2; otherwise as ``write_xliff``.

    Raises ``InputError`` when the edition does not have two languages.
    """
    source, target = _tags(edition, settings)
    root = {"xmlns": _CORE_1, "version": "1.2"}
    languages = {"source-language": source, "target-language": target}
    inner = {"original": work_name(edition), **languages, "datatype": "plaintext"}
    around = (("xliff", root), ("file", inner), ("body", dict[str, str]()))
    return _write(_units(edition, settings, report := Report()), file, report, around)


def _write(
    units: Iterator[Unit], file: BinaryIO, report: Report, around: Sequence[tuple[str, dict[str, str]]]
) -> Report:
    """Write units one by one inside the elements around them.

    A unit is a tree without the default name space, which the root declares, so that it is written once.
    """
    file.write(b"<?xml version='1.0' encoding='UTF-8'?>\n")
    for name, attributes in around:
        said = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
        file.write(f"<{name}{said}>\n".encode())
    make = _make_unit_2 if len(around) == 2 else _make_unit_1
    for unit in units:
        data = etree.tostring(make(unit, report), encoding="UTF-8", xml_declaration=False)
        file.write(data.replace(_DECLARED, b"", 1) + b"\n")
    for name, _ in reversed(around):
        file.write(f"</{name}>\n".encode())
    return report


def _tags(edition: Edition, settings: Settings) -> list[str]:
    if len(edition.texts) != 2:
        raise InputError(f"XLIFF holds two languages, the edition has {len(edition.texts)}; write one file per pair")
    return [drop_forbidden(settings.locale(language)) for language in edition.languages]


def _units(edition: Edition, settings: Settings, report: Report) -> Iterator[Unit]:
    """Yield the units to write; count them, and what a memory says that XLIFF does not hold."""
    for unit in compose_units(
        drop_separators(edition, make_units(edition, settings, report, exact=True), report), report
    ):
        report.units += 1
        for number, origin in enumerate(unit.origins):
            if origin:
                count_details(origin, report, also_of_unit=not number or not unit.origins[0], kept=_KEPT)
        yield unit


def _notes(unit: Unit) -> list[str]:
    """Return the notes of a memory's unit, each once."""
    details = (pair for origin in unit.origins if origin for pair in origin.details)
    return [value for key, value in dict.fromkeys(details) if key.endswith(".note") and value.strip()]


def _make_unit_2(unit: Unit, report: Report) -> etree._Element:
    element = etree.Element("unit", {"id": f"u{unit.number}", _SPACE: "preserve"}, nsmap={"mda": _METADATA})
    if unit.ids:
        element.set("name", unit.identifier)
    group = etree.SubElement(
        etree.SubElement(element, f"{{{_METADATA}}}metadata"), f"{{{_METADATA}}}metaGroup", {"category": "aligner"}
    )
    for kind, value in (("confidence", unit.confidence), ("shape", unit.shape)):
        etree.SubElement(group, f"{{{_METADATA}}}meta", {"type": kind}).text = value
    notes = _notes(unit)
    holder = etree.SubElement(element, "notes") if notes else element
    for note in notes:
        etree.SubElement(holder, "note").text = drop_forbidden(note)
    codes = CodeWriter(version_2=True)
    # Values of the attribute "state".
    state = "final" if unit.state else "translated" if unit.texts[1] else "initial"
    segment = etree.Element("segment", {"id": "s1", "state": state})
    _fill_sides(segment, unit, codes, report)
    if codes.data:
        originals = etree.SubElement(element, "originalData")
        for key, native in codes.data.items():
            etree.SubElement(originals, "data", {"id": key}).text = native
    element.append(segment)
    return element


def _make_unit_1(unit: Unit, report: Report) -> etree._Element:
    element = etree.Element("trans-unit", {"id": str(unit.number), _SPACE: "preserve"})
    if unit.ids:
        element.set("resname", unit.identifier)
    _fill_sides(element, unit, CodeWriter(version_2=False), report)
    if unit.texts[1]:
        element[-1].set("state", "final" if unit.state else "translated")
    group = etree.SubElement(element, "context-group", {"purpose": "information"})
    for kind, value in ((_CONFIDENCE, unit.confidence), ("x-aligner-shape", unit.shape)):
        etree.SubElement(group, "context", {"context-type": kind}).text = value
    for note in _notes(unit):
        etree.SubElement(element, "note").text = drop_forbidden(note)
    return element


def _fill_sides(element: etree._Element, unit: Unit, codes: CodeWriter, report: Report) -> None:
    """Add ``source`` and ``target``: a segment must have a source, if an empty one, but needs no target."""
    for side, text, origin in zip(("source", "target"), unit.texts, unit.origins, strict=True):
        if not text and side == "target":
            continue
        made = etree.SubElement(element, side)
        marks = origin.marks if origin else ()
        if marks and not codes.fill(made, coded_xml(text, marks)):
            report.remarks["texts whose inline codes are damaged, written without them"] += 1
            marks = ()
        if not marks:
            made.text = text


def open_xliff(file: BoundedFile, name: str, *, keep_tags: bool = False) -> Memory:
    """Return the finished translations of an XLIFF file, which is read as they are taken; count the others.

    A unit is a ``segment`` of 2.x; in 1.2 a pair of ``mrk mtype="seg"`` with the same ``mid``, or a whole
    ``trans-unit``. Inline codes are kept as marks beside the text, or with ``keep_tags`` in the text too. The iterator
    raises ``InputError``, with the line, when the file is not well-formed XML or not XLIFF.
    """
    memory = Memory(name, tool="translated file")
    names = ("trans-unit", "unit")
    stream = MemoryStream(file, name, [f"{{*}}{tag}" for tag in names], names)
    memory.units = stream.guard(_read_units(stream, memory, keep_tags=keep_tags))
    return memory


def _read_units(stream: MemoryStream, memory: Memory, *, keep_tags: bool) -> Iterator[MemoryUnit]:
    elements = iter(stream)
    if local_name(next(elements)) != "xliff":
        raise InputError(f"{memory.name}: the root is not <xliff>; only TMX, XLIFF and gettext files are imported")
    around: _Around | None = None
    for element in elements:
        parent = element.getparent()
        if around is None or around.parent is not parent:
            around = _look_around(parent)
        if plain := _read_plain(element, around):
            yield plain
            continue
        yield from _read_unit(element, memory, keep_tags=keep_tags)
        proposals = sum(local_name(child) in ("alt-trans", "matches") for child in element)
        memory.notes["lists of proposed translations, left out"] += proposals
    for error in stream.errors:
        raise InputError(f"{memory.name}, line {error.line}: not well-formed XML ({brief(error.message)})")


class _Around(NamedTuple):
    """What the elements around units say of all of them: the languages of both sides, whether they are translated.

    ``parent`` is the element that holds the units; ``source`` and ``target`` are the names of their texts.
    """

    parent: etree._Element | None
    languages: tuple[str, str]
    locked: bool
    source: str
    target: str


def _look_around(parent: etree._Element | None) -> _Around:
    if parent is None:
        return _Around(None, ("", ""), locked=True, source="", target="")
    space = f"{{{parent.nsmap.get(parent.prefix, '')}}}" if parent.nsmap.get(parent.prefix) else ""
    first, second = (known_language(tag) for tag in _declared_languages((parent, *parent.iterancestors())))
    return _Around(parent, (first, second), is_locked_out(parent), f"{space}source", f"{space}target")


_FINISHED = {"translated", "final", "signed-off"}
"""States of a target of 1.2 that need no more thought, where nothing else is said of it."""


def _read_plain(unit: etree._Element, around: _Around) -> MemoryUnit | None:
    """Return a ``trans-unit`` of nothing but a source and a finished target without codes; None for any other unit.

    Most units are so, and the general way takes four times as long to come to the same.
    """
    if len(unit) != 2 or around.locked or not all(around.languages):
        return None
    for key, value in unit.items():
        if key not in ("id", _SPACE) and (key, value) != ("approved", "yes"):
            return None
    source, target = unit
    if source.tag != around.source or target.tag != around.target or len(source) or len(target):
        return None
    texts = source.text or "", target.text or ""
    if source.attrib or (target.attrib and (len(target.attrib) > 1 or target.get("state") not in _FINISHED)):
        return None
    if "\n" in texts[0] or "\n" in texts[1] or texts[0].isspace() or texts[1].isspace() or not all(texts):
        return None
    first, second = around.languages
    variants = Variant(first, texts[0]), Variant(second, texts[1])
    return MemoryUnit(variants, source_line(unit), unit.get("id", ""), source=first)


def _read_unit(element: etree._Element, memory: Memory, *, keep_tags: bool) -> Iterator[MemoryUnit]:
    """Yield the finished translations of a unit; count the others by reason."""
    found = _read_unit_1 if local_name(element) == "trans-unit" else _read_unit_2
    for reason, sides in found(element):
        unit = None if reason else _make_memory_unit(element, sides, memory, keep_tags=keep_tags)
        if unit:
            yield unit
        else:
            memory.notes[f"units left out: {reason or UNTRANSLATED}"] += 1


_Sides: TypeAlias = "list[list[etree._Element]]"  # noqa: SLF001 - the name of its type
"""The elements that hold the source and the target of a unit: one each, or the parts of a segment that is in pieces."""


def _children(element: etree._Element) -> dict[str, etree._Element]:
    """Return the children of an element by name, the first of each."""
    found: dict[str, etree._Element] = {}
    for child in element:
        found.setdefault(local_name(child), child)
    return found


def _read_unit_1(unit: etree._Element) -> Iterator[tuple[str, _Sides]]:
    """Yield the segments of a ``trans-unit``: why each is left out, or "", and its two sides."""
    parts = _children(unit)
    source, target = parts.get("source"), parts.get("target")
    segments = _segments(parts.get("seg-source", source))
    translated = _segments(target)
    reason = "not to be translated" if is_locked_out(unit) else reject_target(unit, target)
    if not segments or (target is not None and not translated and (len(target) or (target.text or "").strip())):
        yield reason, [[source] if source is not None else [], [target] if target is not None else []]
        return
    defined = sdl_definitions(unit)
    for number, elements in segments.items():
        own = reason or reject_segment(defined.get(number))
        yield own if number in translated else reason or UNTRANSLATED, [elements, translated.get(number, [])]
    for _ in translated.keys() - segments.keys():
        yield "no source", []


def _segments(element: etree._Element | None) -> dict[str, list[etree._Element]]:
    """Return the segments that are marked in an element of 1.2, by ``mid``; formatting may cut one into pieces."""
    found: dict[str, list[etree._Element]] = {}
    for mark in element.iter("{*}mrk") if element is not None and len(element) else ():
        if mark.get("mtype") == "seg":
            found.setdefault(mark.get("mid", ""), []).append(mark)
    return found


def _read_unit_2(unit: etree._Element) -> Iterator[tuple[str, _Sides]]:
    """Yield the segments of a ``unit`` of 2.x: why each is left out, or "", and its two sides."""
    locked = is_locked_out(unit)
    for segment in unit:
        if local_name(segment) == "segment":
            parts = _children(segment)
            sides = [[parts[side]] if side in parts else [] for side in ("source", "target")]
            reason = "state initial" if segment.get("state") == "initial" and sides[1] else ""
            yield "not to be translated" if locked else reason, sides


def _make_memory_unit(unit: etree._Element, sides: _Sides, memory: Memory, *, keep_tags: bool) -> MemoryUnit | None:
    """Return a segment with its text on both sides, None where one is empty."""
    if not (sides and all(sides)):
        return None
    data = _original_data(unit)
    languages = _languages(unit, sides)
    variants = []
    for elements, language in zip(sides, languages, strict=True):
        read = [read_coded(element, data, keep_tags=keep_tags, preserve=_preserves(element)) for element in elements]
        text = "".join(part for part, _ in read)
        if not text.strip():
            return None
        marks = read[0][1] if len(read) == 1 else ()
        memory.notes["inline codes, kept for TMX and XLIFF beside the texts"] += 0 if keep_tags else len(marks)
        variants.append(Variant(language, text, marks))
    details, confidence = _describe(unit)
    place = unit.get("id", "")
    return MemoryUnit(tuple(variants), source_line(unit), place, confidence, details, languages[0])


def _declared_languages(elements: Iterable[etree._Element]) -> tuple[str, str]:
    """Return the languages that files (1.2) or roots (2.x) among elements say, the first of each; "" for none."""
    source = target = ""
    for element in elements:
        if local_name(element) in ("file", "xliff"):
            source = source or element.get("source-language") or element.get("srcLang") or ""
            target = target or element.get("target-language") or element.get("trgLang") or ""
    return source, target


def _languages(unit: etree._Element, sides: Sequence[Sequence[etree._Element]]) -> list[str]:
    """Return the languages of a unit: those of its file (1.2), of the root (2.x), or of its own texts; "" for none."""
    found = _declared_languages(unit.iterancestors())
    return [known_language(tag or elements[0].get(_LANG, "")) for tag, elements in zip(found, sides, strict=True)]


def _preserves(element: etree._Element) -> bool:
    """Return whether white space is kept as it is, by the nearest ``xml:space``."""
    if not len(element) and "\n" not in (element.text or ""):
        return True  # there is no layout to take away
    said = next((each.get(_SPACE) for each in (element, *element.iterancestors()) if each.get(_SPACE)), "")
    return said == "preserve"


def _original_data(unit: etree._Element) -> dict[str, str]:
    """Return the native codes of a unit of 2.x by identifier."""
    groups = [child for child in unit if local_name(child) == "originaldata"]
    return {data.get("id", ""): "".join(map(str, data.itertext())) for group in groups for data in group}


def _describe(unit: etree._Element) -> tuple[Details, float]:
    """Return the notes and the name of a unit, and the confidence that aligner has written."""
    name = unit.get("resname") or unit.get("name") or ""
    details, confidence = [(ID_DETAIL, name)] if name else [], 1.0
    if len(unit) < (2 if local_name(unit) == "unit" else 3):  # only a segment, or a source and a target
        return tuple(details), confidence
    for element in unit.iter("{*}note", "{*}meta", "{*}context"):
        text = element.text or ""
        if local_name(element) == "note":
            details.append(("tu.note", text))
        elif "confidence" in (element.get("type"), (element.get("context-type") or "").removeprefix("x-aligner-")):
            confidence = _probability(text)
    return tuple(details), confidence


def _probability(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 1.0
