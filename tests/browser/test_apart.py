"""Tests of what separates passages, of confirmed rows, and of the place in running text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from aligner.formats.html import format_html
from tests.browser.reader import PHONE, Open, Reader
from tests.pages import make_edition

TABLE = "¶ The ferry came.\n¶ Die Fähre kam.\n\n¶ * * *\n¶ * * *\n\n¶ Nobody came.\n¶ Niemand kam."


@pytest.fixture
def ferry(chromium: Any, tmp_path: Path) -> Iterator[Reader]:
    """Open a page with a scene break whose first row a person has confirmed, languages under each other, in German."""
    edition = make_edition(TABLE, ("en", "de"))
    rows = tuple(row._replace(confirmed=number == 0) for number, row in enumerate(edition.rows))
    (tmp_path / "ferry.html").write_text(format_html(replace(edition, rows=rows)), encoding="utf-8")
    context = chromium.new_context(viewport={"width": 900, "height": 700}, locale="de")
    page = context.new_page()
    page.goto((tmp_path / "ferry.html").as_uri() + "?show=en,de&view=stacked")
    yield Reader(page)
    context.close()


def test_under_each_other_an_ornament_is_shown_once(ferry: Reader) -> None:
    """Side by side each language has its own."""
    assert [ferry.sentence(2, column).is_visible() for column in (0, 1)] == [True, False]
    ferry.choose("columns")
    assert [ferry.sentence(2, column).is_visible() for column in (0, 1)] == [True, True]
    assert ferry.sentence(2).evaluate("e => getComputedStyle(e).textAlign") == "center"


def test_the_card_says_that_a_person_has_confirmed_a_row(ferry: Reader) -> None:
    """In the reader's language, in the card and for a screen reader; of other rows nothing is said."""
    ferry.sentence(1).click()
    assert ferry.page.locator("#number").inner_text() == "Satz 1 von 3 · von einem Menschen bestätigt"
    assert "bestätigt" in ferry.page.locator("#about").text_content()
    ferry.sentence(3).click()
    assert ferry.page.locator("#number").inner_text() == "Satz 3 von 3"


def test_a_reload_in_running_text_keeps_the_row(open_page: Open) -> None:
    """The line at the top may begin with the end of the row before; the place does not move to that row."""
    reader = open_page("well", "?show=en,de&view=one", size=PHONE)
    reader.page.evaluate("goTo(60)")
    for _ in range(3):
        reader.settle()
        reader.page.reload()
    reader.settle()
    assert reader.page.evaluate("place") == 60


def test_a_link_opens_the_card_with_only_what_is_out_of_sight(open_page: Open) -> None:
    """A row whose translation is in the window after the jump is not shown a second time."""
    reader = open_page("well", "?show=en,de&view=columns#s100")
    reader.settle()
    assert reader.page.locator("#card p[lang=de]").count() == 0
    assert reader.page.locator("#number").inner_text() == "Sentence 100 of 131"
