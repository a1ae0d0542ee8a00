"""Segments without a counterpart: what the weights say, what is measured, and every threshold from both sides."""

from __future__ import annotations

from math import exp, log

import pytest

from aligner.coverage.checks.lengths import Lengths
from aligner.coverage.checks.missing import (
    Apart,
    Stranger,
    apart_probability,
    describe_segment,
    find_unmatched,
    report_unmatched,
    stranger_probability,
)
from aligner.ladder import Bead
from tests.coverage.cases import plain_case

# -0.4 - 2.2 * 0.5 - 8.8 * 0.25 + 2.81 * 1 + 2.41 * 0.5 + 0.97 * 1 = 1.285; 0.75 has the log odds 1.0986
STRANGER = Stranger(constant=1.0, cover=0.5, gain=0.25, excess=1.0, imbalance=-0.5, log_weight=1.0)
# -0.54 - 6.52 * 0.1 - 6.79 * 0.2 - 5.92 * 0.3 + 1.95 * 2.2 = -0.036; 0.45 has the log odds -0.2007
APART = Apart(constant=1.0, lesser_cover=0.1, greater_cover=0.2, confidence=0.3, log_weight=2.2)


def test_the_weights_of_a_stranger() -> None:
    """The values times the fitted weights are the log odds of a stranger."""
    assert stranger_probability(STRANGER) == pytest.approx(1 / (1 + exp(-1.285)))
    assert stranger_probability(STRANGER) >= 0.75


@pytest.mark.parametrize(
    "change",
    [
        {"cover": 0.6},  # 1.285 - 2.2 * 0.1 = 1.065
        {"gain": 0.28},  # 1.285 - 8.8 * 0.03 = 1.021
        {"excess": 0.9},  # 1.285 - 2.81 * 0.1 = 1.004
        {"imbalance": -0.4},  # 1.285 - 2.41 * 0.1 = 1.044
        {"log_weight": 0.8},  # 1.285 - 0.97 * 0.2 = 1.091
    ],
)
def test_each_value_decides_about_a_stranger(change: dict[str, float]) -> None:
    """A little more cover, gain or imbalance, or less excess or weight, and it is none."""
    assert stranger_probability(STRANGER._replace(**change)) < 0.75


def test_the_weights_of_a_bead_apart() -> None:
    """The values times the fitted weights are the log odds that two sides have nothing to do with each other."""
    assert apart_probability(APART) == pytest.approx(1 / (1 + exp(0.036)))
    assert apart_probability(APART) >= 0.45


@pytest.mark.parametrize(
    "change",
    [
        {"lesser_cover": 0.15},  # -0.036 - 6.52 * 0.05 = -0.362
        {"greater_cover": 0.25},  # -0.036 - 6.79 * 0.05 = -0.3755
        {"confidence": 0.35},  # -0.036 - 5.92 * 0.05 = -0.332
        {"log_weight": 2.1},  # -0.036 - 1.95 * 0.1 = -0.231
    ],
)
def test_each_value_decides_about_a_bead_apart(change: dict[str, float]) -> None:
    """A little more cover or confidence, or less weight, and the two sides are left together."""
    assert apart_probability(APART._replace(**change)) < 0.45


# --- What is measured ---------------------------------------------------------------------------------------------


def test_what_is_known_of_a_segment_in_a_bead() -> None:
    """Cover, gain, lengths and weight are those of the segment, of its bead, and of the bead without it."""
    # 7 + 1 + 3 characters of the source and 11 of the target, 3 added to both: the ratio is 14 : 14.
    case = plain_case(["aa bb cc", "dd"], ["aa bb dd ee"], [Bead(range(2), range(1))])
    assert (len(case.run_text(0, range(2))), len(case.run_text(1, range(1)))) == (11, 11)
    first = describe_segment(case, case.beads[0], 0, 0, Lengths(0.2, 0.1))
    assert first.constant == 1
    assert first.cover == pytest.approx(2 / 3)  # aa and bb of three words
    assert first.gain == pytest.approx(2 / 3)  # aa and bb of the target, which dd does not cover, over three words
    assert first.excess == pytest.approx(-0.2)  # log(14 / 14) - 0.2
    shorter = log(1 - 8 / 14)  # eight of its characters are gone
    assert first.imbalance == pytest.approx(abs(-0.2 + shorter) - 0.2)
    assert first.log_weight == pytest.approx(log(4))
    second = describe_segment(case, case.beads[0], 0, 1, Lengths(0.2, 0.1))
    assert second.cover == pytest.approx(1)
    assert second.gain == pytest.approx(1 / 3)  # one word, which counts as three


