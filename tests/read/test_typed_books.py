"""Tests of what typed books have: headings, notes, separators, emphasis, printed pages, what volunteers added."""

from __future__ import annotations

import pytest

from aligner.read import Document, read_document
from aligner.read.parts.chapter_lines import names_chapter
from aligner.separators import is_separator
from aligner.text import Mark


def read(content: str, name: str = "a.txt") -> Document:
    """Read a text as English."""
    return read_document(content.encode(), name=name, language="en")


def kinds(content: str, name: str = "a.txt") -> list[tuple[str, str]]:
    """Return the kind and the text of each paragraph."""
    return [(paragraph.kind, paragraph.text) for paragraph in read(content, name).paragraphs]


LONG = "Capítulo segundo. Que trata de lo que pasó al barquero con la hija del molinero y de lo que allí se verá"


# --- headings -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "Erstes Kapitel", "2. Kapitel.", "Dritter Teil", "Zweiter Aufzug", "Vierte Szene", "PREMIÈRE PARTIE",
        "CHAPITRE DEUXIÈME.", "CHAPTER TWO: The Mill", "Chapter Thirty-One", "PART THE SECOND", "STAVE TWO",
        "SECOND PART", "II. THE MILL", "III. The Mill.", "2. The Mill", "IV.—THE MILL", "V. — THE MILL", "=II.=",
        "_CHAPTER II_", "*CHAPTER II*", "- II -", LONG, "SEGUNDA PARTE", "CAPITOLO SECONDO",
        "Parte seconda",
        "Глава вторая", "Вторая часть", "Rozdział drugi", "Część druga", "BAB DUA",
        "IKALAWANG KABANATA", "第二章　水車",
        "第二回　磨坊", "二", "（二）", "下", "二　水車小屋", "二、磨坊", "其二", "その二", "楔子", "제2장 방앗간",
        "الفصل الثاني", "פרק ב", "Κεφάλαιο Β΄", "MÁSODIK FEJEZET", "Chương 2", "Розділ другий", "Nachwort",
        "Vorrede", "AVANT-PROPOS", "Al lector", "Posłowie", "От автора", "Kata pengantar",
        "To the Reader", "Author’s Note", "ACT II. SCENE I.", "LETTER II.",
    ],
)  # fmt: skip
def test_headings_of_twelve_languages_and_others(line: str) -> None:
    """A line that heads a chapter in a real book is a heading between two paragraphs."""
    assert [kind for kind, _ in kinds(f"Some words of prose.\n\n{line}\n\nOld Tom rowed across.")] == [
        "body", "heading", "body",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "M. Dupont", "C. Dickens", "I. Newton said so.", "1. Wash the rice.", "Act naturally.", "Part of", "Teil davon",
        "Parte de todo", "Chapter 1. It ended. Nobody knew why the old ferryman had left his boat to the miller's son",
        "I have come", "Mill", "M.", "一人で来た。", "第二の人", "二人は笑った。", "Letter to a friend,", "Buch",
        "И всё", "V moci noci",
    ],
)  # fmt: skip
def test_prose_heads_no_chapter(line: str) -> None:
    """A sentence, a name or an entry of a list is none."""
    assert not names_chapter(line)


def test_numbers_in_order_show_chapters() -> None:
    """Numbered titles that are sentences head chapters if they come in order from one on and apart; a list does not."""
    prose = "\n\n".join(["The ferryman rowed across."] * 3)
    titles = [
        "I. Of how the ferryman found a boat that wept.",
        "II. Of the flood.",
        "III. Of how all of it ended well.",
    ]
    book = "\n\n".join(f"{title}\n\n{prose}" for title in titles)
    assert [text for kind, text in kinds(book) if kind == "heading"] == titles
    assert not [text for kind, text in kinds("\n\n".join(titles)) if kind == "heading" and text == titles[0]]


def test_a_table_of_contents_is_cut_at_its_lines() -> None:
    """The lines of a table of contents are paragraphs of their own and no headings; the chapters below it are."""
    contents = (
        "CONTENTS\n\nCHAPTER I. The Ferry ..... 1\nCHAPTER II. The Mill .... 20\nCHAPTER III. The Flood ... 31\n\n"
    )
    found = kinds(contents + "CHAPTER I. The Ferry\n\nOld Tom rowed.\n\nCHAPTER II. The Mill\n\nIt was empty.")
    assert [kind for kind, _ in found] == ["heading", "item", "item", "item", "heading", "body", "heading", "body"]


