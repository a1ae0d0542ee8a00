"""Where findings are, and the ids that they are accepted by."""

from __future__ import annotations

import pytest

from aligner.alignment import Alignment
from aligner.coverage import Finding, Kind
from aligner.coverage.findings import RawFinding
from aligner.coverage.locate import locate_findings
from aligner.ladder import Bead, Ladder
from aligner.text import Paragraph, make_text
from tests.coverage.cases import ENGLISH, GERMAN, check_texts
from tests.fakes import session_of, text_of


def make_alignment(first: str = "One here. ", name: str = "en.txt") -> Alignment:
    """Return a source of a title and four sentences, of which the target has the title."""
    paragraphs = [Paragraph("Title", 1, 1), Paragraph(first + "Two\nthree. Four.", 0, 3), Paragraph("Five.", 0, 6)]
    source = make_text("en", paragraphs, [["Title"], [first, "Two\nthree. ", "Four."], ["Five."]], name)
    target = make_text("de", [Paragraph("Titel", 1)], [["Titel"]], "de.txt")
    beads = [Bead(range(1), range(1)), *(Bead(range(k, k + 1), range(0)) for k in range(1, 5))]
    return Alignment(source, target, Ladder(tuple(beads)))


def locate(alignment: Alignment, run: range, kind: Kind = "omitted", detail: str = "no counterpart") -> Finding:
    """Return a finding about a run of the source."""
    return locate_findings(alignment, [RawFinding(kind, 0, run, range(1, 1), detail, 0.9)])[0]


def id_of(text: str, kind: Kind = "omitted", detail: str = "", languages: tuple[str, str] = ("en", "de")) -> str:
    """Return the id of a finding about a source of one segment."""
    alignment = Alignment(text_of(languages[0], [text]), text_of(languages[1], []), Ladder((Bead(range(1), range(0)),)))
    return locate(alignment, range(1), kind, detail).id


def test_a_finding_says_where_it_is() -> None:
    """A finding has the paragraphs of its run, the line of its file, the offset, and its text in one line."""
    finding = locate(make_alignment(), range(2, 5))
    assert (finding.file, finding.paragraph, finding.last_paragraph, finding.line) == ("en.txt", 2, 3, 3)
    assert (finding.offset, finding.text) == (10, "Two three. Four. Five.")
    assert repr(finding) == f"<Finding: {finding.id}, en.txt:3, 3 source segments>"


@pytest.mark.parametrize(("confidence", "rounded"), [(0.12345, 0.123), (1.2, 1.0), (-0.1, 0.0)])
def test_a_confidence_is_a_probability(confidence: float, rounded: float) -> None:
    """A confidence has three decimals and is from 0 to 1."""
    raw = RawFinding("omitted", 0, range(1), range(1, 1), "", confidence)
    assert locate_findings(make_alignment(), [raw])[0].confidence == rounded


def test_an_id_is_the_same_in_every_release() -> None:
    """Files of accepted ids stay valid: the ids of two known findings."""
    assert id_of("The dog sleeps.") == "omitted-2d717dc09c"
    assert id_of("It was 30.", "number", "30 ≠ 40") == "number-68c053afc3"


def test_an_id_survives_edits_elsewhere_and_in_punctuation() -> None:
    """The id is the same after an edit before the run, and in another file, and another for another run."""
    one, other = locate(make_alignment(), range(2, 4)), locate(make_alignment("One — not here! ", "b.txt"), range(2, 4))
    assert one.id == other.id
    assert one.offset != other.offset
    assert one.id != locate(make_alignment(), range(1, 4)).id
    assert id_of("The dog, sleeps!") == id_of("the dog sleeps")


def test_an_id_is_of_a_kind_and_of_languages() -> None:
    """The same words are another finding in another kind, or between other languages."""
    assert (
        len({id_of("a"), id_of("a", "partial"), id_of("a", languages=("en", "fr")), id_of("a", languages=("fr", "de"))})
        == 4
    )


def test_an_id_is_of_the_first_eight_words() -> None:
    """A change of the eighth word is another finding, a change of the ninth is the same one."""
    words = "one two three four five six seven"
    assert id_of(f"{words} eight nine") == id_of(f"{words} eight ten") != id_of(f"{words} nine nine")


def test_an_id_is_of_the_first_sixty_characters() -> None:
    """Where words have no spaces between them, the sixtieth character is the last that counts."""
    assert id_of("家" * 60 + "犬") == id_of("家" * 60 + "猫") != id_of("家" * 59 + "猫")
    assert id_of("家" * 59 + "犬") != id_of("家" * 59 + "猫")


@pytest.mark.parametrize(("kind", "differs"), [("number", True), ("name", True), ("partial", False)])
def test_what_differs_is_part_of_some_ids(kind: Kind, differs: bool) -> None:
    """Another number or name in the same sentence is another finding, and so is the same one in another sentence."""
    assert (id_of("It was so.", kind, "30 ≠ 40") != id_of("It was so.", kind, "30 ≠ 50")) is differs
    assert id_of("It was so.", kind, "30 ≠ 40") != id_of("It was not.", kind, "30 ≠ 40")


def test_ids_are_unique() -> None:
    """Two findings of the same kind and words have ids of their own."""
    raw = [RawFinding("omitted", 0, range(k, k + 1), range(k, k), "", 0.9) for k in (2, 0, 1)]
    alignment = Alignment(text_of("en", ["A.", "A.", "A."]), text_of("de", []), Ladder((Bead(range(3), range(0)),)))
    first, second, third = locate_findings(alignment, raw)
    assert [second.id, third.id] == [f"{first.id}-2", f"{first.id}-3"]
    assert [first.segments, second.segments, third.segments] == [range(1), range(1, 2), range(2, 3)]


def test_findings_are_in_the_order_of_the_source() -> None:
    """What the source has no place for is between its neighbours."""
    coverage = check_texts(
        [*ENGLISH, *ENGLISH[:5], *ENGLISH[8:20]], [*GERMAN[:3], *GERMAN[4:], *GERMAN[:3], GERMAN[4], *GERMAN[8:20]]
    )
    assert [(finding.kind, finding.segments) for finding in coverage] == [
        ("omitted", range(3, 4)),
        ("omitted", range(43, 44)),
    ]


def test_sections_follow_the_headings_of_the_source() -> None:
    """Each heading begins a section with shares of its own; a section that was dropped is covered by nothing."""
    coverage = session_of().check(make_alignment())
    assert [(section.title, section.source_range) for section in coverage.sections] == [("Title", range(5))]
    assert (coverage.source.segments, coverage.source.matched_segments) == (5, 1)
    assert [share.segments for share in coverage.paragraphs[0]] == [1, 3, 1]
    assert len(coverage) == len(list(coverage)) == len(coverage.findings) == 1
    assert repr(coverage) == "<Coverage: 1 of 5 source and 1 of 1 target segments matched, 1 findings>"
