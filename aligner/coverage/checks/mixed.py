"""Mixed: words of the source, or of a third language, that were left inside a translated sentence.

A word in letters that the target does not use, as 打者 in an English sentence, is foreign at sight. Between languages
with the same letters a word is suspected that the facing sentence has too. Most of these are right in both ("hotel",
"in"), so three things decide: what an identifier of languages says of the word alone, in how many other sentences of
each text it occurs, and how long it is.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from math import exp, log
from typing import NamedTuple

from aligner.coverage.case import Case
from aligner.coverage.checks.untranslated import is_same_language, plain_words, split_words
from aligner.coverage.findings import RawFinding
from aligner.ladder import Bead
from aligner.read.parts.detect import language_odds


class Foreign(NamedTuple):
    """The values by which a word that both sides have is judged to be foreign in the target, or their weights.

    ``language`` are the log odds, by the identifier, that the word is of the source's language; ``frequency`` is the
    log ratio of the other segments of the source that have the word to those of the target, a half added to both;
    ``letters`` is the length of the word.
    """

    constant: float
    language: float
    frequency: float
    letters: float


FOREIGN_WEIGHTS = Foreign(constant=-6.13, language=1.52, frequency=0.587, letters=0.315)
"""Weights of a logistic function, fitted on English translations from German, Spanish and French in which single words
had been put back, and on complete news in ten pairs."""

_LEAST_LOG_ODDS = 0.5  # from which a word is foreign; 62% by the fit
_MOST_LETTERS = 12  # a longer word says no more
_BY_SCRIPT_CONFIDENCE = 0.95  # of a word in the letters of the source
_THIRD_CONFIDENCE = 0.8  # of a word in letters that neither text uses
_RARE_SCRIPT = 0.1  # share of a text's letters below which a script is not the text's own
_LENDER = "en"  # a language whose words are in use everywhere ("show", "online"): one alone is no sign
_MOST_WORDS = 8  # named in a finding

# Scripts that are written together: Japanese and Chinese texts have several, and all have Latin names and formulas.
_SCRIPT_NAMES = {"HIRAGANA": "HAN", "KATAKANA": "HAN", "CJK": "HAN", "BOPOMOFO": "HAN"}
_EVERYWHERE = frozenset({"LATIN", "GREEK", ""})


def find_mixed_words(case: Case) -> list[RawFinding]:
    """Return a finding for each target segment in which words of another language were left."""
    if is_same_language(*case.languages):
        return []
    scripts = [_usual_scripts(texts) for texts in case.texts]
    counts = [Counter(word for text in texts for word in set(split_words(text))) for texts in case.texts]
    findings = []
    for bead in case.beads:
        for j in (j for j in bead.target if bead.source and not case.wordless[1][j]):
            words, confidence = _alien_words(case, bead, j, scripts)
            if not words and scripts[0] & scripts[1]:
                words, confidence = _foreign_words(case, bead, j, (counts[0], counts[1]))
            if words:
                detail = f"left in another language: {', '.join(words[:_MOST_WORDS])}"
                run = range(j, j + 1)
                findings.append(RawFinding("untranslated", 1, run, bead.source, detail, confidence, tuple(words)))
    return findings


def foreign_log_odds(values: Foreign) -> float:
    """Return the log odds that a word which both sides have is foreign in the target."""
    return sum(weight * value for weight, value in zip(FOREIGN_WEIGHTS, values, strict=True))


def script_runs(text: str) -> Iterator[tuple[str, str]]:
    """Yield the runs of letters of a text with the script of each.

    >>> list(script_runs("the last 打者 in it"))
    [('LATIN', 'the'), ('LATIN', 'last'), ('HAN', '打者'), ('LATIN', 'in'), ('LATIN', 'it')]
    """
    run, script = "", ""
    for character in text + " ":
        own = _script_of(character) if character.isalpha() else "M" if unicodedata.category(character)[0] == "M" else ""
        if run and own in (script, "M"):
            run += character
            continue
        if run:
            yield script, run
        run, script = (character, own) if own not in ("", "M") else ("", "")


@lru_cache(maxsize=1 << 14)
def _script_of(letter: str) -> str:
    name = unicodedata.name(letter, "").split(" ")[0].split("-")[0]
    return _SCRIPT_NAMES.get(name, name)


def _usual_scripts(texts: Sequence[str]) -> frozenset[str]:
    """Return the scripts that a text uses, those of single words and quotations left out."""
    letters = Counter[str]()
    for text in texts:
        for script, run in script_runs(text):
            letters[script] += len(run)
    least = _RARE_SCRIPT * letters.total()
    return frozenset(script for script, count in letters.items() if count > least)


def _alien_words(case: Case, bead: Bead, index: int, scripts: Sequence[frozenset[str]]) -> tuple[list[str], float]:
    """Return the words of a target segment in letters that the target does not use, and the confidence.

    Letters that the facing sentence has count only if the very word is there; those of a third script always do,
    unless the source has some of that script as well.
    """
    source = case.run_text(0, bead.source)
    used = {script for script, _ in script_runs(source)}
    runs = [(s, run) for s, run in script_runs(case.texts[1][index]) if s not in scripts[1] | _EVERYWHERE]
    copied = [run for script, run in runs if script in used and run in source]
    third = [run for script, run in runs if script not in used | scripts[0] and len(run) > 1]
    return (copied, _BY_SCRIPT_CONFIDENCE) if copied else (third, _THIRD_CONFIDENCE)


def _foreign_words(
    case: Case, bead: Bead, index: int, counts: tuple[Counter[str], Counter[str]]
) -> tuple[list[str], float]:
    """Return the words of a target segment that are of the source's language, and the highest probability of one."""
    source = Counter(word for i in bead.source for word in set(split_words(case.texts[0][i])))
    target = Counter(word for j in bead.target for word in set(split_words(case.texts[1][j])))
    found = {}
    for word in dict.fromkeys(plain_words(case.texts[1][index])):
        if word in source and len(word) > 1:
            others = counts[0][word] - source[word], counts[1][word] - target[word]
            frequency = log((others[0] + 0.5) / (others[1] + 0.5))
            letters = min(len(word), _MOST_LETTERS)
            odds = foreign_log_odds(Foreign(1.0, _odds(word, *case.languages), frequency, letters))
            if odds >= _LEAST_LOG_ODDS + case.caution:
                found[word] = 1 / (1 + exp(-odds))
    if case.languages[0].partition("-")[0] == _LENDER and len(found) < 2:
        return [], 0.0
    return list(found), max(found.values(), default=0.0)


@cache
def _odds(word: str, source: str, target: str) -> float:
    return language_odds(word, source, target)
