"""XLIFF: its rules, and the way back."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from aligner.errors import InputError
from aligner.formats import export_edition
from tests.formats.editions import DATA, edition_of, ladder_of, sample, written

CORE = "{urn:oasis:names:tc:xliff:document:2.0}"
META = "{urn:oasis:names:tc:xliff:metadata:2.0}meta"


def units_of(data: bytes) -> list[etree._Element]:
    """Return the units of a file that keeps the rules."""
    root = etree.fromstring(data)
    etree.XMLSchema(file=str(DATA / "xliff21.xsd")).assertValid(root)
    return list(root.iter(f"{CORE}unit"))


def test_a_job_holds_every_bead() -> None:
    """Shapes, texts and confidence of a file give the alignment back, and the file keeps the rules of XLIFF."""
    edition = sample().select([0, 1])
    units = units_of(written(edition, "xliff")[0])
    said: list[Any] = [{meta.get("type"): meta.text for meta in unit.iter(META)} for unit in units]
    beads = edition.alignment("en", "de").ladder.beads
    assert [bead[:2] for bead in ladder_of([meta["shape"] for meta in said]).beads] == [bead[:2] for bead in beads]
    assert [float(meta["confidence"]) for meta in said] == [bead.confidence for bead in beads]
    texts = [[unit.findtext(f".//{CORE}{side}", "") for side in ("source", "target")] for unit in units]
    assert texts[1] == ['“Who calls <me>?” "Nobody," said the pot.', "»Wer ruft <mich>?« »Niemand«, sagte der Topf."]
    assert texts[4] == ["", "Das kam später."]


def test_what_is_not_translated_says_so() -> None:
    """A segment without a translation is in the state initial, the others are translated."""
    units = units_of(written(edition_of(("en", "de"), [("a", "b"), ("c", "")]), "xliff")[0])
    assert [unit[-1].get("state") for unit in units] == ["translated", "initial"]


def test_a_file_holds_two_languages(tmp_path: Any) -> None:
    """An edition of three languages makes two files, and is refused as one."""
    export_edition(sample(), "xliff", tmp_path / "kettle.xlf")
    assert {path.name for path in tmp_path.iterdir()} == {"kettle.en-de.xlf", "kettle.en-ja.xlf"}
    for path in tmp_path.iterdir():
        assert len(units_of(path.read_bytes())) >= 7
    with pytest.raises(InputError, match="two languages, the edition has 3"):
        written(sample(), "xliff")


def test_a_job_is_in_nfc() -> None:
    """Letters and accents are composed, as the other formats for translators have them."""
    unit = units_of(written(edition_of(("en", "de"), [("Cafe\u0301.", "Ka\u0308se.")]), "xliff")[0])[0]
    assert [unit.findtext(f".//{CORE}{side}") for side in ("source", "target")] == ["Café.", "Käse."]
