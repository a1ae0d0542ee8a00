"""Turn a segment's text and its inline markup into escaped HTML, which is well-formed XHTML too, for books."""

from __future__ import annotations

from markupsafe import Markup, escape

from aligner.formats.xml_characters import replace_forbidden
from aligner.text import Mark, Segment, Text

# The elements of inline marks.
_TAGS = {"emphasis": Markup("<em>{}</em>"), "strong": Markup("<strong>{}</strong>")}
# Without <rp>, the parentheses for programs that do not know ruby: every browser does, and EPUBCheck discourages it.
_RUBY = Markup("<ruby>{}<rt>{}</rt></ruby>")
_NOTE = Markup("<sup>{}</sup>")
_BREAK = Markup("<br/>")


def mark_up(text: Text, segment: Segment) -> Markup:
    """Return a segment's shown text, escaped, with ruby, emphasis, note numbers and the lines of verse as elements.

    A paragraph's marks are offsets into its raw text. White space is folded in the shown text, so the marks are first
    clipped to the segment and then moved to where their characters are shown.
    """
    paragraph = text.paragraphs[segment.paragraph]
    marks = [
        _clip(mark, segment) for mark in paragraph.marks if mark.kind not in ("page", "id") and _touches(mark, segment)
    ]
    if paragraph.kind in ("verse", "code"):
        marks += [Mark(at, at, "break") for at, char in enumerate(segment.raw) if char == "\n"]
    if not marks:
        return escape(replace_forbidden(segment.text))
    places = _shown_offsets(segment)
    return _join(segment.text, [mark._replace(start=places[mark.start], end=places[mark.end]) for mark in marks])


def _touches(mark: Mark, segment: Segment) -> bool:
    """Return whether a mark belongs to a segment, at least in part; a mark of no length belongs to exactly one."""
    if mark.start == mark.end and mark.kind == "note":  # it follows its word, so the segment that ends there has it
        return segment.start < mark.start <= segment.end or mark.start == segment.start == 0
    if mark.start == mark.end:
        return segment.start <= mark.start < segment.end
    return mark.start < segment.end and mark.end > segment.start


def _clip(mark: Mark, segment: Segment) -> Mark:
    """Return a mark by offsets into a segment's raw text."""
    return mark._replace(start=max(mark.start - segment.start, 0), end=min(mark.end - segment.start, len(segment.raw)))


def _shown_offsets(segment: Segment) -> list[int]:
    """Return, for each offset into a segment's raw text and its end, the offset into its shown text."""
    places, at = [], 0
    for char in segment.raw:
        places.append(at)
        if at < len(segment.text) and (segment.text[at] == char or (segment.text[at] == " " and char.isspace())):
            at += 1
    return [*places, at]


def _join(shown: str, marks: list[Mark]) -> Markup:
    """Return a text in runs inside which no mark begins or ends, each within the elements of its marks."""
    # A reading belongs to its base as a whole, so no run begins or ends inside ruby.
    borders = {0, len(shown), *(border for mark in marks for border in (mark.start, mark.end))}
    borders -= {border for mark in marks if mark.kind == "ruby" for border in range(mark.start + 1, mark.end)}
    html, start = Markup(), 0
    for end in sorted(borders):
        html += _run(shown[start:end], [mark for mark in marks if mark.start < end and mark.end > start])
        for mark in marks:
            if mark.start == mark.end == end:
                html += _NOTE.format(replace_forbidden(mark.value)) if mark.kind == "note" else _BREAK
        start = end
    return html


def _run(shown: str, marks: list[Mark]) -> Markup:
    """Return a run of characters inside the elements of the marks that cover it, ruby innermost."""
    html = escape(replace_forbidden(shown))
    for mark in sorted(marks, key=lambda mark: mark.kind != "ruby"):
        if mark.kind == "ruby":
            html = _RUBY.format(html, replace_forbidden(mark.value))
        elif mark.kind in _TAGS:
            html = _TAGS[mark.kind].format(html)
    return html
