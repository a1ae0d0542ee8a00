"""Words and phrases that are given several times on end."""

from __future__ import annotations

import time

import pytest

from aligner.coverage.checks.word_runs import Run, find_runs, find_word_runs
from aligner.coverage.findings import RawFinding
from tests.coverage.cases import plain_case


def details(source: str, target: str) -> list[str]:
    """Return what is found in a translation of one sentence."""
    return [found.detail for found in find_word_runs(plain_case([source], [target]))]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("three weeks ago ago ago ago.", [Run("ago", 4)]),
        ("The the the cat", [Run("The", 3)]),
        ("she had had her her dinner", []),  # twice is right
        ("of the of the of the house", [Run("of the", 3)]),
        ("one two three four five six " * 3, [Run("one two three four five six", 3)]),
        ("one two three four five six seven " * 3, []),  # a longer phrase is a refrain
        ("No, no, no!", []),  # marks between them
        ("in (1995 (1995 (1995", [Run("1995", 3)]),
        ('an "isle "isle "isle', [Run("isle", 3)]),
        ("哈哈哈", []),
        ("哈哈哈哈", [Run("哈", 4)]),
        ("我们我们我们去", [Run("我们", 3)]),
        ("ha ha ha, ho ho ho", [Run("ha", 3), Run("ho", 3)]),
        ("", []),
    ],
)
def test_what_is_a_run(text: str, runs: list[Run]) -> None:
    """A word or a phrase of up to six is repeated when it is given three times with only space between."""
    assert find_runs(text) == runs


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        ("vor drei Wochen", "weeks ago ago ago ago", ["“ago” 4 times on end"]),
        ("Nein, nein, nein!", "No no no", []),
        ("Nein, nein!", "No no no", []),  # a translator may add one
        ("Nein, nein!", "No no no no", ["“No” 4 times on end"]),
        ("いやいやいや", "No no no no", []),
        ("人人が言う", "No no no no", ["“No” 4 times on end"]),  # a word of two same characters
    ],
)
def test_a_source_that_repeats_itself(source: str, target: str, found: list[str]) -> None:
    """What the source gives several times is no fault."""
    assert details(source, target) == found


def test_the_finding_is_about_words() -> None:
    """It names its words, so that the segment still counts as translated, and one segment has one finding."""
    (found,) = find_word_runs(plain_case(["eins zwei"], ["a a a b b b"]))
    assert found == RawFinding("repeated", 1, range(1), range(1), "“a” 3 times on end", 0.95, ("a",))


def test_a_long_run_takes_linear_time() -> None:
    """A hundred thousand words of one kind are one run."""
    begin = time.perf_counter()
    assert find_runs("ha " * 100_000) == [Run("ha", 100_000)]
    assert time.perf_counter() - begin < 10
