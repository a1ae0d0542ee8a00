"""Characters that XML 1.0 forbids; word processors and PDF files leave some of them in texts.

XML 1.0, section 2.2, production [2] ``Char`` allows tab, line feed, carriage return, and everything from U+0020 except
the surrogates, U+FFFE and U+FFFF. Anything else makes a file unreadable for every XML parser, even when it is written
as a reference such as ``&#11;``.

There are two ways to deal with them. Files for other programs go without the character (``drop_forbidden``). Pages and
books show U+FFFD in its place (``replace_forbidden``), so that a reader sees that something was there.
"""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""For example U+0000, U+000B (the line break of a word processor), U+FFFE, or half of a surrogate pair."""


def drop_forbidden(text: str) -> str:
    r"""Return a text without the characters that XML forbids.

    >>> drop_forbidden("one\x0btwo")
    'onetwo'
    """
    return _FORBIDDEN.sub("", text)


def replace_forbidden(text: str) -> str:
    r"""Return a text with U+FFFD, the replacement character, for each character that XML forbids.

    >>> replace_forbidden("one\x0btwo")
    'one\ufffdtwo'
    """
    return _FORBIDDEN.sub("\ufffd", text)


def count_forbidden(text: str) -> int:
    r"""Return the number of characters in a text that XML forbids.

    >>> count_forbidden("one\x0btwo\x00")
    2
    """
    return len(_FORBIDDEN.findall(text))
