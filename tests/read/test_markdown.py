"""Markdown: the block of settings, footnotes and lines."""

from __future__ import annotations

import pytest

from aligner.read import Document, read_document
from aligner.segment.document import segment_document


def markdown(content: str) -> Document:
    """Read a Markdown text."""
    return read_document(content.encode(), name="a.md")


@pytest.mark.parametrize(
    ("settings", "title", "language"),
    [
        ("---\ntitle: The Ferry\nlang: en\n---\n", "The Ferry", "en"),
        ("---\ntitle: 'The Ferry'\nlanguage: \"de\"\n...\n", "The Ferry", "de"),
        ("--- \nauthor: A. Writer\n---\n", "", "und"),
        ("", "", "und"),
    ],
)
def test_settings_at_the_top_name_title_and_language(settings: str, title: str, language: str) -> None:
    """The block between two rules is no text; its title and language are those of the document."""
    document = markdown(f"{settings}\nOne.\n")
    assert (document.title, document.language) == (title, language)
    assert [(p.text, p.line) for p in document.paragraphs] == [("One.", settings.count("\n") + 2)]


def test_a_rule_that_is_not_at_the_top_begins_no_settings() -> None:
    """Rules in the text are rules, and what is between them is text; the title is the first heading."""
    document = markdown("# The Ferry\n\n---\n\ntitle: One\n\n---\n\nTwo.\n")
    assert document.title == "The Ferry"
    assert [p.text for p in document.paragraphs] == ["The Ferry", "title: One", "Two."]


@pytest.mark.parametrize(("label", "is_note"), [("1", True), ("a b", False), ("x" * 40, True), ("x" * 41, False)])
def test_labels_of_footnotes_have_40_characters_at_most(label: str, is_note: bool) -> None:
    """A label of up to 40 characters without spaces is a note's; the note comes last."""
    document = markdown(f"One.[^{label}]\n\n[^{label}]: The note.\n\nTwo.\n")
    kinds = [p.kind for p in document.paragraphs]
    assert kinds == (["body", "body", "note"] if is_note else ["body", "body", "body"])
    if is_note:
        assert [p.text for p in document.paragraphs] == ["One.", "Two.", "The note."]
        assert [(m.kind, m.value) for m in document.paragraphs[0].marks] == [("note", label)]


@pytest.mark.parametrize("label", ['"onload', "<b>", "a&b"])
def test_a_label_makes_no_markup(label: str) -> None:
    """Characters of a label that mean something in HTML are replaced."""
    document = markdown(f"One.[^{label}]\n\n[^{label}]: The note.\n")
    assert [p.text for p in document.paragraphs] == ["One.", "The note."]


def test_code_is_kept_whole_and_marked_as_code() -> None:
    """Blocks of code, lines of nothing but code and lone addresses are of kind "code"; each is one segment."""
    content = "One `x`.\n\n```sh\ncd a.  Run.\n\n  ls b\n```\n\n    $ ls\n\n`ferry run`\n\nhttp://ferry.example.org/\n"
    document = markdown(content)
    assert [(p.text, p.is_code) for p in document.paragraphs] == [
        ("One x.", False),
        ("cd a.  Run.\n\n  ls b", True),
        ("$ ls", True),
        ("ferry run", True),
        ("http://ferry.example.org/", True),
    ]
    assert len(segment_document(document)) == 5
