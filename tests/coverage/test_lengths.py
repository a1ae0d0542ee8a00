"""What is usual between two texts, and what is far from it."""

from __future__ import annotations

from math import log

import pytest

from aligner.coverage.case import Case
from aligner.coverage.checks.lengths import Lengths, find_lengths, learn_lengths
from aligner.ladder import Bead
from tests.coverage.cases import ENGLISH, GERMAN, case_of, one_to_one, plain_case


def lines(*sizes: tuple[int, int], confidence: float = 1.0) -> Case:
    """Return a case of 1-1 beads of lines of these lengths, in characters of the source and of the target."""
    return plain_case(["x" * n for n, _ in sizes], ["y" * m for _, m in sizes], one_to_one(len(sizes), confidence))


@pytest.mark.parametrize(
    ("count", "source", "confidence", "known"),
    [(12, 20, 0.8, True), (11, 20, 0.8, False), (12, 19, 0.8, False), (12, 20, 0.79, False)],
)
def test_the_usual_is_learnt_from_twelve_sure_beads_of_twenty_characters(
    count: int, source: int, confidence: float, known: bool
) -> None:
    """Twelve 1-1 beads are enough, whose sources have 20 characters and whose confidence is 0.8 or more."""
    assert (learn_lengths(lines(*[(source, 20)] * count, confidence=confidence)) is not None) is known


def test_only_beads_of_one_and_one_say_what_is_usual() -> None:
    """Twelve beads of two and one teach nothing."""
    beads = [Bead(range(2 * k, 2 * k + 2), range(k, k + 1)) for k in range(12)]
    assert learn_lengths(plain_case(["x" * 30] * 24, ["y" * 60] * 12, beads)) is None


def test_the_usual_ratio_and_its_deviation() -> None:
    """The usual is the median of the log ratios, the deviation 1.4826 times the median distance from it."""
    # With 3 added to each length: 50:50 five times, 50:100 four times and 50:200 four times. In units of log 2 the log
    # ratios are 0, -1, -2. Their median, the 7th of 13 from below, is -1; the distances from it are 1 nine times.
    learnt = learn_lengths(lines(*[(47, 47)] * 5, *[(47, 97)] * 4, *[(47, 197)] * 4))
    assert learnt is not None
    assert learnt.usual == pytest.approx(-log(2))
    assert learnt.spread == pytest.approx(1.4826 * log(2))


@pytest.mark.parametrize(
    ("spread", "source", "target", "detail"),
    [
        (0.01, 257, 97, "2.6 times as short as usual"),  # (257 + 3) / (97 + 3) = 2.6, which is enough
        (0.01, 256, 97, ""),  # 2.59
        (0.01, 97, 257, "2.6 times as long as usual"),
        (0.01, 97, 256, ""),
        (0.2, 403, 97, "4.1 times as short as usual"),  # seven deviations: exp(7 * 0.2) = 4.055; 406 / 100 = 4.06
        (0.2, 402, 97, ""),  # 4.05
        (0.2, 97, 403, "4.1 times as long as usual"),
        (0.01, 40, 197, "4.7 times as long as usual"),  # 200 / 43
        (0.01, 39, 197, ""),  # less than 40 characters
    ],
)
def test_what_is_far_from_the_usual(spread: float, source: int, target: int, detail: str) -> None:
    """A bead is found from 2.6 times and from seven deviations, if its source has 40 characters."""
    found = find_lengths(lines((source, target)), Lengths(0.0, spread))
    assert [(one.detail, one.confidence) for one in found] == ([(detail, 0.7)] if detail else [])


def test_a_translation_far_too_long_is_found() -> None:
    """A translation several times as long as usual is a finding about the target."""
    case = case_of(ENGLISH, [*GERMAN[:9], " ".join(GERMAN[9:14]), *GERMAN[10:]])
    (found,) = find_lengths(case, learn_lengths(case))
    assert (found.side, found.run, found.facing) == (1, range(9, 10), range(9, 10))


def test_nothing_is_found_where_nothing_is_usual() -> None:
    """Where too little is known of what is usual, nothing is found."""
    assert find_lengths(lines((400, 40)), None) == []


def test_one_sided_beads_have_no_length_to_compare() -> None:
    """Neither a deletion nor an insertion is of unusual length."""
    case = plain_case(["x" * 400], ["y" * 400], [Bead(range(1), range(0)), Bead(range(1, 1), range(1))])
    assert find_lengths(case, Lengths(0.0, 0.01)) == []


def test_a_terse_language_is_usual() -> None:
    """What is far from the source's length everywhere is not far from the usual."""
    case = case_of(ENGLISH, [line[:15] for line in GERMAN])
    assert find_lengths(case, learn_lengths(case)) == []
