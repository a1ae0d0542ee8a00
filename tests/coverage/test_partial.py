"""Parts of sentences that are missing, and the words that are named."""

from __future__ import annotations

from dataclasses import replace
from math import exp

import pytest

from aligner.coverage.case import Case
from aligner.coverage.checks.lengths import Lengths, learn_lengths
from aligner.coverage.checks.partial import Gap, Loss, find_gap, find_partial, loss_log_odds, words_at
from aligner.ladder import Bead
from tests.coverage.cases import ENGLISH, GERMAN, case_of, plain_case

# -6.42 + 6.06 * 0.5 + 2.81 * 1.5 - 3.48 * 0.2 + 4.96 * 0.6 = 3.105; 2.6 is enough of a source
LOSS = Loss(constant=1.0, excess=0.5, log_missing=1.5, share_missing=0.2, log_ratio=0.6)


def test_the_weights_of_a_loss() -> None:
    """The values times the fitted weights are the log odds that words were lost."""
    assert loss_log_odds(LOSS) == pytest.approx(3.105)


@pytest.mark.parametrize(
    "change",
    [
        {"excess": 0.4},  # 3.105 - 6.06 * 0.1 = 2.499
        {"log_missing": 1.3},  # 3.105 - 2.81 * 0.2 = 2.543
        {"share_missing": 0.4},  # 3.105 - 3.48 * 0.2 = 2.409
        {"log_ratio": 0.4},  # 3.105 - 4.96 * 0.2 = 2.113
    ],
)
def test_each_value_decides_about_a_loss(change: dict[str, float]) -> None:
    """A little less excess, weight or ratio, or a greater share, and nothing was lost."""
    assert loss_log_odds(LOSS._replace(**change)) < 2.6


def clause(words: int, lost: int, excess: float, *, side: int = 0, confidence: float = 1.0) -> tuple[Case, Lengths]:
    """Return a case of so many words, the last ones lost on the other side, and lengths for the side's excess."""
    long = " ".join(f"w{k}" for k in range(words))
    short = " ".join(f"w{k}" for k in range(words - lost))
    texts = ([long], [short]) if side == 0 else ([short], [long])
    case = plain_case(*texts, [Bead(range(1), range(1), confidence)])
    actual = Lengths(0.0, 0.1).excess(case, case.beads[0])
    return case, Lengths(actual - (excess if side == 0 else -excess), 0.1)


@pytest.mark.parametrize(
    ("words", "lost", "excess", "found"),
    [
        # A word that is not found at all counts 0.7. Four of ten: log(1 + 2.8) = 1.335, a share of 0.28, and a ratio of
        # log(13 / 9) = 0.3677: -6.42 + 2.81 * 1.335 - 3.48 * 0.28 + 4.96 * 0.3677 = -1.819, and 4.419 / 6.06 = 0.729.
        (10, 4, 0.74, True),
        (10, 4, 0.72, False),
        (10, 4, 0.0, False),
        # Three of ten: log(1 + 2.1) = 1.1314, 0.21 and log(13 / 10) = 0.2624 make -2.67, and 5.27 / 6.06 = 0.87, which
        # is more than an excess may count.
        (10, 3, 3.0, False),
    ],
)
def test_lost_words_of_a_source(words: int, lost: int, excess: float, found: bool) -> None:
    """Words of the source are lost from log odds of 2.6, in which an excess of more than 0.8 counts as 0.8."""
    findings = find_partial(*clause(words, lost, excess))
    assert [(one.side, one.run, one.facing) for one in findings] == ([(0, range(1), range(1))] if found else [])


def test_the_confidence_of_a_loss_is_its_probability() -> None:
    """The confidence is that of the log odds."""
    (found,) = find_partial(*clause(10, 4, 0.8))
    assert found.confidence == pytest.approx(1 / (1 + exp(1.819 - 6.06 * 0.8)), abs=1e-3)
    assert found.detail == "words without counterpart: w6, w7, w8, w9"


@pytest.mark.parametrize(("excess", "found"), [(0.63, True), (0.62, False)])
def test_added_words_of_a_target(excess: float, found: bool) -> None:
    """Words of the target are reported from log odds of 7."""
    # Fourteen of twenty: log(1 + 9.8) = 2.3795, 0.49 and log(23 / 9) = 0.9383 make 3.215, and 3.785 / 6.06 = 0.6246.
    findings = find_partial(*clause(20, 14, excess, side=1))
    assert [one.side for one in findings] == ([1] if found else [])


