"""Files whose texts are aligned already."""

from __future__ import annotations

import pytest

from aligner.errors import InputError
from aligner.formats.bilingual import read_pairs
from tests.read.reading import DATA


def test_po() -> None:
    """Translated entries are pairs with their lines; fuzzy and empty ones are left out, obsolete ones are comments."""
    found = read_pairs(DATA / "ferry.de.po", name="ferry.de.po")
    assert (found.source_language, found.target_language) == ("und", "de")
    assert [(pair.source, pair.target, pair.place) for pair in found.pairs] == [
        ("The ferry leaves now.", "Die Fähre legt jetzt ab.", "line 8"),
        ('Cross the "river"\ntoday', "Überquere den „Fluss“\nheute", "line 15"),
        ("%d boat", "%d Boot", "line 22"),
    ]
    assert [(left.reason, left.text) for left in found.left_out] == [
        ("fuzzy", "Tickets"),
        ("no translation", "Untranslated"),
    ]


def test_xliff_1_2() -> None:
    """Units with a target are pairs, inline elements' text is kept, codes are not; old language codes are made new."""
    found = read_pairs(DATA / "ferry-1.2.xlf")
    assert (found.source_language, found.target_language) == ("en", "id")
    assert [pair[:2] for pair in found.pairs] == [("The ferry leaves.", "Feri berangkat.")]
    assert found.pairs[0].place == "line 4 (a)"
    assert [left.text for left in found.left_out] == ["Nothing yet."]


def test_xliff_2_1() -> None:
    """Segments are pairs; the unit's id says where."""
    found = read_pairs(DATA / "ferry-2.1.xlf")
    assert (found.source_language, found.target_language) == ("en", "tl")
    assert [pair.target for pair in found.pairs] == ["Aalis na ang lantsa."]
    assert [left.text for left in found.left_out] == ["Come."]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"just text", "neither gettext PO nor XLIFF"),
        (b'msgid "a"\nmsgstr "b" c\n', "line 2: .* is not a line of a PO file"),
        (b"<xliff><file>", "line 1: not well-formed"),
    ],
)
def test_what_is_no_aligned_file_is_refused(data: bytes, says: str) -> None:
    """The message names the line."""
    with pytest.raises(InputError, match=says):
        read_pairs(data, name="a.po")
