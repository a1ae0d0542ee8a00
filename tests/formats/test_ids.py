"""Identifiers of verses, articles and lines: from the file to every format that has a place for them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from aligner.alignment import Alignment
from aligner.edition import Edition, weave
from aligner.formats.aligned import load_aligned
from aligner.formats.alignment_file import format_alignment, parse_alignment
from aligner.formats.table_reader import read_table
from aligner.hard_borders import IDS, align_bordered, read_bordered
from aligner.ladder import Ladder
from aligner.text import Text
from tests.fakes import english_sentences, session_of, to_german
from tests.formats.editions import ladder_of, written

ENGLISH = english_sentences(6)
GERMAN = [to_german(sentence) for sentence in ENGLISH]
USFM = r"""\id GEN
\c 1
\p
\v 1 {0}
\v 2 {1} {2}
\q1
\v 3 {3}
\c 2
\p
\v 1 {4}
"""
JOINED = r"""\id GEN
\c 1
\p
\v 1-2 {0} {1} {2}
\v 3 {3}
\c 2
\p
\v 1 {4}
"""
ACT = """<!DOCTYPE html><html lang="{tag}"><body>
<div id="rct_1"><p>{0}</p></div>
<div id="art_1"><p>{1}</p><div id="001.001"><p>{2} {3}</p></div></div>
<div id="art_2"><p>{4}</p></div>
</body></html>"""
TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><text xml:lang="{tag}"><body><lg>
<l n="1">{0}</l><l n="2">{1}</l></lg><lg><l n="3">{2}</l></lg><p n="4">{3}</p></body></text></TEI>"""
IDS_OF_ROWS = [["GEN 1:1"], ["GEN 1:2"], ["GEN 1:3"], ["GEN 2:1"]]


def bind(english: str, german: str, suffix: str) -> Edition:
    """Return the edition of two files with identifiers, which are borders."""
    texts = [
        read_bordered(content.encode(), IDS, language=tag, name=f"{tag}.{suffix}")
        for tag, content in (("en", english), ("de", german))
    ]
    return weave([align_bordered(texts[0], texts[1], session_of(), ids=True)])


def bible() -> Edition:
    """Return a chapter and a verse, where the second verse has two sentences."""
    return bind(USFM.format(*ENGLISH), USFM.format(*GERMAN), "usfm")


def ids_of(edition: Edition, column: int) -> list[list[str]]:
    """Return the identifiers of the segments of a column."""
    return [list(edition.texts[column].segment_ids(k)) for k in range(len(edition.texts[column]))]


def test_verses_bind_without_being_asked_for_lines() -> None:
    """A file in USFM is read as one: its verses are borders, its markers no text."""
    edition = bible()
    assert ids_of(edition, 0) == [["GEN 1:1"], ["GEN 1:2"], ["GEN 1:2"], ["GEN 1:3"], ["GEN 2:1"]]
    for row in edition.rows:
        sides = zip(row.cells, edition.texts, strict=True)
        left, right = ({name for k in cell for name in text.segment_ids(k)} for cell, text in sides)
        assert left == right


def test_joined_verses_bind_with_the_first_of_them() -> None:
    """A translation that has verses 1 and 2 as one is matched with both."""
    edition = bind(USFM.format(*ENGLISH), JOINED.format(*GERMAN), "usfm")
    assert [len(row.cells[0]) for row in edition.rows].count(0) == 0
    assert [len(row.cells[1]) for row in edition.rows].count(0) == 0
    assert ids_of(edition, 1)[0] == ["GEN 1:1-2"]


def test_articles_of_eur_lex_bind() -> None:
    """Recitals and articles of an act have one identifier in all languages; what is inside an article belongs to it."""
    edition = bind(ACT.format(*ENGLISH, tag="en"), ACT.format(*GERMAN, tag="de"), "html")
    assert ids_of(edition, 0) == [["rct_1"], ["art_1"], ["art_1"], ["art_1"], ["art_2"]]
    assert all(len(row.cells[0]) == len(row.cells[1]) for row in edition.rows)


def test_numbered_lines_of_an_edition_bind() -> None:
    """The numbers of lines of verse and of paragraphs in TEI are identifiers, also inside a stanza."""
    edition = bind(TEI.format(*ENGLISH, tag="en"), TEI.format(*GERMAN, tag="de"), "xml")
    assert ids_of(edition, 0) == [["1"], ["2"], ["3"], ["4"]]


def test_lines_that_begin_with_an_identifier_keep_it() -> None:
    """A line without one belongs to the last one that began."""
    text, borders = read_bordered(b"1:1 One is. Two is.\nThree is.\n1:2 Four is.\n", IDS, language="en", name="a.txt")
    assert [text.segment_ids(k) for k in range(4)] == [("1:1",), ("1:1",), ("1:1",), ("1:2",)]
    assert borders == [("1:1", 0), ("1:2", 3)]


