"""Find the numbers of a text: those in figures, in whatever format, and the words that may mean a number."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from aligner.data_files import read_sections

_DATA = Path(__file__).parent / "data" / "numbers.txt"

# All patterns are for texts in the normal form NFKC, which has plain spaces in place of no-break, narrow and thin ones,
# and plain digits and marks in place of full-width ones.

# Thousands in groups of three, with any mark or space that some language puts between them, and perhaps decimals:
# "30.000.000", "3,000.50", "30 000", "1'000", "1’000". Not "1.5000".
_GROUPED = r"\d{1,3}(?:[., '’]\d{3}(?!\d))+(?:[.,]\d{1,2}(?![.,\d]))?"
# That, or digits with perhaps one mark for decimals: "1917", "2,5". Of "1.2.3" each digit is a number of its own.
_NUMBER = re.compile(rf"(?:{_GROUPED}|\d+(?:[.,]\d+(?![.,]?\d))?)")
# Three numbers with one mark between them, twice the same: "18.12.1917", "1917-12-18", "12/18/17". They are split
# before numbers are looked for, so that "18.12" is no decimal.
_DATE = re.compile(r"(?<!\d)(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})(?!\d)")
# Hours and minutes: "19:30", "7h05", "7時30分", "7 点 30". They are compared as 19.30, which "19.30 Uhr" is as well.
_TIME = re.compile(r"(?<![\d.,:])([01]?\d|2[0-4]) ?(?:[:h]|[时時点點]) ?([0-5]\d)(?![\d:])(?: ?分)?")
_AFTER = re.compile(r"[ -]?([^\W\d_]+)\.?")  # a word after a number: "30 million", "2,5 Mio.", "5k"

# Chinese and Japanese numerals: digits; tens, hundreds and thousands, which multiply the digit before them; and powers
# of ten thousand, which multiply everything before them. 两 and 兩 are a two before counted things, 廿 is twenty.
_EAST = dict(zip("〇零一二三四五六七八九两兩", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2, 2), strict=True))
_EAST_SMALL = {"十": 10, "百": 100, "千": 1000, "廿": 20}
_EAST_LARGE = {"万": 10**4, "萬": 10**4, "億": 10**8, "亿": 10**8, "兆": 10**12}
_EAST_RUN = re.compile(rf"[{''.join((*_EAST, *_EAST_SMALL, *_EAST_LARGE))}]+")
_EAST_SCALE = re.compile(r" ?(?:[十百千]?[万萬億亿兆]|[十百千])")  # after figures: "3000万", "3千万", "5百"

# A Roman numeral up to 99 as a word of its own, perhaps with a French, Spanish or Italian ending: "XIX", "XIXe", "Ier".
_ROMAN = re.compile(r"\b(?=[IVXLC])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?=(?:er?|ème|è|o|a)?\b)")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}

# Letters of a word that may link number words to a compound: "fifty and six", "treinta y dos". A longer one ends it.
_LONGEST_LINK = 3

Values = frozenset[float]
"""The values that a number may have: "1.000" is a thousand in German and one in English."""


class Figure(NamedTuple):
    """A number in figures: its characters in the text, and the values that it may have."""

    text: str
    values: Values


def find_figures(text: str, language: str) -> list[Figure]:
    """Return the numbers written in figures, each with every value that its format and the word after it allow.

    >>> [sorted(figure.values) for figure in find_figures("1.000 und 2,5 Mio.", "de")]
    [[1.0, 1000.0], [2.5, 2500000.0]]
    >>> [figure.text for figure in find_figures("18.12.1917, 19:30", "de")]
    ['18', '12', '1917', '19.30']
    >>> [max(figure.values) for figure in find_figures("3000万、3千万", "ja")]
    [30000000.0, 30000000.0]
    """
    normal = _TIME.sub(r"\1.\2", _DATE.sub(r"\1 / \3 / \4", unicodedata.normalize("NFKC", text)))
    found = []
    for match in _NUMBER.finditer(normal):
        values = _readings(match[0])
        shown, scale = match[0], 1.0
        if east := _EAST_SCALE.match(normal, match.end()):
            shown += east[0]
            for sign in east[0].strip():
                scale *= {**_EAST_SMALL, **_EAST_LARGE}[sign]
        elif after := _AFTER.match(normal, match.end()):
            scale = _scales(language.partition("-")[0]).get(after[1].casefold(), 1.0)
            shown += after[0] if scale > 1 else ""
        scaled = {value * scale for value in values} if scale > 1 else set()
        found.append(Figure(shown.rstrip("."), frozenset(values | scaled)))
    return _join_steps(found, normal)


def find_number_words(text: str, language: str) -> Values:
    """Return the values that words may have: numerals, months, Roman and Chinese numerals, and compounds of them.

    >>> 25 in find_number_words("fünfundzwanzig", "de"), 19 in find_number_words("au XIXe siècle", "fr")
    (True, True)
    >>> sorted(find_number_words("一九一七年十二月", "ja"))
    [12.0, 1917.0]
    """
    normal = unicodedata.normalize("NFKC", text)
    values = {float(_roman(numeral)) for numeral in _ROMAN.findall(normal) if numeral}
    values |= {value for run in _EAST_RUN.findall(normal) for value in _east_values(run)}
    row: list[set[float]] = []
    for word in re.findall(r"[^\W\d_]+", normal.casefold()):
        known = _word_values(word, language.partition("-")[0])
        if known:
            row.append(known)
        elif len(word) > _LONGEST_LINK or not row:
            values |= _compound(row)
            row = []
    return frozenset(values | _compound(row))


def _readings(number: str) -> set[float]:
    """Return the values that digits with marks between them may have: a mark groups thousands, or begins the decimals.

    >>> sorted(_readings("1.500")), sorted(_readings("1.500,25")), sorted(_readings("2,5"))
    ([1.5, 1500.0], [1500.25], [2.5])
    """
    digits = re.sub(r"[ '’]", "", number)
    parts = re.split(r"[.,]", digits)
    values = set()
    if len(parts) == 1 or all(len(part) == 3 for part in parts[1:]):
        values.add(float("".join(parts)))
    if len(parts) > 1 and (len(parts) == 2 or len(parts[-1]) != 3):
        values.add(float("".join(parts[:-1]) + "." + parts[-1]))
    return values


def _join_steps(figures: list[Figure], text: str) -> list[Figure]:
    """Return figures with those joined that are one number written in two steps, such as ``2億5000万``."""
    joined: list[Figure] = []
    for figure in figures:
        last = joined[-1] if joined else None
        if last and last.text[-1] in _EAST_LARGE and last.text + figure.text in text:
            both = frozenset({max(last.values) + max(figure.values)})
            joined[-1] = Figure(last.text + figure.text, both)
        else:
            joined.append(figure)
    return joined


def _east_values(run: str) -> set[float]:
    """Return the value of Chinese numerals: digit by digit, or by tens, hundreds and ten thousands.

    >>> _east_values("一九一七"), _east_values("三十五"), _east_values("一億二千万")
    ({1917.0}, {35.0}, {120000000.0})
    """
    if all(sign in _EAST for sign in run):
        return {float("".join(str(_EAST[sign]) for sign in run))}
    total = section = digit = 0
    for sign in run:
        if sign in _EAST:
            digit = _EAST[sign]
        elif sign in _EAST_SMALL:
            section, digit = section + (digit or 1) * _EAST_SMALL[sign], 0
        else:
            total, section, digit = total + (section + digit or 1) * _EAST_LARGE[sign], 0, 0
    return {float(total + section + digit)}


def _roman(numeral: str) -> int:
    """Return the value of a Roman numeral.

    >>> _roman("XIX"), _roman("XLIV")
    (19, 44)
    """
    values = [_ROMAN_VALUES[sign] for sign in numeral]
    return sum(-one if one < other else one for one, other in pairwise([*values, 0]))


def _compound(row: list[set[float]]) -> set[float]:
    """Return the values that a row of number words may have: each, and sums and products of two and of all.

    Every reading is kept, because a value explains a figure on the other side and never raises a finding.

    >>> sorted(_compound([{2.0}, {100.0}, {50.0}]))  # two hundred fifty
    [2.0, 50.0, 100.0, 102.0, 150.0, 200.0, 250.0, 5000.0]
    """
    values = {value for known in row for value in known}
    for one, other in pairwise(row):
        values |= {a + b for a in one for b in other} | {a * b for a in one for b in other}
    if len(row) > 2:
        total = current = 0.0
        for value in (max(known) for known in row):
            if value >= 1000:
                total, current = total + (current or 1) * value, 0.0
            elif value == 100 or (value == 20 and current == 4):  # quatre-vingts
                current = (current or 1) * value
            else:
                current += value
        values.add(total + current)
    return values


def _word_values(word: str, language: str) -> set[float]:
    """Return the values of a word, and those of two numerals that it is made of: "fünfundzwanzig", "ventidue"."""
    values = _lookup(word, language)
    for middle in range(3, len(word) - 2):  # no numeral that is joined to another has less than three letters
        head, tail = word[:middle], word[middle:]
        one, other = _lookup(head, language, whole=True), _lookup(tail.removeprefix("und"), language, whole=True)
        values = values | {a + b for a in one for b in other} | {a * b for a in one for b in other}
    return values


def _lookup(word: str, language: str, *, whole: bool = False) -> set[float]:
    """Return the values that the data have for a word; with ``whole`` a stem must be all of the word."""
    exact, stems = _words(language)
    values = set(exact.get(word, ()))
    if not whole:
        values |= {value for length in range(2, len(word) + 1) for value in stems.get(word[:length], ())}
    elif word in stems:
        values |= set(stems[word])
    return values


@cache
def _words(language: str) -> tuple[dict[str, tuple[float, ...]], dict[str, tuple[float, ...]]]:
    """Return the values of whole words and of stems ("third*"), months among them, as ``data/numbers.txt`` has them."""
    tables: tuple[dict[str, tuple[float, ...]], dict[str, tuple[float, ...]]] = {}, {}
    for line in (*read_sections(_DATA).get(language, ()), *read_sections(_DATA)["months"]):
        value, *words = line.split()
        for word in words:
            table, key = tables[word.endswith("*")], word.removesuffix("*")
            table[key] = (*table.get(key, ()), float(value))
    return tables


@cache
def _scales(language: str) -> dict[str, float]:
    """Return the words that multiply the figures before them: "million", "Mio"."""
    lines = (line.split() for line in read_sections(_DATA).get(f"{language} scale", ()))
    return {word: float(value) for value, *words in lines for word in words}
