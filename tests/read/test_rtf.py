"""Rich Text Format: code pages, characters and control words."""

from __future__ import annotations

import pytest

from aligner.errors import InputError
from aligner.read import Document, read_document


def rtf(body: str, fonts: str = "") -> Document:
    """Read an RTF file with this body and font table."""
    data = f"{{\\rtf1\\ansi{{\\fonttbl{fonts}}}{body}\\par}}".encode("latin-1")
    return read_document(data, name="a.rtf", language="en")


@pytest.mark.parametrize(
    ("charset", "code", "character"),
    [
        (77, r"\'8a", "ä"), (128, r"\'82\'a0", "あ"), (129, r"\'b0\'a1", "가"), (134, r"\'ba\'ba", "汉"),
        (136, r"\'ba\'7e", "漢"), (161, r"\'e1", "α"), (162, r"\'fd", "ı"), (163, r"\'fe", "₫"), (177, r"\'e0", "א"),
        (178, r"\'c7", "ا"), (186, r"\'e0", "ą"), (204, r"\'e0", "а"), (222, r"\'a1", "ก"), (238, r"\'b3", "ł"),
        (0, r"\'e4", "ä"),
    ],
)  # fmt: skip
def test_every_character_set_of_a_font(charset: int, code: str, character: str) -> None:
    """Bytes are read in the code page of their font's character set, and in windows-1252 where it names none."""
    found = rtf(rf"\f1 a{code}b", rf"{{\f1\fcharset{charset} Name;}}")
    assert found.paragraphs[0].text == f"a{character}b"


@pytest.mark.parametrize(
    ("page", "code", "character"),
    [(1251, r"\'e0", "а"), (10000, r"\'8a", "ä"), (936, r"\'ba\'ba", "汉"), (65001, r"\'c3\'a4", "ä"),
     (437, r"\'84", "ä"),
     (850, r"\'84", "ä"), (708, r"\'c7", "ا")],
)  # fmt: skip
def test_the_code_page_of_a_file(page: int, code: str, character: str) -> None:
    """Without a font's character set the code page that the file names holds."""
    assert rtf(rf"\ansicpg{page} a{code}b").paragraphs[0].text == f"a{character}b"


def test_bytes_that_are_no_character_are_an_error() -> None:
    """The message names the bytes, the code page and what to do."""
    with pytest.raises(InputError, match=r"b'a\\x81b' is no text in code page 1252; save it as DOCX or ODT"):
        rtf(r"a\'81b")


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (r"\emdash ", "—"), (r"\endash ", "–"), (r"\lquote ", "‘"), (r"\rquote ", "’"), (r"\ldblquote ", "“"),
        (r"\rdblquote ", "”"), (r"\bullet ", "•"), (r"\tab ", " "), (r"\emspace ", "\u2003"), (r"\enspace ", "\u2002"),
        (r"\~", "\u00a0"), (r"\_", "\u2011"), (r"\-", ""), (r"\{", "{"), (r"\}", "}"), ("\\\\", "\\"),
        (r"\line ", "\n"), (r"\u233?", "é"), (r"\u-10179?\u-8704?", "😀"), (r"\uc0\u233 ", "é"),
        (r"\uc3\u233 xyz", "é"),
        (r"\uc10\u233 0123456789", "é"), (r"\uc11\u233 0123456789x", "éx"), (r"\uc2\u233 \emdash x", "é"),
        (r"{\v hidden}", ""), (r"{\*\unknown no}", ""), (r"{\pict 00ff}", ""), (r"\u0 ?", ""), ("\r\n", ""),
    ],
)  # fmt: skip
def test_what_control_words_mean(code: str, text: str) -> None:
    r"""Words and symbols are characters; ``\u`` is followed by as many replacements as ``\uc`` says, at most ten."""
    assert rtf(f"a{code}b").paragraphs[0].text == f"a{text}b"


@pytest.mark.parametrize(("outline", "level"), [(0, 1), (5, 6), (6, 0), (9, 0), (-1, 0)])
def test_outline_levels_of_rtf_count_from_0(outline: int, level: int) -> None:
    r"""Levels 0 to 5 are headings 1 to 6; ``\pard`` ends them."""
    found = rtf(rf"\pard\outlinelevel{outline} One\par\pard Text.")
    assert [p.level for p in found.paragraphs] == [level, 0]


@pytest.mark.parametrize(("name", "level"), [("heading 1", 1), ("Heading 6", 6), ("heading 7", 0), ("my heading 1", 0)])
def test_styles_of_rtf_that_are_headings(name: str, level: int) -> None:
    """A paragraph whose style is named "heading 1" to "heading 6" is a heading of that level."""
    found = rtf(rf"{{\stylesheet{{\s3 {name};}}}}\pard\s3 One\par\pard Text.")
    assert [p.level for p in found.paragraphs] == [level, 0]


def test_marks_and_notes() -> None:
    """Bold and italic are marks until they are switched off, and a footnote comes after the text."""
    found = rtf(r"\b One\b0  \i two\plain {\footnote The note.} three.")
    assert [(p.kind, p.text) for p in found.paragraphs] == [("body", "One two three."), ("note", "The note.")]
    assert [(m.start, m.end, m.kind, m.value) for m in found.paragraphs[0].marks] == [
        (0, 3, "strong", ""),
        (4, 7, "emphasis", ""),
        (7, 7, "note", "1"),
    ]
