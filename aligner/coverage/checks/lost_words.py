"""Lost words: a few words of a sentence without a counterpart, judged by how well such words are usually found.

A name is nearly always found on the other side, half of a compound seldom; so that one of the two is not found says
something only about the name. How well a token is expected to be found, and how much that varies, are linear functions
of its vector, fitted on complete translations (``scripts/train_expectation.py``). What is missing is then a stretch of
tokens found far worse than expected, against which counts a stretch of the other side that is not expected either:
there the words were replaced and not dropped.

This is one-sided transport of words with a null word (OTTAWA, Azadi et al., Findings of ACL 2024) whose price each word
has of its own, in place of one price for all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from math import exp
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.coverage.case import Case, run_of
from aligner.coverage.checks.lengths import Lengths
from aligner.coverage.checks.partial import Gap, find_stretch, is_elsewhere, name_gap
from aligner.coverage.findings import RawFinding
from aligner.ladder import Bead
from aligner.profile import Vectors
from aligner.writing import UNSPACED_WORDS

_FILE = Path(__file__).parent / "data" / "expectation.npy"
_SURE_BEAD = 0.5  # confidence of a bead below which its words may belong to another one
_FOUND_LIMITS = (-0.5, 1.3)  # of usual covers; a token that is found better or worse says no more
_LEAST_EXPECTED = 0.2  # usual covers; nothing is missed of which less is expected
_SPREAD_LIMITS = (0.12, 0.6)  # usual covers
_TO_DEVIATION = 1.25  # from the mean absolute deviation to the standard deviation of a normal distribution
_MARGIN = 2.0  # deviations below what is expected from which a token counts as missing
_EVIDENCE_LIMITS = (-2.0, 5.0)  # deviations that one token can add to a stretch, before the margin is taken off
_MOST_EVIDENCE = 20.0  # of a stretch; more is certain anyway
_ELSEWHERE = 0.8  # of the usual cover, from which the lacking words are in a neighbour of the facing segments
_MOST_EXCESS = 0.4  # log of lengths, either way

# Between two texts tokens may be farther from what is expected than in those that the expectation was fitted on, as
# from Japanese: the median of their distance there, in deviations, and how much more or less of it a pair may have. A
# median over both sides, since what one side has lost must not widen what is expected; the square of the ratio, because
# it left the fewest false findings in Japanese.
_USUAL_DISTANCE = 0.69
_DISTANCE_LIMITS = (0.85, 1.4)


class Loss(NamedTuple):
    """The values by which a bead is judged to have lost words, or the weight of each of them.

    ``missing`` is the evidence of the stretch of the source that is missed most, ``strange`` that of the target's, both
    in deviations times the weights of the tokens; ``excess`` is the log of how much longer than usual the source is.
    """

    constant: float
    missing: float
    strange: float
    excess: float


LOSS_WEIGHTS = Loss(constant=-3.19, missing=0.57, strange=-0.141, excess=4.02)
"""Weights of a logistic function, fitted on news in nine pairs, both ways, from which phrases had been dropped.

One bead in ten counted as a loss. With any one language left out no weight moved by more than a sixth, but for that of
``strange``, which is between -0.11 and -0.16.
"""

# Log odds from which words are lost: 57% by the fit; and 88% from a script without spaces between words, whose names
# the encoder finds badly even where they are translated.
_LEAST_LOG_ODDS, _LEAST_LOG_ODDS_UNSPACED = 0.3, 2.0
_UNSPACED = re.compile(f"[{UNSPACED_WORDS}]")


# A figure, or a currency that the other side may give as a sign: "503 Millionen US-Dollar", "$503 million".
_FIGURE = re.compile(r"\d+|\b(?:US[- ]?)?(?:d[oó]ll?ar|доллар)\w*|\beuros?\b|\bевро\b|ドル|ユーロ", re.IGNORECASE)


class Expectation(NamedTuple):
    """How well each token of a text is expected to be found, and the deviation of that, both in usual covers, [t].

    ``figures`` says which tokens are of a figure or an amount; these are for checks/number.py.
    """

    level: Vectors
    spread: Vectors
    figures: NDArray[np.bool_]


Judged = tuple[Gap, float]
"""The stretch of a bead's source that is missed most, and the log odds that it was lost."""


def judge_beads(case: Case, lengths: Lengths | None) -> dict[int, Judged]:
    """Return by their numbers how the beads with two sides are judged; nothing for vectors of another model."""
    expected = expect_tokens(case)
    both = (number for number, bead in enumerate(case.beads) if bead.source and bead.target)
    return {number: judge_bead(case, case.beads[number], expected, lengths) for number in both} if expected else {}


