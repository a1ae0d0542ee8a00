"""Reports of a check for people and for programs: one file per format, and the table of them."""

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
"""Every format by its name, with what it is for; each is a module here with a function ``render``."""


class Look(NamedTuple):
    """How the text report is laid out; other formats use at most ``show_all``.

    ``columns`` are those of the terminal, ``colour`` says whether it takes ANSI escape sequences, and ``show_all``
    whether long lists and long texts are shown whole.
    """

    columns: int = 80
    colour: bool = False
    show_all: bool = False


class _Render(Protocol):
    def __call__(self, result: Result, look: Look) -> str: ...


def render(result: Result, name: str, look: Look | None = None) -> str:
    """Return a result in one of ``FORMATS``; it ends with a line break."""
    module = import_module(f"aligner.coverage.report.{name}")
    return cast("_Render", module.render)(result, look or Look())
