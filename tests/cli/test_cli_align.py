from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from aligner.formats.alignment_file import load_alignment, parse_alignment
from aligner.formats.ladder_file import parse_beads
from tests.cli.conftest import Run
from tests.fakes import FakeEncoder, english_sentences, to_german

Write = Callable[[str, str | bytes], Path]


def test_the_alignment_file_is_the_default(run: Run, english: Path, german: Path, sentences: list[str]) -> None:
    """Without ``--to`` the alignment file goes to stdout, and how many beads it has to stderr."""
    result = run("align", english, german)
    assert (result.exit_code, result.stderr) == (0, "8 units written\n")
    alignment = parse_alignment(result.stdout, "stdout")
    assert alignment.source.texts == sentences
    assert (alignment.source.language, alignment.target.language) == ("en", "de")
    assert [bead.shape for bead in alignment.ladder.beads] == ["1-1"] * 8
    assert alignment.source.paragraphs[0].level == 1


@pytest.mark.parametrize("name", ["jsonl", "tmx", "html", "tsv", "ladder"])
def test_formats_on_stdout_and_in_a_file(run: Run, english: Path, german: Path, tmp_path: Path, name: str) -> None:
    """A format is the same bytes on stdout, with ``-o -`` and in the file that ``-o`` names."""
    printed = run("align", english, german, "--to", name)
    assert printed.exit_code == 0
    assert run("align", english, german, "--to", name, "-o", "-").stdout_bytes == printed.stdout_bytes
    written = run("align", english, german, "--to", name, "-o", "out/result")
    assert (written.exit_code, written.stdout) == (0, "")
    assert (tmp_path / "out" / "result").read_bytes() == printed.stdout_bytes
    begin = {"jsonl": "{", "tmx": "<?xml", "html": "<!doctype html>", "ladder": "[0]:[0]:"}.get(name, "")
    assert printed.stdout.lower().startswith(begin)


def test_ladder_lines_cover_every_segment_once(run: Run, write: Write) -> None:
    """``--to ladder`` prints beads with 0-based indices and a confidence, every segment of both texts in one line."""
    english = english_sentences(30)
    german = [to_german(sentence) for sentence in english]
    write("s.txt", " ".join(english))
    write("t.txt", " ".join([*german[:4], f"{german[4][:-1]}, {german[5]}", *german[6:19], *german[21:]]))
    result = run("align", "s.txt", "t.txt", "--source-lang", "en", "--target-lang", "de", "--to", "ladder")
    beads = parse_beads(result.stdout)
    assert [i for source, _, _ in beads for i in source] == list(range(30))
    assert [j for _, target, _ in beads for j in target] == list(range(27))
    assert all(0 <= confidence <= 1 for _, _, confidence in beads)
    assert all(line.count(":") == 2 for line in result.stdout.splitlines())


def test_phrases_and_what_is_left_out(run: Run, english: Path, german: Path, sentences: list[str]) -> None:
    """Phrases bound the main text of either side, and ``--explain`` says what stands outside."""
    options = ["--source-start", sentences[1], "--source-end", sentences[3], "--target-start", to_german(sentences[2])]
    result = run("align", english, german, *options, "--explain")
    alignment = parse_alignment(result.stdout, "stdout")
    assert (alignment.source.texts, len(alignment.target.texts)) == (sentences[1:4], 7)
    assert [
        line.split(": ", 1)[1] for line in result.stderr.splitlines() if "left out" in line or "phrase" in line
    ] == [
        f"before the start phrase: {sentences[0]}",
        f"after the end phrase: {' '.join(sentences[4:])[:60].rstrip()}…",
        f"1 paragraph kept, 2 left out ({len(sentences[0]) + len(' '.join(sentences[4:]))} characters)",
        f"before the start phrase: {to_german(sentences[0])}",
        f"2 paragraphs kept, 1 left out ({len(to_german(sentences[0]))} characters)",
    ]
    assert run("align", english, german, "--segmented", "--explain").exit_code == 2
    assert run("align", english, german, "--segmented", "--target-end", "x").exit_code == 2


