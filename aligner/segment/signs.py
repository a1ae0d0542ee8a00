"""The signs that end, open, close and list, in every script."""

from __future__ import annotations

import re

CIRCLED = "①-⑳"
"""Circled figures, as a range for a regular expression."""
STOPS = ".!?…‥。！？．｡‼⁇⁈⁉؟۔।॥։።፧။។"
"""Signs that can end a sentence, in any script."""
FULL_STOPS = "。！？．｡‼⁇⁈⁉"
"""Signs that end a sentence without white space after them."""
DASHES = "-–—―‒−─"
OPENERS = "([{（【［｛〔〈《「『｢“„‟«‹‘‚‛\"'»›”¿¡"
"""Signs that may stand before the first word of a sentence."""
CONTINUERS = ",;:)]}、，；：）］｝」』%/&="
"""Signs that, after a stop, say that the sentence goes on."""
QUOTES = "\"'“”„‟«»‹›‘’「」『』｢｣＂"
UNSPACED = "\u2e80-\u2fff\u3005-\u3007\u3021-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
"""Chinese and Japanese characters, as a range for a regular expression."""
IDEOGRAPH = re.compile(f"[{UNSPACED}]")
SPACE = re.compile(r"\s*")

_END = r"(?=[\s,;:.!?…–—)\]]|\Z)"
_TAIL = rf"""(?>(?:[”’»›)\]}}」』）】》〉］｝〕｣＂*_']|"(?![{UNSPACED}])|[“‘«‹]{_END}
 |[ \u00a0\u202f][”»]{_END}|[ \u3000][」』]|\[\d{{1,3}}(?:[-–,，、]\s?\d{{1,3}})*\]|[¹²³⁰⁴-⁹]
 |(?<=[^\W\d_]{{4}}\.)\d{{1,3}}(?=\s|\Z))*)"""
"""Closing quotes and brackets, and note marks, after a stop.

Groups are atomic here, not possessive: before Python 3.11.5 those matched what they should not.
"""
_DOTS = r"[(\[«“„「][ \u00a0\u202f]?[.…]+[ \u00a0\u202f]?[)\]»”“」]"
_LOOSE = rf"(?:[^\w\s*{re.escape(OPENERS + DASHES)}•◦▪‣●○■□·・§№#$€£¥&+=@<~|①-⓿]++|\*(?:[ ]?\*)+|{_DOTS})"
"""Punctuation that stands alone, as an ellipsis after a full stop."""


def unit_pattern(extra_stops: str) -> re.Pattern[str]:
    """Compile what a sentence may end with: stops and all that clings to them, a closed quotation, a line's end."""
    stops = f"[{re.escape(STOPS + extra_stops)}]++"
    return re.compile(
        rf"{stops}{_TAIL}(?>(?:{stops}{_TAIL})*)(?>(?:\s++(?![,;:](?:\s|\Z)){_LOOSE}{_TAIL}(?=\s|\Z))*)|\n|[」』]|”(?=“)",
        re.VERBOSE,
    )


def skip_space(text: str, at: int) -> int:
    """Return where the white space at a position ends."""
    found = SPACE.match(text, at)
    return found.end() if found else at


def is_small(sign: str) -> bool:
    """Say whether a letter is a small one of a script that has capitals for the first word of a sentence."""
    return sign.islower() and sign.title() != sign