def test_a_table_of_contents_between_blank_lines_ends_where_it_repeats() -> None:
    """Four headings or more in a row are a table of contents, up to the one that comes again."""
    listed = [f"CHAPTER {number}" for number in ("I", "II", "III", "IV", "V")]
    content = "\n\n".join([*listed, "CHAPTER I", "Old Tom rowed.", "CHAPTER II", "It rained."])
    assert [kind for kind, _ in kinds(content)] == ["item"] * 5 + ["heading", "body", "heading", "body"]


# --- separators -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    ["* * *", "***", "*", "⁂", "❦", "—", "---", "#", "◇", "◆◇◆", "☆　☆　☆", "～～～", "[12]", "{12}", "[Pg 12]",
     "[Seite xii]", ". . .", "- 12 -", "[Illustration]", "[Illustration: The ferry.]", "[Ilustración]",
     "[挿絵]", "Páhina 6", "=====",
     "     *     *     *"],
)  # fmt: skip
def test_what_separates_passages(line: str) -> None:
    """Ornaments, pages and pictures are separators, in plain text and on pages alike."""
    assert is_separator(line)
    assert kinds(f"One.\n\n{line}\n\nTwo.")[1] == ("separator", line)
    assert kinds(f"<html><p>One.</p><p>{line.strip()}</p><p>Two.</p></html>", "a.html")[1][0] == "separator"


@pytest.mark.parametrize("line", ["…", "……", "?!", "12", "II", "[sic]", "* One", "[Note: one]", "!", "「……」", "(12)"])
def test_what_is_text(line: str) -> None:
    """Silence, surprise, numbers of chapters and items of lists are no separators."""
    assert not is_separator(line)


def test_a_separator_among_wrapped_lines_is_a_paragraph() -> None:
    """A row of stars between two lines of a block, and a picture above one, stand alone."""
    content = "The first scene ends here.\n* * *\nThe second one begins.\n\n[Illustration: Tom.]\nThe third one."
    assert [kind for kind, _ in kinds(content)] == ["body", "separator", "body", "separator", "body"]


def test_numbers_that_break_sentences_are_pages() -> None:
    """Lone numbers are pages where they break sentences, and chapters where sentences end before them."""
    pages = "".join(f"The ferryman rowed on and\n\n{number}\n\ncame to the bank.\n\n" for number in (12, 13, 14))
    chapters = "".join(f"The ferryman came to the bank.\n\n{number}\n\n" for number in (1, 2, 3)) + "He slept."
    assert [kind for kind, text in kinds(pages) if text.isdigit()] == ["separator"] * 3
    assert [kind for kind, text in kinds(chapters) if text.isdigit()] == ["heading"] * 3


def test_a_rule_between_paragraphs_is_a_separator() -> None:
    """A rule of HTML is ``* * *`` between two paragraphs, and nothing before a heading or beside a row of stars."""
    page = "<html><h1>A</h1><hr><p>One.</p><hr><p>Two.</p><hr><p>***</p><p>Three.</p><hr><h2>B</h2><p>Four.</p></html>"
    assert [text for _, text in kinds(page, "a.html")] == ["A", "One.", "* * *", "Two.", "***", "Three.", "B", "Four."]


# --- notes and marks --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "text", "value"),
    [
        ("the river[15] rose", "the river rose", "15"), ("the river.[2]", "the river.", "2"),
        ("the river¹ rose", "the river rose", "¹"), ("the river.² It", "the river. It", "²"),
        ("the river (*) rose", "the river rose", "*"), ("the river(**)", "the river", "**"),
        ("a river†", "a river", "†"), ("川［1］は", "川は", "1"), ("川〔１〕は", "川は", "１"), ("河（注1）水", "河水",
        "1"),
        ("the river[*] rose", "the river rose", "*"),
    ],
)  # fmt: skip
def test_references_to_notes_are_marks(typed: str, text: str, value: str) -> None:
    """A reference is a mark of no length where it was, in plain text and on pages, and no number of the sentence."""
    for content, name in ((f"{typed}\n\nTwo.", "a.txt"), (f"<html><p>{typed}</p><p>Two.</p></html>", "a.html")):
        first = read(content, name).paragraphs[0]
        assert first.text == text
        assert [(mark.kind, mark.value) for mark in first.marks] == [("note", value)]


@pytest.mark.parametrize(
    "typed",
    ["a[i] = b", "x[1]=2", "12 km² of river", "10³ men", "see [sic] there", "[1] begins", "in [1917] it", "2*3"],
)
def test_what_is_no_reference(typed: str) -> None:
    """Formulas, units and what an editor inserted stay as they are."""
    assert read(f"{typed}\n\nTwo.").paragraphs[0].text == typed


