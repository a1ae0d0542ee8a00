"""Pins, and the file that they are kept in: JSON Lines, a pin a line, in the order in which they were set."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from aligner.errors import InputError
from aligner.files import write_whole

KINDS = {  # kind: whether it names segments of both sides
    "same": True,
    "alone": False,
    "apart": True,
    "boundary": True,
    "cut": False,
    "join": False,
    "moved": True,
}


class Named(NamedTuple):
    """Segments that follow each other, named by their texts.

    ``occurrence`` counts, from 1, the places in the text that have these words; ``before`` and ``after`` are the end of
    the segment before and the beginning of the one after, "" at the ends of the text.
    """

    texts: tuple[str, ...]
    occurrence: int = 1
    before: str = ""
    after: str = ""


class Pin(NamedTuple):
    """One thing that a person has fixed.

    ``kind`` is one of ``KINDS``:

    same      the segments named on both sides are one bead
    alone     the segments named on one side have no counterpart
    apart     no bead holds segments of both sides
    boundary  a chapter begins with the segment named on each side
    cut       the words named on one side end a segment, except the last of them
    join      the segments named on one side are one
    moved     the segments belong together, and stand in another order in the two texts

    ``by`` and ``at`` say who set it and when, ``note`` why; ``line`` is its line in the file, 0 if it is in none.
    """

    kind: str
    source: Named | None = None
    target: Named | None = None
    by: str = ""
    at: str = ""
    note: str = ""
    line: int = 0

    def invert(self) -> Pin:
        """Return the pin with source and target exchanged."""
        return self._replace(source=self.target, target=self.source)

    def same_as(self, other: Pin) -> bool:
        """Return whether another pin fixes the same thing, whoever set it and when."""
        return self[:3] == other[:3]


def make_pin(kind: str, source: Named | None, target: Named | None, *, by: str = "", note: str = "") -> Pin:
    """Return a pin that is set now (or at ``SOURCE_DATE_EPOCH``, where it is given)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    return Pin(kind, source, target, by, now.strftime("%Y-%m-%dT%H:%M:%SZ"), note)


def load_pins(path: Path) -> list[Pin]:
    """Read a file of pins, none where there is no such file.

    Raises ``InputError``, with file and line, when it cannot be read or a line is not a pin.
    """
    if not path.exists():
        return []
    try:
        content = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 at byte {error.start}; a file of pins is JSON Lines in UTF-8") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); name a file of pins") from error
    lines = enumerate(content.split("\n"), 1)
    return [_parse(line, number, f"{path}, line {number}") for number, line in lines if line.strip()]


def save_pins(path: Path, pins: Iterable[Pin]) -> None:
    """Write a file of pins, whole or not at all; raise ``OutputError`` when it cannot be written."""
    write_whole(path, "".join(format_pin(pin) + "\n" for pin in pins))


def format_pin(pin: Pin) -> str:
    """Return a pin as its line, without what is not known.

    >>> format_pin(Pin("alone", Named(("One.",), after="Two."), note="a caption"))
    '{"pin": "alone", "source": {"texts": ["One."], "after": "Two."}, "note": "a caption"}'
    """
    record: dict[str, Any] = {"pin": pin.kind}
    for side in ("source", "target"):
        named: Named | None = getattr(pin, side)
        if named is not None:
            known = {key: value for key, value in named._asdict().items() if value != Named._field_defaults.get(key)}
            record[side] = {**known, "texts": list(named.texts)}
    record.update({key: value for key in ("by", "at", "note") if (value := getattr(pin, key))})
    line = json.dumps(record, ensure_ascii=False)
    return line if line.isprintable() and "\ufffd" not in line else json.dumps(record)


def _parse(line: str, number: int, place: str) -> Pin:
    try:
        record = json.loads(line)
        kind = _a(str, record.pop("pin"))
        sides = [_named(record.pop(side, None)) for side in ("source", "target")]
        words = {key: _a(str, record.pop(key, "")) for key in ("by", "at", "note")}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise InputError(f"{place}: not a pin ({error}); docs/review.md describes the file") from error
    if kind not in KINDS or record:
        wrong = f"unknown key {next(iter(record))!r}" if kind in KINDS else f"unknown kind {kind!r}"
        raise InputError(f"{place}: {wrong}; the kinds of pins are {', '.join(KINDS)}")
    if sum(side is not None for side in sides) != 1 + KINDS[kind]:
        needed = "source and target" if KINDS[kind] else "either source or target"
        raise InputError(f"{place}: a pin of the kind {kind} names segments of {needed}")
    return Pin(kind, sides[0], sides[1], **words, line=number)


def _named(value: Any) -> Named | None:
    if value is None:
        return None
    texts = tuple(_a(str, text) for text in _a(list, value["texts"]))
    occurrence = _a(int, value.get("occurrence", 1))
    if not texts or occurrence < 1 or value.keys() - set(Named._fields):
        raise ValueError("a side has texts, occurrence (from 1), before and after")
    return Named(texts, occurrence, *(_a(str, value.get(key, "")) for key in ("before", "after")))


def _a(kind: type[Any], value: Any) -> Any:
    """Return a value of exactly this type; raise ``TypeError`` for any other."""
    if type(value) is not kind:
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value
