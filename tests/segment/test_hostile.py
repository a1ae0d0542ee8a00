from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from aligner.segment import cut

HOSTILE = {
    "dots": ".",
    "dots after a letter": "a....",
    "quotes never closed": "“Yes. ",
    "straight quotes": '"a. ',
    "brackets never closed": "(a. B ",
    "brackets closed": "a (b. C) ",
    "nothing but brackets": "(",
    "initials": "A. ",
    "dotted": "a.b.",
    "line breaks": "\n",
    "lines": "a\n",
    "list marks": "- a\n",
    "dashes": "a…-",
    "spaces": " ",
    "stars": "* ",
    "notes": "a.[1]",
    "Japanese quotations": "「はい。",
    "Japanese turns": "「はい」",
    "titles": "《a。》",
    "Chinese without stops": "他说，",
    "numbers": "1. ",
    "circled figures": "b.① a ",
    "rows of quotations": "他喊“来！”",
    "items": "x\n1. b\n",
}
UNPAIRED = [
    ("zh-Hans", "“他喊“来！”“走吧。他又说：“好。”"),
    ("ja", "「彼は「行け！」「待て、と言って「来い。」"),
    ("en", "「a「は！」「「は！」"),
    ("ja", "「はい」「"),
]


def _repeat(unit: str) -> Callable[[int], str]:
    """Return a function from a length to a text of that length that is one unit again and again."""
    return lambda length: "a" + unit * (length // len(unit)) + " b"


_TRIES = 4  # on a busy machine a single measurement may be anything; time that is not linear fails each of them


def _check_linear(make: Callable[[int], str], language: str, size: int) -> None:
    cut(make(1), language)
    assert any(_is_linear(make, language, size) for _ in range(_TRIES))


def _is_linear(make: Callable[[int], str], language: str, size: int) -> bool:
    times = []
    for length in (size, 8 * size):
        text = make(length)
        began = time.process_time()
        assert "".join(cut(text, language)) == text
        times.append(time.process_time() - began)
    return times[1] < 30 * times[0] + 0.1


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("name", HOSTILE)
def test_time_is_linear_in_the_length(name: str, language: str) -> None:
    """Eight times the text takes about eight times the time, not sixty-four times."""
    _check_linear(_repeat(HOSTILE[name]), language, 3_000)


@pytest.mark.parametrize("language", ["id", "de", "es", "fr", "it", "pl", "pt", "ru", "zh-Hans", "tl"])
@pytest.mark.parametrize("name", ["dots", "dotted", "quotes never closed", "line breaks", "spaces", "dashes"])
def test_no_pattern_of_a_language_looks_far(name: str, language: str) -> None:
    """The patterns of the language files leave time linear too."""
    _check_linear(_repeat(HOSTILE[name]), language, 1_000)


@pytest.mark.parametrize(("language", "text"), UNPAIRED)
def test_quotations_that_do_not_pair_come_to_an_end(language: str, text: str) -> None:
    """A quotation that is never closed inside one that is keeps nobody waiting."""
    assert "".join(cut(text, language)) == text


@pytest.mark.parametrize("unit", ["a\n", "」「は"])
def test_white_space_before_the_text_is_looked_at_once(unit: str) -> None:
    """Time is linear where a paragraph begins with much white space too."""
    _check_linear(lambda count: " " * count + unit * count, "ja", 1_000)


def test_plain_text_is_fast() -> None:
    """Half a megabyte of prose in one line takes a few seconds at most, even on a slow machine."""
    text = "It was late, and the old man, who had come far, said nothing. “Why?” asked Mr. Gray. " * 6_000
    began = time.process_time()
    assert len(cut(text, "en")) == 12_000
    assert time.process_time() - began < 5
