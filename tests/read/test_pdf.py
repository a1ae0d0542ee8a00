"""PDF with a text layer."""

from __future__ import annotations

from pathlib import Path

import pytest

from aligner.errors import InputError
from aligner.read import pdf, read_text
from tests.read.reading import make_pdf

pytest.importorskip("pypdfium2")

Printed = tuple[float, float, float, str]


def page(number: int, lines: list[str], *, left: float = 50, top: float = 540) -> list[Printed]:
    """Return a page with a running head; ``>`` indents a line, an empty one leaves a gap."""
    body = [
        (left + 12 * line.startswith(">"), top - 14 * n, 11, line.lstrip(">")) for n, line in enumerate(lines) if line
    ]
    return [(50, 570, 9, f"THE FERRY   {number}"), *body]


ONE = page(
    1,
    [
        "The ferryman had crossed the river four thousand times, and he still",
        "counted every crossing aloud. Nobody asked him why, because no-",
        "body who lived on the river was in the habit of asking anything.",
        ">\\223Forty hundred and one,\\224 he said that morning. The girl with the",
        "basket laughed.",
        ">On the other bank stood a house without a door, and the girl who",
    ],
    top=480,
)
TWO = page(
    2,
    [
        "had a basket set it down and waited for the bell to ring, which it did.",
        ">Then the river was silent, and nobody who had heard the bell could",
        "say why.",
        "",
        "A gap parts paragraphs as well, if they have no indent at all in the",
        "book.",
    ],
)
THREE = [
    *page(3, [">The left column has", "lines that are short,", "and goes on in the"]),
    *page(3, ["right one, where it", "comes to its end."], left=230)[1:],
]

NOBODY = (
    "The ferryman had crossed the river four thousand times, and he still counted every crossing aloud. Nobody asked "
    "him why, because nobody who lived on the river was in the habit of asking anything."
)
BASKET = (
    "On the other bank stood a house without a door, and the girl who had a basket set it down and waited for the bell "
    "to ring, which it did."
)


def test_lines_become_paragraphs() -> None:
    """Boundary words, indents, gaps, columns and page ends are mended; heads are left out; big letters are headings."""
    document = read_text(
        make_pdf([[(50, 520, 18, "The Crossing"), *ONE], TWO, THREE, page(4, ["One more page."])]), name="a.pdf"
    )
    assert [(p.place, p.level, p.text) for p in document.paragraphs] == [
        ("page 1", 1, "The Crossing"),
        ("page 1", 0, NOBODY),
        ("page 1", 0, "“Forty hundred and one,” he said that morning. The girl with the basket laughed."),
        ("page 1", 0, BASKET),
        ("page 2", 0, "Then the river was silent, and nobody who had heard the bell could say why."),
        ("page 2", 0, "A gap parts paragraphs as well, if they have no indent at all in the book."),
        (
            "page 3",
            0,
            "The left column has lines that are short, and goes on in the right one, where it comes to its end.",
        ),
        ("page 4", 0, "One more page."),
    ]
    assert [left.text for left in document.left_out] == [f"THE FERRY {number}" for number in (1, 2, 3, 4)]


def test_a_library_that_dies_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When PDFium ends its process, as it does without memory, the user gets a sentence and the caller goes on."""
    dying = tmp_path / "dying.py"
    dying.write_text("import os\nos.abort()\n")
    monkeypatch.setattr(pdf, "_WORKER", dying)
    with pytest.raises(InputError, match=r"a\.pdf: the PDF cannot be read; it is damaged, or made to use up memory"):
        read_text(make_pdf([[]]), name="a.pdf")


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where pypdfium2 is not installed the message says how to install it."""
    monkeypatch.setattr(pdf, "find_spec", lambda _name: None)
    with pytest.raises(InputError, match=r"pip install 'aligner\[pdf\]'"):
        read_text(make_pdf([[]]), name="a.pdf")


def test_without_text_layer() -> None:
    """Pages that are only pictures are refused with what to do."""
    with pytest.raises(InputError, match="has no text layer"):
        read_text(make_pdf([[]]), name="a.pdf")
