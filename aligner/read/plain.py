"""Read plain text: paragraphs separated by blank lines, headings as ``# `` lines; also books and web pages as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from aligner.document import LeftOut
from aligner.read.parts.draft import Draft
from aligner.read.parts.main_text import between_phrases, find_main_text, infer_headings
from aligner.read.parts.paragraph_builder import TextBlock
from aligner.text import Paragraph

_HEADING = re.compile(r"(#{1,6})[ \t]+(?=\S)")  # "# Title", "### Section", as in Markdown; "#12" is none
# Lines that name a chapter, in the twelve languages: "CHAPTER IV The Other Bank", "Kapitel 3", "Глава первая" (a
# number or one word follows); "第三章 渡船", "第12回"; "Prologue", "序章" alone; "IV." alone. A title must
# follow a mark, as in "Chapter 12. The Bell", or not end like a sentence, as "Book I read last night." does.
_CHAPTER = re.compile(
    r"""(?:chapter|book|part|act|scene|letter|section|kapitel|teil|buch|aufzug|abschnitt|chapitre|livre|partie|acte
    |cap[ií]tulo|libro|livro|parte|acto|capitolo|rozdzia[łl]|księga|część|глава|часть|книга|bab|bagian|kabanata|bahagi)
    \s+(?:the\s+)?(?:(?:\d{1,3}|[ivxlc]{1,8})\b(?:\s*[.:—–-].{0,60}|\s+.{0,60}(?<![.!?…]))?|\w{2,14}\.?)
    |第[〇一二三四五六七八九十百零\d０-９]{1,5}[章回節节部篇話话卷][^。！？!?]{0,30}[！？!?]?
    |(?:prologue|epilogue|preface|introduction|prolog|epilog|vorwort|einleitung|préface|prólogo|epílogo|prefacio|prologo
    |epilogo|prefazione|prefácio|przedmowa|wstęp|пролог|эпилог|предисловие|введение|序|序章|終章|後記|后记|前言|prakata
    |paunang\ salita)\.?
    |(?-i:[IVXLC]{1,7}\.?)""",
    re.IGNORECASE | re.VERBOSE,
)
_CHAPTER_LENGTH = 100  # characters of the longest block that names a chapter, its subtitle included
_CHAPTER_BREAKS = 2  # line ends inside it: number, title and subtitle, a line each
# "*** START OF THE PROJECT GUTENBERG EBOOK THE FERRY ***", in older files "***END OF THIS PROJECT GUTENBERG EBOOK…***".
_GUTENBERG = re.compile(
    r"\*\*\* ?(START|END) OF (?:THE|THIS) PROJECT GUTENBERG EBOOK.*\*\*\*", re.IGNORECASE | re.DOTALL
)
# "Produced by A. Reader", "E-text prepared by …": the credit of the volunteers, below the START line.
_CREDIT = re.compile(r"(?:produced|e-text prepared|transcribed|this etext was prepared) (?:by|from)\b", re.IGNORECASE)


def read_plain(content: str, *, name: str = "", start: str = "", end: str = "") -> Draft:
    """Return the paragraphs of a text between its blank lines, character for character, with the line each begins in.

    The first lines of a block that begin with one to six ``#`` and a space are headings; the marker is not part of the
    text. In a text without such lines the lines that name a chapter are headings, and the licence of Project Gutenberg
    or the surroundings of a page that was saved as text are left out. ``start`` and ``end`` are phrases of the
    paragraphs in which the main text begins and ends, instead of finding it. Raises ``InputError`` when a phrase is in
    no paragraph.

    >>> [(p.text, p.level, p.line) for p in read_plain("# One\\nTwo\\nlines.\\n\\nThree.").paragraphs]
    [('One', 1, 1), ('Two\\nlines.', 0, 2), ('Three.', 0, 5)]
    """
    paragraphs = list(_paragraphs(content))
    blocks = [TextBlock(paragraph) for paragraph in paragraphs]
    left: list[LeftOut] = []
    marked = any(paragraph.level for paragraph in paragraphs)
    if not marked:
        blocks, left = _without_licence(blocks)
    main, around = (blocks, []) if marked else find_main_text(blocks)
    if start or end:
        main, left = between_phrases([TextBlock(paragraph) for paragraph in paragraphs], start, end, name)
    else:
        left += around
    if around:  # a saved page: its headings have lost their markup, so their length decides
        return Draft(infer_headings(main, bold_only=False), left_out=left)
    return Draft([block.paragraph if marked else _mark_chapter(block.paragraph) for block in main], left_out=left)


def _paragraphs(content: str) -> Iterator[Paragraph]:
    for first, lines in split_blocks(content):
        headings = [match for match in takewhile(bool, map(_HEADING.match, lines)) if match]
        for number, match in enumerate(headings):
            yield Paragraph(lines[number][match.end() :].rstrip(), len(match[1]), first + number, "heading")
        if rest := lines[len(headings) :]:
            # Indented by two characters or more, every line: a single one is the indent of a paragraph.
            verse = len(rest) > 1 and all(line[:2].isspace() for line in rest)
            yield Paragraph("\n".join(rest), 0, first + len(headings), "verse" if verse else "body")


def split_blocks(content: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the runs of lines that are not blank, each with the number of its first line, from 1.

    >>> list(split_blocks("one\\ntwo\\n \\nthree"))
    [(1, ['one', 'two']), (4, ['three'])]
    """
    run: list[str] = []
    number = 0
    for number, line in enumerate([*content.split("\n"), ""], 1):
        if line.strip():
            run.append(line)
        elif run:
            yield number - len(run), run
            run = []


def _mark_chapter(paragraph: Paragraph) -> Paragraph:
    """Return a short block that names a chapter as a heading; any other as it is."""
    text = paragraph.text.strip()
    if (
        len(text) <= _CHAPTER_LENGTH
        and text.count("\n") <= _CHAPTER_BREAKS
        and not text.endswith((",", ";"))
        and _CHAPTER.fullmatch(text.replace("\n", " "))
    ):
        return replace(paragraph, level=1, kind="heading")
    return paragraph


def _without_licence(blocks: list[TextBlock]) -> tuple[list[TextBlock], list[LeftOut]]:
    """Separate the text of a Project Gutenberg file from what precedes its START line and follows its END line."""
    first, last = 0, len(blocks)
    for number, block in enumerate(blocks):
        if match := _GUTENBERG.search(block.paragraph.text):
            if match[1].upper() == "START":
                first = number + 1
            else:
                last = number
                break
    if first and first < last and _CREDIT.match(blocks[first].paragraph.text):
        first += 1
    around = [block for number, block in enumerate(blocks) if not first <= number < last]
    left = [LeftOut(f"line {b.paragraph.line}", "Project Gutenberg's own text", b.paragraph.text) for b in around]
    return blocks[first:last], left
