"""Documents in two languages whose paragraphs alternate."""

from __future__ import annotations

import pytest

from aligner.errors import InputError
from aligner.formats.aligned import load_aligned
from aligner.formats.alternating import load_alternating

LEASE = [
    "The lease starts on 1 May 2024.",
    "Das Mietverhältnis beginnt am 1. Mai 2024.",
    "The tenant pays the rent in advance. Late payment costs 5 euros.",
    "Der Mieter zahlt die Miete im Voraus. Verspätete Zahlung kostet 5 Euro.",
    "Pets are not allowed in the house.",
    "Haustiere sind im Haus nicht erlaubt.",
    "The landlord keeps one key for himself.",
    "Der Vermieter behält einen Schlüssel für sich.",
]


def rows(paragraphs: list[str], *languages: str) -> tuple[list[tuple[str, ...]], list[str]]:
    """Return the texts of each row of a plain text of paragraphs, and the notes."""
    edition, notes = load_alternating("\n\n".join(paragraphs).encode(), name="lease.txt", languages=languages)
    return [tuple(row.texts.values()) for row in edition], notes


def test_paragraphs_that_alternate_are_pairs() -> None:
    """A paragraph and the one after it in the other language are a row; the languages are detected."""
    found, notes = rows(LEASE)
    assert found == list(zip(LEASE[::2], LEASE[1::2], strict=True))
    assert notes == []
    edition, _ = load_aligned("\n\n".join(LEASE).encode(), name="lease.txt")
    assert edition.languages == ("en", "de")


def test_named_languages_give_the_order_of_the_columns() -> None:
    """The first language that is named is the source, whichever comes first in the document."""
    found, _ = rows(LEASE, "de", "en")
    assert found[0] == (LEASE[1], LEASE[0])


def test_a_paragraph_without_a_counterpart_is_a_row_alone() -> None:
    """A paragraph that was not translated shifts nothing after it, and is counted."""
    found, notes = rows(LEASE[:3] + LEASE[4:])
    assert found[1] == (LEASE[2], "")
    assert found[2:] == list(zip(LEASE[4::2], LEASE[5::2], strict=True))
    assert notes == ["1 paragraph without a counterpart"]


def test_subtitles_that_show_both_languages() -> None:
    """Each line of a cue is in one of the two languages."""
    cues = zip(LEASE[::2], LEASE[1::2], strict=True)
    srt = "".join(f"{n}\n00:0{n}:01,000 --> 00:0{n}:02,000\n{a}\n{b}\n\n" for n, (a, b) in enumerate(cues, 1))
    edition, _ = load_alternating(srt.encode(), name="film.srt")
    assert [tuple(row.texts.values()) for row in edition] == list(zip(LEASE[::2], LEASE[1::2], strict=True))


@pytest.mark.parametrize(
    ("paragraphs", "languages", "said"),
    [
        (LEASE[::2], (), "in one language"),
        (LEASE[::2] + LEASE[1::2], (), "do not alternate between en and de"),
        (LEASE[:1], ("en", "de"), "do not alternate"),
    ],
)
def test_other_documents_are_refused(paragraphs: list[str], languages: tuple[str, ...], said: str) -> None:
    """A text in one language, and one that comes after the other, are refused with what to do."""
    with pytest.raises(InputError, match=said):
        rows(paragraphs, *languages)
