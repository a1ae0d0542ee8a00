"""HTML as people write it."""

from __future__ import annotations

import pytest

from aligner.read import Document, read_document
from aligner.text import Mark


def page(body: str) -> Document:
    """Read a page with this body."""
    return read_document(f"<!doctype html><html><body>{body}</body></html>".encode(), name="a.html")


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
    """Emphasis and ruby are at the characters they mark, also when white space was folded and tags nest."""
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
def test_footnotes_come_last(reference: str, note: str) -> None:
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
        assert [p.text for p in read_document(source.encode(), name="a.html").paragraphs] == ["one\u00a0two"]


def test_lines_are_those_of_the_file() -> None:
    """Each paragraph says in which line it begins."""
    assert [p.line for p in page("\n<p>one\n<p>two\n\n<div>\n<p>three").paragraphs] == [2, 3, 6]


# --- thresholds ---------------------------------------------------------------------------------------------------


def kinds(body: str) -> list[str]:
    """Return the kinds of a page's paragraphs."""
    return [paragraph.kind for paragraph in page(body).paragraphs]


@pytest.mark.parametrize(("length", "kind"), [(60, "verse"), (61, "body")])
def test_lines_of_verse_have_60_characters_at_most(length: int, kind: str) -> None:
    """Broken lines are verse when the longest has 60 characters, prose when it has more."""
    assert kinds(f"<p>One<br>{'x' * length}</p>") == [kind]
    assert kinds(f"<p>{'x' * length}</p>") == ["body"]


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        ('class="verse"', "verse"), ('class="a Poem"', "verse"), ('class="poetry"', "verse"),
        ('class="stanza"', "verse"),
        ('class="verses"', "body"), ('class="footnote"', "note"), ('class="sdfootnote"', "note"),
        ('class="MsoEndnoteText"', "note"), ('class="footnotes"', "body"), ('class="footnote-ref"', "body"),
        ('role="doc-footnote"', "note"), ('role="doc-endnote"', "note"), ('epub:type="rearnote"', "note"),
        ('epub:type="endnote"', "note"), ('epub:type="note"', "note"), ('epub:type="notes"', "body"),
        ("role=heading", "heading"),
    ],
)  # fmt: skip
def test_classes_and_roles_that_say_what_a_block_is(markup: str, kind: str) -> None:
    """Verse and notes are known by class, ``epub:type`` and role, each as a whole word."""
    assert sorted(kinds(f"<p>Text.</p><p {markup}>One</p>")) == sorted(["body", kind])


@pytest.mark.parametrize(
    ("markup", "level"),
    [("role=heading", 2), ("role=heading aria-level=1", 1), ("role=heading aria-level=6", 6),
     ("role=heading aria-level=7", 2), ("role=heading aria-level=x", 2), ("", 0)],
)  # fmt: skip
def test_headings_by_role_have_the_second_level(markup: str, level: int) -> None:
    """``aria-level`` is 1 to 6, anything else counts as the default 2."""
    assert page(f"<div {markup}>One</div><p>Text.</p>").paragraphs[0].level == level


@pytest.mark.parametrize(
    ("shown", "is_reference"),
    [
        ("[1234]", True), ("[12345]", False), ("[***]", True), ("[****]", False), ("[xxviii]", True),
        ("[xxxviii]", False), ("[a]", True), ("[ab]", False), ("(1)", True), ("{ 1 }", True), ("†", True), ("‡‡", True),
        ("§", True), ("¶", True), ("1", False),
    ],
)  # fmt: skip
def test_what_a_reference_to_a_note_reads(shown: str, is_reference: bool) -> None:
    """Up to four figures, three signs, a numeral of six letters or a letter, in brackets or beginning with a sign."""
    (paragraph,) = page(f'<p>One<a href="#x">{shown}</a> two.</p>').paragraphs
    assert (paragraph.text == "One two.") == is_reference
    assert len(paragraph.marks) == is_reference


