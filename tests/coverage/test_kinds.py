"""The table of kinds: complete, in order, and all that reports need to know of a kind."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import cast, get_args

import pytest

import aligner.coverage.report
from aligner.coverage import KINDS, Kind
from aligner.coverage.kinds import KIND_TABLE, KindInfo, Level
from aligner.coverage.report import FORMATS, Criteria, Look, judge, render
from aligner.edition import weave
from aligner.formats.html import format_html
from aligner.remarks import Remark, mark_cells, place_remarks, remark_on_findings
from tests.coverage.report.samples import german, japanese

SCHEMA = Path(aligner.coverage.report.__file__).parent / "data" / "report.schema.json"
ON_REQUEST = ["stale", "structure", "term", "inconsistent"]
STYLE = cast("Kind", "style")


def test_the_table_has_every_kind() -> None:
    """The type, the table, the list of names and the schema of reports have the same kinds in one order."""
    schema = json.loads(SCHEMA.read_text("utf-8"))["$defs"]["finding"]["properties"]["kind"]["enum"]
    assert get_args(Kind) == tuple(KIND_TABLE) == KINDS == tuple(schema)


def test_the_kinds_from_the_gravest_on() -> None:
    """Each kind has a rank of its own, from what is missing down to what may be nothing."""
    by_rank = sorted(KINDS, key=lambda kind: KIND_TABLE[kind].rank)
    assert by_rank == [
        *("omitted", "untranslated", "number", "partial", "added", "name", "moved", "repeated", "length", "unsure"),
        *("stale", "structure", "term", "inconsistent"),
    ]
    assert [KIND_TABLE[kind].rank for kind in by_rank] == list(range(1, 15))


def test_what_may_be_nothing_is_a_note() -> None:
    """Lengths, doubts and inconsistencies are notes, all other kinds warnings."""
    assert [kind for kind in KINDS if KIND_TABLE[kind].level != "warning"] == ["length", "unsure", "inconsistent"]
    assert {KIND_TABLE[kind].level for kind in KINDS} == {"warning", "note"}


@pytest.mark.parametrize(
    ("column", "kinds"),
    [
        ("shows_detail", ["partial", "number", "name", "length", "repeated", "moved", "unsure", *ON_REQUEST]),
        ("id_from_detail", ["number", "name", *ON_REQUEST]),
        ("on_request", ON_REQUEST),
        ("segments_unmatched", ["omitted", "added", "untranslated", "repeated"]),
        ("counterpart_unmatched", ["untranslated"]),
    ],
)
def test_the_kinds_that_have_a_property(column: str, kinds: list[str]) -> None:
    """What is shown, how an id is made, and what counts as not matched, is as documented."""
    assert [kind for kind in KINDS if getattr(KIND_TABLE[kind], column)] == kinds


@pytest.fixture(params=["note", "warning"])
def style(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Level:
    """Add a kind to the table, and return its level."""
    level: Level = request.param
    info = KindInfo(
        rank=0,
        level=level,
        headline="odd style of {}",
        meaning="It does not sound right.",
        here="odd style",
        listed="Odd style in",
    )
    monkeypatch.setitem(KIND_TABLE, STYLE, info)
    return level


@pytest.mark.parametrize("name", FORMATS)
def test_a_row_of_the_table_is_all_that_a_report_needs(name: str, style: Level) -> None:
    """A finding of a kind that was added to the table is in every report, before those that are less grave."""
    coverage = german()
    (first, *others) = coverage.findings
    changed = replace(coverage, findings=(*others, replace(first, id="style-1", kind=STYLE, detail="too many commas")))
    for coverages in ([changed], [changed, japanese()]):
        report = render(judge(coverages, Criteria(), "kettle"), name, Look(120))
        assert "style-1" in report
        assert "too many commas" in report
        expected = {
            "text": "Odd style of 2 sentences" if len(coverages) == 1 else "en → de: odd style of 2 sentences",
            "json": '"kind": "style"',
            "markdown": "odd style of 2 sentences",
            "html": "It does not sound right.",
            "github": f"::{'notice' if style == 'note' else 'warning'} file=en.txt,line=3",
            "junit": "odd style of 2 sentences",
            "sarif": '"text": "It does not sound right."',
        }
        assert expected[name] in report
        if name in {"text", "markdown", "html", "github"}:
            assert report.index("style-1") < report.index("untranslated-de3")


def test_a_row_of_the_table_is_all_that_a_page_needs(style: Level) -> None:
    """A finding of such a kind is said beside the text and in the list of a page for readers."""
    assert style
    edition = weave([german().alignment])
    remarks = [Remark(1, range(1), range(1), STYLE, "too many commas")]
    assert mark_cells(place_remarks(edition, remarks)) == {(0, 1): [STYLE]}
    page = re.sub("<[^>]+>", "", format_html(edition, remarks=remarks))
    assert "Odd style in Deutsch: too many commas" in page


def test_findings_of_such_a_kind_are_remarks(style: Level) -> None:
    """Its detail is shown, as the table says."""
    assert style
    coverage = german()
    changed = replace(coverage, findings=(replace(coverage.findings[0], kind=STYLE, detail="too many commas"),))
    assert remark_on_findings([changed]) == [Remark(1, range(2, 4), range(2, 2), STYLE, "too many commas")]
