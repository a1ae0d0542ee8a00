from __future__ import annotations

import pytest

from aligner.read import Document, LeftOut, explain
from aligner.text import Paragraph


def test_neighbours_left_out_for_one_reason_are_one_line() -> None:
    """Lines and pages join while the reason is the same; the files of a book do not; long texts are cut."""
    left = (
        LeftOut("line 1", "links", "Home"),
        LeftOut("line 2", "links", "Journal\nand archive"),
        LeftOut("line 5", "introduction", "word " * 40),
        LeftOut("EPUB/nav.xhtml", "table of contents", "Contents"),
        LeftOut("EPUB/two.xhtml", "table of contents", "More"),
    )
    document = Document((Paragraph("Text."), Paragraph("More.")), name="a.epub", left_out=left)
    assert explain(document) == [
        "a.epub, line 1 to line 2: links: Home [2 paragraphs] Journal and archive",
        "a.epub, line 5: introduction: word word word word word word word word word word word word…",
        "a.epub, EPUB/nav.xhtml: table of contents: Contents",
        "a.epub, EPUB/two.xhtml: table of contents: More",
        "a.epub: 2 paragraphs kept, 5 left out (235 characters)",
    ]


def test_nothing_left_out() -> None:
    """Of a document from which nothing was left out one line says so."""
    assert explain(Document((Paragraph("Text."),))) == ["the text: 1 paragraph kept, nothing left out"]


@pytest.mark.parametrize(("length", "shown"), [(60, "x" * 60), (61, "x" * 60 + "…")])
def test_a_text_is_quoted_up_to_60_characters(length: int, shown: str) -> None:
    """A text of 60 characters is shown whole, a longer one by its first 60."""
    document = Document((Paragraph("Text."),), left_out=(LeftOut("line 1", "links", "x" * length),))
    assert explain(document)[0] == f"the text, line 1: links: {shown}"


@pytest.mark.parametrize(("length", "shown"), [(30, "x" * 30), (31, "x" * 30 + "…")])
def test_the_ends_of_a_run_are_quoted_up_to_30_characters(length: int, shown: str) -> None:
    """The first and the last text of a run are shown by 30 characters each."""
    left = tuple(LeftOut(f"page {number}", "links", "x" * length) for number in (1, 2))
    assert explain(Document((Paragraph("Text."),), left_out=left))[0] == (
        f"the text, page 1 to page 2: links: {shown} [2 paragraphs] {shown}"
    )


def test_a_document_is_shown_in_one_line() -> None:
    """The representation of a document counts what it holds and quotes none of it."""
    document = Document((Paragraph("x" * 1000),) * 3, "en", name="a.txt", left_out=(LeftOut("line 1", "links", "x"),))
    assert repr(document) == "<Document 'a.txt' in 'en': 3 paragraphs, 1 left out, 0 warnings>"
