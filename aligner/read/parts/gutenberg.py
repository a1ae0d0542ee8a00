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
from aligner.text import fold_space

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
    r"\W{0,3}(?:produced|e-?text (?:prepared|produced)|transcribed|this e-?text was (?:prepared|produced)"
    r"|character set encoding|html version)\b|\W{0,3}credits?:",
    re.IGNORECASE,
)
_MOST_CREDITS = 3  # blocks of credits; more are the text's own
_NOTE = re.compile(
    r"\W{0,3}(?:transcriber['’]?s?['’]? (?:end ?)?(?:note|comment|corrections)s?"
    r"|notes? (?:du|de la|de) transcript(?:eur|ion)"
    r"|(?:anmerkung|bemerkung|hinweis)(?:en|e)? (?:des transkribenten|des bearbeiters|zur transkription)"
    r"|not[ae]s? (?:del? transcriptor|del? tra(?:n)?scrittore|di trascrizione|do transcritor"
    r"|d[ae] transcrição|de transcripción)"
    r"|lista de err(?:os corrigidos|atas)|errores corregidos|uwagi do wydania elektronicznego"
    r"|opmerkingen van de bewerker)\b",
    re.IGNORECASE,
)
_HEADING = 60  # characters of the longest line that only names the note below it
_MOST_NOTES = 12  # paragraphs of a transcriber's note below such a line, at the head of a book
_LANGUAGE = re.compile(r"^Language:[ \t]*([A-Z][a-z]+)", re.MULTILINE)
_LANGUAGES = {  # the names in such headers
    "Chinese": "zh", "Dutch": "nl", "English": "en", "French": "fr", "German": "de", "Italian": "it", "Japanese": "ja",
    "Polish": "pl", "Portuguese": "pt", "Russian": "ru", "Spanish": "es", "Tagalog": "tl",
}  # fmt: skip
_THE_END = re.compile(
    r"\W{0,5}(?:the end|finis|ende|fin|fine|fim|koniec|конец|tamat|wakas|完|終|终"
    r"|end of [^.!?]{1,40}|fin de [^.!?]{1,40})\W{0,5}",
    re.IGNORECASE,
)
_CAPITALS = 4  # letters of the shortest title in capitals
_HEADER = 20  # paragraphs at the head of a text in which its title is given
_TITLE = re.compile(r"^Title:[ \t]*(\S.*(?:\n[ \t]+\S.*)*)", re.MULTILINE)  # "Title: The Ferry\n       A Tale"
# "The Project Gutenberg eBook of The Ferry, by Anna Hill", the title of pages.
_PAGE_TITLE = re.compile(
    r"The Project Gutenberg e-?(?:book|text) of (?P<title>.+?)(?:,? by .+)?\.?|(?P<short>.+) \| Project Gutenberg",
    re.IGNORECASE | re.DOTALL,
)


def leave_out_gutenberg(blocks: Sequence[TextBlock]) -> tuple[list[TextBlock], list[LeftOut]]:
    """Return the blocks of a book without what Project Gutenberg added to it, and that as left out."""
    paragraphs = [block.paragraph for block in blocks]
    zoned = any(block.zone == TRANSCRIBER for block in blocks)
    reasons = find_gutenberg(
        ["" if one.kind == "note" else one.text for one in paragraphs],
        headings=[one.level > 0 for one in paragraphs],
        notes=not zoned,
    )
    reasons = [
        block.zone if block.zone in (OWN_TEXT, TRANSCRIBER) else "" if block.paragraph.kind == "note" else reason
        for block, reason in zip(blocks, reasons, strict=True)
    ]
    if all(reasons):
        return list(blocks), []
    main = [block for block, reason in zip(blocks, reasons, strict=True) if not reason]
    return main, [left_out(block, reason) for block, reason in zip(blocks, reasons, strict=True) if reason]


def title_of(text: str) -> str:
    """Return the title of a book by the header or the title of the page that Project Gutenberg gave it, "" for none.

    >>> title_of("Title: The Ferry\\n       A Tale\\n"), title_of("The Project Gutenberg eBook of Tom, by A. Hill")
    ('The Ferry A Tale', 'Tom')
    """
    if found := _TITLE.search(text):
        return fold_space(found[1])
    page = _PAGE_TITLE.fullmatch(text.strip())
    return fold_space(page["title"] or page["short"]) if page else ""


def language_of(text: str) -> str:
    """Return the tag of the language that a header names, "" for none.

    >>> language_of("Language: Portuguese")
    'pt'
    """
    found = _LANGUAGE.search(text)
    return _LANGUAGES.get(found[1], "") if found else ""


def find_gutenberg(texts: Sequence[str], *, headings: Sequence[bool] = (), notes: bool = True) -> list[str]:
    """Return for each paragraph why it is none of the book's text, "" where it is.

    ``headings`` says which are headings, where the format marks them; ``notes`` whether transcribers' notes are to be
    found by their words, because nothing else marks them.

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
    for number in _transcribers_notes(texts, headings) if notes else ():
        reasons[number] = reasons[number] or TRANSCRIBER
    return reasons


def _transcribers_notes(texts: Sequence[str], headings: Sequence[bool]) -> Iterator[int]:
    """Yield the numbers of the paragraphs of transcribers' notes: one in brackets, or what such a heading is above.

    After the book's last line a note goes on to the end, as its list of corrections does.
    """
    number, ended = 0, False
    title = next(filter(None, map(title_of, texts[:_HEADER])), "").casefold()
    while number < len(texts):
        text = texts[number].strip()
        ended = ended or _THE_END.fullmatch(text) is not None
        if not _NOTE.match(text):
            number += 1
            continue
        end, most = number + 1, len(texts) if ended else number + _MOST_NOTES
        if text.startswith("[") and not text.endswith("]"):
            while end < min(len(texts), most) and not texts[end - 1].rstrip().endswith("]"):
                end += 1
        elif len(text) <= _HEADING and not text.startswith("["):
            while end < min(len(texts), most) and not (
                fold_space(texts[end]).casefold() == title or _ends_note(texts, headings, end, ended=ended)
            ):
                end += 1
        yield from range(number, end)
        number = end


def _ends_note(texts: Sequence[str], headings: Sequence[bool], number: int, *, ended: bool) -> bool:
    """Return whether a paragraph is the first after a transcriber's note: the title of the book, or a chapter's."""
    text = texts[number].strip()
    capitals = len(text) >= _CAPITALS and text.upper() == text and text.lower() != text
    title = capitals or (bool(headings) and headings[number])
    return is_separator(text) or names_chapter(text) or _END.search(text) is not None or (title and not ended)
