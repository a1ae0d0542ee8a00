"""Figures, dates and amounts that differ."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from aligner.coverage.case import Case, Fault, run_of
from aligner.coverage.checks.lengths import Lengths
from aligner.coverage.checks.numerals import Figure, Values, find_figures, find_number_words
from aligner.ladder import Bead

_SURE_BEAD = 0.5  # confidence of a bead below which its figures may belong elsewhere
_SPOKEN = 13  # numbers below it are written in words, or left out, as one likes
_ADDED = 100  # translators add dates and ages, but no such figures
_SHORTENED = 0.6  # excess of length from which a lost figure went with the words around it
_TWELVE_HOURS = re.compile(r"\d ?[ap]\.?m\b|[午上下]午|午[前後]|晚上|凌晨|早上|AM|PM")
_IMPERIAL = re.compile(
    r"\b(?:miles?|mph|foot|feet|ft|inch(?:es)?|pounds?|lbs?|yards?|acres?|gallons?|ounces?|fahrenheit)\b|°F",
    re.IGNORECASE,
)
_METRIC = re.compile(
    r"\b(?:k?m|cm|mm|kg|g|ha|l)\b|°C|[ck]ent[iy]m|zentim|sentim|сантим|kilo|quil[oô]|кило|gram|грам|met[er]|mètr|metr|метр"
    r"|hect|hekt|lit[er]|cels|[メ米]|公里|公斤|キロ|センチ|グラム",
    re.IGNORECASE,
)
_UNITS = (1.609, 0.3048, 30.48, 2.54, 0.4536, 28.35, 0.4047, 3.785, 0.9144)
"""Kilometres in a mile and the like: a figure may have been converted."""
_ROUNDED = 0.05  # by how much a converted figure may be rounded


class _Known(NamedTuple):
    """What the other side has: values in figures, values that its words may stand for, and how it may be read."""

    written: Values
    spoken: Values
    half_days: bool
    converted: bool


def find_numbers(case: Case, lengths: Lengths | None) -> list[Fault]:
    """Return a fault for each bead in which figures differ."""
    faults = []
    for bead in case.beads:
        if bead.source and bead.target and bead.confidence >= _SURE_BEAD:
            knowns = _know(case, bead, 1), _know(case, bead, 0)
            lost, gained = (_unmatched(case, bead, side, knowns[side]) for side in (0, 1))
            excess = lengths.excess(case, bead) if lengths else 0.0
            detail, confidence = _compare(lost, gained, knowns, excess)
            if detail:
                faults.append(Fault("number", 1, bead.target, bead.source, detail, confidence))
    return faults


def _know(case: Case, bead: Bead, side: int) -> _Known:
    """Return what a side of a bead, with the segments beside it, has for the figures of the other."""
    run, texts, language = run_of(bead, side), case.texts[side], case.languages[side]
    window = texts[max(run.start - 1, 0) : run.stop + 1]
    written = frozenset(value for text in window for figure in find_figures(text, language) for value in figure.values)
    spoken = frozenset(value for text in window for value in find_number_words(text, language))
    both = case.run_text(0, bead.source), case.run_text(1, bead.target)
    half_days = any(_TWELVE_HOURS.search(text) for text in both)
    converted = any(_IMPERIAL.search(text) for text in both) and any(_METRIC.search(text) for text in both)
    return _Known(written, spoken, half_days, converted)


def _unmatched(case: Case, bead: Bead, side: int, known: _Known) -> list[Figure]:
    """Return the figures of a side that no figure or word of the other side stands for."""
    figures = [f for k in run_of(bead, side) for f in find_figures(case.texts[side][k], case.languages[side])]
    return [figure for figure in figures if not any(_agree(value, known) for value in figure.values)]


def _agree(value: float, known: _Known) -> bool:
    """Tell whether a value is there: as it is, or as decades, hours of the day and other units have it."""
    ways = [value]
    if value == int(value):
        ways += [value % 100] if 1000 <= value < 2100 else []
        ways += [1900 + value, 2000 + value, 1800 + value] if value < 100 and value % 10 == 0 else []
    ways += [round(value - 12, 2), round(value + 12, 2)] if known.half_days and value <= 24 else []
    values = known.written | known.spoken
    return any(way in values for way in ways) or (known.converted and any(_converts(value, v) for v in values))


def _converts(value: float, other: float) -> bool:
    pairs = [(value, other), (other, value)]
    return any(b > 0 and abs(a / b / unit - 1) <= _ROUNDED for a, b in pairs for unit in _UNITS)


def _compare(
    lost: list[Figure], gained: list[Figure], knowns: tuple[_Known, _Known], excess: float
) -> tuple[str, float]:
    """Return what differs and how sure it is, "" where nothing does."""
    if lost and gained:
        return f"{_list(lost)} ≠ {_list(gained)}", 0.9
    lost = [figure for figure in lost if excess < _SHORTENED and _is_missed(figure, knowns[0])]
    gained = [figure for figure in gained if -excess < _SHORTENED and _is_added(figure, knowns[1])]
    if lost:
        return f"{_list(lost)} is lost", 0.7
    return (f"{_list(gained)} is not in the source", 0.7) if gained else ("", 0.0)


def _is_missed(figure: Figure, known: _Known) -> bool:
    """Tell whether a figure without another on the other side is missed there.

    Small numbers, round years and "a hundred" are not, nor what may be said in part by words ("forty-odd"), or of a
    year ("the 20th century", "'17").
    """
    if min(figure.values) < _SPOKEN or any(value % 100 == 0 and value < 2100 for value in figure.values):
        return False
    dates = [value for value in known.written | known.spoken if 1000 <= value < 2100]
    years = {value // 100 + 1 for value in dates} | {value % 100 for value in dates}
    tens = {value - value % 10 for value in figure.values if 20 < value < 100}
    return not (years & figure.values or tens & known.spoken)


def _is_added(figure: Figure, known: _Known) -> bool:
    return min(figure.values) >= _ADDED and _is_missed(figure, known)


def _list(figures: Iterable[Figure]) -> str:
    return ", ".join(dict.fromkeys(figure.text for figure in figures))
