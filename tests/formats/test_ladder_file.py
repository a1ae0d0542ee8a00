"""The ladder file: which lines are beads, and how others are refused."""

from __future__ import annotations

import pytest

from aligner.errors import LadderError
from aligner.formats.ladder_file import format_bead, parse_beads
from aligner.ladder import Bead


@pytest.mark.parametrize(
    ("line", "bead"),
    [
        ("[0, 1]:[0]:0.981", ([0, 1], [0], 0.981)),
        ("[0]:[0]", ([0], [0], 1.0)),
        ("[]:[3]:0", ([], [3], 0.0)),
        ("  [ 0,1 ] : [ 2 ] : 1e-05  ", ([0, 1], [2], 1e-05)),
        ("[7]:[5, 4]:-1.5E+2", ([7], [5, 4], -150.0)),
    ],
)
def test_beads_of_a_file(line: str, bead: tuple[list[int], list[int], float]) -> None:
    """Spaces, a missing number, an empty side and the numbers of other tools are read; nothing is put in order."""
    assert parse_beads(f"\n{line}\n\n") == [bead]


@pytest.mark.parametrize(
    "line", ["x", "[0]", "[0]:", "[0]:[a]", "[0,]:[1]", "[0 1]:[1]", "[0]:[0]:x", "[0]:[0]:1:2", "[-1]:[0]"]
)
def test_lines_that_are_no_beads(line: str) -> None:
    """Anything else is refused with its line."""
    with pytest.raises(LadderError, match=r"gold, line 2: .* is not a bead; write it as \[0, 1\]:\[0\] or "):
        parse_beads(f"[0]:[0]\n{line}\n", "gold")


def test_a_wrong_line_is_quoted_in_part() -> None:
    """The message quotes 60 characters of a line that is no bead."""
    with pytest.raises(LadderError, match=f"line 1: '{'x' * 60}' is not"):
        parse_beads("x" * 61)


def test_confidences_have_three_decimals() -> None:
    """A bead's number is rounded to three places; a side without segments is written as an empty list."""
    assert format_bead(Bead(range(4, 4), range(7, 9), 2 / 3)) == "[]:[7, 8]:0.667"
