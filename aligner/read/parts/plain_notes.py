"""Set the footnotes of a plain text apart: paragraphs that begin with a mark which the text before them has.

They may follow each chapter or end the book, below a line such as "FOOTNOTES:" or without one, or each be in brackets:
``[Footnote 1: The old river.]``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from aligner.read.parts.chapter_lines import is_note_line
from aligner.read.parts.typed_marks import take_marks
from aligner.text import Mark, Paragraph

_LABEL = re.compile(
    r"""\s*(?:\[(?P<bracket>\d{1,3}|[A-Z]|\*{1,3}|[†‡§¶])\][:.]?\s+
        |(?P<raised>[¹²³⁰⁴⁵⁶⁷⁸⁹]{1,3})\s*(?=[^\W\d_"“„«])
        |\((?P<paren>\*{1,3}|[†‡]{1,2}|\d{1,3})\)\s+
        |(?P<star>\*{1,3}|[†‡]{1,2})\s?(?=[^\W_"“„«])
        |[［〔](?P<full>[注註]?[\d０-９]{1,3})[］〕]\s*
        |[（(\[](?P<wide>[注註][\d０-９一二三四五六七八九十]{1,3})[）)\]][:：]?\s*)""",
    re.VERBOSE,
)
_FOOTNOTE = re.compile(
    r"\s*\[(?:footnote|fu(?:ß|ss)note)\s*(?P<label>[\w*†‡]{0,4})\s?[:.]\s*", re.IGNORECASE
)  # "[Footnote 12: The old river.]"
_USED = re.compile(
    r"""\[(?P<bracket>\d{1,3}|[A-Z]|\*{1,3}|[†‡§¶])\]|(?P<raised>[¹²³⁰⁴⁵⁶⁷⁸⁹]{1,3})|\((?P<paren>\*{1,3}|[†‡]{1,2})\)
        |(?<=\w)\((?P<number>\d{1,3})\)|(?<=[\w.,;:!?"”»])(?P<star>\*{1,3}|[†‡]{1,2})(?![\w*])
        |[［〔](?P<full>[注註]?[\d０-９]{1,3})[］〕]|[（(\[](?P<wide>[注註][\d０-９一二三四五六七八九十]{1,3})[）)\]]""",
    re.VERBOSE,
)


def separate_plain_notes(paragraphs: Sequence[Paragraph]) -> tuple[list[Paragraph], list[Paragraph]]:
    """Return the paragraphs of the text and its notes; references and typed emphasis are marks in both."""
    labels = _find_notes(paragraphs)
    known = frozenset(filter(None, labels))
    body: list[Paragraph] = []
    notes: list[Paragraph] = []
    for number, (paragraph, label) in enumerate(zip(paragraphs, labels, strict=True)):
        if label is not None:
            notes.append(_make_note(paragraph, label))
        elif is_note_line(paragraph.text) and number + 1 < len(labels) and labels[number + 1] is not None:
            notes.append(replace(paragraph, kind="note", level=0))
        else:
            body.append(paragraph if paragraph.kind == "separator" else take_marks(paragraph, known))
    return body, notes


def _find_notes(paragraphs: Sequence[Paragraph]) -> list[str | None]:
    """Return for each paragraph the label with which it is a note, "" for one without a label, None for the text."""
    used: Counter[str] = Counter()  # how often a mark was met that no note has explained
    labels: list[str | None] = []
    is_open = False  # inside "[Footnote 1: …" whose bracket a later paragraph closes
    for paragraph in paragraphs:
        text = paragraph.text
        footnote, found = _FOOTNOTE.match(text), _LABEL.match(text)
        label: str | None = None
        if is_open:
            label = ""
        elif footnote and not paragraph.level:
            label = footnote["label"]
        elif found and not paragraph.level and used[next(filter(None, found.groups()))] > 0:
            label = next(filter(None, found.groups()))
            used[label] -= 1
        is_open = (is_open or footnote is not None) and not text.rstrip().endswith("]")
        labels.append(label)
        if label is None:
            marks = _USED.finditer(text, found.end() if found else 0)
            used.update(next(filter(None, match.groups())) for match in marks)
    return labels


def _make_note(paragraph: Paragraph, label: str) -> Paragraph:
    """Return a paragraph as a note: its label is a mark where it begins."""
    text = paragraph.text
    footnote = _FOOTNOTE.match(text)
    opened = footnote or (_LABEL.match(text) if label else None)
    shown = text[opened.end() :] if opened else text
    if footnote or not label:
        shown = shown.rstrip().removesuffix("]") if shown.count("[") < shown.count("]") else shown
    note = take_marks(replace(paragraph, text=shown, kind="note", level=0, marks=()))
    return replace(note, marks=(Mark(0, 0, "note", label), *note.marks)) if label else note
