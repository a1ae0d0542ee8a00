"""Structure: markup that differs between a page and its translation."""

from __future__ import annotations

import time

import pytest

from aligner.alignment import Alignment
from aligner.coverage.case import open_case
from aligner.coverage.checks.structure import find_structure
from aligner.read import read_document
from aligner.segment.document import segment_document
from tests.fakes import FakeEncoder, align_texts, profile_text


def differences(source: str, target: str, languages: tuple[str, str] = ("en", "de")) -> list[tuple[int, int, str]]:
    """Return side, first segment and detail of what differs between two pages in Markdown."""
    texts = [
        segment_document(read_document(page.encode(), language=language, name=f"{language}.md"))
        for page, language in zip((source, target), languages, strict=True)
    ]
    alignment: Alignment = align_texts(texts[0], texts[1], FakeEncoder())
    case = open_case(alignment, (profile_text(texts[0]), profile_text(texts[1])))
    found = find_structure(case, (source, target))
    assert {(finding.kind, len(finding.run)) for finding in found} <= {("structure", 1)}
    return [(finding.side, finding.run.start, finding.detail) for finding in found]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("See [dog](/en/a.md#old).", "Siehe [Hund](/de/a.md#alt)."),
        ("See [dog](a.en.md).", "Siehe [Hund](a.de.md)."),
        ("See [dog](../a.md).", "Siehe [Hund](../../a.md)."),
        ("See https://en.wikipedia.org/wiki/Dog.", "Siehe https://de.wikipedia.org/wiki/Hund."),
        ("See <https://example.org/en-us/a>, dog.", "Siehe [Hund](https://example.org/de-DE/a)."),
        ("A ![dog](a.png) here.", "Ein ![Hund](a.png) hier."),
        ('A <img alt="dog" src="a.png"> here.', "Ein ![Hund](a.png) hier."),
        ("Say `see(https://example.org)` dog.", "Sag Hund."),
        ("The dog.\n\n```sh\nnpm i  # now\n```", "Der Hund.\n\n```sh\nnpm i  # jetzt\n```"),
        ('The dog.\n\n```js\nsay("dog"); // a\n```', 'Der Hund.\n\n```js\nsay("Hund");  // b\n```'),
        ("The dog.\n\n```sh\ncurl https://a.org\n```", "Der Hund.\n\n```sh\ncurl https://a.org\n```"),
    ],
)
def test_what_a_translation_changes_rightly_is_no_difference(source: str, target: str) -> None:
    """The language in an address, the name of a place in a page, and comments and strings in code may differ."""
    assert differences(source, target) == []


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        ("See [dog](a.md).", "Siehe Hund.", [(0, 0, "link a.md is lost")]),
        ("See dog.", "Siehe [Hund](a.md).", [(1, 0, "link a.md is not in the source")]),
        (
            "See [dog](a.md).",
            "Siehe [Hund](b.md).",
            [(0, 0, "link a.md is lost"), (1, 0, "link b.md is not in the source")],
        ),
        (
            "See [dog](a.md#x).",
            "Siehe [Hund](a.md).",
            [(0, 0, "link a.md#x is lost"), (1, 0, "link a.md is not in the source")],
        ),
        ("The dog.\n\nA ![cat](a.png) here.", "Der Hund.\n\nHier.", [(0, 1, "picture a.png is lost")]),
        ("The dog.\n\n[a]: b.md\n\nThe [cat][a].", "Der Hund.\n\nDie Katze.", [(0, 0, "link b.md is lost")]),
        ("# The dog\n\nThe cat.", "## Der Hund\n\nDie Katze.", [(1, 0, "heading of level 1 ≠ 2")]),
        ("# The dog\n\nThe cat.", "Der Hund\n\nDie Katze.", [(1, 0, "heading of level 1 ≠ none")]),
    ],
)  # fmt: skip
def test_what_differs_is_named_at_its_place(source: str, target: str, found: list[tuple[int, int, str]]) -> None:
    """A lost link is about the source, an added one about the translation."""
    assert differences(source, target) == found


def test_code_that_differs_names_the_first_line_that_does() -> None:
    """A changed block names both lines; one without a counterpart is lost or was added."""
    page = "The dog.\n\n```\nrun one\nrun two\n```\n\nThe cat.\n\n```\nrun three\n```"
    assert differences(page, page.replace("two", "zwei")) == [(1, 1, "code run two ≠ run zwei")]
    shorter = "The dog.\n\n```\nrun one\nrun two\n```\n\nThe cat."
    assert differences(page, shorter) == [(0, 3, "code run three is lost")]
    assert differences(shorter, page) == [(1, 3, "code run three is not in the source")]


def test_of_two_links_one_is_lost() -> None:
    """Addresses are counted; of one that is there twice the later is the one too many."""
    page = "The [dog](a.md).\n\nThe [cat](a.md)."
    assert differences(page, "Der [Hund](a.md).\n\nDie Katze.") == [(0, 1, "link a.md is lost")]


def test_hostile_markup_takes_linear_time() -> None:
    """Fences, brackets and comments that are never closed cost no more than their length."""
    text = segment_document(read_document(b"Dog.", language="en", name="a.md"))
    case = open_case(align_texts(text, text, FakeEncoder()), (profile_text(text), profile_text(text)))
    for unit, most in (("```\n", 0), ("![", 0), ("](", 0), ("<img ", 0), ("/* ", 0), ("[a](b) ", 0)):
        start = time.perf_counter()
        assert len(find_structure(case, (unit * 4001, unit * 4001))) == most
        assert time.perf_counter() - start < 2
