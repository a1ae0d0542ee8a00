"""Partial: some words of a sentence have no counterpart, in a bead that is matched as a whole.

What is looked for is a dropped clause: a stretch of tokens that the other side lacks, in a sentence that is too long
for its translation. Either alone is common, since translators rephrase and languages differ in length.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np

from aligner.coverage.case import Case, run_of
from aligner.coverage.checks.lengths import Lengths
from aligner.coverage.findings import RawFinding
from aligner.ladder import Bead
from aligner.profile import Vectors
from aligner.writing import UNSPACED_WORDS

_SURE_BEAD = 0.5  # confidence of a bead below which its words may belong to another one
_FOUND = 0.7  # of the usual cover, from which a token counts as found
_MOST_FOUND = 1.2  # a token found better than this says no more for those beside it
_ELSEWHERE = 0.6  # of the usual cover, from which the lacking words are in a neighbour of the facing segments
_MOST_WORDS = 8  # named in a finding, so that it stays one line or two

# Log odds from which words are lost: of the source 2.6 (93% by the fit), of the target 7.0 (99.9%), because translators
# explain, and few additions inside a sentence are mistakes.
_LEAST_LOG_ODDS = (2.6, 7.0)
_LOST_FIGURE = 3.5  # subtracted from the first of them where the translation lacks a figure too
_BRACKET = re.compile(r"[(（\[［]")  # opens a translator's note: "(a town in Kent)", "［訳注］"

_MOST_EXCESS = 0.8  # a source exp(0.8) = 2.2 times as long as usual; more is for checks/lengths.py
_SMOOTHING = 3  # added to both weights of a ratio, as to the lengths in checks/lengths.py

# A word with what is written inside it: "o'clock", "twenty-one", "Yahoo.com", "30.000".
_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_UNSPACED = re.compile(f"[{UNSPACED_WORDS}]")  # "家", "ก": a word of which only the lacking part is named


class Loss(NamedTuple):
    """The values by which a stretch of tokens is judged to be lost in translation, or the weight of each of them.

    ``excess`` is the log of how much longer than usual the side is, ``log_missing`` the log of the weight that is
    missing, plus one, ``share_missing`` that weight over the weight of the whole side, and ``log_ratio`` the log of the
    weight of this side to that of the other.
    """

    constant: float
    excess: float
    log_missing: float
    share_missing: float
    log_ratio: float


LOSS_WEIGHTS = Loss(constant=-6.42, excess=6.06, log_missing=2.81, share_missing=-3.48, log_ratio=4.96)
"""Weights of a logistic function, fitted on gold ladders from which clauses had been dropped.

The share counts against a loss: where most of a sentence is not found, it is a free translation rather than a gap.
"""


class Gap(NamedTuple):
    """A stretch of a run's tokens that the other side lacks, and the weight that is missing."""

    tokens: slice
    missing: float


def find_partial(case: Case, lengths: Lengths | None, lost_figures: Collection[range] = ()) -> list[RawFinding]:
    """Return a finding for each bead some of whose words have no counterpart; the detail names the words.

    ``lost_figures`` are runs of target segments that lack a figure, which makes it likelier that more was lost there.
    Nothing is found without ``lengths``.
    """
    if lengths is None:
        return []
    findings = []
    for bead in case.beads:
        if bead.source and bead.target and bead.confidence >= _SURE_BEAD:
            excess = lengths.excess(case, bead)
            for side, longer in ((0, excess), (1, -excess)):
                least = _LEAST_LOG_ODDS[side] - (_LOST_FIGURE if side == 0 and bead.target in lost_figures else 0.0)
                finding = _find_loss(case, bead, side, longer, least)
                if finding:
                    findings.append(finding)
    return findings


def loss_log_odds(values: Loss) -> float:
    """Return the log odds that a stretch of tokens was lost in translation."""
    return sum(weight * value for weight, value in zip(LOSS_WEIGHTS, values, strict=True))


