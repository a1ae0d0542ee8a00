"""Find the main text of a page; what surrounds it is reported, never silently dropped.

Nothing is left out of a text that shows no sign of being a page. The signs are links, landmarks (``nav``, ``main``),
language bars, the lines of ``data/page_words.txt`` and, at the end, lines that the page's head has too.

The rules follow what pages of text archives look like, in the twelve languages of the speech (``tests/read/
test_main_text.py`` lays it out in eight ways); text density alone (Kohlschütter and others 2010) would lose the short
lines of dialogue and verse. The bounds below were chosen on such pages; no measurement on a corpus is recorded.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from aligner.data_files import read_sections
from aligner.document import LeftOut
from aligner.errors import InputError
from aligner.read.parts.paragraph_builder import WIDE, TextBlock
from aligner.text import Paragraph, fold_space

_PAGE_WORDS = Path(__file__).parent.parent / "data" / "page_words.txt"
# A paragraph of at least this many letters is running text: two lines of a page, more than menus, captions and titles.
_PROSE = 140
_HEADING = 120  # letters of the longest line that is made a heading, and of the shortest paragraph that makes it one
_WIDE_LETTERS = 3  # letters of an alphabet that say about as much as one Chinese or Japanese character
_BAR_NAMES = 4  # a line with this many names of languages is a language bar, if they are half of its words
_RUN_NAMES = 5  # a block that begins with this many names of languages in a row begins with a language bar
_FURNITURE = 80  # characters of the longest line that can be page furniture; a longer one merely begins like it
# "* * *", "⁂", "———", "====": lines of ornaments. Such a line separates an introduction from the text if it has a star.
_ORNAMENTS = re.compile(r"[\s*⁂·•~—–_=#-]{1,40}")
_SENTENCE_END = re.compile(r"[.!?…。！？]")  # without one, a long block is a list or a title
_WORD = re.compile(r"\w+")  # "Deutsch", "1917"
_BAR_SEPARATORS = re.compile(r"[\s|/·•]+")  # "English | Deutsch · Français"; a comma shows a sentence
_NO_HEADING_END = re.compile(r"[?:;,…？：；，。！]\W*$")  # "He said:", "Really?": lines of a dialogue, no headings


def between_phrases(
    blocks: Sequence[TextBlock], start: str, end: str, name: str
) -> tuple[list[TextBlock], list[LeftOut]]:
    """Return the blocks from the one that contains ``start`` to the one that contains ``end``; the others as left out.

    An empty phrase means the text's own start or end. White space is folded before phrases are looked for. Raises
    ``InputError`` when a phrase is in no paragraph.
    """
    first, last = 0, len(blocks)
    texts = [fold_space(block.paragraph.text) for block in blocks]
    if start:
        first = _find_phrase(texts, fold_space(start), 0, f"{name}: the start phrase {start!r}")
    if end:
        last = _find_phrase(texts, fold_space(end), first, f"{name}: the end phrase {end!r}") + 1
    left = [left_out(block, "before the start phrase") for block in blocks[:first]]
    left += [left_out(block, "after the end phrase") for block in blocks[last:]]
    return list(blocks[first:last]), left


def _find_phrase(texts: list[str], phrase: str, first: int, what: str) -> int:
    for number in range(first, len(texts)):
        if phrase in texts[number]:
            return number
    raise InputError(f"{what} is in no paragraph{' after the start phrase' if first else ''}; copy it from the text")


def find_main_text(blocks: Sequence[TextBlock]) -> tuple[list[TextBlock], list[LeftOut]]:
    """Return the blocks of the main text and, as left out, those of the page around it, with the reason for each."""
    reasons = [_own_reason(block) for block in blocks]
    if not _is_page(blocks, reasons):
        return list(blocks), []
    central = sum(len(block.paragraph.text) for block in blocks if block.central)
    if central * 2 > sum(len(block.paragraph.text) for block in blocks if not block.zone):
        # ``main`` or ``article`` holds most of the text, so it is not a teaser or a comment. The rest is left out.
        for number, block in enumerate(blocks):
            reasons[number] = reasons[number] or ("" if block.central else "outside the article")
    prose = [number for number, block in enumerate(blocks) if not reasons[number] and _is_prose(block)]
    if prose:
        _leave_out_head(blocks, reasons, prose)
        _leave_out_tail(blocks, reasons, prose[-1])
    if all(reasons):  # a page of nothing but links and the like is its own text
        reasons = [block.zone for block in blocks]
    main = [block for block, reason in zip(blocks, reasons, strict=True) if not reason]
    return main, [left_out(block, reason) for block, reason in zip(blocks, reasons, strict=True) if reason]


def _is_page(blocks: Sequence[TextBlock], reasons: list[str]) -> bool:
    """Return whether blocks are of a page: by its markup, or by two signs above its first paragraph of prose.

    A language bar is sign enough. One other sign is not: a novel may begin with "Back to top!".
    """
    plain = zip(blocks, reasons, strict=True)
    first = next((number for number, (block, reason) in enumerate(plain) if not reason and _is_prose(block)), 0)
    head = [reason for reason in reasons[:first] if reason]
    return (
        len(head) > 1 or "language bar" in head or any(block.links or block.zone or block.central for block in blocks)
    )


def _own_reason(block: TextBlock) -> str:
    """Return why a block by itself is part of the page and not of its text; "" when it is not."""
    text = block.paragraph.text
    if block.zone:
        return block.zone
    shown = fold_space(text).lower()
    solid = len(text) - text.count(" ") - text.count("\n")
    if block.links * 2 > solid and not block.paragraph.level and not _is_prose(block):
        return "links"
    # The bounds keep a text of one line from being searched whole; a bar comes first in its block.
    if any(_is_language_bar(line) for line in text[:1000].split("\n")) or _begins_with_language_bar(shown[:400]):
        return "language bar"
    words = " ".join(_WORD.findall(shown[:100]))
    listed = shown.startswith(_page_words("openings")) or words in _page_words("furniture")
    return "page furniture" if listed and len(shown) <= _FURNITURE else ""


def _is_language_bar(line: str) -> bool:
    """Return whether a line is a language bar: four names of languages or more, and half of its words."""
    words = _WORD.findall(line.lower())
    names = sum(word in _page_words("languages") for word in words)
    return names >= _BAR_NAMES and names * 2 >= len(words)


def _begins_with_language_bar(text: str) -> bool:
    """Return whether a block that holds more begins with a language bar: five names in a row, no comma between them.

    A few words ("Documents in:") may precede them, so the first 14 words are looked at.
    """
    parts = _BAR_SEPARATORS.split(text)[:14]
    run = longest = 0
    for part in parts:
        run = run + 1 if part in _page_words("languages") else 0
        longest = max(longest, run)
    return longest >= _RUN_NAMES


def _page_words(section: str) -> tuple[str, ...]:
    return read_sections(_PAGE_WORDS)[section]


def _is_prose(block: TextBlock) -> bool:
    text = block.paragraph.text
    return not block.paragraph.level and _width(text) >= _PROSE and bool(_SENTENCE_END.search(text))


def _width(text: str) -> int:
    """Return the length of a text in letters of an alphabet: a Chinese or Japanese character counts as three."""
    return len(text) + (_WIDE_LETTERS - 1) * len(WIDE.findall(text))


def _leave_out_head(blocks: Sequence[TextBlock], reasons: list[str], prose: list[int]) -> None:
    """Leave out all above the last furniture before the first prose, except a heading; and an introduction.

    Of several headings the last is kept. An introduction is recognised by a phrase ("We print below") and by the rule
    or line of stars below it, which must come in the first half of the prose: a later one separates chapters.
    """
    begin = next((n for n in range(prose[0], 0, -1) if reasons[n - 1]), 0)
    title = next((n for n in range(begin - 1, -1, -1) if blocks[n].paragraph.level and not reasons[n]), begin)
    _set_reason(reasons, range(title), "before the text")
    _set_reason(reasons, range(title + 1, begin), "before the text")
    for number in range(begin, prose[len(prose) // 2] + 1):
        if _has_stars(blocks[number]) or blocks[number].after_rule:
            above = " ".join(block.paragraph.text.lower() for block in blocks[begin:number])
            if any(phrase in above for phrase in _page_words("introduction")):
                _set_reason(reasons, range(number), "introduction")
                if _has_stars(blocks[number]):
                    reasons[number] = "introduction"
            break


def _leave_out_tail(blocks: Sequence[TextBlock], reasons: list[str], last: int) -> None:
    """Leave out what follows the last prose, from the first line that is furniture or is in the page's head too."""
    head = {fold_space(blocks[n].paragraph.text) for n in range(last) if reasons[n]}
    for number in range(last + 1, len(blocks)):
        block = blocks[number]
        if reasons[number] in ("links", "page furniture", "language bar") or fold_space(block.paragraph.text) in head:
            _set_reason(reasons, range(number, len(blocks)), "after the text")
            return


