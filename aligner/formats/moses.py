"""Parallel plain text, as Moses and most training pipelines take it: a file a language, line by line alike."""

from __future__ import annotations

from typing import BinaryIO

from aligner.edition import Edition
from aligner.formats.units import Report, Settings, each_unit, keep_translated


def write_moses(edition: Edition, settings: Settings, file: BinaryIO) -> Report:
    """Write the first column's side of the rows that have a text in every language, one a line.

    The lines of the files of one edition belong together by their numbers, so no row may lack a language.
    """
    report = Report()
    for unit in keep_translated(each_unit(edition, settings, report), report, every=True):
        file.write(" ".join(unit.texts[0].splitlines()).encode() + b"\n")
        report.units += 1
    return report
