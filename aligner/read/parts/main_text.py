"""The main text of a page: what stands around it is told from it and reported, never silently dropped.

Nothing is left out of a text that shows no sign of being a page. The signs are links, landmarks (``nav``, ``main``),
language bars, the lines of ``page_words`` and, at the end, lines that the page's head has too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from aligner.data_files import read_sections
from aligner.document import LeftOut
from aligner.errors import InputError
from aligner.read.parts.paragraph_builder import WIDE, Block
from aligner.text import Paragraph, fold_space

_PAGE_WORDS = Path(__file__).parent.parent / "data" / "page_words.txt"
_PROSE = 140  # letters of a paragraph that is surely running text
_SHORT = 120  # letters of the longest heading, and of the longest line in the list of links at a page's end
_STARS = re.compile(r"[\s*⁂·•~—–_=#-]{1,40}")
_SENTENCE = re.compile(r"[.!?…。！？]")


def between(blocks: Sequence[Block], start: str, end: str, name: str) -> tuple[list[Block], list[LeftOut]]:
    """Return the blocks from the one that holds ``start`` to the one that holds ``end``, and the others as left out.

    An empty phrase means the text's own start or end. Raises ``InputError`` when a phrase stands nowhere.
    """
    first, last = 0, len(blocks)
    texts = [fold_space(block.paragraph.text) for block in blocks]
    if start:
        first = _find(texts, fold_space(start), 0, f"{name}: the start phrase {start!r}")
    if end:
        last = _find(texts, fold_space(end), first, f"{name}: the end phrase {end!r}") + 1
    left = [_left(block, "before the start phrase") for block in blocks[:first]]
    left += [_left(block, "after the end phrase") for block in blocks[last:]]
    return list(blocks[first:last]), left


def _find(texts: list[str], phrase: str, first: int, what: str) -> int:
    for number in range(first, len(texts)):
        if phrase in texts[number]:
            return number
    raise InputError(
        f"{what} stands in no paragraph{' after the start phrase' if first else ''}; copy it from the text"
    )


def find_main(blocks: Sequence[Block]) -> tuple[list[Block], list[LeftOut]]:
    """Return the blocks of the main text and, as left out, those of the page around it, with the reason for each."""
    reasons = [_furniture(block) for block in blocks]
    if not _is_page(blocks, reasons):
        return list(blocks), []
    central = sum(len(block.paragraph.text) for block in blocks if block.central)
    if central * 2 > sum(len(block.paragraph.text) for block in blocks if not block.zone):
        for number, block in enumerate(blocks):
            reasons[number] = reasons[number] or ("" if block.central else "outside the article")
    prose = [number for number, block in enumerate(blocks) if not reasons[number] and _is_prose(block)]
    if prose:
        _mark_head(blocks, reasons, prose)
        _mark_tail(blocks, reasons, prose[-1])
    if all(reasons):  # a page of nothing but links and the like is its own text
        reasons = [block.zone for block in blocks]
    main = [block for block, reason in zip(blocks, reasons, strict=True) if not reason]
    return main, [_left(block, reason) for block, reason in zip(blocks, reasons, strict=True) if reason]


def _is_page(blocks: Sequence[Block], reasons: list[str]) -> bool:
    """Tell a page from a text that was never one, by its markup or by two signs above its first paragraph of prose."""
    plain = zip(blocks, reasons, strict=True)
    first = next((number for number, (block, reason) in enumerate(plain) if not reason and _is_prose(block)), 0)
    head = [reason for reason in reasons[:first] if reason]
    return (
        len(head) > 1 or "language bar" in head or any(block.links or block.zone or block.central for block in blocks)
    )


def _furniture(block: Block) -> str:
    """Return why a block is part of the page and not of its text; "" when it is not."""
    text = block.paragraph.text
    if block.zone:
        return block.zone
    shown = fold_space(text).lower()
    solid = len(text) - text.count(" ") - text.count("\n")
    if block.links * 2 > solid and not block.paragraph.level and not _is_prose(block):
        return "links"
    if any(_is_language_bar(line) for line in text[:1000].split("\n")) or _begins_with_names(shown[:400]):
        return "language bar"
    words = " ".join(re.findall(r"\w+", shown[:100]))
    said = len(shown) <= 80 and (shown.startswith(_words("openings")) or words in _words("furniture"))
    return "page furniture" if said else ""


def _is_language_bar(line: str) -> bool:
    words = re.findall(r"\w+", line.lower())
    names = sum(word in _words("languages") for word in words)
    return names >= 4 and names * 2 >= len(words)


def _begins_with_names(text: str) -> bool:
    """Tell whether a language bar opens a block that holds more: names in a row, with no comma or word between them."""
    parts = re.split(r"[\s|/·•]+", text)[:14]
    run = longest = 0
    for part in parts:
        run = run + 1 if part in _words("languages") else 0
        longest = max(longest, run)
    return longest >= 5


def _words(section: str) -> tuple[str, ...]:
    return read_sections(_PAGE_WORDS)[section]


def _is_prose(block: Block) -> bool:
    text = block.paragraph.text
    return not block.paragraph.level and _width(text) >= _PROSE and bool(_SENTENCE.search(text))


def _width(text: str) -> int:
    """Return a text's length in letters; a Chinese or Japanese character says about as much as three."""
    return len(text) + 2 * len(WIDE.findall(text))


