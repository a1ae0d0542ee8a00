"""Which format a file is taken for, and what is refused with what to do."""

from __future__ import annotations

import time
import zipfile
from contextlib import suppress
from io import BytesIO

import pytest

from aligner.errors import InputError
from aligner.read import read_document
from tests.read.reading import DATA

XML = '<?xml version="1.0"?>\n'


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        ("id,en,de\n1,One.,Eins.\n", "a.csv", "a table.*aligner import a.csv"),
        ("One.\tEins.\n", "a.tsv", "a table.*aligner import a.tsv"),
        ("Title\n=====\n", "a.rst", "reStructuredText.*pandoc"),
        ("\\documentclass{book}", "a.tex", "LaTeX.*pandoc"),
        ('{"a": "One."}', "a.json", "JSON"),
        (f"{XML}<resources><string>One.</string></resources>", "a.txt", "its root is <resources>"),
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', "a.txt", "its root is <svg>"),
        ("<book><p>One.</p></book>", "a.xml", "its root is <book>.*convert"),
        (f"{XML}<tmx version='1.4'/>", "a.txt", "aligner import a.txt"),
        ("One.", "a.fb2", "not a valid FB2 file"),
        ("One.", "a.ttml", "not a valid TTML file"),
        (f"{XML}<FictionBook xmlns='x'><body>", "a.fb2", "line 2: not well-formed XML"),
    ],
)
def test_markup_without_a_reader_is_refused(content: str, name: str, said: str) -> None:
    """The message names what the file is and what to do; nothing is read as prose with its markup."""
    with pytest.raises(InputError, match=said):
        read_document(content.encode(), name=name)


@pytest.mark.parametrize(
    "content", ["<3 is a heart.", "<Tom> Who is there?", "a < b and c > d", "<p>One, in part.</p>"]
)
def test_prose_that_begins_with_a_bracket_is_prose(content: str) -> None:
    """A text without a declaration or a namespace is no XML."""
    assert read_document(content.encode(), name="a.txt").paragraphs[0].text == content


def test_a_packed_fictionbook_and_a_spreadsheet() -> None:
    """FB2 alone in a zip file is read; a spreadsheet is refused with the command that reads it."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(DATA / "parom.ru.fb2", "parom.fb2")
    assert read_document(packed.getvalue(), name="parom.ru.fb2.zip").paragraphs[0].text == "Паром"
    sheet = BytesIO()
    with zipfile.ZipFile(sheet, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(InputError, match=r"a table.*aligner import a\.xlsx"):
        read_document(sheet.getvalue(), name="a.xlsx")


HOSTILE = {
    "a.md": ["!!! " + '"' * 50_000, ":::" + " " * 50_000 + "{", "{{<" * 20_000, "<!--" * 20_000,
             "a" + " " * 50_000 + "b", "{#" * 20_000, "import " + "x " * 20_000],
    "a.adoc": ["footnote:[" * 5_000, "<<" * 20_000, "_a " * 20_000, "*" * 20_000, "link:" * 5_000, "::" * 20_000,
               "|===\n|" + "1" * 50_000, "include::" + "[" * 20_000],
    "a.usfm": ["\\id GEN\n" + "\\v " * 10_000, "\\id GEN\n\\v 1 " + "\\f + " * 10_000, "\\id GEN\n\\p " + "|" * 50_000],
    "a.txt": ["<!--" * 20_000, "<?" * 20_000, "<!DOCTYPE " * 10_000, " " * 100_000 + "x"],
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_time_is_linear_in_hostile_markup(name: str) -> None:
    """Long runs of what opens a mark, and never closes it, take no more than a moment."""
    for content in HOSTILE[name]:
        started = time.process_time()
        with suppress(InputError):
            read_document(content.encode(), name=name)
        assert time.process_time() - started < 2, content[:12]


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body: str, **parts: str) -> bytes:
    """Return a Word document of a body and other parts."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>')
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", f'<w:{name} xmlns:w="{WORD}">{content}</w:{name}>')
    return made.getvalue()


def test_word_hides_text_and_names_symbols() -> None:
    """Hidden runs, by themselves or their style, deletions and comments are left out and named; symbols are letters."""
    body = (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Source.</w:t></w:r><w:r><w:t>Ziel</w:t><w:softHyphen/><w:t>text.</w:t>"
        '</w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t xml:space="preserve"> Da.</w:t></w:r>'
        '<w:r><w:rPr><w:rStyle w:val="tw"/></w:rPr><w:t>{0&gt;</w:t></w:r></w:p>'
        '<w:p><w:r><w:sym w:font="Symbol" w:char="F061"/><w:t>-Strahlen</w:t>'
        '<w:sym w:font="Webdings" w:char="F0FF"/></w:r>'
        "<w:del><w:r><w:delText>Weg.</w:delText></w:r></w:del></w:p>"
    )
    styles = '<w:style w:styleId="tw"><w:rPr><w:vanish/></w:rPr></w:style>'
    comments = "<w:comment><w:p><w:r><w:t>Why?</w:t></w:r></w:p></w:comment>"
    document = read_document(docx(body, styles=styles, comments=comments), name="a.docx", language="de")
    assert [p.text for p in document.paragraphs] == ["Zieltext. Da.", "α-Strahlen"]
    assert [(left.reason, left.text) for left in document.left_out] == [
        ("hidden text", "Source."),
        ("hidden text", "{0>"),
        ("unknown symbol", "Webdings F0FF"),
        ("deleted text", "Weg."),
        ("comment", "Why?"),
    ]
