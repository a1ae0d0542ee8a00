"""Golden cases of every language, as text that a speaker can edit.

About a hundred a language are here: each rule, each pattern of the language, each kind of stop, and what is known to
fail. `scripts/measure_segmentation.py` measures those and some four hundred more.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from measure_segmentation import is_right, read_cases

from aligner.segment import cut
from aligner.text import fold_space

GOLDEN = sorted((Path(__file__).parents[1] / "data" / "segment").glob("*.txt"))
LANGUAGES = ["de", "en", "es", "fr", "id", "it", "ja", "pl", "pt", "ru", "tl", "zh-Hans"]


def _parameters() -> Iterator[object]:
    for path in GOLDEN:
        for number, case in enumerate(read_cases(path), 1):
            marks = [pytest.mark.xfail(reason=case.xfail, strict=True)] if case.xfail else []
            yield pytest.param(path.stem, case.paragraph, case.expected, id=f"{path.stem}-{number}", marks=marks)


@pytest.mark.parametrize(("language", "paragraph", "expected"), list(_parameters()))
def test_golden_case(language: str, paragraph: str, expected: list[str]) -> None:
    """A paragraph of the golden file is cut into the segments below it."""
    assert [fold_space(segment) for segment in cut(paragraph, language)] == expected


def test_every_language_has_golden_cases() -> None:
    """Every language of the project has a hundred golden cases or more, and no two of one paragraph."""
    assert [path.stem for path in GOLDEN] == LANGUAGES
    for path in GOLDEN:
        paragraphs = [case.paragraph for case in read_cases(path)]
        assert len(paragraphs) >= 100
        assert len(set(paragraphs)) == len(paragraphs)


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_segments_of_golden_cases_stay_whole(path: Path) -> None:
    """A segment cut again, alone, is one segment, and so is any of two cases in one paragraph."""
    paragraphs = [case.paragraph for case in read_cases(path)]
    for first, second in zip(paragraphs, paragraphs[1:] + paragraphs[:1], strict=True):
        for text in (first, f"{first} {second}"):
            for segment in cut(text, path.stem):
                assert cut(segment, path.stem) == [segment]


def test_cases_of_the_benchmark_are_read(tmp_path: Path) -> None:
    """Comments are no part of a case, a paragraph may have lines, and a known failure has its reason."""
    path = tmp_path / "en.txt"
    path.write_text(
        "# English\nOne.\nTwo. Three.\n---\nOne. Two.\nThree.\n===\n# xfail: why\nA\n---\nB\n===\n", "utf-8"
    )
    first, second = read_cases(path)
    assert first == ("One.\nTwo. Three.", ["One. Two.", "Three."], "")
    assert second == ("A", ["B"], "why")
    assert is_right(second, ["B "])
    assert not is_right(first, ["One. Two. Three."])
