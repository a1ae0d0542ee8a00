"""Measure the page of a novel: 10,000 rows in three languages with links between words, on a phone and on a desktop.

    PYTHONPATH=. python scripts/measure_reader.py [--rows N] [--runs N] [--keep FILE]

The novel is made of the speech in ``tests/data/gold/family``, each pass over it in another order; every second word of
the pivot is linked with the word at about the same place in each other language. The phone is a window of 360 × 760
whose processor is slowed down four times (Chromium's own throttling), the desktop one of 1440 × 900. Each figure is the
median of the runs. On the desktop the time that the page's thread was busy stands beside the time that passed: on a
machine that does other work too only the former means much. The last column is the most that a figure should be. Needs
playwright and Chromium.
"""

from __future__ import annotations

import json
import math
import os
import re
import shutil
import statistics
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import click
from playwright.sync_api import sync_playwright

from aligner.edition import Edition
from aligner.formats.html import format_html
from aligner.word_links import WordLink, WordLinks
from tests.pages import make_edition

GOLD = Path(__file__).parents[1] / "tests" / "data" / "gold" / "family"
_ROWS_PER_CHAPTER, _ROWS_PER_PARAGRAPH = 200, 5
_STRIDES = (1, 3, 5, 7, 11)
"""Steps in which the passes go through the speech, so that no pass is like the one before it."""

_STEP = """async (code) => {
    const start = performance.now();
    (0, eval)(code);
    document.body.offsetHeight;
    await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    return performance.now() - start;
}"""
_SCROLL = """async () => {
    for (let frame = 0; frame < 200; frame++) {
        performance.mark("frame");
        scrollBy(0, 100);
        await new Promise(requestAnimationFrame);
    }
}"""
_STEPS = {
    "first search": "openSearch(); query.value = 'familie'; find()",
    "another search": "query.value = 'arbeit'; find()",
    "two characters of Japanese": "query.value = '家族'; find()",
    "next hit": "seek(1)",
    "stacked": "panel.hidePopover(); $('stacked').click()",
    "side by side": "$('columns').click()",
    "one, others on tap": "$('one').click()",
    "a third language": "$('c2').click()",
    "another order": "$('c2').closest('li').querySelector('[value=first]').click()",
    "dark": "$('dark').click()",
}


class Window(NamedTuple):
    """A window: its name, its size, by how much the processor is slowed down, and the most that figures should be."""

    name: str
    size: tuple[int, int]
    throttle: int
    aims: dict[str, float]


class Figure(NamedTuple):
    """Milliseconds: how long something took, and for how much of that the page's thread was busy."""

    passed: float
    busy: float


_SCROLLING = "scrolling, 95 of 100 frames"
WINDOWS = (
    Window("phone", (360, 760), 4, {"first paint": 500, "first search": 1000}),
    Window("desktop", (1440, 900), 1, {"first paint": 500, "first search": 1000, _SCROLLING: 50}),
)


def make_novel(rows: int) -> tuple[Edition, WordLinks]:
    """Return an edition of so many rows in English, German and Japanese, and links between its words."""
    sides = [json.loads((GOLD / f"{tag}.json").read_text(encoding="utf-8")) for tag in ("de", "ja")]
    texts = [side["segments"] for side in (sides[0]["source"], sides[0]["target"], sides[1]["target"])]
    table = []
    for number in range(rows):
        opening = "# " if number % _ROWS_PER_CHAPTER == 0 else "¶ " if number % _ROWS_PER_PARAGRAPH == 0 else ""
        table.append("\n".join(opening + _pick(text, number) for text in texts))
    edition = make_edition("\n\n".join(table), ("en", "de", "ja"))
    cells = [[edition.cell_text(row, column) for column in range(3)] for row in edition.rows]
    links = {(row, column): _link(texts[0], texts[column]) for row, texts in enumerate(cells) for column in (1, 2)}
    return edition, links


def _pick(text: list[str], number: int) -> str:
    """Return the sentence of a row."""
    turn, place = divmod(number, len(text))
    return text[place * _STRIDES[turn % len(_STRIDES)] % len(text)]


