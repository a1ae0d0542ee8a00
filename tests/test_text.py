from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.errors import InputError
from aligner.text import Mark, Paragraph, Segment, Text, fold_space, join_segments, make_lines, make_text


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  two   words \n", "two words"),
        ("one\r\n\ttwo", "one two"),
        ("one\u2028two\u2029three", "one two three"),
        ("one\x85two\x0bthree\x0cfour", "one two three four"),
        ("これは\n本です。", "これは本です。"),
        ("这是 \n 书。", "这是书。"),
        ("これは ABC\nです", "これは ABC です"),
        ("100\u00a0km et «\u202foui\u202f»", "100\u00a0km et «\u202foui\u202f»"),
        ("一\u3000二", "一\u3000二"),
        ("", ""),
        (" \n\t ", ""),
    ],
)
def test_fold_space(text: str, folded: str) -> None:
    """Folding makes one line of a text: breaks become a space, or nothing between unspaced scripts."""
    assert fold_space(text) == folded


@given(st.text())
def test_fold_space_gives_one_line_and_keeps_what_is_no_space(text: str) -> None:
    """A folded text is a single line, has the characters that are not white space, and folds to itself."""
    folded = fold_space(text)
    assert len(folded.splitlines()) <= 1
    assert "".join(folded.split()) == "".join(text.split())
    assert fold_space(folded) == folded


def test_join_segments() -> None:
    """Segments are joined with a space, or with none between unspaced scripts, and empty ones leave no trace."""
    assert join_segments(["One.", "", "Two."]) == "One. Two."
    assert join_segments(["一。", "二。"]) == "一。二。"
    assert join_segments([]) == ""


def test_make_text_numbers_segments() -> None:
    """Pieces become segments with their paragraph, their offset and the text that people see."""
    text = make_text("en", [Paragraph("Title", 1), Paragraph("One.\n Two.")], [["Title"], ["One.\n ", "Two."]])
    assert text.segments[1:] == (Segment(1, 0, "One.\n ", "One."), Segment(1, 6, "Two.", "Two."))
    assert text.segments[2].end == 10
    assert text.texts == ["Title", "One.", "Two."]


@pytest.mark.parametrize("pieces", [["One. "], ["One. ", "Two", "."], ["Two.", "One. "], []])
def test_text_refuses_pieces_that_are_not_the_paragraph(pieces: list[str]) -> None:
    """Segments that do not join to their paragraph are an error that names text, paragraph and line."""
    with pytest.raises(InputError, match=r"ru\.txt: the segments of paragraph 1 \(line 7\) do not join"):
        make_text("ru", [Paragraph("One. Two?", line=7)], [pieces], "ru.txt")


def test_text_refuses_segments_of_other_paragraphs() -> None:
    """Segments that change places or belong to no paragraph are an error."""
    paragraphs = (Paragraph("a"), Paragraph("b"))
    swapped = (Segment(1, 0, "b", "b"), Segment(0, 0, "a", "a"))
    strange = (Segment(0, 0, "a", "a"), Segment(1, 0, "b", "b"), Segment(2, 0, "c", "c"))
    for segments in (swapped, strange):
        with pytest.raises(InputError, match="not in the order"):
            Text("en", paragraphs, segments)


def test_digest_sees_characters_boundaries_and_headings() -> None:
    """Any change of a character, a boundary or a heading changes the digest; the name does not."""

    def digest(pieces: list[str], level: int = 0, name: str = "") -> str:
        return make_text("en", [Paragraph("".join(pieces), level)], [pieces], name).digest

    first = digest(["One. ", "Two."])
    others = [digest(["One. Two."]), digest(["One. ", "Two!"]), digest(["One. ", "Two."], level=1)]
    assert len({first, *others}) == 4
    assert digest(["One. ", "Two."], name="other.txt") == first


def test_line_of_a_segment() -> None:
    """A segment's line is counted from its paragraph's and the line breaks before it."""
    text = make_text("en", [Paragraph("One.\nTwo.\nThree.", line=10)], [["One.\n", "Two.\n", "Three."]])
    assert [text.line(k) for k in range(3)] == [10, 11, 12]


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        ("one\n  two  \n", ["one", "  two  "]),
        ("one\n\nthree", ["one", "", "three"]),
        ("one\r\ntwo\r\n", ["one", "two"]),
        ("\n", [""]),
        ("", []),
        ("a\u2028b\x85c\x0bd\n", ["a\u2028b\x85c\x0bd"]),
    ],
)
def test_make_lines_keeps_lines(content: str, lines: list[str]) -> None:
    """Each line of a file is a segment as it stands, empty ones too; only line feeds part lines."""
    text = make_lines("en", content)
    assert text.texts == lines
    assert "".join(segment.raw for segment in text.segments) == content
    assert text.verbatim


def test_identifiers_are_found_in_linear_time() -> None:
    """A long stanza of numbered lines is one paragraph; each of its segments has its own line's number."""
    count = 5_000
    marks = tuple(Mark(3 * k, 3 * k, "id", str(k)) for k in range(count))
    text = make_text("en", [Paragraph("ab " * count, marks=marks)], [["ab "] * count])
    assert [text.segment_ids(k) for k in range(count)] == [(str(k),) for k in range(count)]
    assert make_text("en", [Paragraph("ab")], [["ab"]]).segment_ids(0) == ()
