"""The cover: a person's own file, or one made of the titles and the languages' names.

The drawing is an SVG template whose lines ``lay_out_cover`` places; ``draw_cover`` makes it a JPEG, for shops and many
reading systems take no SVG cover, and one with live text would look different on each. When the lines are placed, no
font is available to measure with, so widths are estimated in ems: a wide character (East Asian Width W or F, Unicode
Standard Annex 11) is one em, any other about half of one.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from aligner.errors import InputError

WIDTH, HEIGHT = 1600, 2400
"""The cover's size in its own units: two to three, about the proportions of a paperback."""

_MARGIN = 160
"""Free space at the left, the right and the foot; the frame of ``cover.svg`` is drawn at 60."""

_FIRST_FOOT = 560
"""The height above the first line of the first title; the author's name is at 360."""

_LARGEST_FIRST, _LARGEST_OTHER = 150, 84
"""The largest sizes of the main title and of the others, far enough apart to show which language is the first."""

_SMALLEST = 40
"""The size that no title goes below, even where its longest word is then wider than the cover."""

_NAMES_SIZE = 56  # of the languages' names, smaller than most titles
_NARROW = 0.52
"""An estimate, in ems, of the mean width of all characters that are not wide. Book faces differ; a title that turns out
wider extends into the margins."""

_TITLE_LINES = 4  # into which a title is to fit; more would leave no room for the others
_FILLED = 0.8
"""An estimate of the part of a line that words fill: the last word of a line seldom ends at its end."""

# From line to line, in sizes of the letters; small letters need more.
_LINE_HEIGHT = 1.25
_NAMES_LINE_HEIGHT = 1.4
_AFTER_TITLE = 90
"""Space between the titles of two languages."""

_ABOVE_NAMES = 100
"""Space kept free above the names; lines of titles that would reach into it are left out."""

_ROOM = WIDTH - 2 * _MARGIN  # the width of a line


_JPEG_QUALITY = 90
"""Of 100: no halo is seen around letters, and the file has about 120 KB."""

_SIGNATURES = {b"\xff\xd8\xff": ("jpg", "image/jpeg"), b"\x89PNG\r\n\x1a\n": ("png", "image/png")}
"""What files of the two kinds begin with (JPEG: ITU-T T.81, B.1; PNG: W3C PNG, 5.2): suffix and media type."""


class Cover(NamedTuple):
    """The file of a cover: its name in the book, its media type and its bytes."""

    name: str
    media_type: str
    content: bytes


def load_cover(path: str | os.PathLike[str]) -> Cover:
    """Return a person's own cover; raise ``InputError`` for a file that cannot be read or is no JPEG or PNG."""
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"{path}: the cover cannot be read ({error.strerror or error})") from error
    for signature, (suffix, media_type) in _SIGNATURES.items():
        if content.startswith(signature):
            return Cover(f"cover.{suffix}", media_type, content)
    raise InputError(f"{path}: neither a JPEG nor a PNG file; save the cover as one of them, best as JPEG")


@lru_cache(maxsize=4)
def draw_cover(svg: str) -> Cover:
    """Return an SVG drawing as a JPEG file, its letters drawn with the fonts of this machine.

    A character that no font has is drawn as a box; a machine without any font gives a cover without letters.
    """
    import resvg_py
    from PIL import Image

    png = resvg_py.svg_to_bytes(svg_string=svg, width=WIDTH)
    with Image.open(BytesIO(png)) as image, BytesIO() as file:
        image.convert("RGB").save(file, "JPEG", quality=_JPEG_QUALITY, optimize=True)
        return Cover("cover.jpg", "image/jpeg", file.getvalue())


class Line(NamedTuple):
    """A line of the cover: its title's column, its text, size, and the height of its foot, in the cover's units."""

    column: int
    text: str
    size: int
    foot: int


def lay_out_cover(titles: Sequence[str], names: Sequence[str]) -> dict[str, object]:
    """Return the values that the template of the cover prints.

    ``lines`` are the lines of every version's title, the first the largest, each different title once; ``names`` are
    the lines with the languages' names at the foot; ``small`` is the names' size.
    """
    lines: list[Line] = []
    foot = _FIRST_FOOT
    for column, title in enumerate(titles):
        if title in titles[:column]:
            continue
        size = _fit_size(title, _LARGEST_OTHER if column else _LARGEST_FIRST)
        for text in _wrap(_unbreakable_parts(title), _ROOM / size):
            foot += round(size * _LINE_HEIGHT)
            lines.append(Line(column, text, size, foot))
        foot += _AFTER_TITLE
    name_lines = _wrap([f"{name} · " for name in names], _ROOM / _NAMES_SIZE)
    step = round(_NAMES_LINE_HEIGHT * _NAMES_SIZE)
    top = HEIGHT - _MARGIN - step * len(name_lines)
    shown = [line for line in lines if line.foot < top - _ABOVE_NAMES]
    feet = [(text.removesuffix(" ·"), top + step * number) for number, text in enumerate(name_lines)]
    return {"width": WIDTH, "height": HEIGHT, "lines": shown, "names": feet, "small": _NAMES_SIZE}


def _fit_size(title: str, largest: int) -> int:
    """Return a size at which the title's longest word fits a line, and the title four lines."""
    longest = max((_ems(part) for part in _unbreakable_parts(title)), default=1.0)
    for_lines = (_TITLE_LINES * _ROOM * _FILLED) / max(_ems(title), 1)
    return max(_SMALLEST, round(min(largest, _ROOM / longest, for_lines)))


def _wrap(parts: Sequence[str], room: float) -> list[str]:
    """Return parts put into lines of a width in ems; a part wider than that has a line of its own."""
    lines: list[str] = []
    for part in parts:
        if lines and _ems(lines[-1] + part.rstrip()) <= room:
            lines[-1] += part
        else:
            lines.append(part)
    return [line.strip() for line in lines]


def _unbreakable_parts(title: str) -> list[str]:
    """Return the parts between which a line may break: words with the space after them, and single wide characters."""
    parts = [""]
    for before, char in zip(" " + title, title, strict=False):
        if _is_wide(char) or _is_wide(before) or (before.isspace() and not char.isspace()):
            parts.append("")
        parts[-1] += char
    return [part for part in parts if part]


def _ems(text: str) -> float:
    """Return the estimated width of a text in ems."""
    return sum(1.0 if _is_wide(char) else _NARROW for char in text)


def _is_wide(char: str) -> bool:
    """Return whether a character takes a whole em.

    >>> _is_wide("本"), _is_wide("Ａ"), _is_wide("A")
    (True, True, False)
    """
    return unicodedata.east_asian_width(char) in {"W", "F"}
