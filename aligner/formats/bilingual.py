"""Files of two languages that are aligned already, gettext PO and XLIFF, as an edition."""

from __future__ import annotations

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


def read_pairs(source: Path | bytes, *, name: str = "") -> Pairs:
    """Read a PO or XLIFF file, or its bytes. Raises ``InputError`` when it is neither, or damaged."""
    data, name = load(source, name)
    content = decode(data, name=name)
    if XLIFF.search(content[:4096]):
        reader = read_xliff
    elif PO.search(content):
        reader = read_po
    else:
        raise InputError(f"{name}: neither gettext PO nor XLIFF; only these hold texts that are aligned already")
    return reader(content, name)


def load_pairs(source: Path | bytes, *, name: str = "", languages: Sequence[str] = ()) -> tuple[Edition, list[str]]:
    """Read a PO or XLIFF file, and say how many of its units were left out and why.

    A unit is a row and a segment of either side. ``languages`` are those that the file may not say itself; without
    them its name and its texts are asked. Raises ``InputError`` when the file cannot be read or holds no translation.
    """
    pairs = read_pairs(source, name=name)
    if not pairs.pairs:
        raise InputError(f"{pairs.name}: no unit in it has a translation")
    texts = tuple(_text(pairs, side, declared) for side, declared in enumerate(_declared(pairs, languages)))
    if texts[0].language == texts[1].language:
        raise InputError(f"{pairs.name}: does not say which languages it holds; name them, as --languages en,de")
    rows = tuple(Row((range(at, at + 1),) * 2, 1.0) for at in range(len(pairs.pairs)))
    edition = Edition(texts, rows, PurePath(pairs.name).stem, signatures=("memory:translated file",))
    counts = Counter(left.reason for left in pairs.left_out)
    return edition, [
        f"{count:,} unit{'s' * (count != 1)} left out: {reason}" for reason, count in sorted(counts.items())
    ]


def _declared(pairs: Pairs, languages: Sequence[str]) -> list[str]:
    """Return the language of each side as the file says it, or else its name (of the target), or else the given."""
    said = [pairs.source_language, pairs.target_language]
    if said[1] == "und":
        said[1] = named_language(pairs.name) or "und"
    given = [language for language in languages if language not in said]
    return [language if language != "und" or not given else given.pop(0) for language in said]


def _text(pairs: Pairs, side: int, declared: str) -> Text:
    paragraphs = [Paragraph(pair[side], place=pair.place) for pair in pairs.pairs]
    language = declared if declared != "und" else settle_language(paragraphs, "", "")[0]
    return make_text(language, paragraphs, [[paragraph.text] for paragraph in paragraphs], pairs.name)
