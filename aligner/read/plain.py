"""Read plain text: books as they are typed, converted or downloaded, and web pages saved as text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from aligner.document import LeftOut
from aligner.errors import InputError
from aligner.read.aozora import looks_like_aozora, read_aozora
from aligner.read.parts.chapter_lines import is_contents, mark_chapters
from aligner.read.parts.draft import Draft
from aligner.read.parts.gutenberg import find_gutenberg, language_of, title_of
from aligner.read.parts.layout import LAYOUTS, Block, column_of, find_layout, split_blocks, split_paragraphs
from aligner.read.parts.main_text import between_phrases, find_main_text, infer_headings
from aligner.read.parts.paragraph_builder import TextBlock
from aligner.read.parts.plain_notes import separate_plain_notes
from aligner.separators import is_separator
from aligner.text import Paragraph

_HEADING = re.compile(r"(#{1,6})[ \t]+(?=\S)")  # "# Title", "### Section", as in Markdown; "#12" is none
_NUMBER = re.compile(r"\s*\d{1,4}\s*")  # a chapter's number, or that of a printed page
_SENTENCE_END = re.compile(r"[.!?…:。！？：*][\"'”’»«“)\]」』）_]*\s*\Z")
_CAPTION = re.compile(
    r"\s*\[(?:illustration|ilustraci[oó]n|ilustraç|illustrazion|abbildung|image|ilustracj)\w{0,3}:", re.IGNORECASE
)
_CAPTION_PARAGRAPHS = 6  # of the longest caption
_PAGE_NUMBERS = 3  # numbers alone in a line that must break sentences, so that such lines are pages and not chapters


def read_plain(content: str, *, name: str = "", start: str = "", end: str = "", paragraphs: str = "") -> Draft:
    """Return the paragraphs of a text, its notes last, with the line that each begins in.

    ``paragraphs`` is one of ``LAYOUTS``, the way in which the text shows its paragraphs; without it the lengths, ends
    and indents of its lines tell (``parts.layout``). Lines that begin with one to six ``#`` and a space are headings;
    the marker is not part of the text. In a text without such lines the lines that name a chapter are headings, and
    what Project Gutenberg added or the surroundings of a page that was saved as text are left out. Separators are
    paragraphs of their own; references to notes and typed emphasis are marks.

    ``start`` and ``end`` are phrases of the paragraphs in which the main text begins and ends, instead of finding it.
    Raises ``InputError`` when a phrase is in no paragraph.

    >>> [(p.text, p.level, p.line) for p in read_plain("# One\\nTwo\\nlines.\\n\\nThree.").paragraphs]
    [('One', 1, 1), ('Two\\nlines.', 0, 2), ('Three.', 0, 5)]
    """
    if paragraphs and paragraphs not in LAYOUTS:
        raise InputError(f"paragraphs is {paragraphs!r}; write {', '.join(LAYOUTS)}")
    if looks_like_aozora(content):
        return read_aozora(content, name=name, start=start, end=end)
    blocks = list(split_blocks(content))
    marked = any(_HEADING.match(line) for block in blocks for line in block.lines[:1])
    left: list[LeftOut] = []
    if not marked and not start and not end:
        blocks, left = _without_gutenberg(blocks)
    layout = paragraphs or find_layout(blocks)
    column = column_of(blocks)
    found = [TextBlock(one) for block in blocks for one in _paragraphs(block, layout, column)]
    note = LAYOUTS[layout] if layout != "blank" or paragraphs else ""
    if start or end:
        main, outside = between_phrases(found, start, end, name)
        return Draft(_finish([block.paragraph for block in main], marked=marked), left_out=outside, layout=note)
    main, around = (found, []) if marked else find_main_text(found)
    if around:  # a saved page: its headings have lost their markup, so their length decides
        return Draft(infer_headings(main, bold_only=False), left_out=[*left, *around], layout=note)
    title = next(filter(None, (title_of(one.text) for one in left)), "")
    language = next(filter(None, (language_of(one.text) for one in left)), "")
    body = _finish([block.paragraph for block in main], marked=marked)
    return Draft(body, title, language, left_out=left, layout=note)


def _without_gutenberg(blocks: Sequence[Block]) -> tuple[list[Block], list[LeftOut]]:
    """Separate the blocks of a book from those that Project Gutenberg added."""
    texts = ["\n".join(block.lines) for block in blocks]
    reasons = find_gutenberg(texts)
    if all(reasons):
        return list(blocks), []
    triples = list(zip(blocks, texts, reasons, strict=True))
    left = [LeftOut(f"line {block.first}", reason, text) for block, text, reason in triples if reason]
    return [block for block, _, reason in triples if not reason], left


def _paragraphs(block: Block, layout: str, column: int) -> Iterator[Paragraph]:
    """Yield the paragraphs of a block with their kinds, as far as they show by themselves."""
    listed = is_contents(block.lines)
    for first, lines in split_paragraphs(block, layout, column):
        headings = [match for match in takewhile(bool, map(_HEADING.match, lines)) if match]
        for number, match in enumerate(headings):
            yield Paragraph(lines[number][match.end() :].rstrip(), len(match[1]), first + number, "heading")
        if rest := lines[len(headings) :]:
            text = "\n".join(rest)
            # Indented by two characters or more, every line: a single one is the indent of a paragraph.
            verse = len(rest) > 1 and all(line[:2].isspace() for line in rest)
            kind = "separator" if is_separator(text) else "item" if listed else "verse" if verse else "body"
            yield Paragraph(text, 0, first + len(headings), kind)


def _finish(paragraphs: Sequence[Paragraph], *, marked: bool) -> list[Paragraph]:
    """Return the paragraphs with their notes last, numbers of pages as separators, and headings of chapters."""
    body, notes = separate_plain_notes(paragraphs)
    body = _mark_page_numbers(_mark_captions(body))
    return [*(body if marked else mark_chapters(body)), *notes]


def _mark_captions(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs with those of a picture's caption, up to its closing bracket, as separators."""
    found = list(paragraphs)
    for number, paragraph in enumerate(paragraphs):
        if paragraph.kind == "body" and _CAPTION.match(paragraph.text):
            run = paragraphs[number : number + _CAPTION_PARAGRAPHS]
            end = next((n for n, one in enumerate(run) if one.text.rstrip().endswith("]")), -1)
            for place in range(number, number + end + 1):
                found[place] = replace(paragraphs[place], kind="separator")
    return found


def _mark_page_numbers(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs, with lone numbers as separators if they break sentences, as pages do and chapters do not.

    Three such numbers or more must follow a line that ends no sentence, or come before a small letter.
    """
    numbers = [n for n, one in enumerate(paragraphs) if one.kind == "body" and _NUMBER.fullmatch(one.text)]
    breaking = [n for n in numbers if 0 < n < len(paragraphs) - 1 and _breaks_sentence(paragraphs[n - 1 : n + 2])]
    if len(breaking) < _PAGE_NUMBERS or len(breaking) * 3 < len(numbers):
        return paragraphs
    pages = set(numbers)
    return [replace(one, kind="separator") if n in pages else one for n, one in enumerate(paragraphs)]


def _breaks_sentence(around: Sequence[Paragraph]) -> bool:
    before, _, after = (paragraph.text for paragraph in around)
    return not _SENTENCE_END.search(before) or after.lstrip()[:1].islower()
