from typing import Any

import pytest

from tests.browser.reader import PHONE, Open, Reader

Size = tuple[int, int]


def search(reader: Reader, words: str) -> Any:
    """Type words into the search, wait for the hits, and return the panel."""
    panel = reader.page.locator("#search")
    if not panel.is_visible():
        reader.open_panel("search")
    panel.locator("#query").fill(words)
    reader.settle()
    return panel


def marked(reader: Reader, name: str = "found") -> list[str]:
    """Return the characters that are marked as found."""
    return list(reader.page.evaluate("name => [...CSS.highlights.get(name)].map(String)", name))


@pytest.mark.parametrize(
    ("words", "hits", "found"),
    [
        ("dammerung", "1 hit", ["Dämmerung"]),
        ("WEISS", "1 hit", ["weiß"]),
        ("weiß, wer", "1 hit", ["weiß, wer"]),
        ("井戸は古", "1 hit", ["井戸は古"]),
        ("井", "4 hits", ["井", "井", "井", "井"]),
        ("<SCRIPT>alert", "4 hits", ["<script>alert"] * 4),
        ("&", "", []),
        ("“quotes”", "4 hits", ['"quotes"'] * 4),
        ("ＷＥＬＬ", "2 hits", ["Well", "well"]),
        ("がった", "", []),
        ("nowhere", "No hits", []),
        (" ", "", []),
    ],
)
def test_search_folds_what_readers_do_not_type(open_page: Open, words: str, hits: str, found: list[str]) -> None:
    """Marks, case, width and the shapes of quotes do not matter; kana keep theirs; hits are counted and marked."""
    reader = open_page("short", "?show=en,de,ja,zh-Hans&view=stacked", size=(1280, 1600))
    panel = search(reader, words)
    expected = hits if words != "がった" else "No hits"
    assert panel.locator("#found").inner_text() == expected
    assert [text.replace("いど", "") for text in marked(reader)] == found


def test_search_looks_into_languages_that_are_not_shown(open_page: Open, size: Size) -> None:
    """The hits are counted for each language, and one in a hidden language is shown in the card."""
    reader = open_page("well", "?show=en,de", size=size)
    panel = search(reader, "桶")
    assert panel.locator("#tally").inner_text().split("\n") == ["日本語 1, not shown", "简体中文 1, not shown"]
    panel.get_by_label("Next hit").click()
    assert panel.locator("#found").inner_text() == "1 of 2 hits"
    assert reader.page.locator("#card p[lang=ja]").inner_text() == "桶を持ってくる。"
    assert reader.lit()[0] == "c0 They bring buckets."


def test_the_keys_go_from_hit_to_hit_and_around(open_page: Open, size: Size) -> None:
    """Enter goes to the next hit, with Shift to the one before, in the order of the text, and it is in the window."""
    reader = open_page("well", "?show=en,de", size=size)
    panel = search(reader, "began.")
    query = panel.locator("#query")
    assert panel.locator("#found").inner_text() == "40 hits"
    query.press("Enter")
    query.press("Enter")
    assert panel.locator("#found").inner_text() == "2 of 40 hits"
    assert reader.in_window(15)
    query.press("Shift+Enter")
    query.press("Shift+Enter")
    assert panel.locator("#found").inner_text() == "40 of 40 hits"
    assert marked(reader, "here") == ["began."]
    assert reader.in_window(129)


def test_closing_the_search_takes_the_marks_away(open_page: Open) -> None:
    """Escape closes the search and leaves the focus where the hit was."""
    reader = open_page("well", "?show=en,de")
    panel = search(reader, "began")
    panel.locator("#query").press("Enter")
    panel.locator("#query").press("Escape")
    reader.settle()
    assert marked(reader) == []
    assert reader.page.evaluate("document.activeElement.id") == "s12"


def test_marks_are_of_the_words_sought_while_the_field_changes(open_page: Open) -> None:
    """Rows that come near the window once the field was emptied, before the search has followed, get the marks."""
    reader = open_page("well", "?show=en,de", size=(1280, 400))
    search(reader, "began")
    reader.page.evaluate("document.querySelector('#query').value = ''; scrollTo(0, document.body.scrollHeight)")
    reader.settle()
    assert len(marked(reader)) > 1
    assert set(marked(reader)) == {"began"}


def test_contents_lead_to_headings(open_page: Open, size: Size) -> None:
    """The contents have the headings in the languages shown, say where the reader is, and close when one is chosen."""
    reader = open_page("well", "?show=ja,en", size=size)
    panel = reader.open_panel("contents")
    assert panel.locator("a").evaluate_all("all => all.map(e => e.innerText)") == ["井戸\nThe Well", "道\nThe Road"]
    assert panel.locator("[aria-current=location]").inner_text().startswith("井戸")
    panel.get_by_role("link", name="The Road").click()
    assert not panel.is_visible()
    assert reader.in_window(9, 2)
    assert "#" not in reader.page.url, "a reload leads to where the reader is, not back to here"
    assert not reader.page.locator("#card").is_visible() or size == PHONE
    assert panel.locator("li").evaluate_all("all => all.map(e => e.className)") == ["l1", "l2"]


def test_notes_list_what_is_left_out_and_uncertain(open_page: Open, size: Size) -> None:
    """The notes are those of the languages shown, are counted, and lead to their rows."""
    reader = open_page("well", "?show=en,de", size=size)
    assert reader.page.locator("#count").inner_text() == "2"
    panel = reader.open_panel("notes")
    notes = panel.locator("li:visible")
    assert [text.split("\n")[0].strip() for text in notes.all_inner_texts()] == [
        "Not in Deutsch: 2 sentences",
        "Uncertain in Deutsch: 31%",
    ]
    panel.get_by_role("link", name="Uncertain in Deutsch").click()
    assert not panel.is_visible()
    assert reader.in_window(10)
    assert reader.lit("goal")[0] == "c0 The road was long!"
    panel = reader.open_panel("notes")
    assert panel.locator("[aria-current]").inner_text().startswith("Uncertain in Deutsch")
    panel.get_by_role("button", name="Next").click()
    assert reader.lit("goal")[0] == "c0 In summer the children come."


def test_notes_quote_in_the_language_s_own_way(open_page: Open) -> None:
    """A quotation stands in the quotes of its language."""
    reader = open_page("well", "?show=en,ja")
    panel = reader.open_panel("notes")
    quote = panel.locator("li:has-text('Only in') q")
    assert quote.evaluate("e => e.closest('[lang]').lang") == "ja"
    assert quote.evaluate("e => getComputedStyle(e).quotes") == "auto"


def test_what_a_check_has_found_is_said_and_listed(open_page: Open, size: Size) -> None:
    """A finding is said in words after its sentence, and its entry in the notes says more and leads there."""
    reader = open_page("remarks", "?show=en,de", size=size)
    said = "e => getComputedStyle(e, '::after').content"
    assert reader.sentence(30, 1).evaluate(said) == '" · other numbers"'
    assert reader.sentence(30, 2).evaluate(said) == "none"
    panel = reader.open_panel("notes")
    assert panel.locator("li:visible").count() == 1
    panel.get_by_role("link", name="Other numbers in Deutsch: 7 ≠ 8").click()
    assert reader.in_window(30)
