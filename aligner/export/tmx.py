"""TMX 1.4, the exchange format of translation memories, written as a stream."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from aligner.edition import Edition
from aligner.export.report import (
    LONGEST,
    Report,
    Settings,
    Unit,
    each_unit,
    file_name,
    keep_translated,
    keep_unique,
)

# The rules are those of the TMX 1.4b specification (LISA OSCAR, 2005); what is chosen where it leaves a choice is what
# OmegaT, Okapi, Trados and memoQ read alike.

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


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
    from aligner import __version__

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
    for note in filter(None, (edition.author, edition.rights)):
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
            variant = etree.SubElement(element, "tuv", {_LANG: code})
            etree.SubElement(variant, "seg").text = text
    return element
