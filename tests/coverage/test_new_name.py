"""Names that occur once and were replaced or lost."""

from __future__ import annotations

import pytest

from aligner.coverage.checks.new_name import (
    CASELESS_WEIGHTS,
    WEIGHTS,
    Strange,
    _decide,
    find_new_names,
    strange_log_odds,
)
from tests.coverage.cases import plain_case

LINES = ["we see the house", "they eat the bread", "you hear the bell", "she reads the book"]


def details(source: str, target: str, languages: tuple[str, str] = ("es", "en")) -> list[str]:
    """Return what is found in one sentence of a text whose other sentences are complete."""
    case = plain_case([source, *LINES], [target, *LINES], languages=languages)
    return [found.detail for found in find_new_names(case)]


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        ("then old Trump wrote this", "then old Trump wrote this", []),
        ("then old Trump wrote this", "then old Huber wrote this", ["Trump ≠ Huber"]),
        ("then old Donald Trump wrote", "then old Erwin Huber wrote", ["Donald Trump ≠ Erwin Huber"]),
        ("then old Trump wrote this", "then old wrote this", ["Trump is lost"]),
        ("then he wrote this", "then he Huber wrote this", ["Huber is not in the source"]),
        ("then old Trumpen wrote", "then old Trumpes wrote", []),  # a form of the name
        ("then he wrote this", "then he The wrote this", []),  # in small letters elsewhere
    ],
)
def test_names_that_occur_once(source: str, target: str, found: list[str]) -> None:
    """A name of which the other side has neither the meaning nor the letters is reported."""
    assert details(source, target) == found


def test_the_beginning_of_a_sentence() -> None:
    """A word has a capital there whatever it is, so its log odds are lower by 2.99, and by 1.44 for an abbreviation."""
    inside = Strange(1.0, 0.5, 0.3, 0.5, 0.3, 1.0, 2.0, 2.0, 0.5, 0.0, 0.0)
    assert strange_log_odds(WEIGHTS, inside._replace(first=1.0)) == pytest.approx(2.954 - 2.99, abs=0.001)
    assert strange_log_odds(WEIGHTS, inside._replace(upper=1.0)) == pytest.approx(2.954 - 1.44, abs=0.001)


def test_nouns_with_capitals_are_no_names() -> None:
    """From German only strange names of the target are reported, into German nothing."""
    assert details("then old Haus wrote this", "then old wrote this", ("de", "en")) == []
    assert details("then he wrote this", "then he Huber wrote this", ("de", "en")) == ["Huber is not in the source"]
    assert details("then he wrote this", "then he Huber wrote this", ("en", "de")) == []


def test_a_doubtful_bead_says_nothing() -> None:
    """Names of a bead of a confidence below 0.5 may belong elsewhere."""
    case = plain_case(["then old Trump wrote this"], ["then old Huber wrote this"])
    doubtful = plain_case(["then Trump"], ["then Huber"], [case.beads[0]._replace(confidence=0.49)])
    assert find_new_names(doubtful) == []


@pytest.mark.parametrize(
    ("strange", "lost", "cased", "nouns", "confidence"),
    [
        (2.0, -9.0, True, False, 0.8),
        (1.99, -9.0, True, False, 0.0),
        (1.5, -9.0, False, False, 0.8),
        (1.49, -9.0, False, False, 0.0),
        (-9.0, 1.2, True, False, 0.8),
        (-9.0, 1.19, True, False, 0.0),
        (-9.0, 9.0, True, True, 0.0),
        (1.0, 0.2, True, False, 0.9),
        (0.99, 0.2, True, False, 0.0),
        (1.0, 0.19, True, False, 0.0),
        (1.0, 0.2, True, True, 0.0),
    ],
)
def test_the_bounds(strange: float, lost: float, cased: bool, nouns: bool, confidence: float) -> None:
    """One name must be plain by itself; two that face each other need less."""
    assert _decide((strange, lost), (True, True), cased=cased, nouns=nouns) == confidence


def test_the_log_odds_of_a_strange_name() -> None:
    """3.56 - 1.65 * 0.5 - 1.40 * 0.3 - 1.82 * 0.5 - 1.27 * 0.3 + 0.33 + 2 * (0.19 + 0.82) - 0.84 * 0.5 = 2.954."""
    values = Strange(1.0, 0.5, 0.3, 0.5, 0.3, 1.0, 2.0, 2.0, 0.5, 0.0, 0.0)
    assert strange_log_odds(WEIGHTS, values) == pytest.approx(2.954, abs=0.001)
    assert strange_log_odds(CASELESS_WEIGHTS, values) == pytest.approx(0.699, abs=0.001)


@pytest.mark.parametrize(("times", "found"), [(2, ["Trump is lost"]), (3, [])])
def test_a_person_of_the_story_may_be_called_he(times: int, found: list[str]) -> None:
    """A name that three sentences have is not lost where the translation has a pronoun, nor strange the other way."""
    kept = [f"{word} old Trump wrote this" for word in ("now", "here")[: times - 1]]
    sides = [["then old Trump wrote this", *kept, *LINES], ["then old he wrote this", *kept, *LINES]]
    assert [one.detail for one in find_new_names(plain_case(sides[0], sides[1], languages=("es", "en")))] == found
    other_way = plain_case(sides[1], sides[0], languages=("es", "en"))
    strange = [one.replace("is lost", "is not in the source") for one in found]
    assert [one.detail for one in find_new_names(other_way)] == strange


def test_a_person_of_the_story_who_became_another_one() -> None:
    """Where each side has a name that the other lacks, it does not matter how often they come."""
    kept = ["now old Trump wrote this", "here old Trump wrote this"]
    case = plain_case(
        ["then old Trump wrote this", *kept, *LINES],
        ["then old Huber wrote this", *kept, *LINES],
        languages=("es", "en"),
    )
    assert [one.detail for one in find_new_names(case)] == ["Trump ≠ Huber"]
    assert _decide((9.0, 9.0), (False, False), cased=True, nouns=False) == 0.9
    assert _decide((9.0, -9.0), (False, True), cased=True, nouns=False) == 0.0