def test_the_alignment_file_gives_them_back() -> None:
    """They are in the header, and an alignment file that is loaded has them."""
    edition = bible()
    content = "".join(f"{line}\n" for line in format_alignment(edition.alignments[0]))
    loaded: Alignment = parse_alignment(content, "a.jsonl")
    assert (loaded.source, loaded.target) == edition.texts
    assert loaded.source.segment_ids(1) == ("GEN 1:2",)


def one_row_a_verse() -> Edition:
    """Return the verses with a row each."""
    edition = bible()
    ladder: Ladder = ladder_of(["1-1", "2-2", "1-1", "1-1"])
    return weave([Alignment(edition.texts[0], edition.texts[1], ladder)])


def test_rows_have_them_by_segment() -> None:
    """JSON Lines have the identifiers of each segment, as the schema says."""
    jsonschema = pytest.importorskip("jsonschema")
    lines = written(one_row_a_verse(), "rows")[0].decode().splitlines()
    records = [json.loads(line) for line in lines]
    assert [record["cells"][0][0]["ids"] for record in records[1:]] == IDS_OF_ROWS
    schema = Path(__file__).parents[2] / "aligner" / "formats" / "data" / "rows.schema.json"
    for record in records:
        jsonschema.validate(record, json.loads(schema.read_text("utf-8")))


@pytest.mark.parametrize(
    ("name", "path", "key"), [("xliff12", "{*}trans-unit", "resname"), ("xliff", "{*}unit", "name")]
)
def test_jobs_name_their_units(name: str, path: str, key: str) -> None:
    """XLIFF has the identifier as the name of the resource, and gives it back into a memory."""
    data, _ = written(one_row_a_verse(), name)
    assert [[unit.get(key)] for unit in etree.fromstring(data).iter(path)] == IDS_OF_ROWS
    memory, _ = load_aligned(data, name="a.xlf")
    units = etree.fromstring(written(memory, "tmx")[0]).iter("tu")
    assert [[p.text for p in unit.iter("prop") if p.get("type") == "x-id"] for unit in units] == IDS_OF_ROWS


def test_memories_have_a_property() -> None:
    """TMX has the identifier as ``x-id``; through an import it reaches XLIFF and TMX again, and once."""
    data, _ = written(one_row_a_verse(), "tmx")
    memory, _ = load_aligned(data, name="a.tmx")
    again, _ = written(memory, "tmx")
    for each in (data, again):
        units = etree.fromstring(each).iter("tu")
        assert [[p.text for p in unit.iter("prop") if p.get("type") == "x-id"] for unit in units] == IDS_OF_ROWS
    job, report = written(memory, "xliff12")
    assert [[unit.get("resname")] for unit in etree.fromstring(job).iter("{*}trans-unit")] == IDS_OF_ROWS
    assert not any("identifiers" in remark for remark, count in report.remarks.items() if count)


@pytest.mark.parametrize(("name", "delimiter"), [("tsv", "\t"), ("csv", ",")])
def test_tables_have_a_column(name: str, delimiter: str, tmp_path: Path) -> None:
    """The column ``id`` is there where a text has identifiers; it is no language when the table comes back."""
    data, _ = written(one_row_a_verse(), name)
    lines = data.decode("utf-8-sig").splitlines()
    assert lines[0].split(delimiter) == ["row", "shape", "confidence", "id", "en", "de"]
    assert [line.split(delimiter)[3].lstrip("'") for line in lines[1:]] == [ids[0] for ids in IDS_OF_ROWS]
    path = tmp_path / f"a.{name}"
    path.write_bytes(data)
    assert list(read_table(path, name=path.name).languages) == ["en", "de"]


def test_parquet_has_a_column(tmp_path: Path) -> None:
    """So has Parquet."""
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "a.parquet"
    path.write_bytes(written(one_row_a_verse(), "parquet")[0])
    assert parquet.read_table(path).column("id").to_pylist() == [ids[0] for ids in IDS_OF_ROWS]


def test_pages_have_anchors() -> None:
    """A page can be opened at a verse; each name is there once, at the first row of the verse."""
    page = written(bible(), "html")[0].decode()
    for name in ("id-GEN.1.1", "id-GEN.1.2", "id-GEN.1.3", "id-GEN.2.1"):
        assert page.count(f'<a id="{name}"></a>') == 1


def _strip(text: Text) -> Text:
    """Return a text without marks."""
    return replace(text, paragraphs=tuple(replace(paragraph, marks=()) for paragraph in text.paragraphs))


def test_a_text_without_identifiers_changes_nothing() -> None:
    """No column, no attribute, no anchor is there without need."""
    edition = bible()
    plain = weave([Alignment(_strip(edition.texts[0]), _strip(edition.texts[1]), ladder_of(["1-1"] * 5))])
    assert b"\tid\t" not in written(plain, "tsv")[0]
    assert b"x-id" not in written(plain, "tmx")[0]
    assert b"resname" not in written(plain, "xliff12")[0]
    assert b'"ids"' not in written(plain, "rows")[0]
    assert b'<a id="id-' not in written(plain, "html")[0]
