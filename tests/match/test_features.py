"""Every feature of beads and of unmatched segments, worked out by hand on a grid of three by three segments."""

from __future__ import annotations

from math import log, sqrt

import numpy as np
import pytest

from aligner.match.corridor import make_corridor
from aligner.match.features import (
    BEAD_FEATURES,
    UNMATCHED_FEATURES,
    bead_features,
    find_bead_starts,
    unmatched_features,
)
from aligner.match.search import Shape
from aligner.match.similarity import Tables
from aligner.profile import Profile
from tests.match.tiny import tiny_profile, tiny_tables

# How the segment of the source (row) is covered by runs of 1, 2 and 3 segments of the target that begin at a column,
S1 = np.array([[5, 1, 0], [1, 3, 2], [0, 2, 6]])
S2 = np.array([[6, 2, 0], [4, 4, 2], [2, 7, 6]])
S3 = np.array([[7, 2, 0], [5, 4, 2], [8, 7, 6]])
# and how that of the target (column) is covered by runs of the source that begin at a row.
T1 = np.array([[4, 2, 0], [1, 3, 1], [0, 1, 7]])
T2 = np.array([[5, 4, 1], [1, 5, 8], [0, 1, 7]])
T3 = np.array([[6, 5, 9], [1, 5, 8], [0, 1, 7]])
# The best cover of each segment by runs of 1, 2 and 3; the weights of the segments.
BEST = ([[5, 4, 6], [6, 5, 7], [7, 5, 8]], [[4, 3, 7], [5, 6, 8], [6, 6, 9]])
WEIGHTS = ([2.0, 4.0, 6.0], [0.5, 5.0, 8.0])
PRODUCTS = np.array([[3, 1, 0], [1, 2, 4], [0, 1, 5]])
NORMS = ([[2, 2, 3], [4, 5, 3], [6, 5, 3]], [[1, 2, 4], [2, 5, 4], [7, 5, 4]])
TABLES = tiny_tables(([S1, S2, S3], [T1, T2, T3]), BEST, WEIGHTS, products=PRODUCTS, norms=NORMS)
EMPTY = tiny_profile([[]] * 3), tiny_profile([[]] * 3)

SCALE = {"low": 1, "middle": 2, "high": 3, "smooth": 4, "sharp": 5}
"""What the tables of each view are multiplied by."""


def features_of(
    shape: Shape, begin: tuple[int, int], sides: tuple[Profile, Profile] = EMPTY, tables: Tables = TABLES
) -> dict[str, float]:
    """Return the features of the bead of a shape that begins at a cell, by name."""
    start = tables.corridor.cells_at(np.array([begin[0]]), np.array([begin[1]]))
    return dict(zip(BEAD_FEATURES, bead_features(shape, start, sides, tables)[0].tolist(), strict=True))


def by_view(feature: str, value: float) -> dict[str, float]:
    """Return the values of a feature that every view has."""
    return {f"{feature}_{view}": scale * value for view, scale in SCALE.items()}


def assert_features(found: dict[str, float], expected: dict[str, float]) -> None:
    """Check the features that are named."""
    assert {name: found[name] for name in expected} == pytest.approx(expected, abs=1e-5)


def test_a_bead_of_one_and_one() -> None:
    """The first source segment is covered with 5 of weight 2, the first target segment with 4 of weight 0.5."""
    expected = {
        "one": 1,
        **by_view("cover", (5 + 4) / 10),
        **by_view("mean", (5 / 2 + 4 / 1) / 2),  # a weight below 1 counts as 1
        **by_view("member", min(5 / 2, 4 / 1)),
        **by_view("gap", (5 - 5 + 4 - 4) / 10),  # both have their best partner
        "least_side": 3 * min(5 / 2, 4 / 1),
        "end_gain_high": 0,  # neither side has two members
        "end_gain_smooth": 0,
        # One more source segment behind: T2[0, 0] - T1[0, 0] = 5 - 4. One more target segment behind: 6 - 5. Before the
        # first there is nothing, which covers nothing: 0 - 4 and 0 - 5.
        "outside_high": 3 * (1 - 4 + 1 - 5) / 10,
        "outside_most": 3 * 1 / 2.5,  # the most of these over both weights, 2 + 0.5
        "outside_smooth": 4 * 1 / 2.5,
        "cosine": 3 / (2 * 1),
        "cosine_sum": 3 / (2 * 1) * 2.5 / 20,
        "weight": log(1 + 2.5),
    }
    assert_features(features_of((1, 1), (0, 0)), expected)


