"""Notes that cling to the sentence before them: remarks of the stage, circled figures."""

from __future__ import annotations

import re

from aligner.segment.signs import CIRCLED, STOPS, is_small, skip_space

_INSIDE = rf"[^()\[\]（）{re.escape(STOPS)}\n]"
_STAGE = re.compile(
    rf"[ ]?[(\[]([^\W\d_]{_INSIDE}{{2,24}})[)\]](?=\s|\Z)|（(?![一二三四五六七八九十百\d]+）)({_INSIDE}{{1,12}})）"
)
_CIRCLED = re.compile(f"[{CIRCLED}]")


def with_remark(text: str, stop: int) -> int:
    """Return the end of a stop with a remark that clings to it: ``(Applause)``, ``（笑）``."""
    found = _STAGE.match(text, stop)
    if not found or is_small((found[1] or found[2])[0]):
        return stop
    at = skip_space(text, found.end())
    after = text[at : at + 1]
    return stop if after and (is_small(after) or after in STOPS) else found.end()


def with_circled(text: str, listed: bool, stop: int) -> int:
    """Return the end of a stop with a circled figure, if it is a note mark and not the next item of a list.

    It is an item where the segment has such a figure already, which ``listed`` says.
    """
    return stop if listed or not _CIRCLED.match(text, stop) else stop + 1
