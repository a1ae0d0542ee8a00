"""Files of a program's texts by key, and line-aligned text: what is read of each, and how two are paired."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from aligner.errors import InputError
from aligner.formats.aligned import gather_edition
from aligner.formats.string_files import open_strings


def read(
    folder: Path, files: Mapping[str, str | bytes], languages: Sequence[str] = ()
) -> tuple[list[list[str]], list[str]]:
    """Write files and import them; return the keys with their texts, and the notes."""
    sources: list[tuple[str | bytes, str]] = []
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        sources.append((str(path), str(path)))
    memory = open_strings(sources)
    assert memory is not None
    edition, notes = gather_edition(memory, languages)
    rows = []
    for row in edition.rows:
        units = [text.paragraphs[cell.start] for text, cell in zip(edition.texts, row.cells, strict=True)]
        rows.append([units[0].place, *(unit.text for unit in units)])
    return rows, [line.replace(f"{folder}/", "") for line in notes]


def test_properties_are_read_as_java_does(tmp_path: Path) -> None:
    r"""Continued lines, ``\u`` escapes, odd keys and three separators; without UTF-8 the file is ISO 8859-1."""
    source = "# Greeting\na = Hello, \\\n   world\\u0021\nb\\ c\\:d: one=two\nempty=\n!no\ne \\uD83D\\uDE00\\\\\n"
    target = "a=Grüße\nb\\ c\\:d=zwei\ne=Gesicht\nf=nur hier\n".encode("latin-1")
    rows, notes = read(tmp_path, {"m.properties": source, "m_de.properties": target}, languages=("en", "de"))
    assert rows == [["a", "Hello, world!", "Grüße"], ["b c:d", "one=two", "zwei"], ["e", "😀\\", "Gesicht"]]
    assert notes == ["1 empty texts, left out", "1 texts whose key m.properties lacks, left out"]


def test_a_bad_escape_is_named_with_its_line(tmp_path: Path) -> None:
    """Java refuses an escape without four figures, and so does the import."""
    with pytest.raises(InputError, match=r"en.properties, line 2: \\u must be followed by four hexadecimal digits"):
        read(tmp_path, {"en.properties": "a=b\nc=\\u12\n", "de.properties": "a=b\n"})


def test_strings_of_apple_in_utf_16(tmp_path: Path) -> None:
    """Comments are notes; keys may go without quotation marks; the folder names the language."""
    source = '/* Title of\n the window */\n"a b" = "The \\"ferry\\"\\nleaves";\n// short\nkey = "%@ left";\n'
    target = '"a b" = "Die \\U201EFähre\\U201C";"key"="%@ fuhr";'.encode("utf-16")
    files: dict[str, str | bytes] = {"en.lproj/L.strings": source, "de.lproj/L.strings": target}
    rows, notes = read(tmp_path, files)
    assert rows == [["a b", 'The "ferry"\nleaves', "Die „Fähre“"], ["key", "%@ left", "%@ fuhr"]]
    assert notes == []
    memory = open_strings(
        [(str(tmp_path / f"{tag}.lproj/L.strings"), f"{tag}.lproj/L.strings") for tag in ("en", "de")]
    )
    assert memory is not None
    assert [unit.details[1:] for unit in memory.units] == [
        (("tu.note", "Title of the window"),),
        (("tu.note", "short"),),
    ]


def test_what_is_no_pair_is_named_with_its_line(tmp_path: Path) -> None:
    """A .strings file ends at the first thing that is neither comment nor pair."""
    with pytest.raises(InputError, match=r'en.strings, line 2: .*is not a line such as "key" = "text";'):
        read(tmp_path, {"en.strings": '"a" = "b";\n"c" = oh no;\n', "de.strings": '"a" = "b";'})


def test_android_escapes_spaces_markup_and_plurals(tmp_path: Path) -> None:
    """White space is one space unless quoted, markup is an inline code, references and locked texts are counted."""
    source = (
        '<resources xmlns:xliff="urn:oasis:names:tc:xliff:document:1.2"><string name="t">\n The <b>ferry</b>\\\'s\n'
        ' "  time" &amp; <xliff:g id="n">%1$d</xliff:g>\n</string><string name="app" translatable="false">x</string>'
        '<string name="r">@string/t</string><plurals name="p"><item quantity="one">%d boat</item>'
        '<item quantity="other">%d boats</item></plurals><string-array name="d"><item>Monday</item></string-array>'
        "</resources>"
    )
    target = (
        '<resources><string name="t">Die <b>Fähre</b></string><plurals name="p"><item quantity="other">%d Boote</item>'
        '</plurals><string-array name="d"><item>Montag</item></string-array></resources>'
    )
    files = {"values/strings.xml": source, "values-pt-rBR/strings.xml": target}
    rows, notes = read(tmp_path, files, languages=("en", "pt-BR"))
    assert rows == [
        ["t", "The ferry's   time & %1$d", "Die Fähre"],
        ["p.one", "%d boat", "%d Boote"],
        ["p.other", "%d boats", "%d Boote"],
        ["d.0", "Monday", "Montag"],
    ]
    assert notes == ["1 references to other texts, left out", "1 texts not to be translated, left out"]


def test_json_nested_lists_and_plural_keys(tmp_path: Path) -> None:
    """Keys are joined by dots; a language with one plural form has it for each form of the other."""
    source = {
        "a": {"t": "The ferry", "n": 3, "m_one": "a letter", "m_other": "{{n}} letters"},
        "l": ["One", ""],
        "x": "X",
    }
    target = {"l": ["一"], "a": {"t": "渡し船", "m_other": "手紙{{n}}通"}}
    rows, notes = read(tmp_path, {"en.json": json.dumps(source), "ja.json": json.dumps(target)})
    assert rows == [
        ["a.t", "The ferry", "渡し船"],
        ["a.m_one", "a letter", "手紙{{n}}通"],
        ["a.m_other", "{{n}} letters", "手紙{{n}}通"],
        ["l.0", "One", "一"],
    ]
    assert notes == [
        "1 empty texts, left out",
        "1 texts whose key ja.json lacks, left out",
        "1 values that are no text, left out",
    ]


def test_arb_and_messages_of_an_extension_have_notes(tmp_path: Path) -> None:
    """What they say about a text is a note, not a text; an ARB file may name its language itself."""
    arb = {"@@locale": "en", "t": "The ferry", "@t": {"description": "Title"}}
    rows, _ = read(tmp_path, {"one.arb": json.dumps(arb), "app_de.arb": '{"t": "Die Fähre"}'})
    assert rows == [["t", "The ferry", "Die Fähre"]]
    messages = {"t": {"message": "The ferry", "description": "Title"}}
    files = {"en/messages.json": json.dumps(messages), "de/messages.json": '{"t": {"message": "Die Fähre"}}'}
    assert read(tmp_path, files)[0] == rows


def test_yaml_of_rails_with_aliases(tmp_path: Path) -> None:
    """The outermost key is the language, "no" is Norwegian, and what an alias merges is there once more."""
    source = "en:\n  f: &f\n    t: The ferry\n    n: 3\n  o:\n    <<: *f\n    m: |\n      Two\n      lines\n"
    target = "no:\n  f: {t: Fergen}\n  o: {t: Den andre, m: To}\n"
    rows, notes = read(tmp_path, {"a.yml": source, "b.yml": target})
    assert rows == [["f.t", "The ferry", "Fergen"], ["o.t", "The ferry", "Den andre"], ["o.m", "Two\nlines\n", "To"]]
    assert notes == ["2 values that are no text, left out"]


def test_a_string_catalog_holds_all_languages(tmp_path: Path) -> None:
    """Without a text of its own the source is the key; what is not yet translated is counted."""
    done = {"stringUnit": {"state": "translated", "value": "Ablegen"}}
    new = {"stringUnit": {"state": "needs_review", "value": "Anlegen"}}
    strings = {"Leave": {"comment": "Button", "localizations": {"de": done}}, "Land": {"localizations": {"de": new}}}
    catalog = {"sourceLanguage": "en", "strings": strings}
    rows, notes = read(tmp_path, {"L.xcstrings": json.dumps(catalog)})
    assert rows == [["Leave", "Leave", "Ablegen"]]
    assert notes == ["1 texts left out: state needs_review", "1 texts whose key L.xcstrings lacks, left out"]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"en.json": "{}"}, "en.json: texts of one language; name the file of their translations too"),
        ({"en.json": "{}", "en/a.json": "{}"}, "in en as .*en.json is; import each pair of files by itself"),
        ({"a.json": "{}", "b.json": "{}", "c.json": "{}"}, "a.json: its name does not say its language"),
        ({"en.json": "[]", "de.json": "{}"}, "en.json: not an object of texts by key"),
        ({"en.json": '{"a": 1,\n!}', "de.json": "{}"}, "en.json, line 2: not JSON"),
        ({"en.json": '{"a":' * 5000, "de.json": "{}"}, "en.json: nested too deeply|not JSON"),
        ({"en.yml": "a: [", "de.yml": "a: b"}, "en.yml, line [12]: not YAML"),
        ({"en.yml": "a: &x\n  b: *x", "de.yml": "a: b"}, "en.yml: nested too deeply|en.yml: refused"),
        ({"en.yml": "a: *x", "de.yml": "a: b"}, "en.yml.*x"),
        ({"en.yml": "[" * 100_000, "de.yml": "a: b"}, "en.yml: nested too deeply"),
        ({"en.yml": "- a", "de.yml": "a: b"}, "en.yml: not a mapping"),
        ({"en.json": "{}", "a.tmx": "<tmx/>"}, "a.tmx: is no file of texts by key, as .*en.json is"),
        ({"en.json": '{"a": "b"}', "de.json": '{"c": "d"}'}, "de.json: has no key in common with .*en.json"),
        ({"w.en": "a\nb\n", "w.de": "c\n"}, "w.de: 1 lines, where .*w.en has 2"),
        ({"w.en": b"a\n\xff\n", "w.de": "c\nd\n"}, "w.en, line 2: not UTF-8"),
    ],
)
def test_what_cannot_be_paired_is_refused(tmp_path: Path, files: dict[str, str], message: str) -> None:
    """The message says which file and what to do."""
    with pytest.raises(InputError, match=message):
        read(tmp_path, files)


def test_an_alias_bomb_is_refused(tmp_path: Path) -> None:
    """Ten levels of ten aliases each would be ten thousand million texts."""
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{k}: &a{k} [{', '.join([f'*a{k - 1}'] * 30)}]\n" for k in range(1, 9))
    with pytest.raises(InputError, match="aliases stand for more"):
        read(tmp_path, {"en.yml": bomb, "de.yml": "a: b"})


def test_line_aligned_text_with_identifiers(tmp_path: Path) -> None:
    """Lines of the same number are a unit, and what the file of identifiers says of them is kept."""
    files = {"w.en": "One.\n\nThree.\n", "w.de": "Eins.\nZwei.\nDrei.", "w.ids": "e.xml\td.xml\t1 2\t1\n\nx\n"}
    rows, notes = read(tmp_path, files)
    assert [row[1:] for row in rows] == [["One.", "Eins."], ["Three.", "Drei."]]
    assert notes == ["1 lines with a text in one language at most, left out"]
    memory = open_strings([(str(tmp_path / f"w.{end}"), f"w.{end}") for end in ("en", "de", "ids")])
    assert memory is not None
    assert [unit.details for unit in memory.units] == [
        (("tu.prop.x-ids", "e.xml\td.xml\t1 2\t1"),),
        (("tu.prop.x-ids", "x"),),
    ]
