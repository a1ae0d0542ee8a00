"""The command that checks memories."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from click.testing import CliRunner

from aligner.cli.validate import command
from tests.formats.test_tmx_rules import UNIT, memory

Write = Callable[[str, str | bytes], Path]


def test_a_good_memory_is_said_to_be_good(write: Write) -> None:
    """Without a fault the exit status is 0 and nothing is on stdout."""
    path = write("good.tmx", memory(UNIT))
    result = CliRunner().invoke(command, [str(path)])
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"{path}: keeps the rules of TMX\n"


def test_faults_and_doubts_are_lines_and_faults_fail(write: Write) -> None:
    """Each finding is a line with file, line and effect; a fault in any file makes the exit status 1."""
    good, bad = write("good.tmx", memory(UNIT)), write("bad.tmx", memory("<tu/>", version="1.4b"))
    result = CliRunner().invoke(command, [str(bad), str(good)])
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    refused = "tools that check a memory against a schema, as OmegaT 6.1 and later, may refuse the whole file"
    assert lines[0] == f"{bad}:1: fault: version '1.4b' is not a version of TMX; write 1.4 ({refused})"
    assert lines[-1] == f"{bad}:4: doubt: a unit in one language (importers skip it)"
    assert result.stderr.splitlines() == [f"{bad}: 2 faults, 1 doubts", f"{good}: keeps the rules of TMX"]


def test_stdin_is_checked_too() -> None:
    """A dash reads stdin."""
    result = CliRunner().invoke(command, ["-"], input=memory(UNIT, version="2"))
    assert result.exit_code == 1
    assert result.stdout.startswith("-:1: fault: version '2'")
