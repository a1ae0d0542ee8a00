"""Which units of a memory survive a new version of its source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from aligner.memory.leverage import Match, measure_leverage, sides_in
from aligner.memory.units import Unit
from aligner.text import Text, fold_space, join_segments

_LONGEST_RUN = 6
"""Segments of the new text that one unit may hold; beads are of four at most, imported units seldom of more."""


@dataclass(slots=True)
class Renewal:
    """What became of a memory's units in a new text.

    ``units``    those whose source is in the new text, in the order of the text, each once
    ``covered``  for each segment of the new text, whether a unit that survives translates it
    ``matches``  for each segment, the best match that the memory has for it
    ``gone``     the number of units whose source is no longer in the text
    """

    units: list[Unit] = field(default_factory=list)
    covered: list[bool] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    gone: int = 0


def renew(text: Text, units: Iterable[Unit]) -> Renewal:
    """Return what of a memory survives in a new version of the source text.

    A unit survives if its source, white space apart, is a segment of the new text or several that follow each other.
    All units that survive are held in memory. Raises ``AlignerError`` where rapidfuzz is missing.
    """
    segments = [fold_space(segment) for segment in text.texts]
    runs: dict[str, list[range]] = {}
    for start in range(len(segments)):
        for end in range(start + 1, min(start + _LONGEST_RUN, len(segments)) + 1):
            runs.setdefault(join_segments(segments[start:end]), []).append(range(start, end))
    found = Renewal(covered=[False] * len(segments))
    survivors: list[tuple[int, int, Unit]] = []
    seen: Counter[str] = Counter()

    def surviving() -> Iterator[Unit]:
        for number, unit in enumerate(units):
            yield unit
            source, _ = sides_in(unit, text.language)
            places = runs.get(source, [])
            if source and not places:
                found.gone += 1
            if places:
                for run in places:
                    for place in run:
                        found.covered[place] = True
                # A source that comes several times has its units in the places where it is, one after the other.
                chosen = places[min(seen[source], len(places) - 1)]
                seen[source] += 1
                survivors.append((chosen.start, number, unit.copy()))

    found.matches = measure_leverage(text, surviving()).matches
    found.units = [unit for _, _, unit in sorted(survivors, key=lambda survivor: survivor[:2])]
    return found
