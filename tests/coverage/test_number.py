"""Numbers in the formats of twelve languages: golden pairs that a person can edit, and every threshold."""

from __future__ import annotations

from math import log
from pathlib import Path

import pytest

from aligner.coverage.checks.lengths import Lengths
from aligner.coverage.checks.number import find_numbers, is_loss
from tests.coverage.cases import case_of

GOLDEN = Path(__file__).parents[1] / "data" / "coverage" / "numbers.txt"
BLOCKS = [block.split("\n") for block in GOLDEN.read_text("utf-8").strip().split("\n\n")[1:]]


def difference(source: str, target: str, languages: tuple[str, str] = ("en", "de")) -> str:
    """Return what is found to differ between two lines, "" if nothing is."""
    found = find_numbers(case_of([source], [target], languages), None)
    return found[0].detail if found else ""


@pytest.mark.parametrize(("head", "source", "target"), BLOCKS, ids=[" ".join(block[::2]) for block in BLOCKS])
def test_numbers_are_compared_as_a_reader_would(head: str, source: str, target: str) -> None:
    """Numbers that are the same in another format are no finding, and others are one."""
    verdict, *languages = head.split()
    assert bool(difference(source, target, (languages[0], languages[1]))) is (verdict != "same")


def test_a_number_in_the_next_segment_is_not_missed() -> None:
    """A figure that the translation gives one segment later or earlier is found there, two segments later not."""
    lines = ["In 1917 the dog sleeps.", "The cat sees.", "The cat sees."]
    beside = ["Der Hund schläft.", "Die Katze sieht 1917.", "Die Katze sieht."]
    far = ["Der Hund schläft.", "Die Katze sieht.", "Die Katze sieht 1917."]
    assert [find_numbers(case_of(lines, target), None) for target in (beside, lines)] == [[], []]
    assert [one.detail for one in find_numbers(case_of(lines, far), None)] == [
        "1917 is lost",
        "1917 is not in the source",
    ]
    assert find_numbers(case_of(lines[::-1], beside[::-1]), None) == []


def test_the_difference_is_described() -> None:
    """The detail names the figures as they are in both texts, and the finding is about the target."""
    (found,) = find_numbers(case_of(["It was 30 million."], ["Es waren 3.000.000."]), None)
    assert found == ("number", 1, range(1), range(1), "30 million ≠ 3.000.000", 0.9, ())
    (lost,) = find_numbers(case_of(["It was 43."], ["Es war so."]), None)
    assert (lost.detail, lost.confidence) == ("43 is lost", 0.7)


@pytest.mark.parametrize(("confidence", "found"), [(0.5, 1), (0.49, 0)])
def test_figures_of_a_doubtful_bead_are_not_compared(confidence: float, found: int) -> None:
    """Figures of a bead of a confidence below 0.5 may belong elsewhere."""
    assert len(find_numbers(case_of(["43"], ["47"], confidence=confidence), None)) == found


@pytest.mark.parametrize(
    ("source", "target", "detail"),
    [
        ("13 dogs", "Hunde", "13 is lost"),
        ("12 dogs", "Hunde", ""),  # small numbers are paraphrased
        ("3 million dogs", "Hunde", "3 million is lost"),  # a small figure of a large number
        ("30 million dogs", "Hunde", "30 million is lost"),
        ("dogs", "101 Hunde", "101 is not in the source"),
        ("dogs", "99 Hunde", ""),  # ages and dates are added
        ("dogs", "30 Millionen Hunde", "30 Millionen is not in the source"),
        ("200 dogs", "Hunde", ""),  # so many, about
        ("250 dogs", "Hunde", "250 is lost"),
        ("in 2000", "damals", ""),
        ("2100 dogs", "Hunde", "2100 is lost"),
        ("43 dogs", "vierzig und mehr Hunde", ""),  # forty-odd
        ("53 dogs", "vierzig und mehr Hunde", "53 ≠ vierzig"),
        ("143 dogs", "vierzig und mehr Hunde", "143 ≠ vierzig"),
        ("1917, the 20th century", "1917", ""),  # 1917 is of the 20th century
        ("1917, the 21th century", "1917", "21 is lost"),
        ("1917, '17 dogs", "1917", ""),
    ],
)
def test_figures_that_are_missed(source: str, target: str, detail: str) -> None:
    """A figure that nothing faces is missed unless it is small, round, a century, or said in part by words."""
    assert difference(source, target) == detail


