"""XLIFF 2.1, the exchange format of translation jobs: two languages, a unit a row."""

from __future__ import annotations

import unicodedata
from typing import BinaryIO

from lxml import etree

from aligner.edition import Edition
from aligner.errors import InputError
from aligner.export.report import Report, Settings, Unit, each_unit, file_name

# XLIFF 2.1 core and its metadata module (OASIS, 2018). Segments of a unit go one against one, so a row is one segment.

_CORE = "urn:oasis:names:tc:xliff:document:2.0"
_METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"


def write_xliff(edition: Edition, settings: Settings, file: BinaryIO) -> Report:
    """Write every row that is sure enough, one-sided ones too; raise ``InputError`` for more than two languages."""
    if len(edition.texts) != 2:
        raise InputError(f"XLIFF holds two languages, the edition has {len(edition.texts)}; write a file a pair")
    report = Report()
    source, target = map(settings.locale, edition.languages)
    attributes = {"version": "2.1", "srcLang": source, "trgLang": target}
    with etree.xmlfile(file, encoding="UTF-8") as xml:
        xml.write_declaration()
        with xml.element(f"{{{_CORE}}}xliff", attributes, nsmap={None: _CORE, "mda": _METADATA}):
            xml.write("\n")
            with xml.element(f"{{{_CORE}}}file", {"id": "f1", "original": file_name(edition)}):
                xml.write("\n")
                for unit in each_unit(edition, settings, report):
                    _write_unit(xml, unit)
                    report.units += 1
            xml.write("\n")
    file.write(b"\n")
    return report


def _write_unit(xml: etree._IncrementalFileWriter, unit: Unit) -> None:
    source, target = (unicodedata.normalize("NFC", text) for text in unit.texts)
    state = "translated" if target else "initial"
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
                if text or side == "source":
                    with xml.element(f"{{{_CORE}}}{side}"):
                        xml.write(text)
    xml.write("\n")
