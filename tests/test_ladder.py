from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.errors import LadderError
from aligner.formats.ladder_file import format_bead, parse_beads
from aligner.ladder import Bead, Ladder


def make_ladder(sizes: list[tuple[int, int]], confidences: list[float] | None = None) -> Ladder:
    """Return the ladder whose beads have these lengths."""
    beads, i, j = [], 0, 0
    for number, (m, n) in enumerate(sizes):
        beads.append(Bead(range(i, i + m), range(j, j + n), confidences[number] if confidences else 1.0))
        i, j = i + m, j + n
    return Ladder(tuple(beads))


def random_ladder(source_count: int, target_count: int, seed: int) -> Ladder:
    """Return a ladder between texts of these lengths with beads of many shapes."""
    generator = random.Random(seed)
    sizes, i, j = [], 0, 0
    while i < source_count or j < target_count:
        m = generator.randint(0, min(3, source_count - i))
        n = generator.randint(0, min(3, target_count - j))
        if m or n:
            sizes.append((m, n))
            i, j = i + m, j + n
    return make_ladder(sizes, [generator.random() for _ in sizes])


@st.composite
def ladders(draw: st.DrawFn, source_count: int | None = None) -> Ladder:
    """Draw a ladder, from a source of this length if one is given."""
    n = draw(st.integers(0, 9)) if source_count is None else source_count
    return random_ladder(n, draw(st.integers(0, 9)), draw(st.integers(0, 10**9)))


@pytest.mark.parametrize(
    ("beads", "message"),
    [
        ([(range(1, 2), range(1))], "bead 1: source segment 0 was expected, not 1"),
        ([(range(1), range(1)), (range(2, 3), range(1, 2))], "bead 2: source segment 1 was expected, not 2"),
        ([(range(2), range(1)), (range(1, 2), range(1, 2))], "bead 2: source segment 2 was expected, not 1"),
        ([(range(1), range(1)), (range(1, 2), range(1))], "bead 2: target segment 1 was expected, not 0"),
        ([(range(0, 4, 2), range(1))], "bead 1: source segment 0 was expected, not a run with gaps"),
        ([(range(1), range(1)), (range(0), range(0))], "bead 2: both sides are empty"),
    ],
)
def test_ladder_refuses_gaps_repeats_and_crossings(beads: list[tuple[range, range]], message: str) -> None:
    """A ladder that leaves out, repeats or crosses segments is an error that names the bead."""
    with pytest.raises(LadderError, match=message):
        Ladder(tuple(Bead(*sides) for sides in beads))


def test_counts_and_shapes() -> None:
    """A ladder knows the lengths of both texts, a bead its shape."""
    ladder = make_ladder([(1, 1), (2, 1), (0, 3), (1, 0)])
    assert (ladder.source_count, ladder.target_count) == (4, 5)
    assert [bead.shape for bead in ladder.beads] == ["1-1", "2-1", "0-3", "1-0"]


@given(ladders())
def test_invert_twice_is_the_same(ladder: Ladder) -> None:
    """Inverting changes the sides over; done twice it changes nothing."""
    inverted = ladder.invert()
    assert (inverted.source_count, inverted.target_count) == (ladder.target_count, ladder.source_count)
    assert inverted.invert() == ladder


@given(ladders())
def test_composing_with_the_identity_is_the_same(ladder: Ladder) -> None:
    """A text's 1-1 ladder with itself changes nothing, before or after."""
    assert make_ladder([(1, 1)] * ladder.source_count).compose(ladder) == ladder
    assert ladder.compose(make_ladder([(1, 1)] * ladder.target_count)) == ladder


@given(st.data())
def test_compose_cuts_neither_ladder(data: st.DataObject) -> None:
    """The beads of a composition are the smallest that both ladders allow."""
    left = data.draw(ladders())
    right = data.draw(ladders(left.target_count))
    composed = left.compose(right)
    assert (composed.source_count, composed.target_count) == (left.source_count, right.target_count)
    found = {(bead.source, bead.target) for bead in composed.beads if bead.source and bead.target}
    assert found == compose_by_definition(left, right)


