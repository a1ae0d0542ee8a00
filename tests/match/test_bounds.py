"""Law 9: a feature is bounded, and no single sign decides a match."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from aligner.match.features import BEAD_FEATURES, bead_features, find_bead_starts, unmatched_features
from aligner.match.match import find_search_corridor
from aligner.match.search import SHAPES
from aligner.match.similarity import build_tables
from aligner.match.weights import BOUND, LEAST_SCALE, Scorer, load_weights
from aligner.profile import Profile
from tests.match.tiny import tiny_profile

WEIGHTS = load_weights()
MOST_A_SIGN = 1.4
MARK_FEATURES = BEAD_FEATURES[BEAD_FEATURES.index("question") : BEAD_FEATURES.index("figures_apart")]


@st.composite
def extreme_profiles(draw: st.DrawFn) -> Profile:
    """Draw a profile of one to four segments of two tokens, whose sizes, marks and figures may be huge."""
    count = draw(st.integers(1, 4))

    def numbers(width: int, most: float) -> np.ndarray:
        return draw(arrays(np.float32, (count, width), elements=st.floats(0, most, width=32)))

    tokens = draw(arrays(np.float32, (count, 2, 3), elements=st.floats(-1, 1, width=32)))
    return tiny_profile(
        [[(draw(st.integers(0, 5)), vector) for vector in segment] for segment in tokens.tolist()],
        sentences=tokens[:, 0, :2],
        sizes=numbers(1, 2.0**20)[:, 0].tolist(),
        marks=numbers(8, 2.0**10),
        figures=numbers(2, 2.0**10),
    )


@given(extreme_profiles(), extreme_profiles())
def test_no_feature_counts_more_than_the_bound(source: Profile, target: Profile) -> None:
    """Whatever the texts, what a weight multiplies lies within eight deviations, and every score is a number."""
    corridor = find_search_corridor(source, target)
    tables = build_tables((source, target), corridor, corridor)
    for shape in SHAPES:
        features = bead_features(shape, find_bead_starts(shape, corridor), (source, target), tables)
        assert np.all(np.abs(WEIGHTS.beads.standardise(features)) <= BOUND)
        assert np.all(np.isfinite(WEIGHTS.beads.score(features, 0)))
    for side, profile in enumerate((source, target)):
        features = unmatched_features(profile, tables, side)
        assert np.all(np.abs(WEIGHTS.unmatched.standardise(features)) <= BOUND)


def test_the_bound_worked_out_by_hand() -> None:
    """A feature of mean 1 and scale 2 is bounded at 1 + 8 * 2 = 17 and at 1 - 8 * 2 = -15."""
    scorer = Scorer(np.array([1.0]), np.array([2.0]), np.array([[3.0]]), np.array([0.5]))
    rows = np.array([[16.0], [17.0], [1000.0], [-14.0], [-15.0], [-1000.0]], np.float32)
    assert scorer.standardise(rows)[:, 0].tolist() == [7.5, 8.0, 8.0, -7.5, -8.0, -8.0]
    assert scorer.score(rows, 0).tolist() == [23.0, 24.5, 24.5, -22.0, -23.5, -23.5]  # three times that, and 0.5


@pytest.mark.parametrize("scorer", [WEIGHTS.beads, WEIGHTS.unmatched], ids=["beads", "unmatched"])
def test_no_scale_rests_on_a_few_beads(scorer: Scorer) -> None:
    """No shipped scale is below the floor of 0.15."""
    assert LEAST_SCALE == 0.15
    assert scorer.scale.min() >= 0.15


@pytest.mark.parametrize("mark", MARK_FEATURES)
def test_one_mark_moves_a_score_by_less_than_a_bound(mark: str) -> None:
    """One mark more on one side moves the score of no bead by more than 1.4."""
    k = BEAD_FEATURES.index(mark)
    assert np.abs(WEIGHTS.beads.linear[:, k] / WEIGHTS.beads.scale[k]).max() <= MOST_A_SIGN + 1e-3


def test_one_digit_moves_a_score_by_less_than_a_bound() -> None:
    """A changed digit makes two numbers that differ of one that is shared: no more than 1.4 in all."""
    for name, count in (("figures_apart", 2), ("figures_shared", 1)):
        k = BEAD_FEATURES.index(name)
        assert np.abs(count * WEIGHTS.beads.linear[:, k] / WEIGHTS.beads.scale[k]).max() <= MOST_A_SIGN + 1e-3
