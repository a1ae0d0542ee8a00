"""An index of a large memory in the cache folder, so that only its first search reads the file.

It is a SQLite database with the rows of the memory and a full-text index (FTS5) of their folded words; a memory that
has changed since is indexed again. What the index finds is looked at again, so it only has to miss nothing.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path

from aligner.concordance.folding import fold
from aligner.concordance.rows import Cell, Row
from aligner.embed.cache import cache_file
from aligner.writing import UNSPACED_WORDS

LARGE = 16 << 20  # bytes from which a file is indexed; a smaller one is read in two seconds
_VERSION = "1"  # of the tables
_WORD = re.compile(rf"[{UNSPACED_WORDS}]|[^\W_{UNSPACED_WORDS}]+")
_PLAIN = re.compile(rf"[{UNSPACED_WORDS}]|[^\W_{UNSPACED_WORDS}]+\*?|\*[^\W_{UNSPACED_WORDS}]*\*?")
_SCHEMA = (
    "CREATE TABLE stamp (value TEXT)",
    "CREATE TABLE rows (number INTEGER PRIMARY KEY, cells TEXT)",
    "CREATE VIRTUAL TABLE words USING fts5(folded, content='', tokenize='unicode61 remove_diacritics 0')",
)


def index_file(path: Path) -> Path:
    """Return the path of the index of a file: in the folder of the vectors' cache, named by a digest of its path."""
    name = sha256(os.fsencode(path.resolve())).hexdigest()[:16]
    return cache_file().with_name(f"concordance-{name}.sqlite3")


def indexed_rows(path: Path, word: str, read: Callable[[Path], Iterable[Row]]) -> Iterator[Row]:
    """Yield the rows of a file that may have a word; ``read`` returns all rows, where there is no index yet.

    Where no index can be written, all rows are yielded.
    """
    place = index_file(path)
    stamp = _stamp(path)
    try:
        if not _is_current(place, stamp):
            _build(place, stamp, read(path))
        with closing(sqlite3.connect(place)) as connection:
            found = connection.execute(*_query(word)).fetchall()
    except (sqlite3.Error, OSError):
        yield from read(path)
        return
    for number, cells in found:
        yield Row(str(path), number, tuple(Cell(language, text) for language, text in json.loads(cells)))


def _stamp(path: Path) -> str:
    status = path.stat()
    return f"{_VERSION} {status.st_size} {status.st_mtime_ns}"


def _is_current(place: Path, stamp: str) -> bool:
    if not place.exists():
        return False
    with suppress(sqlite3.Error), closing(sqlite3.connect(place)) as connection:
        return bool(connection.execute("SELECT value FROM stamp").fetchone() == (stamp,))
    return False


def _build(place: Path, stamp: str, rows: Iterable[Row]) -> None:
    """Write an index, which takes its name when it is complete."""
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f"{place.name}.{os.getpid()}")
    try:
        with closing(sqlite3.connect(draft)) as connection, connection:
            for statement in ("PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF", *_SCHEMA):
                connection.execute(statement)
            for row in rows:
                cells = json.dumps([[cell.language, cell.text] for cell in row.cells], ensure_ascii=False)
                connection.execute(
                    "INSERT INTO rows VALUES (?, ?)", (row.number, cells.encode("utf-8", "replace").decode())
                )
                folded = " ".join(word for cell in row.cells for word in _WORD.findall(fold(cell.text)))
                connection.execute(
                    "INSERT INTO words (rowid, folded) VALUES (?, ?)",
                    (row.number, folded.encode("utf-8", "replace").decode()),
                )
            connection.execute("INSERT INTO stamp VALUES (?)", (stamp,))
        draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)


def _query(word: str) -> tuple[str, tuple[str, ...]]:
    """Return the query for the rows that have all words of a phrase; a word that begins with an asterisk is any.

    >>> _query("gute Haus*")[1], _query("*wort")[1]
    (('"gute" "haus"*',), ())
    """
    parts = [part for part in _PLAIN.findall(fold(word)) if not part.startswith("*")]
    if not parts:
        return "SELECT number, cells FROM rows ORDER BY number", ()
    terms = " ".join(f'"{part.rstrip("*")}"' + "*" * part.endswith("*") for part in parts)
    return (
        "SELECT number, cells FROM words JOIN rows ON number = words.rowid WHERE words MATCH ? ORDER BY number",
        (terms,),
    )