@pytest.mark.parametrize(("excess", "detail"), [(0.59, "43 is lost"), (0.61, "")])
def test_a_figure_that_went_with_the_words_around_it(excess: float, detail: str) -> None:
    """Where the source is longer than usual by 0.6, in logs, more than a figure was lost."""
    # 9 characters against 7, 3 added to each: log(12 / 10), so that the usual is that less the excess.
    case = case_of(["It was 43"], ["So war."])
    found = find_numbers(case, Lengths(log(12 / 10) - excess, 0.1))
    assert [one.detail for one in found] == ([detail] if detail else [])


@pytest.mark.parametrize(("excess", "detail"), [(0.59, "143 is not in the source"), (0.61, "")])
def test_a_figure_that_came_with_the_words_around_it(excess: float, detail: str) -> None:
    """Where the target is longer than usual by 0.6, in logs, more than a figure was added."""
    case = case_of(["It was."], ["Es war 143"])  # log(10 / 13)
    found = find_numbers(case, Lengths(log(10 / 13) + excess, 0.1))
    assert [one.detail for one in found] == ([detail] if detail else [])


@pytest.mark.parametrize(
    ("source", "target", "detail"),
    [
        ("in 1917", "anno 17", ""),
        ("in 1017", "anno 17", ""),
        ("in 999", "anno 99", "999 ≠ 99"),  # no year
        ("in 2099", "anno 99", ""),
        ("in 2117", "anno 17", "2117 ≠ 17"),
        ("the 20s, 555", "1920, 666", "555 ≠ 666"),
        ("the 20s, 555", "1820, 666", "555 ≠ 666"),
        ("the 20s, 555", "2020, 666", "555 ≠ 666"),
        ("the 20s, 555", "1720, 666", "20, 555 ≠ 666"),
        ("the 25s, 555", "1925, 666", "25, 555 ≠ 666"),  # no decade
    ],
)
def test_years_without_their_century(source: str, target: str, detail: str) -> None:
    """A year may be given by its last two digits, and a decade without its century."""
    assert difference(source, target) == detail


@pytest.mark.parametrize(
    ("source", "target", "languages", "detail"),
    [
        ("At 7 p.m. they sleep", "Um 19 Uhr", ("en", "de"), ""),
        ("At 7pm they sleep", "Um 19 Uhr", ("en", "de"), ""),
        ("At 7 a.m. they sleep", "Um 19 Uhr", ("en", "de"), ""),
        ("At 7 PM they sleep", "Um 19 Uhr", ("en", "de"), ""),
        ("AT 7 AM THEY SLEEP", "Um 19 Uhr", ("en", "de"), ""),
        ("At 7 they sleep", "Um 19 Uhr", ("en", "de"), "7 ≠ 19"),
        ("At 19:00", "下午7点", ("en", "zh"), ""),
        ("At 19:00", "上午7点", ("en", "zh"), ""),
        ("At 19:00", "晚上7点", ("en", "zh"), ""),
        ("At 15:00", "凌晨3点", ("en", "zh"), ""),
        ("At 19:00", "早上7点", ("en", "zh"), ""),
        ("At 19:00", "午後7時", ("en", "ja"), ""),
        ("At 19:00", "午前7時", ("en", "ja"), ""),
        ("At 7 p.m. 36", "Um 19 Uhr 24", ("en", "de"), "36 is lost"),  # 24 may be 36 - 12
        ("At 7 p.m. 37", "Um 19 Uhr 25", ("en", "de"), "37 ≠ 25"),  # 25 is no hour
    ],
)
def test_hours_of_the_day(source: str, target: str, languages: tuple[str, str], detail: str) -> None:
    """Where a side counts hours to twelve, an hour and the one twelve hours later are one."""
    assert difference(source, target, languages) == detail


