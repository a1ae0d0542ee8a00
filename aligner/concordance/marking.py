"""Mark in the other languages what translates the word that was found, by the links between words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aligner.concordance.rows import Cell
from aligner.concordance.search import Hit
from aligner.session import Aligner
from aligner.text import Text, make_lines
from aligner.word_links import LEAST, link_runs


def mark_counterparts(hits: Sequence[Hit], session: Aligner) -> list[Hit]:
    """Return the hits with the counterparts of the word marked in each other language.

    Raises ``ModelError`` when the model cannot be loaded.
    """
    cells = [cell for hit in hits for cell in (*hit.found, *hit.others)]
    texts = {language: _text_of(language, cells) for language in dict.fromkeys(cell.language for cell in cells)}
    session.prepare(list(texts.values()))
    lines = {
        language: {segment: number for number, segment in enumerate(text.texts)} for language, text in texts.items()
    }

    def mark(cell: Cell, found: Cell) -> Cell:
        """Return a cell with what translates the marks of the cell that was found."""
        sides = texts[found.language], texts[cell.language]
        numbers = lines[found.language][_line(found)], lines[cell.language][_line(cell)]
        links = link_runs(
            sides,
            (session.profile(sides[0]), session.profile(sides[1])),
            (range(numbers[0], numbers[0] + 1), range(numbers[1], numbers[1] + 1)),
            least=LEAST,
        )
        own = [link.target for link in links if any(_overlap(link.source, mark) for mark in found.marks)]
        return cell._replace(marks=tuple(_join(cell.text, own)))

    return [hit._replace(others=tuple(mark(cell, hit.found[0]) for cell in hit.others)) for hit in hits]


def _line(cell: Cell) -> str:
    return " ".join(cell.text.splitlines())


def _text_of(language: str, cells: Iterable[Cell]) -> Text:
    """Return the cells of a language as a text with a line for each different one."""
    lines = dict.fromkeys(_line(cell) for cell in cells if cell.language == language)
    return make_lines(language, "".join(f"{line}\n" for line in lines))


def _overlap(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


def _join(text: str, marks: Iterable[range]) -> list[range]:
    """Return ranges in order, those joined between which there is nothing but white space.

    >>> _join("a b, c", [range(5, 6), range(0, 1), range(2, 3)])
    [range(0, 3), range(5, 6)]
    """
    joined: list[range] = []
    for mark in sorted(set(marks), key=lambda one: (one.start, one.stop)):
        if joined and not text[joined[-1].stop : mark.start].strip():
            joined[-1] = range(joined[-1].start, max(joined[-1].stop, mark.stop))
        else:
            joined.append(mark)
    return joined
