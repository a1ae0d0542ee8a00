"""The command that reads memories."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from aligner.alignment import load_alignment, parse_alignment
from aligner.cli.import_ import command
from aligner.errors import InputError
from tests.export.editions import sample, written
from tests.memory.test_check import UNIT, memory
from tests.memory.test_load import TAGGED

Write = Callable[[str, str | bytes], Path]


def test_a_memory_of_two_languages_is_one_alignment(write: Write) -> None:
    """Two languages make an alignment file, on stdout or where one says."""
    path = write("two.tmx", memory(UNIT))
    result = CliRunner().invoke(command, [str(path)])
    assert [bead.shape for bead in parse_alignment(result.stdout, "stdout").ladder.beads] == ["1-1"]
    output = path.with_suffix(".jsonl")
    assert CliRunner().invoke(command, [str(path), "-o", str(output)]).exit_code == 0
    assert load_alignment(output).source.texts == ["One."]


def test_a_memory_of_more_languages_is_a_folder(write: Write) -> None:
    """More languages make a file for the first with each other."""
    path = write("more.tmx", written(sample(), "tmx")[0])
    folder = path.parent / "out"
    result = CliRunner().invoke(command, [str(path), "-o", str(folder)])
    assert result.stderr.splitlines() == [f"{folder / 'en-de.jsonl'}: 6 units", f"{folder / 'en-ja.jsonl'}: 6 units"]
    assert load_alignment(folder / "en-ja.jsonl").target.texts[1] == "「誰だ？」「誰も。」"
    assert CliRunner().invoke(command, [str(path)]).exit_code == 2


def test_two_languages_of_more_can_be_chosen(write: Write) -> None:
    """Any two languages of a memory make an alignment; an unknown or a lone one is an error."""
    path = write("more.tmx", written(sample(), "tmx")[0])
    result = CliRunner().invoke(command, [str(path), "--languages", "ja, de"])
    alignment = parse_alignment(result.stdout, "stdout")
    assert (alignment.source.language, alignment.target.language) == ("ja", "de")
    assert CliRunner().invoke(command, [str(path), "--languages", "ja"]).exit_code == 2
    with pytest.raises(InputError, match="no version in 'pl'"):
        CliRunner().invoke(command, [str(path), "--languages", "ja,pl"], catch_exceptions=False)


def test_tags_can_be_kept(write: Write) -> None:
    """Inline markup is dropped with a word about it, or kept."""
    path = write("tagged.tmx", memory(TAGGED))
    dropped = CliRunner().invoke(command, [str(path)])
    assert "4 inline codes, dropped" in dropped.stderr
    kept = CliRunner().invoke(command, [str(path), "--keep-tags"])
    assert parse_alignment(kept.stdout, "stdout").source.texts == ["One <b>bold</b> word<br/>."]


def test_nothing_is_overwritten_without_leave(write: Write) -> None:
    """A file that is there stays, unless one forces it."""
    path, there = write("two.tmx", memory(UNIT)), write("there.jsonl", "before")
    with pytest.raises(InputError, match=r"there\.jsonl exists"):
        CliRunner().invoke(command, [str(path), "-o", str(there)], catch_exceptions=False)
    assert there.read_text() == "before"
    assert CliRunner().invoke(command, [str(path), "-o", str(there), "--force"]).exit_code == 0
    assert len(load_alignment(there).ladder.beads) == 1
