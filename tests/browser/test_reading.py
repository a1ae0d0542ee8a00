"""Reading a whole book: the place, the way back, words that are kept, languages that are hidden."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.browser.reader import DESKTOP, PHONE, Open, Reader

TABLET = (820, 1180)


def scroll_to(reader: Reader, row: int) -> None:
    """Scroll a row to the top, as a reader does, and wait until the page has taken note."""
    reader.page.evaluate("row => sentenceAt(row).scrollIntoView({ block: 'start' })", row)
    reader.settle()


def place(reader: Reader) -> int:
    """Return the row at the top of the window."""
    return int(reader.page.evaluate("topRow()"))


@pytest.mark.parametrize("first", ["#s20", "chapter", "pin"])
def test_a_reload_shows_where_the_reader_is(open_page: Open, size: tuple[int, int], first: str) -> None:
    """A link, a chapter or a pin from before does not lead back after reading on."""
    reader = open_page("well", "?show=en,de&view=one" + (first if first[0] == "#" else ""), size=size)
    if first == "chapter":
        reader.open_panel("contents").get_by_role("link", name="The Road").click()
    elif first == "pin":
        reader.sentence(4).click()
    reader.settle()
    scroll_to(reader, 70)
    reader.page.reload()
    reader.settle()
    assert abs(place(reader) - 70) <= 1
    assert reader.lit("pin") == []


def test_a_corrected_text_keeps_the_place(open_page: Open) -> None:
    """The place is known by its words: three rows more before it do not matter, and neither does the file."""
    reader = open_page("well", "?show=en,de", size=DESKTOP)
    scroll_to(reader, 60)
    kept = reader.page.evaluate("JSON.parse(localStorage.getItem(STORE)).places['en,de']")
    assert kept["row"] == 60
    text = reader.page.evaluate("$('s63').textContent.slice(0, 60)")
    entry = json.dumps({"places": {"en,de": {"row": 60, "text": text}}, "last": "en,de"})
    reader.page.evaluate(
        "entry => { removeEventListener('pagehide', arrive); localStorage.setItem(STORE, entry) }", entry
    )
    reader.page.reload()
    reader.settle()
    assert place(reader) == 63
    assert reader.page.evaluate("STORE") == "aligner:well"


def test_each_set_of_languages_has_its_place(open_page: Open) -> None:
    """Who reads the book a second time in another language finds both places."""
    reader = open_page("well", "?show=en,de", size=DESKTOP)
    scroll_to(reader, 90)
    reader.page.goto(reader.page.url.split("?")[0] + "?show=ja,en")
    reader.settle()
    assert place(reader) == 90
    scroll_to(reader, 30)
    reader.page.goto(reader.page.url.split("?")[0] + "?show=en,de")
    reader.settle()
    assert place(reader) == 90


def test_back_leads_back(open_page: Open, size: tuple[int, int]) -> None:
    """After a jump the browser's Back, and the button in the bar, lead to where the reader was; Forward goes again."""
    reader = open_page("well", "?show=en,de&view=stacked", size=size)
    scroll_to(reader, 80)
    back = reader.page.locator("#back")
    assert not back.is_visible()
    reader.open_panel("contents").get_by_role("link", name="The Road").click()
    reader.settle()
    assert place(reader) in (8, 9)
    assert back.is_visible()
    reader.page.go_back()
    reader.settle()
    assert place(reader) == 80
    assert not back.is_visible()
    reader.page.go_forward()
    reader.settle()
    assert place(reader) in (8, 9)
    back.click()
    reader.settle()
    assert place(reader) == 80


def test_the_bar_says_chapter_and_share(open_page: Open, size: tuple[int, int]) -> None:
    """The name in the bar is that of the chapter being read, with how far the reader is in the whole."""
    reader = open_page("well", "?show=de,en&view=stacked", size=size)
    scroll_to(reader, 66)
    assert reader.page.locator("#where").inner_text() == "Die Straße"
    assert reader.page.locator("#percent").inner_text() == "50%"  # row 66 of 131


