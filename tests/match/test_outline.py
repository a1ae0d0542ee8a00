from __future__ import annotations

import pytest

from aligner.errors import InputError
from aligner.match import Chapter
from aligner.outline import find_chapters, find_headings
from aligner.text import Paragraph, Text, make_text


def outline(*paragraphs: Paragraph) -> Text:
    """Return a text in which each paragraph is one segment."""
    return make_text("en", list(paragraphs), [[paragraph.text] for paragraph in paragraphs])


def test_a_chapter_begins_at_a_run_of_headings() -> None:
    """Headings in a row belong to the chapter below them; what comes before the first is a chapter too."""
    text = outline(
        Paragraph("Preface."), Paragraph("I", 1), Paragraph("The Well", 2), Paragraph("Cold."), Paragraph("II", 1)
    )
    assert find_chapters(text) == [Chapter(0, 0, 1), Chapter(1, 3, 4), Chapter(4, 5, 5)]


@pytest.mark.parametrize(
    ("places", "starts"),
    [
        (["a.xhtml", "a.xhtml", "b.xhtml"], [0, 2]),
        (["text/ch03.html", "text/ch04.HTML", "text/ch04.HTML"], [0, 1]),
        (["12", "13", "13"], [0]),  # pages
        (["00:01:20.500", "00:01:21.500", ""], [0]),  # times of captions
        (["a.md", "b.md", "c.md"], [0]),  # an ending of two letters, or of six, is no file of a book
        (["a.abcdef", "b.abcdef", "c.abcdef"], [0]),
    ],
)
def test_a_chapter_begins_at_a_file_of_a_book(places: list[str], starts: list[int]) -> None:
    """A new file begins a chapter; a new page or time does not."""
    text = outline(*(Paragraph(f"Line {k}.", place=place) for k, place in enumerate(places)))
    assert [chapter.start for chapter in find_chapters(text)] == starts


def test_a_chapter_begins_at_the_notes() -> None:
    """The first of the notes begins a chapter, the others do not, and neither does what follows them."""
    kinds = ["", "note", "note", ""]
    text = outline(*(Paragraph(f"Line {k}.", kind=kind) for k, kind in enumerate(kinds)))
    assert [chapter.start for chapter in find_chapters(text)] == [0, 1]


ENGLISH = outline(Paragraph("I", 1), Paragraph("The Well", 2), Paragraph("I"), Paragraph("The  Well", 1))
GERMAN = outline(Paragraph("Eins", 1), Paragraph("Der Brunnen", 2), Paragraph("Kalt."), Paragraph("der brunnen", 1))


def test_headings_are_looked_for_below_the_one_before() -> None:
    """Of two like headings the second is found below the first; the very beginning is no boundary."""
    assert find_headings(ENGLISH, GERMAN, {"The Well": "Der Brunnen"}) == [(1, 1)]
    assert find_headings(ENGLISH, GERMAN, {"THE WELL": "DER  BRUNNEN", "the well": "der Brunnen"}) == [(1, 1), (3, 3)]
    assert find_headings(ENGLISH, GERMAN, {"I": "Eins", "The Well": "Der Brunnen"}) == [(1, 1)]


def test_a_heading_that_is_not_there_is_an_error() -> None:
    """The error names the headings that there are, twenty at most, and below which one was searched."""
    with pytest.raises(InputError, match=r"en: no heading 'Two', which work\.toml names; it has 'Eins', 'Der Brunnen'"):
        find_headings(ENGLISH, GERMAN, {"I": "Two"})
    with pytest.raises(InputError, match=r"no heading 'i' after 'I', which"):
        find_headings(ENGLISH, GERMAN, {"I": "Eins", "i": "Eins"})
    many = outline(*(Paragraph(f"Part {k}", 1) for k in range(30)))
    with pytest.raises(InputError, match=r"'Part 19'$"):
        find_headings(many, many, {"none": "none"})
