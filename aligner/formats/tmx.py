"""TMX, the exchange format of translation memories: 1.4 written as a stream, 1.1 to 1.4 read.

Source: TMX 1.4b Specification (LISA OSCAR, 2005). Where it leaves a choice, what OmegaT, Okapi, Trados and memoQ read
alike is chosen: the version is called "1.4", texts are in NFC, language tags have hyphens.
"""

from __future__ import annotations

import os
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from lxml import etree

from aligner.edition import Edition, Row
from aligner.errors import InputError
from aligner.formats.names import work_name
from aligner.formats.report import Report
from aligner.formats.settings import Settings
from aligner.formats.tmx_rules import LANG, LONGEST_SEGMENT
from aligner.formats.tmx_stream import MemoryStream, name_memory, open_memory
from aligner.formats.units import Unit, drop_repeats, keep_translated, make_units
from aligner.formats.xml_characters import drop_forbidden
from aligner.read.parts.language_tags import check_language
from aligner.text import Paragraph, Text, make_text
from aligner.version import __version__
from aligner.work_info import WorkInfo

_CODES = {"bpt", "ept", "it", "ph", "ut"}
"""Inline elements whose content is markup of the document that was translated, not its text ("Content Markup")."""


def write_tmx(edition: Edition, settings: Settings, file: BinaryIO) -> Report:
    """Write the confident rows with texts in two languages or more as translation units, each once, in NFC.

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
                    xml.write(_make_unit(edition, languages, unit), "\n")
                    report.units += 1
                    report.remarks[f"segments of over {LONGEST_SEGMENT:,} characters, which Trados skips"] += sum(
                        len(text) > LONGEST_SEGMENT for text in unit.texts
                    )
            xml.write("\n")
    file.write(b"\n")
    return report


def _translated_units(edition: Edition, settings: Settings, report: Report) -> Iterator[Unit]:
    # NFC before repeats are looked for: "é" and "e" with an accent are the same unit to a memory.
    composed = (
        unit._replace(texts=tuple(unicodedata.normalize("NFC", text) for text in unit.texts))
        for unit in make_units(edition, settings, report)
    )
    return drop_repeats(keep_translated(composed, report), report)


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


def _make_unit(edition: Edition, languages: list[str], unit: Unit) -> etree._Element:
    """Return a unit as a ``tu``; one without the header's source language names its own."""
    name = work_name(edition)
    sizes = [len(cell) for cell, text in zip(unit.row.cells, unit.texts, strict=True) if text]
    element = etree.Element("tu", tuid=f"{name}-{unit.number}")
    if max(sizes) > 1:
        element.set("segtype", "block")  # more than the one sentence that the header declares
    if not unit.texts[0]:
        element.set("srclang", next(code for code, text in zip(languages, unit.texts, strict=True) if text))
    model = drop_forbidden(" + ".join(dict.fromkeys(edition.signatures)))
    # Properties of a tool's own are to begin with "x-" (TMX 1.4b, the attribute "type").
    props = {"confidence": unit.confidence, "shape": "-".join(map(str, sizes)), "model": model, "document": name}
    props["state"] = unit.state
    for kind, value in props.items():
        if value:
            etree.SubElement(element, "prop", type=f"x-{kind}").text = value
    for text, code in zip(unit.texts, languages, strict=True):
        if text:
            variant = etree.SubElement(element, "tuv", {LANG: code})
            etree.SubElement(variant, "seg").text = text
    return element


class _MemoryUnit(NamedTuple):
    """A translation unit that was read: its line in the file, its confidence, and its texts by language."""

    line: int
    confidence: float
    texts: dict[str, str]


