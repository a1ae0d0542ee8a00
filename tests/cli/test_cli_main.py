from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from aligner import __version__
from aligner.cli import main
from aligner.cli.common import _progress_bar, make_session
from tests.cli.conftest import Run

COMMANDS = ["build", "align", "segment", "export", "evaluate"]


def start(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    code = "import sys; sys.argv[0] = 'aligner'; from aligner.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        env={**os.environ, **environment},
        check=False,
    )


def test_version(run: Run) -> None:
    """``--version`` prints the version."""
    assert run("--version").stdout == f"aligner, version {__version__}\n"


def test_help_lists_every_command(run: Run) -> None:
    """``--help`` names every command with a line on what it does."""
    listed = run("--help").stdout.split("Commands:")[1]
    for name in COMMANDS:
        line = next(line for line in listed.splitlines() if line.split()[:1] == [name])
        assert len(line.split()) > 2


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_an_example(run: Run, name: str) -> None:
    """The help of every command has an example of it, each on a line of its own."""
    for flag in ("--help", "-h"):
        examples = run(name, flag).stdout.split("Examples:")[1].split("Options:")[0]
        assert f"\n    aligner {name} " in examples or f"| aligner {name} " in examples


def test_every_registered_command_can_be_loaded() -> None:
    """Each command that the list names can be loaded and has help."""
    context = click.Context(main)
    assert set(COMMANDS) <= set(main.list_commands(context))
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        assert command.help


@pytest.mark.parametrize("arguments", [["frobnicate"], ["align"], ["align", "one.txt"], ["segment", "--nothing"]])
def test_wrong_usage_exits_with_2(run: Run, arguments: list[str]) -> None:
    """A command line that is not one exits with 2 and says so on stderr only."""
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error:" in result.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shell_completion_loads(shell: str, tmp_path: Path) -> None:
    """Click's completion script for each shell is printed."""
    done = start(folder=tmp_path, _ALIGNER_COMPLETE=f"{shell}_source")
    assert "_ALIGNER_COMPLETE" in done.stdout
    assert done.returncode == 0 or "Bash" in done.stderr  # an old bash is named


def test_shell_completion_completes(tmp_path: Path) -> None:
    """Completing gives the commands, and the options of a command."""
    words = {"COMP_CWORD": "1", "_ALIGNER_COMPLETE": "bash_complete"}
    assert "plain,align" in start(folder=tmp_path, COMP_WORDS="aligner al", **words).stdout
    words["COMP_CWORD"] = "2"
    assert "plain,--segmented" in start(folder=tmp_path, COMP_WORDS="aligner align --seg", **words).stdout


def test_no_traceback_in_a_real_process(tmp_path: Path) -> None:
    """In a process of its own an error is one line on stderr and an exit code."""
    (tmp_path / "nul.txt").write_bytes(b"a\0b\n")
    done = start("segment", "nul.txt", "--lang", "en", folder=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == ("Error: nul.txt, line 1: a NUL character; the file is damaged or not a text file\n")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_output_is_utf8_whatever_the_terminal_says(tmp_path: Path, encoding: str) -> None:
    """Data on stdout are UTF-8 with line feeds, whatever encoding the environment names."""
    (tmp_path / "ja.txt").write_text("一つ目。二つ目。\n", "utf-8")
    done = start("segment", "ja.txt", folder=tmp_path, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert (done.returncode, done.stdout) == (0, "一つ目。\n二つ目。\n")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes are closed otherwise there")
def test_a_closed_pipe_is_no_error_of_ours(tmp_path: Path) -> None:
    """When the reader of a pipe leaves early there is no traceback."""
    (tmp_path / "en.txt").write_text("One. Two. Three.\n\n" * 8_000)
    code = "from aligner.cli import main; main(['segment', 'en.txt'])"
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "One.\n"
    process.stdout.close()
    assert process.stderr is not None
    with process.stderr as stderr:
        assert "Traceback" not in stderr.read()
    process.wait()


def test_a_progress_bar_leaves_nothing_behind(capsys: pytest.CaptureFixture[str]) -> None:
    """A progress bar is drawn on stderr, also for a second text, and is gone when all is done."""
    show = _progress_bar()
    for done, total in ((1, 3), (2, 3), (3, 3), (5, 5)):
        show(done, total)
    drawn = capsys.readouterr()
    assert drawn.out == ""
    assert "encoding" in drawn.err
    assert drawn.err.endswith("\r")


def test_no_progress_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A progress bar is made where stderr is a terminal, and only there."""
    made: list[object] = []
    monkeypatch.setattr("aligner.cli.common._progress_bar", lambda: made.append(1))
    for terminal in (False, True):
        monkeypatch.setattr(sys.stderr, "isatty", lambda terminal=terminal: terminal)
        make_session(None, fp32=True)
        assert len(made) == terminal
