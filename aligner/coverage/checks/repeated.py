"""Repeated: a target sentence that is given twice, or given for two sentences of the source."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from aligner.coverage.case import Case, consecutive_runs
from aligner.coverage.findings import RawFinding
from aligner.ladder import Bead
from aligner.text import Text
from aligner.writing import HAN_AND_KANA

# Letters and digits of a sentence that is not repeated by chance, as "He said so." may be. A Chinese or Japanese
# character counts twice: it holds about as much as two letters.
_LEAST_LETTERS = 16
_WIDE = re.compile(f"[{HAN_AND_KANA}]")  # "家", "か"

_LEAST_COVER = 0.4  # of the copy that its source covers best; below it no copy is a translation of its source
_ANSWERS = 0.7  # share of that cover from which another copy translates a source of its own, which repeats itself too
_CONFIDENCE = 0.9  # of every finding: this check computes no probability


def find_repeated(case: Case) -> list[RawFinding]:
    """Return a finding for each run of target segments that only repeats another one.

    Sentences are the same when their letters and digits are, whatever their case and punctuation.
    """
    homes = {j: bead for bead in case.beads for j in bead.target}
    places: dict[str, list[int]] = defaultdict(list)
    for j, text in enumerate(case.texts[1]):
        letters = "".join(filter(str.isalnum, text.casefold()))
        if len(letters) + len(_WIDE.findall(letters)) >= _LEAST_LETTERS:
            places[letters].append(j)
    originals = {
        j: original for group in places.values() if len(group) > 1 for j, original in _copies(case, group, homes)
    }
    findings = []
    for run in consecutive_runs(originals):
        original = originals[run.start]
        home = homes[original] if homes[original].source else homes[run.start]
        detail = f"the same as in {_name_place(case.versions[1], original)}"
        findings.append(RawFinding("repeated", 1, run, home.source, detail, _CONFIDENCE))
    return findings


def _name_place(text: Text, index: int) -> str:
    """Return what a person calls the place of a segment: its line in a text of lines, otherwise its paragraph."""
    return f"line {text.line(index)}" if text.verbatim else f"paragraph {text.segments[index].paragraph + 1}"


def _copies(case: Case, group: list[int], homes: dict[int, Bead]) -> Iterator[tuple[int, int]]:
    """Yield, of segments with the same text, those that translate no source of their own, each with the one that does.

    The original is the one that its source covers best, the first of several.
    """
    covers = [case.cover(1, range(j, j + 1), homes[j].source) for j in group]
    best = max(range(len(group)), key=lambda k: (covers[k], -group[k]))
    original = group[best]
    if covers[best] < _LEAST_COVER:
        return
    for j, cover in zip(group, covers, strict=True):
        if j == original:
            continue
        if homes[j] is homes[original]:
            if len(homes[j].source) < 2:
                yield max(j, original), min(j, original)
        elif not homes[j].source or cover < _ANSWERS * covers[best]:
            # Of two side by side the second is the copy, whichever of them the matcher chose.
            yield (original, j) if j + 1 == original else (j, original)
