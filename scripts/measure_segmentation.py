"""Print how many cases of each language are cut as they should be.

Usage: python scripts/measure_segmentation.py [--wrong] [FOLDER ...]

A folder holds one file per language, as tests/data/segment and scripts/data/segment do, which are the default. With
--wrong, each case that is cut otherwise is printed too: what was expected, what came out, and the rules that decided.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from aligner.segment import cut, explain_cuts
from aligner.text import fold_space

ROOT = Path(__file__).parents[1]
FOLDERS = (ROOT / "tests/data/segment", ROOT / "scripts/data/segment")
_XFAIL = "# xfail: "


class Case(NamedTuple):
    """A paragraph, its segments with single spaces, and why it is known to fail, if it is."""

    paragraph: str
    expected: list[str]
    xfail: str


def read_cases(path: Path) -> Iterator[Case]:
    """Yield each case of a file: a paragraph, ``---``, its segments, one per line, ``===``; ``# `` begins a comment."""
    for block in path.read_text("utf-8").split("\n===\n"):
        lines = block.split("\n")
        body = "\n".join(line for line in lines if not line.startswith("# "))
        if body.strip():
            paragraph, expected = body.strip("\n").split("\n---\n")
            xfail = next((line.removeprefix(_XFAIL) for line in lines if line.startswith(_XFAIL)), "")
            yield Case(paragraph, expected.split("\n"), xfail)


def read_languages(folders: Iterable[Path]) -> dict[str, list[Case]]:
    """Return the cases of each language in some folders."""
    found: dict[str, list[Case]] = {}
    for path in sorted(path for folder in folders for path in folder.glob("*.txt")):
        found.setdefault(path.stem, []).extend(read_cases(path))
    return dict(sorted(found.items()))


def is_right(case: Case, segments: Iterable[str]) -> bool:
    """Return whether segments are those that a case expects, white space aside."""
    return [fold_space(segment) for segment in segments] == case.expected


def main() -> None:
    """Print a table in Markdown."""
    folders = [Path(argument) for argument in sys.argv[1:] if argument != "--wrong"] or FOLDERS
    languages = read_languages(folders)
    wrong = {
        language: [case for case in cases if not is_right(case, cut(case.paragraph, language))]
        for language, cases in languages.items()
    }
    print("| language | right | of | % |\n|---|---|---|---|")
    rows = [(language, len(cases), len(cases) - len(wrong[language])) for language, cases in languages.items()]
    for language, count, right in [*rows, ("all", sum(row[1] for row in rows), sum(row[2] for row in rows))]:
        print(f"| {language} | {right} | {count} | {100 * right / max(count, 1):.1f} |")
    for language, cases in wrong.items() if "--wrong" in sys.argv else ():
        for case in cases:
            found = [fold_space(segment) for segment in cut(case.paragraph, language)]
            reasons = "; ".join(f"{one.offset} {one.reason}" for one in explain_cuts(case.paragraph, language))
            print(f"\n{language}: expected {case.expected}\n    found {found}\n    {case.xfail or reasons}")


if __name__ == "__main__":
    main()
