"""What a file from a stranger, a full disk or a missing package does is a sentence, and nothing more."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from aligner.errors import AlignerError
from aligner.work import read_work
from tests.fakes import FakeEncoder

Run = Callable[..., Result]
full_disk = pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """Write a work of two versions."""
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "en.txt").write_text("touch ran\n", "utf-8")
    (folder / "de.txt").write_text("Hallo.\n", "utf-8")
    return folder


@pytest.mark.parametrize("command", ["build", "coverage"])
def test_code_of_a_work_runs_only_with_trust(run: Run, work: Path, tmp_path: Path, command: str) -> None:
    """A segmenter of the folder's own is refused with what to do, and with ``--trust`` it is run."""
    (work / "work.toml").write_text('segmenter = "own:cut"\n', "utf-8")
    (work / "own.py").write_text("from pathlib import Path\nPath('ran').touch()\ncut = str.splitlines\n", "utf-8")
    refused = run(command, work)
    assert refused.exit_code == 1
    assert "segmenter 'own:cut' is code from" in refused.stderr
    assert "--trust" in refused.stderr
    assert not (tmp_path / "ran").exists()
    if command == "build":
        assert run(command, work, "--trust").exit_code == 0
        assert (tmp_path / "ran").exists()


def test_no_installed_function_is_a_segmenter(run: Run, work: Path) -> None:
    """Even with ``--trust`` a work cannot name a function of an installed module."""
    (work / "work.toml").write_text('segmenter = "os:system"\n', "utf-8")
    result = run("build", work, "--trust")
    assert (result.exit_code, "there is no file" in result.stderr) == (1, True)


@pytest.mark.parametrize("linked", [False, True], ids=["path", "link"])
def test_a_version_outside_the_folder_needs_trust(run: Run, work: Path, tmp_path: Path, linked: bool) -> None:
    """A path out of the folder, and a link that leads out of it, are refused with the place they lead to."""
    secret = tmp_path / "secret.txt"
    secret.write_text("Geheim.\n", "utf-8")
    if linked:
        (work / "de.txt").unlink()
        (work / "de.txt").symlink_to(secret)
    else:
        (work / "work.toml").write_text('[versions]\nen = "en.txt"\nde = "../secret.txt"\n', "utf-8")
    refused = run("build", work)
    assert (refused.exit_code, f"to {secret}; give --trust" in refused.stderr) == (1, True)
    assert not (tmp_path / "alignments").exists()
    assert run("build", work, "--trust").exit_code == 0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (f"x = {'[' * 100_000}{']' * 100_000}", "nested too deep"),
        (".".join(["a"] * 200_000) + " = 1", "line 1: a key of more than 50 parts"),
        ("x = {" + " . ".join(["a"] * 200_000) + " = 1}", "line 1: a key of more than 50 parts"),
        ("#" * 2_000_000, "more than 1,048,576 bytes"),
        ("'" + "a" * 500_000, "not TOML"),
    ],
)
def test_settings_that_are_too_much(work: Path, content: str, message: str) -> None:
    """Settings that would exhaust the parser are refused at once, with the file."""
    (work / "work.toml").write_text(content, "utf-8")
    with pytest.raises(AlignerError, match=rf"work\.toml.*{message}"):
        read_work(work)


def test_a_file_name_sends_nothing_to_the_terminal(run: Run, tmp_path: Path) -> None:
    """Controls in a file's name are shown as U+FFFD in errors."""
    name = "e\033]0;title\007.txt"
    (tmp_path / name).write_text("", "utf-8")
    result = run("segment", name)
    assert result.stderr == "Error: e\ufffd]0;title\ufffd.txt: no text found in it\n"


@full_disk
@pytest.mark.parametrize("command", [["segment", "work/de.txt"], ["validate", "m.tmx"]])
def test_a_full_disk_is_named(work: Path, tmp_path: Path, command: list[str]) -> None:
    """What cannot be written to stdout is an error that says so."""
    (tmp_path / "m.tmx").write_text("<tmx/>", "utf-8")
    call = [sys.executable, "-m", "aligner", *command]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            call, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", cwd=work.parent, env=environment, check=False
        )
    assert done.returncode == 1
    assert "stdout" in done.stderr
    assert "No space left" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_console_without_the_letters(work: Path) -> None:
    """Where the console's code page lacks a letter, output is UTF-8 all the same."""
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(Path(__file__).parents[2])}
    (work / "Фёдор.tmx").write_text("<tmx/>", "utf-8")
    call = [sys.executable, "-m", "aligner", "validate", "Фёдор.tmx"]
    done = subprocess.run(call, capture_output=True, cwd=work, env=environment, check=False)
    assert done.returncode == 1
    assert "Фёдор.tmx:1: fault".encode() in done.stdout


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--to", "moses"], "--to moses makes a file for each language; name them with -o"),
        (["--to", "parquet", "-o", "new/x.parquet"], "parquet needs pyarrow; install it with: pip install pyarrow"),
        (["--to", "moses", "-o", "corpus"], "corpus.de exists"),
        (["-o", "work/en.txt/x.jsonl"], "is not a folder"),
    ],
)
def test_what_cannot_be_written_shows_before_aligning(
    run: Run, work: Path, encoder: FakeEncoder, monkeypatch: pytest.MonkeyPatch, options: list[str], message: str
) -> None:
    """A format without its package or its file names is refused before anything is encoded, and leaves no folder."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (work.parent / "corpus.de").write_text("mine")
    result = run("align", work / "en.txt", work / "de.txt", *options)
    assert result.exit_code != 0
    assert message in result.stderr
    assert encoder.calls == []
    assert not (work.parent / "new").exists()


def test_build_checks_every_format_first(run: Run, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One format that cannot be written stops a build before any file is."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    result = run("build", work, "--to", "tmx,parquet")
    assert (result.exit_code, "pip install pyarrow" in result.stderr) == (1, True)
    assert not (work.parent / "alignments").exists()
