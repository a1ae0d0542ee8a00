"""Texts with identifiers or marks: no bead crosses one."""

from __future__ import annotations

import pytest

from aligner.errors import InputError
from aligner.hard_borders import IDS, BorderedText, align_bordered, read_bordered
from tests.fakes import session_of


def read(content: str, borders: str, language: str, *, segmented: bool = False) -> BorderedText:
    """Return a text with its borders."""
    return read_bordered(content.encode(), borders, language=language, name=f"{language}.txt", segmented=segmented)


def beads(source: str, target: str, borders: str, *, segmented: bool = False) -> list[tuple[str, str]]:
    """Return the texts of the beads between two texts with borders."""
    texts = read(source, borders, "en", segmented=segmented), read(target, borders, "de", segmented=segmented)
    alignment = align_bordered(*texts, session_of(), ids=borders == IDS)
    return [(bead.source_text, bead.target_text) for bead in alignment]


@pytest.mark.parametrize("mark", ["<p>", ".EOA"])
def test_nothing_is_matched_across_a_mark(mark: str) -> None:
    """A sentence stays on its side of the mark though its translation is on the other; the mark is no text."""
    found = beads(f"Dog house.\nCat.\n{mark}\nWater.\n", f"Hund Haus.\n{mark}\nKatze. Wasser.\n", mark)
    assert found == [("Dog house.", "Hund Haus."), ("Cat.", ""), ("", "Katze."), ("Water.", "Wasser.")]


def test_marks_of_segmented_texts_are_segments() -> None:
    """With lines as segments the numbers of the segments are those of the lines, so a mark is a bead of its own."""
    found = beads("Dog.\nCat.\n<p>\nWater.\n", "Hund.\n<p>\nKatze.\nWasser.\n", "<p>", segmented=True)
    assert ("<p>", "<p>") in found
    assert ("Cat.", "Katze.") not in found
    assert ("Water.", "Wasser.") in found


def test_identifiers_are_borders_and_places() -> None:
    """Lines with the same identifier belong together, and it is the place of the paragraph."""
    text = read("1:1 Dog house. Cat.\n1:2 Water.\n", IDS, "en")
    assert text.borders == [("1:1", 0), ("1:2", 2)]
    assert [paragraph.place for paragraph in text.text.paragraphs] == ["1:1", "1:2"]
    found = beads("1:1 Dog house. Cat.\n1:2 Water.\n", "1:1 Hund Haus. Katze.\n1:2 Wasser.\n", IDS)
    assert found == [("Dog house.", "Hund Haus."), ("Cat.", "Katze."), ("Water.", "Wasser.")]


def test_identifiers_of_one_text_alone() -> None:
    """Verses that only one text has are not matched with verses that only the other has."""
    found = beads("1:1 Dog.\n1:2 Water.\n1:4 Bread.\n", "1:1 Hund.\n1:3 Wasser.\n1:4 Brot.\n", IDS)
    assert found == [("Dog.", "Hund."), ("Water.", ""), ("", "Wasser."), ("Bread.", "Brot.")]
    joined = beads("1:1 Dog.\n1:2 Water.\n1:4 Bread.\n", "1:1 Hund. Wasser.\n1:4 Brot.\n", IDS)
    assert joined == [("Dog.", "Hund."), ("Water.", "Wasser."), ("Bread.", "Brot.")]


def test_identifiers_that_come_again_and_that_cross() -> None:
    """The first verse of each chapter is another one; of verses in another order the longest common order is kept."""
    chapters = "1 Dog.\n2 Cat.\n1 Water.\n2 Bread.\n", "1 Hund.\n2 Katze.\n1 Wasser.\n2 Brot.\n"
    assert beads(*chapters, IDS) == [("Dog.", "Hund."), ("Cat.", "Katze."), ("Water.", "Wasser."), ("Bread.", "Brot.")]
    crossed = beads("a\tDog.\nb\tCat.\nc\tWater.\n", "b\tKatze.\nc\tWasser.\na\tHund.\n", IDS)
    assert ("Cat.", "Katze.") in crossed
    assert ("Water.", "Wasser.") in crossed


def test_borders_that_do_not_fit() -> None:
    """Different numbers of marks, no mark at all and no common identifier are errors of one sentence."""
    with pytest.raises(InputError, match=r"en\.txt has 1 borders, de\.txt 2"):
        beads("A.\n<p>\nB.\n", "A.\n<p>\nB.\n<p>\nC.\n", "<p>")
    with pytest.raises(InputError, match=r"en\.txt: no line is the mark '\.EOA'"):
        read("A.\n", ".EOA", "en")
    with pytest.raises(InputError, match=r"en\.txt: no line begins with an identifier"):
        read("Only words here.\n", IDS, "en")
    with pytest.raises(InputError, match="no identifier in common"):
        beads("1:1 A.\n", "2:2 B.\n", IDS)
