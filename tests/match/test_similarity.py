from __future__ import annotations

import numpy as np
import pytest

from aligner.match.corridor import make_corridor
from aligner.match.similarity import RUN, VIEWS, build_tables, chance_level, weigh_tokens
from tests.match.tiny import Token, at_cells, tiny_profile, whole_grid

A, B, C = (1, (1.0, 0.0)), (2, (0.0, 1.0)), (3, (0.6, 0.8))  # the source has the segments A and BC,
X, Y, Z = (1, (1.0, 0.0)), (2, (0.0, 1.0)), (4, (0.8, 0.6))  # the target X, Y and Z
SENTENCES = ([(1, 0), (0, 1)], [(1, 0), (0, 1), (0.6, 0.8)])
SOURCE = tiny_profile([[A], [B, C]], sentences=SENTENCES[0])
TARGET = tiny_profile([[X], [Y], [Z]], sentences=SENTENCES[1])
PROFILES = SOURCE, TARGET
GRID = whole_grid(2, 3)

# Of 5 segments, tokens 1 and 2 occur in two and tokens 3 and 4 in one: log(6 / 2) = 1.098612 and log(6 / 1) = 1.791759.
# The mean of the six tokens is (4 * 1.098612 + 2 * 1.791759) / 6 = 1.329661.
COMMON, RARE = 1.098612 / 1.329661, 1.791759 / 1.329661  # 0.826235, 1.347530

# Cosines of the source's tokens with X, Y, Z, the best of each segment being its only one:
#   A: 1, 0, 0.8    B: 0, 1, 0.6    C: 0.6, 0.8, 0.96
# Mean 5.76 / 9 = 0.64; mean square 4.9216 / 9 = 0.546844; deviation sqrt(0.546844 - 0.4096) = 0.370465.
LEVEL, SPREAD = 0.64, 0.370465


def above(cosine: float) -> float:
    """Return how far a cosine is above chance, in deviations."""
    return (cosine - LEVEL) / SPREAD


def centred(values: list[float]) -> list[float]:
    """Return the values of a row or column, the cell behind the last segment included, less their mean."""
    return [value - sum(values) / len(values) for value in values]


def test_tokens_weigh_by_inverse_document_frequency() -> None:
    """A token in two of five segments weighs less than one in one, on average they weigh 1."""
    weights = weigh_tokens(SOURCE, TARGET)
    assert weights[0] == pytest.approx([COMMON, COMMON, RARE], abs=1e-5)
    assert weights[1] == pytest.approx([COMMON, COMMON, RARE], abs=1e-5)
    assert np.concatenate(weights).mean() == pytest.approx(1, abs=1e-6)


def test_a_token_twice_in_a_segment_counts_once() -> None:
    """It is segments that are counted, not occurrences."""
    source, target = tiny_profile([[A, A, B]]), tiny_profile([[C]])
    # Of 2 segments each token occurs in one: all weigh log(3), so all weigh 1.
    assert weigh_tokens(source, target)[0] == pytest.approx([1, 1, 1], abs=1e-6)


def test_no_tokens_weigh_nothing() -> None:
    """Texts without tokens have no weights, and nothing to divide by."""
    empty = tiny_profile([[]])
    assert [len(side) for side in weigh_tokens(empty, empty)] == [0, 0]


def test_the_level_of_chance() -> None:
    """Mean and deviation of all tokens' best similarities are those worked out above."""
    assert chance_level(PROFILES, (SOURCE.layers[0], TARGET.layers[0])) == pytest.approx((LEVEL, SPREAD), abs=1e-5)


def test_the_best_token_of_a_segment_counts_for_chance() -> None:
    """A token is compared with the most similar token of a segment."""
    sides = tiny_profile([[A]]), tiny_profile([[B, A], [B, C]])
    # A: 1 with the first, 0.6 with the second; mean 0.8, deviation 0.2.
    assert chance_level(sides, (sides[0].layers[0], sides[1].layers[0])) == pytest.approx((0.8, 0.2), abs=1e-6)


@pytest.mark.parametrize(("cosine", "spread"), [(0.8, 0.1), (0.96, 0.03), (1.0, 0.03)])
def test_the_deviation_of_chance_is_never_tiny(cosine: float, spread: float) -> None:
    """A deviation below 0.03 counts as 0.03, here of cosines 1 and 0.96, 0.02 from their mean."""
    sides = tiny_profile([[A]]), tiny_profile([[X], [(5, (cosine, (1 - cosine**2) ** 0.5))]])
    assert chance_level(sides, (sides[0].layers[0], sides[1].layers[0]))[1] == pytest.approx(spread, abs=1e-6)


