"""What the reader of one format returns, and how another library's error is quoted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aligner.document import LeftOut
from aligner.text import Paragraph

_QUOTED = 160  # characters: longer than any message of zipfile or lxml alone; what is longer quotes a damaged file


@dataclass(frozen=True, slots=True)
class Draft:
    """What the reader of one format finds in a file, before the document's language is settled.

    ``language`` is what the file declares, unchecked, or ""; ``layout`` is how a plain text shows its paragraphs, if
    people should know.
    """

    paragraphs: Sequence[Paragraph]
    title: str = ""
    language: str = ""
    left_out: Sequence[LeftOut] = ()
    warnings: Sequence[str] = ()
    layout: str = ""


def brief(message: object) -> str:
    """Return a message or path of unknown origin in one line of at most 160 characters: it may quote a hostile file.

    >>> brief("expected '>'\\n  at line 3"), brief(None)
    ("expected '>' at line 3", 'unknown error')
    """
    return " ".join(str(message or "unknown error").split())[:_QUOTED]
