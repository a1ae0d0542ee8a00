"""A cover made of the titles and the languages' names."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

WIDTH, HEIGHT = 1600, 2400
_MARGIN = 160
_SMALL = 56


class Line(NamedTuple):
    """A line of the cover: its column, text, size and the height of its foot, in the cover's units."""

    column: int
    text: str
    size: int
    foot: int


def lay_out_cover(titles: Sequence[str], names: Sequence[str]) -> dict[str, object]:
    """Return the cover's lines: every language's title, the first the largest, and the row of the names."""
    lines: list[Line] = []
    foot = 560
    for column, title in enumerate(titles):
        if title in titles[:column]:
            continue
        size = _size(title, 150 if not column else 84)
        for text in _wrap(_words(title), (WIDTH - 2 * _MARGIN) / size):
            foot += round(size * 1.25)
            lines.append(Line(column, text, size, foot))
        foot += 90
    parted = _wrap([f"{name} · " for name in names], (WIDTH - 2 * _MARGIN) / _SMALL)
    top = HEIGHT - _MARGIN - round(1.4 * _SMALL) * len(parted)
    shown = [line for line in lines if line.foot < top - 100]
    feet = [(name.removesuffix(" ·"), top + round(1.4 * _SMALL) * number) for number, name in enumerate(parted)]
    return {"width": WIDTH, "height": HEIGHT, "lines": shown, "names": feet, "small": _SMALL}


def _size(title: str, largest: int) -> int:
    """Return a size at which the title's longest word fits, and the title takes four lines at most."""
    longest = max((_ems(word) for word in _words(title)), default=1.0)
    room = WIDTH - 2 * _MARGIN
    return max(40, round(min(largest, room / longest, (4 * room * 0.8) / max(_ems(title), 1))))


def _wrap(words: Sequence[str], room: float) -> list[str]:
    """Put words into lines of a width in ems."""
    lines: list[str] = []
    for word in words:
        if lines and _ems(lines[-1] + word.rstrip()) <= room:
            lines[-1] += word
        else:
            lines.append(word)
    return [line.strip() for line in lines]


def _words(title: str) -> list[str]:
    """Return what may not be broken: words with the space after them, and single wide characters."""
    words = [""]
    for before, char in zip(" " + title, title, strict=False):
        if _wide(char) or _wide(before) or (before.isspace() and not char.isspace()):
            words.append("")
        words[-1] += char
    return [word for word in words if word]


def _ems(text: str) -> float:
    return sum(1.0 if _wide(char) else 0.52 for char in text)


def _wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in {"W", "F"}
