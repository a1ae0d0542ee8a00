"""Find the chapters and headings of a text, at which the matcher may divide two texts (``aligner.match.chapters``)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from aligner.errors import InputError
from aligner.match import Boundary, Chapter
from aligner.text import Paragraph, Text, fold_space

_FILE = re.compile(r"\.[a-z]{3,5}$", re.IGNORECASE)
"""Matches the extension of a place that is a file in a book, ``text/ch03.xhtml``; not pages ("page 12") or the times
of subtitles ("00:01:20,500")."""
_LISTED = 20  # the most headings that an error message lists, so that it stays readable


def find_chapters(text: Text) -> list[Chapter]:
    """Return the chapters of a text in order; together they contain every segment once.

    A chapter begins at a heading or a run of them, at a new file of a book, at the first note, and at the start.
    """
    starts: list[int] = []
    bodies: list[int] = []
    before = Paragraph("")
    for index, segment in enumerate(text.segments):
        paragraph = text.paragraphs[segment.paragraph]
        if not index or _begins_chapter(before, paragraph):
            starts.append(index)
            bodies.append(index)
        if paragraph.level and bodies[-1] == index:
            bodies[-1] = index + 1
        before = paragraph
    ends = [*starts, len(text.segments)][1:]
    return [Chapter(*bounds) for bounds in zip(starts, bodies, ends, strict=True)]


def _begins_chapter(before: Paragraph, paragraph: Paragraph) -> bool:
    """Return whether a chapter begins with a paragraph, given the paragraph before it."""
    other_file = paragraph.place != before.place and _FILE.search(paragraph.place) is not None
    first_note = paragraph.kind == "note" != before.kind
    return other_file or first_note or (paragraph.level > 0 and not before.level)


def find_headings(source: Text, target: Text, named: Mapping[str, str]) -> list[Boundary]:
    """Return the boundaries at headings that the user has paired in ``work.toml``, in order.

    ``named`` maps headings of the source to headings of the target. Each is searched for after the previous one,
    ignoring case and runs of white space. Raises ``InputError``, listing the headings of the text, if one is not found.
    """
    pairs: list[Boundary] = []
    for source_heading, target_heading in named.items():
        after = pairs[-1] if pairs else (-1, -1)
        pairs.append((_find(source, source_heading, after[0]), _find(target, target_heading, after[1])))
    return [pair for pair in pairs if pair != (0, 0)]  # both texts begin together in any case


def _find(text: Text, wanted: str, after: int) -> int:
    """Return the number of the first segment that is the wanted heading and comes after segment ``after`` (-1: any)."""
    known = []
    for number, segment in enumerate(text.segments):
        if text.paragraphs[segment.paragraph].level:
            if segment.text.casefold() == fold_space(wanted).casefold() and number > after:
                return number
            known.append(segment.text)
    place = f" after {text.segments[after].text!r}" if after >= 0 else ""
    raise InputError(
        f"{text.name or text.language}: no heading {wanted!r}{place}, which work.toml names; "
        f"it has {', '.join(map(repr, known[:_LISTED])) or 'none'}"
    )
