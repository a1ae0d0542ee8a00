"""TMX, the exchange format of translation memories: 1.4 written as a stream, 1.1 to 1.4 read.

Source: TMX 1.4b Specification (LISA OSCAR, 2005). Where it leaves a choice, what OmegaT, Okapi, Trados and memoQ read
alike is chosen: the version is called "1.4", texts are in NFC, language tags have hyphens.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, BinaryIO
from unicodedata import normalize
from xml.sax.saxutils import escape

from lxml import etree

from aligner.edition import Edition
from aligner.errors import InputError
from aligner.formats.inline_codes import CodedText, coded_xml, role_of
from aligner.formats.memory_units import Memory, MemoryUnit, Variant, memory_language
from aligner.formats.names import work_name
from aligner.formats.report import Report
from aligner.formats.settings import Settings
from aligner.formats.tmx_rules import DATE, LANG, LONGEST_SEGMENT, keeps_rules
from aligner.formats.tmx_stream import BoundedFile, MemoryStream
from aligner.formats.units import Unit, compose_units, drop_repeats, drop_separators, keep_translated, make_units
from aligner.formats.xml_characters import drop_forbidden
from aligner.read.parts.draft import brief
from aligner.text import Mark
from aligner.version import __version__

_CODES = {"bpt", "ept", "it", "ph", "ut"}
"""Inline elements whose content is markup of the document that was translated, not its text ("Content Markup")."""

_SPACES = re.compile(r"\s+")  # which an identifier must not hold (TMX 1.4b, the attribute "tuid")

_CONTEXT = ("x-context-pre", "x-context-post")  # the properties of the segments before and after those of a unit
_LAST_SECOND = 253_402_300_799  # of the year 9999

_LANGUAGES = (LANG, "lang")

_CODES_KEPT = "inline codes, kept for TMX and XLIFF beside the texts"


def write_tmx(edition: Edition, settings: Settings, file: BinaryIO) -> Report:
    """Write the confident rows with texts in two languages or more as translation units, each once, in NFC.

    A unit that came from a memory is written as it was there: white space, inline codes, dates, notes, properties.

    Left out and counted are rows in one language and repeated units. Segments longer than ``LONGEST_SEGMENT`` are
    written, and counted as a note.
    """
    report = Report()
    languages = [drop_forbidden(settings.locale(language)) for language in edition.languages]
    with etree.xmlfile(file, encoding="UTF-8") as xml:
        xml.write_declaration()
        xml.write_doctype('<!DOCTYPE tmx SYSTEM "tmx14.dtd">')
        with xml.element("tmx", version="1.4"):
            xml.write("\n", _make_header(edition, languages[0]), "\n")
            with xml.element("body"):
                xml.write("\n")
                for unit in _translated_units(edition, settings, report):
                    element = _make_unit(edition, languages, unit, report)
                    _add_context(element, edition, settings, unit)
                    xml.write(_name_creator(element, settings), "\n")
                    report.units += 1
                    report.remarks[f"segments of over {LONGEST_SEGMENT:,} characters, which Trados skips"] += sum(
                        len(text) > LONGEST_SEGMENT for text in unit.texts
                    )
            xml.write("\n")
    file.write(b"\n")
    return report


def _translated_units(edition: Edition, settings: Settings, report: Report) -> Iterator[Unit]:
    # NFC before repeats are looked for: "é" and "e" with an accent are the same unit to a memory.
    made = drop_separators(edition, make_units(edition, settings, report, exact=True), report)
    composed = compose_units(made, report)
    return drop_repeats(
        keep_translated(composed, report), report, lambda unit: _around(edition, unit) if settings.context else ()
    )


def _around(edition: Edition, unit: Unit) -> tuple[str, str]:
    """Return the source's segments before and after those of a unit, "" for none; separators are passed over."""
    column = next((column for column, cell in enumerate(unit.row.cells) if cell and unit.texts[column]), 0)
    cell, text = unit.row.cells[column], edition.texts[column]
    sides = range(cell.start - 1, -1, -1), range(cell.stop, len(text))
    found = [next((k for k in side if text.segments[k].text and not text.is_separator(k)), None) for side in sides]
    shown = ["" if k is None else drop_forbidden(normalize("NFC", text.segments[k].text)) for k in found]
    return shown[0], shown[1]


