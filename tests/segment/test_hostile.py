from __future__ import annotations

import time

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
}


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("name", HOSTILE)
def test_time_is_linear_in_the_length(name: str, language: str) -> None:
    """Eight times the text takes about eight times the time, not sixty-four times."""
    unit = HOSTILE[name]
    cut(unit, language)
    times = []
    for size in (3_000, 24_000):
        text = "a" + unit * (size // len(unit)) + " b"
        began = time.process_time()
        assert "".join(cut(text, language)) == text
        times.append(time.process_time() - began)
    assert times[1] < 30 * times[0] + 0.1


def test_plain_text_is_fast() -> None:
    """Half a megabyte of prose in one line takes a few seconds at most, even on a slow machine."""
    text = "It was late, and the old man, who had come far, said nothing. “Why?” asked Mr. Gray. " * 6_000
    began = time.process_time()
    assert len(cut(text, "en")) == 12_000
    assert time.process_time() - began < 5
