"""What is usual between two texts, and what is far from it."""

from __future__ import annotations

from aligner.coverage.checks.lengths import find_lengths, learn_lengths
from tests.coverage.cases import ENGLISH, GERMAN, case_of


def test_a_translation_far_too_long_is_found() -> None:
    """A translation several times as long as usual is a finding that says how many times."""
    case = case_of(ENGLISH, [*GERMAN[:9], " ".join(GERMAN[9:14]), *GERMAN[10:]])
    (fault,) = find_lengths(case, learn_lengths(case))
    assert fault.run == range(9, 10)
    assert "times as long as usual" in fault.detail


def test_few_beads_tell_nothing() -> None:
    """Of a handful of beads nothing usual is learnt, and nothing found."""
    case = case_of(ENGLISH[:5], GERMAN[:5])
    assert learn_lengths(case) is None
    assert find_lengths(case, None) == []


def test_a_terse_language_is_usual() -> None:
    """What is far from the source's length everywhere is not far from the usual."""
    case = case_of(ENGLISH, [line[:15] for line in GERMAN])
    assert find_lengths(case, learn_lengths(case)) == []
