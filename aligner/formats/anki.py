"""Notes for Anki, the flash card program, as text that Anki 2.1.54 and later import.

The lines before the notes that begin with ``#`` are described in the Anki manual, "Importing text files", section
"File Headers"; they came with version 2.1.54.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from aligner.edition import Edition
from aligner.formats.dual_subtitles import timed_column
from aligner.formats.names import column_names, work_name
from aligner.formats.report import Report
from aligner.formats.settings import Settings
from aligner.formats.tables import write_delimited
from aligner.formats.units import Unit, drop_separators, keep_translated, make_units
from aligner.timing import Span, has_times, run_span, segment_spans

_CLIP = ("begin", "end", "sound")
"""The fields of a note that has times: with them ffmpeg cuts the sound of each note out of the film."""


def write_anki(edition: Edition, settings: Settings, file: BinaryIO) -> Report:
    """Write a note for each row that has the pivot and another language: an identifier, one field per language, a tag.

    The identifier is the same from export to export, so a second import updates the notes and adds no copies. Anki
    refuses a note without its first field, so rows that the pivot lacks are left out and counted. Where a version comes
    from subtitles, a note has the seconds at which its row begins and ends, and the name of a file with its sound.
    """
    report = Report()
    times = _times(edition, settings)
    columns = ["guid", *column_names(edition.languages, settings), *(_CLIP if times else ()), "tags"]
    headers = ["separator:tab", "html:false", "guid column:1", f"tags column:{len(columns)}"]
    preamble = "".join(f"#{header}\n" for header in [*headers, "columns:" + "\t".join(columns)])
    write_delimited(file, _notes(edition, settings, report, times), delimiter="\t", preamble=preamble)
    return report


def _times(edition: Edition, settings: Settings) -> tuple[int, list[Span | None]] | None:
    """Return the column with the times, and those of its segments; None where no version has any."""
    if not (settings.times or any(map(has_times, edition.texts))):
        return None
    column = timed_column(edition, settings)
    return column, segment_spans(edition.texts[column])


def _notes(
    edition: Edition, settings: Settings, report: Report, times: tuple[int, list[Span | None]] | None
) -> Iterator[list[str]]:
    tag = re.sub(r"\s+", "_", work_name(edition))  # a space would separate two tags
    units = drop_separators(edition, make_units(edition, settings, report), report)
    for unit in keep_translated(units, report, first=True):
        report.units += 1
        identifier = f"{tag}-{unit.number}"
        yield [identifier, *unit.texts, *(_clip(identifier, unit, times) if times else ()), tag]


def _clip(identifier: str, unit: Unit, times: tuple[int, list[Span | None]]) -> list[str]:
    """Return the fields of a note that say from when to when its row is heard, and name the sound of it."""
    column, spans = times
    span = run_span(spans, unit.row.cells[column])
    return [f"{span[0]:.3f}", f"{span[1]:.3f}", f"[sound:{identifier}.mp3]"] if span else ["", "", ""]
