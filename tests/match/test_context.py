"""Every feature that the second pass adds, worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log, sqrt

import numpy as np
import pytest

from aligner.embed.profiling import MARKS, count_marks
from aligner.ladder import Bead
from aligner.match.context import (
    BEAD_CONTEXT,
    UNMATCHED_CONTEXT,
    Context,
    assume_stops,
    bead_context,
    find_context,
    unmatched_context,
)
from aligner.match.search import IMPOSSIBLE, SHAPES, Lattice, Posterior, Shape
from aligner.profile import Profile
from tests.match.tiny import tiny_profile, whole_grid


def profile_of(*segments: tuple[float, str]) -> Profile:
    """Return the profile of segments of some bytes whose marks are those of a text."""
    sizes, texts = [size for size, _ in segments], [text for _, text in segments]
    return tiny_profile([[]] * len(segments), sizes=sizes, marks=count_marks(texts))


SOURCE = profile_of((40, "“He came,"), (10, "he said."), (100, "She went.”"))
TARGET = profile_of((60, "„Er kam“, sagte er."), (30, "sie aber"), (90, "ging."))


def context_of(shape: Shape, begin: tuple[int, int], ratio: float = 0.0) -> dict[str, float]:
    """Return what the second pass adds of a bead, by name."""
    places = np.array([begin[0]]), np.array([begin[1]])
    return dict(zip(BEAD_CONTEXT, bead_context(shape, places, (SOURCE, TARGET), ratio)[0].tolist(), strict=True))


def test_the_context_of_a_bead() -> None:
    """A bead of two against one, with an open quotation mark and a clause that goes on with a small letter."""
    apart, deviations = log(75 / 65), 10 / sqrt(3 * 110 + 10) / 4  # 50 against 60 bytes
    assert context_of((2, 1), (0, 0)) == pytest.approx(
        {
            "ratio": apart,
            "ratio_square": apart**2,
            "deviations": deviations,
            "deviations_square": deviations**2 / 2,
            "ends_apart": 0,  # "he said." and "sagte er."
            "end_differs": 0,
            "goes_on": 0,
            "inner_goes_on": 1,  # "He came,"
            "inner_ends": 0,
            "inner_small": 1,  # "he said."
            "starts_small": 0,
            "odd_quotes": 1,  # the source's one, against two
            "smallest": log(13 / 28),  # 10 bytes, the mean is 25
            "short": 0,
            "goes_on_differs": 0,
            "start_differs": 0,
        },
        abs=1e-6,
    )


def test_the_context_of_a_bead_whose_sides_differ() -> None:
    """A sentence against half a one; 10 bytes are short, and at a ratio of 3 the lengths are equal."""
    found = context_of((1, 1), (1, 1), log(3))
    assert found == pytest.approx(
        dict.fromkeys(BEAD_CONTEXT, 0.0)
        | {"ends_apart": 1, "end_differs": 1, "starts_small": 2, "short": 1, "smallest": 0},
        abs=1e-6,
    )
    found = context_of((1, 1), (0, 2))
    differing = {"end_differs": 1.0, "goes_on": 1.0, "goes_on_differs": 1.0, "start_differs": 1.0, "starts_small": 1.0}
    assert {name: found[name] for name in differing} == differing


def test_sentences_inside_a_bead() -> None:
    """Ends of sentences before the last segment of a side are counted."""
    assert context_of((3, 3), (0, 0))["inner_ends"] == 2  # "he said." and "sagte er."
    assert context_of((3, 3), (0, 0))["inner_small"] == 3  # "he said.", "sie aber" and "ging."


@pytest.mark.parametrize(("ratio", "apart", "deviations"), [(9.0, 1.5, 2.5), (-9.0, 1.5, 10 / 4)])
def test_lengths_are_bounded(ratio: float, apart: float, deviations: float) -> None:
    """However far the lengths are apart, the ratio counts 1.5 at most and the deviations 10 over 4."""
    found = context_of((1, 1), (2, 2), ratio)
    assert found["ratio"] == pytest.approx(apart)
    assert found["deviations"] <= deviations + 1e-6


def test_the_context_of_unmatched_segments() -> None:
    """What a segment would bring to its neighbours' lengths, by the ladder of the first pass."""
    ladder = [Bead(range(1), range(1)), Bead(range(1, 2), range(0)), Bead(range(2, 3), range(1, 3))]
    texts = np.array([1, 2, 3, 0.5, -1], np.float32)
    found = unmatched_context(0, (SOURCE, TARGET), Context(0.0, texts), ladder)
    values = dict(zip(UNMATCHED_CONTEXT, found[1].tolist(), strict=True))
    # "he said." has 10 bytes. With it 40 against 60 are 50 against 60, and 100 against 120 are 110 against 120.
    before, after = log(75 / 55) - log(75 / 65), log(135 / 115) - log(135 / 125)
    deviations = [
        20 / sqrt(310) / 4 - 10 / sqrt(340) / 4,
        20 / sqrt(670) / 4 - 10 / sqrt(700) / 4,
    ]
    assert values == pytest.approx(
        {
            "size": log(11) / 4,
            "relative": log(20 / 60),  # the mean is 50
            "ends": 1,
            "goes_on": 0,
            "starts_small": 1,
            "short": 1,
            "absorb_ratio": max(before, after),
            "absorb_deviations": max(deviations),
            "odd_quotes": 0,
            "share_alone": 1,
            "sides_apart": 2,
            "ratio_apart": 3,
            "spread": 0.5,
            "share_merged": -1,
        },
        abs=1e-6,
    )
    facing = unmatched_context(1, (SOURCE, TARGET), Context(0.0, texts), ladder)
    assert facing[:, -5:].tolist() == [[1, -2, -3, 0.5, -1]] * 3
    first = dict(zip(UNMATCHED_CONTEXT, found[0].tolist(), strict=True))
    assert first["absorb_ratio"] == -1  # the only neighbour is unmatched itself


