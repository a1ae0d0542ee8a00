"""Plain text as people have it."""

from __future__ import annotations

import pytest

from aligner.read import read_document


@pytest.mark.parametrize(
    "line",
    [
        "CHAPTER I", "Chapter 12. The Bell", "CHAPTER THE FIRST", "CHAPTER IV The Other Bank", "BOOK ONE", "Prologue",
        "Kapitel 3", "Chapitre premier", "CAPÍTULO II.", "Capitolo primo", "Rozdział IV", "Глава первая", "ГЛАВА 2",
        "Эпилог", "第一章", "第12回　渡し守", "第三章 渡船", "序章", "Bab 4", "Kabanata 5: Ang Ilog", "IV.",
    ],
)  # fmt: skip
def test_a_line_that_names_a_chapter_is_a_heading(line: str) -> None:
    """Books without marked headings have chapters all the same."""
    document = read_document(f"{line}\n\nThe text begins here.".encode(), name="a.txt")
    assert [p.level for p in document.paragraphs] == [1, 0]
    assert document.paragraphs[0].text == line


@pytest.mark.parametrize(
    "line",
    [
        "Part sided with the Jews, and part with the apostles.", "Book I read last night.", "I am here.", "Civic pride",
        "Chapter and verse were quoted to him.", "Letter by letter they read it,", "第三者は来なかった。", "Mix.",
    ],
)  # fmt: skip
def test_a_sentence_is_no_chapter(line: str) -> None:
    """A sentence that begins like a chapter's name is text."""
    assert read_document(f"{line}\n\nThe text goes on here.".encode(), name="a.txt").paragraphs[0].level == 0


def test_marked_headings_are_the_only_ones() -> None:
    """In a text with ``#`` lines nothing else is made a heading."""
    document = read_document(b"# One\n\nCHAPTER I\n\nText.", name="a.txt")
    assert [p.level for p in document.paragraphs] == [1, 0, 0]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_all_systems(end: str) -> None:
    """Line numbers and texts are the same whatever ends the lines."""
    content = end.join(["", "one", "two", "", " ", "three", ""])
    document = read_document(content.encode(), name="a.txt")
    assert [(p.line, p.text) for p in document.paragraphs] == [(2, "one\ntwo"), (6, "three")]


# --- thresholds ---------------------------------------------------------------------------------------------------


def level_of(block: str) -> int:
    """Return the heading level of a block above a text without marked headings."""
    return read_document(f"{block}\n\nThe text goes on here.".encode(), name="a.txt").paragraphs[0].level


@pytest.mark.parametrize(
    ("longest", "too_long"),
    [
        ("Chapter 999. The Bell", "Chapter 1000. The Bell"),  # three figures
        ("Chapter lxxxviii. The Bell", "Chapter clxxxviii. The Bell"),  # eight letters
        ("Chapter 1. " + "x" * 240, "Chapter 1. " + "x" * 241),  # 240 characters after the mark
        ("Chapter 1. The bell " + "x" * 60, "Chapter 1. The bell. X" + "x" * 80),  # a long title holds no sentence
        ("Chapter 1 " + "x" * 60, "Chapter 1 " + "x" * 61),  # 60 characters after the space
        ("Chapter " + "x" * 14, "Chapter " + "x" * 15),  # a word of 2 to 14 letters
        ("Chapter zz", "Chapter z"),
        ("第" + "一" * 5 + "章", "第" + "一" * 6 + "章"),  # five figures
        ("第一章" + "漢" * 30, "第一章" + "漢" * 31),  # 30 characters
        ("LXXXVII", "LXXXVIII"),  # seven letters
        ("Chapter" + " " * 32 + "1 " + "x" * 59, "Chapter" + " " * 32 + "1 " + "x" * 60),  # 7 + 32 + 2 + 59 = 100
        ("CHAPTER\nI\nThe Bell", "CHAPTER\nI\nThe\nBell"),  # two line ends
        ("Chapter 1. The Bell", "Chapter 1. The Bell,"),
        ("Chapter 1. The Bell", "Chapter 1. The Bell;"),
        ("IV", "iv"),  # a numeral alone is in capitals
        ("Chapter 1 The Bell", "Chapter 1 The bell rang."),
        ("Chapter 1 The Bell", "Chapter 1 The bell rang!"),
    ],
)
def test_how_long_the_name_of_a_chapter_is(longest: str, too_long: str) -> None:
    """Each part of a chapter's name has a bound, within which it is a heading and beyond which it is text."""
    assert (level_of(longest), level_of(too_long)) == (1, 0)