def test_a_bead_of_one_and_two() -> None:
    """The second source segment against the last two of the target: S2 covers the one, T1 covers the two."""
    expected = {
        **by_view("cover", (4 + 3 + 1) / 10),
        **by_view("mean", (4 / 4 + (3 + 1) / (5 + 8)) / 2),
        **by_view("member", min(4 / 4, 3 / 5, 1 / 8)),
        **by_view("gap", ((4 - 5) + (3 - 3) + (1 - 7)) / 10),  # to the best by a run of 2, and of 1
        "least_side": 3 * min(4 / 4, 4 / 13),
        # Without the first target segment the second covers the source alone: 4 - S1[1, 2] = 4 - 2, over its weight 5;
        # without the second: 4 - S1[1, 1] = 4 - 3, over 8.
        "end_gain_high": 3 * min(2 / 5, 1 / 8),
        "end_gain_smooth": 4 * min(2 / 5, 1 / 8),
        # One source segment more, before or behind: T2 less T1 of both columns, (4 + 1) - 4 and (5 + 8) - 4. One target
        # segment more: S3[1, 0] - 4 = 5 - 4 and S3[1, 1] - 4 = 4 - 4.
        "outside_high": 3 * (1 + 9 + 1 + 0) / 10,
        "outside_most": 3 * 9 / (4 + 5 + 8),
        "outside_smooth": 4 * 9 / (4 + 5 + 8),
        "cosine": (2 + 4) / (2 * 5),
        "cosine_sum": (2 + 4) / (2 * 5) * (4 + 5 + 8) / 20,
        "weight": log(1 + 4 + 5 + 8),
    }
    assert_features(features_of((1, 2), (1, 1)), expected)


def test_a_bead_of_two_and_one() -> None:
    """Two source segments from the second on, against the last of the target."""
    expected = {
        **by_view("cover", (2 + 6 + 8) / 10),  # S1[1, 2], S1[2, 2] and T2[1, 2]
        **by_view("mean", ((2 + 6) / (4 + 6) + 8 / 8) / 2),
        **by_view("member", min(2 / 4, 6 / 6, 8 / 8)),
        **by_view("gap", ((2 - 4) + (6 - 6) + (8 - 8)) / 10),
        "least_side": 3 * min(8 / 10, 8 / 8),
        # Without the first, T1[2, 2] = 7 covers the target: 8 - 7 over 4; without the second T1[1, 2]: 8 - 1 over 6.
        "end_gain_high": 3 * min(1 / 4, 7 / 6),
        "end_gain_smooth": 4 * min(1 / 4, 7 / 6),
        # Source: T3[0, 2] - 8 = 9 - 8 and T3[1, 2] - 8 = 0. Target: S2[:, 1] sums to 4 + 7, less 2 + 6; S2[:, 2] to 8.
        "outside_high": 3 * (1 + 0 + 3 + 0) / 10,
        "outside_most": 3 * 3 / (4 + 6 + 8),
        "outside_smooth": 4 * 3 / (4 + 6 + 8),
        "cosine": (4 + 5) / (5 * 4),
        "cosine_sum": (4 + 5) / (5 * 4) * (4 + 6 + 8) / 20,
        "weight": log(1 + 4 + 6 + 8),
    }
    assert_features(features_of((2, 1), (1, 2)), expected)


