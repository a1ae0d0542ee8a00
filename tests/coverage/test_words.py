"""Which characters a token may be part of."""

from __future__ import annotations

from aligner.coverage.words import place_tokens
from tests.fakes import FakeEncoder


def test_tokens_fall_into_their_words() -> None:
    """Where the words' tokens add up, each token has the characters of its word."""
    assert place_tokens("The dog, red.", 5, FakeEncoder()) == [(0, 3), (4, 8), (4, 8), (9, 13), (9, 13)]


def test_tokens_that_do_not_add_up_are_spread() -> None:
    """Where they do not add up, tokens have even shares that cover the text."""
    spans = place_tokens("The dog", 4, FakeEncoder())
    assert len(spans) == 4
    assert (spans[0][0], spans[-1][1]) == (0, 7)


def test_a_run_without_spaces_is_shared() -> None:
    """In a script without spaces, the tokens of a run have even shares of it."""
    assert place_tokens("家族", 1, FakeEncoder()) == [(0, 2)]
    assert place_tokens("", 0, FakeEncoder()) == []
