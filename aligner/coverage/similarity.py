"""How well the words of one text are found in the other: what several checks judge by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from aligner.match.similarity import centre, weigh_tokens
from aligner.profile import Encoded, Integers, Profile, Vectors

_SAMPLE = 64  # segments a side from which the level of chance is read
_LEAST_SPREAD = 0.03  # a few segments alone show too little of what chance does
_LAYERS = 2  # the last ones: the words as they are meant where they stand


@dataclass(frozen=True, slots=True)
class Evidence:
    """Vectors of both sides, made to be compared; side 0 is the source, side 1 the target.

    ``sentences[side]`` [n, d] and ``tokens[side]`` [t, e] have unit length; ``offsets[side]`` [n + 1] says which tokens
    belong to a segment, ``weights[side]`` [t] how rare they are, 1 on average. ``level`` and ``spread`` are mean and
    deviation of the best similarity of a token with a segment that is not its counterpart.
    """

    sentences: tuple[Vectors, Vectors]
    tokens: tuple[Vectors, Vectors]
    offsets: tuple[Integers, Integers]
    weights: tuple[Vectors, Vectors]
    level: float
    spread: float

    def span(self, side: int, run: range) -> slice:
        """Return the tokens of a run of segments."""
        return slice(int(self.offsets[side][run.start]), int(self.offsets[side][run.stop])) if run else slice(0, 0)

    def weight(self, side: int, run: range) -> float:
        """Return the summed weight of a run's tokens."""
        return float(self.weights[side][self.span(side, run)].sum())

    def found(self, side: int, run: range, facing: range) -> Vectors:
        """Return for each token of a run how well ``facing`` on the other side has it, in deviations above chance."""
        own, other = self.tokens[side][self.span(side, run)], self.tokens[1 - side][self.span(1 - side, facing)]
        if not len(own) or not len(other):
            return np.zeros(len(own), np.float32)
        best: Vectors = ((own @ other.T).max(axis=1) - self.level) / self.spread
        return best

    def cover(self, side: int, run: range, facing: range) -> float:
        """Return the mean of ``found`` by weight, 0 for a run without tokens."""
        weights = self.weights[side][self.span(side, run)]
        return float(self.found(side, run, facing) @ weights / max(float(weights.sum()), 1e-6))


def gather_evidence(source: Profile, target: Profile) -> Evidence:
    """Prepare two texts' tokens for comparison."""
    sides = source.encoded, target.encoded
    tokens = _stack(sides[0]), _stack(sides[1])
    offsets = sides[0].offsets, sides[1].offsets
    level, spread = _chance(tokens, offsets)
    sentences = centre(sides[0].sentences), centre(sides[1].sentences)
    return Evidence(sentences, tokens, offsets, weigh_tokens(*sides), level, spread)


def _stack(side: Encoded) -> Vectors:
    """Return each token's vectors of the last layers as one, so that a product is the mean of the layers' cosines."""
    layers = side.layers[-_LAYERS:]
    if not layers:
        return np.zeros((0, 1), np.float32)
    stacked: Vectors = np.concatenate([centre(layer) for layer in layers], axis=1) / np.sqrt(np.float32(len(layers)))
    return stacked


def _chance(tokens: tuple[Vectors, Vectors], offsets: tuple[Integers, Integers]) -> tuple[float, float]:
    """Return mean and deviation of the best similarity of a source token with a target segment far from its own."""
    maxima = []
    counts = len(offsets[0]) - 1, len(offsets[1]) - 1
    if min(counts) < 2:
        return 0.0, 1.0
    for k in range(_SAMPLE):
        i = k * counts[0] // _SAMPLE
        j = ((k + _SAMPLE // 2) % _SAMPLE) * counts[1] // _SAMPLE
        own = tokens[0][offsets[0][i] : offsets[0][i + 1]]
        other = tokens[1][offsets[1][j] : offsets[1][j + 1]]
        if len(own) and len(other):
            maxima.append((own @ other.T).max(axis=1))
    if not maxima:
        return 0.0, 1.0
    values = np.concatenate(maxima)
    return float(values.mean()), max(float(values.std()), _LEAST_SPREAD)
