"""Keep the vectors of an encoder, so that a text is encoded once and a second run loads no model.

One SQLite file holds an entry for each segment: a key, a checksum, and the vectors packed into bytes (``_pack``). The
sentence vector is kept in float16; a token vector as 8-bit integers and one float16 scale, a quarter of float32, which
together with the projection on 128 directions costs 0 to 0.3 points of F1 (docs/matching.md).
"""

from __future__ import annotations

import os
import sqlite3
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

_SCHEMA = "CREATE TABLE IF NOT EXISTS encoded (key BLOB PRIMARY KEY, check_sum INTEGER NOT NULL, value BLOB NOT NULL)"


Progress = Callable[[int, int], None]
"""Called with the number of texts encoded so far and of those to encode."""


def cache_file() -> Path:
    """Return the path of the cache: in the user's cache folder, or in the folder that ``ALIGNER_CACHE`` names."""
    folder = os.environ.get("ALIGNER_CACHE")
    return (Path(folder) if folder else user_cache_path("aligner")) / f"vectors-{_VERSION}.sqlite3"


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
        known = self._recall(set(keys))
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        longest_first = sorted(missing, key=lambda key: -len(missing[key]))
        for at in range(0, len(missing), _SLAB):
            slab = longest_first[at : at + _SLAB]
            encoded = split(self._encoder.encode([missing[key] for key in slab]))
            fresh = {key: _pack(one) for key, one in zip(slab, encoded, strict=True)}
            self._remember(fresh)
            # Packing rounds, so fresh vectors are read back from the bytes: a second run gives the same to the bit.
            known |= {key: _unpack(value) for key, value in fresh.items()}
            if self._progress:
                self._progress(at + len(slab), len(missing))
        return concatenate([known[key] for key in keys])

    def _open(self) -> sqlite3.Connection:
        """Return a connection to the file, made where there is none; write-ahead logging lets several runs share it."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, timeout=30)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(_SCHEMA)
        except BaseException:
            connection.close()
            raise
        return connection

    def _recall(self, keys: set[bytes]) -> dict[bytes, Encoded]:
        """Return the entries that the file has whole, by key."""
        found: dict[bytes, Encoded] = {}
        wanted = sorted(keys)
        try:
            with closing(self._open()) as connection:
                for at in range(0, len(wanted), _CHUNK):
                    some = wanted[at : at + _CHUNK]
                    marks = ",".join("?" * len(some))
                    rows = connection.execute(
                        f"SELECT key, check_sum, value FROM encoded WHERE key IN ({marks})",  # noqa: S608 - marks only
                        some,
                    )
                    whole = ((k, value) for k, check, value in rows if type(value) is bytes and crc32(value) == check)
                    found |= {key: _unpack(value) for key, value in whole}
        except (sqlite3.OperationalError, OSError):
            return found  # locked, read-only or no room: encode again
        except (sqlite3.DatabaseError, ValueError):
            self._put_aside()
        return found

    def _remember(self, fresh: dict[bytes, bytes]) -> None:
        """Write packed entries, if the file can be written to."""
        try:
            with closing(self._open()) as connection, connection:
                connection.executemany(
                    "INSERT OR REPLACE INTO encoded VALUES (?, ?, ?)",
                    ((key, crc32(value), value) for key, value in fresh.items()),
                )
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


def _unpack(value: bytes) -> Encoded:
    """Return the segment that ``_pack`` made bytes of, its layers in float16; raise ``ValueError`` for other bytes."""
    at = 0

    def take(kind: str, count: int) -> NDArray[Any]:
        nonlocal at
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
    return Encoded(sentence, np.array([0, tokens]), ids, tuple(layers), spans)
