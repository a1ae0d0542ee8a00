from typing import Any

import pytest

from tests.browser.reader import DESKTOP, PHONE, Open

Size = tuple[int, int]


@pytest.mark.parametrize(
    ("locale", "expected"),
    [("ja", "ja"), ("zh-CN", "zh-Hans"), ("de-AT", "de"), ("en-GB", "de"), ("fr", "de"), ("zh-TW", "de")],
)
def test_a_page_opens_with_the_pivot_and_the_reader_s_language(open_page: Open, locale: str, expected: str) -> None:
    """The second language is the browser's where the page has it, in its script, and else the second of the page."""
    assert open_page("well", locale=locale).shown() == ["en", expected]


def test_any_subset_in_any_order(open_page: Open, size: Size) -> None:
    """A language is added, moved up and taken away, and the cells follow, in the document too."""
    reader = open_page("well", "?show=en,de&view=stacked", size=size)
    panel = reader.open_panel("languages")
    panel.get_by_label("简体中文", exact=True).check()
    panel.get_by_label("简体中文: move up").click()
    panel.get_by_label("简体中文: move up").click()
    panel.get_by_label("Deutsch", exact=True).uncheck()
    assert reader.shown() == ["en", "zh-Hans"]
    panel.get_by_label("简体中文: move up").click()
    assert reader.shown() == ["zh-Hans", "en"]
    cells = reader.page.locator(".r:has(#s2) > *")
    assert cells.evaluate_all("cells => cells.map(e => e.lang)") == ["zh-Hans", "en", "de", "ja"]
    assert cells.evaluate_all(
        "cells => cells.filter(e => getComputedStyle(e).display !== 'none').map(e => e.lang)"
    ) == ["zh-Hans", "en"]


def test_the_last_language_stays(open_page: Open) -> None:
    """The page is never empty."""
    reader = open_page("well", "?show=ja")
    panel = reader.open_panel("languages")
    panel.get_by_label("日本語", exact=True).click()
    assert reader.shown() == ["ja"]


def test_a_choice_is_remembered(open_page: Open, size: Size) -> None:
    """Languages, their order, the view and the looks are there again when the page is opened again."""
    reader = open_page("well", "?show=ja,de", size=size)
    reader.choose("stacked")
    reader.choose("dark")
    reader.choose("l")
    reader.page.goto(reader.page.url.split("?")[0])
    assert reader.shown() == ["ja", "de"]
    assert reader.page.locator("input:checked[type=radio]").evaluate_all("all => all.map(e => e.value)") == [
        "stacked",
        "sentences",
        "l",
        "serif",
        "dark",
        "plain",
    ]


def test_a_link_names_languages_view_and_row(open_page: Open, size: Size) -> None:
    """What a link asks for goes before what is remembered; what the page does not have is passed over."""
    reader = open_page("well", "?show=zh-Hans,xx,en&view=stacked&by=paragraphs#s60", size=size)
    assert reader.shown() == ["zh-Hans", "en"]
    assert reader.page.locator("#stacked").is_checked()
    assert reader.page.locator("#paragraphs").is_checked()
    assert reader.in_window(60, 3)
    assert [text.split()[0] for text in reader.lit("pin")] == ["c3", "c0"]


def test_a_link_to_nonsense_opens_as_if_there_were_none(open_page: Open) -> None:
    """A view, a language or a row that does not exist is no error."""
    reader = open_page("well", "?show=xx&view=<b>&theme=7#s9999999")
    assert reader.shown() == ["en", "de"]
    assert reader.page.locator("#columns").is_checked()


def test_side_by_side_the_cells_of_a_row_are_level(open_page: Open) -> None:
    """Every language's sentence begins at the same height as the others' of its row, and none runs into the next."""
    reader = open_page("well", "?show=en,de,ja,zh-Hans")
    foot = 0.0
    for row in [2, 3, 4, 5, 6, 7, 8, 10]:
        boxes = [reader.box(row, column) for column in range(4)]
        assert len({round(box["y"]) for box in boxes}) == 1
        assert [box["x"] for box in boxes] == sorted(box["x"] for box in boxes)
        assert boxes[0]["y"] >= foot
        foot = max(box["bottom"] for box in boxes) - 1


def test_stacked_the_cells_of_a_row_follow_each_other(open_page: Open, size: Size) -> None:
    """Sentence by sentence, each is followed by the others of its row, and only then comes the next row."""
    reader = open_page("well", "?show=en,ja,de&view=stacked", size=size)
    tops = [reader.box(row, column)["y"] for row in (2, 3, 4) for column in (0, 2, 1)]
    assert tops == sorted(tops)
    assert len({round(reader.box(3, column)["x"]) for column in (0, 1, 2)}) == 1