def test_a_turned_phone_keeps_the_row(open_page: Open) -> None:
    """Other lines, the same row at the top."""
    reader = open_page("well", "?show=en,de&view=one", size=PHONE, has_touch=True)
    scroll_to(reader, 60)
    reader.page.set_viewport_size({"width": PHONE[1], "height": PHONE[0]})
    reader.settle()
    assert place(reader) == 60


def tap_word(reader: Reader, row: int, word: str) -> None:
    """Tap on a word of the first language."""
    x, y = reader.sentence(row).evaluate(
        """(e, word) => { const walker = document.createTreeWalker(e, NodeFilter.SHOW_TEXT), range = new Range();
        while (walker.nextNode() && !walker.currentNode.data.includes(word));
        const at = walker.currentNode.data.indexOf(word);
        range.setStart(walker.currentNode, at); range.setEnd(walker.currentNode, at + word.length);
        const box = range.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; }""",
        word,
    )
    reader.page.touchscreen.tap(x, y)


def test_a_second_tap_moves_to_another_word(open_page: Open) -> None:
    """On a phone each tap in a sentence marks its word and the word's counterpart; the card stays."""
    reader = open_page("short", "?show=en,de", size=PHONE, has_touch=True, is_mobile=True)
    marked = "[...CSS.highlights.get('word')].map(String).sort()"
    tap_word(reader, 4, "water")
    assert reader.page.evaluate(marked) == ["Wasser", "water"]
    tap_word(reader, 4, "clear")
    assert reader.page.evaluate(marked) == ["clear", "klar"]
    assert reader.page.locator("#card").is_visible()
    assert reader.page.locator("#pair b").all_inner_texts() == ["clear", "klar"]


def test_words_are_kept_listed_marked_and_exported(open_page: Open, tmp_path: Path) -> None:
    """A kept word is in the list after a reload, is marked where it occurs, and goes into a table, Anki and a copy."""
    reader = open_page("short", "?show=en,de", size=PHONE, has_touch=True, is_mobile=True)
    tap_word(reader, 4, "water")
    reader.page.locator("#keep").tap()
    assert reader.page.locator("#keep").is_disabled()
    reader.page.reload()
    reader.settle()
    assert set(reader.page.evaluate("[...CSS.highlights.get('kept')].map(String)")) == {"water"}
    panel = reader.open_panel("words")
    assert panel.locator("li").inner_text().split("\n")[0].split() == ["water", "Wasser"]

    def download(value: str) -> str:
        with reader.page.expect_download() as got:
            panel.locator(f"button[value={value}]").click()
        got.value.save_as(tmp_path / value)
        return (tmp_path / value).read_text("utf-8-sig")

    assert (
        download("csv")
        .splitlines()[1]
        .startswith('"water","en","Wasser","Its water is cold. It is clear.","Sein Wasser')
    )
    assert download("anki").splitlines()[2].startswith("water\ten\tWasser\t")
    download("save")
    panel.locator("li button").click()
    assert panel.locator("li").count() == 0
    panel.locator("#load").set_input_files(tmp_path / "save")
    panel.locator("li").wait_for()
    assert panel.locator("li").count() == 1
    (tmp_path / "other").write_text("[]")
    panel.locator("#load").set_input_files(tmp_path / "other")
    panel.get_by_text("This file has no list of words.").wait_for()


def test_a_hidden_language_shows_when_its_sentence_is_tapped(open_page: Open) -> None:
    """A veiled language is blurred but for the row that was tapped, and stays veiled after a reload."""
    reader = open_page("well", "?show=en,de&view=stacked", size=DESKTOP)
    reader.open_panel("languages").get_by_label("Deutsch: hidden until tapped").click()
    reader.page.keyboard.press("Escape")
    filters = "rows => rows.map(row => [0, 1].map(c => getComputedStyle(counterparts($('s' + row))[c]).filter))"
    assert reader.page.evaluate(filters, [3, 4]) == [["none", "blur(7.2px)"]] * 2
    reader.sentence(3).click()
    assert reader.page.evaluate(filters, [3, 4]) == [["none", "none"], ["none", "blur(7.2px)"]]
    reader.page.reload()
    assert reader.page.evaluate(filters, [4]) == [["none", "blur(7.2px)"]]


