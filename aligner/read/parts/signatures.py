"""How files of aligned texts begin: what tells the reader of texts to send them to the importers."""

from __future__ import annotations

import re
from pathlib import PurePath

XLIFF = re.compile(r"<(?:\w+:)?xliff\b")
PO = re.compile(r'^(?:msgid|msgctxt)[ \t]+"', re.MULTILINE)


def holds_pairs(head: bytes, name: str) -> bool:
    """Return whether a file is gettext PO or XLIFF, by the end of its name or by its first bytes, ``head``."""
    content = head.decode("latin-1")
    return PurePath(name).suffix.lower() in (".po", ".pot", ".xlf", ".xliff") or bool(
        XLIFF.search(content[:4096]) or PO.search(content)
    )