def test_what_is_aligned_already_is_not_aligned(run: Run, write: Write, english: Path, encoder: FakeEncoder) -> None:
    """PO and XLIFF files are refused with the command that reads them."""
    write("de.po", 'msgid "One."\nmsgstr "Eins."\n')
    result = run("align", english, "de.po")
    assert result.exit_code == 1
    assert (
        "de.po: holds two texts that are aligned already; make an alignment of it with: aligner import de.po"
        in result.stderr
    )
    assert encoder.calls == []


LINES = ["One. Two; three?", "", "  two  spaces ", "Title", "", "a\tb", "\u2028", "last"]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "end"])
def test_segmented_lines_stay_as_they_are(run: Run, write: Write, ending: str, last: str) -> None:
    """With ``--segmented`` each line is one segment, empty ones too, whatever ends the lines."""
    content = "".join(line + ending for line in LINES) + last
    write("a.lines", content.encode())
    result = run("align", "a.lines", "a.lines", "--source-lang", "en", "--target-lang", "de", "--segmented")
    alignment = parse_alignment(result.stdout, "stdout")
    assert alignment.source.texts == LINES + ([last] if last else [])
    assert alignment.source.verbatim


def test_segmented_ladders_count_lines(run: Run, write: Write) -> None:
    """With ``--segmented --to ladder`` the indices are line numbers less one, also of empty files."""
    write("a", "\n\nx\n")
    write("b", "")
    result = run("align", "a", "b", "--source-lang", "en", "--target-lang", "de", "--segmented", "--to", "ladder")
    assert (result.exit_code, result.stdout) == (0, "[0]:[]:1.000\n[1]:[]:1.000\n[2]:[]:1.000\n")
    result = run("align", "b", "b", "--source-lang", "en", "--target-lang", "de", "--segmented", "--to", "ladder")
    assert (result.exit_code, result.stdout) == (0, "")


@pytest.mark.parametrize("name", ["jsonl", "tmx", "html", "tsv", "ladder"])
def test_empty_lines_go_through_every_format(run: Run, write: Write, name: str) -> None:
    """Texts of empty lines, and empty files, are no error in any format."""
    write("a", "\n\n")
    write("b", "")
    options = ["--source-lang", "en", "--target-lang", "de", "--segmented", "--to", name]
    for files in (("a", "a"), ("a", "b"), ("b", "b")):
        assert run("align", *files, *options).exit_code == 0


def test_languages_of_segmented_files_are_taken_from_their_names(run: Run, write: Write) -> None:
    """Also with ``--segmented`` a file's name says its language."""
    write("en.txt", "dog\n")
    write("pt-BR.txt", "cat\n")
    alignment = parse_alignment(run("align", "en.txt", "pt-BR.txt", "--segmented").stdout, "stdout")
    assert (alignment.source.language, alignment.target.language) == ("en", "pt-BR")


@pytest.mark.parametrize("segmented", [[], ["--segmented"]])
def test_stdin_is_one_of_the_texts(run: Run, german: Path, sentences: list[str], segmented: list[str]) -> None:
    """``-`` reads either text from stdin; its name is ``stdin``."""
    languages = ["--source-lang", "en", "--target-lang", "de"]
    content = "\n".join(sentences) + "\n"
    alignment = parse_alignment(run("align", "-", german, *languages, *segmented, stdin=content).stdout, "stdout")
    assert (alignment.source.name, alignment.source.texts) == ("stdin", sentences)
    languages = ["--source-lang", "de", "--target-lang", "en"]
    alignment = parse_alignment(run("align", german, "-", *languages, *segmented, stdin=content).stdout, "stdout")
    assert alignment.target.texts == sentences
    both = run("align", "-", "-", *languages, stdin=content)
    assert (both.exit_code, both.stdout) == (2, "")


def test_nothing_is_overwritten_without_force(
    run: Run, english: Path, german: Path, write: Write, encoder: FakeEncoder
) -> None:
    """A file that exists stays as it is, before anything is computed, unless ``--force`` is given."""
    old = write("out.jsonl", "old")
    result = run("align", english, german, "-o", old)
    assert (result.exit_code, result.stdout, old.read_text()) == (1, "", "old")
    assert "exists; name another file or give --force" in result.stderr
    assert encoder.calls == []
    assert run("align", english, german, "-o", old, "--force").exit_code == 0
    assert len(load_alignment(old).source.segments) == 8


