"""A hand to drive a page in the browser with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

DESKTOP, PHONE = (1280, 800), (390, 844)


class Reader(NamedTuple):
    """A page in the browser."""

    page: Any

    def sentence(self, row: int, column: int = 0) -> Any:
        """Return a row's sentence in a column."""
        return self.page.locator(f".r:has(#s{row}) > .c{column} > span").nth(self._place(row))

    def _place(self, row: int) -> int:
        return int(
            self.page.evaluate(
                f"[...document.querySelector('#s{row}').parentElement.children].findIndex(e => e.id === 's{row}')"
            )
        )

    def stand(self, row: int, column: int = 0) -> None:
        """Put the focus on a sentence without a pin."""
        self.sentence(row, column).click()
        self.page.keyboard.press("Escape")

    def lit(self, name: str = "lit") -> list[str]:
        """Return the columns and texts of what is lit, or marked in another way."""
        return list(
            self.page.evaluate(
                "name => [...document.querySelectorAll('main .' + name)].map(e => "
                "(e.closest('.r > *').className.match(/c\\d+/)[0] + ' ' + e.textContent))",
                name,
            )
        )

    def shown(self) -> list[str]:
        """Return the keys of the languages shown, in their order."""
        return list(self.page.evaluate("[...document.querySelectorAll('#languages input:checked')].map(e => e.value)"))

    def open_panel(self, name: str) -> Any:
        """Press a button of the bar and return what opens; not by the mouse, for which the driver may scroll."""
        self.page.locator(f".bar [popovertarget={name}]").evaluate("e => e.click()")
        return self.page.locator(f"#{name}")

    def choose(self, value: str) -> None:
        """Choose a view, a size or a colour."""
        panel = self.open_panel("display")
        panel.locator(f"#{value}").evaluate("e => e.click()")
        self.page.keyboard.press("Escape")

    def box(self, row: int, column: int = 0) -> dict[str, float]:
        """Return where a sentence is in the window."""
        found: dict[str, float] = self.sentence(row, column).evaluate(
            "e => { const b = e.getBoundingClientRect(); return {x: b.x, y: b.y, right: b.right, bottom: b.bottom} }"
        )
        return found

    def in_window(self, row: int, column: int = 0) -> bool:
        """Say whether a sentence is between the bar and the foot of the window."""
        box = self.box(row, column)
        bar: float = self.page.evaluate("document.querySelector('header').getBoundingClientRect().bottom")
        height: float = self.page.evaluate("innerHeight")
        return bar <= box["y"] and box["bottom"] <= height

    def settle(self) -> None:
        """Wait until the page has done what it puts off: frames, then a rest in which it keeps its place."""
        self.page.evaluate(
            "new Promise(done => { let frames = 8; const next = () => frames-- ? requestAnimationFrame(next) : "
            "setTimeout(done, 250); next() })"
        )


Open = Callable[..., Reader]