def test_footnotes_of_plain_text_come_last() -> None:
    """A paragraph that begins with a mark used before is a note; the line above it goes with it."""
    content = "The river[1] rose.*\n\nNotes:\n\n[1] The old one.\n\n* In spring.\n\nCHAPTER II\n\nIt fell."
    assert kinds(content) == [
        ("body", "The river rose."), ("heading", "CHAPTER II"), ("body", "It fell."),
        ("note", "Notes:"), ("note", "The old one."), ("note", "In spring."),
    ]  # fmt: skip


def test_a_mark_that_no_text_uses_makes_no_note() -> None:
    """A list in brackets and a line with a star are text if nothing before refers to them."""
    assert [kind for kind, _ in kinds("The rules:\n\n[1] Row.\n\n* Wait.")] == ["body"] * 3
    assert [kind for kind, _ in kinds("Rules:*\n\n* Old ones.\n\n* Row.\n\n* Wait.")] == ["body"] * 3 + ["note"]


def test_a_footnote_in_brackets_may_have_several_paragraphs() -> None:
    """``[Footnote 1: …]`` is a note up to its closing bracket."""
    content = "The river[1] rose.\n\n[Footnote 1: The old one.\n\nIt is gone.]\n\nIt fell."
    assert kinds(content) == [
        ("body", "The river rose."), ("body", "It fell."), ("note", "The old one."), ("note", "It is gone."),
    ]  # fmt: skip


def test_typed_emphasis_is_a_mark() -> None:
    """``_so_`` and ``=so=`` are emphasis; signs inside words and a blank to fill in are characters."""
    first, second = read("It _was_ the =old= ferry.\n\nsnake_case and ____ stay_").paragraphs
    assert first.text == "It was the old ferry."
    assert first.marks == (Mark(3, 6, "emphasis"), Mark(11, 14, "strong"))
    assert second.text == "snake_case and ____ stay_"


# --- what volunteers and publishers added ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "first",
    ["*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*",
     "*** START OF THE PROJECT GUTENBERG EBOOK THE FERRY ***"],
)  # fmt: skip
@pytest.mark.parametrize(
    "last", ["End of Project Gutenberg's The Ferry", "End of the Project Gutenberg EBook of The Ferry, by A. Writer"]
)
def test_older_files_of_project_gutenberg(first: str, last: str) -> None:
    """Small print and the line that ends the oldest files bound the text."""
    document = read(f"Header.\n\n{first}\n\nOne.\n\nTwo.\n\n{last}\n\nMore.")
    assert [paragraph.text for paragraph in document.paragraphs] == ["One.", "Two."]
    assert len(document.left_out) == 4


def test_rtf_of_project_gutenberg() -> None:
    """The licence is left out of a word processor's file too."""
    lines = ["*** START OF THE PROJECT GUTENBERG EBOOK X ***", "One.", "*** END OF THE PROJECT GUTENBERG EBOOK X ***"]
    document = read("{\\rtf1 " + "\\par ".join(lines) + "}", "a.rtf")
    assert [paragraph.text for paragraph in document.paragraphs] == ["One."]
    assert len(document.left_out) == 2


def test_a_transcribers_note_is_left_out() -> None:
    """A note in brackets, or the paragraphs below its heading up to a separator or chapter, are none of the text."""
    document = read(
        "[Transcriber's Note: Typos\n\nmended.]\n\nOne.\n\n* * *\n\nTranscriber’s Notes\n\nA.\n\nB.\n\n***\n\nTwo."
    )
    assert [paragraph.text for paragraph in document.paragraphs] == ["One.", "* * *", "***", "Two."]
    assert {one.reason for one in document.left_out} == {"transcriber's note"}


def test_aozora_asks_for_its_signs() -> None:
    """A Japanese text with brackets 《》 and no annotation is read as any other."""
    assert (
        read_document("彼は《渡し守》を読んだ。".encode(), name="ja.txt").paragraphs[0].text
        == "彼は《渡し守》を読んだ。"
    )


@pytest.mark.parametrize(
    ("content", "name"),
    [("Take items[1] first.", "a.md"), ("<html><p>Take <code>items[1]</code> first.</p><p>Two.</p></html>", "a.html")],
)
def test_an_index_of_code_is_no_note(content: str, name: str) -> None:
    """In Markdown, and on pages with code, a number in brackets after a word is an index."""
    assert read(content, name).paragraphs[0].text == "Take items[1] first."


def test_pdf_keeps_words_made_of_numerals() -> None:
    """A Roman numeral is a page's number only if it is one: "civil" and "mild" are words."""
    from aligner.read.pdf import _NUMERAL

    assert [_NUMERAL.sub("#", word) for word in ("xiv", "12", "civil", "lvx", "mild", "ii")] == [
        "#", "#", "civil", "lvx", "mild", "#",
    ]  # fmt: skip
