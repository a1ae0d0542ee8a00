"""TMX: what goes into a memory, what stays out, and what comes back."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from aligner.alignment import Alignment
from aligner.edition import Edition, Row, weave
from aligner.errors import AlignerError
from aligner.formats import Settings, export_edition, write_edition
from aligner.formats.aligned import load_aligned
from aligner.formats.registry import FORMATS
from aligner.formats.tmx import write_tmx
from aligner.formats.tmx_rules import check_memory, require_valid
from aligner.ladder import Bead, Ladder
from aligner.work_info import WorkInfo
from tests.formats.editions import alignment_of, edition_of, sample, text_of, written

LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def units_of(data: bytes) -> list[dict[str, str]]:
    """Return each unit's texts by language."""
    units = etree.fromstring(data).iter("tu")
    return [{str(v.get(LANG)): v.findtext("seg", "") for v in unit.iter("tuv")} for unit in units]


def test_a_memory_keeps_the_rules() -> None:
    """What is written has neither a fault nor a doubt, whatever is in the texts."""
    data, _ = written(sample(), "tmx")
    assert check_memory(data) == []
    assert b"\r" not in data
    assert not data.startswith(b"\xef\xbb\xbf")


def test_what_stays_out_is_counted() -> None:
    """One-sided rows, repeated units and unsure rows stay out of the memory, and dropped characters are counted."""
    data, report = written(sample(), "tmx", Settings(min_confidence=0.8))
    assert [unit["en"] for unit in units_of(data)] == [
        "The Kettle & the Pot", '“Who calls <me>?” "Nobody," said the pot.', "Good night.", "Café."
    ]  # fmt: skip
    assert report.units == 4
    assert dict(report.left_out) == {"repeated units": 1, "rows with a confidence below 0.8": 3}
    assert report.lines()[-1] == "note: characters that no XML file may hold were dropped (1)"


@pytest.mark.parametrize("odd", ["\x00", "\x08", "\x7f", "\ufffe", "\uffff", "\ud800"])
def test_characters_that_xml_forbids_are_dropped(odd: str) -> None:
    """No character that would make the file unreadable is written, not even as a reference; the allowed ones are."""
    texts = text_of("en", [f"a{odd}b"]), text_of("de", ["c"])
    data, report = written(Edition(texts, (Row((range(1), range(1)), 1.0),)), "tmx")
    assert units_of(data) == [{"en": "a\x7fb" if odd == "\x7f" else "ab", "de": "c"}]
    assert sum(report.remarks.values()) == (odd != "\x7f")
    assert check_memory(data) == []


def test_long_segments_are_counted() -> None:
    """A segment of over 2,000 characters is written and counted, for Trados skips it."""
    data, report = written(edition_of(("en", "de"), [("x" * 2001, "y" * 2000)]), "tmx")
    assert len(units_of(data)[0]["en"]) == 2001
    assert report.remarks["segments of over 2,000 characters, which Trados skips"] == 1
    assert [finding.message for finding in check_memory(data)] == ["a segment of 2,001 characters"]


def test_locales_are_mapped() -> None:
    """A tool that knows only pt-BR gets it, in header and units."""
    data, _ = written(edition_of(("pt", "de"), [("um", "eins")]), "tmx", Settings({"pt": "pt-BR"}))
    assert b'srclang="pt-BR"' in data
    assert units_of(data) == [{"pt-BR": "um", "de": "eins"}]


def test_a_unit_without_the_pivot_names_its_own_source() -> None:
    """A row that the pivot lacks is a unit of the others, with a source language of its own."""
    rows = [("One.", "Eins.", "Un."), ("", "Zwei.", "Deux.")]
    german = alignment_of(("de", "en"), [(row[1], row[0]) for row in rows], [0.9, 0.9])
    french = alignment_of(("de", "fr"), [row[1:] for row in rows], [0.9, 0.9])
    data, _ = written(weave([german, french], pivot="en"), "tmx")
    assert units_of(data)[1] == {"de": "Zwei.", "fr": "Deux."}
    assert [unit.get("srclang") for unit in etree.fromstring(data).iter("tu")] == [None, "de"]
    assert check_memory(data) == []


