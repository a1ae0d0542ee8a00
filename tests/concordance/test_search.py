from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from aligner.concordance import search
from aligner.concordance.folding import fold, fold_with_places
from aligner.concordance.index import index_file, indexed_rows
from aligner.concordance.rows import Cell, Row, read_rows, read_units
from aligner.concordance.search import find_rows, make_query, search_rows
from aligner.formats.alignment_file import save_alignment
from tests.fakes import align_texts, text_of

Write = Callable[..., Path]
TMX = """<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en"
srclang="en" datatype="plaintext"/><body>{units}</body></tmx>"""
UNIT = '<tu><tuv xml:lang="en"><seg>{}</seg></tuv><tuv xml:lang="de"><seg>{}</seg></tuv></tu>'


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("gerat", "Das Gerät, die GERÄTE.", ["Gerät"]),
        ("gerat*", "Das Gerät, die GERÄTE.", ["Gerät", "GERÄTE"]),
        ("*rat", "Das Gerät, der Rat.", ["Gerät", "Rat"]),
        ("STRASSE", "Die Straße lang.", ["Straße"]),
        ("gute  frau", "Die gute\u00a0Frau.", ["gute\u00a0Frau"]),
        ("l'eau", "À l’eau !", ["l’eau"]),
        ("cafe", "Le cafe\u0301s, le cafe\u0301.", ["cafe\u0301"]),
        ("家族", "家族は家族。", ["家族", "家族"]),
        ("か", "がか", ["か"]),
        ("Дом", "домой, дом", ["дом"]),
        ("c++", "C, c++ and d.", ["c++"]),
        ("a.b", "aXb a.b", ["a.b"]),
    ],
)
def test_words_are_found_whatever_their_case_and_diacritics(word: str, text: str, found: list[str]) -> None:
    """Whole words are found, at the characters that the text has."""
    assert [text[mark.start : mark.stop] for mark in make_query(word).find(text)] == found


def test_folding_keeps_places() -> None:
    """What is folded one character at a time is what is folded at once."""
    for text in ("Straße ŁÓDŹ", "e\u0301a", "ﾀﾞﾒ家", "क़ि का", "한국어", "ǅ"):
        folded, places = fold_with_places(text)
        assert folded == fold(text)
        assert len(places) == len(folded) + 1
        assert places == sorted(places)


def test_versions_of_a_work_are_one_row(write: Write) -> None:
    """Alignment files that share a text are woven; of a word in French, English and German are the counterparts."""
    english = text_of("en", ["The dog sleeps.", "The cat reads."], "en.txt")
    for language, lines in (("de", ["Hund schläft.", "Katze liest."]), ("fr", ["Le chien dort.", "Le chat lit."])):
        save_alignment(align_texts(english, text_of(language, lines)), write(f"en-{language}.jsonl", ""))
    folder = write("x", "").parent
    rows = read_rows([folder / "en-de.jsonl", folder / "en-fr.jsonl"])
    (hit,) = search_rows(rows, make_query("chat"), ["fr"])
    assert (hit.number, [cell.text for cell in hit.others]) == (2, ["The cat reads.", "Katze liest."])


def test_files_that_share_no_text_are_read_one_by_one(write: Write) -> None:
    """Two works are two editions, each with its file."""
    paths = [write(f"{name}.jsonl", "") for name in ("a", "b")]
    for path, word in zip(paths, ("dog", "cat"), strict=True):
        save_alignment(align_texts(text_of("en", [f"The {word}."]), text_of("de", [f"So {word}."])), path)
    assert [row.file for row in read_rows(paths)] == list(map(str, paths))


def test_a_large_memory_is_indexed_once(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second search reads no file; a changed file is indexed again."""
    monkeypatch.setattr(search, "LARGE", 100)
    reads: list[Path] = []

    def read(path: Path) -> list[Row]:
        reads.append(path)
        return list(read_units(path))

    monkeypatch.setattr(search, "read_units", read)
    units = [UNIT.format("The device.", "Das Gerät."), UNIT.format("The road.", "Die Straße 日本語.")]
    path = write("m.tmx", TMX.format(units="".join(units)))

    def find(word: str) -> list[int]:
        query = make_query(word)
        return [hit.number for hit in search_rows(find_rows([path], query), query)]

    assert [find(word) for word in ("gerat", "stras*", "*rat", "das gerat", "gerat das", "本語", "none")] == [
        [1], [2], [1], [1], [], [2], [],
    ]  # fmt: skip
    assert len(reads) == 1
    path.write_text(TMX.format(units=units[1]), "utf-8")
    os.utime(path, ns=(1, 1))
    assert find("strasse") == [1]
    assert len(reads) == 2


def test_an_index_that_is_no_database_is_made_again(write: Write) -> None:
    """A damaged index is replaced; where none can be written the file is read."""
    path = write("m.tmx", "x" * 10)
    rows = [Row("m.tmx", 1, (Cell("en", "The dog."),))]
    index_file(path).write_bytes(b"damaged")
    assert [row.number for row in indexed_rows(path, "dog", lambda _: rows)] == [1]
    with closing(sqlite3.connect(index_file(path))) as connection, connection:
        assert connection.execute("SELECT count(*) FROM rows").fetchone() == (1,)
    index_file(path).unlink()
    index_file(path).mkdir()
    assert [row.number for row in indexed_rows(path, "dog", lambda _: rows)] == [1]
