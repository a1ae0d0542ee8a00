"""Tests of what separates passages, and of confirmed rows, in pages and books."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from lxml import html

from aligner.edition import Edition
from aligner.formats.epub import format_epub
from aligner.formats.html import format_html
from aligner.formats.html.blocks import make_blocks
from aligner.formats.html.lists import name_kinds
from aligner.formats.interface import load_words
from aligner.formats.settings import LAYOUTS, Layout
from aligner.remarks import remark_on_rows
from tests.pages import make_edition

TABLE = """
¶ The ferry came.
¶ Die Fähre kam.

It was empty.
Sie war leer.

¶ * * *
¶ * * *

¶ [Illustration: The ferry.]
¶ [Abbildung: Die Fähre.]

¶ Nobody came.
¶ Niemand kam.

¶ ⁂
-

¶ Night fell.
¶ Es wurde Nacht.
"""
EDITION = make_edition(TABLE, ("en", "de"))


def chapter(edition: Edition, layout: Layout) -> str:
    """Return the first chapter of a book."""
    with ZipFile(BytesIO(format_epub(edition, layout=layout))) as book:
        return book.read("EPUB/chapter-001.xhtml").decode()


def test_separators_have_blocks_and_kinds_of_their_own() -> None:
    """A row of stars is an ornament, a picture's place a caption, and the sentences around them are neither."""
    blocks = [
        (list(block.rows), [cell.kind for cell in block.cells], block.separates) for block in make_blocks(EDITION)
    ]
    assert blocks == [
        ([0, 1], ["body", "body"], False),
        ([2], ["ornament", "ornament"], True),
        ([3], ["caption", "caption"], True),
        ([4], ["body", "body"], False),
        ([5], ["ornament", "body"], True),
        ([6], ["body", "body"], False),
    ]


def test_an_ornament_that_only_one_version_has_is_no_remark() -> None:
    """A scene break that a printer left out is nothing that a reader misses; a sentence is."""
    assert remark_on_rows(EDITION) == []
    missing = make_edition(TABLE.replace("¶ Niemand kam.", "-"), ("en", "de"))
    assert [remark.kind for remark in remark_on_rows(missing)] == ["omitted"]


def test_a_doubtful_match_of_ornaments_is_no_remark() -> None:
    """Which stars belong to which stars is not worth a note."""
    rows = tuple(row._replace(confidence=0.3) if number == 2 else row for number, row in enumerate(EDITION.rows))
    assert remark_on_rows(replace(EDITION, rows=rows)) == []


def test_a_page_sets_separators_apart() -> None:
    """They have classes for their looks, and so have the blocks in which nothing else is."""
    page: Any = html.fromstring(format_html(EDITION))
    assert [block.get("class") for block in page.xpath("//div[contains(@class, 'apart')]")] == ["r r1 apart"] * 3
    assert len(page.xpath("//p[@class='c1 ornament']")) == 1
    assert page.xpath("//p[@class='c1 caption']")[0].text_content() == "[Abbildung: Die Fähre.]"


def test_a_book_shows_an_ornament_once_and_captions_in_each_language() -> None:
    """Two rows of stars under each other would say nothing more; in no layout is one something to tap."""
    for layout in LAYOUTS:
        text = chapter(EDITION, layout)
        assert text.count("* * *") == 1, layout
        assert text.count("⁂") == 1, layout
        assert '<p class="ornament" xml:lang="en"' in text, layout
        assert '<p class="t caption" xml:lang="de"' in text, layout
        assert 'href="#t3"' not in text, layout


def test_different_ornaments_are_both_shown() -> None:
    """Only what is the same is left out."""
    edition = make_edition(TABLE.replace("¶ * * *\n¶ * * *", "¶ * * *\n¶ ◇"), ("en", "de"))
    assert [chapter(edition, "paragraphs").count(sign) for sign in ("* * *", "◇")] == [1, 1]


def test_a_row_that_a_person_confirmed_is_marked() -> None:
    """The page keeps it for the details of a sentence, the book counts it on its last page."""
    rows = tuple(row._replace(confirmed=number < 2) for number, row in enumerate(EDITION.rows))
    edition = replace(EDITION, rows=rows)
    assert html.fromstring(format_html(edition)).xpath("//span[@data-ok]/@id") == ["s1", "s2"]
    with ZipFile(BytesIO(format_epub(edition))) as book:
        assert "A person has confirmed 2 of the 7 matches." in book.read("EPUB/colophon.xhtml").decode()
    assert "confirmed" not in format_html(EDITION).split("<main")[1].split("<script>")[0]


def test_kinds_of_remarks_have_words_in_each_language() -> None:
    """A note has the label of its language; English has the wording of the table of kinds."""
    assert name_kinds(load_words("page", "de"), ["number"]) == {
        "kind_number": "andere Zahlen",
        "note_number": "{of}: andere Zahlen",
    }
    assert name_kinds(load_words("page", "en"), ["number", "omitted"]) == {
        "kind_number": "other numbers",
        "note_number": "Other numbers in {of}",
        "kind_omitted": "omitted",
        "note_omitted": "Not in {of}",
    }