def test_in_paragraphs_a_phone_shows_the_counterpart_that_is_off_the_screen(open_page: Open) -> None:
    """The card has the translation of the sentence tapped wherever it is not in the window."""
    reader = open_page("long", "?show=en,de&view=stacked&by=paragraphs", size=(360, 560), has_touch=True)
    reader.sentence(1).tap()
    assert reader.page.locator("#card p[lang=de]").inner_text().startswith("Satz 1 ")
    assert reader.box(1)["bottom"] <= reader.page.locator("#card").evaluate("e => e.getBoundingClientRect().top")


@pytest.mark.parametrize("count", [4, 5, 12])
def test_many_columns_never_widen_a_tablet_s_page(open_page: Open, count: int) -> None:
    """Columns that a touch screen has no room for are put under each other; bar and names stay on the screen."""
    languages = ["en", "de", "es", "fr", "id", "it", "ja", "pl", "pt", "ru", "tl", "zh-Hans"][:count]
    query = f"?show={','.join(languages)}&view=columns"
    reader = open_page("twelve", query, size=TABLET, has_touch=True, is_mobile=True)
    assert reader.page.evaluate("[innerWidth, visualViewport.offsetTop, document.body.scrollWidth]") == [820, 0, 820]


def test_the_first_of_many_columns_stays(open_page: Open) -> None:
    """With a mouse twelve columns scroll sideways under the first."""
    reader = open_page("twelve", "?show=en,de,es,fr,id,it,ja,pl,pt,ru,tl,zh-Hans&view=columns", size=DESKTOP)
    reader.page.evaluate("scrollTo(900, 0)")
    reader.settle()
    assert reader.page.evaluate("scrollX") == 900
    assert 0 <= reader.box(3)["x"] < 60


def test_names_of_many_languages_do_not_cover_the_sentence(open_page: Open, size: tuple[int, int]) -> None:
    """In the view of one language a linked sentence begins below the names."""
    reader = open_page("twelve", "?show=en,de,es,fr,id,it,ja,pl,pt,ru,tl,zh-Hans&view=one#s12", size=size)
    reader.settle()
    foot = reader.page.evaluate("document.querySelector('main .heads').getBoundingClientRect().bottom")
    assert reader.box(12)["y"] >= foot


def test_descenders_are_whole_in_running_text(open_page: Open) -> None:
    """Side by side by paragraph a lit sentence has no padding, which would lie over the line above."""
    reader = open_page("well", "?show=en,de&view=columns&by=paragraphs", size=DESKTOP)
    assert reader.sentence(4).evaluate("e => getComputedStyle(e).padding") == "0px"


def spoken(reader: Reader) -> list[str]:
    """Return the texts of the page in the order in which the browser gives them to a screen reader."""
    session = reader.page.context.new_cdp_session(reader.page)
    nodes = {node["nodeId"]: node for node in session.send("Accessibility.getFullAXTree")["nodes"]}

    def walk(number: str) -> list[str]:
        node = nodes[number]
        own = [node["name"]["value"]] if node.get("role", {}).get("value") == "StaticText" else []
        return own + [text for child in node.get("childIds", []) if child in nodes for text in walk(child)]

    return walk(next(number for number, node in nodes.items() if "parentId" not in node))


def test_a_screen_reader_reads_row_by_row_and_hears_the_counterpart(open_page: Open) -> None:
    """By sentence the order is that of the eye, and a sentence in focus is described by its translation, by name."""
    reader = open_page("short", "?show=en,de&view=stacked", size=DESKTOP)
    reader.settle()
    heard = spoken(reader)
    assert heard.index("Der Brunnen ist alt.") < heard.index("Nobody knows who dug it, and nobody asks.")
    assert heard.index("Nobody knows who dug it, and nobody asks.") < heard.index("Niemand weiß, wer ihn grub.")
    reader.stand(4)
    described = reader.page.evaluate("$(document.activeElement.getAttribute('aria-describedby')).textContent")
    assert described == "Sentence 4 of 11. Deutsch: Sein Wasser ist kalt und klar."