def test_a_bead_of_two_and_two() -> None:
    """Both sides have members at their ends whose gain is worth knowing; light ones count as if they weighed 3."""
    expected = {
        **by_view("cover", (6 + 4 + 5 + 4) / 10),  # S2[0, 0], S2[1, 0], T2[0, 0], T2[0, 1]
        **by_view("mean", ((6 + 4) / (2 + 4) + (5 + 4) / (0.5 + 5)) / 2),
        **by_view("member", min(6 / 2, 4 / 4, 5 / 1, 4 / 5)),
        **by_view("gap", ((6 - 6) + (4 - 5) + (5 - 5) + (4 - 6)) / 10),
        "least_side": 3 * min(10 / 6, 9 / 5.5),
        # Source: 9 - (T1[1, 0] + T1[1, 1]) = 9 - 4 over 3 for a weight of 2; 9 - (T1[0, 0] + T1[0, 1]) = 9 - 6 over 4.
        # Target: 10 - (S1[0, 1] + S1[1, 1]) = 10 - 4 over 3 for a weight of 0.5; 10 - (S1[0, 0] + S1[1, 0]) = 4 over 5.
        "end_gain_high": 3 * min(5 / 3, 3 / 4, 6 / 3, 4 / 5),
        "end_gain_smooth": 4 * min(5 / 3, 3 / 4, 6 / 3, 4 / 5),
        # Before the first nothing: 0 - 9 and 0 - 10. Behind: T3 6 + 5 - 9, S3 7 + 5 - 10.
        "outside_high": 3 * (-9 + 2 - 10 + 2) / 10,
        "outside_most": 3 * 2 / (2 + 4 + 0.5 + 5),
        "outside_smooth": 4 * 2 / (2 + 4 + 0.5 + 5),
        "cosine": (3 + 1 + 1 + 2) / (4 * 2),
        "cosine_sum": (3 + 1 + 1 + 2) / (4 * 2) * 11.5 / 20,
    }
    assert_features(features_of((2, 2), (0, 0)), expected)


def test_a_side_of_four_is_not_asked_for_a_fifth() -> None:
    """Nothing is known of runs of five, so only one more on the other side is looked at."""
    tables = tiny_tables(
        ([np.array([[7, 0, 0, 0]])], [np.array([[1, 2, 3, 4]])]), ([[7]], [[1, 2, 3, 4]]), ([1], [1] * 4)
    )
    sides = tiny_profile([[]]), tiny_profile([[]] * 4)
    # One more source segment: behind it a run of two covers no more than the one, before it there is nothing: -10.
    found = features_of((1, 4), (0, 0), sides, tables)
    assert_features(found, {"outside_high": 3 * (0 - 10) / 10, "outside_most": 0, "cover_low": (7 + 10) / 10})


SIZED = (
    tiny_profile([[]] * 3, sizes=[10, 20, 70]),
    tiny_profile([[]] * 3, sizes=[30, 40, 230]),
)


def test_lengths() -> None:
    """The source is scaled by (300 + 100) / (100 + 100) = 2: 20 bytes against 30, 140 against 230."""
    expected = {
        "length": log(35 / 25),  # 5 more on both sides
        "length_square": log(35 / 25) ** 2,
        "length_deviation": 10 / sqrt(3 * (20 + 30) + 10) / 4,
    }
    assert_features(features_of((1, 1), (0, 0), SIZED), expected)
    expected = {"length": log(235 / 145), "length_deviation": 90 / sqrt(3 * (140 + 230) + 10) / 4}
    assert_features(features_of((1, 1), (2, 2), SIZED), expected)
    expected = {"length": log(75 / 25), "length_deviation": 50 / sqrt(3 * (20 + 70) + 10) / 4}  # 20 against 30 + 40
    assert_features(features_of((1, 2), (0, 0), SIZED), expected)


@pytest.mark.parametrize(("size", "deviation"), [(190, 190 / sqrt(580) / 4), (210, 8 / 4), (1000, 8 / 4)])
def test_lengths_that_are_far_apart_count_as_eight_deviations(size: float, deviation: float) -> None:
    """190 bytes against none are 7.89 deviations; more than 8 are 8."""
    sides = tiny_profile([[], []], sizes=[0, size]), tiny_profile([[], []], sizes=[size, 0])  # the ratio is 1
    tables = tiny_tables(([np.zeros((2, 2))], [np.zeros((2, 2))]), ([[0, 0]], [[0, 0]]), ([1, 1], [1, 1]))
    assert_features(features_of((1, 1), (0, 0), sides, tables), {"length_deviation": deviation})


