"""The table of formats: what it says of each, and that it is true."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from aligner.alignment import Alignment
from aligner.edition import Edition, weave
from aligner.errors import InputError
from aligner.formats import FORMATS, Settings, export_edition, file_paths, find_format, write_edition
from aligner.formats.aligned import load_aligned
from aligner.formats.alignment_file import format_alignment, parse_alignment
from aligner.formats.ladder_file import format_bead, parse_beads
from aligner.ladder import Bead, Ladder
from tests.formats.editions import SIGNATURE, alignment_of, sample, text_of, written


def cells(edition: Edition) -> list[tuple[str, ...]]:
    """Return the texts of every row."""
    return [tuple(edition.cell_text(row, column) for column in range(len(edition.texts))) for row in edition.rows]


def test_the_table_of_formats_is_cheap() -> None:
    """Whoever asks which formats there are loads none of them."""
    code = "import sys, aligner.formats; print([name for name in ('lxml', 'jinja2', 'pyarrow') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_every_format_says_what_it_is_for() -> None:
    """A summary for the help text, and a suffix of its own where files of the format have one."""
    suffixes = [form.suffix for form in FORMATS.values() if form.per != "language"]
    assert all(form.summary for form in FORMATS.values())
    assert all(suffix.startswith(".") for suffix in suffixes)
    assert len(set(suffixes)) == len(suffixes)
    assert FORMATS["moses"].suffix == ""


def test_what_a_file_of_each_format_holds() -> None:
    """Six formats hold two languages, one holds a single one, and all others hold any number."""
    holds = {kind: {name for name, form in FORMATS.items() if form.per == kind} for kind in ("pair", "language")}
    assert holds == {"pair": {"jsonl", "ladder", "lines", "xces", "xliff", "xliff12"}, "language": {"moses"}}
    assert {name for name, form in FORMATS.items() if form.shows_extras} == {"html"}
    assert {name for name, form in FORMATS.items() if form.check} == {"tmx"}
    timed = {kind: {name for name, form in FORMATS.items() if form.timed == kind} for kind in ("may", "must")}
    assert timed == {"may": {"anki"}, "must": {"srt", "vtt", "ass"}}


def test_unknown_formats_are_refused_with_the_known_ones() -> None:
    """The message for a format that does not exist lists those that do, in the order of the table."""
    with pytest.raises(
        InputError, match=r"^unknown format 'htm'; known are jsonl, ladder, tmx, html, epub, tsv, csv, "
    ):
        find_format("htm")


def test_what_can_be_read_back_is_as_the_table_says() -> None:
    """An alignment file gives back all, a ladder file its beads, memories, jobs and tables their units."""
    said = {name: form.reads_back for name, form in FORMATS.items() if form.reads_back != "nothing"}
    units = ("tmx", "xliff", "xliff12", "tsv", "csv", "xlsx", "docx", "sketch")
    assert said == {"jsonl": "all", "ladder": "beads", "xces": "beads", **dict.fromkeys(units, "units")}
    pair = sample().select([0, 2])
    alignment = pair.alignments[0]
    assert parse_alignment(written(pair, "jsonl")[0].decode(), "x") == alignment
    beads = [(list(bead.source), list(bead.target), bead.confidence) for bead in alignment.ladder.beads]
    assert parse_beads(written(pair, "ladder")[0].decode()) == beads
    # A job has the rows that both versions have, in NFC; a memory has each of them once ("Good night." comes twice).
    both = [row for row in cells(pair) if all(row)]
    memory, job = load_aligned(written(pair, "tmx")[0])[0], load_aligned(written(pair, "xliff")[0])[0]
    assert cells(job) == [(source.replace("e\u0301", "é"), target) for source, target in both]
    assert cells(memory) == list(dict.fromkeys(cells(job)))


def test_an_alignment_file_holds_the_alignment_and_not_the_rows() -> None:
    """Of one alignment, woven or not, the file has its own beads, signature and work, whatever rows are asked for."""
    alignment = alignment_of(("en", "de"), [("a", "b"), ("c", "d")], [0.25, 0.75])
    edition = replace(weave([alignment]), work=sample().work)
    lines = "".join(line + "\n" for line in format_alignment(alignment))
    settings = Settings(min_confidence=0.9, locales={"de": "de-AT"})
    for chosen in (None, settings):
        data, report = written(edition, "jsonl", chosen)
        assert data.decode() == lines
        assert report.lines() == ["2 units written"]
    assert written(edition, "ladder", settings)[0].decode() == "[0]:[0]:0.250\n[1]:[1]:0.750\n"


def test_two_languages_of_several_make_an_alignment_file() -> None:
    """Two versions that were aligned with a third are composed, as ``Edition.alignment`` composes them."""
    german = alignment_of(("en", "de"), [("a", "b / c"), ("d", "e")], [0.5, 0.9])
    french = Alignment(german.source, text_of("fr", ["f / g"]), Ladder((Bead(range(2), range(2), 0.75),)), SIGNATURE)
    edition = weave([german, french])
    settings = Settings(languages=("fr", "de"))
    composed = edition.alignment("fr", "de")
    assert written(edition, "jsonl", settings)[0].decode() == "".join(
        f"{line}\n" for line in format_alignment(composed)
    )
    assert written(edition, "ladder", settings)[0] == b"[0, 1]:[0, 1, 2]:0.500\n"


def test_several_languages_make_a_file_a_pair(tmp_path: Path) -> None:
    """Of an edition of three versions an alignment file and a ladder are files for the pivot with each other one."""
    for name in ("jsonl", "ladder"):
        assert find_format(name).suffix == f".{name}"
        paths = file_paths(sample(), name, tmp_path / f"k.{name}")
        assert [path.name for path in paths] == [f"k.en-de.{name}", f"k.en-ja.{name}"]
        export_edition(sample(), name, tmp_path / f"k.{name}")
        assert all(path.exists() for path in paths)
    assert parse_alignment((tmp_path / "k.en-ja.jsonl").read_text("utf-8"), "x") == sample().alignment("en", "ja")


def test_rows_of_a_memory_are_the_beads_of_its_alignment() -> None:
    """An edition that was read from a file has no alignments of its own; its rows become the beads."""
    back, _ = load_aligned(written(sample().select([0, 1]), "tmx")[0], name="kettle.tmx")
    beads = parse_alignment(written(back, "jsonl")[0].decode(), "x").ladder.beads
    assert [format_bead(bead) for bead in beads[:2]] == ["[0]:[0]:0.990", "[1]:[1]:0.875"]


def test_a_text_aligned_with_itself_has_an_alignment_file() -> None:
    """Two sides that are the same text are one version of an edition; the alignment is written all the same."""
    text = text_of("en", ["a", "b"])
    alignment = Alignment(text, text, Ladder((Bead(range(2), range(2)),)))
    edition = weave([alignment])
    assert len(edition.texts) == 1
    assert parse_alignment(written(edition, "jsonl")[0].decode(), "x") == alignment


@pytest.mark.parametrize("name", ["jsonl", "ladder"])
def test_one_file_holds_one_alignment(name: str) -> None:
    """Three languages in one file are refused, and so are two versions with two alignments: one would be lost."""
    twice = [alignment_of(("en", "de"), [("a / b", "c / d")], [value]) for value in (0.5, 0.6)]
    with pytest.raises(InputError, match="file holds one alignment of two languages, the edition has 3 languages in 2"):
        written(sample(), name)
    with pytest.raises(InputError, match="the edition has 2 languages in 2 alignments; write one file per pair"):
        written(weave(twice), name)


def test_a_job_is_not_made_of_one_text() -> None:
    """A format of two languages refuses an edition of one text with a sentence."""
    text = text_of("en", ["a"])
    edition = weave([Alignment(text, text, Ladder((Bead(range(1), range(1)),)))])
    with pytest.raises(InputError, match="XLIFF holds two languages, the edition has 1"):
        write_edition(edition, "xliff", BytesIO())
