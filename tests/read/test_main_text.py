"""The main text of pages as archives have them."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Callable

import pytest

from aligner.errors import InputError
from aligner.read import read_text
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
    want = read_text(FAMILY / f"{language}.txt").paragraphs
    page = (DATA / "archive-page.html").read_text("utf-8").replace("{{speech}}", layout(want))
    document = read_text(page.replace("iso-8859-1", "utf-8").encode(), name="page.html")
    assert [(fold_space(p.text), p.level) for p in document.paragraphs] == [(fold_space(p.text), p.level) for p in want]
    assert any(left.reason == "introduction" for left in document.left_out)


@pytest.mark.parametrize("language", ["en", "ja", "pl", "ru", "zh-Hans"])
def test_archive_page_as_text_gives_exactly_the_speech(language: str) -> None:
    """The same page saved as plain text gives the text, character for character, and its headings."""
    want = read_text(FAMILY / f"{language}.txt").paragraphs
    speech = "\n\n".join(p.text for p in want)
    page = (DATA / "archive-page.txt").read_text("utf-8").replace("{{speech}}", speech)
    found = read_text(page.encode(), name="page.txt").paragraphs
    assert [(p.text, p.level) for p in found] == [(p.text, p.level) for p in want]
    assert all(page.splitlines()[p.line - 1].startswith(p.text[:40]) for p in found)


@pytest.mark.parametrize("language", ["en", "ja", "pl", "ru", "zh-Hans"])
@pytest.mark.parametrize("form", ["<p>{}</p>", "<div>{}</div>", "{}<br><br>", "<table><tr><td>{}</td></tr></table>"])
def test_a_page_without_links_gives_exactly_the_speech(form: str, language: str) -> None:
    """A page whose markup says nothing but where paragraphs end, its language bar run into other words, is told too."""
    want = read_text(FAMILY / f"{language}.txt").paragraphs
    page = (DATA / "archive-page.txt").read_text("utf-8").replace("{{speech}}", "\n\n".join(p.text for p in want))
    first, *blocks = page.split("\n\n")
    joined = [f"{first}\nThe Society Home The Journal, its papers and its archives. Members and meetings.", *blocks]
    content = "\n".join(form.format(html.escape(block)) for block in joined)
    found = read_text(f"<html><body>{content}</body></html>".encode(), name="page.html").paragraphs
    assert [(fold_space(p.text), p.level) for p in found] == [(fold_space(p.text), p.level) for p in want]


def test_names_of_languages_in_prose_are_no_language_bar() -> None:
    """A sentence that lists languages is text."""
    prose = (
        "English, French, German, Spanish, Italian and Polish were heard on the ferry every day of that summer. " * 2
    )
    content = f'<html><p><a href="x">Home</a></p><p>{prose}</p><p>{"Nobody asked why. " * 12}</p></html>'
    found = read_text(content.encode(), name="page.html")
    assert [fold_space(p.text)[:7] for p in found.paragraphs] == ["English", "Nobody "]


def test_phrases_override_the_finding() -> None:
    """The paragraphs from the one with the start phrase to the one with the end phrase are the text."""
    content = "One is here.\n\nTwo\nis here.\n\nThree is here.\n\nFour is here."
    document = read_text(content.encode(), name="a.txt", start="Two is", end="Three")
    assert [p.text for p in document.paragraphs] == ["Two\nis here.", "Three is here."]
    assert [(left.place, left.text) for left in document.left_out] == [
        ("line 1", "One is here."),
        ("line 8", "Four is here."),
    ]


@pytest.mark.parametrize(("start", "end"), [("Five", ""), ("", "Five"), ("Two", "One")])
def test_a_phrase_that_stands_nowhere_is_an_error(start: str, end: str) -> None:
    """A phrase that is not in the text is named, so that the user can mend it."""
    with pytest.raises(InputError, match="stands in no paragraph"):
        read_text(b"One is here.\n\nTwo is here.", name="a.txt", start=start, end=end)


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
    document = read_text(content.encode(), name="a.txt")
    assert "\n\n".join(p.text for p in document.paragraphs) == content
    assert document.left_out == ()
