"""A check's outcome for people and for programs: one file a format, and the table of them."""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple, Protocol, cast

from aligner.coverage.report.result import Criteria, Found, Result, judge

__all__ = ["FORMATS", "Criteria", "Found", "Look", "Result", "judge", "render"]

FORMATS = {
    "text": "for people, in a terminal",
    "json": "for programs; its schema is kept",
    "markdown": "for a pull request or a wiki",
    "html": "a page, all in one file",
    "github": "annotations of GitHub Actions",
    "junit": "a test report, as most CI systems show",
    "sarif": "SARIF 2.1.0, for code scanning",
}
"""Every format by its name, with what it is for."""


class Look(NamedTuple):
    """How text is to look: the columns of the terminal, colour, and whether everything is shown."""

    columns: int = 80
    colour: bool = False
    show_all: bool = False


class _Render(Protocol):
    def __call__(self, result: Result, look: Look) -> str: ...


def render(result: Result, name: str, look: Look | None = None) -> str:
    """Return an outcome in a format of ``FORMATS``, ending in a line's end."""
    module = import_module(f"aligner.coverage.report.{name}")
    return cast("_Render", module.render)(result, look or Look())
