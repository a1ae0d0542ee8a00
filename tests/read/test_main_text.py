"""The main text of pages as archives have them."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Callable

import pytest

from aligner.errors import InputError
from aligner.read import Document, read_document
from aligner.text import Paragraph, fold_space
from tests.read.reading import DATA, FAMILY

Layout = Callable[[tuple[Paragraph, ...]], str]


def wrapped(paragraphs: tuple[Paragraph, ...]) -> str:
    """Lay out as `<p>` with lines broken by hand and headings in bold."""
    return "\n".join(
        f"<p><b>{html.escape(p.text)}</b></p>"
        if p.level
        else f"<p>{textwrap.fill(html.escape(p.text), 70, break_on_hyphens=False)}</p>"
        for p in paragraphs
    )


def broken(paragraphs: tuple[Paragraph, ...]) -> str:
    """Lay out as one run of text whose paragraphs two `<br>` part."""
    return "<br>\n<br>\n".join(
        f"<strong>{html.escape(p.text)}</strong>" if p.level else html.escape(p.text) for p in paragraphs
    )


def tabled(paragraphs: tuple[Paragraph, ...]) -> str:
    """Lay out as rows of a table with real headings."""
    return "".join(
        f"<tr><td><h1>{html.escape(p.text)}</h1>" if p.level else f"<tr><td><div>{html.escape(p.text)}</div>"
        for p in paragraphs
    )


@pytest.mark.parametrize("language", ["en", "ja", "pl", "ru", "zh-Hans"])
@pytest.mark.parametrize("layout", [wrapped, broken, tabled])
def test_archive_page_gives_exactly_the_speech(layout: Layout, language: str) -> None:
    """An HTML page with all that archives put around a text gives the text and its headings, nothing else."""
    want = read_document(FAMILY / f"{language}.txt").paragraphs
    page = (DATA / "archive-page.html").read_text("utf-8").replace("{{speech}}", layout(want))
    document = read_document(page.replace("iso-8859-1", "utf-8").encode(), name="page.html")
    assert [(fold_space(p.text), p.level) for p in document.paragraphs] == [(fold_space(p.text), p.level) for p in want]
    assert any(left.reason == "introduction" for left in document.left_out)


@pytest.mark.parametrize("language", ["en", "ja", "pl", "ru", "zh-Hans"])
def test_archive_page_as_text_gives_exactly_the_speech(language: str) -> None:
    """The same page saved as plain text gives the text, character for character, and its headings."""
    want = read_document(FAMILY / f"{language}.txt").paragraphs
    speech = "\n\n".join(p.text for p in want)
    page = (DATA / "archive-page.txt").read_text("utf-8").replace("{{speech}}", speech)
    found = read_document(page.encode(), name="page.txt").paragraphs
    assert [(p.text, p.level) for p in found] == [(p.text, p.level) for p in want]
    assert all(page.splitlines()[p.line - 1].startswith(p.text[:40]) for p in found)


@pytest.mark.parametrize("language", ["en", "ja", "pl", "ru", "zh-Hans"])
@pytest.mark.parametrize("form", ["<p>{}</p>", "<div>{}</div>", "{}<br><br>", "<table><tr><td>{}</td></tr></table>"])
def test_a_page_without_links_gives_exactly_the_speech(form: str, language: str) -> None:
    """A page whose markup shows only where paragraphs end, with words after its language bar, is recognised too."""
    want = read_document(FAMILY / f"{language}.txt").paragraphs
    page = (DATA / "archive-page.txt").read_text("utf-8").replace("{{speech}}", "\n\n".join(p.text for p in want))
    first, *blocks = page.split("\n\n")
    joined = [f"{first}\nThe Society Home The Journal, its papers and its archives. Members and meetings.", *blocks]
    content = "\n".join(form.format(html.escape(block)) for block in joined)
    found = read_document(f"<html><body>{content}</body></html>".encode(), name="page.html").paragraphs
    assert [(fold_space(p.text), p.level) for p in found] == [(fold_space(p.text), p.level) for p in want]


def test_names_of_languages_in_prose_are_no_language_bar() -> None:
    """A sentence that lists languages is text."""
    prose = (
        "English, French, German, Spanish, Italian and Polish were heard on the ferry every day of that summer. " * 2
    )
    content = f'<html><p><a href="x">Home</a></p><p>{prose}</p><p>{"Nobody asked why. " * 12}</p></html>'
    found = read_document(content.encode(), name="page.html")
    assert [fold_space(p.text)[:7] for p in found.paragraphs] == ["English", "Nobody "]


def test_phrases_override_what_is_found() -> None:
    """The paragraphs from the one with the start phrase to the one with the end phrase are the text."""
    content = "One is here.\n\nTwo\nis here.\n\nThree is here.\n\nFour is here."
    document = read_document(content.encode(), name="a.txt", start="Two is", end="Three")
    assert [p.text for p in document.paragraphs] == ["Two\nis here.", "Three is here."]
    assert [(left.place, left.text) for left in document.left_out] == [
        ("line 1", "One is here."),
        ("line 8", "Four is here."),
    ]


@pytest.mark.parametrize(("start", "end"), [("Five", ""), ("", "Five"), ("Two", "One")])
def test_a_phrase_that_stands_nowhere_is_an_error(start: str, end: str) -> None:
    """The message names a phrase that is not in the text."""
    with pytest.raises(InputError, match="is in no paragraph"):
        read_document(b"One is here.\n\nTwo is here.", name="a.txt", start=start, end=end)


@pytest.mark.parametrize(
    "content",
    [
        "Back to top!\n\nShe ran.\n\n* * *\n\nHe ran.\n\nBack to top!",
        "Наверх!\n\nОн не пошёл наверх.",
        "A poem\n\nof one line\n\n* * *\n\nand another",
    ],
)
def test_a_text_that_is_no_page_loses_nothing(content: str) -> None:
    """Short lines, stars and a phrase that pages have too are text where nothing else shows a page."""
    document = read_document(content.encode(), name="a.txt")
    assert "\n\n".join(p.text for p in document.paragraphs) == content
    assert document.left_out == ()


# --- thresholds ---------------------------------------------------------------------------------------------------

BAR = "English Deutsch Français Español"
PROSE = "Nobody asked the ferryman why he counted. " * 5  # 210 letters, surely running text
NAMES = ["english", "deutsch", "français", "español", "italiano", "polski"]


def text_page(*blocks: str) -> Document:
    """Read blocks as a page that was saved as plain text."""
    return read_document("\n\n".join(blocks).encode(), name="page.txt", language="en")


def html_page(body: str) -> Document:
    """Read a page with this body."""
    return read_document(f"<!doctype html><html><body>{body}</body></html>".encode(), name="page.html", language="en")


def left_out(document: Document) -> dict[str, str]:
    """Return the reason for each text that was left out."""
    return {left.text: left.reason for left in document.left_out}


def letters(count: int, end: str = "") -> str:
    """Return words of together ``count`` letters, spaces included, that end with ``end``."""
    return ("word " * count)[: count - len(end) - 1] + "x" + end


@pytest.mark.parametrize(
    ("bar", "is_bar"),
    [
        ("English Deutsch Français Español", True),  # 4 names
        ("English Deutsch Français", False),  # 3
        ("English one Deutsch two Français three Español four", True),  # 4 of 8 words
        ("English one Deutsch two Français three Español four five", False),  # 4 of 9
        (" ".join(["word"] * 9 + NAMES[:5]), True),  # 5 names in a row, the last is word 14
        (" ".join(["word"] * 10 + NAMES[:5]), False),  # the last is word 15
        (" ".join([*NAMES[:4], *["word"] * 10]), False),  # 4 names in a row
        (" | ".join([*NAMES[:5], *["word"] * 9]), True),
        (", ".join([*NAMES[:5], *["word"] * 9]), False),
    ],
)
def test_what_is_a_language_bar(bar: str, is_bar: bool) -> None:
    """A line with four names of languages and no more other words is one; so is a block with five names in a row."""
    assert (left_out(text_page(bar, PROSE)) == {bar: "language bar"}) == is_bar


@pytest.mark.parametrize(("before", "is_bar"), [(967, True), (968, False)])
def test_a_language_bar_is_in_the_first_1000_characters(before: int, is_bar: bool) -> None:
    """A bar of 32 characters that ends at character 1,000 of its block is found, one character later it is not."""
    block = letters(before) + "\n" + BAR
    assert len(block) == before + 1 + 32
    assert (left_out(text_page(block, PROSE)) == {block: "language bar"}) == is_bar


@pytest.mark.parametrize(("before", "is_bar"), [(360, True), (361, False)])
def test_a_language_bar_begins_in_the_first_400_characters(before: int, is_bar: bool) -> None:
    """Five names in a row, 39 characters, that end at character 400 begin a block with a bar, one later they do not."""
    words = " ".join(["x" * 39] * 8) + " " + "x" * (before - 8 * 40)
    block = f"{words} {' '.join([*NAMES[:4], NAMES[5]])}"
    assert len(block) == before + 1 + 39
    assert (left_out(text_page(block, PROSE)) == {block: "language bar"}) == is_bar


@pytest.mark.parametrize(("length", "left"), [(80, True), (81, False)])
def test_furniture_has_80_characters_at_most(length: int, left: bool) -> None:
    """A line that begins like furniture is left out up to 80 characters."""
    line = "Subscribe to" + letters(length - 12)
    assert len(line) == length
    assert (left_out(text_page(BAR, line, PROSE)).get(line) == "page furniture") == left


@pytest.mark.parametrize(
    ("block", "is_prose"),
    [
        (letters(140, "."), True),
        (letters(139, "."), False),
        (letters(140), False),  # no sentence ends
        ("漢" * 46 + "ab.", True),  # 46 * 3 + 3 = 141 letters
        ("漢" * 45 + "ab.", False),  # 45 * 3 + 3 = 138
    ],
)
def test_prose_has_140_letters_and_a_full_stop(block: str, is_prose: bool) -> None:
    """The head of a page ends at the first prose: what precedes furniture below it is text, what is no prose is not."""
    found = left_out(text_page(BAR, block, "Printable version", PROSE))
    assert found.get(block) == (None if is_prose else "before the text")
    assert found["Printable version"] == "page furniture"


def test_one_sign_above_the_text_is_not_enough() -> None:
    """Two lines of furniture above the first prose show a page, one does not."""
    assert left_out(text_page("Printable version", PROSE)) == {}
    assert len(left_out(text_page("Printable version", "Back to top", PROSE))) == 2
    assert left_out(text_page("Printable version", PROSE, "Back to top")) == {}


@pytest.mark.parametrize(("links", "left"), [(5, False), (6, True)])
def test_a_block_is_links_when_most_of_it_is(links: int, left: bool) -> None:
    """Of ten characters five in links are text, six are not."""
    block = "1234567890"
    body = f'<p><a href="x">{block[:links]}</a>{block[links:]}</p><p>{PROSE}</p>'
    assert left_out(html_page(body)) == ({block: "links"} if left else {})


@pytest.mark.parametrize(("length", "left"), [(100, False), (101, True)])
def test_what_is_outside_an_article_is_left_out_when_it_holds_most(length: int, left: bool) -> None:
    """Where an ``article`` has half of the text it may be a teaser, with more it is the main text."""
    body = f"<p>{letters(100)}</p><article><p>{letters(length)}</p></article>"
    assert left_out(html_page(body)) == ({letters(100): "outside the article"} if left else {})


@pytest.mark.parametrize(("position", "left"), [(2, True), (3, False)])
def test_an_introduction_ends_in_the_first_half(position: int, left: bool) -> None:
    """Stars above the third of four paragraphs of prose end an introduction, above the fourth they do not."""
    blocks = [f"We print below {number}. {PROSE.strip()}" for number in range(4)]
    blocks.insert(position, "* * *")
    assert ("introduction" in left_out(text_page(BAR, *blocks)).values()) == left


@pytest.mark.parametrize(("stars", "left"), [("*" * 40, True), ("*" * 41, False), ("⁂", True), ("----", False)])
def test_a_line_of_stars_has_40_characters_at_most(stars: str, left: bool) -> None:
    """An introduction ends at a line of stars, not at dashes, nor at a longer line."""
    found = left_out(text_page(BAR, f"We print below. {PROSE}", stars, PROSE, PROSE))
    assert (found.get(stars) == "introduction") == left


@pytest.mark.parametrize(
    ("line", "after", "level"),
    [
        (letters(60), letters(120), 1),
        (letters(60), letters(119), 0),  # less than 120
        (letters(61), letters(122), 1),
        (letters(61), letters(121), 0),  # less than twice the line
        (letters(120), letters(240), 1),
        (letters(121), letters(300), 0),  # the line is too long
        ("漢" * 40, letters(240), 1),  # 40 * 3 = 120 letters
        ("漢" * 41, letters(300), 0),  # 123
        (letters(60, "!"), letters(120), 1),
        (letters(60, "?"), letters(120), 0),
        (letters(60, ":"), letters(120), 0),
        (letters(60, ","), letters(120), 0),
        (letters(60, "…"), letters(120), 0),
        ("誰？", letters(120), 0),
        ("誰。", letters(120), 0),
        ("誰！", letters(120), 0),
    ],
)
def test_short_lines_above_longer_text_are_headings(line: str, after: str, level: int) -> None:
    """In a saved page a line of up to 120 letters is a heading above 120 letters that are twice as many."""
    found = {p.text: p.level for p in text_page(BAR, line, after, PROSE).paragraphs}
    assert found[line] == level


def test_headings_that_are_found_are_one_level_below_the_marked_ones() -> None:
    """A bold line is one level below the lowest heading of the page, and at most of the sixth."""
    for marked, found in ((1, 2), (5, 6), (6, 6)):
        body = f"<h{marked}>One</h{marked}><p>Text.</p><p><b>Two</b></p><p>Text.</p>"
        assert [p.level for p in html_page(body).paragraphs] == [marked, 0, found, 0]


@pytest.mark.parametrize(("start", "kind"), [(1994, "refused"), (1995, "read")])
def test_xliff_is_looked_for_in_2000_characters(start: int, kind: str) -> None:
    """``<xliff`` that ends at character 2,000 is recognised, one character later it is text."""
    data = (" " * start + "<xliff>").encode()
    if kind == "refused":
        with pytest.raises(InputError, match="aligner import"):
            read_document(data, name="a.txt")
    else:
        assert read_document(data, name="a.txt").paragraphs


@pytest.mark.parametrize("head", ["\n" * 100_000, "<!---->" * 10_000, f"<!--{'a' * 100_000}-->"])
def test_a_page_begins_after_any_number_of_comments(head: str) -> None:
    """White space and comments of any length and number may come before ``<html``; time is linear in them."""
    (paragraph,) = read_document(f"{head}<html><p>One</p></html>".encode(), name="a.txt").paragraphs
    assert paragraph.text == "One"
    (paragraph,) = read_document(f"{head}x".encode(), name="a.txt").paragraphs
    assert paragraph.text.endswith("x")


@pytest.mark.parametrize(
    "head",
    ["<!DOCTYPE html>", "<HTML>", "<head>", "<body>", "<?xml version='1.0'?>\n<html>", "<!-- by\nhand --> <html>"],
)
def test_how_a_page_begins(head: str) -> None:
    """A doctype and the first elements show a page, after a declaration and comments."""
    (paragraph,) = read_document(f"{head}<p>One</p>".encode(), name="a.txt").paragraphs
    assert paragraph.text == "One"
    (paragraph,) = read_document(f"x{head}<p>One</p>".encode(), name="a.txt").paragraphs
    assert paragraph.text.startswith("x<")
