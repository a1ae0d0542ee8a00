"""Lost words: what is missed far more than such words usually are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aligner.coverage.case import Case
from aligner.coverage.checks import lost_words
from aligner.coverage.checks.lengths import Lengths
from aligner.coverage.checks.lost_words import Loss, expect_tokens, find_lost_words, judge_beads, loss_log_odds
from aligner.coverage.scores import score_segments
from aligner.ladder import Bead
from tests.coverage.cases import case_of, one_to_one, plain_case

SOURCE = ["one two three four five", "a b c d e", "f g h i j", "k l m n o", "p q r s t", "u v w x y"]
SHORTER = ["one four five", *SOURCE[1:]]
LENGTHS = Lengths(0.0, 0.1)
Patch = pytest.MonkeyPatch


def expect(monkeypatch: Patch, case: Case, *, level: float = 1.0, spread: float = 0.2) -> Case:
    """Let every token of a case be expected to be found as usual, with a mean distance of 0.2 from that.

    That is a deviation of 1.25 * 0.2 = 0.25; where nearly all tokens are found as expected, 0.85 squared times as much,
    0.18. A token that is not found at all is then 5.5 deviations below, of which 5 count, 3 of them beyond the margin.
    """
    weights = np.zeros((2, case.similarity.tokens[0].shape[1] + 2), np.float32)
    weights[:, -1] = level, spread
    monkeypatch.setattr(lost_words, "_load_weights", lambda: weights)
    return case


def found(case: Case, lengths: Lengths | None = None) -> list[tuple[range, str]]:
    """Return the segments and the detail of each finding."""
    findings = find_lost_words(case, judge_beads(case, lengths))
    assert {(finding.kind, finding.side, finding.run == finding.facing) for finding in findings} <= {
        ("partial", 0, True)
    }
    return [(finding.run, finding.detail.removeprefix("words without counterpart: ")) for finding in findings]


def odds(case: Case, lengths: Lengths | None = None, number: int = 0) -> float:
    """Return the log odds of one bead."""
    return judge_beads(case, lengths)[number][1]


def test_the_words_that_are_missed_are_named(monkeypatch: Patch) -> None:
    """Two words that are not found at all, where all others are, give -3.19 + 0.57 * 6 = 0.23; the length decides."""
    case = expect(monkeypatch, plain_case(SOURCE, SHORTER))
    assert odds(case) == pytest.approx(-3.19 + 0.57 * 6, abs=1e-3)
    assert found(case) == []
    # ln((23 + 3) / (13 + 3)) = 0.486, of which 0.4 count.
    assert odds(case, LENGTHS) == pytest.approx(-3.19 + 0.57 * 6 + 4.02 * 0.4, abs=2e-3)
    assert found(case, LENGTHS) == [(range(1), "two, three")]


def test_a_word_that_is_seldom_found_is_not_missed(monkeypatch: Patch) -> None:
    """Of which little is expected, or which varies much, nothing follows."""
    case = plain_case(SOURCE, SHORTER)
    assert found(expect(monkeypatch, case, level=0.3), LENGTHS) == []
    assert found(expect(monkeypatch, case, spread=0.5), LENGTHS) == []


def test_what_is_strange_on_the_other_side_counts_against_a_loss(monkeypatch: Patch) -> None:
    """Where the target has words of its own the source's were replaced: three strange words take off 0.141 * 9."""
    case = expect(monkeypatch, plain_case(SOURCE, ["one xx yy zz four five", *SOURCE[1:]]))
    assert odds(case) == pytest.approx(-3.19 + 0.57 * 6 - 0.141 * 9, abs=1e-3)


def test_evidence_has_an_end(monkeypatch: Patch) -> None:
    """Twenty missing words are no surer than seven."""
    words = [f"{one}{other}" for one in "abcde" for other in "uvwxyz"]
    case = expect(monkeypatch, plain_case([" ".join(words), *SOURCE], [" ".join(words[:10]), *SOURCE]))
    assert odds(case) == pytest.approx(-3.19 + 0.57 * 20, abs=1e-3)


def test_figures_are_for_another_check(monkeypatch: Patch) -> None:
    """A number that is not found says nothing here, nor does a currency, which may have become a sign."""
    for figures in ("1917 2,5", "2 US-Dollar", "9 Euros"):
        source = f"one {figures} four five"
        case = expect(monkeypatch, plain_case([source, *SOURCE[1:]], ["one four five", *SOURCE[1:]]))
        assert odds(case) == pytest.approx(-3.19)
    case = expect(monkeypatch, plain_case(["one Europe Dolly four five", *SOURCE[1:]], ["one four five", *SOURCE[1:]]))
    assert odds(case) == pytest.approx(-3.19 + 0.57 * 6, abs=1e-3)


