from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest

from aligner.embed import cache
from aligner.embed.cache import CachedEncoder, cache_file, split
from aligner.profile import Encoded, concatenate
from tests.fakes import FakeEncoder, english_sentences

TEXTS = [*english_sentences(20), "", "本です。", "\U0001f642"]


def run(path: Path, texts: list[str] = TEXTS, revision: str = "1") -> tuple[Encoded, list[str]]:
    """Encode texts through a cache file; return the vectors, and in their order the texts the encoder was asked for."""
    encoder = FakeEncoder(revision)
    encoded = CachedEncoder(encoder, path).encode(texts)
    return encoded, sorted((text for call in encoder.calls for text in call), key=texts.index)


def assert_same(one: Encoded, other: Encoded) -> None:
    """Check that two encodings are the same to the bit."""
    for name in ("sentences", "offsets", "token_ids", "spans"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    assert len(one.layers) == len(other.layers)
    for layer, again in zip(one.layers, other.layers, strict=True):
        assert layer.dtype == again.dtype == np.float16
        np.testing.assert_array_equal(layer, again)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the cache is, in a folder that is not there yet."""
    return tmp_path / "new" / "vectors.sqlite3"


def test_a_second_run_asks_the_encoder_nothing(path: Path) -> None:
    """What was encoded once is remembered, to the bit, by an encoder of the same model and revision."""
    first, asked = run(path)
    assert asked == TEXTS
    again, asked = run(path)
    assert asked == []
    assert_same(first, again)


def test_the_cache_changes_no_vector_that_matters(path: Path) -> None:
    """Remembered vectors are the encoder's but for rounding, with its tokens."""
    plain, (kept, _) = FakeEncoder().encode(TEXTS), run(path)
    np.testing.assert_array_equal(kept.offsets, plain.offsets)
    np.testing.assert_array_equal(kept.token_ids, plain.token_ids)
    np.testing.assert_array_equal(kept.spans, plain.spans)
    np.testing.assert_allclose(kept.sentences, plain.sentences, atol=1e-3)
    for one, other in zip(kept.layers, plain.layers, strict=True):
        np.testing.assert_allclose(one.astype(float), other.astype(float), atol=0.005)


def test_vectors_of_any_size_are_kept(path: Path) -> None:
    """Vectors that are all zero or very long are remembered without a warning from numpy."""
    plain = FakeEncoder().encode(["dog cat", "", "tree"])
    layer = np.stack([np.zeros(48), np.full(48, 60000.0), np.full(48, 1e-7)]).astype(np.float16)
    odd = Encoded(plain.sentences, plain.offsets, plain.token_ids, (layer,), plain.spans)

    class Odd(FakeEncoder):
        def encode(self, _texts: Sequence[str]) -> Encoded:
            return odd

    with np.errstate(all="raise", under="ignore"):
        kept = CachedEncoder(Odd(), path).encode(["dog cat", "", "tree"])
    np.testing.assert_allclose(kept.layers[0].astype(float), layer.astype(float), rtol=0.01, atol=1e-6)


def test_a_text_is_encoded_once(path: Path) -> None:
    """A text that comes several times is asked for once, and each place gets its vectors."""
    encoded, asked = run(path, ["dog.", "cat.", "dog.", "dog."])
    assert asked == ["dog.", "cat."]
    np.testing.assert_array_equal(encoded.sentences[0], encoded.sentences[3])
    assert not np.array_equal(encoded.sentences[0], encoded.sentences[1])


def test_only_new_texts_are_asked_for(path: Path) -> None:
    """A changed text costs only its changed segments; the order is that of the call."""
    first, _ = run(path)
    again, asked = run(path, ["new.", *TEXTS[::-1]])
    assert asked == ["new."]
    np.testing.assert_array_equal(again.sentences[1:], first.sentences[::-1])


def test_another_revision_is_another_entry(path: Path) -> None:
    """Vectors of one revision, or of one model, are not another's."""
    run(path)
    assert run(path, revision="2")[1] == TEXTS
    other = FakeEncoder()
    other.name = "other"
    CachedEncoder(other, path).encode(TEXTS)
    assert [sorted(call) for call in other.calls] == [sorted(TEXTS)]
    assert run(path)[1] == []


def test_the_revision_is_asked_for_once(path: Path) -> None:
    """An encoder that must read files to tell its revision is asked once, not for every text."""
    asked: list[str] = []

    class Slow(FakeEncoder):
        @property
        def revision(self) -> str:
            asked.append("revision")
            return "1"

        @revision.setter
        def revision(self, _value: str) -> None: ...

    CachedEncoder(Slow(), path).encode(TEXTS)
    assert len(asked) == 1


def test_more_texts_than_one_question_holds(path: Path) -> None:
    """Many thousand texts are found again."""
    texts = [f"word{number}" for number in range(2500)]
    first, _ = run(path, texts)
    again, asked = run(path, texts)
    assert asked == []
    assert_same(first, again)


def change(path: Path, statement: str, *values: object) -> None:
    """Change the file behind the cache's back."""
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(statement, values)
    connection.close()


GARBAGE = b"\x07" * 40


@pytest.mark.parametrize(
    ("statement", "values"),
    [
        ("UPDATE encoded SET value = substr(value, 1, length(value) / 2)", ()),
        ("UPDATE encoded SET value = substr(value, 1, 30) || x'00' || substr(value, 32)", ()),
        ("UPDATE encoded SET value = x''", ()),
        ("UPDATE encoded SET value = 'text'", ()),
        ("UPDATE encoded SET value = 17", ()),
        ("UPDATE encoded SET check_sum = check_sum + 1", ()),
        ("UPDATE encoded SET check_sum = 'sum'", ()),
        ("UPDATE encoded SET value = ?, check_sum = ?", (GARBAGE, crc32(GARBAGE))),
        ("UPDATE encoded SET value = x'', check_sum = 0", ()),
        ("DROP TABLE encoded", ()),
    ],
)
def test_a_damaged_entry_is_encoded_again(path: Path, statement: str, values: tuple[object, ...]) -> None:
    """Entries that are truncated, changed or of another kind count as missing, and are written anew."""
    first, _ = run(path)
    change(path, statement, *values)
    again, asked = run(path)
    assert asked == TEXTS
    assert_same(first, again)
    assert run(path)[1] == []


def forge(sizes: Sequence[int], body: bytes) -> bytes:
    """Return an entry of any sizes and bytes."""
    return np.array(sizes, "<i4").tobytes() + body


FORGED = {
    "no layers": forge([0, 384, 0], bytes(768)),
    "another width": forge([0, 384, 1, 48], bytes(768)),
    "another number of layers": forge([0, 48, 1, 48], bytes(96)),
    "a negative size": forge([-1, 48, 1, 48], bytes(96)),
    "a size beyond the entry": forge([2**31 - 1, 48, 1, 48], bytes(96)),
    "bytes left": forge([0, 48, 3, 48, 48, 48], bytes(97)),
    "no numbers": forge([0, 48, 3, 48, 48, 48], b"\xff\x7f" * 48),
    "a token outside its text": forge(
        [1, 48, 3, 48, 48, 48], bytes(96) + np.array([7, 0, 10**6], "<i4").tobytes() + bytes(3 * 50)
    ),
}


@pytest.mark.parametrize("every", [False, True], ids=["some", "all"])
@pytest.mark.parametrize("value", FORGED.values(), ids=FORGED)
def test_an_entry_made_by_hand_is_not_believed(path: Path, value: bytes, every: bool) -> None:
    """An entry with a right checksum whose vectors cannot be the model's counts as missing, beside a new text too."""
    run(path)
    change(
        path, "UPDATE encoded SET value = ?, check_sum = ? WHERE rowid > ?", value, crc32(value), -1 if every else 12
    )
    texts = [*TEXTS, "new."]
    again, asked = run(path, texts)
    assert len(asked) == (len(texts) if every else len(texts) - 12)
    assert_same(again, run(path.with_name("other"), texts)[0])


def test_one_damaged_entry_costs_itself(path: Path) -> None:
    """The other entries are still believed."""
    run(path)
    change(path, "UPDATE encoded SET value = x'00' WHERE rowid = (SELECT min(rowid) FROM encoded)")
    assert len(run(path)[1]) == 1


def settle(path: Path) -> bytes:
    """Bring all entries into the one file and return its bytes."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()
    return path.read_bytes()


@pytest.mark.parametrize("share", [0.0, 0.02, 0.3, 0.5, 0.9, 0.999])
def test_a_file_cut_short_is_not_believed(path: Path, share: float) -> None:
    """A cache file that is truncated anywhere gives the right vectors, and works again afterwards."""
    first, _ = run(path)
    whole = settle(path)
    path.write_bytes(whole[: int(len(whole) * share)])
    assert_same(first, run(path)[0])
    run(path)
    assert run(path)[1] == []


@pytest.mark.parametrize("offset", [0, 16, 20, 100, 105, 2000, 4096, 4100, 9000])
def test_a_file_with_a_hole_is_not_believed(path: Path, offset: int) -> None:
    """A cache file with bytes overwritten anywhere gives the right vectors, and works again afterwards."""
    first, _ = run(path)
    whole = settle(path)
    path.write_bytes(whole[:offset] + b"\xa5" * 64 + whole[offset + 64 :])
    assert_same(first, run(path)[0])
    run(path)
    assert run(path)[1] == []


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 500, b"SQLite format 3\0" + b"\0" * 5000])
def test_a_file_that_is_no_cache_is_put_aside(path: Path, content: bytes) -> None:
    """A file that is something else is not lost and not in the way."""
    path.parent.mkdir()
    path.write_bytes(content)
    assert run(path)[1] == TEXTS
    assert run(path)[1] == []
    if content:
        assert path.with_name(path.name + ".damaged").read_bytes() == content


def test_a_folder_that_cannot_be_made_costs_time_only(tmp_path: Path) -> None:
    """Where nothing can be written, or a folder has the cache's name, texts are encoded each time."""
    (tmp_path / "file").write_text("in the way")
    for path in (tmp_path / "file" / "vectors.sqlite3", tmp_path):
        for _ in range(2):
            assert run(path)[1] == TEXTS


def test_a_folder_that_cannot_be_written_to_is_still_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache that cannot be written to serves what it has; the rest is encoded each time."""
    first, _ = run(path)
    connect = sqlite3.connect

    def connect_to_read(file: Path, **_options: object) -> sqlite3.Connection:
        return connect(f"file:{file}?mode=ro", uri=True)

    monkeypatch.setattr(sqlite3, "connect", connect_to_read)
    again, asked = run(path)
    assert asked == []
    assert_same(first, again)
    for _ in range(2):
        assert run(path, [*TEXTS, "new."])[1] == ["new."]


def test_a_damaged_file_that_cannot_be_moved_costs_time_only(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is no cache and cannot be put aside stays as it is; texts are encoded each time."""
    path.parent.mkdir()
    path.write_bytes(b"not a database at all" * 500)

    def refuse(_self: Path, _target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    for _ in range(2):
        assert run(path)[1] == TEXTS


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="everything is writable for root")
def test_rights_that_were_taken_away(path: Path) -> None:
    """A folder without the right to write costs the time of encoding again."""
    run(path, TEXTS[:3])
    path.parent.chmod(0o555)
    try:
        assert len(run(path)[0]) == len(TEXTS)
    finally:
        path.parent.chmod(0o755)


def test_a_failing_encoder_leaves_nothing_half_done(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When encoding is stopped nothing is remembered that was not encoded."""

    def stop(_self: FakeEncoder, _texts: list[str]) -> Encoded:
        raise KeyboardInterrupt

    run(path, TEXTS[:3])
    with monkeypatch.context() as patch:
        patch.setattr(FakeEncoder, "encode", stop)
        with pytest.raises(KeyboardInterrupt):
            run(path)
    assert run(path)[1] == TEXTS[3:]


_WRITE = """
import sys
from pathlib import Path
from aligner.embed.cache import CachedEncoder
from tests.fakes import FakeEncoder
for start in range(0, 400, 20):
    texts = [f"word{(start + k) * int(sys.argv[2]) % 400}" for k in range(20)]
    assert len(CachedEncoder(FakeEncoder(), Path(sys.argv[1])).encode(texts)) == 20
"""


def test_progress_is_told(path: Path) -> None:
    """Progress is reported in texts done and texts to do, up to the last; what is known is nothing to do."""
    told: list[tuple[int, int]] = []
    encoder = CachedEncoder(FakeEncoder(), path, lambda done, total: told.append((done, total)))
    texts = [f"Line {number}." for number in range(300)]
    encoder.encode(texts[:100])
    encoder.encode(texts)
    assert told == [(100, 100), (128, 200), (200, 200)]


def test_a_run_that_is_broken_off_is_taken_up(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was encoded before a failure is kept, and only the rest is encoded the next time."""
    texts = [f"Line {number}." for number in range(300)]
    fake = FakeEncoder()
    whole = fake.encode

    def fail_later(some: Sequence[str]) -> Encoded:
        if len(fake.calls) == 2:
            raise KeyboardInterrupt
        return whole(some)

    monkeypatch.setattr(fake, "encode", fail_later)
    with pytest.raises(KeyboardInterrupt):
        CachedEncoder(fake, path).encode(texts)
    again = FakeEncoder()
    CachedEncoder(again, path).encode(texts)
    assert sum(map(len, again.calls)) == 300 - 256


def test_several_processes_at_once(path: Path) -> None:
    """Processes that write to one cache at the same time neither fail nor lose entries."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    runs = [
        subprocess.Popen([sys.executable, "-c", _WRITE, str(path), str(stride)], env=environment)
        for stride in (1, 3, 7)
    ]
    assert [process.wait() for process in runs] == [0, 0, 0]
    assert run(path, [f"word{number}" for number in range(400)])[1] == []


def test_the_file_lies_in_the_users_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The cache is in the user's cache folder unless ``ALIGNER_CACHE`` names another."""
    monkeypatch.setenv("ALIGNER_CACHE", str(tmp_path))
    assert cache_file().parent == tmp_path
    monkeypatch.delenv("ALIGNER_CACHE")
    monkeypatch.setattr(cache, "user_cache_path", lambda name: tmp_path / "user" / name)
    assert cache_file().parent == tmp_path / "user" / "aligner"


def test_split_is_undone_by_concatenate() -> None:
    """Segments taken apart and joined again are the same."""
    encoded = FakeEncoder().encode(TEXTS)
    assert_same(concatenate(list(split(encoded))), encoded)
