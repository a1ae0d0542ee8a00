"""TMX, the exchange format of translation memories: 1.4 written as a stream, 1.1 to 1.4 read."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from lxml import etree

from aligner.edition import Edition, Row
from aligner.errors import InputError
from aligner.formats.tmx_rules import LANG
from aligner.formats.tmx_stream import MemoryStream, open_memory
from aligner.formats.units import (
    LONGEST,
    Report,
    Settings,
    Unit,
    each_unit,
    file_name,
    keep_translated,
    keep_unique,
)
from aligner.read.parts.language_tags import check_language
from aligner.text import Paragraph, Text, make_text
from aligner.version import __version__
from aligner.work_info import WorkInfo

# The rules are those of the TMX 1.4b specification (LISA OSCAR, 2005); what is chosen where it leaves a choice is what
# OmegaT, Okapi, Trados and memoQ read alike.

_CODES = {"bpt", "ept", "it", "ph", "ut"}  # what they hold is markup of the file that was translated, not its text


def write_tmx(edition: Edition, settings: Settings, file: BinaryIO) -> Report:
    """Write the rows with texts in two languages or more as translation units, each once, in NFC."""
    report = Report()
    languages = [settings.locale(language) for language in edition.languages]
    with etree.xmlfile(file, encoding="UTF-8") as xml:
        xml.write_declaration()
        xml.write_doctype('<!DOCTYPE tmx SYSTEM "tmx14.dtd">')
        with xml.element("tmx", version="1.4"):
            xml.write("\n", _header(edition, languages[0]), "\n")
            with xml.element("body"):
                xml.write("\n")
                for unit in _units(edition, settings, report):
                    xml.write(_element(edition, languages, unit), "\n")
                    report.units += 1
                    report.remarks[f"segments of over {LONGEST:,} characters, which Trados skips"] += sum(
                        len(text) > LONGEST for text in unit.texts
                    )
            xml.write("\n")
    file.write(b"\n")
    return report


def _units(edition: Edition, settings: Settings, report: Report) -> Iterator[Unit]:
    composed = (
        unit._replace(texts=tuple(unicodedata.normalize("NFC", text) for text in unit.texts))
        for unit in each_unit(edition, settings, report)
    )
    return keep_unique(keep_translated(composed, report), report)


def _header(edition: Edition, language: str) -> etree._Element:
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
        etree.SubElement(header, "note").text = note
    return header


def _element(edition: Edition, languages: list[str], unit: Unit) -> etree._Element:
    """Return a unit as a ``tu``; one without the header's language names its own source."""
    name = file_name(edition)
    sizes = [len(cell) for cell, text in zip(unit.row.cells, unit.texts, strict=True) if text]
    element = etree.Element("tu", tuid=f"{name}-{unit.number}")
    if max(sizes) > 1:
        element.set("segtype", "block")
    if not unit.texts[0]:
        element.set("srclang", next(code for code, text in zip(languages, unit.texts, strict=True) if text))
    model = " + ".join(dict.fromkeys(edition.signatures))
    props = {"confidence": unit.confidence, "shape": "-".join(map(str, sizes)), "model": model, "document": name}
    for kind, value in props.items():
        if value:
            etree.SubElement(element, "prop", type=f"x-{kind}").text = value
    for text, code in zip(unit.texts, languages, strict=True):
        if text:
            variant = etree.SubElement(element, "tuv", {LANG: code})
            etree.SubElement(variant, "seg").text = text
    return element


class _MemoryUnit(NamedTuple):
    """A translation unit: its line in the file, its confidence, and its texts by language."""

    line: int
    confidence: float
    texts: dict[str, str]


def load_memory(source: Path | bytes, *, name: str = "", keep_tags: bool = False) -> tuple[Edition, list[str]]:
    """Read a TMX file, version 1.1 to 1.4, packed by gzip or not, and say what of it was not taken as it stands.

    A unit is a row and a variant a segment. The first column is the header's ``srclang``, or the first language there
    is. Inline markup is dropped, or with ``keep_tags`` kept as text. Raises ``InputError`` when the file cannot be
    read, is not well-formed, declares entities, or holds fewer than two languages.
    """
    name = name or str(source if isinstance(source, Path) else "memory")
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
                units += _memory_units(element, notes, keep_tags=keep_tags)
        for fault in stream.faults:
            raise InputError(f"{name}, line {fault.line}: {fault.message}; `aligner validate` lists every fault")
    languages = list(dict.fromkeys(code for unit in units for code in unit.texts))
    if len(languages) < 2:
        raise InputError(f"{name}: {len(languages)} language found; a memory to import needs two")
    languages.sort(key=lambda code: code != language)
    edition = Edition(
        tuple(_text(code, units, name) for code in languages),
        tuple(_rows(languages, units)),
        WorkInfo(Path(name).name.removesuffix(".gz").removesuffix(".tmx")),
        signatures=(f"memory:{tool or 'unknown'}",),
    )
    return edition, [f"{count:,} {what}" for what, count in sorted(notes.items())]


def _memory_units(element: etree._Element, notes: Counter[str], *, keep_tags: bool) -> Iterator[_MemoryUnit]:
    """Yield a unit, or as many as it has variants of one language: each with the texts of the others again."""
    texts: dict[str, list[str]] = {}
    for variant in element.iterchildren("tuv"):
        segment = variant.find("seg")
        words = "" if segment is None else "".join(_seg_text(segment, notes, keep_tags=keep_tags))
        code = _language(variant.get(LANG) or variant.get("lang") or "")
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


def _seg_text(element: etree._Element, notes: Counter[str], *, keep_tags: bool) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag not in _CODES:
            yield from _seg_text(child, notes, keep_tags=keep_tags)
        elif keep_tags:
            yield from map(str, child.itertext())
        else:
            notes["inline codes, dropped"] += 1
        yield child.tail or ""


def _confidence(element: etree._Element) -> float:
    for prop in element.iterchildren("prop"):
        if prop.get("type") == "x-confidence":
            try:
                return min(max(float(prop.text or ""), 0.0), 1.0)
            except ValueError:
                break
    return 1.0


def _language(code: str) -> str:
    """Return a tag in its BCP 47 form, or as it is where it has none; "" for none and for ``*all*``."""
    try:
        return "" if code in {"", "*all*"} else check_language(code)
    except InputError:
        return code.strip().replace("_", "-")


def _text(language: str, units: list[_MemoryUnit], name: str) -> Text:
    lines = [(unit.line, unit.texts[language]) for unit in units if language in unit.texts]
    paragraphs = [Paragraph(words, line=line) for line, words in lines]
    return make_text(language, paragraphs, [[words] for _, words in lines], name)


def _rows(languages: list[str], units: list[_MemoryUnit]) -> Iterator[Row]:
    at = dict.fromkeys(languages, 0)
    for unit in units:
        cells = tuple(range(at[code], at[code] + (code in unit.texts)) for code in languages)
        at = {code: cell.stop for code, cell in zip(languages, cells, strict=True)}
        yield Row(cells, unit.confidence)