def _add_context(element: etree._Element, edition: Edition, settings: Settings, unit: Unit) -> None:
    """Add the segments around those of a unit as the properties by which a tool finds a match of 101 %.

    memoQ has them in the source's variant, as a segment in XML of its own; MateCat in the unit, as text. A unit that
    came with a context keeps that.
    """
    if not settings.context or any(prop.get("type") in _CONTEXT for prop in element.iter("prop")):
        return
    memoq = settings.context == "memoq"
    owner = next(element.iter("tuv")) if memoq else element
    at = next(number for number, child in enumerate(owner) if child.tag in ("seg", "tuv"))
    for kind, text in reversed(list(zip(_CONTEXT, _around(edition, unit), strict=True))):
        if text:
            prop = etree.Element("prop", type=kind)
            prop.text = f"<seg>{escape(text)}</seg>" if memoq else text
            owner.insert(at, prop)


def _name_creator(element: etree._Element, settings: Settings) -> etree._Element:
    """Return a unit that says who made it, and when if ``SOURCE_DATE_EPOCH`` does, unless it said it before."""
    if settings.creator and element.get("creationid") is None:
        element.set("creationid", drop_forbidden(settings.creator))
        epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
        if epoch.isascii() and epoch.isdecimal() and element.get("creationdate") is None:
            made = datetime.fromtimestamp(min(int(epoch[:20]), _LAST_SECOND), UTC)
            element.set("creationdate", made.strftime("%Y%m%dT%H%M%SZ"))
    return element


def _make_header(edition: Edition, language: str) -> etree._Element:
    """Return the header with the attributes that the specification requires, and author and rights as notes."""
    header = etree.Element(
        "header",
        {
            "creationtool": "aligner",
            "creationtoolversion": __version__,
            "segtype": "sentence",
            "o-tmf": "aligner",
            "adminlang": "en",
            "srclang": language,
            "datatype": "plaintext",
        },
    )
    for note in filter(None, (edition.work.author, edition.work.rights)):
        etree.SubElement(header, "note").text = drop_forbidden(note)
    return header


_ATTEMPTS = (
    ((True, True), ""),
    ((False, True), "units whose inline codes break the rules of TMX, written without them"),
    ((True, False), "units whose dates or properties break the rules of TMX, written without them"),
    ((False, False), "units whose codes and properties break the rules of TMX, written without them"),
)
"""In which order a unit of a memory is written: with codes, with details; and what is counted then."""


def _make_unit(edition: Edition, languages: list[str], unit: Unit, report: Report) -> etree._Element:
    """Return a unit as a ``tu``, with the codes and details of the memory that it came from as far as TMX allows."""
    if not any(origin and (origin.details or origin.marks) for origin in unit.origins):
        return _fill_unit(edition, languages, unit, (False, False))
    for (codes, details), remark in _ATTEMPTS:
        element = _fill_unit(edition, languages, unit, (codes, details))
        if keeps_rules(element):
            _count_kept(unit, report, remark)
            return element
    return element  # the check of the whole file says what is wrong


def _count_kept(unit: Unit, report: Report, remark: str) -> None:
    """Count what a unit of a memory had to be written without."""
    illegal = dict.fromkeys(pair for origin in unit.origins if origin for pair in origin.details if not _legal(pair))
    for key, _ in illegal:
        name = key.rpartition(".")[2]
        report.remarks[f"values of {name!r} that TMX does not allow, left out"] += 1
    if remark:
        report.remarks[remark] += 1


