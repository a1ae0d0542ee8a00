"""What the user may ask of the cache: how large it is, to empty it, to keep it below a size."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from aligner.embed.cache import cache_file, open_cache, read_limit, trim
from aligner.errors import OutputError

_KINDS = ("vectors", "concordance")  # of files in the folder: the vectors, and indexes of memories that were searched


class CacheInfo(NamedTuple):
    """The cache: its file, the size of its files in bytes, the number of entries, and its limit (0: none)."""

    path: Path
    size: int
    entries: int
    limit: int


def describe_cache(path: Path | None = None) -> CacheInfo:
    """Return what there is of a cache; nothing is made where there is none."""
    path = path or cache_file()
    if not path.exists():
        return CacheInfo(path, 0, 0, 0)
    try:
        with closing(open_cache(path)) as connection:
            (entries,) = connection.execute("SELECT count(*) FROM encoded").fetchone()
            limit = read_limit(connection)
    except (sqlite3.Error, OSError) as error:
        raise OutputError(f"{path}: cannot be read as a cache ({error}); empty it with: aligner cache clear") from error
    return CacheInfo(path, sum(file.stat().st_size for file in _files(path)), entries, limit)


def clear_cache(path: Path | None = None) -> int:
    """Delete the cache, of earlier versions and damaged ones too, and indexes of memories; return the bytes."""
    path = path or cache_file()
    size = 0
    for file in sorted(file for kind in _KINDS for file in path.parent.glob(f"{kind}-*.sqlite3*")):
        try:
            freed = file.stat().st_size
            file.unlink()
        except FileNotFoundError:  # the file beside it went with its database
            continue
        except OSError as error:
            raise OutputError(f"{file}: cannot be deleted ({error.strerror}); end what uses it first") from error
        size += freed
    return size


def limit_cache(limit: int, path: Path | None = None) -> CacheInfo:
    """Keep the cache below a size in bytes from now on, deleting the oldest entries first; 0 takes the limit away."""
    path = path or cache_file()
    try:
        with closing(open_cache(path)) as connection:
            with connection:
                connection.execute("INSERT OR REPLACE INTO settings VALUES ('limit', ?)", (limit,))
                trim(connection)
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except (sqlite3.Error, OSError) as error:
        raise OutputError(f"{path}: cannot be changed ({error}); end the runs that use it, or empty it") from error
    return describe_cache(path)


def _files(path: Path) -> list[Path]:
    """Return the file of a cache and those that SQLite keeps beside it."""
    return [file for suffix in ("", "-wal", "-shm") if (file := path.with_name(path.name + suffix)).exists()]
