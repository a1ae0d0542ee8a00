"""A real browser to open pages in."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from aligner.formats.html import format_html
from aligner.remarks import Remark
from aligner.word_links import WordLink
from tests.browser.reader import DESKTOP, PHONE, Open, Reader
from tests.pages import make_edition, make_well

ROOT = "http://reader.test/"
LINKS = {  # water, cold and clear, in German and Japanese
    (3, 1): [
        WordLink(range(4, 9), range(5, 11)),
        WordLink(range(13, 17), range(16, 20)),
        WordLink(range(25, 30), range(25, 29)),
    ],
    (3, 2): [WordLink(range(4, 9), range(1)), WordLink(range(13, 17), range(2, 4))],
}
TWELVE = ("en", "de", "es", "fr", "id", "it", "ja", "pl", "pt", "ru", "tl", "zh-Hans")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Start the browser once."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (pip: playwright)")
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        pytest.skip("no chromium (apt: chromium)")
    with api.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the pages: the well, as it is and long, and one in twelve languages."""
    home = tmp_path_factory.mktemp("pages")
    rows = "\n\n".join("\n".join(f"¶ {tag} {n}." for tag in TWELVE) for n in range(1, 30))
    long = [f"Sentence {n} of a long paragraph.\nSatz {n} eines langen Absatzes." for n in range(1, 30)]
    editions = {
        "well": make_well(40),
        "short": make_well(),
        "twelve": make_edition(rows, TWELVE),
        "long": make_edition("\n\n".join(long), ("en", "de")),
    }
    for name, edition in editions.items():
        hints = LINKS if name == "short" else None
        (home / f"{name}.html").write_text(format_html(edition, hints), encoding="utf-8")
    cells = make_well(40).rows[29].cells
    remarks = [Remark(1, cells[0], cells[1], "number", "7 ≠ 8"), Remark(2, cells[0], range(0), "omitted")]
    (home / "remarks.html").write_text(format_html(make_well(40), remarks=remarks), encoding="utf-8")
    return home


@pytest.fixture
def open_page(chromium: Any, folder: Path) -> Iterator[Open]:
    """Return a function that opens a page in a window of its own; the page may not complain or ask for anything."""
    contexts, complaints = [], []

    def start(name: str = "well", query: str = "", size: tuple[int, int] = DESKTOP, **options: Any) -> Reader:
        headers = options.pop("headers", None)
        context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, **{"locale": "en", **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15000)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        address = (folder / f"{name}.html").as_uri()
        if headers:  # a server's answer, without a server
            body = (folder / f"{name}.html").read_text(encoding="utf-8")
            page.route(ROOT, lambda route: route.fulfill(body=body, headers=headers))
            address = ROOT
        page.on("request", lambda request: complaints.append(request.url) if not _own(request.url, address) else None)
        page.goto(address + query)
        return Reader(page)

    yield start
    for context in contexts:
        context.close()
    assert complaints == []


def _own(url: str, address: str) -> bool:
    """Say whether a request is for the page itself; the empty icon is in it."""
    return re.split(r"[?#]", url)[0] == address or url == "data:,"


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """Give every test of a feature two windows, a desktop's and a phone's."""
    found: tuple[int, int] = request.param
    return found