def _fill_unit(edition: Edition, languages: list[str], unit: Unit, kept: tuple[bool, bool]) -> etree._Element:
    """Return a unit as a ``tu``, which names its source unless that is the header's.

    ``kept`` says whether inline codes and whether details are written.
    """
    codes, detailed = kept
    name = work_name(edition)
    sizes = [len(cell) for cell, text in zip(unit.row.cells, unit.texts, strict=True) if text]
    element = etree.Element("tu", tuid=f"{_SPACES.sub('-', name)}-{unit.number}")
    if max(sizes) > 1:
        element.set("segtype", "block")  # more than the one sentence that the header declares
    details = dict.fromkeys(pair for origin in unit.origins if origin for pair in origin.details) if detailed else {}
    details = dict.fromkeys(filter(_legal, details))
    source = next((value for key, value in details if key == "tu.srclang"), "").lower()
    found = [code for code, text in zip(languages, unit.texts, strict=True) if text]
    first = next((code for code in found if code.lower() == source), found[0])
    if first != languages[0]:
        element.set("srclang", first)
    model = drop_forbidden(" + ".join(dict.fromkeys(edition.signatures)))
    # Properties of a tool's own are to begin with "x-" (TMX 1.4b, the attribute "type").
    props = {"confidence": unit.confidence, "shape": "-".join(map(str, sizes)), "model": model, "document": name}
    props |= {"state": unit.state, "id": unit.identifier}
    known = {key for key, _ in details}
    props = {kind: value for kind, value in props.items() if f"tu.prop.x-{kind}" not in known}
    _add_details(element, [pair for pair in details if pair[0] != "tu.srclang"], "tu")
    for kind, value in props.items():
        if value:
            etree.SubElement(element, "prop", type=f"x-{kind}").text = value
    for text, code, origin in zip(unit.texts, languages, unit.origins, strict=True):
        if text:
            variant = etree.SubElement(element, "tuv", {LANG: code})
            _add_details(variant, filter(_legal, origin.details) if origin and detailed else (), "tuv")
            variant.append(_make_segment(text, origin.marks if origin and codes else ()))
    return element


def _legal(detail: tuple[str, str]) -> bool:
    """Return whether TMX allows a detail: no date in another form, and no identifier with white space."""
    key, value = detail
    name = key.rpartition(".")[2]
    if key.endswith("date") and not key.startswith(("tu.prop", "tuv.prop")):
        return DATE.fullmatch(value) is not None
    return name != "tuid" or not any(map(str.isspace, value))


def _make_segment(text: str, marks: Sequence[Mark]) -> etree._Element:
    """Return a ``seg``; marks are used only where they fit the text."""
    if marks:
        try:
            return etree.fromstring(f"<seg>{coded_xml(text, marks)}</seg>")
        except etree.XMLSyntaxError:  # a code that someone has edited in the alignment file
            pass
    segment = etree.Element("seg")
    segment.text = text
    return segment


def _add_details(element: etree._Element, details: Iterable[tuple[str, str]], scope: str) -> None:
    """Add the details of a unit (scope "tu") or of a variant ("tuv") as attributes, notes and properties."""
    for key, value in details:
        owner, _, name = key.partition(".")
        plain = drop_forbidden(value)
        if owner != scope:
            continue
        if name == "note":
            etree.SubElement(element, "note").text = plain
        elif name.startswith("prop."):
            etree.SubElement(element, "prop", type=drop_forbidden(name.removeprefix("prop."))).text = plain
        elif name.isalpha() or name in {"o-tmf", "o-encoding"}:
            element.set(name, plain)


def open_tmx(file: BoundedFile, name: str, *, keep_tags: bool = False) -> Memory:
    """Return the units of a TMX file, version 1.1 to 1.4, which is read as they are taken.

    Inline markup is kept as marks beside the text, or with ``keep_tags`` in the text too; text inside ``hi`` is text.
    The iterator raises ``InputError`` when the file is not well-formed, declares entities, or is not TMX.
    """
    memory = Memory(name)
    stream = MemoryStream(file, name)
    memory.units = stream.guard(_read_units(stream, memory, keep_tags=keep_tags))
    return memory


def _read_units(stream: MemoryStream, memory: Memory, *, keep_tags: bool) -> Iterator[MemoryUnit]:
    elements = iter(stream)
    root = next(elements)
    if root.tag != "tmx":
        raise InputError(f"{memory.name}: the root is <{root.tag}>, not <tmx>; a memory is a TMX file")
    for element in elements:
        if element.tag == "tu":
            yield _read_unit(element, memory.notes, keep_tags=keep_tags)
        elif element.tag == "header":
            memory.tool = f"{element.get('creationtool', '')} {element.get('creationtoolversion', '')}".strip()
            memory.source = memory_language(element.get("srclang", ""))
            memory.notes["notes and properties of the header, left out"] += len(element)
    for error in stream.errors:
        raise InputError(
            f"{memory.name}, line {error.line}: {brief(error.message)}; `aligner validate` lists every fault"
        )