def _set_reason(reasons: list[str], numbers: range, reason: str) -> None:
    """Set the reason for leaving blocks out; those that have one already keep it."""
    for number in numbers:
        reasons[number] = reasons[number] or reason


def _has_stars(block: TextBlock) -> bool:
    text = block.paragraph.text
    return bool(_ORNAMENTS.fullmatch(text)) and any(mark in text for mark in "*⁂•")


def left_out(block: TextBlock, reason: str) -> LeftOut:
    """Return a block as left out, with its file in a container or else its line."""
    paragraph = block.paragraph
    return LeftOut(paragraph.place or f"line {paragraph.line}", reason, paragraph.text)


def infer_headings(blocks: Sequence[TextBlock], *, bold_only: bool) -> list[Paragraph]:
    """Return the paragraphs, with short lines above longer text made headings, one level below the marked ones.

    With ``bold_only``, for files that show what is bold, only lines that are bold throughout become headings;
    otherwise the text below must be at least 120 letters long and twice as long as the line.
    """
    level = min(6, max((block.paragraph.level for block in blocks), default=0) + 1)
    found = []
    for number, block in enumerate(blocks):
        after = blocks[number + 1].paragraph if number + 1 < len(blocks) else None
        paragraph = block.paragraph
        if after and _looks_like_heading(block, after, bold_only):
            paragraph = replace(paragraph, level=level, kind="heading")
        found.append(paragraph)
    return found


def _looks_like_heading(block: TextBlock, after: Paragraph, bold_only: bool) -> bool:
    paragraph = block.paragraph
    if (
        paragraph.level
        or paragraph.kind not in ("body", "verse")
        or "\n" in paragraph.text
        or _width(paragraph.text) > _HEADING
    ):
        return False
    if bold_only:
        return block.bold and after.kind != "note"
    followed = _width(after.text) >= max(_HEADING, 2 * _width(paragraph.text))
    return followed and not _NO_HEADING_END.search(paragraph.text)