@pytest.mark.parametrize(("excess", "found"), [(0.16, True), (0.14, False)])
def test_a_lost_figure_makes_a_loss_likelier(excess: float, found: bool) -> None:
    """Where a figure is lost as well, the log odds may be lower by 3.5."""
    # Four of ten, as above: (2.6 - 3.5 + 1.819) / 6.06 = 0.1516.
    assert bool(find_partial(*clause(10, 4, excess), [range(1)])) is found


def test_a_figure_does_not_matter_to_the_target() -> None:
    """What a target adds is not likelier for a figure that it lacks."""
    assert find_partial(*clause(20, 14, 0.62, side=1), [range(1)]) == []


@pytest.mark.parametrize(("confidence", "found"), [(0.5, True), (0.49, False)])
def test_a_doubtful_bead_is_not_looked_at(confidence: float, found: bool) -> None:
    """Words of a bead of a confidence below 0.5 may belong elsewhere."""
    assert bool(find_partial(*clause(10, 4, 0.8, confidence=confidence))) is found


def test_nothing_is_lost_where_nothing_is_usual() -> None:
    """Where too little is known of the lengths, nothing is found."""
    assert find_partial(clause(10, 4, 0.8)[0], None) == []


# --- The stretch that is missing ----------------------------------------------------------------------------------


def assert_gap(found: Gap, expected: Gap) -> None:
    """Compare two gaps, their weights about."""
    assert found.tokens == expected.tokens
    assert found.missing == pytest.approx(expected.missing)


@pytest.mark.parametrize(
    ("cosine", "gap"),
    [
        (0.69, Gap(slice(1, 3), 0.71)),  # 0.7 - 0.69 and 0.7 - 0
        (0.71, Gap(slice(2, 3), 0.7)),
    ],
)
def test_a_word_is_found_from_seven_tenths_of_the_usual(cosine: float, gap: Gap) -> None:
    """A word with 0.7 of the usual similarity is no part of a gap, one with less is."""
    case = plain_case(["a b c"], ["a B"], similar={"B": {"b": cosine}})
    assert_gap(find_gap(case, 0, range(1), range(1)), gap)


def test_a_word_that_is_found_very_well_does_not_part_a_gap() -> None:
    """A single word counts at most 1.2 - 0.7 = 0.5 against a gap."""
    # With a deviation of 0.5 a cosine of 1 is 2: 0.7 - 0.5 + 0.7 = 0.9 is more than the 0.7 of one word alone.
    case = plain_case(["x b y"], ["b"], spread=0.5)
    assert_gap(find_gap(case, 0, range(1), range(1)), Gap(slice(0, 3), 0.9))


@pytest.mark.parametrize(("weight", "gap"), [(3.0, Gap(slice(0, 1), 2.1)), (1.0, Gap(slice(6, 8), 1.4))])
def test_a_gap_is_measured_by_weight(weight: float, gap: Gap) -> None:
    """Of two gaps the one of rarer words is the greater."""
    # Found words count 0.3 against a gap: 2.1 - 5 * 0.3 + 0.7 + 0.7 = 2.0 is less than the rare word alone.
    case = plain_case(["x a a a a a y z"], ["a"], weights={"x": weight})
    assert_gap(find_gap(case, 0, range(1), range(1)), gap)


@pytest.mark.parametrize(("cosine", "found"), [(0.59, True), (0.61, False)])
@pytest.mark.parametrize("before", [True, False])
def test_words_in_a_neighbour_are_not_lost(cosine: float, found: bool, before: bool) -> None:
    """Words that 0.6 of the usual similarity finds in a segment beside the facing one are not missing."""
    similar = {f"W{k}": {f"w{k}": cosine} for k in range(6, 10)}
    lines = [" ".join(f"w{k}" for k in range(6)), "W6 W7 W8 W9"]
    lines = ["x", *(lines[::-1] if before else lines), "y"]
    beads = [Bead(range(k == 1 + before), range(k, k + 1)) for k in range(4)]
    case = plain_case([" ".join(f"w{k}" for k in range(10))], lines, beads, similar=similar)
    bead = case.beads[1 + before]
    lengths = Lengths(Lengths(0.0, 0.1).excess(case, bead) - 0.8, 0.1)
    assert bool(find_partial(case, lengths)) is found


