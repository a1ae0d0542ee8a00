from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from aligner.evaluation import Evaluation, Rates, evaluate
from aligner.formats.ladder_file import parse_beads

GOLD = "[0]:[0]\n[1, 2]:[1]\n[3]:[2, 3]\n[4]:[]\n[]:[4]\n[5]:[5]\n[6]:[6]\n"
TEST = "[0]:[0]\n[1]:[1]\n[2]:[]\n[3]:[2, 3]\n[4]:[4]\n[5, 6]:[5, 6]\n"


def beads_of(content: str) -> list[tuple[list[int], list[int]]]:
    """Return the beads of a ladder file's content."""
    return [(source, target) for source, target, _ in parse_beads(content)]


def f1(precision: float, recall: float) -> float:
    """Return the harmonic mean."""
    return 2 * precision * recall / (precision + recall)


def test_worked_example() -> None:
    """Counted by hand: of 6 beads 2 are right and 4 share a link; of 5 two-sided gold beads 2 and 5 are found."""
    result = evaluate(beads_of(GOLD), beads_of(TEST))
    assert result.strict == pytest.approx(Rates(2 / 6, 2 / 5, f1(2 / 6, 2 / 5)))
    assert result.lax == pytest.approx(Rates(4 / 6, 5 / 5, f1(4 / 6, 1)))
    assert result.all == pytest.approx(Rates(2 / 6, 2 / 7, f1(2 / 6, 2 / 7)))


@pytest.mark.parametrize(
    ("gold", "test", "strict", "lax", "over_all"),
    [
        # all right, one-sided beads too
        ("[0]:[0]\n[1]:[]\n", "[0]:[0]\n[1]:[]\n", (1, 1, 1), (1, 1, 1), (1, 1, 1)),
        # nothing right: one-sided beads never share a link
        ("[0]:[0]\n[1]:[1]\n", "[0]:[]\n[1]:[]\n[]:[0]\n[]:[1]\n", (0, 0, 0), (0, 0, 0), (0, 0, 0)),
        # one bead for everything touches all of the gold
        ("[0]:[0]\n[1]:[1]\n", "[0, 1]:[0, 1]\n", (0, 0, 0), (1, 1, 1), (0, 0, 0)),
        # gold that crosses and leaves segments out is compared as it stands; a bead said twice counts once
        ("[0]:[1]\n[1]:[0]\n", "[0]:[1]\n[0]:[1]\n[1]:[]\n", (1 / 2, 1 / 2, 1 / 2), (1 / 2, 1 / 2, 1 / 2),
         (1 / 2, 1 / 2, 1 / 2)),
        # a one-sided bead of the gold is no loss of recall, a wrong one of the test is one of precision
        ("[0]:[0]\n[1]:[]\n", "[0]:[0]\n[]:[1]\n", (1 / 2, 1, 2 / 3), (1 / 2, 1, 2 / 3), (1 / 2, 1 / 2, 1 / 2)),
        ("", "", (0, 0, 0), (0, 0, 0), (0, 0, 0)),
        ("[0]:[0]\n", "", (0, 0, 0), (0, 0, 0), (0, 0, 0)),
        ("[]:[]\n[0]:[0]\n", "[0]:[0]\n[]:[]\n", (1, 1, 1), (1, 1, 1), (1, 1, 1)),
    ],
)  # fmt: skip
def test_counted_by_hand(gold: str, test: str, strict: Any, lax: Any, over_all: Any) -> None:
    """Precision, recall and F1 are the published measure's, in its corners too."""
    expected = Evaluation(*(Rates(*rates) for rates in (strict, lax, over_all)))
    result = evaluate(beads_of(gold), beads_of(test))
    assert [tuple(rates) for rates in result] == [pytest.approx(tuple(rates)) for rates in expected]


def test_a_gold_ladder_against_itself() -> None:
    """A real gold ladder scores 1 against itself."""
    import json

    gold = json.loads((Path(__file__).parent / "data/gold/family/ja.json").read_text("utf-8"))
    beads = [(bead["source"], bead["target"]) if isinstance(bead, dict) else bead[:2] for bead in gold["beads"]]
    assert evaluate(beads, beads) == Evaluation(*[Rates(1.0, 1.0, 1.0)] * 3)