def test_chance_is_read_from_48_segments_spread_evenly() -> None:
    """Of 95 segments every second one is looked at, so what the others say does not count."""
    sides = tiny_profile([[A] if k % 2 == 0 else [B] for k in range(95)]), tiny_profile([[X]])
    assert chance_level(sides, (sides[0].layers[0], sides[1].layers[0])) == pytest.approx((1.0, 0.03), abs=1e-6)


@pytest.mark.parametrize("segments", [[], [[]]])
def test_without_tokens_chance_is_the_standard_normal(segments: list[list[Token]]) -> None:
    """A text without segments or without tokens leaves similarities as they are."""
    sides = tiny_profile(segments), TARGET
    assert chance_level(sides, (np.zeros((0, 2), np.float32), TARGET.layers[0])) == (0, 1)


def test_segments_weigh_what_their_tokens_weigh() -> None:
    """The weight of a segment is the sum of its tokens'."""
    weights = build_tables(PROFILES, GRID, GRID).weights
    assert weights[0] == pytest.approx([COMMON, COMMON + RARE], abs=1e-5)
    assert weights[1] == pytest.approx([COMMON, COMMON, RARE], abs=1e-5)


@pytest.mark.parametrize("view", ["low", "middle", "high"])
def test_how_a_segment_of_the_source_is_covered(view: str) -> None:
    """Each token counts by weight with its best similarity in the run, and the mean of the row is subtracted."""
    cover = build_tables(PROFILES, GRID, GRID).cover[0][VIEWS.index(view)]
    one = at_cells(GRID, cover[0])
    assert one[0] == pytest.approx(
        centred([COMMON * above(1), COMMON * above(0), COMMON * above(0.8), 0]), abs=1e-4
    )  # A by X, by Y, by Z, and behind the last segment nothing
    assert one[1] == pytest.approx(
        centred(
            [
                COMMON * above(0) + RARE * above(0.6),  # B and C by X
                COMMON * above(1) + RARE * above(0.8),  # by Y
                COMMON * above(0.6) + RARE * above(0.96),  # by Z
                0,
            ]
        ),
        abs=1e-4,
    )
    two = at_cells(GRID, cover[1])
    assert two[1] == pytest.approx(
        centred(
            [
                COMMON * above(1) + RARE * above(0.8),  # by X and Y
                COMMON * above(1) + RARE * above(0.96),  # by Y and Z
                COMMON * above(0.6) + RARE * above(0.96),  # by Z, the last
                0,
            ]
        ),
        abs=1e-4,
    )
    assert one[2] == pytest.approx([0, 0, 0, 0])  # there is no third segment
    assert cover[0][-1] == 0  # what a cell outside the corridor finds


def test_how_a_segment_of_the_target_is_covered() -> None:
    """It goes the same way down the column."""
    cover = build_tables(PROFILES, GRID, GRID).cover[1][VIEWS.index("high")]
    # Z by A: 0.8; by B and C the better of 0.6 and 0.96; by both the same 0.96.
    one, both = [RARE * above(0.8), RARE * above(0.96), 0], [RARE * above(0.96), RARE * above(0.96), 0]
    assert at_cells(GRID, cover[0])[:, 2] == pytest.approx(centred(one), abs=1e-4)
    assert at_cells(GRID, cover[1])[:, 2] == pytest.approx(centred(both), abs=1e-4)


def test_the_best_cover_of_a_segment() -> None:
    """The best is the highest of a segment's row or column, at least 0."""
    tables = build_tables(PROFILES, GRID, GRID)
    high = VIEWS.index("high")
    row = centred([COMMON * above(1), COMMON * above(0), COMMON * above(0.8), 0])
    assert tables.best[0][high][0][0] == pytest.approx(max(row), abs=1e-4)
    column = centred([RARE * above(0.8), RARE * above(0.96), 0])
    assert tables.best[1][high][0][2] == pytest.approx(max(column), abs=1e-4)
    assert [len(best) for best in (*tables.best[0][high], *tables.best[1][high])] == [2] * RUN + [3] * RUN


