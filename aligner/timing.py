"""When segments are heard, and how the clocks of two films are related: speed, offset and cuts.

Two editions of a film differ in where the film begins, in their speed (25 frames a second for television in Europe,
23.976 elsewhere) and in what was cut. Matching by meaning needs no times, so its sure beads are places at which both
clocks are known. Between cuts one straight line goes through them: the ratio of the speeds is the same in the whole
film, the offset is another after each cut.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from aligner.alignment import Alignment
from aligner.errors import InputError
from aligner.read.cues import seconds_of, time_of
from aligner.text import Mark, Segment, Text

Span = tuple[float, float]
"""The seconds at which something begins and ends."""

_SURE = 0.9
"""The confidence of a bead at least whose times count."""
_FEWEST = 8
"""Beads that a line is drawn through at least; a stretch between cuts needs as many."""
_CUT = 1.0
"""Seconds by which the offset changes at a cut at least. Subtitles of one film begin up to half a second apart."""
_PRICE = 4.0
"""What a stretch costs, in seconds of deviation: without a price every stray bead would make a cut."""
_STRAY = 1.0
"""Seconds beyond which a bead that deviates more costs no more: it is wrong, or its sentence is placed elsewhere."""
_WORST = 0.5
"""The middle deviation, in seconds, with which two films are still said to have one clock."""
_NEAR = 0.0004
"""How far a measured ratio may be from that of two known speeds to be taken for it; the closest differ by 0.001."""
_FRAMES = (23.976, 24.0, 25.0)
"""Frames a second of films: of discs and streams, of cinemas, of television in Europe."""
_TIMES = re.compile(r"(-?[\d:]{1,20}(?:[.,]\d{1,3})?) --> (-?[\d:]{1,20}(?:[.,]\d{1,3})?)")  # the value of a cue's mark
_LAGS = (2, 4, 16)  # the parts of all beads that lie between two whose times give a slope
_WINDOW = 5  # beads whose middle offset decides whether there is a cut
_SPEEDS = {one / other: (one, other) for one in _FRAMES for other in _FRAMES if one != other}
"""For each ratio of target to source the rates of both: what is shown at fewer frames a second takes longer."""


class Stretch(NamedTuple):
    """A part of a film without cuts: the second of the source at which it begins, and the offset in it."""

    begin: float
    offset: float


class TimeMap(NamedTuple):
    """How the times of two films are related: target = ``ratio`` · source + offset, the offset by stretches.

    ``deviation`` is the middle distance, in seconds, of the ``beads`` beads from it.
    """

    ratio: float
    stretches: tuple[Stretch, ...]
    deviation: float = 0.0
    beads: int = 0

    def __call__(self, seconds: float) -> float:
        """Return the target's time of a time of the source, both in seconds.

        >>> TimeMap(1.0, (Stretch(0.0, 2.0), Stretch(60.0, -10.0)))(59.0), TimeMap(0.5, (Stretch(0.0, 1.0),))(10.0)
        (61.0, 6.0)
        """
        number = bisect_right(self.stretches, seconds, key=lambda stretch: stretch.begin)
        return self.ratio * seconds + self.stretches[max(number - 1, 0)].offset

    def lines(self) -> list[str]:
        """Return the map as lines for people.

        >>> TimeMap(25 / 23.976, (Stretch(0.0, 1.5), Stretch(60.0, -8.5)), 0.04, 90).lines()[0]
        'times: target = 1.0427 × source + 1.50 s (25 frames a second in the source, 23.976 in the target)'
        >>> TimeMap(1.0, (Stretch(0.0, 1.5), Stretch(60.0, -8.5)), 0.04, 90).lines()[2]
        'times: from 00:01:00.000 of the source on, target = source - 8.50 s: 10.00 s of the source are left out'
        """
        known = next((speeds for ratio, speeds in _SPEEDS.items() if abs(ratio - self.ratio) < 1e-9), None)
        speeds = f" ({known[0]:g} frames a second in the source, {known[1]:g} in the target)" if known else ""
        fit = f"{self.beads} sure beads, half of them within {self.deviation:.2f} s"
        lines = [f"times: target = {self._formula(self.stretches[0].offset)}{speeds}", f"times: by {fit}"]
        for before, stretch in pairwise(self.stretches):
            moved = stretch.offset - before.offset
            lines.append(
                f"times: from {time_of(stretch.begin)} of the source on, target = {self._formula(stretch.offset)}: "
                f"{abs(moved):.2f} s {'of the source are left out' if moved < 0 else 'are added'}"
            )
        return lines

    def _formula(self, offset: float) -> str:
        slope = "source" if self.ratio == 1 else f"{self.ratio:.4f} × source"
        return f"{slope} {'-' if offset < 0 else '+'} {abs(offset):.2f} s"


def has_times(text: Text) -> bool:
    """Return whether a text comes from subtitles, captions or lyrics."""
    return any(mark.kind == "cue" for paragraph in text.paragraphs for mark in paragraph.marks)


def cue_span(value: str) -> Span:
    """Return the times of a cue's mark in seconds; raise ``InputError`` where they are not times.

    >>> cue_span("00:01:02,000 --> 00:01:04,500")
    (62.0, 64.5)
    """
    match = _TIMES.fullmatch(value)
    try:
        return (seconds_of(match[1]), seconds_of(match[2])) if match else _no_times(value)
    except ValueError:
        return _no_times(value)


def _no_times(value: str) -> Span:
    raise InputError(f"{value!r} is not the times of a cue; align the subtitles again")


def cues_of(text: Text, segment: Segment) -> list[Mark]:
    """Return the marks of the cues that show characters of a segment, in order."""
    marks = text.paragraphs[segment.paragraph].marks
    first = bisect_right(marks, segment.start, key=lambda mark: mark.end)
    last = bisect_left(marks, segment.start + len(segment.raw.rstrip()), key=lambda mark: mark.start)
    return [mark for mark in marks[first:last] if mark.kind == "cue"]


def segment_spans(text: Text) -> list[Span | None]:
    """Return from when to when the cues are shown that have a segment, for each; None for a segment in none."""
    found = []
    for segment in text.segments:
        cues = [cue_span(mark.value) for mark in cues_of(text, segment)]
        found.append((min(begin for begin, _ in cues), max(end for _, end in cues)) if cues else None)
    return found


def run_span(spans: Sequence[Span | None], run: range) -> Span | None:
    """Return from when to when a run of segments is shown, of the spans of all; None where none has times."""
    known = [span for k in run if (span := spans[k])]
    return (min(begin for begin, _ in known), max(end for _, end in known)) if known else None


def fit_times(alignment: Alignment) -> TimeMap | None:
    """Return how the times of two films are related, by the beads that are sure.

    None where a side has no times, fewer than eight beads are sure, or no line with a few cuts goes near them.
    """
    if not (has_times(alignment.source) and has_times(alignment.target)):
        return None
    points = sorted(_points(alignment))
    if len(points) < _FEWEST:
        return None
    best = min((_stretch(points, ratio) for ratio in _candidates(points)), key=lambda found: _cost(points, found))
    found = _stretch(points, _settle(points, best))
    return found if found.deviation <= _WORST else None


def _points(alignment: Alignment) -> Iterator[tuple[float, float]]:
    """Yield the times at which both sides of a sure bead begin, where both begin with a cue."""
    sides = alignment.source, alignment.target
    for bead in alignment.ladder:
        if bead.confidence < _SURE or not (bead.source and bead.target):
            continue
        firsts = [text.segments[run.start] for text, run in zip(sides, bead[:2], strict=True)]
        cues = [next(iter(cues_of(text, first)), None) for text, first in zip(sides, firsts, strict=True)]
        if all(cue and cue.start == first.start for cue, first in zip(cues, firsts, strict=True)):
            begin = [cue_span(cue.value)[0] for cue in cues if cue]
            yield begin[0], begin[1]


def _candidates(points: Sequence[tuple[float, float]]) -> Iterator[float]:
    """Yield the ratios that may be right: of known speeds, and the middle slope between beads far from each other."""
    yield from (1.0, *_SPEEDS)
    for part in _LAGS:
        lag = max(len(points) // part, 1)
        pairs = zip(points, points[lag:], strict=False)
        slopes = [(later[1] - one[1]) / (later[0] - one[0]) for one, later in pairs if later[0] > one[0]]
        if slopes and median(slopes) > 0:
            yield median(slopes)


def _stretch(points: Sequence[tuple[float, float]], ratio: float) -> TimeMap:
    """Return the map of a ratio, with the offsets between its cuts."""
    offsets = [target - ratio * source for source, target in points]
    runs = _join_runs(offsets, [*_cuts(offsets), len(offsets)])
    middles = [median(offsets[run.start : run.stop]) for run in runs]
    far = [abs(offsets[k] - middle) for run, middle in zip(runs, middles, strict=True) for k in run]
    begins = [points[run.start][0] if run.start else 0.0 for run in runs]
    return TimeMap(ratio, tuple(map(Stretch, begins, middles)), median(far), len(points))


def _cuts(offsets: Sequence[float]) -> Iterator[int]:
    """Yield 0, and each bead from which on most of the next offsets have moved together."""
    yield 0
    start, current = 0, median(offsets[:_WINDOW])
    for k, offset in enumerate(offsets):
        ahead = offsets[k : k + _WINDOW]
        moved = median(ahead)
        together = sum(abs(each - moved) <= _CUT for each in ahead)
        if abs(offset - current) <= _CUT:
            current = median(offsets[max(start, k + 1 - 2 * _WINDOW) : k + 1])
        elif abs(offset - moved) <= _CUT < abs(moved - current) and together >= _WINDOW - 1:
            start, current = k, moved
            yield k


def _join_runs(offsets: Sequence[float], bounds: Sequence[int]) -> list[range]:
    """Return the runs between bounds, without those too short to be sure of; such beads go with the run before."""
    runs: list[range] = []
    for start, stop in pairwise(bounds):
        last = offsets[max(runs[-1].start, start - 2 * _WINDOW) : start] if runs else ()
        near = last and abs(median(last) - median(offsets[start:stop])) <= _CUT
        if runs and (near or stop - start < _FEWEST or len(runs[-1]) < _FEWEST):
            runs[-1] = range(runs[-1].start, stop)
        else:
            runs.append(range(start, stop))
    return runs


def _cost(points: Sequence[tuple[float, float]], found: TimeMap) -> float:
    """Return how badly a map fits: the deviations, each up to that of a stray bead, and the price of its stretches."""
    far = (min(abs(found(source) - target), _STRAY) for source, target in points)
    return sum(far) + _PRICE * len(found.stretches)


def _settle(points: Sequence[tuple[float, float]], found: TimeMap) -> float:
    """Return the ratio that least squares give in the stretches together, or that of known speeds which it is near."""
    groups: dict[float, list[tuple[float, float]]] = {}
    for source, target in points:
        if abs(found(source) - target) <= _STRAY:
            groups.setdefault(found(source) - found.ratio * source, []).append((source, target))
    across = upwards = count = 0.0
    for group in groups.values():
        middles = [sum(values) / len(group) for values in zip(*group, strict=True)]
        across += sum((source - middles[0]) ** 2 for source, _ in group)
        upwards += sum((source - middles[0]) * (target - middles[1]) for source, target in group)
        count += len(group)
    if not across:
        return found.ratio
    measured = upwards / across
    near = max(_NEAR, 3 * found.deviation / across**0.5)
    if abs(measured - 1) <= near:
        return 1.0
    known = min(_SPEEDS, key=lambda ratio: abs(ratio - measured))
    return known if abs(known - measured) <= near else measured
