"""The page for reviewing, in a real browser, with a person's hands: keys, mouse, and a process that dies."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.review.serving import Served, serving
from tests.review.test_server import GERMAN, write_work

Open = Callable[..., Any]


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """Return a work's folder."""
    return write_work(tmp_path / "texts" / "ferry")


@pytest.fixture
def served(work: Path) -> Iterator[Served]:
    """Serve the page of the work."""
    with serving(work) as running:
        yield running


@pytest.fixture
def visit(chromium: Any) -> Iterator[Open]:
    """Return a function that opens a link in a window of its own; the page may not complain, nor ask others."""
    contexts, complaints = [], []

    def start(link: str, **options: Any) -> Any:
        context = chromium.new_context(**{"viewport": {"width": 1200, "height": 800}, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if "violates" in message.text else None)
        base = link.split("?", maxsplit=1)[0]
        page.on(
            "request",
            lambda request: None if request.url.startswith((base, "data:")) else complaints.append(request.url),
        )
        page.goto(link)
        page.wait_for_selector(".bead[aria-current]")
        return page

    yield start
    for context in contexts:
        context.close()
    assert complaints == []


def pins(work: Path) -> list[dict[str, Any]]:
    """Return the pins on disk."""
    path = work / "pins" / "en-de.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def saved(page: Any) -> None:
    """Wait until the page says that the last action is saved."""
    page.locator("#said", has_text="Saved").wait_for()


def press(page: Any, key: str) -> None:
    """Press a key, and wait until what it does is saved."""
    page.evaluate("document.getElementById('said').textContent = ''")
    page.keyboard.press(key)
    saved(page)


def test_a_session_by_keyboard(served: Served, work: Path, visit: Open) -> None:
    """Without a mouse a person goes through the queue, confirms, joins, splits, moves, undoes, and finds words."""
    page = visit(served.link)
    assert "token" not in page.url
    press(page, "Enter")
    assert [pin["pin"] for pin in pins(work)] in (["same"], ["alone"])
    assert page.locator(".bead.confirmed").count() == 1
    page.keyboard.press("n")
    page.keyboard.press("p")
    page.keyboard.press("ArrowDown")
    number = int(page.locator(".bead[aria-current]").get_attribute("data-number"))
    page.keyboard.press("ArrowRight")
    count = page.locator(".bead").count()
    press(page, "j")
    assert page.locator(".bead").count() < count + 1
    press(page, "s")
    press(page, "z")
    press(page, "z")
    assert len(pins(work)) == 1
    press(page, "y")
    assert len(pins(work)) == 2
    assert number >= 0
    page.keyboard.press("/")
    page.keyboard.type(GERMAN[25].split()[1])
    page.keyboard.press("Enter")
    assert "bead" in page.locator("#hits").inner_text()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    assert page.locator("#border").is_visible()
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.evaluate("document.getElementById('said').textContent = ''")
    page.keyboard.press("Enter")
    saved(page)
    assert pins(work)[-1]["pin"] == "cut"


def test_a_session_by_mouse(served: Served, work: Path, visit: Open) -> None:
    """With the mouse alone: a bead is chosen, set apart, a segment cut away from it, noted, undone and saved."""
    page = visit(served.link)
    page.locator(".bead").nth(4).click()
    page.get_by_role("button", name="Alone").click()
    saved(page)
    assert {pin["pin"] for pin in pins(work)} == {"alone"}
    page.get_by_role("button", name="Undo").click()
    page.locator("#said", has_text="Saved: Undo").wait_for()
    assert pins(work) == []
    page.get_by_role("button", name="Note").click()
    page.get_by_label("Note").last.fill("as printed")
    page.locator("#noted").click()
    page.locator("#said", has_text="Saved: Confirm").wait_for()
    assert pins(work)[0]["note"] == "as printed"
    page.get_by_role("button", name="Save as").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="tmx").click()
    assert "confirmed" in Path(download.value.path()).read_text("utf-8")


def test_a_text_edited_in_between_and_a_process_that_dies(work: Path, visit: Open) -> None:
    """The page notices an edited text; when the process is killed, all that it called saved is there again."""
    with serving(work) as first:
        page = visit(first.link)
        page.locator(".bead").nth(3).click()
        press(page, "Enter")
        text = work / "de.txt"
        text.write_text(text.read_text("utf-8").replace(GERMAN[15], "Hier steht nun etwas anderes."), "utf-8")
        page.get_by_text("Hier steht nun etwas anderes.").wait_for()
        assert page.locator(".bead.confirmed").count() == 1
        page.locator(".bead").nth(6).click()
        press(page, "Enter")
        kept = pins(work)
        first.process.kill()
        first.process.wait()
        page.keyboard.press("Enter")
        page.locator("#said.wrong").wait_for()
    assert pins(work) == kept
    with serving(work) as second:
        assert visit(second.link).locator(".bead.confirmed").count() == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible(served: Served, visit: Open, scheme: str) -> None:
    """Axe finds nothing to complain of, in light and dark, on a desktop and on a phone."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = visit(served.link, color_scheme=scheme)
    for size in ((1200, 800), (390, 800)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        found = axe.run(page)
        assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_keys_can_be_changed(served: Served, work: Path, visit: Open) -> None:
    """A key that is changed works at once, and its old one no longer does."""
    page = visit(served.link)
    page.keyboard.press("?")
    page.get_by_label("Confirm", exact=True).press("q")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    assert pins(work) == []
    press(page, "q")
    assert len(pins(work)) == 1
