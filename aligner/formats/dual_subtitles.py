"""Subtitles (SRT, WebVTT, ASS): the cues of one version at its times, with what they mean in the others.

The counterparts are found by meaning, so versions that were cut or timed differently fit. A sentence over several cues
has its counterpart divided over them, between words, in proportion to their lengths.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from aligner.edition import Edition, Row
from aligner.errors import InputError
from aligner.formats.dividing import divide
from aligner.formats.names import column_names, work_name
from aligner.formats.report import Report
from aligner.formats.settings import Settings
from aligner.formats.subtitle_files import ShownCue, format_ass, format_srt, format_vtt, settle_cues
from aligner.formats.units import clean_text, confident_rows
from aligner.text import Mark, Segment, Text
from aligner.timing import Span, TimeMap, cue_span, cues_of, fit_times, has_times, run_span, segment_spans

_WIDEST = 42
"""Characters of a line where a version is shown alone; a longer text is on two. Most houses ask for 42 or less."""
_Cue = tuple[int, Mark]  # the paragraph that a cue is in, and its mark


def write_srt(edition: Edition, settings: Settings, file: BinaryIO) -> Report:
    """Write the cues of a version with the texts of all, a line each, as SRT; see ``shown_cues``."""
    report = Report()
    _write(format_srt(shown_cues(edition, settings, report)), file)
    return report


def write_vtt(edition: Edition, settings: Settings, file: BinaryIO) -> Report:
    """Write the cues of a version with the texts of all, a line each, as WebVTT; see ``shown_cues``."""
    report = Report()
    names = column_names(edition.languages, settings)
    _write(format_vtt(shown_cues(edition, settings, report), [names[k] for k in _shown(edition, settings)]), file)
    return report


def write_ass(edition: Edition, settings: Settings, file: BinaryIO) -> Report:
    """Write the cues of a version with the texts of all, each in a style of its own, as ASS; see ``shown_cues``."""
    report = Report()
    names = column_names(edition.languages, settings)
    cues = shown_cues(edition, settings, report)
    _write(format_ass(cues, [names[k] for k in _shown(edition, settings)], work_name(edition)), file)
    return report


def _write(pieces: Iterable[str], file: BinaryIO) -> None:
    file.writelines(piece.encode("utf-8", "replace") for piece in pieces)


def shown_cues(edition: Edition, settings: Settings, report: Report) -> list[ShownCue]:
    """Return the cues of the version that ``settings.times`` names, or of the first with times, by time.

    Each has the lines of the versions in ``settings.languages``, or of all, in their order. Where ``settings.clock``
    names another version, the times are moved onto the clock of its film. A row that the version lacks is shown at the
    times of another version, where it has some; else it is left out and counted.

    Raises ``InputError`` when the version has no times, because it does not come from subtitles, or when the clocks of
    two films cannot be compared.
    """
    timed, shown = timed_column(edition, settings), _shown(edition, settings)
    cues = _Cues(edition, (timed, shown), report)
    for _, row in confident_rows(edition, settings, report):
        if cues.add(row):
            report.units += 1
    clock = _clock(edition, settings, timed)
    found = [cue for cue in cues.list_all() if cue.lines]
    moved = [cue._replace(begin=clock(cue.begin), end=clock(cue.end)) for cue in found] if clock else found
    settled, changed = settle_cues(moved)
    report.remarks.update(changed)
    return settled


def timed_column(edition: Edition, settings: Settings) -> int:
    """Return the column whose cues give the times; raise ``InputError`` where it has none."""
    if settings.times:
        column = edition.column(settings.times)
        if not has_times(edition.texts[column]):
            raise InputError(f"{_name(edition, column)}: has no times; name a version that comes from subtitles")
        return column
    found = next((column for column, text in enumerate(edition.texts) if has_times(text)), None)
    if found is None:
        raise InputError(f"{_name(edition, 0)}: has no times, nor has any other version; align subtitles")
    return found


def _name(edition: Edition, column: int) -> str:
    return edition.texts[column].name or edition.languages[column]


def _shown(edition: Edition, settings: Settings) -> list[int]:
    """Return the columns that are shown; others are there for their times only."""
    return list(range(min(len(settings.languages) or len(edition.texts), len(edition.texts))))


def _clock(edition: Edition, settings: Settings, timed: int) -> TimeMap | None:
    """Return the map onto the clock that the settings name; None where the times are to stay."""
    column = edition.column(settings.clock) if settings.clock else timed
    if column == timed:
        return None
    names = edition.column_names
    found = fit_times(edition.alignment(names[timed], names[column]))
    if found is None:
        raise InputError(
            f"{_name(edition, timed)} and {_name(edition, column)}: too few sure matches with times to compare their "
            "clocks; leave out --clock"
        )
    return found


class _Cues:
    """The cues of one version, filled row by row; ``columns`` are that version's and those of all that are shown."""

    def __init__(self, edition: Edition, columns: tuple[int, list[int]], report: Report) -> None:
        self._edition, (self._timed, self._columns), self._report = edition, columns, report
        self._text = edition.texts[self._timed]
        self._filled: dict[_Cue, list[list[str]]] = {
            (number, mark): [[] for _ in edition.texts]
            for number, paragraph in enumerate(self._text.paragraphs)
            for mark in paragraph.marks
            if mark.kind == "cue"
        }
        self._extra: list[ShownCue] = []
        self._spans: dict[int, list[Span | None]] = {}
        self._maps: dict[int, TimeMap | None] = {}

    def add(self, row: Row) -> bool:
        """Add the texts of a row to the cues that it is in; return False and count it where it is in none."""
        text = self._text
        pieces = [piece for index in row.cells[self._timed] for piece in _pieces(text, text.segments[index])]
        if not pieces:
            return self._add_apart(row)
        sizes = [len(words) for _, words in pieces]
        for column in range(len(self._edition.texts)):
            parts = [words for _, words in pieces]
            if column != self._timed:
                parts = divide(clean_text(self._edition.cell_text(row, column), self._report), sizes)
            for (cue, _), part in zip(pieces, parts, strict=True):
                self._filled[cue][column].append(part)
        return True

    def _add_apart(self, row: Row) -> bool:
        """Add a row that the version with the times lacks, at the times of one that has it; return whether it could."""
        for column, cell in enumerate(row.cells):
            clock = self._map_from(column) if cell and column in self._columns else None
            span = run_span(self._spans[column], cell) if clock else None
            if clock and span:
                texts = [clean_text(self._edition.cell_text(row, k), self._report) for k in self._columns]
                self._extra.append(ShownCue(clock(span[0]), clock(span[1]), tuple((t,) if t else () for t in texts)))
                self._report.remarks[f"rows without a text in {self._text.language}, at the times of another"] += 1
                return True
        self._report.left_out[f"rows without a text in {self._text.language}"] += 1
        return False

    def _map_from(self, column: int) -> TimeMap | None:
        """Return the map from a version's clock to that of the version with the times, which is found once."""
        if column not in self._maps:
            names = self._edition.column_names
            self._maps[column] = fit_times(self._edition.alignment(names[column], names[self._timed]))
            self._spans[column] = segment_spans(self._edition.texts[column])
        return self._maps[column]

    def list_all(self) -> Iterator[ShownCue]:
        """Yield the cues with the lines of the versions that are shown; turns that were shown together are one cue."""
        together: dict[Span, list[list[str]]] = defaultdict(lambda: [[] for _ in self._columns])
        for (_, mark), filled in self._filled.items():
            for lines, column in zip(together[cue_span(mark.value)], self._columns, strict=True):
                lines.extend(line for part in filled[column] for line in part.split("\n") if line)
        for (begin, end), found in together.items():
            yield ShownCue(begin, end, tuple(map(tuple, self._wrapped(found))))
        yield from self._extra

    def _wrapped(self, found: list[list[str]]) -> list[list[str]]:
        """Return the lines of a cue, long ones on two where a translation is shown alone."""
        if len(self._columns) > 1 or self._columns[0] == self._timed:
            return found
        return [[part for line in found[0] for part in divide(line, [1, 1] if len(line) > _WIDEST else [1])]]


def _pieces(text: Text, segment: Segment) -> list[tuple[_Cue, str]]:
    """Return what each cue shows of a segment."""
    paragraph = text.paragraphs[segment.paragraph]
    found = []
    for mark in cues_of(text, segment):
        words = paragraph.text[max(mark.start, segment.start) : min(mark.end, segment.end)].strip()
        if words:
            found.append(((segment.paragraph, mark), words))
    return found
