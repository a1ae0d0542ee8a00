"""All alignments of a run in one file for each two languages, written as they are read, one at a time."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from aligner.batch.outcome import Outcome
from aligner.batch.shard import place_of, remove_leftovers
from aligner.edition import Edition, weave
from aligner.errors import InputError
from aligner.files import open_whole
from aligner.formats import find_format, name_files, write_edition
from aligner.formats.alignment_file import load_alignment
from aligner.formats.moses import write_moses
from aligner.formats.names import safe_part
from aligner.formats.report import Report
from aligner.formats.settings import Settings
from aligner.formats.tables import write_delimited

_Editions = Iterator[tuple[str, Edition]]
_Join = Callable[[Sequence[BinaryIO], _Editions, Report], None]

_BODY, _END = b"<body>\n", b"</body>"  # a TMX file of ours has its units between them, each on a line


def write_joined(folder: Path, outcomes: Iterable[Outcome], name: str) -> Iterator[tuple[Path, Report]]:
    """Write the alignments of a run's outcomes in a format, and yield each file with the report of its units.

    Raises ``InputError`` for a format that several alignments cannot be in.
    """
    require_joinable(name)
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        if outcome.status != "failed":
            groups.setdefault(f"{safe_part(outcome.source_lang)}-{safe_part(outcome.target_lang)}", []).append(outcome)
    for stem, group in sorted(groups.items()):
        languages = [group[0].source_lang, group[0].target_lang]
        paths = name_files(languages, name, folder / (stem + find_format(name).suffix))
        for each in paths:
            remove_leftovers(each)
        report = Report()
        with ExitStack() as stack:
            files = [stack.enter_context(open_whole(each)) for each in paths]
            _JOINERS[name](files, _editions(folder, group), report)
        for each in paths:
            yield each, report


def require_joinable(name: str) -> None:
    """Raise ``InputError`` for a format of which a file cannot hold the alignments of a whole run."""
    if name not in _JOINERS:
        raise InputError(f"--to {name} holds one alignment; of all together can be made: {', '.join(_JOINERS)}")


def _editions(folder: Path, outcomes: Sequence[Outcome]) -> Iterator[tuple[str, Edition]]:
    """Yield the edition of each alignment with its id; one at a time is in memory."""
    for outcome in outcomes:
        yield outcome.id, weave([load_alignment(folder / place_of(outcome.id))])


def _written(edition: Edition, name: str, report: Report) -> bytes:
    buffer = io.BytesIO()
    report.add(write_edition(edition, name, buffer))
    return buffer.getvalue()


def _join_memories(files: Sequence[BinaryIO], editions: _Editions, report: Report) -> None:
    """Write one TMX file with the units of all; its header is that of the first."""
    tail = b""
    for number, (_, edition) in enumerate(editions):
        head, _body, rest = _written(edition, "tmx", report).partition(_BODY)
        units, end, after = rest.rpartition(_END)
        if not number:
            files[0].write(head + _BODY)
        files[0].write(units)
        tail = end + after
    files[0].write(tail)


def _join_tables(name: str) -> _Join:
    """Return a function that writes one table with the rows of all; its first column is the id of the pair."""
    delimiter = "\t" if name == "tsv" else ","

    def records(editions: _Editions, report: Report) -> Iterator[list[str]]:
        """Yield the head of the table once, then the rows of each edition after the id of its pair."""
        for number, (pair, edition) in enumerate(editions):
            content = _written(edition, name, report).decode("utf-8-sig")
            rows = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter)
            head = next(rows)
            if not number:
                yield ["pair", *head]
            yield from ([pair, *row] for row in rows)

    def join(files: Sequence[BinaryIO], editions: _Editions, report: Report) -> None:
        write_delimited(files[0], records(editions, report), delimiter=delimiter, preamble="\ufeff")

    return join


def _join_lines(files: Sequence[BinaryIO], editions: _Editions, report: Report) -> None:
    """Write the parallel lines of all, a file for each language."""
    for _, edition in editions:
        report.add(write_moses(edition, Settings(), files[0]))
        write_moses(edition.select([1, 0]), Settings(), files[1])


_JOINERS: dict[str, _Join] = {
    "tmx": _join_memories,
    "tsv": _join_tables("tsv"),
    "csv": _join_tables("csv"),
    "moses": _join_lines,
}
