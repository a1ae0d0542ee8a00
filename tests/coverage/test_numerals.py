"""What numbers are found in a text, in figures and in words."""

from __future__ import annotations

import pytest

from aligner.coverage.checks.numerals import find_figures, find_number_words, find_spoken, is_cardinal


def readings(text: str, language: str = "en") -> dict[str, list[float]]:
    """Return the figures of a text with the values that each may have."""
    return {figure.text: sorted(figure.values) for figure in find_figures(text, language)}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # thousands in groups, with each mark that some language has
        ("1.234.567", {"1.234.567": [1234567]}),
        ("1,234,567", {"1,234,567": [1234567]}),
        ("1 234 567", {"1 234 567": [1234567]}),
        ("1\u00a0234\u00a0567", {"1 234 567": [1234567]}),  # a no-break space is normalised
        ("1\u202f234\u202f567", {"1 234 567": [1234567]}),  # and so is a narrow one
        ("1\u2009234\u2009567", {"1 234 567": [1234567]}),
        ("1'234'567", {"1'234'567": [1234567]}),
        ("1’234’567", {"1’234’567": [1234567]}),
        ("3,000.50", {"3,000.50": [3000.5]}),
        ("3.000,5", {"3.000,5": [3000.5]}),
        ("30.000", {"30.000": [30, 30000]}),  # a thousand or decimals
        ("1.5000", {"1.5000": [1.5]}),
        ("12 3456", {"12": [12], "3456": [3456]}),
        # decimals
        ("2,5 and 2.75", {"2,5": [2.5], "2.75": [2.75]}),
        ("1.2.3", {"1": [1], "2": [2], "3": [3]}),
        ("5.", {"5": [5]}),
        # dates are three numbers, times are hours and minutes
        ("18.12.1917", {"18": [18], "12": [12], "1917": [1917]}),
        ("1917-12-18", {"1917": [1917], "12": [12], "18": [18]}),
        ("12/18/17", {"12": [12], "18": [18], "17": [17]}),
        ("18.12/1917", {"18.12": [18.12], "1917": [1917]}),
        ("19:30", {"19.30": [19.3, 1930]}),
        ("7h05", {"7.05": [7.05, 705]}),
        ("7時30分", {"7.30": [7.3, 730]}),
        ("7时30", {"7.30": [7.3, 730]}),
        ("7点30分", {"7.30": [7.3, 730]}),
        ("7點30分", {"7.30": [7.3, 730]}),
        ("24:10", {"24.10": [24.1, 2410]}),
        ("25:10", {"25": [25], "10": [10]}),
        ("7:60", {"7": [7], "60": [60]}),
        # scales
        ("30 million", {"30 million": [30, 3e7]}),
        ("30 millions more", {"30 millions": [30, 3e7]}),
        ("5k", {"5k": [5, 5000]}),
        ("5-million", {"5-million": [5, 5e6]}),
        ("5 dogs", {"5": [5]}),
        ("3万", {"3万": [3, 30000]}),
        ("3千万", {"3千万": [3, 3e7]}),
        ("3十万", {"3十万": [3, 3e5]}),
        ("3百万", {"3百万": [3, 3e6]}),
        ("3千", {"3千": [3, 3000]}),
        ("3百", {"3百": [3, 300]}),
        ("3十", {"3十": [3, 30]}),
        ("3萬", {"3萬": [3, 30000]}),
        ("3億", {"3億": [3, 3e8]}),
        ("3亿", {"3亿": [3, 3e8]}),
        ("3兆", {"3兆": [3, 3e12]}),
        ("2億5000万", {"2億5000万": [2.5e8]}),
        ("2億と5000万", {"2億": [2, 2e8], "5000万": [5000, 5e7]}),
        ("３０", {"30": [30]}),  # full-width digits
        ("1,00,000 or 12,34,567", {"1,00,000": [100000], "12,34,567": [1234567]}),  # in groups of two
        # eras
        ("明治28年", {"28": [28, 1895]}),
        ("令和 5年", {"5": [5, 2023]}),
        ("民國100年", {"100": [100, 2011]}),
    ],
)
def test_figures_in_every_format(text: str, found: dict[str, list[float]]) -> None:
    """Each number is found once, with every value that some language gives its format."""
    assert readings(text) == found


