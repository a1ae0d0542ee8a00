from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.fakes import FakeEncoder, to_german


@pytest.fixture
def work(tmp_path: Path, sentences: list[str]) -> Path:
    """Make a work of three versions under ``texts``."""
    folder = tmp_path / "texts" / "verses"
    folder.mkdir(parents=True)
    (folder / "work.toml").write_text('title = "Verses"\npivot = "en"\nversions = ["en", "de", "fr"]\n')
    for language, lines in (("en", sentences), ("de", [to_german(s) for s in sentences]), ("fr", sentences[:6])):
        (folder / f"{language}.txt").write_text("# Title\n\n" + " ".join(lines) + "\n", "utf-8")
    return folder


def names(folder: Path) -> list[str]:
    """Return the names of the files in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_everything_goes_beside_the_texts(run: Run, work: Path, tmp_path: Path) -> None:
    """A work under ``texts`` is built into ``alignments`` beside it: pairs, one memory, one page."""
    result = run("build", "texts/verses")
    assert (result.exit_code, result.stdout) == (0, "")
    folder = tmp_path / "alignments" / "verses"
    assert names(folder) == ["en-de.jsonl", "en-fr.jsonl", "index.html", "verses.tmx"]
    for name in names(folder):
        assert name in result.stderr
    assert not list(work.glob("*.jsonl"))


def test_a_build_again_overwrites_its_own(run: Run, work: Path, tmp_path: Path) -> None:
    """Building again needs no ``--force`` and gives the same files."""
    run("build", work)
    folder = tmp_path / "alignments" / "verses"
    before = {name: (folder / name).read_bytes() for name in names(folder)}
    (folder / "verses.tmx").write_text("old")
    assert run("build", work).exit_code == 0
    assert {name: (folder / name).read_bytes() for name in names(folder)} == before


def test_options(run: Run, work: Path, tmp_path: Path) -> None:
    """``--out`` names the folder, ``--languages`` the versions, ``--formats`` the files beside the alignments."""
    result = run("build", work, "--out", "here", "--languages", " de , en", "--formats", "tsv")
    assert result.exit_code == 0
    assert names(tmp_path / "here") == ["en-de.jsonl", "verses.tsv"]
    assert (tmp_path / "here" / "verses.tsv").read_text("utf-8").splitlines()[0].endswith("\tde\ten")
    run("build", work, "--out", "there", "--formats", "")
    assert names(tmp_path / "there") == ["en-de.jsonl", "en-fr.jsonl"]


def test_a_work_elsewhere_is_built_here(run: Run, work: Path, tmp_path: Path) -> None:
    """A work that is not under ``texts`` is built into ``alignments`` here, also named as ``.``."""
    other = work.rename(tmp_path / "poems")
    assert run("build", other).exit_code == 0
    assert (tmp_path / "alignments" / "poems" / "poems.tmx").exists()


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["nowhere"], 2, "'nowhere' does not exist"),
        (["texts/verses/en.txt"], 2, "is a file"),
        (["texts"], 1, "0 version found"),
        (["texts/verses", "--languages", "en,pl"], 1, "verses has no version 'pl'; it has en, de, fr"),
        (["texts/verses", "--languages", "en"], 1, "name a version beside the pivot"),
        (["texts/verses", "--formats", "tmx,odt"], 2, "unknown format 'odt'; known are jsonl, ladder, tmx"),
        (["texts/verses", "--out", "texts/verses/en.txt"], 2, "is a file"),
    ],
)
def test_errors_come_before_work(
    run: Run, work: Path, encoder: FakeEncoder, tmp_path: Path, options: list[str], code: int, message: str
) -> None:
    """What is wrong with a work or an option is one sentence, before anything is encoded or written."""
    before = names(work)
    result = run("build", *options)
    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr
    assert encoder.calls == []
    assert names(work) == before
    assert not (tmp_path / "alignments").exists()


def test_warnings_of_the_versions_are_shown(run: Run, work: Path) -> None:
    """A version that is plainly in another language than its name says is warned of."""
    russian = "Это довольно длинное предложение на русском языке. И это тоже, как ни странно, предложение. " * 3
    (work / "fr.txt").write_text(russian, "utf-8")
    result = run("build", work)
    assert result.exit_code == 0
    assert "Warning: fr.txt: " in result.stderr
