"""Whole sessions of correcting: a person makes the alignment of a speech's beginning right, and builds the work.

The encoder of these tests knows no Japanese, so most of what it aligns is wrong. What is right is the kept alignment.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import pytest
from lxml import html

from tests.browser.test_review import Open, visit  # noqa: F401 - a fixture
from tests.review.serving import ROOT, serving

BLOCKS = 4  # of each text: two headings and the paragraphs below them
RIGHT = 7  # beads that are made right
NEW = "これは新しい文です。"

_BUILD = """
import sys
import aligner.cli.build
from tests.fakes import NoisyEncoder, session_of
aligner.cli.build.make_session = lambda *_args, **_options: session_of(NoisyEncoder())
aligner.cli.build.command(sys.argv[1:], standalone_mode=False)
"""


class Bounds(NamedTuple):
    """Where the segments of a bead begin and end, on both sides."""

    source: tuple[int, int]
    target: tuple[int, int]


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """Write the beginning of the speech in English and Japanese as a work."""
    folder = tmp_path / "texts" / "speech"
    folder.mkdir(parents=True)
    for tag in ("en", "ja"):
        blocks = (ROOT / "texts" / "family" / f"{tag}.txt").read_text("utf-8").split("\n\n")
        (folder / f"{tag}.txt").write_text("\n\n".join(blocks[:BLOCKS]) + "\n", "utf-8")
    (folder / "work.toml").write_text('pivot = "en"\n', "utf-8")
    return folder


@pytest.fixture
def right() -> list[Bounds]:
    """Return the beads as they ought to be."""
    lines = (ROOT / "alignments" / "family" / "en-ja.jsonl").read_text("utf-8").splitlines()[1 : RIGHT + 1]
    records = [json.loads(line) for line in lines]
    return [Bounds(*((one[side][0], one[side][-1] + 1) for side in ("source", "target"))) for one in records]


class Hand:
    """A person at the page, with the keyboard alone or the mouse alone."""

    KEYS: ClassVar = {"join": "j", "split": "s", "up": "u", "down": "d", "confirm": "Enter", "undo": "z", "redo": "y"}

    def __init__(self, page: Any, *, mouse: bool) -> None:
        self.page = page
        self.mouse = mouse

    def bead(self) -> tuple[int, Bounds]:
        """Return the number of the bead that is looked at, and what it holds; an empty side begins at -1."""
        row = self.page.locator(".bead[aria-current]")
        spans = [row.locator(f"[data-side='{side}']") for side in (0, 1)]
        runs = [list(map(int, each.evaluate_all("all => all.map(one => one.dataset.segment)"))) for each in spans]
        found = [(run[0], run[-1] + 1) if run else (-1, -1) for run in runs]
        return int(row.get_attribute("data-number")), Bounds(*found)

    def go(self, number: int) -> None:
        """Look at a bead."""
        if self.mouse:
            self._click(f".bead[data-number='{number}'] .sure")
            return
        while (here := self.bead()[0]) != number:
            self.page.keyboard.press("ArrowDown" if here < number else "ArrowUp")

    def _click(self, selector: str) -> None:
        """Click on the beginning of something; a segment goes over several lines, so its middle may be another's."""
        found = self.page.locator(selector)
        found.evaluate("one => one.closest('.bead').scrollIntoView({block: 'center'})")
        self.page.wait_for_timeout(50)
        x, y = found.evaluate("one => { const first = one.getClientRects()[0]; return [first.x + 4, first.y + 12]; }")
        self.page.mouse.click(x, y)

    def choose(self, side: int, segment: int) -> None:
        """Choose a segment of the bead that is looked at."""
        wanted = f".bead[aria-current] [data-side='{side}'][data-segment='{segment}']"
        if self.mouse:
            self._click(wanted)
        for _ in range(12):
            if self.page.locator(wanted + ".at").count():
                return
            self.page.keyboard.press("ArrowRight")
        raise AssertionError(wanted)

    def do(self, name: str) -> None:
        """Do something to the bead, and wait until it is saved."""
        self.page.evaluate("document.getElementById('said').textContent = ''")
        if self.mouse:
            self.page.locator(f"[data-do={name}]").first.click()
        else:
            self.page.keyboard.press(self.KEYS[name])
        self.page.locator("#said", has_text="Saved").wait_for()

    def make_right(self, number: int, wanted: Bounds) -> None:
        """Make a bead what it ought to be; those before it are right already."""
        self.go(number)
        while not all(held[1] >= end for held, (_, end) in zip(self.bead()[1], wanted, strict=True)):
            self.do("join")
        for side in (0, 1):
            if self.bead()[1][side][1] > wanted[side][1]:
                self.choose(side, wanted[side][1])
                self.do("split")
                self.go(number)
                self._settle(number, 1 - side, wanted[1 - side][1])
                break
        self.go(number)
        assert self.bead() == (number, wanted)
        self.do("confirm")

    def _settle(self, number: int, side: int, end: int) -> None:
        """Move segments of a side over the border below a bead until it ends where it ought to."""
        while (held := self.bead()[1][side])[1] > end:
            self.choose(side, held[1] - 1)
            self.do("down")
            self.go(number)
        while (held := self.bead()[1][side])[1] < end:
            self.go(number + 1)
            self.choose(side, self.bead()[1][side][0])
            self.do("up")
            self.go(number)


