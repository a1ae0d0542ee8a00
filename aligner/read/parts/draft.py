"""What the reader of one format returns, and how it quotes an error of another library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aligner.document import LeftOut
from aligner.text import Paragraph


@dataclass(frozen=True, slots=True)
class Draft:
    """What one format's reader finds in a file, before language and main text are settled."""

    paragraphs: Sequence[Paragraph]
    title: str = ""
    language: str = ""
    left_out: Sequence[LeftOut] = ()
    warnings: Sequence[str] = ()


def brief(message: object) -> str:
    """Return what another library says of an error in one line of bounded length: it may quote the file."""
    return " ".join(str(message or "unknown error").split())[:160]