def _read_unit(element: etree._Element, notes: Counter[str], *, keep_tags: bool) -> MemoryUnit:
    variants, confidence = [], 1.0
    details = _read_attributes(element.items(), "tu")
    for child in element:
        if child.tag == "tuv":
            variant = _read_variant(child, notes, keep_tags=keep_tags)
            if variant is not None:
                variants.append(variant)
        elif child.get("type") == "x-confidence":
            confidence = _confidence(child.text or "")
        else:
            details += _read_remark(child, "tu", notes)
    source = memory_language(element.get("srclang", "")) if details else ""
    return MemoryUnit(tuple(variants), _line(element), "", confidence, tuple(details), source)


def _read_variant(element: etree._Element, notes: Counter[str], *, keep_tags: bool) -> Variant | None:
    """Return a ``tuv``; None for one without a language or a text, which is counted."""
    code = memory_language(element.get(LANG) or element.get("lang") or "")  # "lang" before TMX 1.4
    attributes = element.items()
    details = _read_attributes(attributes, "tuv") if len(attributes) > 1 else []
    text, marks = "", tuple[Mark, ...]()
    for child in element:
        if child.tag != "seg":
            details += _read_remark(child, "tuv", notes)
        elif len(child):
            coded = CodedText(with_codes=keep_tags)
            _read_content(child, coded)
            text, marks = coded.finish()
            notes[_CODES_KEPT] += 0 if keep_tags else len(marks)
        else:
            text = child.text or ""
    if code and text.strip():
        return Variant(code, text, marks, tuple(details))
    notes["empty variants, left out" if code else "variants without a language, left out"] += 1
    return None


def _read_content(element: etree._Element, coded: CodedText) -> None:
    """Add the characters and codes of a ``seg`` or a ``hi``; what a code encloses, ``sub`` included, is markup."""
    coded.add_text(element.text)
    for child in element:
        if child.tag in _CODES:
            native = "".join(map(str, child.itertext()))
            whole = str(etree.tostring(child, encoding="unicode", with_tail=False))
            role = role_of(native, child.get("type", ""), paired=child.tag in ("bpt", "ept", "it"))
            coded.add_code(whole, role, native)
        elif child.tag == "hi":  # it has no content of its own, so its two ends are marks
            empty = etree.Element(child.tag, {str(name): str(value) for name, value in child.attrib.items()})
            coded.add_code(str(etree.tostring(empty, encoding="unicode")).replace("/>", ">"), "format")
            _read_content(child, coded)
            coded.add_code("</hi>", "format")
        elif isinstance(child.tag, str):
            _read_content(child, coded)
        coded.add_text(child.tail)


def _read_attributes(attributes: Iterable[tuple[Any, Any]], prefix: str) -> list[tuple[str, str]]:
    """Return the attributes of a unit or a variant, except its language."""
    return [(f"{prefix}.{name}", value) for name, value in attributes if name not in _LANGUAGES]


def _read_remark(element: etree._Element, prefix: str, notes: Counter[str]) -> list[tuple[str, str]]:
    """Return a ``note`` or a ``prop`` as a detail; of anything else and of their attributes the loss is counted."""
    value = element.text or ""
    if element.tag not in ("note", "prop"):
        notes[f"elements <{element.tag}> in a unit, left out"] += 1
        return []
    if len(element.attrib) > (element.tag == "prop"):
        notes["languages and encodings of notes and properties, left out"] += 1
    kind = f"prop.{element.get('type', '')}" if element.tag == "prop" else "note"
    return [(f"{prefix}.{kind}", value)]


def _confidence(said: str) -> float:
    """Return what ``x-confidence`` says, between 0 and 1, and 1 where it says nothing that is a number."""
    try:
        return min(max(float(said), 0.0), 1.0)
    except ValueError:
        return 1.0


def _line(element: etree._Element) -> int:
    line: Any = element.sourceline
    return int(line or 1)