def find_lost_words(case: Case, judged: Mapping[int, Judged]) -> list[RawFinding]:
    """Return a finding for each bead whose target lacks words of the source; the detail names them."""
    findings = []
    for number, (gap, log_odds) in judged.items():
        bead = case.beads[number]
        if bead.confidence < _SURE_BEAD:
            continue
        unspaced = _UNSPACED.search(case.texts[0][bead.source.start])
        least = (_LEAST_LOG_ODDS_UNSPACED if unspaced else _LEAST_LOG_ODDS) + case.caution
        if log_odds < least or is_elsewhere(case, 0, bead, gap, _ELSEWHERE):
            continue
        if words := name_gap(case, 0, bead.source, gap):
            detail = f"words without counterpart: {', '.join(words)}"
            findings.append(RawFinding("partial", 0, bead.source, bead.target, detail, 1 / (1 + exp(-log_odds))))
    return findings


def expect_tokens(case: Case) -> tuple[Expectation, Expectation] | None:
    """Return what is expected of the tokens of both sides; None for vectors of another model than the built-in one."""
    weights = _load_weights()
    if any(tokens.shape[1] + 2 != weights.shape[1] for tokens in case.similarity.tokens):
        return None
    source, target = (_expect(case, side, weights) for side in (0, 1))
    wider = _usual_distance(case, (source, target)) ** 2
    return source._replace(spread=source.spread * wider), target._replace(spread=target.spread * wider)


def judge_bead(case: Case, bead: Bead, expected: tuple[Expectation, Expectation], lengths: Lengths | None) -> Judged:
    """Return how one bead with two sides is judged."""
    gaps = [find_stretch(_evidence(case, bead, side, expected[side])) for side in (0, 1)]
    missing, strange = (min(gap.missing, _MOST_EVIDENCE) for gap in gaps)
    excess = lengths.excess(case, bead) if lengths else 0.0
    values = Loss(1.0, missing, strange, min(max(excess, -_MOST_EXCESS), _MOST_EXCESS))
    return gaps[0], loss_log_odds(values)


def loss_log_odds(values: Loss) -> float:
    """Return the log odds that a bead has lost words of its source."""
    return sum(weight * value for weight, value in zip(LOSS_WEIGHTS, values, strict=True))


def _evidence(case: Case, bead: Bead, side: int, expected: Expectation) -> Vectors:
    """Return how much each token of a side of a bead speaks for a loss, [t]."""
    span = case.similarity.span(side, run_of(bead, side))
    missed = np.clip(_distance(case, bead, side, expected), *_EVIDENCE_LIMITS) - _MARGIN
    evidence: Vectors = np.where(expected.figures[span], 0, missed * case.similarity.weights[side][span])
    return evidence


def _distance(case: Case, bead: Bead, side: int, expected: Expectation) -> Vectors:
    """Return how far below what is expected each token of a side of a bead is found, in deviations, [t]."""
    run, facing = run_of(bead, side), run_of(bead, 1 - side)
    span = case.similarity.span(side, run)
    found = np.clip(case.similarity.found(side, run, facing) / case.usual[side], *_FOUND_LIMITS)
    distance: Vectors = (expected.level[span] - found) / expected.spread[span]
    return distance


def _expect(case: Case, side: int, weights: Vectors) -> Expectation:
    tokens = case.similarity.tokens[side]
    values = tokens @ weights[:, :-2].T + np.outer(case.similarity.weights[side], weights[:, -2]) + weights[:, -1]
    level = np.clip(values[:, 0], _LEAST_EXPECTED, _FOUND_LIMITS[1])
    spread = np.clip(_TO_DEVIATION * values[:, 1], *_SPREAD_LIMITS)
    return Expectation(level, spread, _find_figures(case, side))


def _usual_distance(case: Case, expected: tuple[Expectation, Expectation]) -> float:
    """Return how far the tokens of these two texts are from what is expected, as a ratio to what is usual.

    The likely 1-1 beads count.
    """
    beads = [bead for bead in case.beads if bead.shape == "1-1" and bead.confidence >= _SURE_BEAD]
    if not beads:
        return 1.0
    distances = [np.concatenate([_distance(case, bead, side, expected[side]) for bead in beads]) for side in (0, 1)]
    if not all(map(len, distances)):
        return 1.0
    ratio = float(np.mean([np.median(np.abs(side)) for side in distances])) / _USUAL_DISTANCE
    return min(max(ratio, _DISTANCE_LIMITS[0]), _DISTANCE_LIMITS[1])


def _find_figures(case: Case, side: int) -> NDArray[np.bool_]:
    figures = np.zeros(len(case.similarity.tokens[side]), bool)
    for index, text in enumerate(case.texts[side]):
        places = {place for match in _FIGURE.finditer(text) for place in range(*match.span())}
        if places:
            start = case.similarity.span(side, range(index, index + 1)).start
            for number, span in enumerate(case.profiles[side].token_spans(index), start):
                figures[number] = not places.isdisjoint(range(*span))
    return figures


@cache
def _load_weights() -> Vectors:
    """Return the weights of the two linear functions, float32 [2, d + 2]: of a token's vector, its weight, and 1."""
    with _FILE.open("rb") as file:
        weights: Vectors = np.load(file, allow_pickle=False)
    return weights