def load_memory(
    source: str | os.PathLike[str] | bytes, *, name: str = "", keep_tags: bool = False
) -> tuple[Edition, list[str]]:
    """Read a TMX file, version 1.1 to 1.4, packed by gzip or not, or its bytes, as an edition.

    A unit becomes a row and a variant a segment. A second variant in a language makes a unit of its own. The first
    column is the header's ``srclang``, or the first language that a unit has. A row's confidence is the property
    ``x-confidence``, or 1. Inline markup is dropped, or with ``keep_tags`` kept as text.

    Returns the edition, and a line for each kind of thing that was left out or changed, with its number.

    Raises ``InputError`` when the file cannot be read, is not well-formed, declares entities, or holds fewer than two
    languages.
    """
    name = name_memory(source, name)
    with open_memory(source, name) as file:
        stream = MemoryStream(file, name)
        elements = iter(stream)
        root = next(elements)
        if root.tag != "tmx":
            raise InputError(f"{name}: the root is <{root.tag}>, not <tmx>; a memory is a TMX file")
        tool, language = "", ""
        units: list[_MemoryUnit] = []
        notes: Counter[str] = Counter()
        for element in elements:
            if element.tag == "header":
                tool = f"{element.get('creationtool', '')} {element.get('creationtoolversion', '')}".strip()
                language = _language(element.get("srclang", ""))
            elif element.tag == "tu":
                units += _read_unit(element, notes, keep_tags=keep_tags)
        for error in stream.errors:
            raise InputError(f"{name}, line {error.line}: {error.message}; `aligner validate` lists every fault")
    languages = list(dict.fromkeys(code for unit in units for code in unit.texts))
    if len(languages) < 2:
        raise InputError(f"{name}: {len(languages)} language found; a memory to import needs two")
    languages.sort(key=lambda code: code != language)
    edition = Edition(
        tuple(_text_of(code, units, name) for code in languages),
        tuple(_rows(languages, units)),
        WorkInfo(Path(name).name.removesuffix(".gz").removesuffix(".tmx")),
        signatures=(f"memory:{tool or 'unknown'}",),
    )
    return edition, [f"{count:,} {what}" for what, count in sorted(notes.items())]


def _read_unit(element: etree._Element, notes: Counter[str], *, keep_tags: bool) -> Iterator[_MemoryUnit]:
    """Yield a ``tu`` as a unit, or as several when it has several variants in one language.

    The second unit then has the second variant of that language, and the first of the others again.
    """
    texts: dict[str, list[str]] = {}
    for variant in element.iterchildren("tuv"):
        segment = variant.find("seg")
        words = "" if segment is None else "".join(_segment_text(segment, notes, keep_tags=keep_tags))
        code = _language(variant.get(LANG) or variant.get("lang") or "")  # "lang" before TMX 1.4
        if not code:
            notes["variants without a language, left out"] += 1
        elif not words.strip():
            notes["empty variants, left out"] += 1
        else:
            texts.setdefault(code, []).append(words)
    most = max(map(len, texts.values()), default=0)
    if most > 1:
        notes["further variants in a language, made units of their own"] += most - 1
    place: Any = element.sourceline
    for number in range(most):
        chosen = {code: variants[min(number, len(variants) - 1)] for code, variants in texts.items()}
        yield _MemoryUnit(int(place or 1), _confidence(element), chosen)


def _segment_text(element: etree._Element, notes: Counter[str], *, keep_tags: bool) -> Iterator[str]:
    """Yield the pieces of a ``seg``'s text; what ``hi`` and ``sub`` enclose is text, what codes enclose is markup."""
    yield element.text or ""
    for child in element:
        if child.tag not in _CODES:
            yield from _segment_text(child, notes, keep_tags=keep_tags)
        elif keep_tags:
            yield from map(str, child.itertext())
        else:
            notes["inline codes, dropped"] += 1
        yield child.tail or ""


def _confidence(element: etree._Element) -> float:
    """Return what ``x-confidence`` says, between 0 and 1, and 1 where it says nothing that is a number."""
    for prop in element.iterchildren("prop"):
        if prop.get("type") == "x-confidence":
            try:
                return min(max(float(prop.text or ""), 0.0), 1.0)
            except ValueError:
                break
    return 1.0


def _language(code: str) -> str:
    """Return a memory's language code as a tag, and "" for none and for ``*all*``, which a header may say.

    A code that is not a BCP 47 tag is kept as it is: tools write names of their own, and their units can still be read.
    """
    try:
        return "" if code in {"", "*all*"} else check_language(code)
    except InputError:
        return code.strip().replace("_", "-")


def _text_of(language: str, units: list[_MemoryUnit], name: str) -> Text:
    """Return the variants in a language as a text: a paragraph and a segment each."""
    lines = [(unit.line, unit.texts[language]) for unit in units if language in unit.texts]
    paragraphs = [Paragraph(words, line=line) for line, words in lines]
    return make_text(language, paragraphs, [[words] for _, words in lines], name)


def _rows(languages: list[str], units: list[_MemoryUnit]) -> Iterator[Row]:
    """Yield a row for each unit, in the order of the file."""
    at = dict.fromkeys(languages, 0)  # the next segment of each language
    for unit in units:
        cells = tuple(range(at[code], at[code] + (code in unit.texts)) for code in languages)
        at = {code: cell.stop for code, cell in zip(languages, cells, strict=True)}
        yield Row(cells, unit.confidence)
