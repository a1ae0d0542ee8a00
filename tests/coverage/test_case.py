"""How well words are found, and what is usual."""

from __future__ import annotations

import numpy as np
import pytest

from aligner.coverage.case import in_capitals, usual_cover
from aligner.coverage.similarity import TokenSimilarity, compare_profiles
from aligner.ladder import Bead
from aligner.profile import Profile, Vectors
from tests.coverage.cases import one_to_one, plain_case


def similarity_of(cosines: list[float]) -> TokenSimilarity:
    """Return segments of one word on both sides, each with this cosine with its like, 0.1 being chance's mean."""
    count = len(cosines)
    source = np.eye(2 * count, dtype=np.float32)[:count]
    target = np.zeros((count, 2 * count), np.float32)
    for k, cosine in enumerate(cosines):
        target[k, k], target[k, count + k] = cosine, (1 - cosine**2) ** 0.5
    offsets = np.arange(count + 1)
    ones = np.ones(count, np.float32)
    return TokenSimilarity((source, target), (source, target), (offsets, offsets), (ones, ones), 0.1, 0.1)


def test_a_token_is_found_by_its_best_cosine_above_chance() -> None:
    """What counts is the best cosine with any token, less chance's mean, in chance's deviations."""
    similarity = similarity_of([0.3, 0.6])
    # (0.3 - 0.1) / 0.1 = 2; the other source word has a cosine of 0 with the first target word: (0 - 0.1) / 0.1 = -1
    assert similarity.found(0, range(2), range(1)).tolist() == pytest.approx([2, -1])
    assert similarity.found(0, range(2), range(2)).tolist() == pytest.approx([2, 5])
    assert similarity.found(1, range(1, 2), range(2)).tolist() == pytest.approx([5])
    assert similarity.found(0, range(2), range(1, 1)).tolist() == [0, 0]


def test_a_cover_is_a_mean_by_weight_in_usual_covers() -> None:
    """Rare words count more, and 1 is what is usual."""
    case = plain_case(["rare the"], ["rare"], weights={"rare": 3.0}, usual=2.0)
    assert case.similarity.cover(0, range(1), range(1)) == pytest.approx(0.75)  # (3 * 1 + 1 * 0) / (3 + 1)
    assert case.cover(0, range(1), range(1)) == pytest.approx(0.375)  # 0.75 / 2
    assert case.cover(0, range(1), range(1, 1)) == 0


@pytest.mark.parametrize(
    ("cosines", "usual"),
    [
        ([0.3, 0.6, 0.4, 0.9, 0.5], 4.0),  # covers 2, 5, 3, 8, 4
        ([0.3, 0.6, 0.4, 0.9], 2.5),  # four sure beads are too few
        ([0.1, 0.15, 0.15, 0.1, 0.1], 1.0),  # covers 0, 0.5, 0.5, 0, 0: the least
    ],
)
def test_the_usual_cover_is_the_median_of_sure_beads(cosines: list[float], usual: float) -> None:
    """Of five sure beads or more the median is usual, but never less than 1; of fewer it is taken to be 2.5."""
    beads = one_to_one(len(cosines), 0.8)
    assert [usual_cover(similarity_of(cosines), beads, side) for side in (0, 1)] == pytest.approx([usual, usual])


def test_doubtful_and_uneven_beads_say_nothing_of_the_usual() -> None:
    """Beads below a confidence of 0.8, and those of two segments, are left out."""
    similarity = similarity_of([0.9] * 6)
    assert usual_cover(similarity, one_to_one(6, 0.79), 0) == 2.5
    uneven = [Bead(range(2), range(2)), *one_to_one(6)[2:]]
    assert usual_cover(similarity, uneven, 0) == 2.5
    assert usual_cover(similarity, [Bead(range(1), range(1)), *one_to_one(6)[1:]], 0) == pytest.approx(8)


def test_the_last_two_layers_are_compared() -> None:
    """The similarity of two tokens is the mean of their cosines in the last two layers."""
    one, other = np.array([[1, 0]], np.float32), np.array([[0, 1]], np.float32)

    def profile(*layers: Vectors) -> Profile:
        nothing = np.zeros((1, 0), np.float32)
        return Profile(
            one, np.array([0, 1]), np.array([7]), layers, np.array([[0, 1]]), np.ones(1, np.float32), nothing, nothing
        )

    similarity = compare_profiles(profile(one, one, one), profile(one, one, other))
    assert float((similarity.tokens[0] @ similarity.tokens[1].T)[0, 0]) == pytest.approx(0.5)


def test_the_nearest_matches_pass_over_one_sided_beads() -> None:
    """The nearest beads with two sides are found on either side, however far; at an end there is one."""
    both = [Bead(range(k, k + 1), range(k, k + 1)) for k in range(3)]
    beads = [both[0], Bead(range(1, 2), range(1, 1)), Bead(range(2, 3), range(1, 1)), Bead(range(3, 4), range(1, 2))]
    case = plain_case(["a"] * 4, ["a"] * 2, beads)
    assert case.nearest_matches(1) == [beads[0], beads[3]]
    assert case.nearest_matches(0) == [beads[3]]


def test_a_title_in_capitals() -> None:
    """Either side may be in capitals; an abbreviation in a sentence does not make a title."""
    beads = one_to_one(3)
    case = plain_case(["The end", "THE END", "The NATO"], ["Das Ende", "Das Ende", "DIE NATO"], beads)
    assert [case.is_capitals(bead) for bead in beads] == [False, True, True]
    assert in_capitals("Is it IT?") is False
    assert in_capitals("ABCDefgh") is False
    assert in_capitals("ABCDEFGHij") is True
    assert in_capitals("ABCDEFGhij") is False
