"""Find what Project Gutenberg adds to a text: header, licence, small print, credits and transcribers' notes.

All formats of a book have them: as lines in plain text, RTF and older pages, as marked sections in newer ones, which
``parts.html_visitor`` recognises by their class.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from aligner.document import LeftOut
from aligner.read.parts.chapter_lines import names_chapter
from aligner.read.parts.main_text import left_out
from aligner.read.parts.paragraph_builder import TextBlock
from aligner.separators import is_separator

OWN_TEXT = "Project Gutenberg's own text"
TRANSCRIBER = "transcriber's note"
# "*** START OF THE PROJECT GUTENBERG EBOOK THE FERRY ***", in older files "***END OF THIS PROJECT GUTENBERG EBOOK…***",
# in the oldest "*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*".
_START = re.compile(
    r"\*\*\* ?START OF (?:THE|THIS) PROJECT GUTENBERG EBOOK.*\*\*\*|\*END[* ]*THE SMALL PRINT",
    re.IGNORECASE | re.DOTALL,
)
_END = re.compile(
    r"\*\*\* ?END OF (?:THE|THIS) PROJECT GUTENBERG EBOOK.*\*\*\*"
    r"|\A\W{0,5}End of (?:the |this )?Project Gutenberg(?:['’]s)?\b",
    re.IGNORECASE | re.DOTALL,
)
# "Produced by A. Reader", "E-text prepared by …": the credit of the volunteers, below the START line.
_CREDIT = re.compile(
    r"\W{0,3}(?:produced|e-?text (?:prepared|produced)|transcribed|this e-?text was (?:prepared|produced)|credits?:"
    r"|character set encoding|html version)\b",
    re.IGNORECASE,
)
_MOST_CREDITS = 3  # blocks of credits; more are the text's own
_NOTE = re.compile(
    r"\W{0,3}(?:transcriber['’]?s?['’]? (?:end ?)?(?:note|comment|corrections)s?|notes? (?:du|de) transcript(?:eur|ion)"
    r"|anmerkungen? (?:des transkribenten|zur transkription)|notas? (?:del transcriptor|do transcritor"
    r"|de transcrição|de transcripción)|nota del trascrittore)\b",
    re.IGNORECASE,
)
_HEADING = 60  # characters of the longest line that only names the note below it
_MOST_NOTES = 12  # paragraphs of a transcriber's note below such a line


def leave_out_gutenberg(blocks: Sequence[TextBlock]) -> tuple[list[TextBlock], list[LeftOut]]:
    """Return the blocks of a book without what Project Gutenberg added to it, and that as left out."""
    reasons = find_gutenberg([block.paragraph.text for block in blocks])
    reasons = [
        block.zone if block.zone in (OWN_TEXT, TRANSCRIBER) else reason
        for block, reason in zip(blocks, reasons, strict=True)
    ]
    if all(reasons):
        return list(blocks), []
    main = [block for block, reason in zip(blocks, reasons, strict=True) if not reason]
    return main, [left_out(block, reason) for block, reason in zip(blocks, reasons, strict=True) if reason]


def find_gutenberg(texts: Sequence[str]) -> list[str]:
    """Return for each paragraph why it is none of the book's text, "" where it is.

    >>> find_gutenberg(["*** START OF THE PROJECT GUTENBERG EBOOK X ***", "Produced by A. Reader", "One."])
    ["Project Gutenberg's own text", "Project Gutenberg's own text", '']
    """
    first, last = 0, len(texts)
    for number, text in enumerate(texts):
        if _START.search(text):
            first = number + 1
        elif _END.search(text) and number > first:
            last = number
            break
    credits_end = first
    while first and credits_end < min(first + _MOST_CREDITS, last) and _CREDIT.match(texts[credits_end]):
        credits_end += 1
    reasons = [OWN_TEXT if not credits_end <= number < last else "" for number in range(len(texts))]
    for number in _transcribers_notes(texts):
        reasons[number] = reasons[number] or TRANSCRIBER
    return reasons


def _transcribers_notes(texts: Sequence[str]) -> Iterator[int]:
    """Yield the numbers of the paragraphs of transcribers' notes: one in brackets, or what such a heading is above."""
    number = 0
    while number < len(texts):
        text = texts[number].strip()
        if not _NOTE.match(text):
            number += 1
            continue
        end = number + 1
        if text.startswith("[") and not text.endswith("]"):
            while end < min(len(texts), number + _MOST_NOTES) and not texts[end - 1].rstrip().endswith("]"):
                end += 1
        elif len(text) <= _HEADING and not text.startswith("["):
            while end < min(len(texts), number + _MOST_NOTES) and not _ends_note(texts[end]):
                end += 1
        yield from range(number, end)
        number = end


def _ends_note(text: str) -> bool:
    return is_separator(text) or names_chapter(text) or _END.search(text) is not None
