"""gettext PO and XLIFF files, whichever of the two a file is: as pairs of texts, or as an edition."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path, PurePath

from aligner.edition import Edition, Row
from aligner.errors import InputError
from aligner.formats.pairs import Pairs
from aligner.formats.po import read_po
from aligner.formats.xliff import read_xliff
from aligner.read.parts.decode import decode
from aligner.read.parts.detect import settle_language
from aligner.read.parts.language_tags import named_language
from aligner.read.parts.signatures import PO, XLIFF
from aligner.read.parts.source import load
from aligner.text import Paragraph, Text, make_text
from aligner.work_info import WorkInfo

_XLIFF_HEAD = 4096
"""Characters in which the root element of an XLIFF file is searched: it follows an XML declaration and at most a
comment, while a PO file may begin with a long licence and is searched whole."""


def read_pairs(source: str | os.PathLike[str] | bytes, *, name: str = "") -> Pairs:
    """Read a PO or XLIFF file, or its bytes, as pairs of texts.

    Raises ``InputError`` when it is neither of the two, or damaged.
    """
    data, name = load(source if isinstance(source, bytes) else Path(source), name)
    content = decode(data, name=name)
    if XLIFF.search(content[:_XLIFF_HEAD]):
        reader = read_xliff
    elif PO.search(content):
        reader = read_po
    else:
        raise InputError(f"{name}: neither gettext PO nor XLIFF; only these hold texts that are aligned already")
    return reader(content, name)


def load_pairs(
    source: str | os.PathLike[str] | bytes, *, name: str = "", languages: Sequence[str] = ()
) -> tuple[Edition, list[str]]:
    """Read a PO or XLIFF file as an edition, and return it with a line for each kind of unit that was left out.

    A unit becomes a row of one segment per side, with confidence 1. ``languages`` fill in what the file does not say; a
    side whose language is neither in the file nor among them gets it from the file's name (``app.de.po``) or from its
    texts.

    Raises ``InputError`` when the file cannot be read, holds no translation, or holds two texts in one language as far
    as can be found out.
    """
    pairs = read_pairs(source, name=name)
    if not pairs.pairs:
        raise InputError(f"{pairs.name}: no unit in it has a translation")
    texts = tuple(_text_of(pairs, side, declared) for side, declared in enumerate(_declared(pairs, languages)))
    if texts[0].language == texts[1].language:
        raise InputError(f"{pairs.name}: does not say which languages it holds; name them, as --languages en,de")
    rows = tuple(Row((range(at, at + 1),) * 2, 1.0) for at in range(len(pairs.pairs)))
    edition = Edition(texts, rows, WorkInfo(PurePath(pairs.name).stem), signatures=("memory:translated file",))
    counts = Counter(left.reason for left in pairs.left_out)
    return edition, [
        f"{count:,} unit{'s' * (count != 1)} left out: {reason}" for reason, count in sorted(counts.items())
    ]


def _declared(pairs: Pairs, languages: Sequence[str]) -> list[str]:
    """Return the language of each side, "und" where nothing declares it.

    The file's own word counts first, then (for the target) its name, then ``languages``, each given one once.
    """
    declared = [pairs.source_language, pairs.target_language]
    if declared[1] == "und":
        declared[1] = named_language(pairs.name) or "und"
    given = [language for language in languages if language not in declared]
    return [language if language != "und" or not given else given.pop(0) for language in declared]


def _text_of(pairs: Pairs, side: int, declared: str) -> Text:
    """Return one side of the pairs as a text: a paragraph and a segment each."""
    paragraphs = [Paragraph(pair[side], place=pair.place) for pair in pairs.pairs]
    language = declared if declared != "und" else settle_language(paragraphs, "", "")[0]
    return make_text(language, paragraphs, [[paragraph.text] for paragraph in paragraphs], pairs.name)
