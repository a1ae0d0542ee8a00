"""A small gold document matched with the built-in model; to change it, edit ``golden/well.txt``."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from aligner.embed.transformer import TransformerEncoder
from aligner.match import find_ladder, load_weights
from tests.fakes import profile_text, text_of

GOLDEN = Path(__file__).parent / "golden" / "well.txt"


class GoldBead(NamedTuple):
    """A bead of the golden file."""

    confidence: float
    source: list[str]
    target: list[str]


def read_golden() -> list[GoldBead]:
    """Return the beads of the golden file."""
    lines = [line for line in GOLDEN.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    beads: list[GoldBead] = []
    for line in lines:
        mark, rest = line.split(" ", 1)
        if mark == "-":
            beads[-1].source.append(rest)
        elif mark == "+":
            beads[-1].target.append(rest)
        else:
            beads.append(GoldBead(float(rest), [], []))
    return beads


@pytest.mark.model
def test_the_ladder_and_its_confidences_are_golden() -> None:
    """A text with a merge, a split, an omission and an addition gets its gold ladder, as sure as it was, to 0.001."""
    gold = read_golden()
    sides = [line for bead in gold for line in bead.source], [line for bead in gold for line in bead.target]
    encoder = TransformerEncoder(bfloat16=False)
    source, target = profile_text(text_of("en", sides[0]), encoder), profile_text(text_of("de", sides[1]), encoder)
    beads = find_ladder(source, target, load_weights()).beads
    assert [([*bead.source], [*bead.target]) for bead in beads] == places_of(gold)
    assert [round(bead.confidence, 3) for bead in beads] == pytest.approx(
        [bead.confidence for bead in gold], abs=0.0011
    )


def places_of(gold: list[GoldBead]) -> list[tuple[list[int], list[int]]]:
    """Return the numbers of the segments in each bead."""
    found = []
    i = j = 0
    for bead in gold:
        found.append((list(range(i, i + len(bead.source))), list(range(j, j + len(bead.target)))))
        i, j = i + len(bead.source), j + len(bead.target)
    return found
