"""Reports of the kettle in every format of text, as files that a person can read and edit."""

from __future__ import annotations

from pathlib import Path

import pytest

from aligner.coverage.report import Criteria, judge, render
from tests.coverage.report.samples import german, japanese

DATA = Path(__file__).parents[2] / "data" / "coverage"
CRITERIA = Criteria(98, frozenset({"omitted", "number"}), accepted={"name-gone": 3}, accepted_file="accepted.txt")
SUFFIXES = {"text": "txt", "json": "json", "markdown": "md", "github": "github.txt", "junit": "xml"}


@pytest.fixture(autouse=True)
def no_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the golden files from one version to the next."""
    monkeypatch.setattr("aligner.coverage.report.json.__version__", "0")


@pytest.mark.parametrize("name", SUFFIXES)
def test_a_pair_with_errors_is_reported_as_the_golden_file_has_it(name: str) -> None:
    """A pair with errors, in each format, is the golden file."""
    report = render(judge([german()], CRITERIA, "en.txt (en) → de.txt (de)"), name)
    assert report == (DATA / f"kettle.{SUFFIXES[name]}").read_text("utf-8")


@pytest.mark.parametrize("name", ["text", "markdown"])
def test_a_work_is_reported_as_the_golden_file_has_it(name: str) -> None:
    """A work with a version without errors and one with some is a matrix, as the golden file has it."""
    report = render(judge([german(), japanese()], CRITERIA, "texts/kettle: en → de, ja"), name)
    assert report == (DATA / f"kettle-work.{SUFFIXES[name]}").read_text("utf-8")
