"""Catalogues of gettext: encodings, plural forms, contexts, and what is not a translation."""

from __future__ import annotations

import struct

import pytest

from aligner.errors import InputError
from aligner.formats.aligned import load_aligned
from tests.formats.editions import texts_in
from tests.read.reading import DATA

HEADER = 'msgid ""\nmsgstr ""\n"Language: {0}\\n"\n"Content-Type: text/plain; charset={1}\\n"\n\n'


def texts_of(content: str) -> tuple[list[tuple[str, ...]], list[str]]:
    """Return the units of an English-German catalogue, and the notes."""
    return texts_in(content, "a.po", languages=["en", "de"])


@pytest.mark.parametrize(
    ("language", "charset", "text"),
    [
        ("tr", "ISO-8859-9", "Şığ açılamıyor"),
        ("fr", "ISO-8859-15", "Œuvre à 5 €"),
        ("cs", "ISO-8859-2", "Příliš žluťoučký"),
        ("ar", "CP1256", "تعذر فتح"),
        ("ko", "EUC-KR", "파일을 열"),
        ("th", "TIS-620", "ไม่สามารถ"),
        ("ja", "Shift_JIS", "ソ表示"),
        ("uk", "KOI8-U", "Її ґанок"),
        ("el", "ISO-8859-7", "Άνοιγμα"),
        ("zh", "GB2312", "文件"),
    ],
)
def test_the_header_names_the_encoding(language: str, charset: str, text: str) -> None:
    """A catalogue that is not UTF-8 is in the charset of its header; one that is UTF-8 is that, whatever it says."""
    content = HEADER.format(language, charset) + f'msgid "Open"\nmsgstr "{text}"\n'
    for encoding in (charset, "utf-8"):
        edition, _ = load_aligned(content.encode(encoding), name="a.po", languages=["en", language])
        assert edition.cell_text(edition.rows[0], 1) == text


@pytest.mark.parametrize(
    ("charset", "message"),
    [
        ("UTF-8", "line 7: byte 0xFF is not valid in utf-8, which the header names"),
        ("CHARSET", "names CHARSET, which is not known here; convert it with msgconv"),
        ("base64", "names base64, which is not known here"),
    ],
)
def test_bytes_in_no_encoding_are_refused(charset: str, message: str) -> None:
    """Nothing is guessed: the message names the line, or the charset."""
    content = HEADER.format("de", charset).encode() + b'msgid "Open"\nmsgstr "\xff"\n'
    with pytest.raises(InputError, match=message):
        load_aligned(content, name="a.po", languages=["en", "de"])


def test_plural_forms_are_units() -> None:
    """The singular goes with the first form, the plural with each other one; an empty form is counted."""
    entry = 'msgid "%d boat"\nmsgid_plural "%d boats"\n'
    forms = 'msgstr[0] "%d łódź"\nmsgstr[1] "%d łodzie"\nmsgstr[2] ""\n'
    assert texts_of(entry + forms) == (
        [("%d boat", "%d łódź"), ("%d boats", "%d łodzie")], ["1 unit left out: no translation"]
    )  # fmt: skip
    assert texts_of(entry + 'msgstr[0] "%d 艘船"\n')[0] == [("%d boat", "%d 艘船"), ("%d boats", "%d 艘船")]


def test_flags_of_obsolete_entries_do_not_leak() -> None:
    """A flag belongs to the entry after it, obsolete or not; obsolete entries are counted."""
    content = (
        '#, fuzzy\n#~ msgid "old"\n#~ msgstr "alt"\n\nmsgid "one"\nmsgstr "eins"\n'
        '#, fuzzy, c-format\n#| msgid "tow"\nmsgid "two"\nmsgstr "zwei"\nmsgid "three"\nmsgstr "drei"\n'
        '#, fuzzy\nmsgid "four"\nmsgstr ""\n'
    )
    assert texts_of(content) == (
        [("one", "eins"), ("three", "drei")],
        ["1 unit left out: fuzzy", "1 unit left out: no translation", "1 unit left out: obsolete"],
    )


