"""EPUB, DOCX and ODT: what their markup means, by containers made in memory."""

from __future__ import annotations

import io
import zipfile

import pytest

from aligner.errors import InputError
from aligner.read import Document, read_document
from aligner.text import Mark


def zipped(**members: str) -> bytes:
    """Return a container; ``__`` in a name stands for ``/`` and ``_DOT_`` for ``.``."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as container:
        for name, content in members.items():
            container.writestr(name.replace("__", "/").replace("_DOT_", "."), content)
    return made.getvalue()


def book(*chapters: str, contents: str = "", body: str = "<body>") -> Document:
    """Read an EPUB of chapters; ``contents`` are the list items of its table of contents."""
    items = "".join(
        f'<item id="c{number}" href="{number}.xhtml" media-type="application/xhtml+xml"/>'
        for number in range(len(chapters))
    )
    spine = "".join(f'<itemref idref="c{number}"/>' for number in range(len(chapters)))
    navigation = '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
    members = {
        "META-INF__container_DOT_xml": '<container><rootfiles><rootfile full-path="p.opf"/></rootfiles></container>',
        "p_DOT_opf": f"<package><manifest>{items}{navigation}</manifest><spine>{spine}</spine></package>",
        "nav_DOT_xhtml": f"<html><body><nav type='toc'><ol>{contents}</ol></nav></body></html>",
        **{f"{number}_DOT_xhtml": f"<html>{body}{text}</body></html>" for number, text in enumerate(chapters)},
    }
    return read_document(zipped(**members), name="a.epub", language="en")


TEXT = "<p>The ferryman counted.</p>"


@pytest.mark.parametrize(("before", "level"), [(2, 1), (3, 0)])
def test_a_chapter_named_without_an_anchor_has_its_title_in_three_blocks(before: int, level: int) -> None:
    """A title that the table of contents names is a heading as the third block of its file, not as the fourth."""
    chapter = "<p>*</p>" * before + "<p>The Bell</p>" + TEXT
    document = book(chapter, contents='<li><a href="0.xhtml">The Bell</a></li>')
    assert [p.level for p in document.paragraphs if p.text == "The Bell"] == [level]


@pytest.mark.parametrize(("depth", "level"), [(1, 1), (2, 2), (6, 6), (7, 6)])
def test_the_depth_in_the_table_of_contents_is_the_level(depth: int, level: int) -> None:
    """An entry inside ``n`` lists names a heading of level ``n``, at most 6; other words than its own it does not."""
    entry = '<li><a href="0.xhtml#x">The Bell</a></li>'
    for _ in range(depth - 1):
        entry = f"<li><ol>{entry}</ol></li>"
    chapter = '<p id="x">The  Bell</p>' + TEXT
    assert [p.level for p in book(chapter, contents=entry).paragraphs] == [level, 0]
    assert [p.level for p in book(chapter.replace("Bell", "Bells"), contents=entry).paragraphs] == [0, 0]


@pytest.mark.parametrize(("links", "left"), [(70, False), (71, True)])
def test_a_chapter_of_links_is_a_table_of_contents(links: int, left: bool) -> None:
    """Of 100 characters in three blocks 70 in links are text, 71 are a table of contents."""
    listed = f'<p><a href="x">{"x" * (links - 2)}</a></p><p><a href="x">yy</a></p><p>{"z" * (100 - links)}</p>'
    document = book(listed, TEXT)
    assert {part.reason for part in document.left_out} == ({"table of contents"} if left else set())


@pytest.mark.parametrize(("blocks", "left"), [(2, 0), (3, 3)])
def test_a_table_of_contents_has_three_blocks(blocks: int, left: int) -> None:
    """Two links alone are text, three are a table of contents."""
    assert len(book('<p><a href="x">One</a></p>' * blocks, TEXT).left_out) == left


@pytest.mark.parametrize("kind", ["toc", "cover", "copyright-page", "landmarks", "page-list", "loi", "lot", "index"])
def test_documents_that_say_they_are_no_text(kind: str) -> None:
    """A body whose ``epub:type`` says so is left out with that as the reason; a chapter is not."""
    with pytest.raises(InputError, match="all of it was left out, so name its start and end phrase"):
        book(TEXT, body=f'<body type="bodymatter {kind}">')
    assert book(TEXT, body='<body type="chapter">').left_out == ()


@pytest.mark.parametrize(
    ("algorithm", "says"),
    [
        ("http://www.idpf.org/2008/embedding", ""),
        ("http://ns.adobe.com/pdf/enc#RC", ""),
        ("http://www.w3.org/2001/04/xmlenc#aes256-cbc", "copy protection"),
    ],
)
def test_obfuscated_fonts_are_no_copy_protection(algorithm: str, says: str) -> None:
    """Only what is not one of the two ways to obfuscate fonts is refused."""
    members = {
        "META-INF__container_DOT_xml": '<container><rootfile full-path="p.opf"/></container>',
        "META-INF__encryption_DOT_xml": f'<encryption><EncryptionMethod Algorithm="{algorithm}"/></encryption>',
        "p_DOT_opf": "<package/>",
    }
    with pytest.raises(InputError, match=says or "names no document"):
        read_document(zipped(**members), name="a.epub")


# --- DOCX ---------------------------------------------------------------------------------------------------------

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def letter(body: str, styles: str = "") -> Document:
    """Read a DOCX with this body."""
    return read_document(
        zipped(
            word__document_DOT_xml=f"<w:document {WORD}><w:body>{body}</w:body></w:document>",
            word__styles_DOT_xml=f"<w:styles {WORD}>{styles}</w:styles>",
        ),
        name="a.docx",
        language="en",
    )


def styled(properties: str, text: str = "One") -> str:
    """Return a paragraph with properties, and one of text below it."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p><w:p><w:r><w:t>Text.</w:t></w:r></w:p>"


