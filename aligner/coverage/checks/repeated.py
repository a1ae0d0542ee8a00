"""A target sentence that stands twice, or for two sentences of the source."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from aligner.coverage.case import Case, Fault, runs_of
from aligner.ladder import Bead
from aligner.text import Text
from aligner.writing import HAN_AND_KANA

_LEAST_LETTERS = 16  # of a sentence that is not repeated by chance; a letter of an unspaced script counts twice
_WIDE = re.compile(f"[{HAN_AND_KANA}]")
_ANSWERED = 0.7  # of the cover by its own source, from which a copy answers another
_LEAST_COVER = 0.4  # by its source, in usual ones, of the one that is no copy
_CONFIDENCE = 0.9


def find_repeated(case: Case) -> list[Fault]:
    """Return the runs of target segments that only say again what one before or after them says."""
    homes = {j: bead for bead in case.beads for j in bead.target}
    places: dict[str, list[int]] = defaultdict(list)
    for j, text in enumerate(case.texts[1]):
        letters = "".join(filter(str.isalnum, text.casefold()))
        if len(letters) + len(_WIDE.findall(letters)) >= _LEAST_LETTERS:
            places[letters].append(j)
    copies = {j: other for group in places.values() if len(group) > 1 for j, other in _copies(case, group, homes)}
    faults = []
    for run in runs_of(copies):
        original = homes[copies[run.start]] if homes[copies[run.start]].source else homes[run.start]
        detail = f"the same as in {_place(case.versions[1], copies[run.start])}"
        faults.append(Fault("repeated", 1, run, original.source, detail, _CONFIDENCE))
    return faults


def _place(text: Text, index: int) -> str:
    """Name the paragraph of a segment, or its line where the text is one of lines."""
    return f"line {text.line(index)}" if text.verbatim else f"paragraph {text.segments[index].paragraph + 1}"


def _copies(case: Case, group: list[int], homes: dict[int, Bead]) -> Iterator[tuple[int, int]]:
    """Yield of segments with one text those that answer no source of their own, each with the one that does."""
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
        elif not homes[j].source or cover < _ANSWERED * covers[best]:
            neighbours = j + 1 == original  # of two side by side the second is the copy, whichever was matched
            yield (original, j) if neighbours else (j, original)
