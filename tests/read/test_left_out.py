from __future__ import annotations

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
    """A document that lost nothing says so in one line."""
    assert explain(Document((Paragraph("Text."),))) == ["the text: 1 paragraph kept, nothing left out"]
