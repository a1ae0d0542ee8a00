"""Files that are aligned already as editions."""

from __future__ import annotations

import pytest

from aligner.errors import InputError
from aligner.formats.bilingual import load_pairs, read_pairs
from tests.read.reading import DATA


def test_a_unit_is_a_row() -> None:
    """Each translated unit is a row of one segment a side, with its place; the others are counted by reason."""
    edition, notes = load_pairs(str(DATA / "ferry.de.po"), languages=["en", "de"])
    assert edition.languages == ("en", "de")
    assert edition.cell_text(edition.rows[0], 1) == "Die Fähre legt jetzt ab."
    assert [paragraph.place for paragraph in edition.texts[0].paragraphs] == ["line 8", "line 15", "line 22"]
    assert notes == ["1 unit left out: fuzzy", "1 unit left out: no translation"]


def test_given_languages_fill_what_the_file_does_not_say() -> None:
    """The file's own languages are kept; a given one is for the side that declares none."""
    po = b'msgid ""\nmsgstr "Language: nl\\n"\n\nmsgid "Yes"\nmsgstr "Ja"\n'
    assert load_pairs(po, name="a.po", languages=["nl", "en"])[0].languages == ("en", "nl")
    assert load_pairs(DATA / "ferry-1.2.xlf", languages=["de", "fr"])[0].languages == ("en", "id")


def test_unknown_languages_are_asked_for() -> None:
    """Where neither file nor texts tell the languages, they are to be named."""
    with pytest.raises(InputError, match="does not say which languages it holds; name them, as --languages en,de"):
        load_pairs(b'msgid "Yes"\nmsgstr "Ja"\n', name="a.po")


@pytest.mark.parametrize(("before", "found"), [(4090, True), (4091, False)])
def test_a_root_of_xliff_stands_near_the_beginning(before: int, found: bool) -> None:
    """The root element is looked for in the first 4,096 characters, and nowhere else."""
    # "<xliff" has 6 characters: 4,090 + 6 = 4,096.
    content = "<!--" + "x" * (before - 7) + "-->" + "<xliff version='1.2'><file/></xliff>"
    assert content.index("<xliff") == before
    if found:
        assert read_pairs(content.encode(), name="a.txt").pairs == ()
    else:
        with pytest.raises(InputError, match="neither gettext PO nor XLIFF"):
            read_pairs(content.encode(), name="a.txt")


def test_a_file_without_a_translation_is_refused() -> None:
    """A template, whose entries are all empty, makes no edition."""
    with pytest.raises(InputError, match=r"a\.pot: no unit in it has a translation"):
        load_pairs(b'msgid "Yes"\nmsgstr ""\n', name="a.pot")


@pytest.mark.parametrize(
    ("field", "language"), [("de", "de"), ("de_DE.UTF-8", "de-DE"), ("sr@latin", "sr"), ("German", "und"), ("", "und")]
)
def test_the_language_of_a_po_file(field: str, language: str) -> None:
    """The header's field is a POSIX locale; its encoding and variant are no part of the tag."""
    content = f'msgid ""\nmsgstr "X: y\\nLanguage: {field}\\n"\n\nmsgid "Yes"\nmsgstr "Ja"\n'
    assert read_pairs(content.encode(), name="a.po").target_language == language


def test_escapes_and_lines_of_po() -> None:
    """A string may go on over lines; backslashes escape quotation marks, line ends and tabs, any other is dropped."""
    content = 'msgctxt "menu"\nmsgid "a\\tb"\n"\\"c\\"\\r"\nmsgstr "d\\n"\n"e\\\\f\\a"\n'
    assert read_pairs(content.encode(), name="a.po").pairs[0][:2] == ('a\tb"c"\r', "d\ne\\fa")


def test_entries_of_po() -> None:
    """Each entry begins after the translation of the one before; the flag fuzzy belongs to the entry after it."""
    content = (
        'msgid "one"\nmsgstr "eins"\n#, fuzzy, c-format\nmsgid "two"\nmsgstr "zwei"\nmsgid "three"\n'
        'msgid_plural "threes"\nmsgstr[0] "drei"\nmsgstr[1] "Dreien"\n#~ msgid "old"\n#~ msgstr "alt"\n'
        'msgctxt "a"\nmsgid "four"\nmsgstr ""\n#, fuzzy\nmsgid "five"\nmsgstr ""\n'
    )
    pairs = read_pairs(content.encode(), name="a.po")
    assert list(pairs.pairs) == [("one", "eins", "line 1"), ("three", "drei", "line 6")]
    assert [(left.place, left.reason, left.text) for left in pairs.left_out] == [
        ("line 4", "fuzzy", "two"), ("line 12", "no translation", "four"), ("line 16", "no translation", "five")
    ]  # fmt: skip


def test_a_wrong_line_of_po_is_quoted_in_part() -> None:
    """The message quotes 40 characters of a line that is not PO."""
    with pytest.raises(InputError, match=f"a.po, line 2: '{'x' * 40}' is not a line of a PO file"):
        read_pairs(b'msgid "Yes"\n' + b"x" * 41, name="a.po")