@pytest.mark.parametrize(
    ("markup", "is_reference"),
    [
        ('href="#fn1"', True), ('href="#_ftn1"', True), ('href="#edn1"', True), ('href="#note1"', True),
        ('href="#Footnote_1"', True), ('href="#endnote1"', True), ('href="#sdfootnote1sym"', True),
        ('href="#sdendnote1sym"', True), ('href="#x" class="noteref"', True), ('href="#x" epub:type="noteref"', True),
        ('href="#fnref1"', False), ('href="#_ftnref1"', False), ('href="#x"', False), ('href="x"', False),
    ],
)  # fmt: skip
def test_a_number_is_a_reference_by_its_anchor_or_class(markup: str, is_reference: bool) -> None:
    """A number that links to what is named as a note is a reference, one that links to a reference is not."""
    (paragraph,) = page(f"<p>One<a {markup}>1</a> two.</p>").paragraphs
    assert (paragraph.text == "One two.") == is_reference


@pytest.mark.parametrize("back", ["↩", "↑", "^", "⇑", "⏎", "↩\ufe0e", "return", "Back"])
def test_links_back_from_a_note_are_no_text(back: str) -> None:
    """An arrow, or the word for going back, is dropped wherever it is in a note."""
    assert texts(f'<p>One.</p><p>The note. <a href="#r">{back}</a></p>') == ["One.", "The note."]
    assert texts('<p>The note. <a href="#r">backwards</a></p>') == ["The note. backwards"]


@pytest.mark.parametrize(("number", "kept"), [("1234.", ""), ("12345.", "12345. "), ("***", ""), ("a", "a ")])
def test_the_number_of_a_note_is_no_text(number: str, kept: str) -> None:
    """Up to four figures or three signs that link back from the start of a note are dropped, a letter is not."""
    assert texts(f'<p>One.</p><p id="n"><a href="#r">{number}</a> The note.</p>')[1] == f"{kept}The note."


@pytest.mark.parametrize(
    ("markup", "kept"),
    [
        ("<nav>X</nav>", False), ("<aside>X</aside>", False), ("<header>X</header>", False),
        ("<footer>X</footer>", False), ("<search>X</search>", False), ('<p role="navigation">X</p>', False),
        ('<p role="contentinfo">X</p>', False), ('<p role="complementary">X</p>', False),
        ('<p role="banner">X</p>', False), ('<p role="search">X</p>', False), ('<p style="display: none">X</p>', False),
        ('<p style="visibility:hidden">X</p>', False), ("<p hidden>X</p>", False),
        ('<p style="display: block">X</p>', True),
        ("<section><header>X</header></section>", True), ("<p>X</p>", True),
    ],
)  # fmt: skip
def test_landmarks_are_no_main_text(markup: str, kept: bool) -> None:
    """Navigation, asides, heads and feet of a page, and what is hidden, are left out; those of a section stay."""
    assert ("X" in texts(f"{markup}<p>Text.</p>")) == kept


def test_a_line_end_beside_a_wide_character_is_no_space() -> None:
    """Chinese lines are joined without a space, also inside a dash of two characters."""
    assert texts("<p>一\n二\na—\n—b\nc</p>") == ["一二a——b c"]


@pytest.mark.parametrize(
    ("reference", "character"),
    [("&#127;", "\x7f"), ("&#128;", "€"), ("&#159;", "Ÿ"), ("&#160;", "\u00a0"), ("&#x80;", "€"), ("&#x9f;", "Ÿ"),
     ("&#xa0;", "\u00a0"), ("&#120;", "x"), ("&#150;", "–")],
)  # fmt: skip
def test_numbers_of_controls_are_windows_characters(reference: str, character: str) -> None:
    """Character references from 128 to 159 mean what windows-1252 has there."""
    assert texts(f"<p>a{reference}b</p>") == [f"a{character}b"]


@pytest.mark.parametrize(("comment", "is_xml"), [(1943, True), (1944, False)])
def test_xhtml_is_looked_for_in_2000_characters(comment: int, is_xml: bool) -> None:
    """A namespace that ends at character 2,000 makes a page XHTML, in which a CDATA section is text."""
    opening = '<html xmlns="http://www.w3.org/1999/xhtml'  # 41 characters
    head = "<!doctype html>\n" + " " * comment
    assert len(head + opening) == (2000 if is_xml else 2001)
    source = f'{head}{opening}"><body><p><![CDATA[One]]></p><p>two</p></body></html>'
    found = [p.text for p in read_document(source.encode(), name="a.html").paragraphs]
    assert (found == ["One", "two"]) == is_xml
