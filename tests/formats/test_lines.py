"""The target on the lines of the source."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from aligner.alignment import Alignment
from aligner.edition import weave
from aligner.formats import Settings
from aligner.formats.lines import has_lines, share_out
from aligner.formats.report import Report
from aligner.formats.settings import Insertions
from aligner.ladder import Bead, Ladder, Pair
from aligner.read import read_document
from aligner.segment.document import segment_document
from aligner.text import Text, make_lines
from tests.fakes import text_of
from tests.formats.editions import written

SOURCE = "The ferry is late.\nNobody knows why.\n\nIt is cold, and the lamp is out.\nThe boy sleeps.\nThe dog too.\n"
TARGET = [
    "Ein Vorwort.",
    "Die Fähre ist spät.",
    "Es ist kalt.",
    "Die Lampe ist aus.",
    "Der Junge schläft, der Hund auch.",
    "Amen.",
]
SHAPES = [(0, 1), (1, 1), (1, 0), (1, 0), (1, 2), (2, 1), (0, 1)]
LINES = [
    "⟦Ein Vorwort.⟧ Die Fähre ist spät.",
    "",
    "",
    "Es ist kalt. Die Lampe ist aus.",
    "Der Junge schläft,",
    "der Hund auch. ⟦Amen.⟧",
]


def put(
    source: Text,
    target: Text,
    shapes: Sequence[tuple[int, int]],
    settings: Settings | None = None,
    moved: Sequence[Pair] = (),
) -> tuple[list[str], Report]:
    """Return the lines of the target of two texts whose beads have these shapes, and the report."""
    beads, i, j = [], 0, 0
    for m, n in shapes:
        beads.append(Bead(range(i, i + m), range(j, j + n), 0.4 if (m, n) == (2, 1) else 0.9))
        i, j = i + m, j + n
    alignment = Alignment(source, target, Ladder(tuple(beads)), moved=tuple(moved))
    data, report = written(weave([alignment]), "lines", settings)
    assert data.endswith(b"\n") or not data
    return data.decode().split("\n")[:-1], report


def test_the_target_is_on_the_lines_of_the_source() -> None:
    """Sentences of a line are joined, one for two lines is divided, omissions are empty, additions are marked."""
    lines, report = put(make_lines("en", SOURCE, "en.txt"), text_of("de", TARGET), SHAPES)
    assert lines == LINES
    assert report.units == 6
    assert report.remarks["lines without a translation, left empty"] == 1
    assert report.remarks["translations divided over lines between words"] == 1
    assert report.remarks["texts without a counterpart, after the line before them"] == 2


@pytest.mark.parametrize(
    ("insertions", "first", "last"),
    [
        ("keep", "Ein Vorwort. Die Fähre ist spät.", "der Hund auch. Amen."),
        ("drop", "Die Fähre ist spät.", "der Hund auch."),
    ],
)
def test_added_text_is_kept_or_dropped(insertions: Insertions, first: str, last: str) -> None:
    """Without marks the scores see added text like any other; dropped, it is counted."""
    settings = Settings(insertions=insertions)
    lines, report = put(make_lines("en", SOURCE, "en.txt"), text_of("de", TARGET), SHAPES, settings)
    assert (lines[0], lines[-1]) == (first, last)
    assert report.left_out["texts without a counterpart in the source"] == (2 if insertions == "drop" else 0)


def test_plain_text_keeps_its_own_lines() -> None:
    """Where a line of the source has several sentences, so has the target's; blank lines at the end are counted in."""
    content = "One is here. Two is here.\n\n\nThree is here.\n\n\n"
    source = segment_document(read_document(content.encode(), name="a.en.txt", language="en"))
    assert has_lines(source)
    german = text_of("de", ["Eins ist hier.", "Zwei ist hier.", "Drei ist hier."])
    lines, _ = put(source, german, [(1, 1)] * 3, Settings(lines=6))
    assert lines == ["Eins ist hier. Zwei ist hier.", "", "", "Drei ist hier.", "", ""]


