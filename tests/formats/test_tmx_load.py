"""Memories of any tool as editions, and their way out and back."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from aligner.edition import Edition
from aligner.errors import InputError
from aligner.formats.aligned import load_aligned
from tests.formats.editions import sample, written
from tests.formats.test_tmx_rules import BOMB, UNIT, memory

TAGGED = (
    '<tu><tuv xml:lang="en"><seg>One <bpt i="1">&lt;b&gt;</bpt>bold<ept i="1">&lt;/b&gt;</ept> '
    '<hi type="term">word</hi><ph x="1">&lt;br/&gt;</ph>.</seg></tuv>'
    '<tuv xml:lang="de"><seg>Ein <it pos="begin">&lt;i&gt;</it>Wort.</seg></tuv></tu>'
)


def unit(**texts: str) -> str:
    """Return a unit with a text a language."""
    variants = (f'<tuv xml:lang="{language}"><seg>{text}</seg></tuv>' for language, text in texts.items())
    return f"<tu>{''.join(variants)}</tu>"


def cells(edition: Edition) -> list[tuple[str, ...]]:
    """Return the texts of every row."""
    return [tuple(edition.cell_text(row, column) for column in range(len(edition.texts))) for row in edition.rows]


def test_a_unit_is_a_row() -> None:
    """Units become rows in their order, a language that is not in one has an empty cell."""
    data = memory(unit(de="Eins.", en="One."), unit(en="Two.", fr="Deux."), unit(de="Drei.", fr="Trois."))
    edition, notes = load_aligned(data, name="folder/some.tmx.gz")
    assert edition.languages == ("en", "de", "fr")
    assert cells(edition) == [("One.", "Eins.", ""), ("Two.", "", "Deux."), ("", "Drei.", "Trois.")]
    assert (edition.name, edition.signatures, notes) == ("some", ("memory:x 1",), [])
    assert [edition.texts[0].line(number) for number in (0, 1)] == [4, 5]


def test_any_two_languages_are_an_alignment() -> None:
    """Two languages of a memory of many make an alignment, whose beads are the units that have one of them."""
    edition, _ = load_aligned(memory(unit(en="One.", de="Eins.", fr="Un."), unit(en="Two.", de="Zwei."), UNIT))
    assert [bead.shape for bead in edition.alignment("de", "fr").ladder.beads] == ["1-1", "1-0", "1-0"]


@pytest.mark.parametrize("version", ["1.1", "1.2", "1.3"])
def test_older_versions_are_read(version: str) -> None:
    """The language of a version before 1.4 may be in the attribute lang, and may be written as it was then."""
    old = UNIT.replace('xml:lang="en"', 'lang="EN-US"').replace('xml:lang="de"', 'lang="DE_DE"')
    edition, _ = load_aligned(memory(old, version=version, header='<header srclang="EN-US"/>'))
    assert edition.languages == ("en-US", "de-DE")
    assert cells(edition) == [("One.", "Eins.")]


def test_packed_and_wide_files_are_read(tmp_path: Path) -> None:
    """A memory may be packed by gzip, and be in UTF-16."""
    path = tmp_path / "wide.tmx.gz"
    path.write_bytes(
        gzip.compress(('<?xml version="1.0" encoding="UTF-16"?>' + memory(UNIT).decode()).encode("utf-16"))
    )
    edition, _ = load_aligned(path)
    assert cells(edition) == [("One.", "Eins.")]
    assert edition.name == "wide"


def test_tags_are_dropped_or_kept_as_text() -> None:
    """The text goes without inline codes, whose marks say where they were; on demand it has them as well."""
    edition, notes = load_aligned(memory(TAGGED))
    assert cells(edition) == [("One bold word.", "Ein Wort.")]
    assert notes == ["6 inline codes, kept for TMX and XLIFF beside the texts"]
    edition, notes = load_aligned(memory(TAGGED), keep_tags=True)
    assert cells(edition) == [("One <b>bold</b> word<br/>.", "Ein <i>Wort.")]
    assert notes == []


def test_what_is_left_out_is_counted() -> None:
    """Empty variants and those without a language are counted; a second one in a language makes a second unit."""
    twice = UNIT.replace("</tu>", '<tuv xml:lang="de"><seg>Eines.</seg></tuv><tuv xml:lang="fr"><seg/></tuv></tu>')
    edition, notes = load_aligned(memory(twice, UNIT.replace(' xml:lang="de"', "")))
    assert cells(edition) == [("One.", "Eins."), ("One.", "Eines.")]
    assert notes == [
        "1 empty variants, left out",
        "1 further variants in a language, made units of their own",
        "1 unit with a text in one language only, left out",
        "1 variants without a language, left out",
    ]


@pytest.mark.parametrize(("said", "confidence"), [("0.75", 0.75), ("7", 1.0), ("high", 1.0)])
def test_confidence_is_what_the_memory_says(said: str, confidence: float) -> None:
    """The property x-confidence is a row's confidence; without a sensible one it is 1."""
    edition, _ = load_aligned(memory(UNIT.replace("<tu>", f'<tu><prop type="x-confidence">{said}</prop>')))
    assert edition.rows[0].confidence == confidence


