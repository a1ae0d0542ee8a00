"""The sample edition in every format of text, as files that a person can read and edit."""

from __future__ import annotations

from pathlib import Path

import pytest

from aligner.formats import export_edition
from tests.formats.editions import DATA, sample, written


@pytest.fixture(autouse=True)
def no_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the golden files from one version to the next."""
    for module in ("row_records", "tmx"):
        monkeypatch.setattr(f"aligner.formats.{module}.__version__", "0")


@pytest.mark.parametrize(
    ("name", "suffix"),
    [("tmx", "tmx"), ("tsv", "tsv"), ("csv", "csv"), ("rows", "rows.jsonl"), ("anki", "anki.txt")],
)
def test_the_sample_is_written_as_the_golden_file_has_it(name: str, suffix: str) -> None:
    """A format's bytes are those of its golden file."""
    assert written(sample(), name)[0].decode() == (DATA / f"kettle.{suffix}").read_bytes().decode()


def test_a_pair_is_written_as_xliff() -> None:
    """XLIFF holds two languages of the sample."""
    assert written(sample().select([0, 1]), "xliff")[0].decode() == (DATA / "kettle.en-de.xlf").read_text("utf-8")


def test_parallel_text_is_a_file_a_language(tmp_path: Path) -> None:
    """Moses gets one file per language, with as many lines each."""
    export_edition(sample(), "moses", tmp_path / "kettle")
    assert {path.name for path in tmp_path.iterdir()} == {"kettle.en", "kettle.de", "kettle.ja"}
    for path in tmp_path.iterdir():
        assert path.read_text("utf-8") == (DATA / path.name).read_text("utf-8")
