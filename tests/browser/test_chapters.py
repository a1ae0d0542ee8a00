"""Tests of an edition in a folder of pages, one for each chapter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from aligner.formats import Settings, export_edition
from tests.browser.reader import DESKTOP, PHONE, Reader
from tests.pages import make_edition

CHAPTERS = "\n\n".join(
    "\n\n".join([f"# Part {n}\n# Teil {n}", *(f"¶ Day {n}-{k}.\n¶ Tag {n}-{k}." for k in range(1, 40))])
    for n in (1, 2, 3)
)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the folder."""
    folder = tmp_path_factory.mktemp("book")
    export_edition(make_edition(CHAPTERS, ("en", "de")), "html", folder / "index.html", Settings(split="chapters"))
    return folder


@pytest.fixture
def start(chromium: Any, book: Path) -> Iterator[Any]:
    """Return a function that opens a page of the folder; no page may complain or ask for anything else."""
    contexts, complaints = [], []

    def open_book(name: str, size: tuple[int, int] = DESKTOP) -> Reader:
        context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, locale="en")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15000)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto((book / name.split("?", maxsplit=1)[0]).as_uri() + "".join(name.partition("?")[1:]))
        return Reader(page)

    yield open_book
    for context in contexts:
        context.close()
    assert complaints == []


def at(reader: Reader) -> tuple[str, int]:
    """Return the page that is open, and the row that the reader is at."""
    reader.page.wait_for_load_state()
    reader.settle()
    return reader.page.url.partition("?")[0].partition("#")[0].rpartition("/")[2], reader.page.evaluate("place")


def test_the_first_page_lists_the_chapters(start: Any) -> None:
    """Its contents lead to each; there is nothing to search and nothing to continue yet."""
    reader = start("index.html")
    links = reader.page.locator(".turn ol a")
    assert links.evaluate_all("all => all.map(e => e.href.split('/').at(-1))") == [
        "chapter-001.html#s1", "chapter-002.html#s41", "chapter-003.html#s81",
    ]  # fmt: skip
    assert not reader.page.locator(".bar [popovertarget=search]").count()
    assert not reader.page.locator("#continue").is_visible()
    links.nth(1).click()
    assert at(reader) == ("chapter-002.html", 41)


def test_a_link_to_a_row_finds_its_page(start: Any) -> None:
    """From the first page or a wrong one it leads to the chapter that has the row, with the view that it names."""
    for name in ("index.html", "chapter-001.html"):
        reader = start(f"{name}?show=de,en&view=stacked#s90")
        reader.page.wait_for_url("**/chapter-003.html**")
        assert at(reader) == ("chapter-003.html", 90)
        assert reader.shown() == ["de", "en"]
        assert reader.page.locator("#number").inner_text() == "Sentence 90 of 120"


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_place_is_kept_over_all_pages(start: Any, size: tuple[int, int]) -> None:
    """A chapter leads to the next, with the view of the link; the first page leads to where the reader was."""
    reader = start("chapter-001.html?show=de", size)
    reader.page.locator("a[rel=next]").click()
    assert at(reader) == ("chapter-002.html", 41)
    assert reader.shown() == ["de"]
    reader.page.evaluate("goTo(60)")
    reader.page.reload()
    reader.settle()
    assert at(reader) == ("chapter-002.html", 60)
    reader.page.goto(reader.page.url.replace("chapter-002", "index"))
    reader.page.locator("#continue").click()
    assert at(reader) == ("chapter-002.html", 60)


def test_contents_and_back_cross_the_pages(start: Any) -> None:
    """Contents list all chapters; Back returns to the page before."""
    reader = start("chapter-001.html")
    reader.page.evaluate("goTo(20)")
    reader.settle()
    panel = reader.open_panel("contents")
    assert panel.locator("[aria-current=location]").inner_text().startswith("Part 1")
    panel.get_by_role("link", name="Part 3").click()
    assert at(reader) == ("chapter-003.html", 81)
    reader.page.go_back()
    assert at(reader) == ("chapter-001.html", 20)


def test_search_says_that_it_is_of_the_chapter(start: Any) -> None:
    """A search finds what the page has, with the numbers of the whole edition."""
    reader = start("chapter-002.html")
    panel = reader.open_panel("search")
    assert panel.locator("#search-name").inner_text() == "Search in this chapter"
    panel.locator("#query").fill("Day 2-5.")
    reader.page.locator("#found:has-text('1 hit')").wait_for()
    reader.page.keyboard.press("Enter")
    reader.settle()
    assert reader.page.evaluate("rowOf(stop)") == 46
