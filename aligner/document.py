"""What a reader gives: paragraphs, their language, and what was not taken as main text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from aligner.text import Paragraph


class LeftOut(NamedTuple):
    """Text that was not taken as main text: its place (line, file or page), why, and its characters."""

    place: str
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """One file as it was read.

    ``language`` is a BCP 47 tag, "und" when none was given and none could be detected; ``name`` is the file's name for
    messages; ``left_out`` says what was not taken as main text and why; ``warnings`` are sentences for the user.
    """

    paragraphs: tuple[Paragraph, ...]
    language: str = "und"
    title: str = ""
    name: str = ""
    left_out: tuple[LeftOut, ...] = ()
    warnings: tuple[str, ...] = ()
