"""The same word for the same thing in every command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from aligner.cli import main
from aligner.formats import FORMATS

Run = Callable[..., Result]
COMMANDS = {name: main.get_command(click.Context(main), name) for name in main.list_commands(click.Context(main))}

WORDS = {
    "--source-lang", "--target-lang", "--lang", "--languages", "--segmented", "--source-start", "--source-end",
    "--target-start", "--target-end", "--start", "--end", "--output", "--force", "--to", "--format", "--model",
    "--fp32", "--explain", "--pairs", "--locale", "--layout", "--min-confidence", "--fail-under", "--fail-on",
    "--ignore", "--show-all", "--keep-tags", "--title", "--author", "--translator", "--publisher", "--rights",
    "--date", "--cover", "--trust", "--device", "--align-inside", "--borders", "--keep", "--length-ratio",
    "--check-languages", "--since", "--until", "--property", "--grep", "--no-copies", "--no-findings", "--units",
    "--client", "--project", "--paragraphs", "--pins", "--by", "--write-text", "--port", "--no-browser",
    "--times", "--clock", "--insertions", "--context", "--creator",
    "--tokenized", "--words", "--min-count",
    "--works", "--workers", "--scheduler", "--dry-run", "--retry-failed", "--limit", "--log-json",
    "--lock", "--update-lock", "--terms", "--consistency", "--profile", "--split",
}  # fmt: skip
"""Every word that an option may be; a new one is added here when no old one means the same."""
OLDER = {"--out": "--output", "--formats": "--to", "--json": "--format"}
"""Spellings of earlier versions, which keep working, and the words that took their place."""


COMMANDS |= {
    f"memory {name}": command
    for group in [COMMANDS["memory"]]
    if isinstance(group, click.Group)
    for name, command in group.commands.items()
}


def options(name: str) -> dict[str, click.Option]:
    """Return the options of a command by their long names."""
    command = COMMANDS[name]
    assert command is not None
    given = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    return {long: option for option in given for long in option.opts if long.startswith("--")}


@pytest.mark.parametrize("name", COMMANDS)
def test_commands_use_the_words_that_are_known(name: str) -> None:
    """No command has a word of its own for what another command calls otherwise."""
    assert set(options(name)) <= WORDS | set(OLDER)


@pytest.mark.parametrize(
    "name", ["align", "batch", "build", "coverage", "export", "find", "import", "pair", "segment", "terms", "words"]
)
def test_whatever_writes_takes_output(name: str) -> None:
    """Each command that writes is told where with -o and --output."""
    output = options(name)["--output"]
    assert "-o" in output.opts


def test_what_is_written_is_to_and_reports_are_format() -> None:
    """``--to`` names the format of what is written, ``--format`` that of a report."""
    assert {name for name in COMMANDS if "--to" in options(name)} == {
        "align", "batch", "build", "export", "memory update", "terms",
    }  # fmt: skip
    assert {name for name in COMMANDS if "--format" in options(name)} == {
        "coverage", "evaluate", "find", "memory stats", "memory leverage", "words",
    }  # fmt: skip


def test_export_lists_the_formats_with_their_summaries(run: Run) -> None:
    """The help of export has every format and what it is for."""
    said = " ".join(run("export", "--help").output.split())
    for name, form in FORMATS.items():
        assert f"{name} {form.summary}" in said


def test_older_spellings_keep_working(run: Run, english: Path, german: Path, write: Callable[..., Path]) -> None:
    """``build --out --formats`` writes what ``build -o --to`` writes, and ``evaluate --json`` prints JSON."""
    work = Path("texts", "work")
    work.mkdir(parents=True)
    english.rename(work / "en.txt")
    german.rename(work / "de.txt")
    assert run("build", work, "--out", "old", "--formats", "tmx").exit_code == 0
    assert run("build", work, "-o", "new", "--to", "tmx").exit_code == 0
    assert run("build", work, "--output", "newer", "--to", "tmx").exit_code == 0
    old, new, newer = (
        {path.name: path.read_bytes() for path in Path(name).iterdir()} for name in ("old", "new", "newer")
    )
    assert set(old) == {"en-de.jsonl", "work.tmx"}
    assert old == new == newer
    ladder = write("a.ladder", "[0]:[0]:1\n")
    reports = [
        CliRunner().invoke(main, ["evaluate", str(ladder), str(ladder), *how]).output
        for how in (["--json"], ["--format", "json"])
    ]
    assert json.loads(reports[0])["strict"]["f1"] == 1.0
    assert reports[0] == reports[1]


def test_segments_are_written_to_a_file(run: Run, english: Path) -> None:
    """``segment -o`` writes a file, and overwrites none without being told to."""
    printed = run("segment", english).output
    assert run("segment", english, "-o", "out.txt").output == ""
    assert Path("out.txt").read_text("utf-8") == printed
    again = run("segment", english, "-o", "out.txt")
    assert (again.exit_code, "out.txt exists; name another file or give --force" in again.output) == (1, True)
    assert run("segment", english, "-o", "out.txt", "--force").exit_code == 0
