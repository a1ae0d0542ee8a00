from __future__ import annotations

import pytest

from aligner.errors import InputError
from aligner.formats.glossary import Glossary, Term, read_glossary

TBX3 = """<?xml version="1.0" encoding="UTF-8"?>
<tbx style="dca" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><text><body>
<conceptEntry id="c1"><descrip type="subjectField">water</descrip>
<langSec xml:lang="en"><termSec><term>well</term></termSec></langSec>
<langSec xml:lang="de"><termSec><term>Brunnen</term><termNote type="partOfSpeech">noun</termNote></termSec>
<termSec><term>Born</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termSec></langSec>
</conceptEntry></body></text></tbx>"""
TBX2 = """<?xml version="1.0"?><martif type="TBX"><text><body><termEntry>
<langSet xml:lang="EN_us"><tig><term>well</term></tig></langSet>
<langSet xml:lang="de"><ntig><termGrp><term>Brunnen <hi>tief</hi></term></termGrp></ntig></langSet>
</termEntry><termEntry/></body></text></martif>"""


def terms(glossary: Glossary) -> list[list[tuple[str, str]]]:
    """Return the terms of each entry, by language; a forbidden one with an exclamation mark."""
    return [[(term.language, term.text + "!" * term.forbidden) for term in entry.terms] for entry in glossary.entries]


def test_a_table_has_a_column_for_each_language() -> None:
    """Cells may hold several terms, columns repeat a language or forbid its terms; others are left out and counted."""
    table = "en;German;note;de;de (forbidden)\nwell | spring;Brunnen;deep;Born;Loch\n;;;;\n ;Tür;;Tür;\n"
    found = read_glossary(table.encode(), name="g.csv")
    assert terms(found) == [
        [("en", "well"), ("en", "spring"), ("de", "Brunnen"), ("de", "Born"), ("de", "Loch!")],
        [("de", "Tür")],
    ]
    assert [entry.place for entry in found.entries] == ["g.csv, line 2", "g.csv, line 4"]
    assert found.languages == ("en", "de")
    assert dict(found.notes) == {"column left out, which names no language: 'note'": 1}
    assert found.entries[0].in_language("de") == ["Brunnen", "Born"]
    assert found.entries[0].in_language("de", forbidden=True) == ["Loch"]


def test_terms_of_tbx_3_with_their_status() -> None:
    """A deprecated term is forbidden; other notes are no terms."""
    found = read_glossary(TBX3.encode(), name="g.tbx")
    assert terms(found) == [[("en", "well"), ("de", "Brunnen"), ("de", "Born!")]]
    assert found.entries[0].place == "g.tbx, line 3"


def test_terms_of_tbx_2_whose_codes_are_made_tags() -> None:
    """Older files have other elements and codes; entries without a term are left out."""
    assert terms(read_glossary(TBX2.encode(), name="g.tbx")) == [[("en-US", "well"), ("de", "Brunnen tief")]]


def test_a_term_element_in_a_namespace_of_its_own_says_its_status() -> None:
    """The style DCT of TBX writes data categories as elements."""
    said = '<min:administrativeStatus xmlns:min="urn:x">supersededTerm-admn-sts</min:administrativeStatus>'
    changed = TBX3.replace('<termNote type="partOfSpeech">noun</termNote>', said)
    assert read_glossary(changed.encode()).entries[0].terms[1] == Term("de", "Brunnen", forbidden=True)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "no terms"),
        ("en,de\n", "no terms"),
        ("well,Brunnen\nspring,Quelle\n", "the first row names no language"),
        ("<tbx><text/></tbx>", "no terms"),
        (TBX3[:300], "a glossary in XML is TBX"),
        ('<!DOCTYPE tbx [<!ENTITY a "b">]><tbx>&a;</tbx>', "declares entities"),
    ],
)
def test_what_is_no_glossary_is_refused_in_a_sentence(content: str, said: str) -> None:
    """Empty files, tables without languages, truncated XML and entities each have their sentence."""
    with pytest.raises(InputError, match=said):
        read_glossary(content.encode(), name="g")


def test_half_a_surrogate_pair_in_tbx_is_named_with_its_line() -> None:
    """A reference to no character is an error in one sentence."""
    entry = '<termEntry><langSet xml:lang="en"><tig><term>a&#xD800;</term></tig></langSet></termEntry>'
    with pytest.raises(InputError, match=r"a\.tbx, line 1: a reference to half a surrogate pair"):
        read_glossary(f"<martif><text><body>{entry}</body></text></martif>".encode(), name="a.tbx")