@pytest.mark.parametrize(("more", "counted"), [(0, 0), (2, 2), (3, 3), (4, 3), (-2, 2), (-4, 3)])
def test_marks_that_one_side_has_more_of(more: int, counted: int) -> None:
    """Marks of each kind are counted apart, and three more on either side are as bad as ten."""
    names = ("question", "exclamation", "colon", "semicolon", "bracket", "quote", "ellipsis", "comma")
    for kind, name in enumerate(names):
        marks = np.zeros((2, 3, 8))
        marks[:, 0, kind] = 5 + max(more, 0), 5 + max(-more, 0)
        sides = tiny_profile([[]] * 3, marks=marks[0]), tiny_profile([[]] * 3, marks=marks[1])
        assert_features(features_of((1, 1), (0, 0), sides), {**dict.fromkeys(names, 0.0), name: counted})


@pytest.mark.parametrize(
    ("source", "target", "different", "shared"),
    [
        ((1, 0), (1, 0), 0, 1),  # the same number
        ((1, 0), (0, 1), 2, 0),  # one that only the source has, one that only the target has
        ((1, 1), (1, 0), 1, 1),
        ((2, 0), (2, 0), 0, 4),
        ((2, 0.5), (2, 0), 0.25, 4),
        ((3, 0), (3, 0), 0, 4),  # 9, of which 4 count
        ((0, 2), (0, 0), 4, 0),
        ((0, 2.5), (0, 0), 4, 0),  # 6.25, of which 4 count
        ((1, 0), (-1, 0), 4, 0),  # chance directions can be opposite: no fewer than none are shared
    ],
)
def test_numbers(source: tuple[float, float], target: tuple[float, float], different: float, shared: float) -> None:
    """The squared distance of signatures counts numbers that differ, their product those that both have."""
    sides = (
        tiny_profile([[]] * 3, figures=[source, (0, 0), (0, 0)]),
        tiny_profile([[]] * 3, figures=[target, (0, 0), (0, 0)]),
    )
    expected = {"figures_apart": different, "figures_shared": shared}
    assert_features(features_of((1, 1), (0, 0), sides), expected)


def test_numbers_and_marks_of_a_bead_are_summed() -> None:
    """What two target segments have together is compared with what the source segment has."""
    sides = (
        tiny_profile([[]] * 3, figures=[(1, 1), (0, 0), (0, 0)], marks=[[2] * 8, [0] * 8, [0] * 8]),
        tiny_profile([[]] * 3, figures=[(1, 0), (0, 1), (0, 0)], marks=[[1] * 8, [0] * 8, [0] * 8]),
    )
    assert_features(features_of((1, 2), (0, 0), sides), {"figures_apart": 0, "figures_shared": 2, "comma": 1})


def test_where_beads_can_begin() -> None:
    """A bead needs its end and the far ends of both its sides inside the corridor."""
    corridor = make_corridor(np.array([0, 0, 1]), np.array([1, 2, 2]))  # (0, 0-1), (1, 0-2), (2, 1-2)

    def starts(shape: Shape) -> list[tuple[int, int]]:
        cells = find_bead_starts(shape, corridor)
        return [(int(corridor.rows[k]), int(corridor.columns[k])) for k in cells]

    assert starts((1, 1)) == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert starts((1, 2)) == [(0, 0), (1, 0)]
    assert starts((2, 1)) == [(0, 0), (0, 1)]
    assert starts((2, 2)) == [(0, 0)]
    assert starts((1, 3)) == []
    for corner in (([0, 0, 2], [0, 2, 2]), ([0, 1, 2], [2, 2, 2])):  # without (0, 1), and without (1, 0)
        assert find_bead_starts((2, 2), make_corridor(*map(np.array, corner))).tolist() == []


def unmatched(tables: Tables, side: int) -> list[dict[str, float]]:
    """Return the features of each segment of a side as unmatched, by name."""
    found = unmatched_features(tiny_profile([[]] * 3), tables, side)
    return [dict(zip(UNMATCHED_FEATURES, row.tolist(), strict=True)) for row in found]


