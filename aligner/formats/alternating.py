"""Documents whose paragraphs alternate between two languages, and subtitles that show both, as an edition.

Leases, leaflets and readers are written so, and cues of bilingual subtitles, with one language above the other.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path, PurePath

from aligner.edition import Edition, Row
from aligner.errors import InputError
from aligner.read.parts.detect import detect_language
from aligner.read.parts.language_tags import check_language
from aligner.read.parts.signatures import PO, XLIFF
from aligner.read.reader import SUFFIXES, read_document
from aligner.text import Paragraph, make_text
from aligner.work_info import WorkInfo

_HEAD = 65_536  # bytes in which a memory of any name shows; a PO file may begin with a long licence
_SURE = 0.9  # the confidence in a language from which the paragraphs of one are believed to be in it
_MOST_ALIKE = 0.2  # the share of neighbours in one language up to which paragraphs alternate: titles, a lost paragraph


def is_document(source: str | os.PathLike[str] | bytes, name: str = "") -> bool:
    """Return whether a file is a document and no memory: by the end of its name, and by how it begins.

    >>> is_document(b"One.", "a.txt"), is_document(b"<tmx version='1.4'>", "a.txt"), is_document(b"", "a.tmx")
    (True, False, False)
    """
    path = "" if isinstance(source, bytes) else os.fspath(source)
    if PurePath(name or path).suffix.lower() not in SUFFIXES - {".xml"}:
        return False
    try:
        head = source[:_HEAD] if isinstance(source, bytes) else _read_head(path)
    except (OSError, ValueError):
        return False  # whoever reads it says why it cannot be read
    content = head.decode("latin-1").replace("\0", "")
    return not (re.search(r"<tmx\b", content) or XLIFF.search(content) or PO.search(content))


def _read_head(path: str) -> bytes:
    with Path(path).open("rb") as file:
        return file.read(_HEAD)


def load_alternating(
    source: str | os.PathLike[str] | bytes, *, name: str = "", languages: Sequence[str] = ()
) -> tuple[Edition, list[str]]:
    """Read a document of any format whose paragraphs alternate between two languages, and return it as an edition.

    A paragraph and the one in the other language after it are a row; one without a counterpart is a row alone, and
    counted. ``languages`` are those of the two, the first as the source; without them they are detected. Raises
    ``InputError`` when the document cannot be read or is not of this kind.
    """
    document = read_document(source, name=name, language="und")
    paragraphs = list(_lines(document.paragraphs))
    tags = _find_languages(paragraphs, languages, document.name)
    sides = [_side(paragraph, tags) for paragraph in paragraphs]
    alike = sum(one == other for one, other in pairwise(sides))
    if len(paragraphs) < 2 or alike > _MOST_ALIKE * (len(paragraphs) - 1):
        raise InputError(
            f"{document.name}: its paragraphs do not alternate between {tags[0]} and {tags[1]}; put the languages into "
            "two columns of a table, or into two files for aligner align"
        )
    pairs = _pair(paragraphs, sides)
    kept = [[one for one in column if one] for column in zip(*pairs, strict=True)]
    texts = tuple(
        make_text(tag, column, [[paragraph.text] for paragraph in column], document.name)
        for tag, column in zip(tags, kept, strict=True)
    )
    alone = sum(not all(pair) for pair in pairs)
    notes = [f"{alone:,} paragraph{'s' * (alone != 1)} without a counterpart"] if alone else []
    work = WorkInfo(PurePath(document.name).stem)
    return Edition(texts, tuple(_rows(pairs)), work, signatures=("memory:alternating paragraphs",)), notes


_Pair = list[Paragraph | None]


def _pair(paragraphs: list[Paragraph], sides: list[int]) -> list[_Pair]:
    """Return the pairs, in the order of the languages; a paragraph of the second to speak joins the one before it."""
    pairs: list[_Pair] = []
    for paragraph, side in zip(paragraphs, sides, strict=True):
        if side == sides[0] or not pairs or pairs[-1][side]:
            pairs.append([None, None])
        pairs[-1][side] = paragraph
    return pairs


def _rows(pairs: list[_Pair]) -> Iterator[Row]:
    at = [0, 0]
    for pair in pairs:
        cells = tuple(range(at[side], at[side] + (pair[side] is not None)) for side in (0, 1))
        at = [cell.stop for cell in cells]
        yield Row(cells, 1.0)


def _lines(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Yield the paragraphs, and of subtitles each line, without marks, which a row does not show."""
    for paragraph in paragraphs:
        if paragraph.kind != "cue":
            yield replace(paragraph, marks=(), level=0, kind="body")
            continue
        for number, line in enumerate(paragraph.text.split("\n")):
            yield Paragraph(line, 0, paragraph.line + number, "body", paragraph.place)


def _find_languages(paragraphs: list[Paragraph], languages: Sequence[str], name: str) -> tuple[str, str]:
    """Return the languages of the two, the first one's first: those given, or else the two that are most frequent."""
    given = [check_language(tag) for tag in languages]
    if len(given) == 2 and given[0] != given[1]:
        return given[0], given[1]
    found: Counter[str] = Counter()
    for paragraph in paragraphs:
        language, confidence = detect_language(paragraph.text)
        found[language] += len(paragraph.text) if confidence >= _SURE and language != "und" else 0
    most = [language for language, size in found.most_common(2) if size]
    if len(most) < 2:
        raise InputError(f"{name}: is in one language as far as can be seen; name both, as --languages en,de")
    first = next(
        (side for paragraph in paragraphs if (side := detect_language(paragraph.text, most)[0]) in most), most[0]
    )
    return first, next(language for language in most if language != first)


def _side(paragraph: Paragraph, tags: tuple[str, str]) -> int:
    """Return 0 or 1, the language that a paragraph is in."""
    found = detect_language(paragraph.text, tags)[0]
    return int(found.partition("-")[0] == tags[1].partition("-")[0])