def compose_by_definition(left: Ladder, right: Ladder) -> set[tuple[range, range]]:
    """Return the two-sided beads between the cuts of the text between that both ladders have."""
    cuts = sorted(_cuts(left) & _cuts(right.invert()))
    expected = set()
    for low, high in pairwise(cuts):
        source, target = _reach(left, low, high), _reach(right.invert(), low, high)
        if source and target:
            expected.add((range(min(source), max(source) + 1), range(min(target), max(target) + 1)))
    return expected


def _cuts(ladder: Ladder) -> set[int]:
    """Return where beads begin and end on the target's side."""
    cuts, at = {0}, 0
    for bead in ladder.beads:
        at += len(bead.target)
        cuts.add(at)
    return cuts


def _reach(ladder: Ladder, low: int, high: int) -> list[int]:
    """Return the source segments of the beads that lie within a stretch of the target."""
    found, at = [], 0
    for bead in ladder.beads:
        inside = low <= at and at + len(bead.target) <= high if bead.target else low < at < high
        found += list(bead.source) if inside else []
        at += len(bead.target)
    return found


def test_compose_through_a_pivot() -> None:
    """2-1 then 1-2 is 2-2; what one side lacks stands alone; the confidence is the lowest on the way."""
    left = make_ladder([(2, 1), (1, 0), (1, 1)], [0.9, 0.8, 0.7])
    right = make_ladder([(1, 2), (0, 1), (1, 0)], [0.6, 0.5, 0.4])
    assert [(bead.shape, bead.confidence) for bead in left.compose(right).beads] == [
        ("2-2", 0.6), ("1-0", 0.8), ("0-1", 0.5), ("1-0", 0.4),
    ]  # fmt: skip


def test_compose_refuses_texts_of_other_lengths() -> None:
    """Two ladders that do not share a text of one length cannot be composed."""
    with pytest.raises(LadderError, match="one ladder has 2 segments of the text between, the other 1"):
        make_ladder([(1, 2)]).compose(make_ladder([(1, 1)]))


@given(ladders())
def test_beads_survive_their_file(ladder: Ladder) -> None:
    """What ``format_bead`` writes ``parse_beads`` reads, with the confidence to three places."""
    content = "".join(format_bead(bead) + "\n" for bead in ladder.beads)
    assert parse_beads(content) == [
        (list(bead.source), list(bead.target), float(f"{bead.confidence:.3f}")) for bead in ladder.beads
    ]


def test_parse_beads_takes_what_gold_files_have() -> None:
    """White space, blank lines, no confidence, gaps and crossings are read as they stand."""
    content = "[0, 1]:[0]\n\n [3] : [2,1] : 0.5\r\n[]:[7]:1e-3\n[4]:[]\n"
    assert parse_beads(content) == [
        ([0, 1], [0], 1.0), ([3], [2, 1], 0.5), ([], [7], 0.001), ([4], [], 1.0),
    ]  # fmt: skip
    assert parse_beads("[0]:[0]:0\n") == [([0], [0], 0.0)]
    assert parse_beads("") == []


@pytest.mark.parametrize(
    "line",
    ["0:0", "[0]", "[0]:[0]:", "[0]:[0]:sure", "[0]:[0]:1:2", "[a]:[0]", "[0 1]:[0]", "[0,]:[0]", "[-1]:[0]",
     "[0.5]:[0]", "[٣]:[0]", "[0]:[0]:1.2.3", "[" + "9" * 5000 + "]:[0]", "[0]:[0]:e"],
)  # fmt: skip
def test_parse_beads_names_file_and_line(line: str) -> None:
    """A line that is not a bead is an error with file, line and the form that is wanted."""
    with pytest.raises(LadderError, match=r"^gold\.txt, line 2: .* is not a bead; write it as \[0, 1\]:\[0\]"):
        parse_beads(f"[0]:[0]\n{line}\n", "gold.txt")