def count_fixed(page: Any, first: int) -> int:
    """Return how many of the first beads the page shows as fixed by a person."""
    return sum(page.locator(f".bead.confirmed[data-number='{number}']").count() for number in range(first))


def build(work: Path) -> dict[str, bytes]:
    """Build the work in a process of its own, and return its files."""
    home = work.parents[1]
    command = [sys.executable, "-c", _BUILD, str(work), "--to", "tmx,html,epub", "--layout", "tap"]
    subprocess.run(command, check=True, cwd=home, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True)
    return {path.name: path.read_bytes() for path in sorted((home / "alignments" / "speech").iterdir())}


def check_built(work: Path, right: list[Bounds]) -> dict[str, bytes]:
    """Check that page, TMX and EPUB hold what a person has made right; return the files that are built."""
    files = build(work)
    records = [json.loads(line) for line in files["en-ja.jsonl"].decode().splitlines()[1 : len(right) + 1]]
    built = [Bounds(*((one[side][0], one[side][-1] + 1) for side in ("source", "target"))) for one in records]
    assert built == right
    assert all(one["state"] == "confirmed" for one in records)
    said = ["".join(one["target_text"]).strip() for one in records]
    assert files["speech.tmx"].count(b"x-state") >= len(right)
    assert all(f"<seg>{words}</seg>" in files["speech.tmx"].decode() for words in said)
    page: Any = html.fromstring(files["index.html"])
    assert set(said) <= {span.text_content().strip() for span in page.iter("span")}
    assert set(said) <= set(read_book(files["speech.epub"]))
    return files


def read_book(content: bytes) -> list[str]:
    """Return the Japanese of each row of a book in which a tap on a sentence shows its translation."""
    book = zipfile.ZipFile(BytesIO(content))
    chapters = "".join(book.read(name).decode() for name in book.namelist() if "chapter-" in name)
    notes = re.findall(r'<aside[^>]* id="t\d+".*?<p[^>]*>(.*?)(?: <a |</p>)', chapters, re.DOTALL)
    pages: list[Any] = [html.fromstring(f"<p>{words}</p>") for words in notes]
    return [page.text_content().strip() for page in pages]


@pytest.mark.parametrize("hand", ["keyboard", "mouse"])
def test_a_session_makes_an_alignment_right(work: Path, right: list[Bounds], visit: Open, hand: str) -> None:  # noqa: F811
    """By keyboard alone, or by mouse alone, beads are made right; building again changes no byte."""
    with serving(work) as served:
        page = visit(served.link)
        person = Hand(page, mouse=hand == "mouse")
        for number, bead in enumerate(right):
            person.make_right(number, bead)
        person.do("undo")
        person.do("redo")
        assert count_fixed(page, len(right)) == len(right)
    pins = (work / "pins" / "en-ja.jsonl").read_bytes()
    files = check_built(work, right)
    if hand == "keyboard":
        assert build(work) == files
        assert (work / "pins" / "en-ja.jsonl").read_bytes() == pins


def test_a_session_with_a_text_edited_in_between(work: Path, right: list[Bounds], visit: Open) -> None:  # noqa: F811
    """When a text gets another sentence meanwhile, all that was made right before is, and the session goes on."""
    with serving(work) as served:
        page = visit(served.link)
        person = Hand(page, mouse=False)
        for number, bead in enumerate(right[:3]):
            person.make_right(number, bead)
        path = work / "ja.txt"
        path.write_text(path.read_text("utf-8").rstrip() + NEW + "\n", "utf-8")
        page.locator(".seg", has_text=NEW).wait_for()
        assert count_fixed(page, 3) == 3
        for number, bead in enumerate(right[3:5], 3):
            person.make_right(number, bead)
    check_built(work, right[:5])


def test_a_session_with_a_server_that_is_killed(work: Path, right: list[Bounds], visit: Open) -> None:  # noqa: F811
    """What the page has called saved is there when its server was killed (kill -9) and is started again."""
    with serving(work) as served:
        person = Hand(visit(served.link), mouse=True)
        for number, bead in enumerate(right[:3]):
            person.make_right(number, bead)
        served.process.kill()
        served.process.wait()
    with serving(work) as served:
        page = visit(served.link)
        assert count_fixed(page, 3) == 3
        person = Hand(page, mouse=False)
        for number, bead in enumerate(right[3:5], 3):
            person.make_right(number, bead)
    check_built(work, right[:5])
