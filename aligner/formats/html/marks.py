"""A segment's shown text with its inline markup, as escaped HTML that is XHTML too."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from aligner.text import Mark, Segment, Text

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAGS = {"emphasis": Markup("<em>{}</em>"), "strong": Markup("<strong>{}</strong>")}
_RUBY = Markup("<ruby>{}<rp>(</rp><rt>{}</rt><rp>)</rp></ruby>")
_NOTE = Markup("<sup>{}</sup>")
_BREAK = Markup("<br/>")


def show(text: str) -> str:
    """Return a text with U+FFFD for each character that XML 1.0 forbids: controls and halves of surrogate pairs."""
    return _FORBIDDEN.sub("\ufffd", text)


def mark_up(text: Text, segment: Segment) -> Markup:
    """Return a segment's shown text, escaped, with ruby, emphasis, note numbers and the lines of verse as elements."""
    paragraph = text.paragraphs[segment.paragraph]
    marks = [_clip(mark, segment) for mark in paragraph.marks if _touches(mark, segment)]
    if paragraph.kind == "verse":
        marks += [Mark(at, at, "break") for at, char in enumerate(segment.raw) if char == "\n"]
    if not marks:
        return escape(show(segment.text))
    places = _places(segment)
    return _join(segment.text, [mark._replace(start=places[mark.start], end=places[mark.end]) for mark in marks])


def _touches(mark: Mark, segment: Segment) -> bool:
    if mark.start == mark.end and mark.kind == "note":  # it follows what it is a note to
        return segment.start < mark.start <= segment.end or mark.start == segment.start == 0
    if mark.start == mark.end:
        return segment.start <= mark.start < segment.end
    return mark.start < segment.end and mark.end > segment.start


def _clip(mark: Mark, segment: Segment) -> Mark:
    """Return a mark by offsets into a segment's raw text."""
    return mark._replace(start=max(mark.start - segment.start, 0), end=min(mark.end - segment.start, len(segment.raw)))


def _places(segment: Segment) -> list[int]:
    """Return, for each offset into a segment's raw text, the offset into its shown text."""
    places, at = [], 0
    for char in segment.raw:
        places.append(at)
        if at < len(segment.text) and (segment.text[at] == char or (segment.text[at] == " " and char.isspace())):
            at += 1
    return [*places, at]


def _join(shown: str, marks: list[Mark]) -> Markup:
    """Return a text as runs that no mark begins or ends in, each inside the elements of its marks."""
    cuts = {0, len(shown), *(cut for mark in marks for cut in (mark.start, mark.end))}
    cuts -= {cut for mark in marks if mark.kind == "ruby" for cut in range(mark.start + 1, mark.end)}
    html, start = Markup(), 0
    for end in sorted(cuts):
        html += _run(shown[start:end], [mark for mark in marks if mark.start < end and mark.end > start])
        for mark in marks:
            if mark.start == mark.end == end:
                html += _NOTE.format(show(mark.value)) if mark.kind == "note" else _BREAK
        start = end
    return html


def _run(shown: str, marks: list[Mark]) -> Markup:
    """Return a run of characters inside the elements of the marks that cover it, ruby innermost."""
    html = escape(show(shown))
    for mark in sorted(marks, key=lambda mark: mark.kind != "ruby"):
        if mark.kind == "ruby":
            html = _RUBY.format(html, show(mark.value))
        elif mark.kind in _TAGS:
            html = _TAGS[mark.kind].format(html)
    return html
