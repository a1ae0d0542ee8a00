from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from aligner.alignment import Alignment
from aligner.formats.alignment_file import save_alignment
from aligner.ladder import Bead, Ladder
from tests.cli.conftest import Run
from tests.fakes import text_of

Write = Callable[[str, str | bytes], Path]


@pytest.fixture(autouse=True)
def ladders(write: Write, run: Run) -> None:  # noqa: ARG001 - it changes the folder
    """Write a gold and a test ladder."""
    write("gold.txt", "[0]:[0]\n[1, 2]:[1]\n[3]:[2, 3]\n[4]:[]\n[]:[4]\n[5]:[5]\n[6]:[6]\n")
    write("test.txt", "[0]:[0]:0.9\n[1]:[1]:0.5\n[2]:[]:0.4\n[3]:[2, 3]:1\n[4]:[4]:0.1\n[5, 6]:[5, 6]:0.2\n")


def test_a_table_for_people(run: Run) -> None:
    """The rates are printed in a table with a row each for strict, lax and all."""
    result = run("evaluate", "gold.txt", "test.txt")
    assert (result.exit_code, result.stderr) == (0, "")
    rows = {line.split()[0]: line.split()[1:] for line in result.stdout.splitlines()[1:4]}
    assert rows == {
        "strict": ["0.3333", "0.4000", "0.3636"], "lax": ["0.6667", "1.0000", "0.8000"],
        "all": ["0.3333", "0.2857", "0.3077"],
    }  # fmt: skip


def test_json_for_programs(run: Run) -> None:
    """``--json`` prints one object with the same rates, unrounded."""
    rates = json.loads(run("evaluate", "gold.txt", "test.txt", "--json").stdout)
    assert rates["strict"] == pytest.approx({"precision": 1 / 3, "recall": 0.4, "f1": 4 / 11})
    assert rates["lax"] == pytest.approx({"precision": 2 / 3, "recall": 1.0, "f1": 0.8})
    assert rates["all"] == pytest.approx({"precision": 1 / 3, "recall": 2 / 7, "f1": 4 / 13})


def test_shares_without_a_counterpart(run: Run) -> None:
    """One of seven source segments is left alone in the test and no target segment; the gold has one of each."""
    said = run("evaluate", "gold.txt", "test.txt").stdout.splitlines()[4:]
    assert said == [
        "under-translation, source without a counterpart: 14.29% of the segments",
        "over-translation, target without a counterpart: 0.00% of the segments",
    ]
    shares = json.loads(run("evaluate", "gold.txt", "--format", "json").stdout)
    assert shares == {"shares": {"segments": {"under_translation": 1 / 7, "over_translation": 1 / 7}}}


def test_an_alignment_file_has_shares_of_characters(run: Run) -> None:
    """Of a file with texts the shares are of the characters too: 4 of 10 in the source, 6 of 9 in the target."""
    text_of_source, text_of_target = text_of("en", ["Tea is", "hot."]), text_of("de", ["Tee", "heiss."])
    ladder = Ladder((Bead(range(1), range(1)), Bead(range(1, 2), range(1, 1)), Bead(range(2, 2), range(1, 2))))
    save_alignment(Alignment(text_of_source, text_of_target, ladder), "pair.jsonl")
    shares = json.loads(run("evaluate", "pair.jsonl", "--format", "json").stdout)["shares"]
    assert shares["segments"] == {"under_translation": 0.5, "over_translation": 0.5}
    assert shares["characters"] == pytest.approx({"under_translation": 0.4, "over_translation": 2 / 3})
    both = json.loads(run("evaluate", "pair.jsonl", "pair.jsonl", "--format", "json").stdout)
    assert both["all"]["f1"] == 1.0


def test_more_than_two_files_are_misuse(run: Run) -> None:
    """A third file is refused before any is read."""
    result = run("evaluate", "gold.txt", "test.txt", "test.txt")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "3 files; name GOLD and TEST, or TEST alone" in result.stderr


def test_empty_ladders(run: Run, write: Write) -> None:
    """Empty files score 0 and are no error."""
    write("empty.txt", "")
    rates = json.loads(run("evaluate", "empty.txt", "empty.txt", "--json").stdout)
    assert set(rates["all"].values()) == {0.0}


@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        (b"[0]:[0]\nnothing\n", 1, "bad.txt, line 2: 'nothing' is not a bead; write it as [0, 1]:[0]"),
        (b"[0]:[0]\n\0\n", 1, "bad.txt, line 2"),
        (b"{}\n", 1, "bad.txt, line 1"),
        (None, 2, "does not exist"),
        (b"folder", 2, "is a directory"),
    ],
)
def test_errors(run: Run, write: Write, content: bytes | None, code: int, message: str) -> None:
    """A file that is no ladder is one sentence that names file and line."""
    if content == b"folder":
        Path("bad.txt").mkdir()
    elif content is not None:
        write("bad.txt", content)
    for files in (("gold.txt", "bad.txt"), ("bad.txt", "test.txt")):
        result = run("evaluate", *files)
        assert (result.exit_code, result.stdout) == (code, "")
        assert message in result.stderr
