"""Every error that the library raises, and how what a file says is shown in a message.

AlignerError            something the user can fix; the message is one sentence that says how
├── InputError          a file or text that cannot be read as what it should be
├── OutputError         a file that cannot be written
├── LadderError         beads that leave out, repeat or cross segments
└── ModelError          an encoder that is missing, damaged or unusable
"""

from __future__ import annotations

import re

# Tabs and what breaks a line: on a terminal, and with U+2028 and U+2029 in JavaScript and some editors.
_BREAKS = re.compile("[\t\n\r\u2028\u2029]+")
# All but the characters that XML 1.0 allows (section 2.2) less C0 and C1 controls, which a terminal executes; and what
# changes the direction of text, which can make a line read as another one (Unicode TR 36, CVE-2021-42574).
_UNSHOWN = re.compile("[^\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]")


class AlignerError(Exception):
    """Base of all errors that a message of one sentence can explain."""


class InputError(AlignerError):
    """A file or text cannot be read as what it should be."""


class OutputError(AlignerError):
    """A file cannot be written; no partial file is left, and an earlier file of that name is unchanged."""


class LadderError(AlignerError):
    """Beads do not use every segment of both texts exactly once and in order."""


class ModelError(AlignerError):
    """An encoder is missing, damaged or unusable."""


def plain(text: str) -> str:
    """Return a text in one line, with U+FFFD for controls and for marks that change the direction of text.

    Neither a terminal nor an XML file may get those from a text or a file name that is reported on.

    >>> plain("a\\x1b[31m\\nb")
    'a�[31m b'
    """
    return _UNSHOWN.sub("\ufffd", _BREAKS.sub(" ", text))
