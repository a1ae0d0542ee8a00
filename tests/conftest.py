"""What every test may count on: no network, no cache of the user's, a fake encoder."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("aligner", deadline=None, derandomize=True)  # the same examples everywhere, however slow
settings.load_profile("aligner")
os.environ["HF_HUB_OFFLINE"] = "1"  # read when huggingface_hub is imported

from tests.fakes import FakeEncoder  # noqa: E402 - after the environment is set


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep every test's vectors in a folder of its own."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("ALIGNER_CACHE", str(folder))
    return folder


@pytest.fixture
def encoder() -> FakeEncoder:
    """Return a fake encoder that remembers what it was asked."""
    return FakeEncoder()


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Return a function that writes a file into the test's folder and returns its path."""

    def make(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return path

    return make


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest file first, so that no worker is left alone with it at the end."""
    items.sort(key=lambda item: item.path.name != "test_family.py")
