import pytest

from tests.browser.reader import DESKTOP, PHONE, Open, Reader

Size = tuple[int, int]


def test_the_pointer_lights_a_row_in_every_language_shown(open_page: Open) -> None:
    """Under the pointer a sentence and its counterparts are lit, and of an m-n row the member under it is marked."""
    reader = open_page("well", "?show=en,de,ja")
    reader.sentence(3, 1).locator("b").nth(1).hover()
    assert [text.split()[0] for text in reader.lit()] == ["c0", "c1", "c2"]
    assert reader.lit("over") == ["c1 Und niemand fragt."]
    colours = (
        reader.sentence(3, 1).locator("b").evaluate_all("all => all.map(e => getComputedStyle(e).backgroundColor)")
    )
    assert len(set(colours)) == 2
    reader.page.mouse.move(5, 5)
    assert reader.lit() == []


def test_a_click_pins_a_row_and_escape_lets_it_go(open_page: Open, size: Size) -> None:
    """A pinned row stays lit and says where it is; a second click, on another word, keeps it."""
    reader = open_page("well", "?show=en,de", size=size)
    reader.sentence(4).click()
    reader.page.mouse.move(5, 5)
    assert [text.split()[0] for text in reader.lit("pin")] == ["c0", "c1"]
    assert reader.page.locator("#number").inner_text() == "Sentence 4 of 131"
    assert reader.sentence(4).get_attribute("aria-current") == "true"
    reader.sentence(4).click()
    assert len(reader.lit("pin")) == 2
    assert "#" not in reader.page.url
    reader.page.keyboard.press("Escape")
    assert reader.lit("pin") == []


def test_a_touch_pins_too(open_page: Open) -> None:
    """On a phone a tap does what a click does."""
    reader = open_page("well", "?show=en,de", size=PHONE, has_touch=True)
    reader.sentence(3).tap()
    assert [text.split()[0] for text in reader.lit("pin")] == ["c0", "c1"]
    reader.sentence(4).tap()
    assert reader.lit("pin")[0] == "c0 Its water is cold. It is clear."


def test_the_keyboard_walks_from_sentence_to_sentence(open_page: Open, size: Size) -> None:
    """Arrows move the focus down, up and across, and the row in focus is lit; Enter pins it and Escape lets it go."""
    reader = open_page("well", "?show=en,de&view=stacked", size=size)
    press = reader.page.keyboard.press
    reader.stand(3)
    press("ArrowDown")
    assert reader.lit() == ["c0 Its water is cold. It is clear.", "c1 Sein Wasser ist kalt und klar."]
    press("ArrowRight")
    assert reader.page.evaluate("document.activeElement.textContent") == "Sein Wasser ist kalt und klar."
    press("ArrowUp")
    assert reader.page.evaluate("document.activeElement.textContent").startswith("Niemand weiß")
    press("ArrowLeft")
    press("ArrowUp")
    assert reader.page.evaluate("document.activeElement.id") == "s2"
    press("Enter")
    assert reader.lit("pin")[0] == "c0 The well is old."
    press("Escape")
    assert reader.lit("pin") == []


def test_the_keyboard_passes_over_rows_that_nobody_has(open_page: Open) -> None:
    """A step goes to the next row that is shown."""
    reader = open_page("well", "?show=en,de")
    reader.stand(7)
    reader.page.keyboard.press("ArrowDown")
    assert reader.page.evaluate("document.activeElement.id") == "s9"


def test_the_tab_key_stops_at_one_sentence(open_page: Open) -> None:
    """The text is one stop between the bar and what follows, and it is the sentence last visited."""
    reader = open_page("well", "?show=en,de")
    assert reader.page.locator("main [tabindex='0']").count() == 1
    reader.sentence(5).click()
    assert reader.page.locator("main [tabindex='0']").get_attribute("id") == "s5"