@pytest.mark.parametrize("lines", [["W6 W7 W8 W9", "x"], ["x", "x"]])
def test_words_farther_away_are_lost(lines: list[str]) -> None:
    """Words that are two segments away are not looked for there."""
    similar = {f"W{k}": {f"w{k}": 1.0} for k in range(6, 10)}
    target = [*lines, " ".join(f"w{k}" for k in range(6)), "y", "W6 W7 W8 W9"]
    beads = [Bead(range(k == 2), range(k, k + 1)) for k in range(5)]
    case = plain_case([" ".join(f"w{k}" for k in range(10))], target, beads, similar=similar)
    lengths = Lengths(Lengths(0.0, 0.1).excess(case, case.beads[2]) - 0.8, 0.1)
    assert [found.run for found in find_partial(case, lengths)] == [range(1)]


@pytest.mark.parametrize(
    ("text", "spans", "words"),
    [
        ("family life in Germany", [(0, 3), (7, 11)], ["family", "life"]),
        ("家族の生活が", [(0, 2), (3, 5)], ["家族の生活"]),
        ("at 5 o’clock, twenty-one 30.000", [(5, 6), (15, 16), (26, 28)], ["o’clock", "twenty-one", "30.000"]),
        ("no words here", [], []),
    ],
)
def test_the_words_of_tokens(text: str, spans: list[tuple[int, int]], words: list[str]) -> None:
    """A token stands for its whole word; in scripts without spaces for the characters from the first to the last."""
    assert words_at(text, spans) == words


@pytest.mark.parametrize("bracket", ["(", "（", "[", "［"])
def test_brackets_of_a_translator_are_no_addition(bracket: str) -> None:
    """A target that opens a bracket more than its source explains something; one that has none adds it."""
    added = [f"x{k}" for k in range(14)]
    for first, found in ((f"{bracket}x0", 0), ("x0", 1)):
        long = " ".join([*(f"w{k}" for k in range(6)), first, *added[1:]])
        case = plain_case([" ".join(f"w{k}" for k in range(6))], [long])
        lengths = Lengths(Lengths(0.0, 0.1).excess(case, case.beads[0]) + 0.8, 0.1)
        assert len(find_partial(case, lengths)) == found


@pytest.mark.parametrize(
    ("lost", "named"), [(8, "w4, w5, w6, w7, w8, w9, w10, w11"), (9, "w3, w4, w5, w6, w7, w8, w9, w10, …")]
)
def test_eight_words_are_named(lost: int, named: str) -> None:
    """Of more than eight missing words the first eight are named."""
    (found,) = find_partial(*clause(12, lost, 0.8))
    assert found.detail == f"words without counterpart: {named}"


def test_words_are_named_in_every_segment_of_a_run() -> None:
    """A gap that goes over two segments names the words of both."""
    texts = ["a b w0 w1", "w2 w3 w4 w5 w6 c d e"]
    case = plain_case(texts, ["a b c d e"], [Bead(range(2), range(1))])
    lengths = Lengths(Lengths(0.0, 0.1).excess(case, case.beads[0]) - 0.8, 0.1)
    (found,) = find_partial(case, lengths)
    assert found.detail == "words without counterpart: w0, w1, w2, w3, w4, w5, w6"


# --- With the fake encoder ----------------------------------------------------------------------------------------


def test_the_missing_words_are_named() -> None:
    """A dropped clause is found in the source, and its words are named."""
    case = case_of(ENGLISH, [*GERMAN[:5], " ".join(GERMAN[5].split()[:3]), *GERMAN[6:]])
    (found,) = find_partial(case, learn_lengths(case))
    assert (found.side, found.run) == (0, range(5, 6))
    assert set(ENGLISH[5].rstrip(".").split()[4:]) <= set(found.detail.replace(":", ",").replace(",", "").split())


@pytest.mark.parametrize(
    ("log_odds", "caution", "found"), [(0.0, 0, True), (-0.01, 0, False), (-1.0, -1, True), (0.9, 1, False)]
)
def test_what_is_expected_of_the_words_must_agree(log_odds: float, caution: float, found: bool) -> None:
    """Words that are seldom found elsewhere are not lost, however long the sentence is."""
    case, lengths = clause(10, 4, 0.74)
    case = replace(case, caution=caution)
    assert find_partial(case, lengths)
    numbers = dict.fromkeys(range(len(case.beads)), log_odds)
    assert bool(find_partial(case, lengths, (), numbers)) == found
