"""How well the words of one text are found in segments of the other: the measure that most checks are built on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from aligner.match.similarity import chance_level, weigh_tokens
from aligner.profile import Integers, Profile, Vectors

# The last two layers hold a word as it is meant in its sentence; earlier ones hold more of its form, so that a word of
# another meaning but the same spelling would count as found.
_LAYERS = 2


@dataclass(frozen=True, slots=True)
class TokenSimilarity:
    """The token vectors of both sides, ready to be compared; side 0 is the source, side 1 the target.

    Parameters
    ----------
    sentences : pair of float32 [n, d]
        A vector of unit length for each segment.
    tokens : pair of float32 [t, e]
        A vector of unit length for each token.
    offsets : pair of int64 [n + 1]
        The tokens of segment i are those from ``offsets[side][i]`` up to ``offsets[side][i + 1]``.
    weights : pair of float32 [t]
        How rare each token is in both texts, 1 on average: what a missing word counts.
    level, spread : float
        Mean and standard deviation of a token's best cosine with a segment that is not its counterpart: what chance
        gives between these two texts.
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
        """Return how well each token of a run is found in ``facing`` on the other side, [t].

        That is its best cosine with any token there, in standard deviations above what chance gives; 0 where
        ``facing`` has no tokens.
        """
        own, other = self.tokens[side][self.span(side, run)], self.tokens[1 - side][self.span(1 - side, facing)]
        if not len(own) or not len(other):
            return np.zeros(len(own), np.float32)
        best: Vectors = ((own @ other.T).max(axis=1) - self.level) / self.spread
        return best

    def cover(self, side: int, run: range, facing: range) -> float:
        """Return the weighted mean of ``found`` over a run's tokens, 0 for a run without tokens."""
        weights = self.weights[side][self.span(side, run)]
        return float(self.found(side, run, facing) @ weights / max(float(weights.sum()), 1e-6))


def compare_profiles(source: Profile, target: Profile) -> TokenSimilarity:
    """Prepare the tokens of two texts for comparison."""
    sides = source, target
    tokens = _stack_layers(source), _stack_layers(target)
    level, spread = chance_level(sides, tokens)
    offsets = source.offsets, target.offsets
    return TokenSimilarity((source.sentences, target.sentences), tokens, offsets, weigh_tokens(*sides), level, spread)


def _stack_layers(side: Profile) -> Vectors:
    """Return the last layers' vectors of each token end to end; a product of two is the mean of the layers' cosines."""
    layers = side.layers[-_LAYERS:]
    if not layers:
        return np.zeros((0, 1), np.float32)
    stacked: Vectors = np.concatenate(layers, axis=1) / np.sqrt(np.float32(len(layers)))
    return stacked
