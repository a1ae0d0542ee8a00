"""Repeated words: a word or a phrase of the target that is given three times or more on end, as machines stammer.

Two times on end are no sign of a fault: "had had", "die die", "nous nous" and "forte forte" are right, and among 70,000
sentences that people wrote one in 900 has such a pair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aligner.coverage.case import Case
from aligner.coverage.findings import RawFinding
from aligner.writing import UNSPACED_WORDS

_FEWEST_TIMES = 3
_FEWEST_TIMES_OF_A_CHARACTER = 4  # of a script without spaces, in which "哈哈哈" is a word
_LONGEST_PHRASE = 6  # words, or characters of a script without spaces

# A word with what is inside it, or one character of a script without spaces: "o'clock", "家".
_UNIT = re.compile(rf"[{UNSPACED_WORDS}]|(?:(?![{UNSPACED_WORDS}])[^\W_])+(?:['’-](?:(?![{UNSPACED_WORDS}])[^\W_])+)*")
_UNSPACED = re.compile(f"[{UNSPACED_WORDS}]")
_OPENING = (
    " \t\n\u00a0([{\"'“„‘«"  # a machine repeats what stands before a word with it: "(SANParks (SANParks (SANParks"
)
_CONFIDENCE = 0.95  # of every finding: this check computes no probability


class Run(NamedTuple):
    """A phrase that is given several times on end."""

    phrase: str
    times: int


def find_word_runs(case: Case) -> list[RawFinding]:
    """Return a finding for each target segment that gives a phrase several times on end, which its source does not."""
    findings = []
    for bead in case.beads:
        runs = [(j, run) for j in bead.target for run in find_runs(case.texts[1][j])]
        known = _most_times(case.run_text(0, bead.source)) if runs else 0
        for j, run in dict(reversed(runs)).items():
            if known == 1 or (known == 2 and run.times > _FEWEST_TIMES):
                detail = f"“{run.phrase}” {run.times} times on end"
                raw = RawFinding("repeated", 1, range(j, j + 1), bead.source, detail, _CONFIDENCE, (run.phrase,))
                findings.append(raw)
    return findings


def find_runs(text: str) -> list[Run]:
    """Return the phrases of a text that are given at least three times with little but white space between them.

    >>> find_runs("three weeks ago ago ago ago."), find_runs("of the of the of the"), find_runs("No, no, no!")
    ([Run(phrase='ago', times=4)], [Run(phrase='of the', times=3)], [])
    """
    return [run for stretch in _stretches(text) for run in _runs_of(stretch)]


def _stretches(text: str) -> Iterator[list[str]]:
    """Yield the words of a text, divided where there is more than white space and what opens between two."""
    words: list[str] = []
    end = 0
    for match in _UNIT.finditer(text):
        if words and text[end : match.start()].strip(_OPENING):
            yield words
            words = []
        words.append(match[0])
        end = match.end()
    yield words


def _runs_of(words: Sequence[str]) -> Iterator[Run]:
    """Yield the runs of a stretch of words, each by its shortest phrase."""
    folded = [word.casefold() for word in words]
    taken = 0  # words before this one are in a run of a shorter phrase
    for size in range(1, _LONGEST_PHRASE + 1):
        for first, times in _repetitions(folded, size):
            character = size == 1 and _UNSPACED.match(words[first])
            least = _FEWEST_TIMES_OF_A_CHARACTER if character else _FEWEST_TIMES
            if times >= least and first >= taken:
                space = "" if _UNSPACED.match(words[first]) else " "
                yield Run(space.join(words[first : first + size]), times)
                taken = first + times * size


def _repetitions(words: Sequence[str], size: int) -> Iterator[tuple[int, int]]:
    """Yield where a phrase of ``size`` words is given more than once on end, and how many times.

    >>> list(_repetitions("oh no no no oh".split(), 1))
    [(1, 3)]
    """
    same = 0  # words on end that are the same as those one phrase earlier
    for place in range(size, len(words) + 1):
        if place < len(words) and words[place] == words[place - size]:
            same += 1
        else:
            if same >= size:
                yield place - same - size, same // size + 1
            same = 0


def _most_times(text: str) -> int:
    """Return how many times a text gives something on end, whatever is between: 2 for "No, no!" and "はいはい"."""
    words = _UNIT.findall(text.casefold())
    return max(
        (
            times if size > 1 or not _UNSPACED.match(words[first]) else times - 1
            for size in range(1, _LONGEST_PHRASE + 1)
            for first, times in _repetitions(words, size)
        ),
        default=1,
    )
