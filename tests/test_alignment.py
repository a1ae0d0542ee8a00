"""Two texts and the ladder between them: what an alignment refuses, and its inverse."""

from __future__ import annotations

import pytest

from aligner.alignment import Alignment
from aligner.errors import LadderError
from aligner.ladder import Bead, Ladder
from tests.formats.test_alignment_file import ALIGNMENT, SOURCE, TARGET


def test_alignment_refuses_a_ladder_of_other_lengths() -> None:
    """A ladder that does not have as many segments as the text is an error that names the text."""
    with pytest.raises(LadderError, match=r"zh-Hans\.txt has 3 segments, the ladder 2; align the texts again"):
        Alignment(SOURCE, TARGET, Ladder((Bead(range(4), range(2)),)))


def test_invert_changes_sides() -> None:
    """Inverting twice gives the same alignment."""
    assert ALIGNMENT.invert().source is TARGET
    assert ALIGNMENT.invert().invert() == ALIGNMENT
