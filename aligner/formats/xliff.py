"""XLIFF, the exchange format of translation jobs: 2.1 written, 1.2 and 2.x read.

Sources: XLIFF Version 1.2 (OASIS, 2008) and XLIFF Version 2.1 (OASIS, 2018): the core, and the metadata module for
confidence and shape. The segments of a unit correspond one to one in 2.1, so an m-n row is one unit of one segment.
"""

from __future__ import annotations

import unicodedata
from typing import BinaryIO

from lxml import etree

from aligner.document import LeftOut
from aligner.edition import Edition
from aligner.errors import InputError
from aligner.formats.names import work_name
from aligner.formats.pairs import Pair, Pairs, known_language
from aligner.formats.report import Report
from aligner.formats.settings import Settings
from aligner.formats.units import Unit, make_units
from aligner.formats.xml_characters import drop_forbidden
from aligner.read.parts.xml_tree import local_name, parse_xml

# Version 2.1 keeps the namespaces of 2.0.
_CORE = "urn:oasis:names:tc:xliff:document:2.0"
_METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"

_CODES = ("ph", "bpt", "ept", "it", "x", "bx", "ex", "")
"""Inline elements that hold markup of the document, or nothing, and not text to translate ("Inline Elements" in
both specifications). The text inside ``g``, ``mrk`` and ``pc`` stays. "" is the local name of a comment or a
processing instruction."""


def write_xliff(edition: Edition, settings: Settings, file: BinaryIO) -> Report:
    """Write every confident row, deletions and insertions too, as a unit of one segment in NFC.

    Raises ``InputError`` when the edition does not have two languages.
    """
    if len(edition.texts) != 2:
        raise InputError(f"XLIFF holds two languages, the edition has {len(edition.texts)}; write one file per pair")
    report = Report()
    source, target = (drop_forbidden(settings.locale(language)) for language in edition.languages)
    attributes = {"version": "2.1", "srcLang": source, "trgLang": target}
    with etree.xmlfile(file, encoding="UTF-8") as xml:
        xml.write_declaration()
        with xml.element(f"{{{_CORE}}}xliff", attributes, nsmap={None: _CORE, "mda": _METADATA}):
            xml.write("\n")
            with xml.element(f"{{{_CORE}}}file", {"id": "f1", "original": work_name(edition)}):
                xml.write("\n")
                for unit in make_units(edition, settings, report):
                    _write_unit(xml, unit)
                    report.units += 1
            xml.write("\n")
    file.write(b"\n")
    return report


def _write_unit(xml: etree._IncrementalFileWriter, unit: Unit) -> None:
    source, target = (unicodedata.normalize("NFC", text) for text in unit.texts)
    state = "final" if unit.state else "translated" if target else "initial"  # values of the attribute "state"
    with xml.element(f"{{{_CORE}}}unit", {"id": f"u{unit.number}"}):
        with (
            xml.element(f"{{{_METADATA}}}metadata"),
            xml.element(f"{{{_METADATA}}}metaGroup", {"category": "aligner"}),
        ):
            for kind, value in (("confidence", unit.confidence), ("shape", unit.shape)):
                with xml.element(f"{{{_METADATA}}}meta", {"type": kind}):
                    xml.write(value)
        with xml.element(f"{{{_CORE}}}segment", {"id": "s1", "state": state}):
            for side, text in (("source", source), ("target", target)):
                if text or side == "source":  # a segment must have a source, if an empty one, but needs no target
                    with xml.element(f"{{{_CORE}}}{side}"):
                        xml.write(text)
    xml.write("\n")


def read_xliff(content: str, name: str) -> Pairs:
    """Return the units of an XLIFF file that have a translation, and those that have none as left out.

    Raises ``InputError``, with the line, when it is not well-formed XML.
    """
    root = parse_xml(content, name)
    file = next((element for element in root.iter() if local_name(element) == "file"), root)
    languages = [  # attributes of the root in 2.x, of the file in 1.2
        root.get(f"{short}Lang") or file.get(f"{side}-language") or "und"
        for short, side in (("src", "source"), ("trg", "target"))
    ]
    pairs, left = [], []
    for unit in root.iter():
        if local_name(unit) not in ("trans-unit", "segment"):  # of 1.2, of 2.x
            continue
        source, target = (next((e for e in unit if local_name(e) == side), None) for side in ("source", "target"))
        parent = unit.getparent()
        place = unit.get("id") or (parent.get("id", "") if parent is not None else "")
        texts = [_inner_text(element) for element in (source, target)]
        if all(texts):
            pairs.append(Pair(texts[0], texts[1], f"line {unit.sourceline} ({place})"))
        elif any(texts):
            left.append(LeftOut(f"line {unit.sourceline} ({place})", "no translation", texts[0] or texts[1]))
    return Pairs(known_language(languages[0]), known_language(languages[1]), tuple(pairs), name, tuple(left))


def _inner_text(element: etree._Element | None) -> str:
    """Return the text of an element without its inline codes, "" for none."""
    if element is None:
        return ""
    parts = [element.text or ""]
    for child in element:
        if local_name(child) not in _CODES:
            parts.append(_inner_text(child))
        parts.append(child.tail or "")
    return "".join(parts)
