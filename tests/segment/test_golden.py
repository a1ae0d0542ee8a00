"""Golden cases of every language, as text that a speaker can edit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from aligner.segment import cut
from aligner.text import fold_space

GOLDEN = sorted((Path(__file__).parents[1] / "data" / "segment").glob("*.txt"))


def _cases(path: Path) -> Iterator[tuple[str, list[str], str]]:
    """Yield each case of a file: a paragraph, its segments, and why it is known to fail, if it is."""
    for block in path.read_text("utf-8").split("\n===\n"):
        lines = block.split("\n")
        notes = [line for line in lines if line.startswith("# ")]
        body = "\n".join(line for line in lines if not line.startswith("# "))
        if body.strip():
            paragraph, expected = body.split("\n---\n")
            reason = next((note.removeprefix("# xfail: ") for note in notes if note.startswith("# xfail: ")), "")
            yield paragraph, expected.split("\n"), reason


def _parameters() -> Iterator[object]:
    for path in GOLDEN:
        for number, (paragraph, expected, reason) in enumerate(_cases(path), 1):
            marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
            yield pytest.param(path.stem, paragraph, expected, id=f"{path.stem}-{number}", marks=marks)


@pytest.mark.parametrize(("language", "paragraph", "expected"), list(_parameters()))
def test_golden_case(language: str, paragraph: str, expected: list[str]) -> None:
    """A paragraph of the golden file is cut into the segments below it."""
    assert [fold_space(piece) for piece in cut(paragraph, language)] == expected


@pytest.mark.parametrize("language", ["en", "id", "de", "es", "fr", "it", "ja", "pl", "pt", "ru", "zh-Hans", "tl"])
def test_golden_file_is_large_enough(language: str) -> None:
    """Every language of the project has at least forty golden cases."""
    path = next(path for path in GOLDEN if path.stem == language)
    assert len(list(_cases(path))) >= 40


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_segments_of_golden_cases_stay_whole(path: Path) -> None:
    """A segment cut again, alone, is one segment, and so is any of two cases in one paragraph."""
    paragraphs = [paragraph for paragraph, _, _ in _cases(path)]
    for first, second in zip(paragraphs, paragraphs[1:] + paragraphs[:1], strict=True):
        for text in (first, f"{first} {second}"):
            for piece in cut(text, path.stem):
                assert cut(piece, path.stem) == [piece]
