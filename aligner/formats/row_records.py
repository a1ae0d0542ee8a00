"""JSON Lines for reader apps: a header, then a row a line, with offsets into each text."""

from __future__ import annotations

import json
from typing import Any, BinaryIO

from aligner.edition import Edition, Row
from aligner.formats.units import Report, Settings, drop_forbidden, file_name, sure_rows
from aligner.text import Segment, Text
from aligner.version import __version__

FORMAT = "aligner-rows"
FORMAT_VERSION = 1


def write_records(edition: Edition, settings: Settings, file: BinaryIO) -> Report:
    """Write the header and every row that is sure enough; ``data/rows.schema.json`` describes both."""
    report = Report()
    header = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "tool": f"aligner {__version__}",
        "name": file_name(edition),
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
    for number, row in sure_rows(edition, settings, report):
        file.write(_line(_record(edition, number, row, report)))
        report.units += 1
    return report


def _record(edition: Edition, number: int, row: Row, report: Report) -> dict[str, Any]:
    cells = [
        [_segment(text, text.segments[index], report) for index in cell]
        for cell, text in zip(row.cells, edition.texts, strict=True)
    ]
    return {"row": number, "confidence": round(row.confidence, 3), "cells": cells}


def _segment(text: Text, segment: Segment, report: Report) -> dict[str, Any]:
    """Return a segment's place in its text, by code points, and its words; ``end`` is before the space that follows."""
    end = segment.start + len(segment.raw.rstrip())
    record: dict[str, Any] = {"paragraph": segment.paragraph, "start": segment.start, "end": end}
    record["text"] = drop_forbidden(segment.text, report)
    if level := text.paragraphs[segment.paragraph].level:
        record["level"] = level
    return record


def _line(record: dict[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