def test_a_pair_that_is_hard_to_find_in_is_given_more_room(monkeypatch: Patch) -> None:
    """Where tokens are found 1.4 times as badly as usual, the deviation is 1.4 squared times as large."""
    case = expect(monkeypatch, plain_case(SOURCE, [line.upper() for line in SOURCE]))
    expected = expect_tokens(case)
    assert expected is not None
    assert expected[0].spread == pytest.approx(0.25 * 1.4**2)
    assert expected[1].level == pytest.approx(1.0)


def test_words_that_are_in_the_next_segment_are_not_lost(monkeypatch: Patch) -> None:
    """A translator divides sentences in other places."""
    case = expect(monkeypatch, plain_case(SOURCE, ["one four five", "two three a b c d e", *SOURCE[2:]]))
    assert found(case, LENGTHS) == []


def test_from_a_script_without_spaces_more_is_asked(monkeypatch: Patch) -> None:
    """Its names are found badly even where they are translated: log odds of 2 in place of 0.3."""
    source = ["家 two three four five", *SOURCE[1:]]
    case = expect(monkeypatch, plain_case(source, ["家 four five", *SOURCE[1:]]))
    assert 0.5 < odds(case, LENGTHS) < 2
    assert found(case, LENGTHS) == []
    case = expect(monkeypatch, plain_case(source, ["家", *SOURCE[1:]]))
    assert found(case, LENGTHS) == [(range(1), "two, three, four, five")]


@pytest.mark.parametrize(("caution", "count"), [(-1.0, 1), (1.5, 1), (1.6, 0)])
def test_a_profile_asks_for_more_or_less(monkeypatch: Patch, caution: float, count: int) -> None:
    """Log odds of 1.84 are enough where 0.3 + 1.5 are asked, and not where 0.3 + 1.6 are."""
    case = expect(monkeypatch, replace(plain_case(SOURCE, SHORTER), caution=caution))
    assert len(found(case, LENGTHS)) == count


def test_a_bead_that_is_not_sure_is_not_asked(monkeypatch: Patch) -> None:
    """Its words may belong to another one."""
    for confidence, count in ((0.49, 0), (0.5, 1)):
        beads = [Bead(range(1), range(1), confidence), *one_to_one(len(SOURCE))[1:]]
        case = expect(monkeypatch, plain_case(SOURCE, SHORTER, beads))
        assert len(found(case, LENGTHS)) == count


def test_vectors_of_another_model_are_not_judged() -> None:
    """The expectation is one of the built-in model's vectors."""
    case = case_of(SOURCE, SHORTER)
    assert judge_beads(case, LENGTHS) == {}
    assert find_lost_words(case, {}) == []


def test_the_weights_of_a_loss() -> None:
    """Each value counts as fitted."""
    assert loss_log_odds(Loss(1, 0, 0, 0)) == -3.19
    assert loss_log_odds(Loss(0, 1, 0, 0)) == 0.57
    assert loss_log_odds(Loss(0, 0, 1, 0)) == -0.141
    assert loss_log_odds(Loss(0, 0, 0, 1)) == 4.02


def test_the_expectation_that_is_shipped() -> None:
    """It is of the last two layers of the built-in model, 128 numbers each, and plausible for any token."""
    weights = lost_words._load_weights()
    assert weights.shape == (2, 258)
    assert weights.dtype == np.dtype(np.float32)
    assert np.isfinite(weights).all()
    average = weights[:, -2] + weights[:, -1]
    assert 0.5 < average[0] < 1.2
    assert 0.1 < average[1] < 0.4


def test_a_score_for_each_segment(monkeypatch: Patch) -> None:
    """It is the probability of a loss, or the confidence of a finding where that is higher; the others are low."""
    case = expect(monkeypatch, plain_case(SOURCE, SHORTER))
    judged = judge_beads(case, LENGTHS)
    (finding,) = find_lost_words(case, judged)
    scores = score_segments(case, judged, [])
    assert scores[0] == scores[1]
    assert scores[0][0] == pytest.approx(finding.confidence, abs=1e-3)
    assert scores[0][1] == pytest.approx(1 / (1 + np.exp(3.19)), abs=1e-3)
    sure = score_segments(case, judged, [finding._replace(confidence=0.95), finding._replace(confidence=0.1)])
    assert (sure[0][0], sure[1][0]) == (0.95, 0.95)
