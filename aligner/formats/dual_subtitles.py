"""Dual subtitles (SRT): the cues of the first version at its times, under each what it means in the others.

The counterparts are found by meaning, so versions that were cut or timed differently fit. A sentence over several cues
has its counterpart divided over them, between words, in proportion to their lengths.
"""

from __future__ import annotations

import re
from typing import BinaryIO

from aligner.edition import Edition
from aligner.errors import InputError
from aligner.formats.report import Report
from aligner.formats.settings import Settings
from aligner.formats.units import clean_text, confident_rows
from aligner.text import Mark, Segment, Text, fold_space
from aligner.writing import UNSPACED_WORDS

# "00:01:02,000 --> 00:01:04,500" as the readers of subtitles keep it; hours may be missing, and the point be a comma.
_TIMES = re.compile(r"(?:(\d+):)?(\d+):(\d+)[.,](\d{1,3}) --> (?:(\d+):)?(\d+):(\d+)[.,](\d{1,3})")
_BOUNDARY = re.compile(rf"\s+|(?<=[{UNSPACED_WORDS}])(?=[{UNSPACED_WORDS}])")  # where a text may be divided
_Cue = tuple[int, Mark]  # the paragraph that a cue is in, and its mark


def write_srt(edition: Edition, settings: Settings, file: BinaryIO) -> Report:
    """Write a cue for each of the first version's, with the texts of the others below it, a line each.

    Rows that the first version lacks are left out and counted. Raises ``InputError`` when the first version has no
    times, because it does not come from subtitles.
    """
    text, report = edition.texts[0], Report()
    shown: dict[_Cue, list[list[str]]] = {
        (number, mark): [[] for _ in edition.texts]
        for number, paragraph in enumerate(text.paragraphs)
        for mark in paragraph.marks
        if mark.kind == "cue"
    }
    if not shown:
        raise InputError(
            f"{text.name or text.language}: has no times; only an edition whose first version is subtitles becomes SRT"
        )
    for _, row in confident_rows(edition, settings, report):
        pieces = [piece for index in row.cells[0] for piece in _pieces(text, text.segments[index], shown)]
        if not pieces:
            report.left_out[f"rows without a text in {text.language}"] += 1
            continue
        report.units += 1
        for cue, words in pieces:
            shown[cue][0].append(words)
        sizes = [len(words) for _, words in pieces]
        for column in range(1, len(edition.texts)):
            parts = _divide(clean_text(edition.cell_text(row, column), report), sizes)
            for (cue, _), part in zip(pieces, parts, strict=True):
                shown[cue][column].append(part)
    _write_cues(shown, file)
    return report


def _pieces(text: Text, segment: Segment, shown: dict[_Cue, list[list[str]]]) -> list[tuple[_Cue, str]]:
    """Return what each cue shows of a segment."""
    marks = [mark for mark in text.paragraphs[segment.paragraph].marks if (segment.paragraph, mark) in shown]
    found = []
    for mark in marks:
        start, end = max(mark.start, segment.start), min(mark.end, segment.end)
        if words := text.paragraphs[segment.paragraph].text[start:end].strip() if start < end else "":
            found.append(((segment.paragraph, mark), words))
    return found


def _divide(text: str, sizes: list[int]) -> list[str]:
    """Return as many parts of a text as there are sizes, of lengths in proportion, cut between words.

    >>> _divide("one two three four", [10, 10]), _divide("one", [5, 5])
    (['one two', 'three four'], ['one', ''])
    """
    whole = fold_space(text)
    ends = [match.span() for match in _BOUNDARY.finditer(whole)] if len(sizes) > 1 else []
    parts, start, passed = [], 0, 0
    for size in sizes[:-1]:
        passed += size
        ideal = len(whole) * passed / sum(sizes)
        best = min((span for span in ends if span[0] > start), key=lambda span: abs(span[0] - ideal), default=None)
        at, following = best or (len(whole), len(whole))
        parts.append(whole[start:at])
        start = following
    return [*parts, whole[start:]]


def _write_cues(shown: dict[_Cue, list[list[str]]], file: BinaryIO) -> None:
    """Write the cues in the order of their times; turns that were shown together are one cue again."""
    cues: dict[str, list[list[str]]] = {}
    for (_, mark), columns in shown.items():
        for together, words in zip(cues.setdefault(mark.value, [[] for _ in columns]), columns, strict=True):
            together.extend(words)
    for number, (times, columns) in enumerate(cues.items(), 1):
        lines = [line for words in columns for line in words if line]
        file.write("\n".join([str(number), _srt_times(times), *lines, "", ""]).encode())


def _srt_times(times: str) -> str:
    """Return the times of a cue as SRT has them.

    >>> _srt_times("01:02.5 --> 1:01:04.000")
    '00:01:02,500 --> 01:01:04,000'
    """
    match = _TIMES.fullmatch(times)
    if match is None:
        return times
    begin, end = match.groups()[:4], match.groups()[4:]
    return " --> ".join(
        f"{int(hours or 0):02}:{int(minutes):02}:{int(seconds):02},{fraction:0<3}"
        for hours, minutes, seconds, fraction in (begin, end)
    )
