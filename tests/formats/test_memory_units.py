"""Memories as streams of units: languages and directions, details and codes, files of any size."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from aligner.errors import InputError
from aligner.formats import Settings, export_edition
from aligner.formats.aligned import load_aligned, open_aligned
from aligner.formats.alignment_file import format_alignment, load_alignment, parse_alignment
from aligner.formats.memory_files import pair_files
from tests.formats.editions import edition_of, sample, written


def memory(*units: str, source: str = "en") -> bytes:
    """Return a memory whose first unit is in line 2."""
    header = (
        f'<tmx version="1.4"><header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t" '
        f'adminlang="en" srclang="{source}" datatype="plaintext"/><body>'
    )
    return "\n".join((header, *units, "</body></tmx>")).encode()


def unit(*variants: tuple[str, str], attributes: str = "", said: str = "") -> str:
    """Return a unit of variants in some languages."""
    tuvs = "".join(f'<tuv xml:lang="{code}"><seg>{text}</seg></tuv>' for code, text in variants)
    return f"<tu{attributes}>{said}{tuvs}</tu>"


def pairs_of(data: bytes, languages: tuple[str, ...] = ()) -> dict[tuple[str, ...], list[tuple[str, str]]]:
    """Return the texts of each pair of languages that an import writes."""
    found: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    with open_aligned(data, name="a.tmx") as opened, pair_files(opened, languages) as pairs:
        for pair in pairs:
            file = io.BytesIO()
            pair.write(file, opened)
            alignment = parse_alignment(file.getvalue().decode(), "x")
            found[pair.languages] = [(bead.source_text, bead.target_text) for bead in alignment]
    return found


GERMAN_FIRST = ("de", "Ja"), ("en-US", "Yes")


@pytest.mark.parametrize(
    ("data", "languages"),
    [
        (memory(unit(*GERMAN_FIRST)), ("en-US", "de")),
        (memory(unit(*GERMAN_FIRST), source="EN-us"), ("en-US", "de")),
        (memory(unit(*GERMAN_FIRST, attributes=' srclang="en-US"'), source="*all*"), ("en-US", "de")),
        (memory(unit(*GERMAN_FIRST, attributes=' srclang="en"'), source="*all*"), ("en-US", "de")),
        (memory(unit(*GERMAN_FIRST), source="*all*"), ("de", "en-US")),
        (memory(unit(*GERMAN_FIRST), source="fr"), ("de", "en-US")),
    ],
)
def test_the_source_is_what_the_memory_says(data: bytes, languages: tuple[str, str]) -> None:
    """The header's language, or its region, is the source; where it says nothing the unit does, then the order."""
    assert list(pairs_of(data)) == [languages]
    assert load_aligned(data)[0].languages == languages


REGIONS = memory(
    unit(("en_us", "One."), ("es_es", "Uno.")),
    unit(("EN-US", "Two."), ("es-ES", "Dos.")),
    unit(("en", "Three."), ("es-MX", "Tres.")),
    unit(("en-GB", "Four."), ("fr", "Quatre.")),
    source="en_us",
)


def test_a_language_takes_its_regions() -> None:
    """A language that is named takes its regional variants; it is called by the file's tag where only one answers."""
    assert pairs_of(REGIONS, ("en", "es")) == {
        ("en", "es"): [("One.", "Uno."), ("Two.", "Dos."), ("Three.", "Tres.")]
    }  # fmt: skip
    assert pairs_of(REGIONS, ("en-GB", "fr")) == {("en-GB", "fr"): [("Four.", "Quatre.")]}
    assert list(pairs_of(memory(unit(("EN-US", "Yes"), ("DE-DE", "Ja"))), ("de", "en"))) == [("de-DE", "en-US")]


def test_every_pair_of_languages_is_a_file() -> None:
    """Units of several pairs of languages are several alignments; a unit without the source is a pair of the others."""
    data = memory(
        unit(("en", "a"), ("de", "b"), ("fr", "c")), unit(("fr", "d"), ("de", "e")), unit(("en", "f"), ("fr", "g"))
    )
    assert pairs_of(data) == {
        ("en", "de"): [("a", "b")], ("en", "fr"): [("a", "c"), ("f", "g")], ("fr", "de"): [("d", "e")]
    }  # fmt: skip