def test_an_input_is_not_overwritten_by_mistake(run: Run, english: Path, german: Path) -> None:
    """An output that is one of the inputs is refused like any file that exists."""
    before = english.read_bytes()
    assert run("align", english, german, "-o", english).exit_code == 1
    assert english.read_bytes() == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the platform has no named pipes")
def test_a_pipe_can_be_written_to(run: Run, english: Path, german: Path) -> None:
    """A named pipe, as any device, needs no ``--force`` and stays what it is."""
    os.mkfifo("pipe")
    reader = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert run("align", english, german, "--to", "ladder", "-o", "pipe").exit_code == 0
        assert os.read(reader, 10).startswith(b"[0]:[0]:")
        assert Path("pipe").is_fifo()
    finally:
        os.close(reader)


@pytest.mark.parametrize("output", ["en.txt/out.jsonl", "/proc/none/out.jsonl", "x" * 300])
def test_an_output_that_cannot_be_written(run: Run, english: Path, german: Path, output: str) -> None:
    """A place that cannot be written to is one sentence that names it."""
    result = run("align", english, german, "-o", output)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: ")
    assert output.removesuffix("/out.jsonl") in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_full_disk_is_one_sentence(run: Run, english: Path, german: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full the error names the file, and no half of it is left."""

    def fail(*_args: object) -> None:
        raise OSError(28, "No space left on device", "en-de.jsonl")

    monkeypatch.setattr(os, "replace", fail)
    result = run("align", english, german, "-o", "en-de.jsonl")
    assert result.exit_code == 1
    assert "en-de.jsonl" in result.stderr
    assert "No space left on device" in result.stderr
    assert not list(Path().glob("*jsonl*"))


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["--to", "odt"], 2, "unknown format 'odt'; known are "),
        (["--source-lang", "jp"], 1, "'jp' is not a BCP 47 language tag; write 'ja'"),
        (["--target-lang", "klingon!"], 1, "is not a BCP 47 language tag"),
        (["--segmented", "--source-lang", "jp"], 1, "write 'ja'"),
    ],
)
def test_wrong_options_cost_nothing(
    run: Run, english: Path, german: Path, encoder: FakeEncoder, options: list[str], code: int, message: str
) -> None:
    """Formats and tags that are none are errors before anything is encoded."""
    result = run("align", english, german, *options)
    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr
    assert encoder.calls == []


@pytest.mark.parametrize("segmented", [[], ["--segmented"]])
@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        (None, 2, "does not exist"),
        (b"a\0b", 1, "bad.txt, line 1: a NUL"),
        ("é".encode() * 40 + b"\xe9\n", 1, "bad.txt, line 1"),
    ],
)
def test_a_file_that_cannot_be_read(
    run: Run, english: Path, write: Write, segmented: list[str], content: bytes | None, code: int, message: str
) -> None:
    """A text that is missing or no text is one sentence that names the file, on either side."""
    if content is not None:
        write("bad.txt", content)
    for files in ((english, "bad.txt"), ("bad.txt", english)):
        result = run("align", *files, "--source-lang", "en", "--target-lang", "en", *segmented)
        assert (result.exit_code, result.stdout) == (code, "")
        assert message in result.stderr


def test_an_empty_text_is_an_error_unless_segmented(run: Run, english: Path, write: Write) -> None:
    """A file without text is an error that names it."""
    write("de.txt", "\n \n")
    result = run("align", english, "de.txt")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "de.txt: no text found" in result.stderr


def test_the_same_command_gives_the_same_bytes(run: Run, english: Path, german: Path) -> None:
    """Two runs give the same bytes; the header has no date."""
    one, other = (run("align", english, german).stdout for _ in range(2))
    assert one == other
    assert set(json.loads(one.split("\n")[0])) == {
        "format",
        "format_version",
        "tool",
        "signature",
        "source",
        "target",
        "written",
    }