def test_the_target_is_too_long_where_the_source_is_too_short() -> None:
    """On the target's side the excess has the other sign."""
    case = plain_case(["aa bb dd ee"], ["aa bb cc", "dd"], [Bead(range(1), range(2))])
    assert describe_segment(case, case.beads[0], 1, 0, Lengths(0.2, 0.1)).excess == pytest.approx(0.2)


def test_without_lengths_they_say_nothing() -> None:
    """Where it is not known what is usual, excess and imbalance are 0."""
    case = plain_case(["aa bb cc", "dd"], ["aa bb dd ee"], [Bead(range(2), range(1))])
    found = describe_segment(case, case.beads[0], 0, 0, None)
    assert (found.excess, found.imbalance) == (0, 0)


@pytest.mark.parametrize(
    ("spread", "usual", "cover", "gain"),
    [
        (1.0, 1.0, 1.0, 1.0),
        (0.8, 1.0, 1.0, 1.2),  # a cosine of 1 is 1.25 deviations; the cover is 1 at most, the gain 1.2
        (0.9, 1.0, 1.0, 1 / 0.9),  # a gain of 1.11 is below the most
        (1.0, 1.1, 1 / 1.1, 1.0),  # a cover of 0.91 is as well
    ],
)
def test_cover_and_gain_say_no_more_beyond_a_bound(spread: float, usual: float, cover: float, gain: float) -> None:
    """A cover counts up to 1, a gain up to 1.2."""
    case = plain_case(["a b c", "z"], ["a b c"], [Bead(range(2), range(1))], spread=spread, usual=usual)
    found = describe_segment(case, case.beads[0], 0, 0, None)
    assert (found.cover, found.gain) == pytest.approx((cover, gain))


@pytest.mark.parametrize(("usual", "excess"), [(0.29, -0.29), (0.31, -0.3), (-0.99, 0.99), (-1.01, 1.0)])
def test_lengths_say_no_more_beyond_a_bound(usual: float, excess: float) -> None:
    """An excess counts from -0.3 to 1."""
    case = plain_case(["aa bb cc", "dd"], ["aa bb dd ee"], [Bead(range(2), range(1))])
    assert describe_segment(case, case.beads[0], 0, 0, Lengths(usual, 0.1)).excess == pytest.approx(excess)


def test_an_imbalance_says_no_more_beyond_a_bound() -> None:
    """An imbalance counts up to 1: here it is log(43 / 3) = 2.66 without the segment."""
    case = plain_case(["x" * 39, ""], ["y" * 40], [Bead(range(2), range(1))])
    assert describe_segment(case, case.beads[0], 0, 0, Lengths(0.0, 0.1)).imbalance == 1


# --- Strangers in a bead ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("stranger", "found"), [("d e f g", [1]), ("d e f", [])])
def test_a_segment_of_four_unknown_words_is_taken_out_of_its_bead(stranger: str, found: list[int]) -> None:
    """Four words that nothing answers make a stranger; three do not."""
    # Four words: -0.4 + 0.97 * log(5) = 1.161, three: -0.4 + 0.97 * log(4) = 0.945; 0.75 has the log odds 1.0986
    case = plain_case(["a b c", stranger], ["a b c"], [Bead(range(2), range(1), 0.9)])
    unmatched = find_unmatched(case, None)
    assert (list(unmatched[0]), unmatched[1]) == (found, {})
    for place, confidence in unmatched[0].values():
        assert place == 0
        assert confidence == pytest.approx(1 / (1 + exp(0.4 - 0.97 * log(5))))


def test_a_bead_keeps_one_segment() -> None:
    """Where all segments of a run look like strangers, the likeliest counterpart stays."""
    # A confidence of 0.95 keeps the bead's sides together. The second segment has one word more, and is the likelier.
    case = plain_case(["a b c d e", "f g h i j k"], ["x"], [Bead(range(2), range(1), 0.95)])
    assert list(find_unmatched(case, None)[0]) == [1]


def test_which_of_two_copies_is_too_much_is_not_asked() -> None:
    """Two segments of the same words are no strangers."""
    case = plain_case(["a b c d", "a b c d", "e"], ["e"], [Bead(range(3), range(1), 0.95)])
    assert find_unmatched(case, None) == ({}, {})


# --- Beads whose sides have nothing to do with each other ----------------------------------------------------------