def test_a_member_leaves_its_bead_to_come_back() -> None:
    """A segment that is in a bead with its neighbour is compared with that bead without it."""
    ladder = [Bead(range(3), range(3))]
    found = unmatched_context(1, (SOURCE, TARGET), Context(0.0, np.zeros(5, np.float32)), ladder)[1]
    # 150 bytes a side without the second segment's 30, and 180 against 150 with it.
    gain = log(165 / 165) - log(195 / 165)
    assert found[UNMATCHED_CONTEXT.index("absorb_ratio")] == pytest.approx(gain, abs=1e-6)


def found_by_the_first_pass(sizes: Sequence[tuple[float, float]]) -> tuple[tuple[Profile, Profile], Lattice, Posterior]:
    """Return texts of sure 1-1 beads of some sizes, and what the first pass finds of them."""
    count = len(sizes)
    profiles = profile_of(*((a, "") for a, _ in sizes)), profile_of(*((b, "") for _, b in sizes))
    corridor = whole_grid(count, count)
    beads = {shape: np.full(len(corridor), IMPOSSIBLE) for shape in SHAPES}
    probable = {shape: np.zeros(len(corridor)) for shape in SHAPES}
    probable[1, 1][corridor.cells_at(np.arange(count), np.arange(count))] = 1.0
    nothing = np.zeros(count)
    return profiles, Lattice(corridor, beads, nothing, nothing), Posterior(probable, nothing, nothing, 0, 0, 0)


def test_what_is_known_of_texts_as_a_whole() -> None:
    """The ratio is the median of sure beads of 25 bytes or more; each of the other numbers is by its formula."""
    profiles, lattice, probable = found_by_the_first_pass([(100, 150)] * 10 + [(100, 300), (24, 240)])
    deletions, insertions = np.full(12, 0.25), np.full(12, 0.05)
    merged = {shape: values * 0.95 for shape, values in probable.beads.items()}
    merged[1, 2][0] = 0.6
    found = find_context(profiles, lattice, probable._replace(deletions=deletions, insertions=insertions, beads=merged))
    total = log((2040 + 100) / (1124 + 100))
    assert found.ratio == pytest.approx(log(1.5))
    expected = {
        "share_alone": log((12 * 0.3 + 1) / 34) + 3,
        "sides_apart": 5 * 0.2,
        "ratio_apart": 5 * (total - log(1.5)),
        "spread": 4 * (0 - 0.25),
        "share_merged": 4 * (0.6 / 12 - 0.25),
    }
    assert dict(zip(UNMATCHED_CONTEXT[-5:], found.texts.tolist(), strict=True)) == pytest.approx(expected, abs=1e-5)


def test_few_sure_beads_say_nothing_of_lengths() -> None:
    """With nine of them the ratio is that of the whole texts and the spread an ordinary one."""
    found = find_context(*found_by_the_first_pass([(100, 200)] * 9))
    assert found.ratio == pytest.approx(log(1900 / 1000))
    assert found.texts[3] == 0
    assert exp(find_context(*found_by_the_first_pass([(100, 200)] * 10)).ratio) == pytest.approx(2)


def test_how_segments_end_and_begin() -> None:
    """The last three columns of marks: the end of a sentence, a sign after which it goes on, a small letter."""
    texts = ["Well?”", "（好。）", "he said:", "— Yes,", "", "'Tis\u00a0so…", "eins", "3. punkt"]
    assert count_marks(texts)[:, len(MARKS) :].tolist() == [
        [1, 0, 0],
        [1, 0, 0],
        [0, 1, 1],
        [0, 1, 0],
        [0, 0, 0],
        [1, 0, 0],
        [0, 0, 1],
        [0, 0, 1],
    ]


@pytest.mark.parametrize(("stops", "count", "kept"), [(2, 5, True), (7, 18, False)])
def test_a_text_without_stops_tells_nothing_by_them(stops: int, count: int, kept: bool) -> None:
    """Where less than 0.4 of the segments of a text end as sentences do, all of both texts count as ending so."""
    source = profile_of(*[(40, "She went.")] * 3, (40, "She said:"))
    target = profile_of(*[(40, "Sie ging.")] * stops, *[(40, "Sie ging,")] * (count - stops))
    found = assume_stops((source, target))
    if kept:
        assert found[0] is source
        assert found[1] is target
    else:
        assert [side.marks[:, -3:].tolist() for side in found] == [[[1, 0, 0]] * 4, [[1, 0, 0]] * count]
