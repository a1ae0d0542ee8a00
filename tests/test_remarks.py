from __future__ import annotations

import re
from dataclasses import replace

import pytest

from aligner.alignment import Alignment
from aligner.coverage.kinds import KIND_TABLE, KINDS
from aligner.edition import Edition, weave
from aligner.formats.html import format_html
from aligner.ladder import Bead, Ladder
from aligner.remarks import WORDS, Remark, mark_cells, place_remarks, remark_on_findings, remark_on_rows
from aligner.text import Text
from tests.coverage.report.samples import german, japanese
from tests.fakes import text_of


@pytest.fixture
def edition() -> Edition:
    """Return the kettle's edition, whose check finds what the samples say."""
    return weave([coverage.alignment for coverage in (german(), japanese())])


def align(source: Text, target: Text, *beads: Bead) -> Alignment:
    """Return an alignment of these beads."""
    return Alignment(source, target, Ladder(beads))


def test_findings_are_remarks_on_their_version() -> None:
    """A finding of either side says which segments of the pivot and of the version it is about."""
    assert remark_on_findings([german(), japanese()]) == [
        Remark(1, range(2, 4), range(2, 2), "omitted"),
        Remark(1, range(5, 6), range(3, 4), "untranslated"),
        Remark(1, range(7, 8), range(5, 6), "number", "30.000 ≠ 3,000"),
        Remark(1, range(8, 8), range(6, 7), "added"),
    ]
    assert [remark.column for remark in remark_on_findings([japanese(), german()])] == [2] * 4


def test_the_page_says_what_the_reports_say(edition: Edition) -> None:
    """Each finding is a note on the page that people read."""
    html = format_html(edition, remarks=remark_on_findings([german(), japanese()]))
    text = re.sub("<[^>]+>", "", html)
    for words in ("Not in Deutsch: 2 sentences", "Other numbers in Deutsch: 30.000 ≠ 3,000", "Only in Deutsch"):
        assert words in text


def test_the_page_has_words_for_every_kind() -> None:
    """Every kind has words for the list; omitted and added have none beside the text, whose layout shows them."""
    assert all(KIND_TABLE[kind].listed for kind in KINDS)
    assert [kind for kind in KINDS if not WORDS[kind].here] == ["omitted", "added"]


def test_rows_show_what_is_omitted_and_added(edition: Edition) -> None:
    """Without a check the rows that lack a side are remarks, a run of them one."""
    assert remark_on_rows(edition) == [
        Remark(1, range(2, 4), range(0), "omitted"),
        Remark(1, range(0), range(6, 7), "added"),
    ]


@pytest.mark.parametrize(
    ("confidence", "remarks"), [(0.49, [Remark(1, range(1), range(1), "unsure", "49%")]), (0.5, [])]
)
def test_a_match_that_is_likelier_wrong_is_uncertain(confidence: float, remarks: list[Remark]) -> None:
    """A confidence below a half is a remark, a half is none."""
    texts = text_of("en", ["A.", "B."]), text_of("de", ["A.", "B."])
    alignment = align(*texts, Bead(range(1), range(1), confidence), Bead(range(1, 2), range(1, 2)))
    assert remark_on_rows(weave([alignment])) == remarks


def test_a_doubt_is_of_the_version_whose_alignment_it_is() -> None:
    """Of two versions the one whose alignment is doubtful is marked, the other not."""
    english, german_, french = (text_of(language, ["A.", "B."]) for language in ("en", "de", "fr"))
    sure = Bead(range(1), range(1)), Bead(range(1, 2), range(1, 2))
    doubtful = align(english, french, sure[0]._replace(confidence=0.3), sure[1])
    edition = weave([align(english, german_, *sure), doubtful])
    assert remark_on_rows(edition) == [Remark(2, range(1), range(1), "unsure", "30%")]


def test_a_doubt_of_no_alignment_is_of_every_version() -> None:
    """Where a row does not say which alignment its confidence is of, every version that has something is marked."""
    english, german_, french = (text_of(language, ["A.", "B."]) for language in ("en", "de", "fr"))
    beads = Bead(range(1), range(1), 0.3), Bead(range(1, 2), range(1, 2))
    edition = weave([align(english, german_, *beads), align(english, french, *beads)])
    rows = tuple(row._replace(confidences=()) for row in edition.rows)
    assert remark_on_rows(replace(edition, rows=rows)) == [
        Remark(column, range(1), range(1), "unsure", "30%") for column in (1, 2)
    ]


def test_remarks_have_the_rows_of_both_sides(edition: Edition) -> None:
    """A remark has every row from the first to the last of its segments; one about no segments is left out."""
    moved = Remark(1, range(1, 2), range(5, 6), "moved")
    nothing = Remark(1, range(0), range(0), "unsure")
    first = Remark(2, range(1), range(1), "unsure")
    placed = place_remarks(edition, [moved, nothing, first])
    assert placed == [(range(1), first), (range(1, 8), moved)]


def test_cells_say_each_kind_once(edition: Edition) -> None:
    """A cell that two remarks of a kind are about says so once, and two kinds one after the other."""
    remark = Remark(1, range(1), range(1), "number", "1 ≠ 2")
    placed = place_remarks(
        edition, [remark, remark._replace(detail="3 ≠ 4"), remark._replace(kind="name", detail="A ≠ B")]
    )
    assert mark_cells(placed) == {(0, 1): ["number", "name"]}


def test_a_remark_on_the_source_s_side_has_the_pivot_s_segments() -> None:
    """A finding about the source is one about the pivot, one about the target about the version."""
    coverage = german()
    partial = replace(coverage.findings[0], kind="partial", segments=range(1, 2), counterpart=range(1, 2), detail="x")
    assert remark_on_findings([replace(coverage, findings=(partial,))]) == [
        Remark(1, range(1, 2), range(1, 2), "partial", "x")
    ]