def _link(source: str, target: str) -> list[WordLink]:
    """Return links of every second word of a text with the word at about the same place of another."""
    ours = [range(*word.span()) for word in re.finditer(r"\w+", source)]
    theirs = [range(*word.span()) for word in re.finditer(r"[぀-ヿ一-鿿]{2}|[^\W぀-ヿ一-鿿]+", target)]
    if not theirs:
        return []
    return [WordLink(word, theirs[at * len(theirs) // len(ours)]) for at, word in enumerate(ours) if at % 2 == 0]


def measure(browser: Any, path: Path, window: Window) -> dict[str, Figure]:
    """Open the page once in a window and measure loading, steps and frames."""
    size = {"width": window.size[0], "height": window.size[1]}
    context = browser.new_context(viewport=size, locale="de", bypass_csp=True, has_touch=window.throttle > 1)
    page = context.new_page()
    page.set_default_timeout(120_000)
    devtools = context.new_cdp_session(page)
    devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": window.throttle})
    page.goto(path.as_uri())
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    ready = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    found = {"first paint": Figure(paint, float("nan")), "ready": Figure(ready, _busy(devtools))}
    page.wait_for_timeout(4000)  # a reader does not search at once; the index is made in idle time
    for name, code in _STEPS.items():
        before = _busy(devtools)
        passed = page.evaluate(_STEP, code)
        found[name] = Figure(passed, _busy(devtools) - before)
    page.evaluate("goTo(4000)")
    page.wait_for_timeout(500)
    frames = _scroll(browser, page)
    context.close()
    return found | {
        "scrolling, the middle frame": Figure(*(statistics.median(times) for times in frames)),
        _SCROLLING: Figure(*(statistics.quantiles(times, n=20)[-1] for times in frames)),
    }


def _busy(devtools: Any) -> float:
    """Return for how many milliseconds the page's thread has been busy."""
    metrics = {metric["name"]: metric["value"] for metric in devtools.send("Performance.getMetrics")["metrics"]}
    return float(1000 * metrics["TaskDuration"])


def _scroll(browser: Any, page: Any) -> tuple[list[float], list[float]]:
    """Scroll frame by frame; return the milliseconds that passed in each frame, and those of work."""
    browser.start_tracing(page=page, categories=["blink.user_timing"])
    page.evaluate(_SCROLL)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    marks = sorted((event["ts"], event["tts"]) for event in events if event["name"] == "frame" and "tts" in event)
    steps = list(pairwise(marks))
    passed, busy = ([(after[clock] - before[clock]) / 1000 for before, after in steps] for clock in (0, 1))
    return passed, busy


def _print_table(window: Window, runs: list[dict[str, Figure]]) -> None:
    for name in runs[0]:
        passed, busy = (statistics.median(run[name][clock] for run in runs) for clock in (0, 1))
        work = f"{busy:.0f} ms" if window.throttle == 1 and not math.isnan(busy) else ""
        aim = f"{window.aims[name]:.0f} ms" if name in window.aims else ""
        click.echo(f"| {window.name} | {name} | {passed:.0f} ms | {work} | {aim} |")


@click.command(help=__doc__)
@click.option("--rows", default=10_000, show_default=True)
@click.option("--runs", default=3, show_default=True)
@click.option("--keep", type=click.Path(dir_okay=False, path_type=Path), help="Keep the page in this file.")
def main(rows: int, runs: int, keep: Path | None) -> None:
    """Print a table."""
    edition, links = make_novel(rows)
    made = format_html(edition, links).encode()
    size = sum(len(segment.text.encode()) for text in edition.texts for segment in text.segments)
    ratio = len(made) / size
    click.echo(f"texts {size / 1e6:.2f} MB, page {len(made) / 1e6:.2f} MB, {ratio:.2f} times (at most 3)")
    click.echo(
        f"load average {os.getloadavg()[0]:.1f}\n\n| window | what | passed | busy | at most |\n|---|---|---|---|---|"
    )
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as started:
        path = keep or Path(folder) / "novel.html"
        path.write_bytes(made)
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for window in WINDOWS:
            _print_table(window, [measure(browser, path.resolve(), window) for _ in range(runs)])
        browser.close()


if __name__ == "__main__":
    main()
