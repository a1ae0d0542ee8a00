"""Cut every paragraph of a document into segments, by the package's rules or by the user's own segmenter."""

from __future__ import annotations

from collections.abc import Iterator

from aligner.document import Document
from aligner.errors import InputError
from aligner.segment.engine import cut, explain_cuts
from aligner.segment.language_rules import OwnAbbreviations
from aligner.segment.own_segmenters import Segmenter, cut_with
from aligner.text import Paragraph, Text, make_text

_AROUND = 24  # characters to each side of a stop that an explanation quotes


def segment_document(
    document: Document, segmenter: Segmenter | None = None, *, abbreviations: OwnAbbreviations = ()
) -> Text:
    """Cut a document's paragraphs into segments; a heading is one segment, and so is a block of code.

    ``segmenter`` is any function from a paragraph to a list of its sentences; without one, ``abbreviations`` are added
    to those of the language. Raises ``InputError`` with the line when the segmenter fails, or changes more than white
    space.
    """
    pieces = []
    for paragraph in document.paragraphs:
        if _is_whole(paragraph) or paragraph.kind == "separator":
            pieces.append([paragraph.text])
        elif segmenter is None:
            pieces.append(cut(paragraph.text, document.language, abbreviations=abbreviations))
        else:
            try:
                pieces.append(cut_with(segmenter, paragraph.text))
            except InputError as error:
                raise InputError(f"{document.name or 'the text'}, {_place(paragraph)}: {error}") from error
    return make_text(document.language, list(document.paragraphs), pieces, document.name)


def explain_segments(document: Document) -> Iterator[str]:
    """Yield a line for each place of a document where a segment could end: where, what is there, and the rule.

    >>> document = Document((Paragraph("Dr. Hall left. She stayed."),), "en", name="en.txt")
    >>> list(explain_segments(document))[:2]
    ['en.txt, line 1: kept: "Dr." | " Hall left. She stayed.": abbreviation (title): Dr', \
'en.txt, line 1: cut: "Dr. Hall left." | " She stayed.": ordinary word']
    """
    name = document.name or "the text"
    for paragraph in document.paragraphs:
        if _is_whole(paragraph):
            what = "code" if paragraph.is_code else "heading"
            yield f"{name}, {_place(paragraph)}: {what}, kept whole: {_quote(paragraph.text[:_AROUND])}"
            continue
        if paragraph.kind in ("separator", "note", "item"):
            yield f"{name}, {_place(paragraph)}: {paragraph.kind}: {_quote(paragraph.text[:_AROUND])}"
        if paragraph.kind == "separator":
            continue
        for decision in explain_cuts(paragraph.text, document.language):
            end = decision.offset + len(decision.stop)
            line = paragraph.line + paragraph.text.count("\n", 0, decision.offset)
            place = f"{paragraph.place}, line {line}" if paragraph.place else f"line {line}"
            before, after = paragraph.text[max(end - _AROUND, 0) : end], paragraph.text[end : end + _AROUND]
            done = "cut" if decision.cut else "kept"
            yield f"{name}, {place}: {done}: {_quote(before)} | {_quote(after)}: {decision.reason}"


def _is_whole(paragraph: Paragraph) -> bool:
    """Return whether a paragraph is one segment, whatever stops it has."""
    return paragraph.level > 0 or paragraph.is_code


def _place(paragraph: Paragraph) -> str:
    return f"{paragraph.place}, line {paragraph.line}" if paragraph.place else f"line {paragraph.line}"


def _quote(text: str) -> str:
    return '"' + text.replace("\n", " ") + '"'
