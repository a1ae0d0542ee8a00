"""Cases for the tests of single checks: texts that the fake encoder understands, and cases whose numbers are set."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from aligner.alignment import Alignment
from aligner.coverage import Coverage
from aligner.coverage.case import Case, open_case, place_beads
from aligner.coverage.similarity import TokenSimilarity
from aligner.ladder import Bead, Ladder
from aligner.profile import Integers, Profile, Vectors
from tests.fakes import FakeEncoder, align_texts, english_sentences, profile_text, text_of, to_german

ENGLISH = english_sentences(40)
GERMAN = [to_german(sentence) for sentence in ENGLISH]


def check_texts(source: Sequence[str], target: Sequence[str], *, min_confidence: float = 0.0) -> Coverage:
    """Align two texts and check the alignment."""
    alignment = align_texts(text_of("en", source), text_of("de", target), FakeEncoder())
    return alignment.check(min_confidence=min_confidence)


def kinds_and_places(coverage: Coverage) -> list[tuple[str, str, range]]:
    """Return kind, side and segments of each finding."""
    return [(finding.kind, finding.side, finding.segments) for finding in coverage]


def one_to_one(count: int, confidence: float = 1.0) -> list[Bead]:
    """Return 1-1 beads."""
    return [Bead(range(k, k + 1), range(k, k + 1), confidence) for k in range(count)]


def case_of(
    source: Sequence[str],
    target: Sequence[str],
    languages: tuple[str, str] = ("en", "de"),
    *,
    confidence: float = 1.0,
) -> Case:
    """Open the case of two texts aligned line by line, as the fake encoder sees them."""
    texts = text_of(languages[0], source), text_of(languages[1], target)
    ladder = Ladder(tuple(one_to_one(len(source), confidence)))
    return open_case(Alignment(*texts, ladder), (profile_text(texts[0]), profile_text(texts[1])))


def plain_case(
    source: Sequence[str],
    target: Sequence[str],
    beads: Sequence[Bead] | None = None,
    *,
    similar: Mapping[str, Mapping[str, float]] | None = None,
    weights: Mapping[str, float] | None = None,
    spread: float = 1.0,
    usual: float = 1.0,
    languages: tuple[str, str] = ("en", "nl"),
) -> Case:
    """Return a case whose numbers can be worked out by hand.

    Words, between spaces, are tokens. A word has a cosine of 1 with itself and of 0 with all others, but for
    ``similar``: a target word's cosines with source words. ``weights`` are those of words, 1 if not given. Chance has
    the mean 0 and the deviation ``spread``, so that a cover is a cosine over ``spread`` and over ``usual``.
    """
    sides = [[re.findall(r"\S+", text) for text in texts] for texts in (source, target)]
    words = sorted({word for side in sides for line in side for word in line})
    vectors = dict(zip(words, np.eye(len(words), dtype=np.float64), strict=True))
    for word, cosines in (similar or {}).items():
        rest = 1 - sum(cosine**2 for cosine in cosines.values())
        vectors[word] = sum(cosine * vectors[other] for other, cosine in cosines.items()) + rest**0.5 * vectors[word]
    profiles = _profile(source, sides[0], vectors), _profile(target, sides[1], vectors)
    tokens = [profile.layers[0] for profile in profiles]
    token_weights = [
        np.array([(weights or {}).get(word, 1.0) for line in side for word in line], np.float32) for side in sides
    ]
    similarity = TokenSimilarity(
        (profiles[0].sentences, profiles[1].sentences),
        (tokens[0], tokens[1]),
        (profiles[0].offsets, profiles[1].offsets),
        (token_weights[0], token_weights[1]),
        0.0,
        spread,
    )
    placed = tuple(place_beads(one_to_one(len(source)) if beads is None else beads))
    versions = text_of(languages[0], source), text_of(languages[1], target)
    texts = versions[0].texts, versions[1].texts
    wordless = [not any(map(str.isalnum, text)) for text in texts[0]], [not any(map(str.isalnum, t)) for t in texts[1]]
    return Case(versions, texts, wordless, placed, similarity, (usual, usual), profiles)


def _profile(texts: Sequence[str], lines: list[list[str]], vectors: Mapping[str, Vectors]) -> Profile:
    width = len(next(iter(vectors.values())))
    tokens = np.array([vectors[word] for line in lines for word in line], np.float32).reshape(-1, width)
    counts = [len(line) for line in lines]
    offsets: Integers = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    sums = np.array([tokens[start:end].sum(0) for start, end in pairwise(offsets)], np.float32)
    sentences = sums.reshape(-1, width)
    sentences /= np.maximum(np.linalg.norm(sentences, axis=1, keepdims=True), 1e-6)
    spans = np.array([match.span() for text in texts for match in re.finditer(r"\S+", text)], np.int64).reshape(-1, 2)
    nothing = np.zeros((len(texts), 0), np.float32)
    ids = np.zeros(len(tokens), np.int64)
    return Profile(sentences, offsets, ids, (tokens,), spans, np.zeros(len(texts), np.float32), nothing, nothing)
