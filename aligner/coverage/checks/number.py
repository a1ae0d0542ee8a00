"""Number: figures, dates and amounts that differ.

Numbers are compared as values, since 30.000.000, 30 million and 3000万 are one number. A number in words explains a
figure on the other side. By itself it raises no finding, because "one" is too often no number at all; but where each
side has a number that the other has not, they differ, be they in figures or in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from aligner.coverage.case import Case, run_of
from aligner.coverage.checks.lengths import Lengths
from aligner.coverage.checks.numerals import (
    Figure,
    Values,
    drop_figures,
    find_figures,
    find_number_words,
    find_spoken,
    is_cardinal,
    is_vague,
)
from aligner.coverage.findings import RawFinding
from aligner.ladder import Bead

_SURE_BEAD = 0.5  # confidence of a bead below which its figures may belong to another one
_CERTAIN_BEAD = 0.95  # confidence from which nothing beside a bead is asked
_LEAST_MISSED = 13  # smaller numbers are written in words, or paraphrased ("a couple"), at the translator's choice
_LEAST_ADDED = 100  # translators add ages and days of a month, but no greater figures
_GONE_WITH_WORDS = 0.6  # log excess of length, 1.8 times, from which a lost figure went with the words around it
_DIFFERENT_CONFIDENCE, _LOST_CONFIDENCE = 0.9, 0.7  # of another figure in its place, and of none
_IN_WORDS_CONFIDENCE = 0.85  # of another number where one of the two is in words
_ATTACK = 2001, frozenset({9.0, 11.0})  # "9/11" and "September 11" need no year
_LOST = "is lost"
_LEAST_IN_WORDS = 2  # a "one" or a "no" that the other side lacks is no sign

# Years are given without their century ("'17"), as a decade ("the 20s") or as a century ("the 20th century").
_FIRST_YEAR, _END_OF_YEARS = 1000, 2100
_CENTURIES = (1900, 2000, 1800)  # that a decade may be of

# A clock of twelve hours on either side: "7 p.m.", "7 PM"; in Chinese 上午, 下午, 晚上 (evening), 凌晨 (before dawn)
# and 早上 (morning); in Japanese 午前 and 午後.
_TWELVE_HOURS = re.compile(r"\d ?[ap]\.?m\b|[午上下]午|午[前後]|晚上|凌晨|早上|AM|PM")

# A translation may convert units: then one side names an imperial unit and the other a metric one, in the languages of
# ``data/numbers.txt``: "100 miles" and "160 km", "Zentimeter", "сантиметров", 公里, キロ.
_IMPERIAL: tuple[tuple[re.Pattern[str], tuple[float, ...]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), factors)
    for pattern, factors in (
        (r"\b(?:square|sq\.?) (?:miles?|mi)\b", (2.59,)),  # square kilometres
        (r"\b(?:square|sq\.?) (?:foot|feet|ft)\b", (0.0929,)),  # square metres
        (r"\b(?:miles?|mph)\b", (1.609,)),  # kilometres
        (r"\b(?:foot|feet|ft)\b", (0.3048, 30.48)),  # metres, centimetres
        (r"\binch(?:es)?\b", (2.54,)),  # centimetres
        (r"\byards?\b", (0.9144,)),  # metres
        (r"\b(?:pounds?|lbs?)\b", (0.4536,)),  # kilograms
        (r"\bstones?\b", (6.35,)),  # kilograms
        (r"\btons?\b", (0.9072,)),  # tonnes, of a short ton
        (r"\bounces?\b", (28.35,)),  # grams
        (r"\bacres?\b", (0.4047,)),  # hectares
        (r"\bgallons?\b", (3.785, 4.546)),  # litres, of an American and of an imperial gallon
        (r"\bpints?\b", (0.473, 0.568)),  # litres, likewise
        (r"\bfahrenheit\b|°F", ()),  # has no factor, see ``_converts``
    )
)
"""The words of imperial units, and how many of a metric unit each is. Only those that a bead names are tried."""
_METRIC = re.compile(
    r"\b(?:k?m|cm|mm|kg|g|ha|l)\b|°C|[ck]ent[iy]m|zentim|sentim|сантим|kilo|quil[oô]|кило|gram|грам|met[er]|mètr|metr|метр"
    r"|hect|hekt|lit[er]|cels|[メ米]|公里|公斤|キロ|センチ|グラム",
    re.IGNORECASE,
)
_DEGREES, _FREEZING = 1.8, 32  # Fahrenheit in a degree of Celsius, and where Celsius is 0
_ROUNDED_DEGREES = 0.6  # of Celsius, by which a converted temperature may be rounded
_ROUNDED = 0.05  # by how much of itself a converted figure may be rounded: 100 miles are 160 or 165 km


class _Known(NamedTuple):
    """What a side has for the figures of the other: values in figures and in words, and how those may be read.

    ``half_days`` says that hours may be counted to twelve; ``factors`` are those of units that may have been converted,
    None where none may.
    """

    written: Values
    spoken: Values
    half_days: bool
    factors: tuple[float, ...] | None


def find_numbers(case: Case, lengths: Lengths | None) -> list[RawFinding]:
    """Return a finding for each bead in which figures differ."""
    findings = []
    for bead in case.beads:
        if bead.source and bead.target and bead.confidence >= _SURE_BEAD:
            detail, confidence = _compare(case, bead, lengths.excess(case, bead) if lengths else 0.0)
            if detail:
                findings.append(RawFinding("number", 1, bead.target, bead.source, detail, confidence))
    return findings


def _compare(case: Case, bead: Bead, excess: float) -> tuple[str, float]:
    """Return what differs in a bead and the confidence, or "" where nothing does.

    The numbers of the segments beside it count as well, since sentences are divided in other places. But in a certain
    bead of one sentence a side, a number of each side that the other lacks differs whatever is beside them.
    """
    found = "", 0.0
    certain = bead.shape == "1-1" and bead.confidence >= _CERTAIN_BEAD
    for beside in (1, 0) if certain else (1,):
        known = _gather_values(case, bead, 0, beside), _gather_values(case, bead, 1, beside)
        lost, gained = (_unexplained_figures(case, bead, side, known[1 - side]) for side in (0, 1))
        difference = _describe_difference((lost, gained), known, excess)
        if "≠" not in difference[0]:
            found = found if found[0] or not beside else difference
            difference = _differ_in_words(case, bead, (lost, gained), known)
        if difference[0]:
            return difference
    return found


def is_loss(finding: RawFinding) -> bool:
    """Return whether a finding says that a figure is lost, and no other one is in its place."""
    return finding.detail.endswith(_LOST)


def _gather_values(case: Case, bead: Bead, side: int, beside: int) -> _Known:
    """Return what a side of a bead, with so many segments before it and after it, has for the figures of the other."""
    run, texts, language = run_of(bead, side), case.texts[side], case.languages[side]
    window = texts[max(run.start - beside, 0) : run.stop + beside]
    written = frozenset(value for text in window for figure in find_figures(text, language) for value in figure.values)
    spoken = frozenset(value for text in window for value in find_number_words(text, language))
    both = case.run_text(0, bead.source), case.run_text(1, bead.target)
    half_days = any(_TWELVE_HOURS.search(text) for text in both)
    units = [factors for unit, factors in _IMPERIAL if any(unit.search(text) for text in both)]
    converted = bool(units) and any(_METRIC.search(text) for text in both)
    return _Known(written, spoken, half_days, tuple(f for factors in units for f in factors) if converted else None)


def _unexplained_figures(case: Case, bead: Bead, side: int, other: _Known) -> list[Figure]:
    """Return the figures of a side that no figure or word of the other side explains."""
    figures = [f for k in run_of(bead, side) for f in find_figures(case.texts[side][k], case.languages[side])]
    return [figure for figure in figures if not any(_is_known(value, other) for value in figure.values)]


def _is_known(value: float, known: _Known) -> bool:
    """Return whether a side has a value: as it is, or read as a decade, an hour of the day or a converted unit."""
    readings = [value]
    if value == int(value):
        readings += [value % 100] if _FIRST_YEAR <= value < _END_OF_YEARS else []
        readings += [century + value for century in _CENTURIES] if value < 100 and value % 10 == 0 else []
    readings += [round(value - 12, 2), round(value + 12, 2)] if known.half_days and value <= 24 else []
    values = known.written | known.spoken
    if any(one in values for one in readings):
        return True
    return known.factors is not None and any(_converts(value, other, known.factors) for other in values)


def _converts(value: float, other: float, factors: tuple[float, ...]) -> bool:
    """Return whether two values are about the same in different units; without factors, of temperature.

    >>> _converts(100, 160, (1.609,)), _converts(160, 100, (1.609,)), _converts(100, 175, (1.609,))
    (True, True, False)
    >>> _converts(80, 27, ()), _converts(27, 80, ()), _converts(80, 30, ())
    (True, True, False)
    """
    pairs = [(value, other), (other, value)]
    if not factors:
        return any(abs((a - _FREEZING) / _DEGREES - b) <= _ROUNDED_DEGREES for a, b in pairs)
    return any(b > 0 and abs(a / b / unit - 1) <= _ROUNDED for a, b in pairs for unit in factors)


def _describe_difference(
    figures: tuple[list[Figure], list[Figure]], known: tuple[_Known, _Known], excess: float
) -> tuple[str, float]:
    """Return what differs and the confidence, or "" where nothing does.

    ``figures`` are those of the source and of the target without a counterpart, ``excess`` the log of how much longer
    than usual the source is.
    """
    lost, gained = figures
    if lost and gained:
        return f"{_join(lost)} ≠ {_join(gained)}", _DIFFERENT_CONFIDENCE
    lost = [figure for figure in lost if excess < _GONE_WITH_WORDS and _is_missed(figure, known[1])]
    gained = [figure for figure in gained if -excess < _GONE_WITH_WORDS and _is_added(figure, known[0])]
    if lost:
        return f"{_join(lost)} {_LOST}", _LOST_CONFIDENCE
    return (f"{_join(gained)} is not in the source", _LOST_CONFIDENCE) if gained else ("", 0.0)


def _differ_in_words(
    case: Case, bead: Bead, figures: tuple[list[Figure], list[Figure]], known: tuple[_Known, _Known]
) -> tuple[str, float]:
    """Return what differs and the confidence where each side has a number that the other lacks, one of them in words.

    A number in words must be a plain numeral that is no part of a figure: "billion" of "2 billion" is none.
    """
    in_words = [
        [
            number
            for k in run_of(bead, side)
            for number in find_spoken(drop_figures(case.texts[side][k], case.languages[side]), case.languages[side])
            if number.size >= _LEAST_IN_WORDS
            and not is_vague(number)
            and is_cardinal(number.text, case.languages[side])
            and not any(_is_known(value, known[1 - side]) for value in number.values)
        ]
        for side in (0, 1)
    ]
    lost, gained = figures[0] or in_words[0], figures[1] or in_words[1]
    rounded = {size - size % 10 for number in lost for size in [number.size] if 20 < size < 100}
    gained = [number for number in gained if not rounded & number.values]  # "forty-odd" for 43
    return (f"{_join(lost)} ≠ {_join(gained)}", _IN_WORDS_CONFIDENCE) if lost and gained else ("", 0.0)


def _is_missed(figure: Figure, other: _Known) -> bool:
    """Return whether a figure is missed on the other side, which has no figure left over.

    Not missed are small numbers, round years and hundreds; figures of whose tens the other side has a word
    ("forty-odd" for 43); and the century or the last two digits of a year that the other side has (20 or 17 for 1917).
    """
    if figure.size < _LEAST_MISSED or (figure.size % 100 == 0 and figure.size < _END_OF_YEARS):
        return False
    if figure.size == _ATTACK[0] and other.written | other.spoken >= _ATTACK[1]:
        return False
    dates = [value for value in other.written | other.spoken if _FIRST_YEAR <= value < _END_OF_YEARS]
    years = {value // 100 + 1 for value in dates} | {value % 100 for value in dates}
    tens = {value - value % 10 for value in figure.values if 20 < value < 100}
    return not (years & figure.values or tens & other.spoken)


def _is_added(figure: Figure, source: _Known) -> bool:
    return figure.size >= _LEAST_ADDED and _is_missed(figure, source)


def _join(figures: Iterable[Figure]) -> str:
    return ", ".join(dict.fromkeys(figure.text for figure in figures))
