"""HTML as people write it."""

from __future__ import annotations

import pytest

from aligner.read import Document, read_text
from aligner.text import Mark


def page(body: str) -> Document:
    """Read a page with this body."""
    return read_text(f"<!doctype html><html><body>{body}</body></html>".encode(), name="a.html")


def texts(body: str) -> list[str]:
    """Return the texts of a page's paragraphs."""
    return [paragraph.text for paragraph in page(body).paragraphs]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<p>one<p>two", ["one", "two"]),
        ("one<br><br>two<br>\n<br/>\n<br>three", ["one", "two", "three"]),
        ("one<br>\ntwo", ["one\ntwo"]),
        ("<div>one <p>two</p> three</div>", ["one", "two", "three"]),
        ("<b><p>one</p><p>two</p></b>", ["one", "two"]),
        ("<p>a\n   hard-wrapped\tline</p>", ["a hard-wrapped line"]),
        ("<p>no&nbsp;break &amp; &lt;less&gt;</p>", ["no\u00a0break & <less>"]),
        ("<p>&#150; and &#x97;, &#169; and &#120;</p>", ["– and —, © and x"]),
        ("<p>漢字\n漢字 latin\n漢</p>", ["漢字漢字 latin漢"]),
        ("<table><tr><td>one<td>two<tr><td><table><td>three</table></table>", ["one", "two", "three"]),
        ("<pre>  one\n    two\n\nthree</pre>", ["  one\n    two", "three"]),
        ("<p>one<script>x()</script><!-- no --><style>p{}</style> two</p>", ["one two"]),
        ("<p>one<template>no</template></p><noscript>no</noscript>", ["one"]),
        ("<p><img alt='no'>one<svg><text>no</text></svg></p>", ["one"]),
        ("<p hidden>no</p><p>one</p>", ["one"]),
        ("<ul><li>one<li>two<ul><li>three</ul></ul>", ["one", "two", "three"]),
        ("<dl><dt>one<dd>two</dl>", ["one", "two"]),
    ],
)
def test_paragraphs(body: str, found: list[str]) -> None:
    """Blocks, double line breaks and cells are paragraphs; white space is folded as browsers do."""
    assert texts(body) == found


def test_marks_are_offsets() -> None:
    """Emphasis and ruby stand at the characters they mark, also when white space was folded and tags nest."""
    (paragraph,) = page("<p> one  <em>two <b>three</b></em>\n<ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby></p>").paragraphs
    assert paragraph.text == "one two three 漢字"
    assert paragraph.marks == (
        Mark(4, 13, "emphasis"),
        Mark(8, 13, "strong"),
        Mark(14, 15, "ruby", "かん"),
        Mark(15, 16, "ruby", "じ"),
    )


@pytest.mark.parametrize(
    "reference",
    [
        '<sup><a href="#n">1</a></sup>',
        '<a href="#n"><sup>1</sup></a>',
        '<a href="#n">[1]</a>',
        '<a href="#n" role="doc-noteref">1</a>',
        '<a href="#n" class="footnote-ref">1</a>',
    ],
)
@pytest.mark.parametrize(
    "note",
    [
        '<p id="n"><a href="#r">1</a> The note.</p>',
        '<p><a id="n" href="#r">[1]</a> The note. <a href="#r">↩</a></p>',
        '<ol><li id="n"><p>The note.</p></li></ol>',
        '<div id="n"><p>The note. <a href="#r" role="doc-backlink">back</a></p></div>',
    ],
)
def test_footnotes_stand_apart(reference: str, note: str) -> None:
    """A reference is a mark without length, and what it leads to is a note after the text, without its number."""
    document = page(f"<p>One{reference} two.</p>{note}<p>Three.</p>")
    assert [(p.kind, p.text) for p in document.paragraphs] == [
        ("body", "One two."),
        ("body", "Three."),
        ("note", "The note."),
    ]
    assert document.paragraphs[0].marks == (Mark(3, 3, "note", "1"),)


def test_links_that_are_no_references_are_text() -> None:
    """A word that links into the page, and a number that links out of it, stay."""
    assert texts(
        '<p>For the ferry see <a href="#two">part two</a> of <a href="b.html">1984</a>, <a href="#x">12</a> pages.</p>'
    ) == ["For the ferry see part two of 1984, 12 pages."]


def test_headings() -> None:
    """Headings have their level; a bold line above text is one below the real ones."""
    document = page(
        "<h1>One</h1><p>Text.</p><p><b>Two</b></p><p>Text.</p><div role=heading aria-level=3>Three</div><p>Text.</p>"
    )
    assert [p.level for p in document.paragraphs] == [1, 0, 4, 0, 3, 0]


def test_xhtml_is_read_as_xml() -> None:
    """An empty element closed in its tag ends there; a page that only says it is XHTML is read as HTML."""
    head = '<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><head><script src="a.js"/></head><body>'
    for body in ("<p>one<a id='x'/>&nbsp;two</p></body></html>", "<p>one<a id='x'></a>&nbsp;two<br></body>"):
        source = (head if body.endswith("</html>") else head.replace('<script src="a.js"/>', "")) + body
        assert [p.text for p in read_text(source.encode(), name="a.html").paragraphs] == ["one\u00a0two"]


def test_lines_are_those_of_the_file() -> None:
    """Each paragraph says in which line it begins."""
    assert [p.line for p in page("\n<p>one\n<p>two\n\n<div>\n<p>three").paragraphs] == [2, 3, 6]
