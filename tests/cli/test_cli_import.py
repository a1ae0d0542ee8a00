"""The command that reads memories."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from aligner.cli.import_ import command
from aligner.errors import InputError
from aligner.formats.alignment_file import load_alignment, parse_alignment
from tests.cli.conftest import Run
from tests.formats.editions import sample, written
from tests.formats.test_tmx_load import TAGGED
from tests.formats.test_tmx_rules import UNIT, memory
from tests.read.reading import DATA

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
    assert result.stderr.splitlines()[1:] == [
        f"{folder / 'en-de.jsonl'}: 5 units",
        f"{folder / 'en-ja.jsonl'}: 6 units",
    ]
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
    assert "6 inline codes, kept for TMX and XLIFF beside the texts" in dropped.stderr
    kept = CliRunner().invoke(command, [str(path), "--keep-tags"])
    assert parse_alignment(kept.stdout, "stdout").source.texts == ["One <b>bold</b> word<br/>."]


PO = """msgid "The ferry leaves at noon, and nobody on the bank knows when it will come back."
msgstr "Die Fähre legt mittags ab, und niemand am Ufer weiß, wann sie wiederkommt."

#, fuzzy
msgid "Two"
msgstr "Zwo"

msgid "One\\nTwo."
msgstr "Eins\\nzwei."
"""


def test_a_po_file_is_an_alignment(run: Run, write: Write) -> None:
    """The translated entries of a PO file are 1-1 beads; languages that it does not say are told by name and text."""
    write("ferry.de.po", PO)
    result = run("import", "ferry.de.po", "-o", "en-de.jsonl")
    assert result.stderr.splitlines() == ["1 unit left out: fuzzy", "en-de.jsonl: 2 units"]
    alignment = load_alignment(Path("en-de.jsonl"))
    assert (alignment.source.language, alignment.target.language) == ("en", "de")
    assert [bead.shape for bead in alignment.ladder.beads] == ["1-1", "1-1"]
    assert alignment.source.texts[1] == "One Two."
    assert [paragraph.line for paragraph in alignment.target.paragraphs] == [1, 8]
    assert run("export", "en-de.jsonl", "--to", "tsv").stdout.count("Eins zwei.") == 1


def test_the_languages_of_a_po_file_can_be_named(run: Run, write: Write) -> None:
    """``--languages`` names what the file does not say; where nothing tells them, it is asked for."""
    write("short.po", 'msgid "Yes"\nmsgstr "Ja"\n')
    result = run("import", "short.po")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "does not say which languages it holds; name them, as --languages en,de" in result.stderr
    alignment = parse_alignment(
        run("import", "-", "--languages", "en,nl", stdin=Path("short.po").read_bytes()).stdout, "x"
    )
    assert (alignment.source.language, alignment.target.language) == ("en", "nl")


@pytest.mark.parametrize("name", ["ferry-1.2.xlf", "ferry-2.1.xlf"])
def test_an_xliff_file_is_an_alignment(run: Run, name: str) -> None:
    """The translated units of an XLIFF file are beads, in either direction."""
    alignment = parse_alignment(run("import", DATA / name).stdout, "stdout")
    assert alignment.source.language == "en"
    tags = f"{alignment.target.language},en"
    turned = parse_alignment(run("import", DATA / name, "--languages", tags).stdout, "stdout")
    assert turned.source.texts == alignment.target.texts


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.po", 'msgid "a"\nmsgstr ""\n', "a.po: no unit in it has a translation"),
        ("a.xlf", "<html/>", "a.xlf: the root is not <xliff>"),
        ("a.po", 'msgid "a"\nmsgstr b\n', "a.po, line 2: "),
    ],
)
def test_a_translated_file_that_cannot_be_imported(
    run: Run, write: Write, name: str, content: str, message: str
) -> None:
    """What holds no translation, or is damaged, is one sentence."""
    write(name, content)
    result = run("import", name)
    assert (result.exit_code, result.stdout) == (1, "")
    assert message in result.stderr


def test_nothing_is_overwritten_without_leave(write: Write) -> None:
    """A file that is there stays, unless one forces it."""
    path, there = write("two.tmx", memory(UNIT)), write("there.jsonl", "before")
    with pytest.raises(InputError, match=r"there\.jsonl exists"):
        CliRunner().invoke(command, [str(path), "-o", str(there)], catch_exceptions=False)
    assert there.read_text() == "before"
    assert CliRunner().invoke(command, [str(path), "-o", str(there), "--force"]).exit_code == 0
    assert len(load_alignment(there).ladder.beads) == 1


def test_several_pairs_are_files_beside_the_one_named(run: Run, write: Write) -> None:
    """Where -o names a file and there are several pairs, each has the languages in its name."""
    write("more.tmx", written(sample(), "tmx")[0])
    assert run("import", "more.tmx", "-o", "all.jsonl").exit_code == 0
    assert {path.name for path in Path().glob("all*")} == {"all.en-de.jsonl", "all.en-ja.jsonl"}