@pytest.mark.parametrize(
    ("name", "content"), [("a.html", "<p>One. Two.</p>\n\n<p>Three.</p>"), ("a.md", "One. Two.\n\nThree.")]
)
def test_the_lines_of_a_page_are_its_segments(name: str, content: str) -> None:
    """A page has no lines of its own: a line is a segment, as `aligner segment` prints them."""
    source = segment_document(read_document(content.encode(), name=name, language="en"))
    assert not has_lines(source)
    lines, _ = put(source, text_of("de", ["Eins. Zwei.", "Drei."]), [(2, 1), (1, 1)])
    assert lines == ["Eins.", "Zwei.", "Drei."]


def test_blank_lines_inside_a_bead_stay_blank() -> None:
    """A blank line that the ladder has put into a bead gets nothing of its translation."""
    lines, _ = put(make_lines("en", "One.\n\nTwo.\n"), text_of("de", ["Eins.", "Zwei."]), [(3, 2)])
    assert lines == ["Eins.", "", "Zwei."]


def test_a_moved_pair_is_on_the_line_of_its_source() -> None:
    """What a person has joined across the order is no insertion."""
    source, target = make_lines("en", "One.\nTwo.\n"), text_of("de", ["Zwei.", "Eins."])
    moved = [(range(1, 2), range(1))]
    lines, _ = put(source, target, [(0, 1), (1, 1), (1, 0)], moved=moved)
    assert lines == ["Eins.", "Zwei."]


def test_beads_that_are_not_sure_leave_empty_lines() -> None:
    """With a minimum of confidence the file has as many lines, and what was left out is counted."""
    lines, report = put(make_lines("en", SOURCE), text_of("de", TARGET), SHAPES, Settings(min_confidence=0.5))
    assert len(lines) == 6
    assert lines[4:] == ["", "⟦Amen.⟧"]
    assert report.left_out["beads with a confidence below 0.5"] == 1


def test_no_line_end_inside_a_line() -> None:
    """A character at which some reader ends a line does not make another line."""
    lines, _ = put(make_lines("en", "One.\n"), make_lines("de", "Eins\u2028zwei\x0cdrei.\n"), [(1, 1)])
    assert lines == ["Eins zwei drei."]


def test_an_empty_source_has_no_lines() -> None:
    """Nothing can be put on no lines; it is counted."""
    lines, report = put(make_lines("en", ""), text_of("de", ["Eins."]), [(0, 1)])
    assert lines == []
    assert report.left_out["texts without a counterpart in the source"] == 1


@pytest.mark.parametrize(
    ("texts", "sizes", "parts"),
    [
        (["aa.", "bb.", "cccccc."], [6, 6], ["aa. bb.", "cccccc."]),
        (["aaaaaaaa.", "b.", "c."], [1, 1, 1], ["aaaaaaaa.", "b.", "c."]),
        (["a.", "b.", "c."], [90, 1, 1], ["a.", "b.", "c."]),
        (["一。", "二。", "三。"], [2, 1], ["一。二。", "三。"]),
        (["one two three four"], [3, 3], ["one two", "three four"]),
        (["one"], [3, 3, 3], ["one", "", ""]),
    ],
)
def test_segments_are_shared_out(texts: list[str], sizes: list[int], parts: list[str]) -> None:
    """Whole segments where there are enough, in proportion, and no part without one; else between words."""
    assert share_out(texts, sizes) == parts


def test_sacrebleu_scores_the_lines() -> None:
    """With a reference on the lines of the source, a document scores as if it had been translated line by line."""
    sacrebleu = pytest.importorskip("sacrebleu", reason="sacrebleu is not installed")
    reference = ["Die Fähre ist spät.", "Keiner weiss, warum das so ist.", "Es ist kalt. Die Lampe ist aus."]
    source = make_lines("en", "The ferry is late.\nNobody knows why.\nIt is cold. The lamp is out.\n")
    document = ["Die Fähre ist spät.", "Keiner weiss, warum das so ist.", "Es ist kalt.", "Die Lampe ist aus."]
    lines, _ = put(source, text_of("de", document), [(1, 1), (1, 1), (1, 2)])
    assert sacrebleu.corpus_bleu(lines, [reference]).score == pytest.approx(100)
    lines, _ = put(source, text_of("de", document[:1] + document[2:]), [(1, 1), (1, 0), (1, 2)])
    assert sacrebleu.corpus_chrf(lines, [reference]).score < 80
