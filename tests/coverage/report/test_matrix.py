from __future__ import annotations

from aligner.alignment import Alignment
from aligner.coverage.report import Criteria, judge
from aligner.coverage.report.matrix import make_matrix
from aligner.ladder import Bead, Ladder
from tests.coverage.report.samples import ENGLISH, GERMAN, covered, german, japanese, text


def test_versions_of_one_source_share_lines() -> None:
    """A section has one line with a cell for each version, and the emptiest section is first."""
    table = make_matrix(judge([japanese(), german()], Criteria(), "kettle"))
    assert table.languages == ("ja", "de")
    assert [(line.title, line.cells) for line in table.sections] == [
        ("The Kettle", ("100", "50")),
        ("A Guest", ("100", "75")),
    ]
    assert [line.cells for line in table.totals] == [("100", "62"), ("100", "71"), ("–", "4")]


def test_sections_of_other_sources_are_other_lines() -> None:
    """Pairs with another source have lines of their own, empty for the rest, even where the places agree."""
    other = [["Another"], *ENGLISH[1:]]
    ladder = Ladder((Bead(range(8), range(7)),))
    coverage = covered(Alignment(text("en", other), text("fr", GERMAN), ladder), [])
    table = make_matrix(judge([japanese(), coverage], Criteria(), "kettle"))
    assert {line.title: line.cells for line in table.sections}["Another"] == ("–", "100")
    assert [line.cells for line in table.sections] == [("100", "–"), ("100", "–"), ("–", "100"), ("–", "100")]
