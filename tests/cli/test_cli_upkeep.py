"""``aligner cache`` and ``aligner model``."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result

from aligner.cli.common import _progress_lines
from aligner.embed.cache import CachedEncoder, cache_file, open_cache, used_bytes
from aligner.embed.cache_upkeep import describe_cache, limit_cache
from tests.fakes import FakeEncoder, english_sentences

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Keep vectors in a folder of the test."""
    monkeypatch.setenv("ALIGNER_CACHE", str(tmp_path / "cache"))
    return cache_file()


def encode(start: int, count: int) -> list[str]:
    """Encode sentences through the cache; return those that it lacked."""
    encoder = FakeEncoder()
    CachedEncoder(encoder).encode([f"{text} {k}" for k, text in enumerate(english_sentences(400))][start:][:count])
    return [text for call in encoder.calls for text in call]


def test_info_of_a_cache(run: Run, cache: Path) -> None:
    """The place, the size, the entries and the limit are shown; where there is no cache none is made."""
    assert run("cache", "info").output.split() == [
        "file",
        str(cache),
        "size",
        "0",
        "B",
        "entries",
        "0",
        "limit",
        "none",
    ]
    assert not cache.exists()
    encode(0, 20)
    assert "entries    20\n" in run("cache", "info").output


def test_clear_deletes_every_file_of_the_cache_and_no_other(run: Run, cache: Path) -> None:
    """Earlier versions and damaged files go too; what else is in the folder stays."""
    encode(0, 20)
    (cache.parent / "vectors-2.sqlite3").write_bytes(b"old")
    (cache.parent / "mine.txt").write_bytes(b"mine")
    assert "deleted" in run("cache", "clear").stderr
    assert [path.name for path in cache.parent.iterdir()] == ["mine.txt"]
    assert len(encode(0, 20)) == 20


def test_a_limit_deletes_the_oldest_and_lasts(run: Run, cache: Path) -> None:
    """Below its limit the cache keeps the newest vectors, in later runs too, until the limit is taken away."""
    encode(0, 300)
    whole = describe_cache().size
    assert run("cache", "limit", "200kB").exit_code == 0
    found = describe_cache()
    assert found.limit == 200_000
    assert whole > 300_000 > found.size
    assert 0 < found.entries < 300
    encode(300, 100)
    assert len(encode(300, 100)) < 50
    with closing(open_cache(cache)) as connection:
        assert used_bytes(connection) <= 200_000
    assert limit_cache(0).limit == 0


@pytest.mark.parametrize("size", ["much", "-1", "5 XB", "1" * 40])
def test_a_size_that_is_none(run: Run, size: str) -> None:
    """What is no size is misuse."""
    result = run("cache", "limit", "--", size)
    assert (result.exit_code, "write it as 500MB" in result.stderr) == (2, True)


def test_a_cache_that_is_none_can_be_cleared(run: Run, cache: Path) -> None:
    """A file that is no database is named with what to do, and clearing does it."""
    cache.parent.mkdir()
    cache.write_bytes(b"no database at all, but long enough to look like one")
    result = run("cache", "info")
    assert (result.exit_code, "aligner cache clear" in result.stderr) == (1, True)
    assert run("cache", "clear").exit_code == 0
    assert not cache.exists()


def test_progress_in_a_log(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """Where stderr is no terminal a line says every half a minute how far encoding is."""
    now = 0.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    show = _progress_lines()
    for now, done in ((10.0, 100), (31.0, 1300), (40.0, 1400), (62.0, 2000), (99.0, 3000)):  # noqa: B007 - read above
        show(done, 3000)
    assert capfd.readouterr().err == "encoding: 1,300 of 3,000 segments\nencoding: 2,000 of 3,000 segments\n"


@pytest.mark.model
def test_a_device_that_is_not_there() -> None:
    """A device that this machine lacks is one sentence."""
    from aligner.embed.transformer import _check_device
    from aligner.errors import ModelError

    _check_device("cpu")
    with pytest.raises(ModelError, match="the device 'nowhere' cannot be used here"):
        _check_device("nowhere")
