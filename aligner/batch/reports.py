"""What became of the pairs of a run: the report, a table with the worst pairs first, and a summary."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from aligner.batch.outcome import Outcome
from aligner.batch.shard import remove_leftovers
from aligner.errors import InputError
from aligner.files import open_whole
from aligner.formats.tables import guard_cell, write_delimited

REPORT, TABLE = "report.jsonl", "report.tsv"
_WORST = 10  # pairs that the summary names
_DOUBTFUL = 0.5
"""A pair of which the share covered times the mean confidence is less is named in the summary. Two texts that are no
translations of each other come to less, and so does a book with half of it left out."""


def read_report(folder: Path) -> dict[str, Outcome]:
    """Return the outcomes that the report in a folder has, by id; none where there is no report.

    Raises ``InputError``, with the line, for a file that is no report.
    """
    path = folder / REPORT
    if not path.exists():
        return {}
    found = {}
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                row = _read_row(line, f"{path}, line {number}")
                found[row.id] = row
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error}); remove it") from error
    return found


def _read_row(line: str, place: str) -> Outcome:
    try:
        given: dict[str, Any] = json.loads(line)
        row = Outcome(**{**given, "warnings": tuple(given["warnings"])})
    except (ValueError, TypeError, KeyError) as error:
        raise InputError(f"{place}: not a row of a report ({error}); remove the file") from error
    return row


def complete(outcome: Outcome, earlier: Outcome | None) -> Outcome:
    """Return an outcome with the tokens and seconds of an earlier run, if the pair was kept from it."""
    if outcome.status != "kept" or earlier is None or earlier.status == "failed":
        return outcome
    return outcome._replace(tokens=earlier.tokens, seconds=earlier.seconds)


def write_reports(folder: Path, outcomes: Sequence[Outcome]) -> None:
    """Write the report, in the order of the outcomes, and the table, the worst pair first."""
    for name in (REPORT, TABLE):
        remove_leftovers(folder / name)
    with open_whole(folder / REPORT) as file:
        file.writelines(f"{outcome.to_json()}\n".encode("utf-8", "replace") for outcome in outcomes)
    with open_whole(folder / TABLE) as file:
        write_delimited(file, _records(outcomes), delimiter="\t", preamble="\ufeff")


def _records(outcomes: Sequence[Outcome]) -> Iterable[list[str]]:
    yield list(Outcome._fields)
    for outcome in sorted(outcomes, key=lambda one: one.rank):
        values = outcome._replace(warnings=())._asdict() | {"warnings": "; ".join(outcome.warnings)}
        yield [guard_cell("" if value is None else str(value)) for value in values.values()]


def summarise(outcomes: Sequence[Outcome]) -> list[str]:
    """Return what a person should know of a run, in lines: counts, languages, and the worst pairs."""
    counts = {status: sum(one.status == status for one in outcomes) for status in ("aligned", "kept", "failed")}
    languages: dict[str, int] = {}
    for one in outcomes:
        if one.status != "failed":
            name = f"{one.source_lang}-{one.target_lang}"
            languages[name] = languages.get(name, 0) + 1
    said = [", ".join(f"{count:,} {status}" for status, count in counts.items())]
    said += [
        f"{name}: {count:,} pairs" for name, count in sorted(languages.items(), key=lambda each: -each[1])[:_WORST]
    ]
    doubtful = sorted((one for one in outcomes if one.rank[:2] < (True, _DOUBTFUL)), key=lambda one: one.rank)
    said += [_describe(one) for one in doubtful[:_WORST]]
    if len(doubtful) > _WORST:
        said.append(f"{len(doubtful) - _WORST:,} more of this kind in {TABLE}")
    return said


def _describe(one: Outcome) -> str:
    if one.status == "failed":
        return f"failed: {one.id}: {one.error}"
    return (
        f"doubtful: {one.id} ({one.source_lang}-{one.target_lang}): {one.covered:.0%} covered, "
        f"mean confidence {one.confidence:.2f}"
    )