def test_letters_are_keys_until_they_are_switched_off(open_page: Open) -> None:
    """The letters j, k and / work from anywhere, but not while typing, and not when the reader switches them off."""
    reader = open_page("well", "?show=en,de")
    press = reader.page.keyboard.press
    press("j")
    first = int(reader.page.evaluate("document.activeElement.id.slice(1)"))
    press("j")
    press("j")
    press("k")
    assert reader.page.evaluate("document.activeElement.id") == f"s{first + 1}"
    press("/")
    reader.page.keyboard.type("jk/")
    assert reader.page.locator("#query").input_value() == "jk/"
    press("Escape")
    reader.open_panel("display").get_by_label("Letters as keys").uncheck()
    press("Escape")
    press("/")
    assert not reader.page.locator("#query").is_visible()


def test_selecting_words_does_not_pin(open_page: Open) -> None:
    """Whoever marks text to copy it does not change the page."""
    reader = open_page("well", "?show=en,de")
    box = reader.box(3)
    reader.page.mouse.move(box["x"] + 5, box["y"] + 12)
    reader.page.mouse.down()
    reader.page.mouse.move(box["x"] + 150, box["y"] + 12)
    reader.page.mouse.up()
    assert reader.page.evaluate("String(getSelection()).length") > 5
    assert reader.lit("pin") == []


def test_copied_text_is_the_text(open_page: Open) -> None:
    """Copied sentences have the spaces of running text and none of the page's own words."""
    reader = open_page("well", "?show=en,de&by=paragraphs")
    reader.page.evaluate("getSelection().selectAllChildren(document.querySelector('.r:has(#s5) > .c1'))")
    copied = reader.page.evaluate("String(getSelection())")
    assert copied.strip() == "In der Dämmerung gehen sie heim."


def test_a_link_to_the_view_can_be_copied(open_page: Open, size: Size) -> None:
    """The link that a pinned row offers opens the same row in the same view."""
    reader = open_page("well", "?show=ja,en&view=stacked", size=size, permissions=["clipboard-read", "clipboard-write"])
    reader.sentence(3).click()
    reader.page.get_by_role("button", name="Copy link").click()
    reader.page.get_by_text("Link copied").wait_for()
    copied = reader.page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith("?show=ja,en&view=stacked&by=sentences#s3")


def test_a_hidden_pivot_still_has_its_rows(open_page: Open) -> None:
    """Rows are found and lit when the first language of the page is not among those shown."""
    reader = open_page("well", "?show=de,ja#s3")
    assert [text.split()[0] for text in reader.lit("pin")] == ["c1", "c2"]
    assert reader.in_window(3, 1)


@pytest.mark.parametrize("window", [(1280, 800), (800, 800)])
def test_one_language_shows_the_others_under_the_pointer(open_page: Open, window: Size) -> None:
    """In the view of one language the card by a sentence has it in the others, until the pointer leaves."""
    reader = open_page("well", "?show=en,de,ja&view=one", size=window)
    reader.sentence(4).hover()
    card = reader.page.locator("#card")
    assert card.locator("p[lang]").evaluate_all("all => all.map(e => [e.lang, e.textContent])") == [
        ["de", "Sein Wasser ist kalt und klar."],
        ["ja", "水は冷たく、澄んでいる。"],
    ]
    place = card.evaluate("e => e.getBoundingClientRect().toJSON()")
    assert place["right"] <= window[0]
    assert place["left"] >= reader.box(4)["right"] or place["top"] >= reader.box(4)["bottom"]
    reader.page.mouse.move(5, 5)
    card.wait_for(state="hidden")


def test_one_language_shows_the_others_on_tap(open_page: Open) -> None:
    """A tap opens the card at the foot, under a language's name; a second tap keeps it, one outside closes it."""
    reader = open_page("well", "?show=en,de&view=one", size=PHONE, has_touch=True)
    reader.sentence(4).tap()
    card = reader.page.locator("#card")
    assert card.locator("p[lang=de]").inner_text() == "Sein Wasser ist kalt und klar."
    place = card.evaluate("e => e.getBoundingClientRect().toJSON()")
    assert place["bottom"] <= PHONE[1]
    assert place["top"] > PHONE[1] / 2
    reader.sentence(9).tap()
    assert reader.box(9)["bottom"] <= card.evaluate("e => e.getBoundingClientRect().top")
    assert card.locator("button[lang=de]").inner_text() == "Deutsch"
    reader.sentence(9).tap()
    assert card.is_visible()
    reader.page.locator("h1").tap()
    assert not card.is_visible()


