"""Files that are aligned already as editions."""

from __future__ import annotations

import pytest

from aligner.errors import InputError
from aligner.formats.bilingual import load_pairs
from tests.read.reading import DATA


def test_a_unit_is_a_row() -> None:
    """Each translated unit is a row of one segment a side, with its place; the others are counted by reason."""
    edition, notes = load_pairs(DATA / "ferry.de.po", languages=["en", "de"])
    assert edition.languages == ("en", "de")
    assert edition.cell_text(edition.rows[0], 1) == "Die Fähre legt jetzt ab."
    assert [paragraph.place for paragraph in edition.texts[0].paragraphs] == ["line 8", "line 15", "line 22"]
    assert notes == ["1 unit left out: fuzzy", "1 unit left out: no translation"]


def test_given_languages_fill_what_the_file_does_not_say() -> None:
    """The file's own languages stand; a given one is that of the side that says none."""
    po = b'msgid ""\nmsgstr "Language: nl\\n"\n\nmsgid "Yes"\nmsgstr "Ja"\n'
    assert load_pairs(po, name="a.po", languages=["nl", "en"])[0].languages == ("en", "nl")
    assert load_pairs(DATA / "ferry-1.2.xlf", languages=["de", "fr"])[0].languages == ("en", "id")


def test_unknown_languages_are_asked_for() -> None:
    """Where neither file nor texts tell the languages, they are to be named."""
    with pytest.raises(InputError, match="does not say which languages it holds; name them, as --languages en,de"):
        load_pairs(b'msgid "Yes"\nmsgstr "Ja"\n', name="a.po")
