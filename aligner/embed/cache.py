"""Keep the vectors of an encoder, so that a text is encoded once and a second run loads no model.

One SQLite file holds an entry for each segment: a key, a checksum, and the vectors packed into bytes (``_pack``). The
sentence vector is kept in float16; a token vector as 8-bit integers and one float16 scale, a quarter of float32, which
together with the projection on 128 directions costs 0 to 0.3 points of F1 (docs/matching.md).
"""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path

from aligner.embed import Encoder
from aligner.profile import Encoded, concatenate

_VERSION = 3  # of the layout of an entry; another one has another file, so that versions can be used side by side
_CHUNK = 500  # keys in one query: SQLite before 3.32 takes 999 parameters at most
_SLAB = 128
"""Texts that are encoded and stored at a time: few enough that an interrupted run loses only some seconds of work, and
enough to fill the encoder's batches of texts of similar length."""

_STEPS = 127  # steps of an 8-bit integer to each side of zero
_LEAST_STEP = 1e-7  # the step of a vector of zeros, by which it is divided

_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS encoded (key BLOB PRIMARY KEY, check_sum INTEGER NOT NULL, value BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value INTEGER NOT NULL)",
)


Progress = Callable[[int, int], None]
"""Called with the number of texts encoded so far and of those to encode."""


def cache_file() -> Path:
    """Return the path of the cache: in the user's cache folder, or in the folder that ``ALIGNER_CACHE`` names."""
    folder = os.environ.get("ALIGNER_CACHE")
    return (Path(folder) if folder else user_cache_path("aligner")) / f"vectors-{_VERSION}.sqlite3"


