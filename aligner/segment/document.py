"""A document into a text: every paragraph cut into segments, by the package's rules or by a segmenter of one's own."""

from __future__ import annotations

from aligner.document import Document
from aligner.errors import InputError
from aligner.segment import cut
from aligner.segment.fit import Segmenter, cut_with
from aligner.text import Text, make_text


def segment_document(document: Document, segmenter: Segmenter | None = None) -> Text:
    """Cut a document's paragraphs into segments; a heading is one segment.

    ``segmenter`` is any function from a paragraph to a list of its sentences. Raises ``InputError`` with the line when
    it fails, or changes more than white space.
    """
    pieces = []
    for paragraph in document.paragraphs:
        if paragraph.level:
            pieces.append([paragraph.text])
        elif segmenter is None:
            pieces.append(cut(paragraph.text, document.language))
        else:
            try:
                pieces.append(cut_with(segmenter, paragraph.text))
            except InputError as error:
                place = f"{paragraph.place}, line" if paragraph.place else "line"
                raise InputError(f"{document.name or 'the text'}, {place} {paragraph.line}: {error}") from error
    return make_text(document.language, list(document.paragraphs), pieces, document.name)