def _mark_head(blocks: Sequence[Block], reasons: list[str], prose: list[int]) -> None:
    """Leave out what stands before the last furniture of the head, its last heading apart, and an introduction.

    An introduction is what says so of itself and is parted from the text by a rule or a line of stars.
    """
    begin = next((n for n in range(prose[0], 0, -1) if reasons[n - 1]), 0)
    title = next((n for n in range(begin - 1, -1, -1) if blocks[n].paragraph.level and not reasons[n]), begin)
    _leave(reasons, range(title), "before the text")
    _leave(reasons, range(title + 1, begin), "before the text")
    for number in range(begin, prose[len(prose) // 2] + 1):
        if _is_stars(blocks[number]) or blocks[number].after_rule:
            said = " ".join(block.paragraph.text.lower() for block in blocks[begin:number])
            if any(phrase in said for phrase in _words("introduction")):
                _leave(reasons, range(number), "introduction")
                if _is_stars(blocks[number]):
                    reasons[number] = "introduction"
            break


def _mark_tail(blocks: Sequence[Block], reasons: list[str], last: int) -> None:
    """Leave out the short lines that follow the text from the first that is furniture or stands in the head too."""
    head = {fold_space(blocks[n].paragraph.text) for n in range(last) if reasons[n]}
    for number in range(last + 1, len(blocks)):
        block = blocks[number]
        if reasons[number] in ("links", "page furniture", "language bar") or fold_space(block.paragraph.text) in head:
            _leave(reasons, range(number, len(blocks)), "after the text")
            return


def _leave(reasons: list[str], numbers: range, reason: str) -> None:
    for number in numbers:
        reasons[number] = reasons[number] or reason


def _is_stars(block: Block) -> bool:
    text = block.paragraph.text
    return bool(_STARS.fullmatch(text)) and any(mark in text for mark in "*⁂•")


def _left(block: Block, reason: str) -> LeftOut:
    paragraph = block.paragraph
    return LeftOut(paragraph.place or f"line {paragraph.line}", reason, paragraph.text)


def infer_headings(blocks: Sequence[Block], *, bold_only: bool) -> list[Paragraph]:
    """Return the paragraphs, short lines above longer text made headings where the page marks none as such.

    With ``bold_only`` (a page whose markup is known) only those count that are bold throughout.
    """
    level = min(6, max((block.paragraph.level for block in blocks), default=0) + 1)
    found = []
    for number, block in enumerate(blocks):
        after = blocks[number + 1].paragraph if number + 1 < len(blocks) else None
        paragraph = block.paragraph
        if after and _like_heading(block, after, bold_only):
            paragraph = replace(paragraph, level=level, kind="heading")
        found.append(paragraph)
    return found


def _like_heading(block: Block, after: Paragraph, bold_only: bool) -> bool:
    paragraph = block.paragraph
    if (
        paragraph.level
        or paragraph.kind not in ("body", "verse")
        or "\n" in paragraph.text
        or _width(paragraph.text) > _SHORT
    ):
        return False
    if bold_only:
        return block.bold and after.kind != "note"
    following = _width(after.text) >= max(_SHORT, 2 * _width(paragraph.text))
    return following and not re.search(r"[?:;,…？：；，。！]\W*$", paragraph.text)
