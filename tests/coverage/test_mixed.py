"""Words that were left in another language."""

from __future__ import annotations

from math import log

import pytest

from aligner.coverage.checks.mixed import Foreign, find_mixed_words, foreign_log_odds
from aligner.coverage.findings import RawFinding
from tests.coverage.cases import plain_case

GERMAN = [
    "Die Kinder spielen jeden Tag im Garten.",
    "Er hat alle wichtigen Prüfungen gewonnen.",
    "Wir gehen am Abend nach Hause.",
    "Der Garten ist groß und wichtig.",
]
ENGLISH = [
    "The children play in the garden every day.",
    "He won all the important tests.",
    "We go home in the evening.",
    "The garden is large and important.",
]


def words(source: list[str], target: list[str], languages: tuple[str, str]) -> list[tuple[str, ...]]:
    """Return the words that each finding names."""
    return [found.words for found in find_mixed_words(plain_case(source, target, languages=languages))]


def test_a_word_of_the_source_is_found() -> None:
    """A German word in an English sentence is named; the finding is about the word and not the segment."""
    changed = [ENGLISH[0], "He won all the wichtigen tests.", *ENGLISH[2:]]
    (found,) = find_mixed_words(plain_case(GERMAN, changed, languages=("de", "en")))
    assert (found.kind, found.side, found.run, found.words) == ("untranslated", 1, range(1, 2), ("wichtigen",))
    assert found.detail == "left in another language: wichtigen"
    assert 0.62 < found.confidence < 1


def test_a_complete_translation_has_no_finding() -> None:
    """Words that are right in both languages are none: "in" is German and English."""
    assert words(GERMAN, ENGLISH, ("de", "en")) == []
    assert words(["Das Hotel ist in Wien."], ["The hotel is in Wien."], ("de", "en")) == []


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        ("大谷は最後の打者だった。", "Otani was the last 打者 in it.", [("打者",)]),
        ("大谷は最後の道だった。", "Otani was the last 道 in it.", [("道",)]),
        ("大谷は最後の打者だった。", "Otani was the last 走者 in it.", []),  # not what the source says
        ("大谷は最後の打者だった。", "Otani was the last человек in it.", [("человек",)]),  # a third language
        ("Отани был πrate.", "Otani was the Ελλάδα pirate.", []),  # Greek letters are in formulas everywhere
        ("तीन लोग आए।", "Three लोग came.", [("लोग",)]),  # letters with vowel marks are one word
    ],
)
def test_other_letters(source: str, target: str, found: list[tuple[str, ...]]) -> None:
    """A word in letters that the target does not use is foreign at sight."""
    lines = ["The children play in the garden every day."] * 3
    language = "hi" if "आ" in source else "ja"
    assert words([source, "x", "y", "z"], [target, *lines], (language, "en")) == found


def test_texts_in_one_language() -> None:
    """Between a text and another version of it in the same language nothing is foreign."""
    assert words(GERMAN, GERMAN, ("de", "de-AT")) == []


def test_single_english_words_are_lent() -> None:
    """English words are at home everywhere, so of a translation from English a phrase of three must be left."""
    source = ["The show is formally known everywhere.", *ENGLISH]
    two = ["Die Sendung wird überall formally known.", *GERMAN]
    phrase = ["Die Sendung ist is formally known überall.", *GERMAN]
    assert words(source, two, ("en", "de")) == []
    assert words(source, phrase, ("en", "de")) == [("formally", "known")]


def test_a_word_in_use_is_the_targets_own() -> None:
    """What two other sentences of the translation have was lent, and not left."""
    source, target = [*GERMAN, "Wichtigen!", "Wichtigen?"], [*ENGLISH, "Wichtigen!", "Wichtigen?"]
    target[1] = "He won all the wichtigen tests."
    assert words(source, target, ("de", "en")) == []
    assert words(source[:-1], target[:-1], ("de", "en")) == [("wichtigen",)]


def test_an_address_is_of_no_language() -> None:
    """In "wetter.wichtigen.de" no German was left."""
    source, target = ["Das sagt wetter.wichtigen.de heute.", *GERMAN], ["So says wetter.wichtigen.de today.", *ENGLISH]
    assert words(source, target, ("de", "en")) == []


def test_the_odds_of_a_foreign_word() -> None:
    """-6.13 + 1.52 * 4 + 0.587 * log(3) + 0.315 * 5 = 2.17."""
    odds = foreign_log_odds(Foreign(1.0, 4.0, log(3), 5))
    assert odds == pytest.approx(2.170, abs=0.001)


def test_the_finding_of_other_letters() -> None:
    """It is surer than one that rests on the identifier of languages."""
    case = plain_case(["最後の打者", "x"], ["the last 打者 of all that came", "x y z"], languages=("ja", "en"))
    assert find_mixed_words(case) == [
        RawFinding("untranslated", 1, range(1), range(1), "left in another language: 打者", 0.95, ("打者",))
    ]
