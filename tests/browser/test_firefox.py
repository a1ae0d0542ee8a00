"""The page's main paths in Firefox, which is driven by its own WebDriver BiDi (W3C), without another program."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

STARTS_WITHIN = 60.0  # seconds, on a busy machine
CENTRE = """(() => {{
    const node = nodesOf(sentenceAt({row}))[0], range = new Range();
    range.setStart(node, {at});
    range.setEnd(node, {at} + 1);
    const box = range.getBoundingClientRect();
    return [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)];
}})()"""


class Firefox:
    """A window of Firefox."""

    def __init__(self, port: int) -> None:
        client: Any = pytest.importorskip("websocket", reason="websocket-client is not installed (pip)")
        latest = time.monotonic() + STARTS_WITHIN
        while True:
            try:
                self.socket = client.create_connection(
                    f"ws://127.0.0.1:{port}/session", timeout=60, suppress_origin=True
                )
                break
            except OSError:
                if time.monotonic() > latest:
                    raise
                time.sleep(0.2)
        self.count, self.complaints = 0, list[str]()
        self.command("session.new", capabilities={})
        self.command("session.subscribe", events=["log.entryAdded"])
        self.window = self.command("browsingContext.getTree")["contexts"][0]["context"]

    def command(self, method: str, **parameters: Any) -> Any:
        """Send a command and return its result."""
        self.count += 1
        self.socket.send(json.dumps({"id": self.count, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.socket.recv())
            if message.get("method") == "log.entryAdded":
                self.complaints.append(message["params"]["text"])
            if message.get("id") == self.count:
                assert message["type"] == "success", message
                return message["result"]

    def open(self, address: str, width: int, height: int) -> None:
        """Open a page in a window of a size."""
        self.command("browsingContext.setViewport", context=self.window, viewport={"width": width, "height": height})
        self.command("browsingContext.navigate", context=self.window, url=address, wait="complete")
        self.settle()

    def run(self, code: str) -> Any:
        """Return the value of an expression in the page."""
        target = {"context": self.window}
        found = self.command("script.evaluate", expression=f"JSON.stringify({code})", target=target, awaitPromise=True)
        assert found["type"] == "success", found
        return json.loads(found["result"].get("value", "null"))

    def settle(self) -> None:
        """Wait until the page has done what it puts off."""
        pause = "new Promise(done => setTimeout(done, 400))"
        self.command("script.evaluate", expression=pause, target={"context": self.window}, awaitPromise=True)

    def touch(self, row: int, at: int) -> None:
        """Touch a character of a sentence."""
        x, y = self.run(CENTRE.format(row=row, at=at))
        steps = [{"type": "pointerMove", "x": x, "y": y}, {"type": "pointerDown", "button": 0}]
        finger = {"type": "pointer", "id": "finger", "parameters": {"pointerType": "touch"}}
        actions = [{**finger, "actions": [*steps, {"type": "pointerUp", "button": 0}]}]
        self.command("input.performActions", context=self.window, actions=actions)
        self.settle()


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """Start Firefox with a profile of its own."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if not program:
        pytest.skip("no firefox (apt: firefox-esr)")
    profile = tmp_path_factory.mktemp("profile")
    (profile / "user.js").write_text('user_pref("intl.accept_languages", "en");\n', encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", str(port)]
    with (profile / "log").open("wb") as log, subprocess.Popen([program, *options], stdout=log, stderr=log) as process:
        try:
            window = Firefox(port)
            yield window
            window.socket.close()
        finally:
            process.terminate()


def test_the_place_search_and_contents_in_firefox(firefox: Firefox, folder: Path) -> None:
    """A jump can be undone, a reload keeps the place, and a search finds, marks and counts."""
    firefox.open((folder / "well.html").as_uri() + "?show=en,de", 1280, 800)
    firefox.run("(goTo(60), 1)")
    firefox.settle()
    firefox.run("(jump(9), 1)")
    firefox.settle()
    assert firefox.run("place") == 9
    firefox.run("(history.back(), 1)")
    firefox.settle()
    assert firefox.run("place") == 60
    firefox.command("browsingContext.reload", context=firefox.window, wait="complete")
    firefox.settle()
    assert firefox.run("[place, topRow()]") == [60, 60]
    firefox.run("(openSearch(), 1)")
    firefox.settle()
    firefox.run("(query.value = 'WESTEN', find(), seek(1), 1)")
    firefox.settle()
    assert firefox.run("[hits.length, CSS.highlights.get('here').size]") == [40, 1]
    assert firefox.complaints == []


def test_a_tap_shows_marks_and_keeps_a_word_in_firefox(firefox: Firefox, folder: Path) -> None:
    """On a phone a second tap in a sentence moves to another word, which can be kept."""
    firefox.open((folder / "short.html").as_uri() + "?show=en,de&view=one", 360, 740)
    firefox.run("(goTo(3), 1)")
    firefox.settle()
    for at, words in ((5, ["Wasser", "water"]), (14, ["cold", "kalt"])):
        firefox.touch(4, at)
        assert firefox.run("$('card').checkVisibility()")
        assert sorted(firefox.run("[...CSS.highlights.get('word')].map(String)")) == words
    firefox.run("($('keep').click(), 1)")
    assert firefox.run("keptWords().map(each => each.word)") == ["cold"]
    assert firefox.run("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert firefox.complaints == []