def _find_loss(case: Case, bead: Bead, side: int, excess: float, least: float) -> RawFinding | None:
    """Return a finding if one side of a bead lost words with these log odds at least; ``excess`` is that side's."""
    run, facing = run_of(bead, side), run_of(bead, 1 - side)
    if excess <= 0:
        return None
    gap = find_gap(case, side, run, facing)
    whole, other = case.similarity.weight(side, run), case.similarity.weight(1 - side, facing)
    log_odds = loss_log_odds(
        Loss(
            constant=1.0,
            excess=min(excess, _MOST_EXCESS),
            log_missing=float(np.log1p(gap.missing)),
            share_missing=gap.missing / max(whole, 1e-6),
            log_ratio=float(np.log((whole + _SMOOTHING) / (other + _SMOOTHING))),
        )
    )
    if not gap.missing or log_odds < least or is_elsewhere(case, side, bead, gap):
        return None
    if side == 1 and _adds_brackets(case, run, facing):
        return None
    words = name_gap(case, side, run, gap)
    if not words:
        return None
    detail = f"words without counterpart: {', '.join(words)}"
    return RawFinding("partial", side, run, facing, detail, float(1 / (1 + np.exp(-log_odds))))


def find_gap(case: Case, side: int, run: range, facing: range) -> Gap:
    """Return the stretch of a run's tokens that the other side lacks most.

    A token counts for a stretch by its weight times how far it is below ``_FOUND``, against it if it is above; the
    stretch with the greatest sum is found in one pass (Kadane's algorithm).
    """
    found = np.minimum(case.similarity.found(side, run, facing) / case.usual[side], _MOST_FOUND)
    span = case.similarity.span(side, run)
    return find_stretch(case.similarity.weights[side][span] * (_FOUND - found))


def find_stretch(values: Vectors) -> Gap:
    """Return the stretch of tokens whose values have the greatest sum, an empty one where none is above 0.

    >>> find_stretch(np.array([-1.0, 2.0, -0.5, 1.0, -3.0]))
    Gap(tokens=slice(1, 4, None), missing=2.5)
    """
    best, first, last = 0.0, 0, 0
    total, begin = 0.0, 0
    for place, value in enumerate(values.tolist()):
        if total <= 0:
            total, begin = 0.0, place
        total += value
        if total > best:
            best, first, last = total, begin, place + 1
    return Gap(slice(first, last), best)


def words_at(text: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """Return the words of a text that spans of characters touch, in order; of unspaced scripts the stretch alone.

    >>> words_at("The mother, at home.", [(4, 11), (4, 11), (15, 20)])
    ['mother', 'home']
    >>> words_at("家族の生活", [(0, 2)])
    ['家族']
    """
    touched = {place for start, end in spans for place in range(start, end)}
    words = []
    for match in _WORD.finditer(text):
        inside = sorted(touched.intersection(range(*match.span())))
        if inside:
            words.append(text[inside[0] : inside[-1] + 1] if _UNSPACED.search(match[0]) else match[0])
    return words


def is_elsewhere(case: Case, side: int, bead: Bead, gap: Gap, least: float = _ELSEWHERE) -> bool:
    """Return whether a segment beside a bead's other side has the words of a gap, with this cover at least."""
    run, facing = run_of(bead, side), run_of(bead, 1 - side)
    count = len(case.texts[1 - side])
    weights = case.similarity.weights[side][case.similarity.span(side, run)][gap.tokens]
    for beside in (range(max(facing.start - 1, 0), facing.start), range(facing.stop, min(facing.stop + 1, count))):
        found: Vectors = case.similarity.found(side, run, beside)[gap.tokens]
        if beside and float(found @ weights) >= least * case.usual[side] * float(weights.sum()):
            return True
    return False


def _adds_brackets(case: Case, run: range, facing: range) -> bool:
    """Return whether a target has more brackets than its source: a translator's note."""
    return len(_BRACKET.findall(case.run_text(1, run))) > len(_BRACKET.findall(case.run_text(0, facing)))


def name_gap(case: Case, side: int, run: range, gap: Gap) -> list[str]:
    """Return the words of a gap, the first eight and "…" if there are more."""
    words: list[str] = []
    at = 0  # tokens of the run before this segment
    for index in run:
        spans = case.profiles[side].token_spans(index)
        inside = slice(max(gap.tokens.start - at, 0), max(gap.tokens.stop - at, 0))
        words += words_at(case.texts[side][index], spans[inside])
        at += len(spans)
    return [*words[:_MOST_WORDS], "…"] if len(words) > _MOST_WORDS else words
