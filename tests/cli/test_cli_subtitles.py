"""Subtitles, lines and context on the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.fakes import english_sentences, to_german

Write = Callable[[str, str | bytes], Path]
SENTENCES = english_sentences(30)


def srt(sentences: list[str], late: float, ratio: float = 1.0) -> str:
    """Return subtitles of a sentence each six seconds, at another speed and later."""
    cues = []
    for number, sentence in enumerate(sentences, 1):
        begin, end = (ratio * (6 * number + more) + late for more in (0, 2))
        cues.append(f"{number}\n{clock(begin)} --> {clock(end)}\n{sentence}.\n")
    return "\n".join(cues)


def clock(seconds: float) -> str:
    """Return a time as SRT has it."""
    whole, fraction = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02},{fraction:03}"


@pytest.fixture
def films(write: Write, run: Run) -> Path:
    """Align two films, of which the second is slower and begins later."""
    write("film.en.srt", srt(SENTENCES, 0))
    write("film.de.srt", srt([to_german(sentence) for sentence in SENTENCES], 10, 25 / 24))
    result = run("align", "film.en.srt", "film.de.srt", "-o", "film.jsonl")
    assert result.exit_code == 0
    assert "times: target = 1.0417 × source + 10.00 s (25 frames a second in the source, 24" in result.stderr
    return Path("film.jsonl")


def test_a_film_is_moved_onto_the_clock_of_another(run: Run, films: Path) -> None:
    """The German cues are written at the times at which they are due in the English film."""
    result = run("export", films, "--to", "srt", "--languages", "de", "--clock", "en")
    assert result.exit_code == 0
    first = result.stdout.split("\n\n")[0].split("\n")
    assert first == ["1", "00:00:06,000 --> 00:00:08,000", to_german(SENTENCES[0]) + "."]
    assert "times: by 30 sure beads" in result.stderr


@pytest.mark.parametrize("name", ["srt", "vtt", "ass"])
def test_the_order_and_the_times_are_chosen(run: Run, films: Path, name: str) -> None:
    """The first language is above, whichever version gives the times."""
    result = run("export", films, "--to", name, "--languages", "de,en", "--times", "en", "-o", f"film.{name}")
    assert result.exit_code == 0
    content = Path(f"film.{name}").read_text("utf-8")
    assert content.index(to_german(SENTENCES[0])) < content.index(SENTENCES[0])
    assert "0:00:06" in content


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--to", "tmx", "--times", "en"], 2, "--times and --clock are for subtitles; tmx has no times"),
        (["--to", "srt", "--times", "fr"], 1, "no version in 'fr'"),
        (["--to", "lines", "--insertions", "hide"], 2, "'hide' is not one of"),
        (["--to", "tmx", "--context", "trados"], 2, "'trados' is not one of"),
    ],
)
def test_what_cannot_be_is_refused(run: Run, films: Path, arguments: list[str], code: int, message: str) -> None:
    """A wish that a format cannot grant is one sentence."""
    result = run("export", films, *arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr


def test_a_film_and_a_text_have_no_clocks_to_compare(run: Run, write: Write) -> None:
    """Nothing is said of times where only one side has some."""
    write("film.en.srt", srt(SENTENCES[:5], 0))
    write("film.de.txt", "\n\n".join(to_german(sentence) + "." for sentence in SENTENCES[:5]))
    result = run("align", "film.en.srt", "film.de.txt", "--to", "vtt")
    assert result.exit_code == 0
    assert "times:" not in result.stderr
    assert result.stdout.startswith("WEBVTT\n\n00:00:06.000 --> 00:00:08.000\n")


def test_lines_are_as_many_as_the_source_has(run: Run, write: Write) -> None:
    """A line a line, blank ones and those at the end too, whether the input is read as lines or as plain text."""
    english = f"{SENTENCES[0]}. {SENTENCES[1]}.\n\n{SENTENCES[2]}.\n{SENTENCES[3]}.\n\n\n"
    write("a.en.txt", english)
    write("a.de.txt", "\n\n".join(to_german(sentence) + "." for sentence in (*SENTENCES[:3], SENTENCES[9])))
    for more in ([], ["--segmented"]):
        result = run("align", "a.en.txt", "a.de.txt", "--to", "lines", *more)
        assert (result.exit_code, result.stdout.count("\n")) == (0, english.count("\n"))
    result = run("align", "a.en.txt", "a.de.txt", "--to", "lines")
    assert result.stdout.split("\n")[0] == f"{to_german(SENTENCES[0])}. {to_german(SENTENCES[1])}."
    assert result.stdout.split("\n")[1] == ""


def test_lines_with_identifiers_keep_their_places(run: Run, write: Write) -> None:
    """Lines that begin with an identifier are lines of the source as any others."""
    write("a.en.txt", f"1:1\t{SENTENCES[0]}. {SENTENCES[1]}.\n\n1:2\t{SENTENCES[2]}.\n\n")
    write("a.de.txt", "".join(f"1:{k}\t{to_german(SENTENCES[k])}.\n" for k in (1, 2)))
    result = run("align", "a.en.txt", "a.de.txt", "--borders", "ids", "--to", "lines")
    assert (result.exit_code, result.stdout.count("\n")) == (0, 4)
    assert result.stdout.split("\n")[1:3] == ["", f"{to_german(SENTENCES[2])}."]


def test_context_and_creator_are_options_of_a_memory(run: Run, films: Path) -> None:
    """A memory for memoQ names who made it, and what is around each unit."""
    result = run("export", films, "--to", "tmx", "--context", "memoq", "--creator", "Ada")
    assert result.exit_code == 0
    assert 'creationid="Ada"' in result.stdout
    assert f'<prop type="x-context-pre">&lt;seg&gt;{SENTENCES[0]}.&lt;/seg&gt;</prop>' in result.stdout
