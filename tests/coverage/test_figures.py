"""Shares and sections."""

from __future__ import annotations

from aligner.coverage.case import place_beads
from aligner.coverage.shares import find_sections, share_of
from aligner.ladder import Bead
from aligner.text import Paragraph, make_text

SOURCE = make_text(
    "en",
    [
        Paragraph("Before."),
        Paragraph("Part", 1),
        Paragraph("A b. C."),
        Paragraph("…"),
        Paragraph("End", 2),
        Paragraph("D."),
    ],
    [["Before."], ["Part"], ["A b. ", "C."], ["…"], ["End"], ["D."]],
)
TARGET = make_text("de", [Paragraph("V. T. A."), Paragraph("D.")], [["V. ", "T. ", "A."], ["D."]])
BEADS = place_beads(
    (
        Bead(range(1), range(1)),
        Bead(range(1, 2), range(1, 2)),
        Bead(range(2, 3), range(2, 3)),
        *(Bead(range(k, k + 1), range(0)) for k in (3, 4, 5)),
        Bead(range(6, 7), range(3, 4)),
    )
)


def test_shares_count_what_can_be_read() -> None:
    """Neither segments without letters nor white space count."""
    share = share_of(SOURCE, [True, True, True, False, False, False, True], range(2, 7))
    assert share == (4, 2, 3 + 2 + 3 + 2, 3 + 2)


def test_sections_begin_at_headings_on_both_sides() -> None:
    """The text before the first heading is a section without a title, and both sides are cut at the same places."""
    matched = [True] * 7, [True] * 4
    sections = find_sections(SOURCE, TARGET, BEADS, matched)
    assert [(s.title, s.source_range, s.target_range) for s in sections] == [
        ("", range(1), range(1)),
        ("Part", range(1, 5), range(1, 3)),
        ("End", range(5, 7), range(3, 4)),
    ]
    assert sum(section.source.segments for section in sections) == 6
