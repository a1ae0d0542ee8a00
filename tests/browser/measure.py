"""Measure the page of a novel of 10,000 rows in three languages: ``python -m tests.browser.measure``."""

from __future__ import annotations

import json
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from aligner.edition import Edition
from aligner.formats.html import format_html
from tests.pages import make_edition

ROWS = 10_000
GOLD = Path(__file__).parents[1] / "data" / "gold" / "family"
STEP = """async (code) => {
    const start = performance.now();
    eval(code);
    document.body.offsetHeight;
    await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    return performance.now() - start;
}"""
SCROLL = """async () => {
    const frames = [];
    for (let last = performance.now(), end = last + 5000; last < end;) {
        scrollBy(0, 100);
        await new Promise(requestAnimationFrame);
        const now = performance.now();
        frames.push(now - last);
        last = now;
    }
    frames.sort((one, other) => one - other);
    return [frames[frames.length >> 1], frames[Math.floor(frames.length * 0.95)]];
}"""
STEPS = {
    "first search (makes the index)": "openSearch(); query.value = 'familie'; find()",
    "another search": "query.value = 'arbeit'; find()",
    "search for two characters of Japanese": "query.value = '家族'; find()",
    "next hit": "seek(1)",
    "stacked": "panel.hidePopover(); $('stacked').click()",
    "side by side": "$('columns').click()",
    "a third language": "$('c2').click()",
    "another order": "$('c2').closest('li').querySelector('button').click()",
    "dark": "$('dark').click()",
}


def make_novel() -> Edition:
    """Make an edition of the speech's sentences over and over, a heading every 200 rows, five rows a paragraph."""
    sides = [json.loads((GOLD / f"{tag}.json").read_text(encoding="utf-8")) for tag in ("de", "ja")]
    texts = [side["segments"] for side in (sides[0]["source"], sides[0]["target"], sides[1]["target"])]
    rows = []
    for number in range(ROWS):
        opening = "# " if number % 200 == 0 else "¶ " if number % 5 == 0 else ""
        rows.append("\n".join(opening + text[number % len(text)] for text in texts))
    return make_edition("\n\n".join(rows), ("en", "de", "ja"))


def measure(path: Path) -> dict[str, list[float]]:
    """Open the page three times and return milliseconds: loading, steps and frames."""
    from playwright.sync_api import sync_playwright

    found: dict[str, list[float]] = {}
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for _ in range(3):
            context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="de", bypass_csp=True)
            page = context.new_page()
            page.goto(path.as_uri())
            page.wait_for_timeout(500)
            for name, value in {**_loading(page), **_steps(page)}.items():
                found.setdefault(name, []).append(value)
            context.close()
        browser.close()
    return found


def _loading(page: Any) -> dict[str, float]:
    return {
        "first paint": page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"),
        "ready": page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"),
    }


def _steps(page: Any) -> dict[str, float]:
    times = {name: page.evaluate(STEP, code) for name, code in STEPS.items()}
    page.evaluate("goTo(4000)")
    page.wait_for_timeout(500)
    middle, slow = page.evaluate(SCROLL)
    return {**times, "scrolling, a frame (median)": middle, "scrolling, a frame (95 of 100 are faster)": slow}


def main() -> None:
    """Print a table for docs/reader.md."""
    edition = make_novel()
    made = format_html(edition).encode()
    size = sum(len(segment.text.encode()) for text in edition.texts for segment in text.segments)
    sys.stdout.write(f"texts {size / 1e6:.2f} MB, page {len(made) / 1e6:.2f} MB, {len(made) / size:.2f} times\n")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "novel.html"
        path.write_bytes(made)
        for name, values in measure(path).items():
            sys.stdout.write(f"| {name} | {statistics.median(values):.0f} ms |\n")


if __name__ == "__main__":
    main()