def test_contexts_and_comments_are_details() -> None:
    """Two entries that differ in their context are two units; contexts, comments, references and flags are kept."""
    content = (
        'msgctxt "menu"\nmsgid "Open"\nmsgstr "Öffnen"\n\n# by hand\n#. for the door\n#: a.c:12\n#, c-format\n'
        'msgctxt "state"\nmsgid "Open"\nmsgstr "Offen"\n'
    )
    edition, _ = load_aligned(content.encode(), name="a.po", languages=["en", "de"])
    first, second = edition.texts[0].paragraphs
    assert (first.line, first.details) == (1, (("tu.prop.x-context", "menu"),))
    assert (second.line, second.details) == (
        9,
        (
            ("tu.prop.x-context", "state"),
            ("tu.note", "by hand"),
            ("tu.note", "for the door"),
            ("tu.prop.x-reference", "a.c:12"),
            ("tu.prop.x-flags", "c-format"),
        ),
    )


def test_escapes_and_lines() -> None:
    """A string may go on over lines; backslashes escape quotation marks, line ends and tabs, any other is dropped."""
    content = 'msgctxt "menu"\nmsgid "a\\tb"\n"\\"c\\"\\r"\nmsgstr "d\\n"\n"e\\\\f\\a"\n'
    edition, _ = load_aligned(content.encode(), name="a.po", languages=["en", "de"])
    assert [text.paragraphs[0].text for text in edition.texts] == ['a\tb"c"\r', "d\ne\\fa"]


@pytest.mark.parametrize(
    ("field", "languages"),
    [
        ("Language: nl", ("en", "nl")),
        ("Language: de_DE.UTF-8", ("en", "de-DE")),
        ("Language: sr@latin", ("en", "sr")),
        ("X-Source-Language: fr\\nLanguage: de", ("fr", "de")),
    ],
)
def test_languages_of_the_header(field: str, languages: tuple[str, str]) -> None:
    """The header's field is a POSIX locale; its encoding and variant are no part of the tag."""
    content = f'msgid ""\nmsgstr "{field}\\n"\n\nmsgid "Yes"\nmsgstr "Ja"\n'
    assert load_aligned(content.encode(), name="a.po", languages=languages)[0].languages == languages


def test_languages_are_found_or_asked_for() -> None:
    """The file's name and its texts tell languages that the header does not; where nothing does, they are asked for."""
    edition, notes = load_aligned(DATA / "ferry.de.po", languages=["en", "de"])
    assert edition.languages == ("en", "de")
    assert notes == [f"1 unit left out: {reason}" for reason in ("fuzzy", "no translation", "obsolete")]
    with pytest.raises(InputError, match="does not say which languages it holds; name them, as --languages en,de"):
        load_aligned(b'msgid "Yes"\nmsgstr "Ja"\n', name="a.po")


def test_a_wrong_line_is_quoted_in_part() -> None:
    """The message quotes 40 characters of a line that is not PO."""
    with pytest.raises(InputError, match=f"a.po, line 2: '{'x' * 40}' is not a line of a PO file"):
        load_aligned(b'msgid "Yes"\n' + b"x" * 41, name="a.po")


def compiled(entries: dict[str, str], order: str = "<") -> bytes:
    """Return a compiled catalogue."""
    head, tables, strings = 28, b"", b""
    start = head + 16 * len(entries)
    for side in (list(entries), list(entries.values())):
        for text in side:
            data = text.encode()
            tables += struct.pack(f"{order}2I", len(data), start + len(strings))
            strings += data + b"\0"
    numbers = (0x950412DE, 0, len(entries), head, head + 8 * len(entries), 0, 0)
    return struct.pack(f"{order}7I", *numbers) + tables + strings


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_compiled_catalogue(order: str) -> None:
    """An MO file gives the units of its PO file, contexts and plural forms included."""
    entries = {
        "": "Language: de\nContent-Type: text/plain; charset=UTF-8\n",
        "menu\x04Open": "Öffnen",
        "%d boat\0%d boats": "%d Boot\0%d Boote",
    }
    edition, notes = load_aligned(compiled(entries, order), name="a.mo", languages=["en", "de"])
    assert [tuple(row.texts.values()) for row in edition] == [
        ("Open", "Öffnen"), ("%d boat", "%d Boot"), ("%d boats", "%d Boote")
    ]  # fmt: skip
    assert (edition.texts[0].paragraphs[0].details, notes) == ((("tu.prop.x-context", "menu"),), [])
    with pytest.raises(InputError, match="damaged as a compiled catalogue"):
        load_aligned(compiled(entries, order)[:60], name="a.mo", languages=["en", "de"])
