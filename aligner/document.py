"""What a reader returns: paragraphs, their language, and what was not taken as main text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from aligner.text import Paragraph


class LeftOut(NamedTuple):
    """Text that was not taken as main text: its place (line, file or page), the reason, and its characters."""

    place: str
    reason: str
    text: str


@dataclass(frozen=True, slots=True, repr=False)
class Document:
    """One file as it was read.

    ``language`` is a BCP 47 tag, or "und" when none was given or detected; ``name`` is the file's name for
    messages; ``left_out`` holds what was not taken as main text, and why; ``warnings`` are sentences for the user;
    ``layout`` is how a plain text shows its paragraphs, "" where blank lines separate them or markup shows them.

    >>> Document((Paragraph("One."), Paragraph("Two.")), "en", name="en.txt")
    <Document 'en.txt' in 'en': 2 paragraphs, 0 left out, 0 warnings>
    """

    paragraphs: tuple[Paragraph, ...]
    language: str = "und"
    title: str = ""
    name: str = ""
    left_out: tuple[LeftOut, ...] = ()
    warnings: tuple[str, ...] = ()
    layout: str = ""

    def __repr__(self) -> str:
        """Return one line with the counts: the paragraphs of a book would be a million characters."""
        return (
            f"<Document {self.name!r} in {self.language!r}: {len(self.paragraphs)} paragraphs, "
            f"{len(self.left_out)} left out, {len(self.warnings)} warnings>"
        )
