"""Recognise files of aligned texts by how they begin: readers of texts refuse them, importers of memories take them."""

from __future__ import annotations

import re
from pathlib import PurePath

# The root element, with a namespace prefix or without one: ``<xliff version="1.2"``, ``<xlf:xliff``.
XLIFF = re.compile(r"<(?:\w+:)?xliff\b")
# The first keyword of an entry of gettext: ``msgid "One"``, ``msgctxt "menu"``.
PO = re.compile(r'^(?:msgid|msgctxt)[ \t]+"', re.MULTILINE)


def holds_pairs(head: bytes, name: str) -> bool:
    """Return whether a file is gettext PO or XLIFF, by the end of its name or by its first bytes.

    >>> holds_pairs(b'msgid "One"', "a.txt"), holds_pairs(b"", "a.XLF"), holds_pairs(b"One.", "a.txt")
    (True, True, False)
    """
    content = head.decode("latin-1")  # never fails, and both signatures are ASCII
    return PurePath(name).suffix.lower() in (".po", ".pot", ".xlf", ".xliff") or bool(
        XLIFF.search(content[:4096]) or PO.search(content)
    )
