"""PDF with a text layer."""

from __future__ import annotations

from pathlib import Path

import pytest

from aligner.errors import InputError
from aligner.read import pdf, pdf_worker, read_document
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
    """Broken words, indents, gaps, columns and page ends are joined; heads are left out; large letters are headings."""
    document = read_document(
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
    """When PDFium ends its process, as it does without memory, the caller gets an error of one sentence."""
    dying = tmp_path / "dying.py"
    dying.write_text("import os\nos.abort()\n")
    monkeypatch.setattr(pdf, "_WORKER", dying)
    with pytest.raises(InputError, match=r"a\.pdf: the PDF cannot be read; it is damaged, or made to use up memory"):
        read_document(make_pdf([[]]), name="a.pdf")


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where pypdfium2 is not installed the message says how to install it."""
    monkeypatch.setattr(pdf, "find_spec", lambda _name: None)
    with pytest.raises(InputError, match=r"pip install pypdfium2"):
        read_document(make_pdf([[]]), name="a.pdf")


def test_without_text_layer() -> None:
    """Pages that are only pictures are refused with what to do."""
    with pytest.raises(InputError, match="has no text layer"):
        read_document(make_pdf([[]]), name="a.pdf")


# --- thresholds, with lines whose edges are exact -------------------------------------------------------------------

Given = tuple[str, int, float, float, float, float, float]


def line(text: str, top: float, *, left: float = 100, right: float = 300, size: float = 10, sheet: int = 1) -> Given:
    """Return a line as the worker gives it; letters are as high as their size."""
    return (text, sheet, left, right, top, top - size, size)


def paragraphs(monkeypatch: pytest.MonkeyPatch, *pages: list[Given]) -> list[str]:
    """Return the texts of the paragraphs that are made of lines."""
    monkeypatch.setattr(pdf, "_extract", lambda _data, _name: {"title": "", "pages": list(pages)})
    return [paragraph.text for paragraph in pdf.read_pdf(b"", name="a.pdf").paragraphs]


@pytest.mark.parametrize(
    ("indent", "size", "parted"),
    [(8, 10, False), (8.1, 10, True), (16, 20, False), (16.1, 20, True)],
)
def test_an_indent_is_more_than_0_8_letter_sizes(
    indent: float, size: float, parted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line that begins more than 0.8 letter sizes to the right of the others begins a paragraph."""
    lines = [line("one", 500, size=size), line("two", 486, size=size), line("three", 472, left=100 + indent, size=size)]
    assert len(paragraphs(monkeypatch, lines)) == (2 if parted else 1)


@pytest.mark.parametrize(("top", "parted"), [(455.0, False), (454.9, True)])
def test_a_gap_is_more_than_1_4_line_distances(top: float, parted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """With 15 points from line to line, 21 are uneven leading and 21.1 a gap."""  # 1.4 * 15 = 21 > 1.6 * 10
    lines = [line(word, 521 - 15 * number) for number, word in enumerate(["one", "two", "three", "four"])]  # to 476
    assert len(paragraphs(monkeypatch, [*lines, line("five", top)])) == (2 if parted else 1)


@pytest.mark.parametrize(("top", "parted"), [(464.0, False), (463.9, True)])
def test_a_gap_is_more_than_1_6_letter_sizes(top: float, parted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """With 10 points from line to line and letters of 10, 16 are uneven leading and 16.1 a gap."""  # 1.4 * 10 = 14
    lines = [line(word, 510 - 10 * number) for number, word in enumerate(["one", "two", "three", "four"])]  # to 480
    assert len(paragraphs(monkeypatch, [*lines, line("five", top)])) == (2 if parted else 1)


@pytest.mark.parametrize(("distance", "parted"), [(39.9, False), (40, True)])
def test_a_distance_of_four_letter_sizes_is_no_line_distance(
    distance: float, parted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Distances below 40 points count for the distance of lines of 10; of others the usual 12 is taken."""
    # 39.9 alone is the median, and no gap of itself; without it 1.4 * 12 = 16.8 is.
    assert len(paragraphs(monkeypatch, [line("one", 500), line("two", 500 - distance)])) == (2 if parted else 1)


@pytest.mark.parametrize(("rise", "parted"), [(6.0, False), (6.1, True)])
def test_without_line_distances_1_2_letter_sizes_are_taken(
    rise: float, parted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line printed more than half a line distance (1.2 * 10 / 2 = 6) higher is in another column."""
    # The second line is indented: below its neighbour that begins a paragraph, in a new column it does not.
    found = paragraphs(monkeypatch, [line("one", 500), line("two", 500 + rise, left=130)])
    assert (len(found) == 1) == parted


@pytest.mark.parametrize(("size", "parted"), [(11.5, False), (11.6, True), (8.5, False), (8.4, True)])
def test_a_change_of_letter_size_begins_a_paragraph(size: float, parted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters that differ by more than 0.15 of the size of 10 are another kind of text."""
    found = paragraphs(monkeypatch, [line("one", 500), line("two", 488, size=size)])
    assert len(found) == (2 if parted else 1)


@pytest.mark.parametrize(("size", "parted"), [(11.7, False), (11.8, True)])
def test_a_change_of_letter_size_on_a_new_page(size: float, parted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """On another page the bound is 0.15 of the new size: 0.15 * 11.7 = 1.755, 0.15 * 11.8 = 1.77."""
    pages = [line("one", 500)], [line("two", 500, size=size, sheet=2)]
    assert len(paragraphs(monkeypatch, *pages)) == (2 if parted else 1)


@pytest.mark.parametrize(("size", "length", "level"), [(11.5, 200, 0), (11.6, 200, 1), (11.6, 201, 0)])
def test_headings_are_large_and_short(size: float, length: int, level: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters of more than 1.15 times the median size are a heading of up to 200 characters."""
    lines = [line("w" * length, 530, size=size), *[line("word", 500 - 12 * number) for number in range(5)]]
    monkeypatch.setattr(pdf, "_extract", lambda _data, _name: {"title": "", "pages": [lines]})
    assert pdf.read_pdf(b"", name="a.pdf").paragraphs[0].level == level


@pytest.mark.parametrize(("right", "parted"), [(270, False), (269.9, True)])
def test_a_last_line_is_short_by_0_15_of_the_column(
    right: float, parted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a column 200 points wide a sentence that ends more than 30 points early ends the paragraph."""
    lines = [line("one", 500), line("two.", 488, right=right), line("Three", 476)]
    assert len(paragraphs(monkeypatch, lines)) == (2 if parted else 1)
    unfinished = [line("one", 500), line("two", 488, right=right), line("three", 476)]
    assert len(paragraphs(monkeypatch, unfinished)) == 1


@pytest.mark.parametrize(
    ("end", "parted"),
    [
        (".", True),
        ("!", True),
        ("?", True),
        ("…", True),
        (":", True),
        ("。", True),
        (".”", True),
        (".)", True),
        (",", False),
    ],
)
def test_a_short_line_ends_a_paragraph_where_a_sentence_ends(
    end: str, parted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A short line ends a paragraph when a mark that ends a sentence is its last, closing marks apart."""
    lines = [line("one", 500), line(f"two{end}", 488, right=200), line("Three", 476)]
    assert len(paragraphs(monkeypatch, lines)) == (2 if parted else 1)


@pytest.mark.parametrize(("count", "indents"), [(24, True), (25, False)])
def test_a_book_indents_when_one_line_in_fewer_than_25_does(
    count: int, indents: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a book indents, the first line of a page that is not indented continues the paragraph."""
    # One indent in ``count`` lines: 25 > 24 holds, 25 > 25 does not.
    first = [line("begin", 600, left=112), *[line("word", 600 - 10 * n) for n in range(1, count - 3)]]
    first.append(line("end.", 600 - 10 * (count - 3)))
    second = [line("Next", 600, sheet=2), line("goes on", 590, sheet=2)]
    assert len(first) + len(second) == count
    assert len(paragraphs(monkeypatch, first, second)) == (1 if indents else 2)


@pytest.mark.parametrize(("indent", "parted"), [(49.9, True), (50, False)])
def test_an_indent_is_less_than_five_letter_sizes(indent: float, parted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a book indents, the first line of a page begins a paragraph if it is indented by less than 50 points."""
    first = [line("one", 500, left=112), line("two.", 488)]
    second = [line("Three", 500, left=100 + indent, sheet=2), line("four", 488, sheet=2)]
    found = paragraphs(monkeypatch, first, second)
    assert (found[0] == "one two.") == parted


@pytest.mark.parametrize(("pages", "heads", "left"), [(15, 3, 0), (15, 4, 4), (14, 3, 3), (5, 2, 0), (5, 3, 3)])
def test_a_head_is_running_on_more_than_one_page_in_five(
    pages: int, heads: int, left: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A first line that more than a fifth of the pages have, and more than two, is a running head."""
    words = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "omega"]
    given = []
    for number in range(1, pages + 1):
        head = f"The Ferry {number}" if number <= heads else f"{words[number % 12]} {words[number // 12]}"
        body = f"{words[-number % 12]} and {words[number // 12]}"
        given.append([line(head, 500, sheet=number), line(body, 488, sheet=number)])
    monkeypatch.setattr(pdf, "_extract", lambda _data, _name: {"title": "", "pages": given})
    document = pdf.read_pdf(b"", name="a.pdf")
    assert sum(part.text.startswith("The Ferry") for part in document.left_out) == left


@pytest.mark.parametrize(
    ("text", "left"), [("12", True), ("- 12 -", True), ("xiv", True), ("p. 12", False), ("12a", False)]
)
def test_page_numbers_are_left_out(text: str, left: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A numeral alone at the top or the bottom of a page, between dashes or not, is its number."""
    found = paragraphs(monkeypatch, [line("One", 500), line("two", 488), line(text, 476)])
    assert ("".join(found).endswith(text)) != left


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("no-", "body", "nobody"), ("no\u2010", "body", "nobody"), ("no\u00ad", "body", "nobody"),
        ("Anglo-", "Saxon", "Anglo-Saxon"), ("one -", "two", "one - two"), ("漢", "字", "漢字"),
        ("one", "two", "one two"),
        ("—", "— and", "—— and"),
    ],
)  # fmt: skip
def test_how_lines_are_joined(first: str, second: str, joined: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken word loses its hyphen before a small letter; Chinese lines are joined without a space."""
    assert paragraphs(monkeypatch, [line(first, 500), line(second, 488)]) == [joined]


def test_200_lines_of_a_paragraph_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line is indented against the last 200 lines of its paragraph, not against earlier ones."""
    for count, parted in ((199, True), (200, False)):
        # The first line is the leftmost: as one of 200 it makes the last line an indented one.
        lines = [line("one", 5000, left=95), *[line("word", 5000 - 12 * n, left=101) for n in range(1, count + 1)]]
        found = paragraphs(monkeypatch, [*lines, line("end", 5000 - 12 * (count + 1), left=104)])
        assert len(found) == (2 if parted else 1)


@pytest.mark.parametrize(("before", "is_pdf"), [(1019, True), (1020, False)])
def test_a_pdf_shows_in_1024_bytes(before: int, is_pdf: bool) -> None:
    """A signature that ends at byte 1,024 makes a PDF, which here is damaged; one byte later it is text."""
    data = b" " * before + b"%PDF-"
    if is_pdf:
        with pytest.raises(InputError, match="the PDF is damaged"):
            read_document(data, name="a.txt")
    else:
        assert read_document(data, name="a.txt").paragraphs[0].text.endswith("%PDF-")


@pytest.mark.parametrize(("pages", "says"), [(5000, "has no text layer"), (5001, "more than 5000 pages")])
def test_a_pdf_has_5000_pages_at_most(pages: int, says: str) -> None:
    """A PDF of more than 5,000 pages is refused before any is read."""
    with pytest.raises(InputError, match=says):
        read_document(make_pdf([[]] * pages), name="a.pdf")


class FakePdf:
    """A PDF whose pages have as many characters as given, none of which is looked at."""

    def __init__(self, *counts: int) -> None:
        self.counts = counts

    def __len__(self) -> int:
        return len(self.counts)

    def __getitem__(self, number: int) -> FakePdf:
        return FakePdf(self.counts[number])

    def get_textpage(self) -> FakePdf:
        """Return the page."""
        return self

    def count_chars(self) -> int:
        """Return the count that was given."""
        return self.counts[0]

    def close(self) -> None:
        """Do nothing."""


@pytest.mark.parametrize(
    ("counts", "page"),
    [([100_000], 0), ([100_001], 1), ([1, 100_001], 2), ([100_000] * 100, 0), ([100_000] * 100 + [1], 101)],
)
def test_how_many_characters_a_pdf_may_have(counts: list[int], page: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page may have 100,000 characters and a file 10 million; the page at which there are more is named."""
    monkeypatch.setattr(pdf_worker, "_lines", lambda _text, _number: [])
    if page:
        with pytest.raises(pdf_worker.RefusedError, match=f"^, page {page}: more characters .* split it into volumes$"):
            pdf_worker._pages(FakePdf(*counts))
    else:
        assert len(pdf_worker._pages(FakePdf(*counts))) == len(counts)


def test_memory_and_time_of_the_worker_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker may take 2 GiB of memory and 600 seconds of computing, or what the system allows if that is less."""
    resource = pytest.importorskip("resource")
    limits: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "setrlimit", lambda kind, limit: limits.update({kind: limit}))
    for allowed, least in ((resource.RLIM_INFINITY, (600, 2 * 2**30)), (100, (100, 100))):
        monkeypatch.setattr(resource, "getrlimit", lambda _kind, allowed=allowed: (allowed, allowed))
        pdf_worker._limit_resources()
        assert limits == {
            resource.RLIMIT_CPU: (least[0], allowed),
            resource.RLIMIT_AS: (least[1], allowed),
        }
