"""Which documents of two folders are translations of each other, by what they say.

Each document is some sentence vectors, and two documents are compared by BiMax (arXiv 2510.15577): the mean of the best
similarity that each vector of one has in the other, in both directions. Candidates are found first by one vector for
each document, so the time grows with the number of documents but for one product of matrices.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.errors import AlignerError
from aligner.inputs import read_text
from aligner.profile import Vectors, centre
from aligner.session import Aligner
from aligner.text import Text

_SEGMENTS = 256  # of a document that are encoded, from its beginning: a translation has the same things there
_VECTORS = 64  # of a document at most; each is the mean of segments that follow each other
_CANDIDATES = 32  # documents of the other folder that a document is compared with by all its vectors
_BLOCK = 1024  # documents whose candidates are looked for at a time
_CHARACTERS = 250_000  # that are encoded at a time
_MIDDLE, _SCALE = 0.06, 0.02
"""The confidence of two documents is the logistic function of how much better each fits the other than any third."""
_BACKGROUND, _FEW = 0.25, 0.4
"""The similarity of unrelated documents: about 0.25 among many, and 0.4 / n more among n, for the fewer there are, the
less does centring take away what is common to all texts of a language. No third document counts for less."""


class Found(NamedTuple):
    """Two documents that belong together, by their places in the two folders, with a confidence from 0 to 1."""

    source: int
    target: int
    confidence: float


class Document(NamedTuple):
    """A document of which the beginning was read and encoded: its path, its language and its vectors [n, d]."""

    path: Path
    language: str
    vectors: Vectors


def read_documents(session: Aligner, paths: Sequence[Path]) -> Iterator[Document | str]:
    """Yield each document, or a sentence that says why it cannot be read or compared."""
    group: list[tuple[Path, Text]] = []
    for path in paths:
        try:
            text = read_text(path)
        except AlignerError as error:
            yield str(error)
            continue
        if not len(text):
            yield f"{path}: has no text"
            continue
        group.append((path, text))
        if sum(len(segment) for _, each in group for segment in each.texts[:_SEGMENTS]) >= _CHARACTERS:
            yield from _encode(session, group)
            group = []
    yield from _encode(session, group)


def _encode(session: Aligner, group: Sequence[tuple[Path, Text]]) -> Iterator[Document]:
    """Yield the documents of a group, whose segments are encoded together."""
    heads = [text.texts[:_SEGMENTS] for _, text in group]
    segments = list(dict.fromkeys(segment for head in heads for segment in head))
    if not segments:
        return
    vectors = dict(zip(segments, session.embed(segments), strict=True))
    for (path, text), head in zip(group, heads, strict=True):
        yield Document(path, text.language, pool(np.stack([vectors[segment] for segment in head])))


def pool(vectors: Vectors) -> Vectors:
    """Return at most ``_VECTORS`` means of vectors [n, d] that follow each other.

    >>> pool(np.ones((130, 2), np.float32)).shape, pool(np.ones((3, 2), np.float32)).shape
    ((64, 2), (3, 2))
    """
    count = min(len(vectors), _VECTORS)
    starts = np.arange(count) * len(vectors) // count
    sums = np.add.reduceat(vectors, starts, axis=0)
    means: Vectors = (sums / np.diff(starts, append=len(vectors))[:, None]).astype(np.float32)
    return means


def pair_documents(sources: Sequence[Document], targets: Sequence[Document]) -> list[Found]:
    """Return which documents belong together, each in one pair at most, in the order of the sources."""
    if not (sources and targets):
        return []
    scores = _score_candidates(_centre_all(sources), _centre_all(targets))
    best: list[dict[int, float]] = [{} for _ in targets]
    for i, row in enumerate(scores):
        for j, score in row.items():
            best[j][i] = score
    taken: tuple[set[int], set[int]] = set(), set()
    found = []
    for score, i, j in sorted(
        ((score, i, j) for i, row in enumerate(scores) for j, score in row.items()), reverse=True
    ):
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            others = _best_other(scores[i], j), _best_other(best[j], i)
            found.append(Found(i, j, rate(score, max(others), min(len(sources), len(targets)))))
    return sorted(found)


def rate(score: float, other: float, count: int) -> float:
    """Return the confidence, 0 to 1, of a pair of this score among ``count`` documents.

    ``other`` is the best score that either of the two has with a third document.

    >>> rate(0.5, 0.3, 100) > 0.99, rate(0.5, 0.49, 100) < 0.1, rate(0.5, 0.0, 1) < 0.1
    (True, True, True)
    """
    margin = score - max(other, _BACKGROUND + _FEW / count)
    return float(1 / (1 + np.exp(-(margin - _MIDDLE) / _SCALE)))


def _best_other(scores: dict[int, float], chosen: int) -> float:
    return max((score for other, score in scores.items() if other != chosen), default=0.0)


def _centre_all(documents: Sequence[Document]) -> list[Vectors]:
    """Return the vectors of documents, centred for each language, which are nearer to each other than to another's."""
    centred: list[Vectors] = [one.vectors for one in documents]
    for language in {one.language for one in documents}:
        places = [k for k, one in enumerate(documents) if one.language == language]
        whole = centre(np.concatenate([documents[k].vectors for k in places]))
        ends = np.cumsum([len(documents[k].vectors) for k in places])[:-1]
        for k, part in zip(places, np.split(whole, ends), strict=True):
            centred[k] = part
    return centred


def _score_candidates(sources: Sequence[Vectors], targets: Sequence[Vectors]) -> list[dict[int, float]]:
    """Return for each source the targets that are most like it, with their scores."""
    heads = [_means(side) for side in (sources, targets)]
    count = min(_CANDIDATES, len(targets))
    scores: list[dict[int, float]] = []
    for start in range(0, len(sources), _BLOCK):
        likeness = heads[0][start : start + _BLOCK] @ heads[1].T
        nearest = np.argpartition(-likeness, count - 1, axis=1)[:, :count]
        for i, candidates in enumerate(nearest.tolist(), start):
            scores.append({j: bimax(sources[i], targets[j]) for j in sorted(candidates)})
    return scores


def _means(documents: Sequence[Vectors]) -> NDArray[np.float32]:
    means = np.stack([one.mean(0) for one in documents])
    unit: NDArray[np.float32] = means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-6)
    return unit


def bimax(source: Vectors, target: Vectors) -> float:
    """Return the mean of the best similarity of each vector in the other text, averaged over both directions.

    >>> bimax(np.eye(2), np.eye(2)[:1])
    0.75
    """
    similarity = source @ target.T
    return float(similarity.max(1).mean() + similarity.max(0).mean()) / 2