def test_the_page_speaks_the_reader_s_language(open_page: Open) -> None:
    """Controls are in the reader's language if a text is; else in that of the first text."""
    reader = open_page("well", locale="ja")
    assert reader.page.locator(".bar [popovertarget=search]").inner_text() == "検索"
    assert reader.page.evaluate("document.documentElement.lang") == "ja"
    reader.sentence(4).click()
    assert reader.page.locator("#number").inner_text() == "文 4/131"
    reader = open_page("well", locale="fr")
    assert reader.page.locator(".bar [popovertarget=search]").inner_text() == "Search"


def test_a_link_s_tags_may_be_in_capitals(open_page: Open) -> None:
    """Language tags are the same in any case."""
    assert open_page("well", "?show=JA,zh-hans").shown() == ["ja", "zh-Hans"]


def test_whole_words_and_a_list_of_hits(open_page: Open) -> None:
    """A search for whole words passes over parts of words; the list shows each hit in its words and leads there."""
    reader = open_page("short", "?show=en,de", size=DESKTOP)
    reader.open_panel("search")
    panel = reader.page.locator("#search")
    panel.locator("#query").fill("we")
    reader.settle()
    assert panel.locator("#hits li").first.inner_text() == "The Well"
    panel.get_by_label("Whole words").check()
    reader.settle()
    assert panel.locator("#found").inner_text() == "No hits"
    panel.locator("#query").fill("water")
    reader.settle()
    assert panel.locator("#hits mark").all_inner_texts() == ["water"]
    panel.locator("#hits button").click()
    assert reader.lit()[0] == "c0 Its water is cold. It is clear."


def test_a_device_without_a_voice_says_so(open_page: Open) -> None:
    """Reading aloud needs a voice of the device; where there is none, the card says for which language."""
    reader = open_page("well", "?show=en,de", size=DESKTOP)
    reader.page.evaluate("speechSynthesis.getVoices = () => []")
    reader.sentence(4).click()
    reader.page.get_by_role("button", name="Listen").click()
    assert reader.page.locator("#said").inner_text() == "This device has no voice for English."


def test_reading_aloud_goes_on_to_the_next_sentence(open_page: Open) -> None:
    """The voice is one of the device in the sentence's language; after it comes the next, until it is stopped."""
    reader = open_page("well", "?show=en,de", size=DESKTOP)
    reader.page.evaluate(
        """globalThis.heard = [];
        globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text } };
        const voices = [{ lang: 'en-GB', localService: false }, { lang: 'en_US', localService: true }];
        speechSynthesis.getVoices = () => voices;
        speechSynthesis.speak = (words) => {
            heard.push([words.text, words.voice.lang, words.rate]);
            globalThis.ended = words.onend;
        };
        0"""
    )
    reader.sentence(3).click()
    reader.page.get_by_role("button", name="Listen").click()
    reader.page.evaluate("ended()")
    assert reader.page.evaluate("heard") == [
        ["Nobody knows who dug it, and nobody asks.", "en_US", 1],
        ["Its water is cold. It is clear.", "en_US", 1],
    ]
    assert reader.lit("pin")[0] == "c0 Its water is cold. It is clear."
    reader.page.get_by_role("button", name="Listen").click()
    reader.page.evaluate("ended()")
    assert len(reader.page.evaluate("heard")) == 2


def test_paper_has_page_numbers_and_running_heads(open_page: Open) -> None:
    """Each printed page has the title, the languages and its number in its margins."""
    reader = open_page("well", "?show=en,de")
    reader.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    rules = reader.page.evaluate(
        "[...document.styleSheets[0].cssRules].filter(r => r instanceof CSSPageRule).map(r => r.cssText).join()"
    )
    assert "English · Deutsch" in rules
    assert "The Well & the Road" in rules
    assert "counter(page)" in rules