def test_one_language_shows_the_others_on_a_key(open_page: Open, size: Size) -> None:
    """Walking shows each sentence's counterparts; one that a language leaves out is said to be left out."""
    reader = open_page("well", "?show=en,de&view=one", size=size)
    reader.stand(4)
    text = reader.page.locator("#card p[lang=de]")
    assert text.inner_text() == "Sein Wasser ist kalt und klar."
    reader.page.keyboard.press("ArrowDown")
    assert text.evaluate("e => getComputedStyle(e, '::before').content") == '" not in this version"'
    assert reader.page.locator("#card").get_attribute("aria-live") == "polite"


def test_the_card_closes_with_its_button(open_page: Open) -> None:
    """Closing the card lets the row go and puts the focus back on the sentence."""
    reader = open_page("well", "?show=en,de", size=DESKTOP)
    reader.sentence(4).click()
    reader.page.get_by_role("button", name="Close", exact=True).click()
    assert not reader.page.locator("#card").is_visible()
    assert reader.page.evaluate("document.activeElement.id") == "s4"


def point(reader: Reader, row: int, column: int, word: str) -> None:
    """Move the pointer onto a word."""
    script = """(e, word) => {
        const walker = document.createTreeWalker(e, NodeFilter.SHOW_TEXT), range = new Range();
        while (walker.nextNode() && !walker.currentNode.data.includes(word));
        const at = walker.currentNode.data.indexOf(word);
        range.setStart(walker.currentNode, at); range.setEnd(walker.currentNode, at + word.length);
        const box = range.getBoundingClientRect();
        return [box.x + box.width / 2, box.y + box.height / 2];
    }"""
    x, y = reader.sentence(row, column).evaluate(script, word)
    reader.page.mouse.move(x, y)
    reader.settle()


def words(reader: Reader) -> list[str]:
    """Return the words that are marked as standing for each other."""
    return sorted(reader.page.evaluate("[...CSS.highlights.get('word')].map(String)"))


@pytest.mark.parametrize(
    ("column", "word", "expected"),
    [
        (0, "water", ["Wasser", "water", "水"]),
        (0, "clear", ["clear", "klar"]),
        (1, "kalt", ["cold", "kalt", "冷た"]),
        (2, "水", ["Wasser", "water", "水"]),
        (0, "Its", []),
    ],
)
def test_a_word_s_counterparts_are_marked(open_page: Open, column: int, word: str, expected: list[str]) -> None:
    """Under the pointer a word and its counterparts are marked in every language shown, from any of them."""
    reader = open_page("short", "?show=en,de,ja", size=DESKTOP)
    point(reader, 4, column, word)
    assert words(reader) == expected
    reader.page.mouse.move(5, 5)
    reader.settle()
    assert words(reader) == []


def test_a_word_s_counterparts_are_marked_in_the_card(open_page: Open) -> None:
    """In the view of one language the counterparts are in the card."""
    reader = open_page("short", "?show=de,en&view=one", size=DESKTOP)
    point(reader, 4, 1, "Wasser")
    point(reader, 4, 1, "kalt")
    assert words(reader) == ["cold", "kalt"]


def test_a_link_into_a_long_text_opens_the_card_beside_its_sentence(open_page: Open) -> None:
    """Blocks that take their sizes while the page scrolls to a row do not leave the row's card behind."""
    reader = open_page("well", "?show=en,de,ja&view=one#s100", size=DESKTOP)
    reader.settle()
    place = reader.page.locator("#card").evaluate("e => e.getBoundingClientRect().toJSON()")
    assert 0 <= place["top"] - reader.box(100)["y"] < 60
    assert place["bottom"] <= DESKTOP[1]
