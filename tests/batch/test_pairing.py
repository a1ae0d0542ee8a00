"""Documents that belong together are found by what they say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from aligner.batch.pairing import Document, bimax, pair_documents, pool, rate, read_documents
from tests.fakes import english_sentences, session_of, to_german


def write_documents(folder: Path, seeds: list[int], *, german: bool) -> list[Path]:
    """Write a document for each seed under a name that says nothing."""
    folder.mkdir()
    paths = []
    for number, seed in enumerate(seeds):
        sentences = english_sentences(12, seed=seed)
        path = folder / f"{number}.txt"
        path.write_text(" ".join(map(to_german, sentences) if german else sentences) + "\n", "utf-8")
        paths.append(path)
    return paths


def test_shuffled_documents_are_paired(tmp_path: Path) -> None:
    """Ten documents find their translations in another order; two of each side that have none are less certain."""
    session = session_of()
    seeds = list(range(10))
    sources = write_documents(tmp_path / "en", [*seeds, 20, 21], german=False)
    targets = write_documents(tmp_path / "de", [*reversed(seeds), 30, 31], german=True)
    sides = [list(read_documents(session, paths)) for paths in (sources, targets)]
    documents = [[one for one in side if isinstance(one, Document)] for side in sides]
    found = pair_documents(*documents)
    assert [(one.source, one.target) for one in found if one.confidence > 0.5] == [(k, 9 - k) for k in range(10)]


def test_what_cannot_be_read_or_has_no_text_is_named(tmp_path: Path) -> None:
    """A missing and an empty file are sentences among the documents."""
    (tmp_path / "empty.txt").write_text("")
    said = list(read_documents(session_of(), [tmp_path / "missing.txt", tmp_path / "empty.txt"]))
    assert [name in str(line) for name, line in zip(("missing.txt", "empty.txt"), said, strict=True)] == [True, True]
    assert pair_documents([], []) == []


def test_bimax_is_the_mean_of_both_directions() -> None:
    """One vector with a counterpart and one at right angles: 1/2 in one direction, 1 in the other."""
    assert bimax(np.eye(2, dtype=np.float32), np.eye(2, dtype=np.float32)[:1]) == pytest.approx(0.75)
    assert bimax(np.eye(2, dtype=np.float32), np.eye(2, dtype=np.float32)) == pytest.approx(1)


def test_neighbours_are_averaged() -> None:
    """128 vectors are 64 means of two; fewer than 65 are kept."""
    vectors = np.arange(128, dtype=np.float32)[:, None]
    assert pool(vectors)[:3, 0].tolist() == [0.5, 2.5, 4.5]
    assert pool(vectors[:64]).tolist() == vectors[:64].tolist()


def test_confidence_is_half_at_the_middle_margin() -> None:
    """A pair is even odds when it is better by 0.06 than the best third, or than unrelated documents are."""
    assert rate(0.56, 0.5, 1000) == pytest.approx(0.5)
    assert rate(0.31 + 0.004, 0.1, 100) == pytest.approx(0.5)
    assert rate(0.71, 0.0, 1) == pytest.approx(0.5)
    assert rate(0.58, 0.5, 1000) == pytest.approx(1 / (1 + np.exp(-1)))


def test_two_documents_alone_are_not_taken_for_a_pair(tmp_path: Path) -> None:
    """One document in each folder is a pair if they belong together, and not because there is no other."""
    session = session_of()
    sources = write_documents(tmp_path / "en", [1], german=False)
    for seed, belongs in ((1, True), (2, False)):
        targets = write_documents(tmp_path / f"de{seed}", [seed], german=True)
        sides = [list(read_documents(session, paths)) for paths in (sources, targets)]
        (found,) = pair_documents(*[[one for one in side if isinstance(one, Document)] for side in sides])
        assert (found.confidence > 0.5) is belongs
