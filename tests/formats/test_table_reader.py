"""Tables come back: our own with every text and shape, a person's corrections, and those of other programs."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.edition import Edition, weave
from aligner.errors import AlignerError, InputError
from aligner.formats import registry
from aligner.formats.office_files import CONFIDENCE_FILLS, fill_of
from aligner.formats.registry import require_format
from aligner.formats.table_reader import holds_table, load_table, read_table
from aligner.ladder import Ladder
from tests.formats.editions import edition_of, sample, written

OURS = ["csv", "tsv", "xlsx", "docx"]
CHANGEABLE = [
    ("1-1", "00123"),
    ("1/2", "TRUE"),
    ("=1+1", "'=1"),
    ("#N/A", "-Quiet!"),
    ("1E10", "12 March"),
    ("'45", "'45."),
    ("5月1日", "１２"),
    ("a\tb", 'say "no", or;'),
    ("_x000D_ x", "_x005F_"),
    ("One. / Two.", "Eins. / Zwei."),
    ("only", ""),
    ("", "nur"),
]


def changeable() -> Edition:
    """Return an edition of texts that spreadsheets change."""
    confidences = [1.0, 0.994, 0.9, 0.5, 0.3, 0.85, 1, 1, 1, 1, 1, 1]
    return edition_of(("en", "de"), CHANGEABLE, confidences)


def texts_of(edition: Edition) -> list[tuple[str, ...]]:
    """Return the texts of an edition by rows."""
    return [tuple(edition.cell_text(row, column) for column in range(len(edition.texts))) for row in edition.rows]


@pytest.mark.parametrize("name", OURS)
def test_what_a_person_has_fixed_comes_back(name: str) -> None:
    """A confirmed row says so in a column ``state``, and is confirmed when the table is read; other rows are not."""
    edition = sample()
    data, _ = written(edition, name)
    assert not any(row.confirmed for row in load_table(data, name=f"x.{name}")[0].rows)
    beads = [bead._replace(confidence=1.0, confirmed=k == 1) for k, bead in enumerate(edition.alignments[0].ladder)]
    alignment = replace(edition.alignments[0], ladder=Ladder(tuple(beads)))
    data, _ = written(weave([alignment]), name)
    back, notes = load_table(data, name=f"x.{name}")
    assert [row.confirmed for row in back.rows] == [k == 1 for k in range(len(back.rows))]
    assert notes == []


@pytest.mark.parametrize("name", OURS)
@pytest.mark.parametrize("make", [changeable, sample])
def test_a_table_of_ours_comes_back(name: str, make: object) -> None:
    """Every text, shape and confidence that a table was written with is read from it, and no note is needed."""
    edition = make()  # type: ignore[operator]
    data, _ = written(edition, name)
    back, notes = load_table(data, name=f"x.{name}")
    assert texts_of(back) == [tuple(text.replace("\x01", "") for text in row) for row in texts_of(edition)]
    assert [row.confidence for row in back.rows] == [row.confidence for row in edition.rows]
    assert [[len(cell) for cell in row.cells] for row in back.rows] == [
        [len(cell) for cell in row.cells] for row in edition.rows
    ]
    assert notes == []
    assert written(edition, name)[0] == data


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.text("'=+-0123/TRUE\",; x\tMay年", min_size=1, max_size=8).filter(lambda t: t == t.strip()), min_size=1)
)
def test_any_text_comes_back_from_csv(texts: list[str]) -> None:
    """Figures, formulas, quotation marks and delimiters are read as they were written."""
    texts = [" ".join(text.split()) for text in texts if text.split()] or ["x"]
    edition = edition_of(("en", "de"), [(text, text) for text in texts])
    table = read_table(written(edition, "csv")[0], name="a.csv")
    assert [row.texts for row in table.rows] == texts_of(edition)


def test_a_sheet_types_texts_and_marks_confidence() -> None:
    """Every text is text, the header is frozen, columns are wide, and a low confidence has a colour."""
    openpyxl = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(BytesIO(written(changeable(), "xlsx")[0])).active
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in (row[1], *row[3:]) if cell.value} == {"s"}
    assert sheet["D4"].value == "=1+1"
    assert (sheet.freeze_panes, sheet.column_dimensions["D"].width) == ("A2", 60)
    fills = [sheet.cell(row, 3).fill.fgColor.rgb[2:] for row in (2, 4, 5, 6)]
    assert fills == ["000000", "FFF2CC", "FCE4D6", "F8CBAD"]


def test_the_bounds_of_the_colours() -> None:
    """A confidence at a bound has the colour of the band above it."""
    assert [fill_of(bound) for bound in (0.95, 0.949, 0.8, 0.799, 0.5, 0.499, 0.0)] == [
        "", "FFF2CC", "FFF2CC", "FCE4D6", "FCE4D6", "F8CBAD", "F8CBAD",
    ]  # fmt: skip
    assert [bound for bound, _ in CONFIDENCE_FILLS] == [0.95, 0.8, 0.5, 0.0]


def test_sketch_engine_gets_names_and_texts_only() -> None:
    """The sheet for Sketch Engine has the names of the languages and the rows that have them all."""
    data, report = written(changeable(), "sketch")
    table = read_table(data, name="a.xlsx")
    assert (table.languages, table.ours, len(table.rows)) == (("en", "de"), False, 10)
    assert report.left_out == {"rows in one language only": 2}


def table(text: str, name: str = "a.csv") -> bytes:
    """Return a table as bytes."""
    return text.encode("utf-8") if name else b""


def test_edited_merged_split_and_sorted_rows() -> None:
    """A table that a person changed gives the new texts; rows gone and put in are named, sorted rows put back."""
    edited = (
        "row,shape,confidence,en,de\n"
        "4,1→1,0.9,Four.,Vier.\n"
        "1,1→1,0.9,One!,Eins!\n"  # edited
        "2,1→1,0.9,Two. Three.,Zwei. Drei.\n"  # merged with row 3
        ",,,Two and a half.,Zweieinhalb.\n"  # put in below row 2
    )
    edition, notes = load_table(table(edited), name="edited.csv")
    assert [row[0] for row in texts_of(edition)] == ["One!", "Two. Three.", "Two and a half.", "Four."]
    assert notes == [
        "rows that are not there, merged into others or taken out: 3",
        "rows that were split or put in, in line: 5",
        "1 rows put back in the order of their numbers",
    ]
    assert edition.rows[2].confidence == 1.0


def test_what_a_spreadsheet_did_to_the_figures() -> None:
    """A confidence without its decimal point or with a comma is read, and a shape that became a date does no harm."""
    changed = "row;shape;confidence;en;de\n1;1→1;994;A.;B.\n2;01.02.2026;0,5;C.;D.\n3;1-1;1000;E.;F.\n4;1:1;x;G.;H.\n"
    rows = read_table(table(changed), name="a.csv").rows
    assert [row.confidence for row in rows] == [0.994, 0.5, 1.0, None]
    assert [row.shape for row in rows] == [(1, 1), None, (1, 1), (1, 1)]


@pytest.mark.parametrize(
    ("content", "name", "languages"),
    [
        ("id,en,de\n1,The jar was empty.,Der Krug war leer.\n2,It broke.,Er zerbrach.\n", "a.csv", ()),
        ("The jar was empty.\tDer Krug war leer.\nIt broke.\tEr zerbrach.\n", "a.tsv", ("en", "de")),
        ("English;German\r\nThe jar was empty.;Der Krug war leer.\r\nIt broke.;Er zerbrach.\r\n", "a.csv", ()),
        ("sep=;\nSource;Ziel\nThe jar was empty.;Der Krug war leer.\nIt broke.;Er zerbrach.\n", "a.csv", ("en", "de")),
        (
            '"EN"\t"note"\t"Deutsch (de)"\nThe jar was empty.\tx\tDer Krug war leer.\nIt broke.\t\tEr zerbrach.',
            "a.tab",
            (),
        ),
    ],
)
def test_tables_of_other_programs(content: str, name: str, languages: tuple[str, ...]) -> None:
    """Columns named by tags, names or sides, or not at all; identifiers and notes are no texts."""
    for data in (content.encode("utf-8-sig"), content.encode("utf-16")):
        edition, _ = load_table(data, name=name, languages=languages)
        assert edition.languages == ("en", "de")
        assert texts_of(edition) == [("The jar was empty.", "Der Krug war leer."), ("It broke.", "Er zerbrach.")]


def test_a_reviewed_word_table() -> None:
    """Of tracked changes the inserted text is read and the deleted one is not; a line break stays."""
    docx = pytest.importorskip("docx")
    document = docx.Document(BytesIO(written(edition_of(("en", "de"), [("One cat.", "Eine Katze.")]), "docx")[0]))
    cell = document.tables[0].rows[1]._tr.tc_lst[4]
    paragraph = cell.p_lst[0]
    w = paragraph.nsmap["w"]
    paragraph.append(
        docx.oxml.parse_xml(f'<w:ins xmlns:w="{w}"><w:r><w:t> Ja.</w:t><w:br/><w:t>Neu</w:t></w:r></w:ins>')
    )
    paragraph.append(docx.oxml.parse_xml(f'<w:del xmlns:w="{w}"><w:r><w:delText>alt</w:delText></w:r></w:del>'))
    buffer = BytesIO()
    document.save(buffer)
    assert read_table(buffer.getvalue(), name="a.docx").rows[0].texts == ("One cat.", "Eine Katze. Ja.\nNeu")


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"", "a.csv", "a.csv: no row with a text"),
        (b"one\ntwo\n", "a.csv", "a column of texts for each of two languages"),
        (b"xy\tza\nqq\tww\n", "a.tsv", "does not say which languages its columns hold"),
        (b"PK\x03\x04broken", "a.xlsx", "a.xlsx: damaged"),
        (b"\xd0\xcf\x11\xe0xxxx", "a.xls", "save it as .xlsx"),
    ],
)
def test_what_is_no_table_is_one_sentence(data: bytes, name: str, message: str) -> None:
    """A damaged, empty or one-column file says what is wrong and what to do."""
    with pytest.raises(InputError, match=message):
        load_table(data, name=name)


def test_a_table_is_known_by_name_or_by_its_first_bytes() -> None:
    """Standard input has no name, so a table of ours is known by its header."""
    assert holds_table(written(sample(), "csv")[0][:100], "stdin")
    assert holds_table(written(sample(), "xlsx")[0][:4096], "stdin")
    assert not holds_table(b'<?xml version="1.0"?><tmx', "stdin")


@pytest.mark.parametrize(("name", "package"), [("xlsx", "openpyxl"), ("docx", "python-docx")])
def test_without_the_library_the_message_names_the_command(
    monkeypatch: pytest.MonkeyPatch, name: str, package: str
) -> None:
    """The formats of Office are extras; without them a message says what to install, before any work."""
    monkeypatch.setattr(registry, "find_spec", lambda _module: None)
    with pytest.raises(AlignerError, match=f"pip install {package}"):
        require_format(name)
    with pytest.raises(AlignerError, match=f"pip install {package}"):
        written(sample(), name)


def test_a_cell_that_is_too_long_is_refused(tmp_path: Path) -> None:
    """Excel holds 32,767 characters in a cell; a longer text is an error and never cut."""
    pytest.importorskip("openpyxl")
    with pytest.raises(InputError, match="row 1 has a text of 32,768 characters"):
        written(edition_of(("en", "de"), [("x" * 32_768, "y")]), "xlsx")
    assert len(written(edition_of(("en", "de"), [("x" * 32_767, "y")]), "xlsx")[0]) > 1000
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", ["2000000000", "9" * 200, "999999999"])
def test_a_number_that_someone_typed_costs_no_memory(number: str) -> None:
    """A row with a huge number is read at once, and no list of all rows before it is made."""
    table = f"row,shape,confidence,en,de\n1,1→1,0.9,One.,Eins.\n{number},1→1,0.9,Two.,Zwei.\n"
    edition, _ = load_table(table.encode(), name="a.csv")
    assert len(edition) == 2