def test_only_what_is_far_above_chance_is_sharp() -> None:
    """The sharp view has 4 / (1 + exp(3 - 1.5 x)) of x deviations."""
    cover = build_tables(PROFILES, GRID, GRID).cover[0][VIEWS.index("sharp")]
    # A: 0.97175 deviations with X, -1.72756 with Y, 0.43189 with Z: 4 / (1 + exp(1.54237)) = 0.70476,
    # 4 / (1 + exp(5.59134)) = 0.01487, 4 / (1 + exp(2.35216)) = 0.34758.
    values = [COMMON * 0.70476, COMMON * 0.01487, COMMON * 0.34758, 0]
    assert at_cells(GRID, cover[0])[0] == pytest.approx(centred(values), abs=1e-4)


def test_neighbouring_tokens_are_smoothed_within_a_segment() -> None:
    """The smooth view averages each token with up to three before and three behind it in its segment."""
    eight = [(1, (1.0, 0.0)), *[(2, (0.0, 1.0))] * 7]
    sides = tiny_profile([eight, [(2, (0.0, 1.0))]]), tiny_profile([[X]])
    grid = whole_grid(2, 1)
    tables = build_tables(sides, grid, grid)
    # Of 9 cosines with X one is 1: mean 1/9, deviation sqrt(1/9 - 1/81) = 0.314270. Of 3 segments tokens 1 and 2 occur
    # in two each: all weigh 1. The 1 is seen by the tokens 0 to 3, whose windows are 4, 5, 6 and 7 tokens long; the
    # second segment does not see it.
    seen = 1 / 4 + 1 / 5 + 1 / 6 + 1 / 7
    smooth = at_cells(grid, tables.cover[0][VIEWS.index("smooth")][0])
    assert smooth[0] == pytest.approx(centred([(seen - 8 / 9) / 0.314270, 0]), abs=1e-4)
    assert smooth[1] == pytest.approx(centred([(0 - 1 / 9) / 0.314270, 0]), abs=1e-4)
    plain = at_cells(grid, tables.cover[0][VIEWS.index("high")][0])
    assert plain[0] == pytest.approx(centred([(1 - 8 / 9) / 0.314270, 0]), abs=1e-4)


def test_each_view_has_its_layer() -> None:
    """Of three layers the first is low, the second middle, and the last the three others."""
    # The target's token is like both of the source in layer 1, like the first in layer 2, like the second in layer 3.
    source = tiny_profile([[(1, (1, 0, 1, 0, 0, 1))], [(2, (1, 0, 0, 1, 1, 0))]], layers=3)
    target = tiny_profile([[(1, (1, 0, 1, 0, 1, 0))]], layers=3)
    grid = whole_grid(2, 1)
    tables = build_tables((source, target), grid, grid)
    down = [at_cells(grid, tables.cover[1][view][0])[:, 0] for view in range(4)]
    # Level and spread: 1 and 0.03 (at least), then 0.5 and 0.5. So the target's cover by the two segments is 0 and 0;
    # 1 and -1; -1 and 1, times its weight: log(4 / 2) over the mean (2 log 2 + log 4) / 3, which is 0.75.
    assert down[0] == pytest.approx([0, 0, 0], abs=1e-5)
    assert down[1] == pytest.approx([0.75, -0.75, 0], abs=1e-5)
    assert down[2] == pytest.approx([-0.75, 0.75, 0], abs=1e-5)
    assert down[3] == pytest.approx([-0.75, 0.75, 0], abs=1e-5)


def test_runs_are_of_up_to_four_segments() -> None:
    """A run that begins at a segment has it and up to three more, fewer at the end."""
    # Cosines of A with five segments: 0, 0, 0, 0.6, 1. Level 0.32, spread sqrt(1.36 / 5 - 0.1024) = 0.411825.
    target = tiny_profile([[(2, (0.0, 1.0))], [(2, (0.0, 1.0))], [(2, (0.0, 1.0))], [(3, (0.6, 0.8))], [X]])
    source = tiny_profile([[A]])
    grid = whole_grid(1, 5)
    tables = build_tables((source, target), grid, grid)
    weight = tables.weights[0][0]
    for run, best in enumerate(
        ([0, 0, 0, 0.6, 1], [0, 0, 0.6, 1, 1], [0, 0.6, 1, 1, 1], [0.6, 1, 1, 1, 1])  # the highest in each run
    ):
        expected = centred([*(weight * (cosine - 0.32) / 0.411825 for cosine in best), 0])
        assert at_cells(grid, tables.cover[0][0][run])[0] == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("place", [15, 16, 17, 18, 19])
