"""The report, the table and the summary of a run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from aligner.batch.outcome import Outcome
from aligner.batch.reports import complete, read_report, summarise, write_reports
from aligner.errors import InputError

GOOD = Outcome("good", "a", "b", "aligned", "x.jsonl", "en", "de", 9, 9, 9, 1.0, 0.0, 0.9, 120, 1.5, ("odd\tline",))
WORSE = GOOD._replace(id="worse", covered=0.7, confidence=0.7)
FAILED = Outcome("=failed", "a", "b", "failed", error="a: cannot be read")


def test_a_report_is_read_as_it_was_written(tmp_path: Path) -> None:
    """The report keeps the order of the outcomes; the table has the worst first, and nothing that is a formula."""
    write_reports(tmp_path, [GOOD, FAILED, WORSE])
    assert list(read_report(tmp_path).values()) == [GOOD, FAILED, WORSE]
    lines = (tmp_path / "report.tsv").read_text("utf-8-sig").splitlines()
    assert [line.split("\t")[0] for line in lines] == ["id", "'=failed", "worse", "good"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.jsonl", "report.tsv"]


def test_the_summary_names_the_worst() -> None:
    """Counts, languages and what is failed or doubtful: a share covered times a confidence below 0.5."""
    said = summarise([GOOD, WORSE, FAILED, GOOD._replace(id="fine", covered=0.6, confidence=0.84)])
    assert said == [
        "3 aligned, 0 kept, 1 failed",
        "en-de: 3 pairs",
        "failed: =failed: a: cannot be read",
        "doubtful: worse (en-de): 70% covered, mean confidence 0.70",
    ]


def test_many_doubtful_pairs_are_counted() -> None:
    """The summary names ten, and says how many more there are."""
    said = summarise([WORSE._replace(id=f"{number:02}") for number in range(25)])
    assert (len(said), said[-1]) == (13, "15 more of this kind in report.tsv")


def test_what_was_kept_has_the_cost_of_its_own_run() -> None:
    """Tokens and seconds of a pair that is kept are those of the run that aligned it."""
    kept = GOOD._replace(status="kept", tokens=None, seconds=None)
    assert complete(kept, GOOD) == GOOD._replace(status="kept")
    assert complete(kept, None) == kept
    assert complete(kept, FAILED) == kept


@pytest.mark.parametrize("content", ["{", "[]", '{"id": "x"}', b"\xff"])
def test_a_file_that_is_no_report_is_refused(write: Callable[..., Path], content: str | bytes) -> None:
    """A report of another kind is an error with its place, not a traceback."""
    folder = write("report.jsonl", content).parent
    with pytest.raises(InputError, match=r"report\.jsonl"):
        read_report(folder)
