from __future__ import annotations

from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from aligner.formats.epub import format_epub
from tests.pages import make_well

IN_WINDOW = "e => { const b = e.getBoundingClientRect(); return b.top > -10 && b.bottom <= innerHeight }"


@pytest.fixture
def chapter(tmp_path: Path) -> Path:
    """Unpack a book for tapping and return its last chapter."""
    book = tmp_path / "book.epub"
    book.write_bytes(format_epub(make_well(30), ["en", "ja", "de"], layout="tap"))
    with ZipFile(book) as archive:
        archive.extractall(tmp_path)
    return max((tmp_path / "EPUB").glob("chapter-*.xhtml"))


def test_a_tap_shows_the_translation_and_another_leads_back(chromium: Any, chapter: Path) -> None:
    """Without scripts a tap on a sentence brings its translations into the window, marked, and their sign goes back."""
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(chapter.as_uri())
    sentence, note = page.locator("#s40"), page.locator("#t40")
    assert not note.evaluate(IN_WINDOW)
    sentence.click()
    assert note.evaluate(IN_WINDOW)
    assert note.evaluate("e => getComputedStyle(e).borderInlineStartWidth") == "3px"
    assert [each.get_attribute("lang") for each in note.locator("p").all()] == ["ja", "de"]
    note.locator("a").click()
    assert sentence.evaluate(IN_WINDOW)
    assert complaints == []
    page.close()