def test_runs_go_on_where_a_block_of_rows_ends(place: int) -> None:
    """A run of source segments is whole wherever it begins in a long text."""
    count = 40
    source = tiny_profile([[(1, (1.0, 0.0))] if k == place else [(2, (0.0, 1.0))] for k in range(count)])
    target = tiny_profile([[X]])
    grid = whole_grid(count, 1)
    cover = build_tables((source, target), grid, grid).cover[1][VIEWS.index("high")]
    for run in range(RUN):
        column = at_cells(grid, cover[run])[:count, 0]
        assert np.flatnonzero(column > 0).tolist() == list(range(place - run, place + 1))


def test_means_and_bests_are_read_from_the_inner_corridor() -> None:
    """Where the corridor is wider than the part that means come from, what is outside changes none of them."""
    inner = make_corridor(np.array([0, 1, 2]), np.array([1, 2, 3]))
    tables = build_tables(PROFILES, GRID, inner)
    # Row 0 of the inner corridor has X and Y: the mean is theirs, though Z is in the wider one.
    mean = COMMON * (above(1) + above(0)) / 2
    expected = [COMMON * above(1) - mean, COMMON * above(0) - mean, COMMON * above(0.8) - mean, 0 - mean]
    assert at_cells(GRID, tables.cover[0][2][0])[0] == pytest.approx(expected, abs=1e-4)
    # Row 1 has Y and Z; X, which nobody looks at, is not the best of A's column either.
    assert tables.best[0][2][0][0] == pytest.approx(COMMON * above(1) - mean, abs=1e-4)
    mean = (COMMON * (above(1) + above(0.6)) + RARE * (above(0.8) + above(0.96))) / 2
    assert tables.best[0][2][0][1] == pytest.approx(COMMON * above(1) + RARE * above(0.8) - mean, abs=1e-4)


def test_rows_that_nobody_asks_for_are_left_out() -> None:
    """Of a block of rows without a wanted one no token is compared."""
    segments = [[A]] + [[B]] * 39
    sides, grid = (tiny_profile(segments), TARGET), whole_grid(40, 3)
    every = build_tables(sides, grid, grid)
    first = build_tables(sides, grid, whole_grid(40, 3), np.arange(41) == 3)
    rows = at_cells(grid, first.cover[0][2][0])
    assert rows[3] == pytest.approx(at_cells(grid, every.cover[0][2][0])[3], abs=1e-6)
    assert rows[35].tolist() == [0, 0, 0, 0]


def test_products_norms_and_cosines_of_sentences() -> None:
    """A segment's vector is as long as its weight; a run's is the sum of its segments'."""
    tables = build_tables(PROFILES, GRID, GRID)
    a, bc = COMMON, COMMON + RARE  # the weights of the source's segments: vectors (a, 0) and (0, bc)
    x, y, z = COMMON, COMMON, RARE  # and of the target's: (x, 0), (0, y) and (0.6 z, 0.8 z)
    expected = np.array([[a * x, 0, 0.6 * a * z, 0], [0, bc * y, 0.8 * bc * z, 0], [0, 0, 0, 0]])
    np.testing.assert_allclose(at_cells(GRID, tables.products), expected, atol=1e-4)
    assert tables.products[-1] == 0
    assert tables.norms[0][0] == pytest.approx([a, bc], abs=1e-4)
    assert tables.norms[0][1] == pytest.approx([(a**2 + bc**2) ** 0.5, bc], abs=1e-4)
    assert tables.norms[1][1] == pytest.approx(
        [(x**2 + y**2) ** 0.5, ((0.6 * z) ** 2 + (y + 0.8 * z) ** 2) ** 0.5, z], abs=1e-4
    )
    # All three: (x + 0.6 z, y + 0.8 z). There is no fourth, so a run of four is the same.
    three = ((x + 0.6 * z) ** 2 + (y + 0.8 * z) ** 2) ** 0.5
    assert [tables.norms[1][2][0], tables.norms[1][3][0]] == pytest.approx([three, three], abs=1e-4)
    assert tables.best_cosine[0] == pytest.approx([1, 1], abs=1e-5)  # A with X; BC with Y
    assert tables.best_cosine[1] == pytest.approx([1, 1, 0.8], abs=1e-5)  # Z with BC: 0.8
