"""The worked example of docs/matching.md: the numbers in its tables and sentences are those that the code gives."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from aligner.match import find_ladder, load_weights
from aligner.match.context import BEAD_CONTEXT
from aligner.match.evidence import find_links
from aligner.match.features import BEAD_FEATURES, bead_features
from aligner.match.match import adjust_to_omissions, find_search_corridor, score, temper
from aligner.match.refine import FirstPass, make_graph
from aligner.match.search import cut_probability, divide, posterior
from aligner.match.similarity import VIEWS, build_tables, chance_level
from tests.match.tiny import at_cells, tiny_profile

PAGE = (Path(__file__).parents[2] / "docs" / "matching.md").read_text("utf-8")
EXAMPLE = PAGE[PAGE.index("## A worked example") : PAGE.index("## How the weights are fitted")]

SENTENCES = ([(1, 0, 0), (0, 1, 0), (0, 0, 1)], [(0.8, 0.6, 0), (0, 1, 0), (0, 0, 1)])
SOURCE = tiny_profile([[(k, v)] for k, v in enumerate(SENTENCES[0])], sentences=SENTENCES[0], sizes=[3, 3, 5])
TARGET = tiny_profile([[(k + 3, v)] for k, v in enumerate(SENTENCES[1])], sentences=SENTENCES[1], sizes=[4, 5, 4])
CORRIDOR = find_search_corridor(SOURCE, TARGET)
TABLES = build_tables((SOURCE, TARGET), CORRIDOR, CORRIDOR)
WEIGHTS = load_weights()
LATTICE = score((SOURCE, TARGET), TABLES, WEIGHTS)
ADJUSTED = adjust_to_omissions(LATTICE, WEIGHTS)


def table_of(title: str) -> NDArray[np.float64]:
    """Return the numbers of the table with a title."""
    lines = EXAMPLE[EXAMPLE.index(f"| {title} |") :].split("\n")[2:5]
    return np.array([[float(cell) for cell in line.strip("|").split("|")[1:]] for line in lines])


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("cosine", SOURCE.sentences @ TARGET.sentences.T),
        ("how the row is covered by the column", at_cells(CORRIDOR, TABLES.cover[0][VIEWS.index("high")][0])),
        ("how the column is covered by the row", at_cells(CORRIDOR, TABLES.cover[1][VIEWS.index("high")][0])),
        ("score of 1-1", at_cells(CORRIDOR, LATTICE.beads[1, 1].astype(np.float32))),
        ("probability of a common bead", find_links(ADJUSTED, posterior(temper(ADJUSTED, WEIGHTS))).pairs),
    ],
)
def test_the_tables_of_the_example(title: str, found: NDArray[np.float32]) -> None:
    """Each table has the numbers of the code, to three decimals."""
    assert table_of(title) == pytest.approx(found[:3, :3], abs=6e-4)


def test_the_sentences_of_the_example() -> None:
    """The other numbers are those of the code too."""
    assert len(CORRIDOR) == 16
    level, spread = chance_level((SOURCE, TARGET), (SOURCE.layers[0], TARGET.layers[0]))
    assert (level, spread) == pytest.approx((0.378, 0.437), abs=6e-4)
    said = re.findall(r"(?:is|and 0 is) (-?\d\.\d+)(?: deviations|,|\.)", EXAMPLE)
    assert said == ["0.509", "1.425", "-0.865"]
    assert [(cosine - level) / spread for cosine in (0.8, 0.6, 1, 0)] == pytest.approx(
        [0.967, *map(float, said)], abs=6e-4
    )
    features = dict(zip(BEAD_FEATURES, bead_features((1, 1), np.array([0]), (SOURCE, TARGET), TABLES)[0], strict=True))
    expected = {"cover_high": 0.197, "mean_high": 0.986, "member_high": 0.814, "gap_high": 0, "cosine": 0.8}
    assert {name: float(features[name]) for name in expected} == pytest.approx(expected, abs=6e-4)
    assert LATTICE.beads[2, 1][0] == pytest.approx(-6.653, abs=6e-4)
    assert LATTICE.deletions[1] == pytest.approx(-4.486, abs=6e-4)
    assert LATTICE.deletions - ADJUSTED.deletions == pytest.approx([1.5] * 3)
    beads = find_ladder(SOURCE, TARGET, WEIGHTS).beads
    assert [bead.shape for bead in beads] == ["1-1"] * 3
    assert [bead.confidence for bead in beads] == pytest.approx([0.997, 0.996, 0.999], abs=6e-4)


def test_the_second_pass_of_the_example() -> None:
    """What a second pass would do: the cuts that it keeps, two of its features, and what it adds to the scores."""
    rows = EXAMPLE[EXAMPLE.index("| probability of a cut |") :].split("\n")[2:6]
    told = [[float(cell) for cell in row.strip("|").split("|")[1:]] for row in rows]
    cuts = cut_probability(divide(ADJUSTED, 2.5))
    assert np.array(told) == pytest.approx(at_cells(CORRIDOR, cuts.astype(np.float32)), abs=6e-4)
    assert (cuts > 0.004).sum() == 7
    probable = posterior(temper(ADJUSTED, WEIGHTS))
    graph = make_graph((SOURCE, TARGET), FirstPass(ADJUSTED, probable, TABLES), WEIGHTS)
    assert sum(map(len, graph.starts.values())) == 15
    assert WEIGHTS.second is not None
    one, two = (graph.starts[shape].tolist() for shape in ((1, 1), (2, 2)))
    cat = [one.index(int(graph.corridor.cells_at(np.array([1]), np.array([column]))[0])) for column in (0, 1)]
    context = dict(zip(BEAD_CONTEXT, graph.beads[1, 1][cat[1], -len(BEAD_CONTEXT) :].tolist(), strict=True))
    assert (context["ratio"], context["deviations"]) == pytest.approx((0.102, 0.083), abs=6e-4)
    added = WEIGHTS.second.beads.score(graph.beads[1, 1], 0)[cat]
    assert added == pytest.approx([2.574, 3.213], abs=6e-4)
    first = graph.first[1, 1][cat]
    assert (first[1] - first[0], first[1] + added[1] - first[0] - added[0]) == pytest.approx((3.330, 3.969), abs=6e-4)
    assert WEIGHTS.second.beads.score(graph.beads[2, 2], 2)[len(two) - 1] == pytest.approx(3.534, abs=6e-4)
    assert WEIGHTS.second.unmatched.score(graph.unmatched[0], 0)[1] == pytest.approx(1.535, abs=6e-4)