def test_pairs_have_files_and_rows_of_their_own(tmp_path: Path) -> None:
    """With pairs there is a file for the pivot with each version, whose rows no third version has joined."""
    german = alignment_of(("en", "de"), [("One.", "Eins."), ("Two.", "Zwei.")], [0.9, 0.9])
    french = Alignment(german.source, text_of("fr", ["Un et deux."]), Ladder((Bead(range(2), range(1)),)))
    edition = weave([german, french])
    assert len(edition.rows) == 1
    report = export_edition(edition, "tmx", tmp_path / "work.tmx", pairs=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["work.en-de.tmx", "work.en-fr.tmx"]
    assert units_of((tmp_path / "work.en-de.tmx").read_bytes())[1] == {"en": "Two.", "de": "Zwei."}
    assert report.lines() == ["3 units written in 2 files"]


def test_a_memory_comes_back() -> None:
    """Read again, a memory has every row that it could hold, with its texts and its confidence."""
    edition = sample()
    back, notes = load_aligned(written(edition, "tmx")[0], name="kettle.tmx")
    assert notes == ["2 notes and properties of the header, left out"]
    assert (back.languages, back.name) == (edition.languages, "kettle")
    kept = [edition.rows[number] for number in (0, 1, 2, 3, 5, 7)]
    assert [row.confidence for row in back.rows] == [row.confidence for row in kept]
    for ours, theirs in zip(kept[:4], back.rows[:4], strict=True):
        assert [edition.cell_text(ours, column) for column in range(3)] == [
            back.cell_text(theirs, column) for column in range(3)
        ]
    assert written(replace(back, work=replace(back.work, author="A. Nonymous", rights="CC0-1.0")), "tmx")[1].units == 6


def test_a_memory_that_breaks_a_rule_does_not_take_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the writer ever wrong, the file would not be there, and the one before it still would."""
    path = tmp_path / "work.tmx"
    path.write_text("before")
    broken = FORMATS["tmx"]._replace(
        write=lambda edition, settings, file, _extras: (
            write_tmx(edition, settings, wrapped := BytesIO()),
            file.write(wrapped.getvalue().replace(b"srclang", b"sourcelang")),
        )[0]
    )
    monkeypatch.setitem(FORMATS, "tmx", broken)
    with pytest.raises(AlignerError, match=r"line 4: <header>.*'sourcelang' is not allowed; nothing written"):
        export_edition(sample(), "tmx", path)
    assert [file.read_text() for file in tmp_path.iterdir()] == ["before"]


def test_faults_of_ours_are_refused() -> None:
    """The check that every written memory passes finds a fault where there is one."""
    with pytest.raises(AlignerError, match="line 1"):
        require_valid(BytesIO(b'<tmx version="1.4b"><header/><body/></tmx>'), "x")


def many(count: int) -> Edition:
    """Return an edition of so many rows of two sentences."""
    return edition_of(("en", "de"), [(f"Sentence number {n}.", f"Satz Nummer {n}.") for n in range(count)])


def test_writing_needs_no_memory_for_the_file(tmp_path: Path) -> None:
    """The file is written and checked as a stream: five times as many units need hardly more memory."""
    peaks = []
    for count in (200, 1000):
        edition = many(count)
        with (tmp_path / "x").open("w+b") as file:
            tracemalloc.start()
            write_edition(edition, "tmx", file)
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[1] < peaks[0] + 800 * 200


def test_characters_of_the_header_that_xml_forbids_are_dropped() -> None:
    """Author, rights and signature of the edition are written without them, as the texts are."""
    edition = edition_of(("en", "de"), [("a", "b")])
    odd = replace(edition, work=WorkInfo("w", "A\x0buthor", "CC\x000"), signatures=("mo\x01del",))
    root = etree.fromstring(written(odd, "tmx")[0])
    assert [note.text for note in root.iter("note")] == ["Author", "CC0"]
    assert root.findtext(".//prop[@type='x-model']") == "model"


def test_a_unit_with_one_side_of_several_segments_is_a_block() -> None:
    """Where a variant has two segments the unit is of segtype block; where none has, the header's sentence holds."""
    data, _ = written(edition_of(("en", "de"), [("a.", "b."), ("c.", "d. / e.")]), "tmx")
    units = list(etree.fromstring(data).iter("tu"))
    assert [unit.get("segtype") for unit in units] == [None, "block"]
    assert [unit.findtext("prop[@type='x-shape']") for unit in units] == ["1-1", "1-2"]
    assert [unit.get("tuid") for unit in units] == ["work-1", "work-2"]
