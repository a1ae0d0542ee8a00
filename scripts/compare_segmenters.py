"""Print how many cases other segmenters get right, of those of scripts/measure_segmentation.py, and how fast they are.

Usage: python scripts/compare_segmenters.py [FOLDER ...]

A folder holds cases as tests/data/segment and scripts/data/segment do, which are the default. Segmenters
that are not installed are left out; for all of them:
pip install pysbd sentencex yasbd-lib blingfire
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from measure_segmentation import FOLDERS, Case, is_right, read_languages

from aligner.segment import cut

ROOT = Path(__file__).parents[1]
Segmenter = Callable[[str, str], list[str]]
HOSTILE = {
    "10,000 dots": "." * 10_000,
    "10,000 brackets": "(" * 10_000,
    "10,000 quotes unclosed": "“Yes. " * 10_000,
}


def _one_regex(text: str, _language: str) -> list[str]:
    return re.split(r"(?<=[.!?…])\s+|(?<=[。！？])", text)


def _yasbd(whole_quotes: bool) -> Segmenter:
    detectors = {}
    module = import_module("yasbd")

    def segment(text: str, language: str) -> list[str]:
        code = {"tl": "en", "zh-Hans": "zh"}.get(language, language)
        if code not in detectors:
            detectors[code] = module.BoundaryDetector(code, preserve_quote_and_paren=whole_quotes)
        return list(detectors[code].segment(text))

    return segment


def _pysbd() -> Segmenter:
    module = import_module("pysbd")

    def segment(text: str, language: str) -> list[str]:
        code = {"tl": "en", "id": "en", "pt": "es", "zh-Hans": "zh"}.get(language, language)
        return list(module.Segmenter(language=code, clean=False).segment(text))

    return segment


def _sentencex() -> Segmenter:
    module = import_module("sentencex")
    return lambda text, language: list(module.segment(language.partition("-")[0], text))


def _blingfire() -> Segmenter:
    module = import_module("blingfire")
    return lambda text, _language: str(module.text_to_sentences(text)).split("\n")


MAKERS: dict[str, Callable[[], Segmenter]] = {
    "aligner": lambda: cut,
    "yasbd, quotes whole": lambda: _yasbd(True),
    "yasbd, quotes split": lambda: _yasbd(False),
    "pysbd": _pysbd,
    "sentencex": _sentencex,
    "blingfire": _blingfire,
    "one regex": lambda: _one_regex,
}


def _installed() -> Iterator[tuple[str, Segmenter]]:
    for name, make in MAKERS.items():
        try:
            yield name, make()
        except ImportError:
            print(f"{name}: not installed", file=sys.stderr)


def _right(segmenter: Segmenter, language: str, cases: list[Case]) -> int:
    return sum(is_right(case, segmenter(case.paragraph, language)) for case in cases)


def _seconds(segmenter: Segmenter, text: str) -> float:
    began = time.process_time()
    segmenter(text, "en")
    return time.process_time() - began


def main() -> None:
    """Print two tables in Markdown."""
    files = read_languages(map(Path, sys.argv[1:]) if len(sys.argv) > 1 else FOLDERS)
    segmenters = dict(_installed())
    print("| cases right |", *(f"{language} |" for language in files), "all |")
    print("|---|" + "---|" * (len(files) + 1))
    print("| of |", *(f"{len(cases)} |" for cases in files.values()), f"{sum(map(len, files.values()))} |")
    for name, segmenter in segmenters.items():
        right = [_right(segmenter, language, cases) for language, cases in files.items()]
        print(f"| {name} |", *(f"{count} |" for count in right), f"{sum(right)} |")
    prose = (ROOT / "texts/family/en.txt").read_text("utf-8").replace("\n", " ") * 20
    print("\n| speed, one English paragraph | MB/s |", *(f"{name}, s |" for name in HOSTILE))
    print("|---|---|" + "---|" * len(HOSTILE))
    for name, segmenter in segmenters.items():
        rate = len(prose.encode()) / 1e6 / _seconds(segmenter, prose)
        print(f"| {name} | {rate:.2f} |", *(f"{_seconds(segmenter, text):.1f} |" for text in HOSTILE.values()))


if __name__ == "__main__":
    main()
