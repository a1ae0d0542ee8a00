"""Parts of sentences that are missing, and the words that are named."""

from __future__ import annotations

from aligner.coverage.checks.lengths import learn_lengths
from aligner.coverage.checks.partial import find_partial
from tests.coverage.cases import ENGLISH, GERMAN, case_of


def test_the_missing_words_are_named() -> None:
    """A dropped clause is found in the source, and its words are named."""
    case = case_of(ENGLISH, [*GERMAN[:5], " ".join(GERMAN[5].split()[:3]), *GERMAN[6:]])
    (fault,) = find_partial(case, learn_lengths(case))
    assert (fault.side, fault.run) == (0, range(5, 6))
    assert set(ENGLISH[5].rstrip(".").split()[4:]) <= set(fault.detail.replace(":", ",").replace(",", "").split())


def test_words_that_stand_in_the_next_segment_are_not_missing() -> None:
    """Words that the translation gives in the segment after are found there."""
    words = GERMAN[5].split()
    case = case_of(ENGLISH, [*GERMAN[:5], " ".join(words[:3]), " ".join(words[3:]) + " " + GERMAN[6], *GERMAN[7:]])
    assert [fault for fault in find_partial(case, learn_lengths(case)) if fault.run == range(5, 6)] == []


def test_an_explanation_in_brackets_is_not_an_addition() -> None:
    """What a translator explains in brackets has no counterpart, and needs none."""
    case = case_of(ENGLISH, [*GERMAN[:5], GERMAN[5][:-1] + " (Schnee Berg Tisch Buch Fenster Lied kalt).", *GERMAN[6:]])
    assert find_partial(case, learn_lengths(case)) == []
