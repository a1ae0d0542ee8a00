"""Where findings stand, and the ids that they are accepted by."""

from __future__ import annotations

from aligner.alignment import Alignment
from aligner.coverage import Finding
from aligner.coverage.case import Fault
from aligner.coverage.writing import write_findings
from aligner.ladder import Bead, Ladder
from aligner.text import Paragraph, make_text
from tests.coverage.cases import ENGLISH, GERMAN, look
from tests.fakes import session_of


def _alignment(first: str = "One here. ") -> Alignment:
    paragraphs = [Paragraph("Title", 1, 1), Paragraph(first + "Two\nthree. Four.", 0, 3), Paragraph("Five.", 0, 6)]
    source = make_text("en", paragraphs, [["Title"], [first, "Two\nthree. ", "Four."], ["Five."]], "en.txt")
    target = make_text("de", [Paragraph("Titel", 1)], [["Titel"]], "de.txt")
    beads = [Bead(range(1), range(1)), *(Bead(range(k, k + 1), range(0)) for k in range(1, 5))]
    return Alignment(source, target, Ladder(tuple(beads)))


def _find(alignment: Alignment, run: range) -> Finding:
    return write_findings(alignment, [Fault("omitted", 0, run, range(1, 1), "no counterpart", 0.9)])[0]


def test_a_finding_says_where_it_stands() -> None:
    """A finding has the paragraphs of its run, the line of its file, the offset, and its text in one line."""
    finding = _find(_alignment(), range(2, 5))
    assert (finding.file, finding.paragraph, finding.last_paragraph, finding.line) == ("en.txt", 2, 3, 3)
    assert (finding.offset, finding.text) == (10, "Two three. Four. Five.")


def test_an_id_survives_edits_elsewhere_and_in_punctuation() -> None:
    """The id is the same after an edit before the run, and another for another run or kind."""
    one, other = _find(_alignment(), range(2, 4)), _find(_alignment("One — not here! "), range(2, 4))
    assert one.id == other.id
    assert one.offset != other.offset
    assert one.id != _find(_alignment(), range(1, 4)).id


def test_ids_are_unique() -> None:
    """Two findings of the same kind and words have ids of their own."""
    coverage = look(
        [*ENGLISH, *ENGLISH[:5], *ENGLISH[8:20]], [*GERMAN[:3], *GERMAN[4:], *GERMAN[:3], GERMAN[4], *GERMAN[8:20]]
    )
    assert [finding.kind for finding in coverage.findings] == ["omitted", "omitted"]
    assert len({finding.id for finding in coverage.findings}) == 2


def test_sections_follow_the_headings_of_the_source() -> None:
    """Each heading begins a section with figures of its own; a section that was dropped is covered by nothing."""
    coverage = session_of().check(_alignment())
    assert [(section.title, section.source_range) for section in coverage.sections] == [("Title", range(5))]
    assert (coverage.source.segments, coverage.source.matched_segments) == (5, 1)
    assert [share.segments for share in coverage.paragraphs[0]] == [1, 3, 1]
