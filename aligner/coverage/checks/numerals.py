"""Find the numbers of a text: those in figures, in whatever format, and the words that may mean a number."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from aligner.data_files import read_sections
from aligner.separators import blank_note_marks

_DATA = Path(__file__).parent / "data" / "numbers.txt"

# All patterns are for texts in the normal form NFKC, which has plain spaces in place of no-break, narrow and thin ones,
# and plain digits and marks in place of full-width ones.

# Thousands in groups of three, with any mark or space that some language puts between them, and perhaps decimals:
# "30.000.000", "3,000.50", "30 000", "1'000", "1’000". Not "1.5000".
_INDIAN = r"\d{1,2}(?:,\d{2})+,\d{3}(?!\d)"  # "1,00,000", in groups of two as in India
_GROUPED = r"\d{1,3}(?:[., '’]\d{3}(?!\d))+(?:[.,]\d{1,2}(?![.,\d]))?"
# That, or digits with perhaps one mark for decimals: "1917", "2,5". Of "1.2.3" each digit is a number of its own.
_NUMBER = re.compile(rf"(?:{_INDIAN}|{_GROUPED}|\d+(?:[.,]\d+(?![.,]?\d))?)")
# Three numbers with one mark between them, twice the same: "18.12.1917", "1917-12-18", "12/18/17". They are split
# before numbers are looked for, so that "18.12" is no decimal.
_DATE = re.compile(r"(?<!\d)(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})(?!\d)")
_NOTE_MARK = re.compile(r"\[\d{1,4}\]")  # "[15]": a note's mark is no number of the sentence
# "6-foot-6", "5 ft 10", "5'10\"": feet and inches, which are compared as feet.
_FEET = re.compile(r"(?<![\d.,])(\d)(?:[ -]?(?:foot|feet|ft)\.?[ -]|')(\d|1[01])(?![\d.,]*\d)")
# Hours and minutes: "19:30", "7h05", "7時30分", "7 点 30". They are compared as 19.30, which "19.30 Uhr" is as well.
_TIME = re.compile(r"(?<![\d.,:])([01]?\d|2[0-4]) ?(?:[:h]|[时時点點]) ?([0-5]\d)(?![\d:])(?: ?分)?")
# Letters with the marks of accents and of Indian vowels, which Python takes for no letters: "लाख".
_LETTERS = r"(?:[^\W\d_]|[\u0300-\u036f\u0900-\u0903\u093a-\u094f\u0962\u0963])+"
_AFTER = re.compile(rf"[ -]?({_LETTERS})\.?")  # a word after a number: "30 million", "2,5 Mio.", "5k"

# Chinese and Japanese numerals: digits; tens, hundreds and thousands, which multiply the digit before them; and powers
# of ten thousand, which multiply everything before them. 两 and 兩 are a two before counted things, 廿 is twenty.
_EAST = dict(zip("〇零一二三四五六七八九两兩", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2, 2), strict=True))
_EAST_SMALL = {"十": 10, "百": 100, "千": 1000, "廿": 20}
_EAST_LARGE = {"万": 10**4, "萬": 10**4, "億": 10**8, "亿": 10**8, "兆": 10**12}
_EAST_RUN = re.compile(rf"[{''.join((*_EAST, *_EAST_SMALL, *_EAST_LARGE))}]+")
_EAST_SCALE = re.compile(r" ?(?:[十百千]?[万萬億亿兆]|[十百千])")  # after figures: "3000万", "3千万", "5百"

_VAGUE = frozenset(10.0**zeros for zeros in range(2, 13))  # "thousands", "millions"

# Days of the week that are counted (周二, 星期三, 礼拜四), in which a numeral is no number.
_EAST_DAY = re.compile(r"(?:[周週]|星期|[礼禮]拜)[一二三四五六]")

# A Roman numeral up to 99 as a word of its own, perhaps with a French, Spanish or Italian ending: "XIX", "XIXe", "Ier".
_ROMAN = re.compile(r"\b(?=[IVXLC])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?=(?:er?|ème|è|o|a)?\b)")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}

# Letters of a word that may link number words to a compound: "fifty and six", "treinta y dos". A longer one ends it.
_LONGEST_LINK = 3

_MOST_STATES = 64  # readings of one row of words that are followed, so that a list of hundred numerals is no burden
_LONGEST_ENDING = 2  # letters after the stem of a plain numeral: "sieben"
_FIRST_CARDINAL = 2  # "one" is an article or a pronoun in most languages

# The years before the first of a Japanese era, and of the Republic of China: 明治28年 is 1895.
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018, "民国": 1911, "民國": 1911}
_ERA_LENGTH = 3  # with a space
_ERA = re.compile(rf"({'|'.join(_ERAS)}) ?\Z")

Values = frozenset[float]
"""The values that a number may have: "1.000" is a thousand in German and one in English."""


class Figure(NamedTuple):
    """A number: its characters in the text, the values that it may have, and the one that it has most likely.

    ``size`` of "3 million" is three million, which may also be read as three of something; of "1.000", which is a
    thousand or one, it is the lesser one.
    """

    text: str
    values: Values
    size: float


def find_figures(text: str, language: str) -> list[Figure]:
    """Return the numbers written in figures, each with every value that its format and the word after it allow.

    >>> [sorted(figure.values) for figure in find_figures("1.000 und 2,5 Mio.", "de")]
    [[1.0, 1000.0], [2.5, 2500000.0]]
    >>> [figure.text for figure in find_figures("18.12.1917, 19:30", "de")]
    ['18', '12', '1917', '19.30']
    >>> [max(figure.values) for figure in find_figures("3000万、3千万", "ja")]
    [30000000.0, 30000000.0]
    """
    normal = _NOTE_MARK.sub(" ", unicodedata.normalize("NFKC", blank_note_marks(text)))
    found = [_read_feet(match) for match in _FEET.finditer(normal)]
    normal, times = _write_times(_DATE.sub(r"\1 / \3 / \4", _FEET.sub(" ", normal)))
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
        size = min(values) * scale
        if scale > 1:
            values |= {value * scale for value in values}
        elif era := _ERA.search(normal[max(match.start() - _ERA_LENGTH, 0) : match.start()]):
            values |= {value + _ERAS[era[1]] for value in values}
        elif (match.start(), match.end()) in times:
            values |= {round(value * 100) for value in values}
        found.append(Figure(shown.rstrip("."), frozenset(values), size))
    return _join_steps(found, normal)


def _read_feet(match: re.Match[str]) -> Figure:
    """Return a length in feet and inches, as feet or as two numbers.

    >>> sorted(_read_feet(_FEET.search("a 6-foot-3 man")).values)
    [3.0, 6.0, 6.25]
    """
    feet, inches = float(match[1]), float(match[2])
    length = feet + inches / 12
    return Figure(match[0], frozenset({length, feet, inches}), length)


def _write_times(text: str) -> tuple[str, set[tuple[int, int]]]:
    """Return a text with its times as "19.30", and where these are."""
    written, end = "", 0
    times = set()
    for match in _TIME.finditer(text):
        written += text[end : match.start()]
        times.add((len(written), len(written) + len(match[1]) + 3))
        written += f"{match[1]}.{match[2]}"
        end = match.end()
    return written + text[end:], times


def find_number_words(text: str, language: str) -> Values:
    """Return the values that words may have: numerals, months, Roman and Chinese numerals, and compounds of them.

    >>> 25 in find_number_words("fünfundzwanzig", "de"), 19 in find_number_words("au XIXe siècle", "fr")
    (True, True)
    >>> sorted(find_number_words("一九一七年十二月", "ja"))
    [12.0, 1917.0]
    """
    normal = unicodedata.normalize("NFKC", text)
    values = {float(_roman(numeral)) for numeral in _ROMAN.findall(normal) if numeral}
    return frozenset(values.union(*(figure.values for figure in find_spoken(text, language, months=True))))


def find_spoken(text: str, language: str, *, months: bool = False) -> list[Figure]:
    """Return the numbers in words, each with every value that its words may have together and alone.

    With ``months`` a word that begins as a month of any language does is a number too, which explains a date.

    >>> [(number.text, 250 in number.values) for number in find_spoken("seven days, two hundred and fifty", "en")]
    [('seven', False), ('two hundred fifty', True)]
    """
    normal = unicodedata.normalize("NFKC", text)
    found = []
    for run in _EAST_RUN.findall(normal):
        values = _east_values(run)
        found.append(Figure(run, frozenset(values), max(values)))
    row: list[tuple[str, set[float]]] = []
    for word in [*re.findall(_LETTERS, normal.casefold()), ""]:
        known = _word_values(word, language.partition("-")[0], months=months)
        if known:
            row.append((word, known))
        elif row and (len(word) > _LONGEST_LINK or not word):
            values = _compound([known for _, known in row])
            found.append(Figure(" ".join(word for word, _ in row), frozenset(values), max(values)))
            row = []
    return found


def is_vague(number: Figure) -> bool:
    """Return whether a number in words may stand for many, or for about so many.

    >>> [is_vague(number) for number in find_spoken("thousands waited for two", "en")]
    [True, False]
    >>> [is_vague(number) for number in find_spoken("千百万、何万、三百", "zh")]
    [True, True, False]
    """
    return number.size in _VAGUE or all(sign in _EAST_SMALL or sign in _EAST_LARGE for sign in number.text)


def drop_figures(text: str, language: str) -> str:
    """Return a text without its figures, the words that multiply them, and counted days of the week.

    What is left has only numbers that are in words alone: of "20億" and "2 billion" nothing.

    >>> drop_figures("周二 20億5000万 ドル、三人", "ja").split(), drop_figures("two of 2.5 million", "en").split()
    (['ドル、三人'], ['two', 'of'])
    """
    scales = _scales(language.partition("-")[0])
    kept, end = "", 0
    normal = _EAST_DAY.sub(" ", unicodedata.normalize("NFKC", text))
    for match in _NUMBER.finditer(normal):
        kept += normal[end : match.start()] + " "
        end = match.end()
        if east := _EAST_SCALE.match(normal, end):
            end = east.end()
        elif (after := _AFTER.match(normal, end)) and after[1].casefold() in scales:
            end = after.end()
    return kept + normal[end:]


def is_cardinal(number: str, language: str) -> bool:
    """Return whether a number in words has a plain numeral: Chinese, or the first word of a line of the data.

    "Second" and "couple" are numbers only now and then, "seven" is one nearly always.
    """
    exact, stems = _cardinals(language.partition("-")[0])
    return bool(_EAST_RUN.fullmatch(number)) or any(
        word in exact
        or any(word[:length] in stems for length in range(max(len(word) - _LONGEST_ENDING, 2), len(word) + 1))
        for word in number.split()
    )


def _readings(number: str) -> set[float]:
    """Return the values that digits with marks between them may have: a mark groups thousands, or begins the decimals.

    >>> sorted(_readings("1.500")), sorted(_readings("1.500,25")), sorted(_readings("2,5"))
    ([1.5, 1500.0], [1500.25], [2.5])
    """
    digits = re.sub(r"[ '’]", "", number)
    parts = re.split(r"[.,]", digits)
    values = set()
    if len(parts) == 1 or all(len(part) == 3 for part in parts[1:]) or re.fullmatch(_INDIAN, number):
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
            both = max(last.values) + max(figure.values)
            joined[-1] = Figure(last.text + figure.text, frozenset({both}), both)
        else:
            joined.append(figure)
    return joined


def _east_values(run: str) -> set[float]:
    """Return the value of Chinese numerals: digit by digit, or by tens, hundreds and ten thousands.

    >>> _east_values("一九一七"), _east_values("三十五"), _east_values("一億二千万")
    ({1917.0}, {35.0}, {120000000.0})
    >>> sorted(_east_values("一两"))  # one or two
    [1.0, 2.0, 12.0]
    """
    if all(sign in _EAST for sign in run):
        digits = [_EAST[sign] for sign in run]
        about = digits if len(digits) == 2 and digits[1] == digits[0] + 1 else ()
        return {float("".join(map(str, digits))), *map(float, about)}
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
        values |= _row_totals(row)
    return values


def _row_totals(row: list[set[float]]) -> set[float]:
    """Return the values of all words of a row together, whichever values the single words have.

    >>> sorted(_row_totals([{4.0}, {20.0}, {10.0}, {7.0, 9.0}]))  # quatre-vingt-dix-sept; "sept" is September as well
    [97.0, 99.0]
    """
    states = {(0.0, 0.0)}  # the sum of what is complete, and the part that a multiplier may still multiply
    for known in row:
        states = {
            (total + (current or 1) * value, 0.0)
            if value >= 1000
            else (total, (current or 1) * value)
            if value == 100 or (value == 20 and current == 4)  # quatre-vingts
            else (total, current + value)
            for total, current in sorted(states)[:_MOST_STATES]
            for value in known
        }
    return {total + current for total, current in states}


def _word_values(word: str, language: str, *, months: bool) -> set[float]:
    """Return the values of a word, and those of two numerals that it is made of: "fünfundzwanzig", "ventidue"."""
    values = _lookup(word, language, months=months)
    for middle in range(3, len(word) - 2):  # no numeral that is joined to another has less than three letters
        head, tail = word[:middle], word[middle:]
        one, other = (_lookup(part, language, months=months, whole=True) for part in (head, tail.removeprefix("und")))
        values = values | {a + b for a in one for b in other} | {a * b for a in one for b in other}
    return values


def _lookup(word: str, language: str, *, months: bool, whole: bool = False) -> set[float]:
    """Return the values that the data have for a word; with ``whole`` a stem must be all of the word."""
    exact, stems = _words(language, months)
    values = set(exact.get(word, ()))
    if not whole:
        values |= {value for length in range(2, len(word) + 1) for value in stems.get(word[:length], ())}
    elif word in stems:
        values |= set(stems[word])
    return values


_Table = dict[str, tuple[float, ...]]


@cache
def _words(language: str, months: bool) -> tuple[_Table, _Table]:
    """Return the values of whole words and of stems ("third*") that the data have, with those of months or without."""
    tables: tuple[_Table, _Table] = {}, {}
    for line in (*read_sections(_DATA).get(language, ()), *(read_sections(_DATA)["months"] if months else ())):
        value, *words = line.split()
        for word in words:
            table, key = tables[word.endswith("*")], word.removesuffix("*")
            table[key] = (*table.get(key, ()), float(value))
    return tables


@cache
def _cardinals(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the first word of each line of a language, from two on: whole words and stems."""
    lines = (line.split() for line in read_sections(_DATA).get(language, ()))
    first = [words[0] for value, *words in lines if float(value) >= _FIRST_CARDINAL]
    stems = frozenset(word.removesuffix("*") for word in first if word.endswith("*"))
    return frozenset(word for word in first if not word.endswith("*")), stems


@cache
def _scales(language: str) -> dict[str, float]:
    """Return the words that multiply the figures before them: "million", "Mio"."""
    lines = (line.split() for line in read_sections(_DATA).get(f"{language} scale", ()))
    return {word: float(value) for value, *words in lines for word in words}
