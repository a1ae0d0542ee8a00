"""Names that occur once: a word with a capital whose meaning and letters the other side has nowhere.

``name`` learns the names of a pair from their repetition, so it says nothing of a name that occurs once or twice. Here
each word with a capital is judged by itself: how well the encoder finds it on the other side, how well the names right
beside it are found, and whether a word there has similar letters. A strange name of the target, or a name that the
source has lost, is reported when it is plain by itself, or when each side has one.
"""

from __future__ import annotations

import re
from collections import Counter
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
_INSIDE = re.compile(
    "[\\w,;)»”\u2019'\u2013-]\\s+[\"“«„\u2018(]*\\Z"
)  # before a word inside a sentence: "said ", "said “"
_BEFORE = 12  # characters before a word that are looked at
_SHORTEST = 2  # letters of a name
_FOUND = 2.5  # deviations above chance from which a word is found, and nothing more is asked of its letters
_FORM = 0.8  # share of letters in common from which a word is a form of a name, whatever the encoder finds
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
"""Weights of a logistic function, fitted on English translations from six languages with names replaced."""
CASELESS_WEIGHTS = Strange(-2.54, -0.61, -0.52, -2.62, -0.35, 0.48, 0.48, 1.95, -0.45, -1.37, 0.0)
"""The same from Japanese, where neither letters nor capitals say anything."""

# Log odds from which a name is reported: a strange one of the target (from a source with capitals, and without), one
# that the source has lost, and both of them together.
_LEAST_STRANGE, _LEAST_STRANGE_CASELESS, _LEAST_LOST = 2.0, 1.5, 1.2
_LEAST_STRANGE_BOTH, _LEAST_LOST_BOTH = 1.0, 0.2
_FREQUENT = 3  # segments with a name from which it is a person of the story, whom translators also call "he" or "she"
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


class _View(NamedTuple):
    """A bead, how well the tokens of both sides are found on the other one, and what the texts are like.

    ``small`` are the words that each text has in small letters, ``cased`` says whether it has capitals at all.
    """

    case: Case
    bead: Bead
    found: tuple[Vectors, Vectors]
    medians: tuple[float, float]
    small: tuple[set[str], set[str]]
    cased: tuple[bool, bool]


def find_new_names(case: Case) -> list[RawFinding]:
    """Return a finding for each bead whose target has another name than its source, or lost one."""
    cased = _has_capitals(case.texts[0]), _has_capitals(case.texts[1])
    nouns = [language.startswith(NOUNS_IN_CAPITALS) for language in case.languages]
    layers = range(min(len(profile.layers) for profile in case.profiles))
    if not layers or not any(cased):
        return []
    levels = [chance_level(case.profiles, (case.profiles[0].layers[k], case.profiles[1].layers[k])) for k in layers]
    small = _small_words(case.texts[0]), _small_words(case.texts[1])
    frequent = _frequent_names(case.texts[0]), _frequent_names(case.texts[1])
    findings = []
    for bead in case.beads:
        if not bead.source or not bead.target or bead.confidence < _SURE_BEAD:
            continue
        view = _View(case, bead, *_find_tokens(case, bead, levels), small, cased)
        strange = _judge(view, 1) if cased[1] and not nouns[1] else ("", -np.inf)
        lost = _judge(view, 0) if cased[0] else ("", -np.inf)
        odds = strange[1] - case.caution, lost[1] - case.caution
        alone = strange[0] not in frequent[1], lost[0] not in frequent[0]
        confidence = _decide(odds, alone, cased=cased[0], nouns=nouns[0])
        if confidence:
            detail = _describe((strange[0], odds[0]), (lost[0], odds[1]), nouns=nouns[0])
            findings.append(RawFinding("name", 1, bead.target, bead.source, detail, confidence))
    return findings


def strange_log_odds(weights: Strange, values: Strange) -> float:
    """Return the log odds that a word with a capital has no counterpart."""
    return sum(weight * value for weight, value in zip(weights, values, strict=True))


def _decide(odds: tuple[float, float], alone: tuple[bool, bool], *, cased: bool, nouns: bool) -> float:
    """Return the confidence of a finding by the log odds of a strange name and of a lost one, 0 for none.

    ``alone`` says of each whether it counts without the other.
    """
    strange, lost = odds
    if strange >= _LEAST_STRANGE_BOTH and lost >= _LEAST_LOST_BOTH and not nouns:
        return _CONFIDENCE_BOTH
    is_strange = alone[0] and strange >= (_LEAST_STRANGE if cased else _LEAST_STRANGE_CASELESS)
    is_lost = alone[1] and lost >= _LEAST_LOST and not nouns
    return _CONFIDENCE if is_strange or is_lost else 0.0


def _describe(strange: tuple[str, float], lost: tuple[str, float], *, nouns: bool) -> str:
    is_strange, is_lost = strange[1] >= _LEAST_STRANGE_BOTH, lost[1] >= _LEAST_LOST_BOTH and not nouns
    if is_strange and is_lost:
        return f"{lost[0]} ≠ {strange[0]}"
    return f"{lost[0]} is lost" if is_lost else f"{strange[0]} is not in the source"