WORDS = [
    "chapter", "book", "part", "act", "scene", "letter", "section", "kapitel", "teil", "buch", "aufzug",
    "abschnitt", "chapitre", "livre", "partie", "acte", "capítulo", "capitulo", "libro", "livro", "parte", "acto",
    "capitolo", "rozdział", "rozdzial", "księga", "część", "глава", "часть", "книга", "bab", "bagian", "kabanata",
    "bahagi",
]  # fmt: skip
ALONE = [
    "prologue", "epilogue", "preface", "introduction", "prolog", "epilog", "vorwort", "einleitung", "préface",
    "prólogo", "epílogo", "prefacio", "prologo", "epilogo", "prefazione", "prefácio", "przedmowa", "wstęp",
    "пролог", "эпилог", "предисловие", "введение", "序", "序章", "終章", "後記", "后记", "前言", "prakata",
]  # fmt: skip


@pytest.mark.parametrize("name", [f"{word} 1" for word in WORDS] + [*ALONE, "paunang salita"])
def test_every_word_for_a_chapter(name: str) -> None:
    """Each word that names a chapter does so in any case, and not inside a longer word."""
    assert level_of(name) == level_of(name.upper()) == 1
    assert level_of(f"x{name}") == level_of(f"{name} went on and on.") == 0


@pytest.mark.parametrize("unit", "章回節节部篇話话卷")
def test_every_unit_of_chinese_and_japanese_chapters(unit: str) -> None:
    """A number and a unit name a chapter; figures may be of any script."""
    assert [level_of(f"第{number}{unit}") for number in ("三", "12", "１２", "百零二")] == [1, 1, 1, 1]


@pytest.mark.parametrize(("marker", "level"), [("# ", 1), ("###### ", 6), ("####### ", 0), ("#", 0), ("#\t", 1)])
def test_headings_have_one_to_six_signs_and_a_space(marker: str, level: int) -> None:
    """One to six ``#`` and a space or tab make a heading of their level."""
    assert read_document(f"{marker}One\n\nTwo.".encode(), name="a.txt").paragraphs[0].level == level


@pytest.mark.parametrize(
    ("block", "kind"),
    [("  one\n  two", "verse"), ("\tone\n\u3000 two", "body"), ("  one\n two", "body"), ("  one", "body"),
     ("\t\tone\n\t\ttwo", "verse")],
)  # fmt: skip
def test_verse_is_indented_by_two_characters(block: str, kind: str) -> None:
    """A block of two lines or more, all of them indented by two characters, is verse."""
    assert read_document(f"{block}\n\nText.".encode(), name="a.txt").paragraphs[0].kind == kind


START = "*** START OF THE PROJECT GUTENBERG EBOOK THE FERRY ***"
END = "*** END OF THE PROJECT GUTENBERG EBOOK THE FERRY ***"


@pytest.mark.parametrize(
    "credit", ["Produced by", "E-text prepared by", "Transcribed from", "This etext was prepared by"]
)
@pytest.mark.parametrize(
    ("start", "end"),
    [(START, END), ("***START OF THIS PROJECT GUTENBERG EBOOK X***", "***END OF THIS PROJECT GUTENBERG EBOOK X***")],
)
def test_the_licence_of_project_gutenberg_is_left_out(start: str, end: str, credit: str) -> None:
    """What precedes START, the credit below it, and what follows END are left out with their lines."""
    content = f"Licence.\n\n{start}\n\n{credit} A. Reader\n\nOne.\n\nTwo.\n\n{end}\n\nMore."
    document = read_document(content.encode(), name="a.txt")
    assert [p.text for p in document.paragraphs] == ["One.", "Two."]
    assert [left.place for left in document.left_out] == ["line 1", "line 3", "line 5", "line 11", "line 13"]
    assert {left.reason for left in document.left_out} == {"Project Gutenberg's own text"}


def test_a_text_without_a_start_line_keeps_its_credit() -> None:
    """Without a START line the first block is text, whatever it says."""
    assert len(read_document(b"Produced by A. Reader\n\nOne.", name="a.txt").paragraphs) == 2


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("第四章", 1),
        ("第四章　なんということだ！", 1),
        ("第四章（第91页）意见不同！上校也一样。", 0),
        ("第四章（九一頁）意見が違う！大佐も同じだ。", 0),
        ("第四章では、大佐が反対する。", 0),
    ],
)
def test_a_sentence_that_begins_like_a_chapter_is_no_heading(line: str, level: int) -> None:
    """A Chinese or Japanese line that names a chapter and goes on past a stop is text, and is cut into sentences."""
    document = read_document(f"{line}\n\n本文。\n".encode(), language="ja", name="book.txt")
    assert document.paragraphs[0].level == level
