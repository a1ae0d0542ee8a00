"""Tests of the parts of a text: separators and notes are matched with their own kind only."""

from __future__ import annotations

from collections.abc import Sequence

from aligner.ladder import Bead
from aligner.session import Aligner
from aligner.text import Paragraph, Text, make_text
from tests.fakes import FakeEncoder, english_sentences, to_german

SENTENCES = english_sentences(12)
GERMAN = [to_german(sentence) for sentence in SENTENCES]


def text_of(language: str, parts: Sequence[str | Paragraph]) -> Text:
    """Return a text of paragraphs of one segment each."""
    paragraphs = [Paragraph(part) if isinstance(part, str) else part for part in parts]
    return make_text(language, paragraphs, [[paragraph.text] for paragraph in paragraphs])


def shapes(source: Sequence[str | Paragraph], target: Sequence[str | Paragraph]) -> list[str]:
    """Return the beads between two texts as ``0,1-0``."""
    session = Aligner(FakeEncoder(), cache=False)
    alignment = session.align(text_of("en", source), text_of("de", target))
    return [f"{','.join(map(str, bead.source))}-{','.join(map(str, bead.target))}" for bead in alignment.ladder]


def test_a_separator_of_one_side_is_left_alone() -> None:
    """A row of stars that only one edition has shares no bead with a sentence, on either side."""
    starred = [*SENTENCES[:2], "* * *", *SENTENCES[2:4]]
    assert shapes(starred, GERMAN[:4]) == ["0-0", "1-1", "2-", "3-2", "4-3"]
    assert shapes(GERMAN[:4], starred) == ["0-0", "1-1", "-2", "2-3", "3-4"]


def test_separators_of_both_sides_are_paired() -> None:
    """Separators between the same sentences are a pair, whatever they look like; one that is over is left alone."""
    source = [*SENTENCES[:2], "* * *", "[Illustration]", *SENTENCES[2:4]]
    target = [*GERMAN[:2], "◇", *GERMAN[2:4]]
    assert shapes(source, target) == ["0-0", "1-1", "2-2", "3-", "4-3", "5-4"]


def test_separators_at_either_end_keep_their_place() -> None:
    """Separators before the first sentence and after the last one are beads of their own."""
    assert shapes(["---", *SENTENCES[:2]], [*GERMAN[:2], "⁂"]) == ["0-", "1-0", "2-1", "-2"]


def test_texts_of_separators_only_are_paired() -> None:
    """Two texts without a sentence are matched in order."""
    assert shapes(["* * *", "* * *"], ["◇"]) == ["0-0", "1-"]


def test_a_separator_waits_for_the_other_side() -> None:
    """An inserted sentence between two separators of the same place does not keep them apart."""
    source = [*SENTENCES[:3], "* * *", *SENTENCES[3:6]]
    target = [*GERMAN[:3], GERMAN[9], "* * *", *GERMAN[3:6]]
    assert "3-4" in shapes(source, target)


def test_a_page_number_inside_a_sentence_divides_its_bead() -> None:
    """A bead whose sentence a separator divides is divided there: no bead holds a separator and words."""
    halves = SENTENCES[2].split(" ", 3)
    first, second = " ".join(halves[:3]), halves[3]
    found = shapes([*SENTENCES[:2], first, "{12}", second, *SENTENCES[3:6]], GERMAN[:6])
    assert not any(bead.startswith("2,3") or "3,4" in bead for bead in found)
    assert "3-" in found


def test_notes_are_matched_with_notes_only() -> None:
    """The notes of one edition are left alone when the other has none, and matched when it has."""
    notes = [Paragraph(text, kind="note") for text in SENTENCES[6:9]]
    german = [Paragraph(text, kind="note") for text in GERMAN[6:9]]
    assert shapes([*SENTENCES[:4], *notes], GERMAN[:7]) == [
        "0-0",
        "1-1",
        "2-2",
        "3-3",
        "-4",
        "-5",
        "-6",
        "4-",
        "5-",
        "6-",
    ]
    assert shapes([*SENTENCES[:4], *notes], [*GERMAN[:4], *german]) == [f"{n}-{n}" for n in range(7)]


def test_unmatched_notes_make_no_sentence_unmatched() -> None:
    """A body is matched with the same confidence, however many notes follow it on one side."""
    session = Aligner(FakeEncoder(), cache=False)
    plain = session.align(text_of("en", SENTENCES[:4]), text_of("de", GERMAN[:4])).ladder
    notes = [Paragraph(text, kind="note") for text in SENTENCES[4:12]]
    noted = session.align(text_of("en", [*SENTENCES[:4], *notes]), text_of("de", GERMAN[:4])).ladder
    assert [bead[:2] for bead in noted.beads[:4]] == [bead[:2] for bead in plain.beads]
    assert all(bead == Bead(bead.source, range(0), 1.0) for bead in noted.beads[4:])


def test_versions_are_matched_by_parts_too() -> None:
    """Among several versions, separators share no bead with words either."""
    session = Aligner(FakeEncoder(), cache=False)
    texts = [text_of("en", [*SENTENCES[:2], "* * *", *SENTENCES[2:4]]), text_of("de", GERMAN[:4])]
    texts.append(text_of("fr", [*GERMAN[:2], "⁂", *GERMAN[2:4]]))
    first, second = session.align_versions(texts)
    assert [bead.shape for bead in first.ladder] == ["1-1", "1-1", "1-0", "1-1", "1-1"]
    assert [bead.shape for bead in second.ladder] == ["1-1"] * 5


def test_a_number_alone_shares_no_bead_with_a_sentence() -> None:
    """A chapter's or page's number that only one side has is left alone, and paired where both have one."""
    for number in ("12", "II", "一"):
        found = shapes([*SENTENCES[:2], number, *SENTENCES[2:4]], GERMAN[:4])
        assert "2-" in found
        assert "3-2" in found
        assert "2-2" in shapes([*SENTENCES[:2], number, *SENTENCES[2:4]], [*GERMAN[:2], number, *GERMAN[2:4]])