def _has_capitals(texts: list[str]) -> bool:
    """Return whether a text is in letters that have capitals; the first 200 characters of each segment do."""
    letters = "".join(filter(str.isalpha, "".join(text[:200] for text in texts)))
    return sum(letter.lower() != letter.upper() for letter in letters) > len(letters) / 2


def _small_words(texts: list[str]) -> set[str]:
    return {word for text in texts for word in WORD.findall(text) if word.islower()}


def _frequent_names(texts: list[str]) -> set[str]:
    """Return the names, alone and with those beside them, that several segments have."""
    counts: Counter[str] = Counter()
    for text in texts:
        runs = [[word[0] for word in run] for run in _capital_runs(text)]
        counts.update({" ".join(run) for run in runs} | {word for run in runs for word in run})
    return {name for name, count in counts.items() if count >= _FREQUENT}


def _find_tokens(
    case: Case, bead: Bead, levels: list[tuple[float, float]]
) -> tuple[tuple[Vectors, Vectors], tuple[float, float]]:
    """Return how well each token of a bead is found on the other side, averaged over the layers, and the medians."""
    tokens = [case.profiles[side].tokens_of(run_of(bead, side)) for side in (0, 1)]
    sizes = [part.stop - part.start for part in tokens]
    found = np.zeros(sizes[0], np.float32), np.zeros(sizes[1], np.float32)
    if all(sizes):
        for layer, (level, spread) in enumerate(levels):
            cosines = case.profiles[0].layers[layer][tokens[0]] @ case.profiles[1].layers[layer][tokens[1]].T
            for side in (0, 1):
                found[side][:] += (cosines.max(axis=1 - side) - level) / spread / len(levels)
    medians = [float(np.median(values)) if len(values) else 0.0 for values in found]
    return found, (medians[0], medians[1])


def _judge(view: _View, side: int) -> tuple[str, float]:
    """Return the name of a side that has a counterpart least, with the names beside it, and its log odds."""
    weights = WEIGHTS if view.cased[0] else CASELESS_WEIGHTS
    best, odds = "", -np.inf
    lost: float | None = None
    for group in _groups(view, side):
        if min(name.found for name in group) >= _FOUND:
            continue
        if lost is None:
            lost = _least_found(view) if side == 1 else _FOUND
        for name in (name for name in group if not name.common and name.like < _FORM):
            value = strange_log_odds(weights, _describe_name(view, side, name, group, lost))
            if value > odds:
                best, odds = " ".join(one.text for one in group), value
    return best, odds


def _describe_name(view: _View, side: int, name: Name, group: list[Name], lost: float) -> Strange:
    """Return the values by which a name is judged, each within its limits."""
    return Strange(
        constant=1.0,
        found=_within(name.found, _FOUND_LIMITS),
        like=_within(name.like, _LIKE_LIMITS),
        found_together=_within(float(np.mean([one.found for one in group])), _FOUND_LIMITS),
        like_together=_within(max(one.like for one in group), _LIKE_LIMITS),
        together=min(len(group), _MOST_TOGETHER),
        other_median=_within(view.medians[1 - side], _MEDIAN_LIMITS),
        own_median=_within(view.medians[side], _MEDIAN_LIMITS),
        lost=min(lost, _FOUND),
        first=float(name.first),
        upper=float(name.text.isupper()),
    )


def _within(value: float, limits: tuple[float, float]) -> float:
    return min(max(value, limits[0]), limits[1])


def _least_found(view: _View) -> float:
    """Return ``found`` of the source's name that is found worst, of those that no word of the target is like.

    Where the source has no capitals it is that of the two tokens side by side that are found worst.
    """
    if not any(map(str.isupper, view.case.run_text(0, view.bead.source))):
        values = view.found[0]
        return float(((values[:-1] + values[1:]) / 2).min()) if len(values) > 1 else _FOUND
    names = (name for group in _groups(view, 0) for name in group if name.like < _UNLIKE)
    return min((max(name.found, _FOUND_LIMITS[0]) for name in names), default=_FOUND)


def _groups(view: _View, side: int) -> Iterator[list[Name]]:
    """Yield the words with a capital of one side of a bead, those that follow each other together.

    A word that the text has in small letters as well is left out where it begins a sentence.
    """
    case, run = view.case, run_of(view.bead, side)
    facing = run_of(view.bead, 1 - side)
    other = {fold_name(word) for i in facing for word in WORD.findall(case.texts[1 - side][i])}
    base = case.profiles[side].tokens_of(run).start
    for index in run:
        text, spans = case.texts[side][index], case.profiles[side].token_spans(index)
        offset = case.profiles[side].tokens_of(range(index, index + 1)).start - base
        for words in _capital_runs(text):
            first = not _INSIDE.search(text[max(words[0].start() - _BEFORE, 0) : words[0].start()])
            group = []
            for word in words:
                begins, common = first and word is words[0], word[0].lower() in view.small[side]
                tokens = [offset + k for k, (a, b) in enumerate(spans) if a < word.end() and b > word.start()]
                if tokens and not (begins and common):
                    found = float(view.found[side][tokens].mean())
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
