"""Names that occur once: a word with a capital whose meaning and letters the other side has nowhere.

``name`` learns the names of a pair from their repetition, so it says nothing of a name that occurs once or twice. Here
each word with a capital is judged by itself: how well the encoder finds it on the other side, how well the names right
beside it are found, and whether a word there has similar letters. A strange name of the target, or a name that the
source has lost, is reported when it is plain by itself, or when each side has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from aligner.coverage.case import Case, run_of
from aligner.coverage.checks.name import NOUNS_IN_CAPITALS, WORD, fold_name, likeness
from aligner.coverage.findings import RawFinding
from aligner.ladder import Bead
from aligner.match.similarity import chance_level
from aligner.profile import Vectors

_SURE_BEAD = 0.5  # confidence of a bead below which its names may belong to another one
_INSIDE = re.compile(r"[\w,;)»”’'–-]\s+[\"“«„‘(]*\Z")  # before a word inside a sentence: "said ", "said “"
_BEFORE = 12  # characters before a word that are looked at
_SHORTEST = 2  # letters of a name
_FOUND = 2.5  # deviations above chance from which a word is found, and nothing more is asked of its letters
_UNLIKE = 0.6  # share of letters in common below which a word is not a form of a name


class Strange(NamedTuple):
    """The values by which a word with a capital is judged to have no counterpart, or the weight of each of them.

    ``found`` is how well its tokens are found on the other side, the mean over all layers in deviations above chance,
    ``like`` the share of letters that it has in common with the most similar word there; ``found_together`` and
    ``like_together`` are the mean and the maximum of the same over the names right beside it, of which ``together`` are
    counted. ``own_median`` and ``other_median`` are those of ``found`` over all tokens of both sides, ``lost`` is
    ``found`` of the name of the other side that is found worst. ``first`` says that the word begins a sentence, and
    ``upper`` that all its letters are capitals.
    """

    constant: float
    found: float
    like: float
    found_together: float
    like_together: float
    together: float
    other_median: float
    own_median: float
    lost: float
    first: float
    upper: float


WEIGHTS = Strange(3.56, -1.65, -1.40, -1.82, -1.27, 0.33, 0.19, 0.82, -0.84, -2.99, -1.44)
"""Weights of a logistic function, fitted on English translations from six languages in which names had been replaced."""
CASELESS_WEIGHTS = Strange(-2.54, -0.61, -0.52, -2.62, -0.35, 0.48, 0.48, 1.95, -0.45, -1.37, 0.0)
"""The same from Japanese, where neither letters nor capitals say anything."""

# Log odds from which a name is reported: a strange one of the target (from a source with capitals, and without), one
# that the source has lost, and both of them together.
_LEAST_STRANGE, _LEAST_STRANGE_CASELESS, _LEAST_LOST = 2.0, 1.5, 1.2
_LEAST_STRANGE_BOTH, _LEAST_LOST_BOTH = 1.0, 0.2
_CONFIDENCE, _CONFIDENCE_BOTH = 0.8, 0.9  # measured on complete and changed texts, not the odds of single words

# What is beyond these says no more.
_FOUND_LIMITS, _LIKE_LIMITS, _MEDIAN_LIMITS, _MOST_TOGETHER = (-1.0, 3.0), (0.3, 0.8), (0.0, 4.0), 3


class Name(NamedTuple):
    """A word with a capital: its characters, how well it is found, and where it stands.

    ``common`` says that the text has the word in small letters as well: it is no name, but may be part of one.
    """

    text: str
    found: float
    like: float
    first: bool
    common: bool


class _Sides(NamedTuple):
    """How well the tokens of both sides of a bead are found on the other one."""

    found: tuple[Vectors, Vectors]
    medians: tuple[float, float]


def find_new_names(case: Case) -> list[RawFinding]:
    """Return a finding for each bead whose target has another name than its source, or lost one."""
    cased = tuple(_has_capitals(texts) for texts in case.texts)
    nouns = tuple(language.startswith(NOUNS_IN_CAPITALS) for language in case.languages)
    layers = range(min(len(profile.layers) for profile in case.profiles))
    if not layers or not any(cased):
        return []
    levels = [chance_level(case.profiles, (case.profiles[0].layers[k], case.profiles[1].layers[k])) for k in layers]
    small = tuple({word for text in texts for word in WORD.findall(text) if word.islower()} for texts in case.texts)
    findings = []
    for bead in case.beads:
        if not bead.source or not bead.target or bead.confidence < _SURE_BEAD:
            continue
        sides = _find_tokens(case, bead, levels)
        strange = _judge(case, bead, 1, sides, small, cased) if cased[1] and not nouns[1] else ("", -np.inf)
        lost = _judge(case, bead, 0, sides, small, cased) if cased[0] else ("", -np.inf)
        confidence = _decide(strange[1], lost[1], cased=cased[0], nouns=nouns[0])
        if confidence:
            detail = _describe(strange, lost, nouns=nouns[0])
            findings.append(RawFinding("name", 1, bead.target, bead.source, detail, confidence))
    return findings


def strange_log_odds(weights: Strange, values: Strange) -> float:
    """Return the log odds that a word with a capital has no counterpart."""
    return sum(weight * value for weight, value in zip(weights, values, strict=True))


def _decide(strange: float, lost: float, *, cased: bool, nouns: bool) -> float:
    """Return the confidence of a finding by the log odds of a strange name and of a lost one, 0 for none."""
    if strange >= _LEAST_STRANGE_BOTH and lost >= _LEAST_LOST_BOTH and not nouns:
        return _CONFIDENCE_BOTH
    alone = strange >= (_LEAST_STRANGE if cased else _LEAST_STRANGE_CASELESS)
    return _CONFIDENCE if alone or (lost >= _LEAST_LOST and not nouns) else 0.0


def _describe(strange: tuple[str, float], lost: tuple[str, float], *, nouns: bool) -> str:
    is_strange, is_lost = strange[1] >= _LEAST_STRANGE_BOTH, lost[1] >= _LEAST_LOST_BOTH and not nouns
    if is_strange and is_lost:
        return f"{lost[0]} ≠ {strange[0]}"
    return f"{lost[0]} is lost" if is_lost else f"{strange[0]} is not in the source"


def _has_capitals(texts: list[str]) -> bool:
    """Return whether a text is in letters that have capitals; the first 200 characters of each segment do."""
    letters = "".join(filter(str.isalpha, "".join(text[:200] for text in texts)))
    return sum(letter.lower() != letter.upper() for letter in letters) > len(letters) / 2


def _find_tokens(case: Case, bead: Bead, levels: list[tuple[float, float]]) -> _Sides:
    """Return how well each token of a bead is found on the other side, on average over the layers."""
    tokens = [case.profiles[side].tokens_of(run_of(bead, side)) for side in (0, 1)]
    sizes = [part.stop - part.start for part in tokens]
    found = np.zeros(sizes[0], np.float32), np.zeros(sizes[1], np.float32)
    if all(sizes):
        for layer, (level, spread) in enumerate(levels):
            cosines = case.profiles[0].layers[layer][tokens[0]] @ case.profiles[1].layers[layer][tokens[1]].T
            for side in (0, 1):
                found[side][:] += (cosines.max(axis=1 - side) - level) / spread / len(levels)
    medians = tuple(float(np.median(values)) if len(values) else 0.0 for values in found)
    return _Sides(found, (medians[0], medians[1]))


def _judge(
    case: Case, bead: Bead, side: int, sides: _Sides, small: tuple[set[str], ...], cased: tuple[bool, ...]
) -> tuple[str, float]:
    """Return the name of a side that has a counterpart least, with the names beside it, and its log odds."""
    other = {fold_name(word) for i in run_of(bead, 1 - side) for word in WORD.findall(case.texts[1 - side][i])}
    weights = WEIGHTS if cased[0] else CASELESS_WEIGHTS
    best, odds = "", -np.inf
    lost: float | None = None
    for group in _groups(case, bead, side, sides, small[side], other):
        if min(name.found for name in group) >= _FOUND:
            continue
        if lost is None:
            lost = _least_found(case, bead, sides, small[0]) if side == 1 else _FOUND
        for name in (name for name in group if not name.common):
            value = strange_log_odds(weights, _describe_name(name, group, side, sides, lost))
            if value > odds:
                best, odds = " ".join(one.text for one in group), value
    return best, odds


def _describe_name(name: Name, group: list[Name], side: int, sides: _Sides, lost: float) -> Strange:
    """Return the values by which a name is judged, each within its limits."""
    return Strange(
        constant=1.0,
        found=_within(name.found, _FOUND_LIMITS),
        like=_within(name.like, _LIKE_LIMITS),
        found_together=_within(float(np.mean([one.found for one in group])), _FOUND_LIMITS),
        like_together=_within(max(one.like for one in group), _LIKE_LIMITS),
        together=min(len(group), _MOST_TOGETHER),
        other_median=_within(sides.medians[1 - side], _MEDIAN_LIMITS),
        own_median=_within(sides.medians[side], _MEDIAN_LIMITS),
        lost=min(lost, _FOUND),
        first=float(name.first),
        upper=float(name.text.isupper()),
    )


def _within(value: float, limits: tuple[float, float]) -> float:
    return min(max(value, limits[0]), limits[1])


def _least_found(case: Case, bead: Bead, sides: _Sides, small: set[str]) -> float:
    """Return ``found`` of the source's name that is found worst, of those that no word of the target is like.

    Where the source has no capitals it is that of the two tokens side by side that are found worst.
    """
    if not any(map(str.isupper, case.run_text(0, bead.source))):
        values = sides.found[0]
        return float(((values[:-1] + values[1:]) / 2).min()) if len(values) > 1 else _FOUND
    other = {fold_name(word) for j in bead.target for word in WORD.findall(case.texts[1][j])}
    groups = _groups(case, bead, 0, sides, small, other)
    return min((max(name.found, -1.0) for group in groups for name in group if name.like < _UNLIKE), default=_FOUND)


def _groups(
    case: Case, bead: Bead, side: int, sides: _Sides, small: set[str], other: set[str]
) -> Iterator[list[Name]]:
    """Yield the words with a capital of one side of a bead, those that follow each other together.

    A word that the text has in small letters as well is left out where it begins a sentence.
    """
    run = run_of(bead, side)
    base = case.profiles[side].tokens_of(run).start
    for index in run:
        text, spans = case.texts[side][index], case.profiles[side].token_spans(index)
        offset = case.profiles[side].tokens_of(range(index, index + 1)).start - base
        for words in _capital_runs(text):
            first = not _INSIDE.search(text[max(words[0].start() - _BEFORE, 0) : words[0].start()])
            group = []
            for word in words:
                begins = first and word is words[0]
                tokens = [offset + k for k, (start, end) in enumerate(spans) if start < word.end() and end > word.start()]
                common = word[0].lower() in small
                if not tokens or (begins and common):
                    continue
                found = float(sides.found[side][tokens].mean())
                like = likeness(word[0], other) if found < _FOUND else 1.0
                group.append(Name(word[0], found, like, begins, common))
            if group:
                yield group


def _capital_runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Yield the words with a capital that follow each other.

    >>> [[word[0] for word in run] for run in _capital_runs("We met Erwin Huber in Graz.")]
    [['We'], ['Erwin', 'Huber'], ['Graz']]
    """
    run: list[re.Match[str]] = []
    for word in WORD.finditer(text):
        if not word[0][0].isupper() or len(word[0]) < _SHORTEST:
            continue
        if run and text[run[-1].end() : word.start()] not in (" ", "-"):
            yield run
            run = []
        run.append(word)
    if run:
        yield run