def test_languages_that_are_not_there_are_named() -> None:
    """The message lists what the file has."""
    with pytest.raises(
        InputError, match=r"a\.tmx: no version in 'pl'; the file has en-US, es-ES, en, es-MX, en-GB, fr"
    ):
        pairs_of(REGIONS, ("en", "pl"))


def test_a_file_written_as_a_stream_is_that_of_the_edition() -> None:
    """What is written while a memory is read is the alignment file of its edition, but for the digest of it."""
    said = '<note>n "1"</note><prop type="x-confidence">0.5</prop>'
    codes = 'One<ph x="1">&lt;br/&gt;</ph>two \u2028 "x"'
    data = memory(
        unit(("en", codes), ("de", "é")), unit(("en", " a\tb "), ("de", "c\n"), attributes=' tuid="7"', said=said)
    )
    edition, _ = load_aligned(data, name="a.tmx")
    with open_aligned(data, name="a.tmx") as opened, pair_files(opened) as (pair,):
        file = io.BytesIO()
        pair.write(file, opened)
    lines = "".join(line + "\n" for line in format_alignment(edition.alignment("en", "de")))
    # A stream does not know, when it writes the header, what it will have written.
    assert file.getvalue().decode() == re.sub(r', "written": "[0-9a-f]{16}"', "", lines)
    assert parse_alignment(lines, "x") == edition.alignment("en", "de")


CODED = (
    ' Press <bpt i="1" type="bold">&lt;b&gt;</bpt>Enter<ept i="1">&lt;/b&gt;</ept>,\n or  <hi type="x">wait</hi>'
    '<ph x="2">[<sub>a note</sub>]</ph>. '
)
DETAILED = unit(
    ("en", CODED),
    ("de", "Cafe\u0301\t"),
    attributes=' tuid="42" creationdate="20200101T000000Z" creationid="ANNA" changedate="20210101T000000Z" '
    'changeid="BEN" usagecount="3" lastusagedate="20220101T000000Z" datatype="html"',
    said='<note>a note</note><prop type="client">ACME</prop><prop type="x-context">ui.button</prop>',
).replace('<tuv xml:lang="de">', '<tuv xml:lang="de" creationid="CARL"><prop type="x-len">3</prop>')  # fmt: skip


def canonical(element: etree._Element) -> str:
    """Return a unit in canonical form, without the properties that aligner adds."""
    for prop in element.findall("prop"):
        if prop.get("type") in ("x-confidence", "x-shape", "x-model", "x-document"):
            element.remove(prop)
    return etree.tostring(element, method="c14n", with_tail=False).decode()


def test_a_unit_survives_import_and_export(tmp_path: Path) -> None:
    """White space, codes, dates, authors, notes, properties and the identifier come back, also through the file."""
    edition, notes = load_aligned(memory(DETAILED), name="a.tmx")
    assert notes == ["5 inline codes, kept for TMX and XLIFF beside the texts"]
    data, report = written(edition, "tmx")
    assert report.lines() == ["1 units written", "note: texts whose letters and accents were composed (NFC) (1)"]
    wanted = canonical(next(etree.fromstring(memory(DETAILED)).iter("tu"))).replace("e\u0301", "é")
    assert canonical(next(etree.fromstring(data).iter("tu"))) == wanted
    export_edition(edition, "jsonl", tmp_path / "a.jsonl")
    back = load_alignment(tmp_path / "a.jsonl")
    assert [text.paragraphs for text in (back.source, back.target)] == [text.paragraphs for text in edition.texts]


def test_what_a_format_does_not_hold_is_counted_by_name() -> None:
    """A table has no codes and no dates, and says how many of each it goes without."""
    _, report = written(load_aligned(memory(DETAILED), name="a.tmx")[0], "csv")
    lost = {line.split(",")[0].removeprefix("note: ").split(" of ")[0]: line[-2] for line in report.lines()[1:]}
    wanted = {"dates": "3", "identifiers": "1", "inline codes": "5", "notes": "1", "other attributes": "1"}
    wanted |= {"properties": "3", "usage counts": "1", "user names": "3"}
    assert {key: value for key, value in lost.items() if key in wanted} == wanted