@pytest.mark.parametrize(
    ("text", "language", "scaled"),
    [("2,5 Mio. Tote", "de", 2.5e6), ("2,5 Mio. Tote", "en", None), ("3 mil", "es", 3000), ("3 mil", "en", None)],
)
def test_scales_are_those_of_the_language(text: str, language: str, scaled: float | None) -> None:
    """A word multiplies a figure in its own language only, whatever its region."""
    for tag in (language, f"{language}-XX"):
        (values,) = readings(text, tag).values()
        assert (max(values) == scaled) is (scaled is not None)


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("nineteen", "en", 19),
        ("fifty-six", "en", 56),
        ("fifty and six", "en", 56),
        ("two hundred and fifty", "en", 250),
        ("three thousand four hundred twenty", "en", 3420),
        ("fünfundzwanzig", "de", 25),
        ("zweihundert", "de", 200),
        ("quatre-vingt", "fr", 80),
        ("quatre vingt dix huit", "fr", 98),
        ("treinta y dos", "es", 32),
        ("двадцать", "ru", 20),
        ("third", "en", 3),
        ("in March", "en", 3),
        ("le XIXe siècle", "fr", 19),
        ("le XIXème siècle", "fr", 19),
        ("le XIXè siècle", "fr", 19),
        ("Charles Ier", "fr", 1),
        ("el XIXo", "es", 19),
        ("la XIXa", "it", 19),
        ("siglo XIX", "es", 19),
        ("chapter XC", "en", 90),
        ("chapter XLIV", "en", 44),
        ("chapter VIII", "en", 8),
        ("chapter IX", "en", 9),
        ("chapter LXX", "en", 70),
        ("一九一七", "ja", 1917),
        ("三十五", "ja", 35),
        ("三百二十", "zh", 320),
        ("二千五百", "zh", 2500),
        ("两百", "zh", 200),
        ("廿一", "zh", 21),
        ("一億二千万", "ja", 1.2e8),
        ("十万", "ja", 1e5),
        ("百二十", "ja", 120),  # a hundred, ten thousand or a hundred million need no "one" before them
        ("万", "ja", 10_000),
        ("億", "ja", 1e8),
        ("二〇〇〇", "ja", 2000),
    ],
)
def test_words_for_numbers(text: str, language: str, value: float) -> None:
    """Number words, months, Roman and Chinese numerals have values, and compounds those of their parts together."""
    assert value in find_number_words(text, language)


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("fifty dogs and six cats", "en", 56),  # a longer word parts two numbers
        ("mix XXe", "fr", 9),
        ("CIVIL", "en", 4),
        ("zwanzig", "en", 20),
    ],
)
def test_words_that_are_no_numbers(text: str, language: str, value: float) -> None:
    """Words far from each other are no compound, letters inside words no numerals, and languages keep their words."""
    assert value not in find_number_words(text, language)


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("quatre-vingt-dix-sept", "fr", 97),
        ("soixante-dix-sept mille", "fr", 77000),
        ("two hundred and fifty thousand", "en", 250000),
        ("osmdesát pět", "cs", 85),
        ("पच्चीस हज़ार", "hi", 25000),
        ("तीन सौ", "hi", 300),
    ],
)
def test_the_words_of_a_number_together(text: str, language: str, value: float) -> None:
    """Several words, be there letters with vowel marks in them or not, have the value that they have together."""
    (number,) = find_spoken(text, language)
    assert value in number.values


@pytest.mark.parametrize(
    ("number", "language", "cardinal"),
    [("seven", "en", True), ("second", "en", False), ("one", "en", False), ("twenty second", "en", True)],
)
def test_plain_numerals(number: str, language: str, cardinal: bool) -> None:
    """A plain numeral from two on is the first word of a line of the data; other words are numbers only sometimes."""
    assert is_cardinal(number, language) is cardinal


def test_the_likeliest_size_of_a_figure() -> None:
    """A figure with a scale is as large as it says, one that may have decimals as small as that makes it."""
    sizes = {figure.text: figure.size for figure in find_figures("3 million, 1.000, 5", "en")}
    assert sizes == {"3 million": 3e6, "1.000": 1.0, "5": 5.0}


@pytest.mark.parametrize("word", ["out", "listen", "marble", "set", "marionette"])
def test_a_word_that_begins_like_a_month_is_no_number(word: str) -> None:
    """The months of all languages explain a date, as "outubro" does 10; by themselves their beginnings say nothing."""
    assert find_spoken(f"They {word} it.", "en") == []
