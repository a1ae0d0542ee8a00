"""How well the words of one text are found in the other: what several checks judge by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from aligner.match.similarity import chance_level, weigh_tokens
from aligner.profile import Integers, Profile, Vectors

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
    sides = source, target
    tokens = _stack(source), _stack(target)
    level, spread = chance_level(sides, tokens)
    offsets = source.offsets, target.offsets
    return Evidence((source.sentences, target.sentences), tokens, offsets, weigh_tokens(*sides), level, spread)


def _stack(side: Profile) -> Vectors:
    """Return each token's vectors of the last layers as one, so that a product is the mean of the layers' cosines."""
    layers = side.layers[-_LAYERS:]
    if not layers:
        return np.zeros((0, 1), np.float32)
    stacked: Vectors = np.concatenate(layers, axis=1) / np.sqrt(np.float32(len(layers)))
    return stacked
