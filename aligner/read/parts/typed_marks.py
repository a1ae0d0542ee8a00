"""Take marks that were typed as characters out of the text: ``_emphasis_``, ``=bold=`` and references to notes.

A reference is a number or sign in brackets or raised, directly after a word: ``river[15]``, ``river.¹``, ``river (*)``,
``川［1］``. In a formula or a unit (``a[i]``, ``km²``) it is none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from aligner.text import Mark, Paragraph

_RAISED = "¹²³⁰⁴⁵⁶⁷⁸⁹"
_NOTE = re.compile(
    rf"""(?<=[^\s\[({{<=+])\[(?P<number>\d{{1,3}}(?:,\s?\d{{1,3}}){{0,5}}|[*†‡§¶]{{1,3}})\](?![A-Za-z_\d(=])
        |(?:(?<=[^\W\d_][^\W\d_][^\W\d_])|(?<=[.,;:!?…»”"'’)\]。、」』！？]))(?P<raised>[{_RAISED}]{{1,3}})(?![A-Za-z\d{_RAISED}⁻])
        |[ \u00a0]?\((?P<star>\*{{1,3}}|[†‡]{{1,2}})\)
        |(?<=\w)(?P<dagger>[†‡]{{1,2}})(?!\w)
        |[［〔（(\[][注註釈釋]\s?(?P<wide>[\d０-９一二三四五六七八九十]{{1,3}})[］〕）)\]]
        |(?<=\S)[［〔](?P<full>[\d０-９]{{1,3}})[］〕]
        |[ \u00a0]?\[(?P<known>\d{{1,3}}|[A-Z]|\*{{1,3}})\]
        |(?<=[\w.,;:!?"”»])(?P<bare>\*{{1,3}})(?![\w*])
    """,
    re.VERBOSE,
)
# "_so it was_", "=I.=", "+so+" and "~so~", as Distributed Proofreaders type italics, bold and spaced letters; the signs
# are beside no other letter.
_EMPHASIS = re.compile(
    r"(?<![^\W_])_(?=[^\s_])([^_]{0,2000}[^\s_])_(?![^\W_])|(?<![\w=])=(?=[^\s=])([^=\n]{0,200}[^\s=])=(?![\w=])"
    r"|(?<![\w+~])([+~])(?=[^\W\d_])([^+~\n]{0,200}(?:\n[^+~\n]{0,200})?[^\s+~])\3(?![\w+~])"
)


def take_marks(paragraph: Paragraph, labels: Collection[str] = (), *, plain: bool = True) -> Paragraph:
    """Return a paragraph whose typed marks are marks by offset, and no characters of its text.

    Emphasis is typed only in ``plain`` text.

    ``labels`` are the labels of the notes of the file (``*``, ``3``, ``A``): a reference to one may have a space before
    it, and a star need no brackets.

    >>> take_marks(Paragraph("The _old_ ferry[2] sank.")).text
    'The old ferry sank.'
    """
    cuts: list[tuple[int, int]] = []
    marks = list(paragraph.marks)
    for match in _EMPHASIS.finditer(paragraph.text if plain else ""):
        kind = "emphasis" if match[1] else "strong"
        cuts += [(match.start(), match.start() + 1), (match.end() - 1, match.end())]
        marks.append(Mark(match.start() + 1, match.end() - 1, kind))
    for match in _NOTE.finditer(paragraph.text):
        label = next(filter(None, match.groups()))
        needs_note = match["known"] or match["bare"]
        if not match.start() or (needs_note and label not in labels):
            continue
        cuts.append(match.span())
        marks.append(Mark(match.end(), match.end(), "note", label))
    return cut_spans(paragraph, marks, cuts) if cuts else paragraph


def cut_spans(paragraph: Paragraph, marks: Sequence[Mark], cuts: Sequence[tuple[int, int]]) -> Paragraph:
    """Return a paragraph without some spans of its characters; ``marks`` are by offsets into its text as it was."""
    text, kept = paragraph.text, list[str]()
    places: list[int] = []  # for each offset into the text as it was, the one into what is left
    at, length = 0, 0
    for start, end in [*sorted(cuts), (len(text), len(text))]:
        begin = max(start, at)
        kept.append(text[at:begin])
        places += range(length, length + begin - at)
        length += begin - at
        places += [length] * max(end - begin, 0)
        at = max(end, at)
    places.append(length)
    moved = sorted(mark._replace(start=places[mark.start], end=places[mark.end]) for mark in marks)
    shown = tuple(mark for mark in moved if mark.start < mark.end or mark.kind in ("note", "page", "id"))
    return replace(paragraph, text="".join(kept), marks=shown)
