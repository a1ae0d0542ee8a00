"""The rows format: JSON Lines for programs that show texts, a header and then one row per line, with offsets.

``data/rows.schema.json`` (JSON Schema 2020-12) describes both kinds of lines.
"""

from __future__ import annotations

import json
from typing import Any, BinaryIO

from aligner.edition import Edition, Row
from aligner.formats.names import work_name
from aligner.formats.report import Report
from aligner.formats.settings import Settings
from aligner.formats.units import clean_text, confident_rows
from aligner.text import Text
from aligner.version import __version__

FORMAT = "aligner-rows"  # how the header names the format
FORMAT_VERSION = 1
"""Raised with every change that a reader of version 1 could not read; the schema allows this version alone."""


def write_records(edition: Edition, settings: Settings, file: BinaryIO) -> Report:
    """Write the header and every confident row."""
    report = Report()
    header = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "tool": f"aligner {__version__}",
        "name": work_name(edition),
        "author": edition.work.author,
        "rights": edition.work.rights,
        "signatures": list(dict.fromkeys(edition.signatures)),
        "texts": [
            {
                "language": settings.locale(text.language),
                "title": edition.work.titles.get(text.language, ""),
                "file": text.name,
                "digest": text.digest,
                "paragraphs": len(text.paragraphs),
                "segments": len(text.segments),
            }
            for text in edition.texts
        ],
    }
    file.write(_line(header))
    for number, row in confident_rows(edition, settings, report):
        file.write(_line(_record(edition, number, row, report)))
        report.units += 1
    return report


def _record(edition: Edition, number: int, row: Row, report: Report) -> dict[str, Any]:
    cells = [
        [_segment_record(text, index, report) for index in cell]
        for cell, text in zip(row.cells, edition.texts, strict=True)
    ]
    state = {"state": "confirmed"} if row.confirmed else {}
    return {"row": number, "confidence": round(row.confidence, 3), **state, "cells": cells}


def _segment_record(text: Text, number: int, report: Report) -> dict[str, Any]:
    """Return a segment's place and text.

    ``start`` and ``end`` are offsets into the paragraph as the reader of the text has it, counted in code points; the
    white space that follows a segment is not part of it.
    """
    segment = text.segments[number]
    end = segment.start + len(segment.raw.rstrip())
    record: dict[str, Any] = {"paragraph": segment.paragraph, "start": segment.start, "end": end}
    record["text"] = clean_text(segment.text, report)
    if level := text.paragraphs[segment.paragraph].level:
        record["level"] = level
    if ids := text.segment_ids(number):
        record["ids"] = list(ids)
    return record


def _line(record: dict[str, Any]) -> bytes:
    # "replace" makes a question mark of half a surrogate pair in a name or title; the texts have none any more.
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