def test_what_speaks_for_a_deletion() -> None:
    """Its weight, its best cover and cosine anywhere, and what it would bring to its neighbours' counterparts."""
    first, second, third = unmatched(TABLES, 0)
    # By S1 + T1 of the view high the counterparts are 0, 1 and 2: 9, 6 and 13 are the highest of their rows.
    expected = {
        "one": 1,
        "weight": 2 / 10,
        "weight_log": log(1 + 2),
        **by_view("best", 5 / 2),
        "best_sum": 3 * 5 / 10,
        "best_cosine": 0.25,
        "run_gain": 3 * (7 - 5) / 2,  # by the best run of four less the best segment
        # The neighbour behind has the counterpart 1: S1[0, 1] = 1 covers this segment, over 3 for a weight of 2; it is
        # itself covered by both with T2[0, 1] = 4 in place of T1[1, 1] = 3. There is no neighbour before: 0.
        "joined_cover_high": 3 * 1 / 3,
        "joined_cover_smooth": 4 * 1 / 3,
        "joined_gain_high": 3 * (4 - 3) / 3,
        "joined_gain_smooth": 4 * (4 - 3) / 3,
    }
    assert_features(first, expected)
    expected = {
        "weight": 4 / 10,
        "weight_log": log(1 + 4),
        **by_view("best", 4 / 4),
        "best_sum": 3 * 4 / 10,
        "run_gain": 3 * (5 - 4) / 4,
        # Before: S1[1, 0] = 1, T2[0, 0] - T1[0, 0] = 5 - 4. Behind: S1[1, 2] = 2, T2[1, 2] - T1[2, 2] = 8 - 7.
        "joined_cover_high": 3 * max(1, 2) / 4,
        "joined_cover_smooth": 4 * max(1, 2) / 4,
        "joined_gain_high": 3 * 1 / 4,
    }
    assert_features(second, expected)
    # The last one's neighbour before has the counterpart 1: S1[2, 1] = 2, T2[1, 1] - T1[1, 1] = 5 - 3.
    assert_features(third, {"joined_cover_high": 3 * 2 / 6, "joined_gain_high": 3 * 2 / 6, "weight": 0.6})


def test_what_speaks_for_an_insertion() -> None:
    """The same, seen from the target."""
    first, second, third = unmatched(TABLES, 1)
    expected = {
        "weight": 0.5 / 10,
        "weight_log": log(1 + 0.5),
        **by_view("best", 4 / 1),  # a weight below 1 counts as 1
        "best_cosine": 0.75,
        "run_gain": 3 * (6 - 4) / 1,
        # The neighbour behind has the counterpart 1: T1[1, 0] = 1, S2[1, 0] - S1[1, 1] = 4 - 3.
        "joined_cover_high": 3 * 1 / 3,
        "joined_gain_high": 3 * 1 / 3,
    }
    assert_features(first, expected)
    # Before: T1[0, 1] = 2, S2[0, 0] - S1[0, 0] = 6 - 5. Behind: T1[2, 1] = 1, S2[2, 1] - S1[2, 2] = 7 - 6.
    assert_features(second, {"joined_cover_high": 3 * 2 / 5, "joined_gain_high": 3 * 1 / 5})
    # Before: T1[1, 2] = 1, S2[1, 1] - S1[1, 1] = 4 - 3.
    assert_features(third, {"joined_cover_high": 3 * 1 / 8, "joined_gain_high": 3 * 1 / 8, "joined_gain_smooth": 4 / 8})


def test_only_a_counterpart_in_the_corridor_counts_for_joining() -> None:
    """A single segment has no neighbours to be joined with."""
    tables = tiny_tables(([np.array([[9]])], [np.array([[9]])]), ([[9]], [[9]]), ([2], [2]))
    found = dict(zip(UNMATCHED_FEATURES, unmatched_features(tiny_profile([[]]), tables, 0)[0].tolist(), strict=True))
    names = [name for name in UNMATCHED_FEATURES if name.startswith("joined")]
    assert {name: found[name] for name in names} == dict.fromkeys(names, 0.0)
