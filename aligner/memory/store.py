"""What must be remembered of the units before: keys and texts in a temporary database on disk, in bounded memory."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aligner.errors import OutputError

_CACHE = -65_536  # KiB (as a negative number) that SQLite keeps in memory
_TABLES = """
create table seen (key blob primary key, count integer) without rowid;
create table kept (seq integer primary key, key blob unique, rank, xml blob);
"""


class Store:
    """Keys that have been seen, and units by key, in a file that is gone when the block ends."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="aligner-memory-")
        # Nothing here outlives the run, so neither a journal nor waiting for the disk is of use.
        self._base: Any = sqlite3.connect(Path(self._folder.name) / "units.sqlite3", isolation_level=None)
        for pragma in ("journal_mode = off", "synchronous = off", f"cache_size = {_CACHE}", "locking_mode = exclusive"):
            self._base.execute(f"pragma {pragma}")
        self._base.executescript(_TABLES)
        self._base.execute("begin")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._base.close()
        self._folder.cleanup()
        if isinstance(error, sqlite3.OperationalError):
            folder = tempfile.gettempdir()
            raise OutputError(f"{folder}: the temporary store cannot be written ({error}); make room there") from error

    def see(self, key: bytes) -> int:
        """Return how often a key was seen before, and count it."""
        found = self._base.execute(
            "insert into seen values (?, 1) on conflict (key) do update set count = count + 1 returning count", (key,)
        ).fetchone()
        return int(found[0]) - 1

    def keep_best(self, key: bytes, rank: str | float, xml: bytes) -> bool:
        """Keep a unit unless one of the same key has as high a rank; return whether it is the first of its key.

        A unit that takes the place of another has its place in the order too.
        """
        new = self._base.execute("select 1 from kept where key = ?", (key,)).fetchone() is None
        self._base.execute(
            "insert into kept (key, rank, xml) values (?, ?, ?) on conflict (key) do update "
            "set rank = excluded.rank, xml = excluded.xml where excluded.rank > kept.rank",
            (key, rank, xml),
        )
        return new

    def kept(self) -> Iterator[bytes]:
        """Yield the units that are kept, in the order in which the first of each key came."""
        for (xml,) in self._base.execute("select xml from kept order by seq"):
            yield xml