@pytest.mark.parametrize(
    ("imperial", "unit", "metric", "other"),
    [
        (200, "miles", 322, "km"),  # 1.609
        (20, "feet", 6.1, "m"),  # 0.3048
        (21, "ft", 640, "cm"),  # 30.48
        (30, "inches", 79, "cm"),  # 2.54, rounded up by 4%: down it would be nearly 1 / 0.4047
        (120, "pounds", 54.4, "kg"),  # 0.4536
        (170, "ounces", 4820, "g"),  # 28.35
        (170, "acres", 71.5, "ha"),  # 0.4047, rounded up by 4%: down it would be nearly 1 / 2.54
        (170, "gallons", 643, "l"),  # 3.785
        (170, "yards", 155, "m"),  # 0.9144
    ],
)
def test_units_are_converted(imperial: int, unit: str, metric: float, other: str) -> None:
    """A figure in an imperial unit may be another one in a metric unit, and the other way round; other figures not."""
    assert difference(f"{imperial} {unit}", f"{metric} {other}") == ""
    assert difference(f"{metric} {other}", f"{imperial} {unit}") == ""
    assert difference(f"{imperial} men", f"{metric} {other}") == f"{imperial} ≠ {metric}"


@pytest.mark.parametrize(
    "unit",
    [
        *("km", "m", "cm", "mm", "kg", "g", "ha", "l", "°C", "centimetres", "kentim", "centymetrów", "Zentimeter"),
        *("sentimeter", "сантиметров", "kilómetros", "quilómetros", "quilômetros", "километров", "gramos", "граммов"),
        *("Meter", "metri", "mètres", "metros", "метров", "hectares", "Hektar", "Liter", "litros", "Celsius"),
        *("メートル", "米", "公里", "公斤", "キロ", "センチ", "グラム"),
    ],
)
def test_metric_units_are_known(unit: str) -> None:
    """The words of metric units in the languages that the check knows make 100 miles 161 of them."""
    assert difference("100 miles", f"161 {unit}") == ""
    assert difference("100 men", f"161 {unit}") == "100 ≠ 161"


@pytest.mark.parametrize(
    ("units", "metric"),
    [
        ("mile miles mph MILES", "161 km"),
        ("foot feet ft", "30.5 m"),
        ("inch inches", "254 cm"),
        ("pound pounds lb lbs", "45 kg"),
        ("yard yards", "91 m"),
        ("acre acres", "40 ha"),
        ("gallon gallons", "379 l"),
        ("ounce ounces", "2835 g"),
        ("stone stones", "635 kg"),
        ("pint pints", "57 l"),
        ("ton tons", "91 kg"),
        ("Fahrenheit °F", "38 °C"),
    ],
)
def test_imperial_units_are_known(units: str, metric: str) -> None:
    """Each word of a unit is known, and only its own factors are tried."""
    for unit in units.split():
        assert difference(f"100 {unit}", metric) == ""
        assert difference(f"100 {unit}", f"7{metric}") != ""


@pytest.mark.parametrize(
    ("kilometres", "detail"), [(153, ""), (168.8, ""), (152.5, "100 ≠ 152.5"), (169.5, "100 ≠ 169.5")]
)
def test_a_converted_figure_may_be_rounded(kilometres: float, detail: str) -> None:
    """100 miles are 160.9 km, and 5% more or less: from 152.9 to 168.9."""
    assert difference("100 miles", f"{kilometres} km") == detail


