"""Tables: what a spreadsheet shows, and what comes back of it."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.edition import Edition, Row
from aligner.formats import Settings
from aligner.formats.tables import guard_cell, unguard_cell
from aligner.text import make_lines
from tests.formats.editions import edition_of, ladder_of, sample, written


def read_table(data: bytes, delimiter: str) -> list[dict[str, str]]:
    """Return a table's rows as a reader of CSV sees them."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


@pytest.mark.parametrize(("name", "delimiter"), [("tsv", "\t"), ("csv", ",")])
def test_a_table_holds_every_bead(name: str, delimiter: str) -> None:
    """Shapes and texts of a pair's table give its ladder back, one-sided beads and repeated lines too."""
    edition = sample().select([0, 2])
    rows = read_table(written(edition, name)[0], delimiter)
    shapes = [row["shape"] for row in rows]
    assert [bead[:2] for bead in ladder_of(shapes).beads] == [
        bead[:2] for bead in edition.alignment("en", "ja").ladder.beads
    ]
    for ours, theirs in zip(edition.rows, rows, strict=True):
        assert unguard_cell(theirs["en"]) == edition.cell_text(ours, 0)
        assert float(theirs["confidence"]) == ours.confidence


def test_a_table_begins_with_a_byte_order_mark() -> None:
    """Excel takes a file without one for something else than UTF-8."""
    assert all(written(sample(), name)[0].startswith(b"\xef\xbb\xbfrow") for name in ("csv", "tsv"))


@pytest.mark.parametrize("text", ["=1+1", "+49", "-Who?", "@name", "＝1", " =1", "'=1", "\t=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    """What a spreadsheet would compute begins with an apostrophe, and the report says how many do."""
    data, report = written(edition_of(("en", "de"), [("x", text)]), "csv")
    assert read_table(data, ",")[0]["de"].startswith("'")
    assert report.remarks["cells that begin like a formula got an apostrophe"] == 1


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_each_sign_that_begins_a_formula_is_guarded(sign: str) -> None:
    """A cell that begins with one of ten signs, after spaces or apostrophes or not, gets an apostrophe."""
    for text in (f"{sign}x", f" {sign}x", f"'{sign}x", f"''{sign}x"):
        assert guard_cell(text) == f"'{text}"
        assert unguard_cell(f"'{text}") == text
    assert guard_cell(f"x{sign}") == f"x{sign}"
    assert guard_cell(f"'x{sign}") == f"'x{sign}"


@given(st.text("'=+-@ \t\rab＝＋－＠", max_size=6))
def test_a_guarded_cell_comes_back(text: str) -> None:
    """The apostrophe can be taken off again without taking one that the text had."""
    assert unguard_cell(guard_cell(text)) == text
    assert guard_cell(text)[:1] not in set("=+-@\t\r＝＋－＠")


@given(st.lists(st.text("ab\",;\t '", min_size=1, max_size=8).filter(str.strip), min_size=1, max_size=3))
def test_no_text_breaks_a_table(lines: list[str]) -> None:
    """Quotation marks, tabs and commas in a text stay in its cell."""
    text = make_lines("en", "\n".join(lines))
    rows = tuple(Row((range(i, i + 1), range(i, i + 1)), 1.0) for i in range(len(lines)))
    for name, delimiter in (("tsv", "\t"), ("csv", ",")):
        table = read_table(written(Edition((text, text), rows), name)[0], delimiter)
        assert [unguard_cell(row["en"]) for row in table] == lines
        assert [unguard_cell(row["en-2"]) for row in table] == lines


def test_columns_have_the_codes_that_are_asked_for() -> None:
    """Locales name the columns, and a second version in a language has a name of its own."""
    settings = Settings({"de": "de-AT"})
    data, _ = written(edition_of(("en", "de", "en"), [("a", "b", "c")]), "csv", settings)
    assert data.decode("utf-8-sig").splitlines()[0] == "row,shape,confidence,en,de-AT,en-2"


def test_notes_need_the_first_language() -> None:
    """A note without its first field would be refused by Anki, so it is left out and counted."""
    rows = [("a", "b", "c"), ("", "d", "")]
    edition = edition_of(("en", "de", "fr"), rows)
    turned = edition.select([1, 0, 2])
    assert written(edition, "anki")[1].units == 1
    data, report = written(turned, "anki")
    assert data.decode().splitlines()[-1].split("\t") == ["work-1", "b", "a", "c", "work"]
    assert report.left_out == {"rows in one language only": 1}