def test_a_phone_stacks_what_a_desktop_shows_side_by_side(open_page: Open) -> None:
    """The usual view has columns where there is room for them."""
    query = "?show=en,de&view=columns"
    wide, narrow = open_page("well", query, size=DESKTOP), open_page("well", query, size=PHONE)
    assert wide.box(3, 0)["y"] == wide.box(3, 1)["y"]
    assert narrow.box(3, 0)["bottom"] <= narrow.box(3, 1)["y"] + 1


def test_paragraph_by_paragraph_the_sentences_run_on(open_page: Open, size: Size) -> None:
    """Lined up by paragraphs, a sentence begins on the line where the one before it ends."""
    reader = open_page("well", "?show=en,zh-Hans&by=paragraphs&view=columns", size=size)
    first = reader.sentence(2).evaluate("e => [...e.getClientRects()].at(-1).top")
    second = reader.sentence(3).evaluate("e => e.getClientRects()[0].top")
    assert first == second
    gaps = reader.page.locator(".r:has(#s2) > .c3").evaluate("e => e.innerText")
    assert gaps.startswith("井很老。没有人")


def test_one_language_shows_the_first_alone(open_page: Open, size: Size) -> None:
    """In the view of one language only the first chosen has room in the text; its name and the others' are buttons."""
    reader = open_page("well", "?show=en,ja,de&view=one", size=size)
    assert reader.sentence(3, 0).is_visible()
    assert not reader.sentence(3, 2).is_visible()
    reader.page.get_by_role("button", name="日本語", exact=True).click()
    assert reader.shown() == ["ja", "en", "de"]
    assert reader.sentence(3, 2).is_visible()
    assert not reader.sentence(3, 0).is_visible()


def test_the_place_is_kept_when_the_view_changes(open_page: Open, size: Size) -> None:
    """Whoever is in the middle of a text is there still after another choice, and after coming back."""
    reader = open_page("well", size=size)
    reader.sentence(80).scroll_into_view_if_needed()
    reader.page.evaluate("document.querySelector('#s80').scrollIntoView()")
    reader.settle()
    for view in ("stacked", "one", "columns"):
        reader.choose(view)
        reader.settle()
        assert reader.in_window(80), view
    reader.page.reload()
    assert reader.in_window(80)


def test_twelve_languages_open_with_two_and_can_all_be_shown(open_page: Open) -> None:
    """Columns never get too narrow to read; the page scrolls sideways and the bar stays."""
    reader = open_page("twelve", locale="tl")
    assert reader.shown() == ["en", "tl"]
    panel = reader.open_panel("languages")
    for box in panel.locator("input").all():
        box.check()
    reader.page.keyboard.press("Escape")
    widths = [reader.box(2, column) for column in range(12)]
    assert all(box["right"] - box["x"] >= 150 for box in widths)
    reader.page.evaluate("scrollTo(document.body.scrollWidth, 0)")
    assert reader.sentence(2, 11).is_visible()
    assert reader.page.locator(".bar").evaluate("e => e.getBoundingClientRect().left") == 0


def test_a_row_that_no_shown_language_has_takes_no_room(open_page: Open) -> None:
    """A sentence that only Japanese has leaves no gap when Japanese is not shown."""
    reader = open_page("well", "?show=en,de")
    assert not reader.sentence(8, 0).is_visible()
    panel = reader.open_panel("languages")
    panel.get_by_label("日本語", exact=True).check()
    assert reader.sentence(8, 0).is_visible()
    assert reader.sentence(8, 2).is_visible()


def content_before(reader: Any, row: int, column: int) -> str:
    """Return the words that the page puts before a sentence."""
    found: str = reader.sentence(row, column).evaluate("e => getComputedStyle(e, '::before').content")
    return found


def test_what_is_left_out_is_said_once(open_page: Open, size: Size) -> None:
    """The first of the rows that a language leaves out says so in words, the next is silent."""
    reader = open_page("well", "?show=en,de", size=size)
    assert content_before(reader, 5, 1) == '" not in this version"'
    assert content_before(reader, 6, 1) == "none"
    uncertain = reader.sentence(10, 1).evaluate("e => getComputedStyle(e, '::after').content")
    assert uncertain == '" · uncertain match"'
