"""Pins that set the borders of segments: ``cut`` and ``join``. They change a text before it is matched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from aligner.pins.file import Named, Pin
from aligner.pins.naming import Index, fold_words
from aligner.text import Segment, Text, fold_space


def set_borders(text: Text, named: Sequence[tuple[str, Named]]) -> Text:
    """Return a text with its segments cut and joined, one after the other.

    ``named`` are kinds of pins, ``cut`` or ``join``, with the segments that they name. What is no longer in the text,
    or cannot be done since segments cross no paragraph, is passed over: ``holds`` says so. A text whose segments are
    the lines of a file is returned as it is.
    """
    if text.verbatim:
        return text
    for kind, segments in named:
        text = _join(text, segments) if kind == "join" else _cut(text, segments)
    return text


def borders_of(pins: Sequence[Pin], side: int) -> list[tuple[str, Named]]:
    """Return the pins that set borders on a side (0: source), as ``set_borders`` takes them."""
    kept = [(pin.kind, (pin.source, pin.target)[side]) for pin in pins if pin.kind in {"cut", "join"}]
    return [(kind, named) for kind, named in kept if named is not None]


def holds(index: Index, kind: str, named: Named) -> bool:
    """Return whether the borders that a pin names are those of a text."""
    runs = index.find_words("".join(map(fold_words, named.texts)))
    wanted = 1 if kind == "join" else len(named.texts)
    return any(len(run) == wanted for run in runs)


def _join(text: Text, named: Named) -> Text:
    runs = Index(text).find_words("".join(map(fold_words, named.texts)))
    run = next((run for run in runs[named.occurrence - 1 :] or runs if len(run) > 1), None)
    if run is None or text.segments[run.start].paragraph != text.segments[run.stop - 1].paragraph:
        return text
    first = text.segments[run.start]
    raw = "".join(text.segments[k].raw for k in run)
    joined = Segment(first.paragraph, first.start, raw, fold_space(raw))
    return replace(text, segments=(*text.segments[: run.start], joined, *text.segments[run.stop :]))


def _cut(text: Text, named: Named) -> Text:
    runs = Index(text).find_words("".join(map(fold_words, named.texts)))
    run = next((run for run in runs[named.occurrence - 1 :] or runs if len(run) == 1), None)
    if run is None:
        return text
    whole = text.segments[run.start]
    pieces, start = [], 0
    for part, after in zip(named.texts[:-1], named.texts[1:], strict=True):
        end = start + _end_of(whole.raw[start:], part, after)
        pieces.append(whole.raw[start:end])
        start = end
    pieces.append(whole.raw[start:])
    made, at = [], whole.start
    for raw in pieces:
        made.append(Segment(whole.paragraph, at, raw, fold_space(raw)))
        at += len(raw)
    return replace(text, segments=(*text.segments[: run.start], *made, *text.segments[run.stop :]))


def _end_of(raw: str, part: str, after: str) -> int:
    """Return where in a raw text a part ends and the next begins, behind the white space between them."""
    wanted, at, seen = len(fold_words(part)), 0, 0
    while at < len(raw) and seen < wanted:
        seen += len(fold_words(raw[at])) if raw[at].isalnum() else len(fold_words("a" + raw[at])) - 1
        at += 1
    # Punctuation and spaces are folded away; the next part says which of them belong to it.
    begin = raw.find(after[:1], at) if after else -1
    rest = raw[at:begin] if begin >= 0 else ""
    return begin if begin >= 0 and not fold_words("a" + rest)[1:] else at
