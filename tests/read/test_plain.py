"""Plain text as people have it."""

from __future__ import annotations

import pytest

from aligner.read import read_text


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
    document = read_text(f"{line}\n\nThe text begins here.".encode(), name="a.txt")
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
    assert read_text(f"{line}\n\nThe text goes on here.".encode(), name="a.txt").paragraphs[0].level == 0


def test_marked_headings_are_the_only_ones() -> None:
    """In a text with ``#`` lines nothing else is made a heading."""
    document = read_text(b"# One\n\nCHAPTER I\n\nText.", name="a.txt")
    assert [p.level for p in document.paragraphs] == [1, 0, 0]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_all_systems(end: str) -> None:
    """Line numbers and texts are the same whatever ends the lines."""
    content = end.join(["", "one", "two", "", " ", "three", ""])
    document = read_text(content.encode(), name="a.txt")
    assert [(p.line, p.text) for p in document.paragraphs] == [(2, "one\ntwo"), (6, "three")]