def test_what_tmx_does_not_allow_is_left_out_and_counted() -> None:
    """A date in another form, an identifier with spaces and codes that are not one and one make no invalid file."""
    broken = unit(("en", '<bpt i="1">b</bpt>x'), ("de", "y"), attributes=' tuid="a b" creationdate="2020-01-01"')
    data, report = written(load_aligned(memory(broken))[0], "tmx")
    assert b"<seg>x</seg>" in data
    assert sorted(report.lines()[1:]) == [
        "note: units whose inline codes break the rules of TMX, written without them (1)",
        "note: values of 'creationdate' that TMX does not allow, left out (1)",
        "note: values of 'tuid' that TMX does not allow, left out (1)",
    ]


def test_packed_files(tmp_path: Path) -> None:
    """A name that ends in .gz is packed, with the same bytes each time; a zip file with one file in it is read."""
    edition = edition_of(("en", "de"), [("One.", "Eins.")])
    paths = [tmp_path / name for name in ("a.tmx.gz", "b.tmx.gz")]
    for path in paths:
        export_edition(edition, "tmx", path)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert gzip.decompress(paths[0].read_bytes()) == written(edition, "tmx")[0]
    export_edition(sample(), "tmx", tmp_path / "k.tmx.gz", pairs=True)
    assert (tmp_path / "k.en-de.tmx.gz").exists()
    with zipfile.ZipFile(tmp_path / "a.tmx.zip", "w") as archive:
        archive.writestr("a.tmx", written(edition, "tmx")[0])
    assert len(load_aligned(tmp_path / "a.tmx.zip")[0]) == 1
    with zipfile.ZipFile(tmp_path / "a.tmx.zip", "a") as archive:
        archive.writestr("b.tmx", b"")
    with pytest.raises(InputError, match="holds 2 files; unpack it and name one of them"):
        load_aligned(tmp_path / "a.tmx.zip")
    with pytest.raises(InputError, match=r"only \.gz is packed on writing"):
        export_edition(edition, "tmx", tmp_path / "c.tmx.zip")


def test_two_languages_do_not_get_one_code() -> None:
    """A locale that another language has would make both variants the same language."""
    edition = edition_of(("en", "de"), [("One.", "Eins.")])
    with pytest.raises(InputError, match="en and de would both be called 'en'"):
        written(edition, "tmx", Settings({"de": "en"}))


# What each format gives back of a unit of a memory: its text as it was, its codes, its notes, its dates and properties.
MATRIX: dict[str, tuple[bool, bool, bool, bool]] = {
    "tmx": (True, True, True, True),
    "xliff": (True, True, True, False),
    "xliff12": (True, True, True, False),
    "jsonl": (True, True, True, True),
}


@pytest.mark.parametrize("first", ["tmx", "xliff", "xliff12", "jsonl"])
@pytest.mark.parametrize("second", ["tmx", "xliff", "xliff12", "jsonl"])
def test_the_matrix_of_formats(first: str, second: str) -> None:
    """A unit that goes through two formats keeps what both hold, and its two texts through any."""
    data: Any = memory(DETAILED.replace("e\u0301", "é"))
    edition, _ = load_aligned(data, name="a.tmx")
    before = edition.texts[0].paragraphs[0]
    for name in (first, second):
        data, _ = written(edition, name)
        if name == "jsonl":
            alignment = parse_alignment(data.decode(), "x")
            edition = type(edition)((alignment.source, alignment.target), edition.rows)
        else:
            edition, _ = load_aligned(data, name="a")
    after = edition.texts[0].paragraphs[0]
    keys = {key for key, _ in after.details}
    kept = (
        after.text == before.text,
        [mark[:2] for mark in after.marks] == [mark[:2] for mark in before.marks],
        "tu.note" in keys,
        {"tu.creationdate", "tu.prop.client", "tu.tuid"} <= keys,
    )
    assert kept == tuple(one and other for one, other in zip(MATRIX[first], MATRIX[second], strict=True))