@pytest.mark.parametrize(
    ("confidence", "words", "reported"),
    [
        (0.94, 20, 0.7571),  # -0.54 - 5.92 * 0.94 + 1.95 * log(41) = 1.1367
        (0.95, 20, 0.0),  # certain
        (0.45, 2, 0.5),  # -0.54 - 5.92 * 0.45 + 1.95 * log(5) = -0.0656, which is 0.4836; at least 0.5 is reported
        (0.5, 2, 0.0),  # -0.3616, which is 0.4106
    ],
)
def test_sides_that_are_nothing_alike_are_both_unmatched(confidence: float, words: int, reported: float) -> None:
    """A bead comes apart from a probability of 0.45, unless its confidence is 0.95."""
    source, target = (" ".join(f"{letter}{k}" for k in range(words)) for letter in "st")
    case = plain_case([source], [target], [Bead(range(1), range(1), confidence)])
    for unmatched in find_unmatched(case, None):
        assert [(index, place) for index, (place, _) in unmatched.items()] == ([(0, 0)] if reported else [])
        assert [sure for _, sure in unmatched.values()] == ([pytest.approx(reported, abs=1e-4)] if reported else [])


# --- Segments alone in their beads --------------------------------------------------------------------------------

BESIDE = [Bead(range(1), range(1)), Bead(range(1, 2), range(1, 1), 0.9)]


@pytest.mark.parametrize(("cosine", "found"), [(0.54, [1]), (0.56, [])])
def test_an_unmatched_segment_belongs_to_the_bead_beside_it(cosine: float, found: list[int]) -> None:
    """Cover and gain of 1.1 together join an unmatched segment to the nearest bead."""
    # Each of its three words is found in the target with this cosine: the cover is the cosine, and so is the gain.
    similar = {word.upper(): {word: cosine} for word in "def"}
    case = plain_case(["a b c", "d e f"], ["a b c D E F"], BESIDE, similar=similar)
    assert list(find_unmatched(case, None)[0]) == found


@pytest.mark.parametrize(("weight", "found"), [(4.4, [1]), (4.6, [])])
def test_an_unmatched_segment_needs_a_cover(weight: float, found: list[int]) -> None:
    """Below a cover of 0.45 no gain makes an unmatched segment part of a bead."""
    # The cover is weight / 10, the gain that of two words of this weight, over 10: 0.88 and 0.92.
    weights = {"d": weight, "e": 10 - weight}
    case = plain_case(["a", "d e"], ["a d d"], BESIDE, weights=weights)
    assert list(find_unmatched(case, None)[0]) == found


@pytest.mark.parametrize(("weight", "found"), [(1.04, [1]), (1.06, [])])
def test_an_unmatched_segment_needs_a_gain(weight: float, found: list[int]) -> None:
    """Below a gain of 0.35 a full cover does not make an unmatched segment part of a bead."""
    # A single word's gain is its weight over 3: 0.347 and 0.353.
    case = plain_case(["a", "d"], ["a d"], BESIDE, weights={"d": weight})
    assert list(find_unmatched(case, None)[0]) == found


def test_what_the_bead_says_already_is_no_gain() -> None:
    """A segment that repeats what the bead beside it says stays unmatched, at its place and with its confidence."""
    case = plain_case(["a b c", "a b c"], ["a b c"], BESIDE)
    assert find_unmatched(case, None)[0] == {1: (1, 0.9)}


def test_an_unmatched_segment_has_its_place_on_the_other_side() -> None:
    """The place is where the counterpart would be, which differs from the segment's own."""
    beads = [Bead(range(0), range(1), 0.9), Bead(range(1), range(1, 2)), Bead(range(1, 1), range(2, 3), 0.8)]
    case = plain_case(["a"], ["b", "a", "c"], beads)
    assert find_unmatched(case, None) == ({}, {0: (0, 0.9), 2: (1, 0.8)})


def test_segments_without_letters_are_not_missed() -> None:
    """A row of asterisks has no counterpart and needs none."""
    assert find_unmatched(plain_case(["a", "* * *"], ["a"], BESIDE), None) == ({}, {})


# --- Runs ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("side", "confidences", "kind"),
    [
        (0, [0.4], "omitted"),
        (0, [0.39], "unsure"),
        (1, [0.4], "added"),
        (1, [0.39], "unsure"),
        (0, [0.52, 0.3], "omitted"),  # a mean of 0.41
        (0, [0.5, 0.28], "unsure"),  # a mean of 0.39
    ],
)
def test_a_run_is_omitted_or_added_when_it_is_sure_enough(side: int, confidences: list[float], kind: str) -> None:
    """A run whose mean confidence is 0.4 or more is omitted or added, another one unsure."""
    run = {index: (7, confidence) for index, confidence in enumerate(confidences)}
    (found,) = report_unmatched((run, {}) if side == 0 else ({}, run))
    assert (found.kind, found.side, found.run, found.facing) == (kind, side, range(len(run)), range(7, 7))
    assert found.detail == ("perhaps no counterpart" if kind == "unsure" else "no counterpart")
    assert found.confidence == pytest.approx(sum(confidences) / len(confidences))
