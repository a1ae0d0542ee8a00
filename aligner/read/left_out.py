"""What a reader left out, in lines that a person reads."""

from __future__ import annotations

from itertools import groupby

from aligner.document import Document, LeftOut
from aligner.text import fold_space

_SHOWN = 60  # characters of a text that is left out


def explain(document: Document) -> list[str]:
    """Return a line for each run of text that was left out: where it stands, why, and how it begins and ends.

    The last line counts what was kept and what was not.
    """
    name = document.name or "the text"
    lines = []
    for _, group in groupby(document.left_out, key=_together):
        lines.append(f"{name}, {_describe(list(group))}")
    kept, left = len(document.paragraphs), document.left_out
    size = sum(len(one.text) for one in left)
    total = f"{len(left)} left out ({size:,} characters)" if left else "nothing left out"
    return [*lines, f"{name}: {kept} paragraph{'s' * (kept != 1)} kept, {total}"]


def _together(one: LeftOut) -> tuple[str, str]:
    """Return what neighbours share that are reported in one line: the reason, and in a container the file."""
    return one.reason, "" if one.place.startswith(("line ", "page ")) else one.place


def _describe(run: list[LeftOut]) -> str:
    first, last = run[0], run[-1]
    place = first.place if first.place == last.place else f"{first.place} to {last.place}"
    if len(run) == 1:
        return f"{place}: {first.reason}: {_short(first.text, _SHOWN)}"
    half = _SHOWN // 2
    return f"{place}: {first.reason}: {_short(first.text, half)} [{len(run)} paragraphs] {_short(last.text, half)}"


def _short(text: str, length: int) -> str:
    shown = fold_space(text)
    return shown if len(shown) <= length else shown[:length].rstrip() + "…"