def test_a_memory_goes_through_another_tool_and_back(tmp_path: Path) -> None:
    """A translation that is changed in another program is the one that comes back, beside all others."""
    store = pytest.importorskip("translate.storage.tmx", reason="translate-toolkit is not installed")
    edition = sample().select([0, 1])
    path = tmp_path / "kettle.tmx"
    path.write_bytes(written(edition, "tmx")[0])
    other = store.tmxfile.parsefile(str(path))
    changed = next(found for found in other.units if found.target == "Gute Nacht.")
    changed.target = "Schlaft wohl."
    other.save()
    before, after = cells(load_aligned(written(edition, "tmx")[0])[0]), cells(load_aligned(path)[0])
    assert [row for row in after if row not in before] == [("Good night.", "Schlaft wohl.")]
    assert len(after) == len(before) == 5


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (memory(UNIT)[:-20], "some, line 4: Premature end of data in tag .*`aligner validate` lists every fault"),
        (memory(UNIT.replace("One", "\x0b")), "some, line 4: PCDATA invalid Char value 11"),
        (BOMB + memory(UNIT), "some.*entities"),
        (memory(), "some: 0 language found; a memory to import needs two"),
        (memory(unit(en="One.")), "some: 1 language found"),
        (b"<html><body/></html>", "some: the root is <html>, not <tmx>"),
        (b"", "some, line 1: cannot be read as XML"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(data: bytes, message: str) -> None:
    """A broken memory is refused with its name, its line and what to do."""
    with pytest.raises(InputError, match=message):
        load_aligned(data, name="some")


@pytest.mark.parametrize(("said", "confidence"), [("-0.5", 0.0), ("0", 0.0), ("1", 1.0), ("1.5", 1.0), ("", 1.0)])
def test_confidence_is_a_probability(said: str, confidence: float) -> None:
    """What a memory says beyond 0 and 1 is taken for the nearest of the two."""
    edition, _ = load_aligned(memory(UNIT.replace("<tu>", f'<tu><prop type="x-confidence">{said}</prop>')))
    assert edition.rows[0].confidence == confidence


def test_codes_of_other_tools_are_kept() -> None:
    """A language code that is no tag names its language as it is, underscores as hyphens; ``*all*`` is none."""
    odd = UNIT.replace('xml:lang="en"', 'xml:lang="x_tool_1"').replace('xml:lang="de"', 'xml:lang="German"')
    assert load_aligned(memory(odd))[0].languages == ("x-tool-1", "German")
    every = UNIT.replace("</tu>", '<tuv xml:lang="*all*"><seg>x</seg></tuv></tu>')
    assert load_aligned(memory(every))[1] == ["1 variants without a language, left out"]


def test_what_sub_and_hi_hold_is_text() -> None:
    """Of the inline elements the five kinds of codes hold markup; two that may stand for a space leave one."""
    for tag, text in (
        ("hi", "abc"),
        ("sub", "abc"),
        ("bpt", "ac"),
        ("ept", "ac"),
        ("it", "ac"),
        ("ph", "a c"),
        ("ut", "a c"),
    ):
        changed = UNIT.replace("One.", f"a<{tag}>b</{tag}>c")
        assert load_aligned(memory(changed))[0].texts[0].texts == [text]


def test_a_source_is_a_path_or_bytes(tmp_path: Path) -> None:
    """A file is named by a string or a path object; its bytes have no name but the one that is given."""
    path = tmp_path / "some.tmx"
    path.write_bytes(memory(UNIT))
    assert load_aligned(str(path))[0] == load_aligned(path)[0]
    assert load_aligned(path)[0].name == "some"
    assert load_aligned(memory(UNIT))[0].name == "memory"
    with pytest.raises(InputError, match=r"cannot be read \(embedded null byte\)"):
        load_aligned("a\0b")
    with pytest.raises(TypeError):
        load_aligned(5)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (UNIT.replace("<seg>", "<seg><hi b:x='1'>a</hi>", 1), "line [0-9]+: "),
        (UNIT.replace("<seg>", "<seg><hl:lang>a</hl:lang>", 1), "line [0-9]+: "),
        (UNIT.replace("<tu>", "<tu creationid='&#xD800;'>"), "line [0-9]+: a reference to half a surrogate pair"),
        (UNIT.replace("<seg>", "<seg>&#xDC00;", 1), "line [0-9]+: a reference to half a surrogate pair"),
        ("<tu\0>", "line [0-9]+: "),
    ],
)
def test_what_no_parser_makes_names_of_is_refused_in_one_line(changed: str, message: str) -> None:
    """Prefixes that are not declared, halves of characters and zero characters end in one sentence with the line."""
    with pytest.raises(InputError, match=message) as refused:
        load_aligned(memory(changed), name="a.tmx")
    assert "\n" not in str(refused.value)


def test_a_file_that_begins_with_a_zero_character_is_refused_in_one_line() -> None:
    """The parser's own message has two lines."""
    with pytest.raises(InputError) as refused:
        load_aligned(b"<tmx \0", name="a.tmx")
    assert "\n" not in str(refused.value)
