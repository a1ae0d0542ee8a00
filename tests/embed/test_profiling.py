from __future__ import annotations

import numpy as np
import pytest

from aligner.embed.profiling import MARKS, count_marks, find_numbers, make_profile, sign_numbers
from aligner.text import Paragraph, make_text
from tests.fakes import FakeEncoder


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("30 000 000 women", ["30000000"]),
        ("30\u00a0000\u202f000, 30,000,000, 30.000.000, 30’000’000", ["30000000"] * 4),
        ("in 1917 and 1918", ["1917", "1918"]),
        ("3.5 and 3,5", ["35", "35"]),
        ("１９１７年", ["1917"]),
        ("5 of 300", ["5", "300"]),
        ("no number", []),
        ("", []),
    ],
)
def test_find_numbers(text: str, numbers: list[str]) -> None:
    """A number is the same however a language parts its digits."""
    assert find_numbers(text) == numbers


def test_marks_of_all_scripts_count_alike() -> None:
    """A mark is counted as its kind whatever the script's form of it."""
    latin, chinese = count_marks(["Who (A)? He: “B, C”; D! …", "谁（甲）？他：「乙，丙」；丁！…"])
    assert latin.tolist() == chinese.tolist()
    assert latin.shape == (len(MARKS) + 3,)
    assert latin[0] == 1


def test_signatures_count_numbers_that_differ() -> None:
    """The squared distance of two signatures is the count of numbers that only one text has."""
    one, same, more, none = sign_numbers(["1917, 30 000", "30.000 (1917)", "1917, 30 000, 42", "nothing"])
    assert ((one - same) ** 2).sum() == pytest.approx(0, abs=1e-9)
    assert ((one - more) ** 2).sum() == pytest.approx(1)
    assert ((more - none) ** 2).sum() == pytest.approx(3, abs=1.5)  # random directions are nearly square to each other


def test_profile_is_what_matching_sees() -> None:
    """A profile has an entry for each segment: centred vectors, bytes, marks and figures."""
    text = make_text("de", [Paragraph("Titel", 1), Paragraph("Süß? 12.")], [["Titel"], ["Süß? ", "12."]])
    seen = make_profile(text, FakeEncoder().encode(text.texts))
    assert len(seen) == 3
    assert seen.sizes.tolist() == [5, 6, 3]
    assert seen.sentences.shape == (3, 48)
    assert seen.token_spans(1) == [(0, 3), (3, 4)]
    assert [layer.shape for layer in seen.layers] == [(len(seen.token_ids), 48)] * 3
    assert seen.marks[:, 0].tolist() == [0, 1, 0]
    assert np.array_equal(seen.figures[2], sign_numbers(["12"])[0])
