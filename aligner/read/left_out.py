"""Describe what a reader left out, in lines for people; ``--explain`` prints them."""

from __future__ import annotations

from itertools import groupby

from aligner.document import Document, LeftOut
from aligner.text import fold_space

_SHOWN = 60  # characters of a text that is quoted, so that a line with place and reason fits a terminal's 120


def explain(document: Document) -> list[str]:
    """Return a line for each run of text that was left out: its place, the reason, and how it begins and ends.

    The last line counts what was kept and what was left out.

    >>> from aligner.read import read_document
    >>> explain(read_document(b"A preface.\\n\\nOne.\\n\\nTwo.", name="en.txt", start="One"))
    ['en.txt, line 1: before the start phrase: A preface.', 'en.txt: 2 paragraphs kept, 1 left out (10 characters)']
    """
    name = document.name or "the text"
    lines = []
    for _, group in groupby(document.left_out, key=_group_key):
        lines.append(f"{name}, {_describe(list(group))}")
    kept, left = len(document.paragraphs), document.left_out
    size = sum(len(one.text) for one in left)
    if document.layout:
        lines.append(f"{name}: paragraphs: {document.layout}")
    total = f"{len(left)} left out ({size:,} characters)" if left else "nothing left out"
    return [*lines, f"{name}: {kept} paragraph{'s' * (kept != 1)} kept{_count_kinds(document)}, {total}"]


def _count_kinds(document: Document) -> str:
    """Return how many of the paragraphs are no sentences of the text: " (3 separators, 2 notes)"; "" for none."""
    kinds = [paragraph.kind for paragraph in document.paragraphs]
    counts = {kind: kinds.count(kind) for kind in ("separator", "note")}
    named = [f"{count} {kind}{'s' * (count != 1)}" for kind, count in counts.items() if count]
    return f" ({', '.join(named)})" if named else ""


def _group_key(one: LeftOut) -> tuple[str, str]:
    """Return the key of entries that one line reports together: their reason and, in a container, their file."""
    return one.reason, "" if one.place.startswith(("line ", "page ")) else one.place


def _describe(run: list[LeftOut]) -> str:
    first, last = run[0], run[-1]
    place = first.place if first.place == last.place else f"{first.place} to {last.place}"
    if len(run) == 1:
        return f"{place}: {first.reason}: {_shorten(first.text, _SHOWN)}"
    half = _SHOWN // 2
    return f"{place}: {first.reason}: {_shorten(first.text, half)} [{len(run)} paragraphs] {_shorten(last.text, half)}"


def _shorten(text: str, length: int) -> str:
    shown = fold_space(text)
    return shown if len(shown) <= length else shown[:length].rstrip() + "…"