@pytest.mark.parametrize(
    ("source", "target", "detail"),
    [
        ("Sieben Katzen", "Five dogs", "sieben ≠ five"),
        ("Sieben Katzen", "Seven dogs", ""),
        ("Sieben Katzen", "Dogs", ""),  # a word alone is no sign
        ("Katzen", "Seven cats", ""),
        ("7 Hunde", "Five dogs", "7 ≠ five"),
        ("Sieben Katzen", "5 dogs", "sieben ≠ 5"),
        ("Sieben Katzen", "The fifth dog", ""),  # an ordinal may be said otherwise
        ("Ein Hund", "Seven dogs", ""),
        ("43 Hunde", "Forty dogs or more", ""),  # about so many
        ("53 Hunde", "Forty dogs", "53 ≠ forty"),
        ("Um 12:00 Uhr", "At 1200 hours", ""),
        ("Um 12:00 Uhr", "At 1300 hours", "12.00 ≠ 1300"),
    ],
)
def test_numbers_in_words(source: str, target: str, detail: str) -> None:
    """Where each side has a number that the other lacks they differ, whether in figures or in words."""
    assert difference(source, target, ("de", "en")) == detail


def test_the_words_of_a_difference_have_a_confidence_of_their_own() -> None:
    """A difference between words is a little less sure than one between figures."""
    (found,) = find_numbers(case_of(["Sieben Katzen"], ["Five dogs"], ("de", "en")), None)
    assert (found.confidence, is_loss(found)) == (0.85, False)
    (lost,) = find_numbers(case_of(["143 Hunde"], ["Dogs"], ("de", "en")), None)
    assert is_loss(lost)


@pytest.mark.parametrize(
    ("source", "target", "detail"),
    [
        ("It was 80 °F.", "Es waren 27 °C.", ""),
        ("It was 80 °F.", "Es waren 30 °C.", "80 ≠ 30"),
        ("the 6-foot-6 man", "der 1,98 m große Mann", ""),
        ("the 6-foot-6 man", "der 1,58 m große Mann", "6-foot-6 ≠ 1,58"),
        ("the 5 ft 10 man", "der 5 Fuß 10 große Mann", ""),
        ("20 square miles", "52 Quadratkilometer", ""),
        ("the sea[15] is wide[3]", "das Meer ist weit", ""),  # marks of notes
        ("the sea (1915) is wide", "das Meer ist weit", "1915 is lost"),
    ],
)
def test_units_and_marks(source: str, target: str, detail: str) -> None:
    """What is converted right is the same, and the marks of notes are no numbers."""
    assert difference(source, target) == detail


@pytest.mark.parametrize(("confidence", "found"), [(0.95, 1), (0.94, 0)])
def test_a_certain_bead_stands_for_itself(confidence: float, found: int) -> None:
    """What is beside a certain bead does not excuse that each side has a number which the other lacks."""
    source, target = ["It was 43.", "It was 47."], ["Es war 47.", "Es war 43."]
    case = case_of(source, target, confidence=confidence)
    assert [one.detail for one in find_numbers(case, None)][:1] == ["43 ≠ 47"][:found]


@pytest.mark.parametrize(
    ("source", "target", "languages", "detail"),
    [
        ("20億ドルを投資する", "an investment of $2 billion", ("ja", "en"), ""),
        ("超过 2040 万人", "more than 20.4 million people", ("zh", "en"), ""),
        ("周二，大雨将会扩散至四角", "Rain will spread to the Four Corners", ("zh", "en"), ""),
        ("周二，四人来了", "Three came on Tuesday", ("zh", "en"), "四 ≠ three"),
        ("в пятницу сотрудникам", "three of them", ("ru", "en"), ""),  # "Friday" begins like five, "staff" like hundred
        ("何万人もの人々", "tens of thousands of people", ("ja", "en"), ""),
        ("千百万女工", "millions of women", ("zh", "en"), ""),
        ("一两个星期", "a week or two", ("zh", "en"), ""),
        ("пять дней", "three days", ("ru", "en"), "пять ≠ three"),
    ],
)
def test_what_is_no_number_in_words(source: str, target: str, languages: tuple[str, str], detail: str) -> None:
    """The scale of a figure is a part of it, a day of the week is none, and a word must be a plain numeral."""
    case = case_of([source], [target], languages=languages)
    assert [one.detail for one in find_numbers(case, None)] == ([detail] if detail else [])
