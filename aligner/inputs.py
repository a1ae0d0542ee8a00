"""What a caller hands to the library: texts as paths or lists, vectors of any model, as the library's own types."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from aligner.errors import InputError
from aligner.profile import NOTHING, Encoded
from aligner.read.parts.detect import settle_language
from aligner.read.parts.language_tags import check_language
from aligner.read.reader import read_document
from aligner.segment.document import segment_document
from aligner.segment.language_rules import OwnAbbreviations
from aligner.segment.own_segmenters import Segmenter
from aligner.text import Paragraph, Text, make_text

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

TextLike = Text | Sequence[str] | str | os.PathLike[str]
"""A text, its segments as a list, or the path of a file that is read and segmented."""


def as_path(path: Any, what: str) -> Path:
    """Return a path; raise ``TypeError``, which says ``what`` was to be one, for anything else."""
    if not isinstance(path, str | os.PathLike):
        raise TypeError(f"{what} is {type(path).__name__}; give a path")
    return Path(os.fspath(path))


def read_text(
    path: str | os.PathLike[str],
    *,
    lang: str | None = None,
    start: str = "",
    end: str = "",
    paragraphs: str = "",
    segmenter: Segmenter | None = None,
    abbreviations: OwnAbbreviations = (),
) -> Text:
    """Read a file of any format and cut it into segments.

    Parameters
    ----------
    path : str or path
        A text, page, book, document or caption file; see docs/reading.md.
    lang : str, optional
        The BCP 47 tag of its language; otherwise taken from the file's name or what it declares, or detected.
    start, end : str
        Phrases of the paragraphs in which the main text begins and ends; without them it is found automatically.
    paragraphs : "blank", "line", "indent" or "wrapped", optional
        How a plain text shows its paragraphs; without it the lengths, ends and indents of its lines tell.
    segmenter : callable, optional
        A function from a paragraph to its sentences, in place of the package's own.
    abbreviations : list of str, or dict of lists, optional
        Abbreviations, added to those of the language. After one in a list, such as ``["Dyr.", "n.p.m."]``, no sentence
        ends; a dict has lists by kind (docs/segmentation.md).

    Raises ``InputError``, which says what to do, for a file that cannot be read.
    """
    document = read_document(as_path(path, "path"), language=lang, start=start, end=end, paragraphs=paragraphs)
    return segment_document(document, segmenter, abbreviations=abbreviations)


def as_text(source: TextLike, lang: str | None = None) -> Text:
    """Return a text as it is, a list of segments as a text, or a file read and cut into segments.

    Raises ``InputError`` for an unreadable file or an invalid tag, ``TypeError`` for a source of another type.
    """
    if isinstance(source, Text):
        return source
    if isinstance(source, str | os.PathLike):
        return read_text(source, lang=lang)
    if not isinstance(source, Sequence) or not all(isinstance(segment, str) for segment in source):
        raise TypeError(f"a text is a Text, a list of segments or a path, not {type(source).__name__}")
    paragraphs = [Paragraph(segment) for segment in source]
    declared = check_language(lang) if lang else settle_language(paragraphs, "", "")[0] if paragraphs else "und"
    return make_text(declared, paragraphs, [[segment] if segment else [] for segment in source])


def wrap_vectors(vectors: ArrayLike, count: int) -> Encoded:
    """Return vectors [n, d] of ``count`` segments in the form of an encoder, with each segment as a single token.

    Raises ``InputError`` unless there is one finite vector other than zero for each segment.
    """
    try:
        values = np.asarray(vectors, np.float32)
    except (TypeError, ValueError) as error:
        raise InputError(f"the vectors are not an array of numbers ({error}); give one of shape [n, d]") from error
    if values.shape[:1] != (count,) or (count and values.ndim != 2):
        raise InputError(
            f"vectors of shape {list(values.shape)} for {count} segments; give one vector per segment, [n, d]"
        )
    if not count:
        return NOTHING
    lengths = np.linalg.norm(values, axis=1, keepdims=True)
    unfit = np.flatnonzero(~(np.isfinite(lengths) & (lengths > 0)))
    if len(unfit):
        raise InputError(f"the vector of segment {unfit[0]}, counted from 0, is zero or not finite")
    unit = (values / lengths).astype(np.float32)
    one, spans = np.zeros(count, np.int64), np.zeros((count, 2), np.int64)
    return Encoded(unit, np.arange(count + 1), one, (unit.astype(np.float16),), spans)
