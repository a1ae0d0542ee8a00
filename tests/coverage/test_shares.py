"""Shares and sections."""

from __future__ import annotations

import pytest

from aligner.coverage.case import place_beads
from aligner.coverage.findings import Share
from aligner.coverage.shares import count_paragraphs, count_sections, count_share
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
    # "A b." has three characters but for the space, "C." two, "…" is not counted, "End" three, "D." two.
    share = count_share(SOURCE, [True, True, True, False, False, False, True], range(2, 7))
    assert share == (4, 2, 3 + 2 + 3 + 2, 3 + 2)
    assert share.percent == 50


@pytest.mark.parametrize(
    ("share", "percent"), [(Share(8, 5, 1, 0), 62.5), (Share(0, 0, 0, 0), 100.0), (Share(4, 0, 9, 0), 0.0)]
)
def test_a_share_in_percent(share: Share, percent: float) -> None:
    """A share is from 0 to 100 percent of the segments; of nothing everything is there."""
    assert share.percent == percent


def test_each_paragraph_has_its_share() -> None:
    """Paragraphs are counted each by itself, those without letters too."""
    shares = count_paragraphs(SOURCE, [True, False, True, False, True, True, False])
    assert [(share.segments, share.matched_segments) for share in shares] == [
        *((1, 1), (1, 0), (2, 1), (0, 0), (1, 1), (1, 0)),
    ]


def test_sections_begin_at_headings_on_both_sides() -> None:
    """The text before the first heading is a section without a title, and both sides are divided at the same places."""
    matched = [True] * 7, [True] * 4
    sections = count_sections(SOURCE, TARGET, BEADS, matched)
    assert [(s.title, s.source_range, s.target_range) for s in sections] == [
        ("", range(1), range(1)),
        ("Part", range(1, 5), range(1, 3)),
        ("End", range(5, 7), range(3, 4)),
    ]
    assert sum(section.source.segments for section in sections) == 6


def test_a_heading_inside_a_bead_begins_after_it() -> None:
    """Where one bead joins a heading to what is before it, the target's section begins after the bead."""
    source = make_text("en", [Paragraph("A."), Paragraph("Part", 1), Paragraph("B.")], [["A."], ["Part"], ["B."]])
    target = make_text("de", [Paragraph("A. T. B.")], [["A. T. ", "B."]])
    beads = [Bead(range(2), range(1)), Bead(range(2, 3), range(1, 2))]
    sections = count_sections(source, target, beads, ([True] * 3, [True] * 2))
    assert [(s.source_range, s.target_range) for s in sections] == [(range(1), range(1)), (range(1, 3), range(1, 2))]


def test_headings_of_two_segments_and_two_headings_in_a_row() -> None:
    """The sentences of one heading begin one section together, two headings in a row one each."""
    paragraphs = [Paragraph("One. Two.", 1), Paragraph("Three", 2), Paragraph("A.")]
    source = make_text("en", paragraphs, [["One. ", "Two."], ["Three"], ["A."]])
    target = make_text("de", [], [])
    beads = place_beads([Bead(range(4), range(0))])
    sections = count_sections(source, target, beads, ([True] * 4, []))
    assert [(s.title, s.source_range) for s in sections] == [("One.", range(2)), ("Three", range(2, 4))]


def test_translators_notes_do_not_count() -> None:
    """A note that its translator signs needs no source, and other notes do."""
    notes = ("Ein Maß. (Anm. d. Übers.)", "Er schrieb das 1912.", "[译注：一种尺。]", "注：一种尺。")
    paragraphs = [
        Paragraph(note, kind=kind) for note, kind in zip(notes, ("note", "note", "body", "body"), strict=True)
    ]
    text = make_text("de", paragraphs, [[note] for note in notes])
    assert [share.segments for share in count_paragraphs(text, [False] * 4)] == [0, 1, 0, 1]
