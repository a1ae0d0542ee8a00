from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from aligner.batch import Job, Pair
from tests.fakes import FakeEncoder, english_sentences, session_of, to_german

Library = Callable[[int], list[Pair]]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Return a function that writes a library of so many pairs, English and German, and returns the pairs."""

    def make(count: int) -> list[Pair]:
        pairs = []
        for number in range(count):
            sentences = english_sentences(6, seed=number)
            paths = [tmp_path / language / f"text{number}.txt" for language in ("en", "de")]
            for path, lines in zip(paths, (sentences, map(to_german, sentences)), strict=True):
                path.parent.mkdir(exist_ok=True)
                path.write_text(" ".join(lines) + "\n", "utf-8")
            pairs.append(Pair(f"text{number}", str(paths[0]), str(paths[1]), "en", "de"))
        return pairs

    return make


@pytest.fixture
def job(tmp_path: Path, encoder: FakeEncoder) -> Job:
    """Return a job with the fake encoder that writes into a folder of its own."""
    return Job(session_of(encoder), tmp_path / "out")
