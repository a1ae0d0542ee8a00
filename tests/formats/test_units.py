"""Rows as files hold them, the filters between an edition and a file, and the settings that steer them."""

from __future__ import annotations

import pytest

from aligner.edition import Row
from aligner.errors import InputError
from aligner.formats import Report, Settings
from aligner.formats.units import Unit, clean_text, confident_rows, drop_repeats, keep_translated, make_units
from aligner.formats.xml_characters import count_forbidden, drop_forbidden, replace_forbidden
from tests.formats.editions import edition_of, sample

ROWS = [("a", "b", "c"), ("d", "", ""), ("e", "", "f"), ("", "g", "h")]


def test_rows_at_the_least_confidence_are_kept() -> None:
    """A row as sure as ``min_confidence`` is kept, one below it is counted, and the others keep their numbers."""
    edition = edition_of(("en", "de"), [("a", "b"), ("c", "d"), ("e", "f")], [0.5, 0.499, 0.501])
    report = Report()
    assert [number for number, _ in confident_rows(edition, Settings(min_confidence=0.5), report)] == [1, 3]
    assert report.left_out == {"rows with a confidence below 0.5": 1}


def test_a_unit_has_shape_confidence_and_texts() -> None:
    """The shape counts segments by column, the confidence has three decimals, and blank texts are none."""
    edition = edition_of(("en", "de"), [("a / b", "c"), ("d", "\x01 ")], [2 / 3, 1.0])
    first, second = make_units(edition, Settings(), report := Report())
    assert (first.shape, first.confidence, first.texts) == ("2-1", "0.667", ("a b", "c"))
    assert (second.shape, second.confidence, second.texts) == ("1-1", "1.000", ("d", ""))
    assert report.remarks == {"characters that no XML file may hold were dropped": 1}


def test_translated_units() -> None:
    """A unit needs two texts; with ``first`` one of them is the first column's, with ``every`` none is missing."""
    units = [Unit(number, Row((), 1.0), texts) for number, texts in enumerate(ROWS, 1)]
    for options, kept, left_out in (
        ({}, [1, 3, 4], {"rows in one language only": 1}),
        ({"first": True}, [1, 3], {"rows in one language only": 1, "rows that lack a language": 1}),
        ({"every": True}, [1], {"rows in one language only": 1, "rows that lack a language": 2}),
    ):
        report = Report()
        assert [unit.number for unit in keep_translated(units, report, **options)] == kept
        assert report.left_out == left_out


def test_repeats_are_the_same_in_all_languages() -> None:
    """Only a unit whose texts are the same column by column is a repeat."""
    rows = [("a", "b"), ("a", "c"), ("ab", ""), ("a", "b"), ("", "ab")]
    report = Report()
    kept = drop_repeats(make_units(edition_of(("en", "de"), rows), Settings(), report), report)
    assert [unit.number for unit in kept] == [1, 2, 3, 5]
    assert report.left_out == {"repeated units": 1}


@pytest.mark.parametrize(
    ("allowed", "forbidden"),
    [("\t", "\x08"), ("\n", "\x0b"), ("\r", "\x0c"), (" ", "\x1f"), ("\x7f", "\x00"), ("\ud7ff", "\ud800"),
     ("\ue000", "\udfff"), ("\ufffd", "\ufffe"), ("\U00010000", "\uffff"), ("\U0010ffff", "\x0e")],
)  # fmt: skip
def test_characters_beside_each_border_of_what_xml_allows(allowed: str, forbidden: str) -> None:
    """The last allowed and the first forbidden character of each range of XML 1.0, production 2."""
    assert drop_forbidden(f"a{allowed}{forbidden}b") == f"a{allowed}b"
    assert replace_forbidden(f"a{allowed}{forbidden}b") == f"a{allowed}\ufffdb"
    assert count_forbidden(f"{allowed}{forbidden}{forbidden}") == 2
    report = Report()
    assert clean_text(f"{forbidden}x", report) == "x"
    assert report.lines() == ["0 units written", "note: characters that no XML file may hold were dropped (1)"]


def test_a_report_in_lines() -> None:
    """Units and files first, then what was left out, then notes, in alphabetical order, without what is zero."""
    report = Report(1234, files=2)
    report.left_out.update({"b": 1000, "a": 1, "none": 0})
    report.remarks.update({"changed": 3, "nothing": 0})
    assert report.lines() == [
        "1,234 units written in 2 files", "left out: a (1)", "left out: b (1,000)", "note: changed (3)"
    ]  # fmt: skip
    assert Report(1).lines() == ["1 units written"]


def test_reports_add_up() -> None:
    """The sum of two reports has the counts of both."""
    report, other = Report(1), Report(2)
    report.left_out["x"], other.left_out["x"], other.remarks["y"] = 1, 2, 3
    report.add(other)
    assert (report.units, report.files, report.left_out, report.remarks) == (3, 2, {"x": 3}, {"y": 3})


@pytest.mark.parametrize(
    ("value", "accepted"), [(0, True), (1, True), (-0.001, False), (1.001, False), (float("nan"), False)]
)
def test_the_least_confidence_is_a_probability(value: float, accepted: bool) -> None:
    """``min_confidence`` is from 0 to 1; anything else is refused before a file is opened."""
    if accepted:
        assert Settings(min_confidence=value).min_confidence == value
    else:
        with pytest.raises(InputError, match="is not from 0 to 1"):
            Settings(min_confidence=value)


@pytest.mark.parametrize(
    ("code", "accepted"),
    [("a", True), ("abcdefgh", True), ("abcdefghi", False), ("pt-BR", True), ("de-1996", True), ("a-abcdefgh", True),
     ("a-abcdefghi", False), ("1a", False), ("pt_BR", False), ("pt-", False), ("", False), ("pt-BR\n", False)],
)  # fmt: skip
def test_locales_have_the_form_of_tags(code: str, accepted: bool) -> None:
    """Subtags of one to eight characters, the first of letters, joined by hyphens (RFC 5646, 2.1)."""
    if accepted:
        assert Settings({"pt": code}).locale("pt") == code
    else:
        with pytest.raises(InputError, match="is not a language tag to write for pt; write one such as pt-BR"):
            Settings({"pt": code})


def test_the_sample_has_what_formats_stumble_over() -> None:
    """The golden files rest on an edition with a deletion, an insertion, an m-n row and a control character."""
    report = Report()
    shapes = [unit.shape for unit in make_units(sample(), Settings(), report)]
    assert shapes == ["1-1-1", "2-1-2", "1-1-1", "2-0-1", "0-1-0", "1-1-1", "1-1-1", "1-1-1"]
    assert sum(report.remarks.values()) == 1
