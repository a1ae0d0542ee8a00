"""Notes for Anki, the flash card program, as text that Anki 2.1.54 and later import.

The lines before the notes that begin with ``#`` are described in the Anki manual, "Importing text files", section
"File Headers"; they came with version 2.1.54.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from aligner.edition import Edition
from aligner.formats.names import column_names, work_name
from aligner.formats.report import Report
from aligner.formats.settings import Settings
from aligner.formats.tables import write_delimited
from aligner.formats.units import drop_separators, keep_translated, make_units


def write_anki(edition: Edition, settings: Settings, file: BinaryIO) -> Report:
    """Write a note for each row that has the pivot and another language: an identifier, one field per language, a tag.

    The identifier is the same from export to export, so a second import updates the notes and adds no copies. Anki
    refuses a note without its first field, so rows that the pivot lacks are left out and counted.
    """
    report = Report()
    columns = ["guid", *column_names(edition.languages, settings), "tags"]
    headers = ["separator:tab", "html:false", "guid column:1", f"tags column:{len(columns)}"]
    preamble = "".join(f"#{header}\n" for header in [*headers, "columns:" + "\t".join(columns)])
    write_delimited(file, _notes(edition, settings, report), delimiter="\t", preamble=preamble)
    return report


def _notes(edition: Edition, settings: Settings, report: Report) -> Iterator[list[str]]:
    tag = re.sub(r"\s+", "_", work_name(edition))  # a space would separate two tags
    units = drop_separators(edition, make_units(edition, settings, report), report)
    for unit in keep_translated(units, report, first=True):
        report.units += 1
        yield [f"{tag}-{unit.number}", *unit.texts, tag]