def trim(connection: sqlite3.Connection) -> None:
    """Delete the oldest entries of a cache until its pages in use are below its limit, if it has one."""
    limit = read_limit(connection)
    while limit and used_bytes(connection) > limit:
        (count,) = connection.execute("SELECT count(*) FROM encoded").fetchone()
        if not count:
            return
        oldest = "SELECT rowid FROM encoded ORDER BY rowid LIMIT ?"
        connection.execute(f"DELETE FROM encoded WHERE rowid IN ({oldest})", (count // 8 + 1,))  # noqa: S608 - no data


def read_limit(connection: sqlite3.Connection) -> int:
    """Return the most bytes that a cache may use; 0 where it has no limit."""
    found = connection.execute("SELECT value FROM settings WHERE name = 'limit'").fetchone()
    return found[0] if found and isinstance(found[0], int) else 0


def used_bytes(connection: sqlite3.Connection) -> int:
    """Return the size of the pages of a cache that hold something; freed ones are used again."""
    pages, free, size = (
        connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)


def open_cache(path: Path) -> sqlite3.Connection:
    """Return a connection to a cache, made where there is none; write-ahead logging lets several runs share it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=30)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        for statement in _SCHEMA:
            connection.execute(statement)
    except BaseException:
        connection.close()
        raise
    return connection


class CachedEncoder:
    """An encoder that keeps vectors in a file, and asks another encoder only for those that the file lacks.

    Parameters
    ----------
    encoder : Encoder
        The encoder that makes the missing vectors.
    path : Path, optional
        The cache file; that of ``cache_file`` where none is given.
    progress : callable, optional
        Called with (texts encoded, texts to encode) after each slab of texts.

    An entry is found by model, revision and text. A damaged entry counts as missing, and a file that is not a cache is
    put aside; a folder that cannot be written to only costs the time of encoding again. No error is raised for either.
    """

    def __init__(self, encoder: Encoder, path: Path | None = None, progress: Progress | None = None) -> None:
        self._encoder = encoder
        self._path = path or cache_file()
        self._progress = progress

    @property
    def name(self) -> str:
        """The model's name."""
        return self._encoder.name

    @property
    def revision(self) -> str:
        """The revision of the model; see ``Encoder``."""
        return self._encoder.revision

    def encode(self, texts: Sequence[str]) -> Encoded:
        """Return the vectors of texts in their order, from the file where it has them, else from the encoder."""
        name, revision = self.name, self.revision  # once: for a folder it reads the files
        keys = [_key(name, revision, text) for text in texts]
        wanted = dict(zip(keys, texts, strict=True))
        known = self._recall(wanted)
        fresh = self._encode_missing({key: text for key, text in wanted.items() if key not in known})
        if fresh:  # entries of another shape than the model gives now are not this model's, whatever their key says
            shape = _shape(next(iter(fresh.values())))
            known = {key: one for key, one in known.items() if _shape(one) == shape} | fresh
            known |= self._encode_missing({key: text for key, text in wanted.items() if key not in known})
        return concatenate([known[key] for key in keys])

    def _encode_missing(self, missing: dict[bytes, str]) -> dict[bytes, Encoded]:
        """Return the vectors of texts by key, from the encoder; they are remembered slab by slab."""
        found: dict[bytes, Encoded] = {}
        longest_first = sorted(missing, key=lambda key: -len(missing[key]))
        for at in range(0, len(missing), _SLAB):
            slab = longest_first[at : at + _SLAB]
            encoded = split(self._encoder.encode([missing[key] for key in slab]))
            fresh = {key: _pack(one) for key, one in zip(slab, encoded, strict=True)}
            self._remember(fresh)
            # Packing rounds, so fresh vectors are read back from the bytes: a second run gives the same to the bit.
            found |= {key: _unpack(value) for key, value in fresh.items()}
            if self._progress:
                self._progress(at + len(slab), len(missing))
        return found

    def _recall(self, texts: dict[bytes, str]) -> dict[bytes, Encoded]:
        """Return the entries that the file has whole, by key, and of those only the ones of the commonest shape."""
        found: dict[bytes, Encoded] = {}
        wanted = sorted(texts)
        try:
            with closing(open_cache(self._path)) as connection:
                for at in range(0, len(wanted), _CHUNK):
                    some = wanted[at : at + _CHUNK]
                    marks = ",".join("?" * len(some))
                    rows = connection.execute(
                        f"SELECT key, check_sum, value FROM encoded WHERE key IN ({marks})",  # noqa: S608 - marks only
                        some,
                    )
                    for key, check, value in rows:
                        if type(value) is bytes and crc32(value) == check:
                            with suppress(ValueError):
                                found[key] = _check(_unpack(value), texts[key])
        except (sqlite3.OperationalError, OSError):
            pass  # locked, read-only or no room: encode again
        except sqlite3.DatabaseError:
            self._put_aside()
        return _of_one_shape(found)

    def _remember(self, fresh: dict[bytes, bytes]) -> None:
        """Write packed entries, if the file can be written to."""
        try:
            with closing(open_cache(self._path)) as connection, connection:
                connection.executemany(
                    "INSERT OR REPLACE INTO encoded VALUES (?, ?, ?)",
                    ((key, crc32(value), value) for key, value in fresh.items()),
                )
                trim(connection)
        except (sqlite3.DatabaseError, OSError):
            return

    def _put_aside(self) -> None:
        """Rename the file and those beside it, so that a new one is made; the old one can still be examined."""
        for suffix in ("", "-wal", "-shm"):
            damaged = self._path.with_name(self._path.name + suffix)
            with suppress(OSError):  # there is none, or another process was faster
                damaged.replace(damaged.with_name(damaged.name + ".damaged"))


def split(encoded: Encoded) -> Iterator[Encoded]:
    """Yield the vectors of each segment, as an ``Encoded`` of its own."""
    for k in range(len(encoded)):
        tokens = slice(encoded.offsets[k], encoded.offsets[k + 1])
        count = int(encoded.offsets[k + 1] - encoded.offsets[k])
        layers = tuple(layer[tokens] for layer in encoded.layers)
        ids, spans = encoded.token_ids[tokens], encoded.spans[tokens]
        yield Encoded(encoded.sentences[k : k + 1], np.array([0, count]), ids, layers, spans)


def _shape(encoded: Encoded) -> tuple[int, ...]:
    """Return the width of the sentence vectors and of each layer."""
    return (encoded.sentences.shape[1], *(layer.shape[1] for layer in encoded.layers))


def _of_one_shape(found: dict[bytes, Encoded]) -> dict[bytes, Encoded]:
    """Return the entries whose vectors have the shape that most have: those of one model all have the same."""
    (common, _), *_ = Counter(map(_shape, found.values())).most_common(1) or [((), 0)]
    return {key: one for key, one in found.items() if _shape(one) == common}


def _key(name: str, revision: str, text: str) -> bytes:
    """Return a digest of all that decides a text's vectors."""
    return sha256("\0".join((str(_VERSION), name, revision, text)).encode()).digest()


def _pack(encoded: Encoded) -> bytes:
    """Return one segment of t tokens as bytes.

    In this order, little-endian: int32 t, the width of the sentence vector, the number of layers and each one's width
    w; float16 [d], the sentence vector; int32 [t], the token ids; int32 [t, 2], their spans; for each layer float16
    [t], one scale per token, and int8 [t, w], what the scale is multiplied by.
    """
    widths = [layer.shape[1] for layer in encoded.layers]
    sizes = np.array([len(encoded.token_ids), encoded.sentences.shape[1], len(widths), *widths], "<i4")
    parts = [sizes, encoded.sentences.astype("<f2"), encoded.token_ids.astype("<i4"), encoded.spans.astype("<i4")]
    for layer in encoded.layers:
        values = layer.astype(np.float32)
        scales = (np.abs(values).max(axis=1, initial=0) / _STEPS).astype("<f2")
        steps = np.maximum(scales.astype(np.float32), _LEAST_STEP)[:, None]
        parts += [scales, np.clip(np.rint(values / steps), -_STEPS, _STEPS).astype("i1")]
    return b"".join(part.tobytes() for part in parts)


def _check(encoded: Encoded, text: str) -> Encoded:
    """Return what an entry holds for a text; raise ``ValueError`` for what no model gives.

    A checksum only shows damage. Whoever can write to the file can write entries that keep it, so spans and numbers
    are checked before anything relies on them.
    """
    spans = encoded.spans
    if not encoded.layers or not encoded.sentences.size:
        raise ValueError("no vectors")
    finite = [bool(np.isfinite(encoded.sentences).all()), *(bool(np.isfinite(layer).all()) for layer in encoded.layers)]
    if not all(finite):
        raise ValueError("vectors that are no numbers")
    if len(spans) and not (spans.min() >= 0 and spans.max() <= len(text) and bool((spans[:, 0] <= spans[:, 1]).all())):
        raise ValueError("tokens outside their text")
    return encoded


def _unpack(value: bytes) -> Encoded:
    """Return the segment that ``_pack`` made bytes of, its layers in float16; raise ``ValueError`` for other bytes."""
    at = 0

    def take(kind: str, count: int) -> NDArray[Any]:
        nonlocal at
        if not 0 <= count <= len(value):
            raise ValueError(f"a size of {count}")
        found: NDArray[Any] = np.frombuffer(value, kind, count, at)
        at += found.nbytes
        return found

    tokens, width, layer_count = (int(size) for size in take("<i4", 3))
    widths = [int(size) for size in take("<i4", layer_count)]
    sentence = take("<f2", width).astype(np.float32)[None]
    ids = take("<i4", tokens).astype(np.int64)
    spans = take("<i4", 2 * tokens).astype(np.int64).reshape(tokens, 2)
    layers = []
    for layer_width in widths:
        scales = take("<f2", tokens).astype(np.float32)
        values = take("i1", tokens * layer_width).reshape(tokens, layer_width)
        layers.append((values * scales[:, None]).astype(np.float16))
    if at != len(value):
        raise ValueError("bytes are left")
    return Encoded(sentence, np.array([0, tokens]), ids, tuple(layers), spans)