@pytest.mark.parametrize(("outline", "level"), [("0", 1), ("5", 6), ("6", 0), ("9", 0), ("x", 0)])
def test_outline_levels_of_docx_count_from_0(outline: str, level: int) -> None:
    """Levels 0 to 5 are headings 1 to 6, deeper ones and 9 are text."""
    assert letter(styled(f'<w:outlineLvl w:val="{outline}"/>')).paragraphs[0].level == level


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("heading 1", 1), ("Heading 6", 6), ("heading 7", 0), ("Überschrift 2", 2), ("Titre 1", 1), ("Título 3", 3),
        ("título 3", 3), ("Titolo 2", 2), ("Nagłówek 4", 4), ("Заголовок 1", 1), ("見出し 1", 1), ("标题 5", 5),
        ("Title", 1),
        ("heading 1 x", 0), ("my heading 1", 0), ("Subtitle", 0),
    ],
)  # fmt: skip
def test_styles_of_docx_that_are_headings(name: str, level: int) -> None:
    """A style is a heading by its name, in the languages of word processors, and so is one based on it."""
    styles = (
        f'<w:style w:styleId="A"><w:name w:val="{name}"/></w:style>'
        '<w:style w:styleId="B"><w:name w:val="own"/><w:basedOn w:val="A"/></w:style>'
    )
    for style in "AB":
        assert letter(styled(f'<w:pStyle w:val="{style}"/>'), styles).paragraphs[0].level == level


@pytest.mark.parametrize(
    ("run", "text"),
    [
        ("<w:t>One</w:t><w:br/><w:t>two</w:t>", "One\ntwo"), ("<w:t>One</w:t><w:tab/><w:t>two</w:t>", "One two"),
        ("<w:t>One</w:t><w:noBreakHyphen/><w:t>two</w:t>", "One\u2011two"),
        ("<w:t>One</w:t><w:softHyphen/><w:t>two</w:t>", "Onetwo"),
        ("<w:t>One</w:t><w:instrText>no</w:instrText>", "One"),
        ("<w:t>One</w:t><w:delText>no</w:delText>", "One"),
    ],
)  # fmt: skip
def test_characters_of_docx(run: str, text: str) -> None:
    """Breaks, tabs and hyphens are characters; field codes and deleted text are none."""
    assert letter(f"<w:p><w:r>{run}</w:r></w:p>").paragraphs[0].text == text


@pytest.mark.parametrize(
    ("properties", "kind"),
    [("<w:b/>", "strong"), ("<w:i/>", "emphasis"), ('<w:em w:val="dot"/>', "emphasis"), ('<w:b w:val="0"/>', ""),
     ('<w:b w:val="false"/>', ""), ('<w:em w:val="none"/>', "")],
)  # fmt: skip
def test_emphasis_of_docx(properties: str, kind: str) -> None:
    """Bold, italic and emphasis dots are marks unless they are switched off."""
    body = f"<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>One</w:t></w:r><w:r><w:t> two.</w:t></w:r></w:p>"
    assert letter(body).paragraphs[0].marks == ((Mark(0, 3, kind),) if kind else ())


# --- ODT ----------------------------------------------------------------------------------------------------------

OPEN = (
    'xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:s="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:f="urn:oasis:names:tc:opendocument:xmlns:xsl-fo"'
)


def note(body: str, styles: str = "") -> Document:
    """Read an ODT with this body."""
    content = f"<o:document {OPEN}>{styles}<o:body><o:text>{body}</o:text></o:body></o:document>"
    return read_document(zipped(content_DOT_xml=content), name="a.odt", language="en")


@pytest.mark.parametrize(("outline", "level"), [("1", 1), ("6", 6), ("7", 1), ("", 1)])
def test_outline_levels_of_odt_count_from_1(outline: str, level: int) -> None:
    """Levels 1 to 6 are headings of that level; a heading without one is of the first."""
    assert note(f'<t:h t:outline-level="{outline}">One</t:h><t:p>Text.</t:p>').paragraphs[0].level == level


@pytest.mark.parametrize(
    ("weight", "kind"),
    [('f:font-weight="bold"', "strong"), ('f:font-style="italic"', "emphasis"), ('f:font-style="oblique"', "emphasis"),
     ('f:font-weight="normal"', "")],
)  # fmt: skip
def test_emphasis_of_odt(weight: str, kind: str) -> None:
    """Spans of bold and italic styles are marks; a style based on that of titles makes a heading."""
    styles = (
        f'<s:style s:name="A"><s:text-properties {weight}/></s:style><s:style s:name="B" s:parent-style-name="Title"/>'
    )
    document = note('<t:p t:style-name="B">Name</t:p><t:p><t:span t:style-name="A">One</t:span> two.</t:p>', styles)
    assert [p.level for p in document.paragraphs] == [1, 0]
    assert document.paragraphs[1].marks == ((Mark(0, 3, kind),) if kind else ())


def test_a_spreadsheet_is_no_text() -> None:
    """An OpenDocument file without a text body is refused."""
    with pytest.raises(InputError, match=r"content\.xml: is not a text document; only ODT files can be read"):
        read_document(zipped(content_DOT_xml=f"<o:document {OPEN}><o:body/></o:document>"), name="a.odt")
