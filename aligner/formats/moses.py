"""Parallel plain text: one file per language, in which lines of the same number belong together.

This is the input of Moses (Koehn et al. 2007) and of most pipelines that train translation models since.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from aligner.edition import Edition
from aligner.formats.report import Report
from aligner.formats.settings import Settings
from aligner.formats.units import Unit, drop_separators, keep_translated, make_units
from aligner.formats.xml_characters import drop_forbidden


def write_moses(edition: Edition, settings: Settings, file: BinaryIO) -> Report:
    """Write the first column's texts, one per line in UTF-8, of the rows that have a text in every language.

    One line that lacks a language would shift all lines after it against the other files, so such rows are left out
    and counted. ``export_edition`` calls this once for each language, with that language's column in front.
    """
    report = Report()
    for unit in _units(edition, settings, report):
        # splitlines, and not only "\n": many readers also end a line at U+2028 or a form feed.
        file.write(" ".join(unit.texts[0].splitlines()).encode() + b"\n")
        report.units += 1
    return report


def write_identifiers(edition: Edition, settings: Settings, file: BinaryIO) -> Report:
    """Write what each line of the parallel text is: the names of its documents and its segments in them, from 1.

    That is the form of OPUS: a column for each document, then one for the segments of each, divided by tabs.
    """
    report = Report()
    names = [" ".join(drop_forbidden(text.name or text.language).split()) for text in edition.texts]
    for unit in _units(edition, settings, report):
        segments = (" ".join(str(place + 1) for place in cell) for cell in unit.row.cells)
        file.write("\t".join([*names, *segments]).encode() + b"\n")
        report.units += 1
    return report


def _units(edition: Edition, settings: Settings, report: Report) -> Iterator[Unit]:
    units = drop_separators(edition, make_units(edition, settings, report), report)
    return keep_translated(units, report, every=True)
