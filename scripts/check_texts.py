"""Check that the versions of a work are what they claim to be, against its pivot."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import click

from aligner.errors import AlignerError
from aligner.read import Document, detect_language, read_document
from aligner.work import read_work

# Characters of a version per character of the English, whole text: what each language takes in print.
BANDS = {
    "de": (0.95, 1.25), "es": (0.9, 1.2), "fr": (0.95, 1.25), "id": (0.95, 1.25), "it": (0.9, 1.2), "ja": (0.35, 0.55),
    "pl": (0.85, 1.15), "pt": (0.85, 1.15), "ru": (0.75, 1.05), "tl": (1.0, 1.35), "zh-Hans": (0.22, 0.38),
}  # fmt: skip
_LATIN = "LATIN|MASCULINE ORDINAL|FEMININE ORDINAL"  # º and ª are Latin letters by their script, if not by their names
SCRIPTS = {"ru": "CYRILLIC", "ja": "HIRAGANA|KATAKANA|CJK", "zh-Hans": "CJK"}
_TWINS = {"id": "ms"}  # no detector distinguishes Indonesian from Malay by one paragraph
_LONG = 200  # characters of an English paragraph whose translation is long enough to detect its language
_FOREIGN = {"ja": r"[A-Za-z]", "zh-Hans": r"[A-Za-z]", "ru": r"[A-Za-z]"}


def check(pivot: Document, version: Document) -> Iterator[str]:
    """Yield a sentence for each error in a version."""
    levels = [p.level for p in pivot.paragraphs]
    found = [p.level for p in version.paragraphs]
    if levels != found:
        place = next(
            (k for k, (a, b) in enumerate(zip(levels, found, strict=False)) if a != b), min(len(levels), len(found))
        )
        yield (
            f"{len(found)} paragraphs with {sum(map(bool, found))} headings, "
            f"the pivot has {len(levels)} with {sum(map(bool, levels))}; they part at paragraph {place + 1}"
        )
    content = "\n\n".join(p.text for p in version.paragraphs)
    if not unicodedata.is_normalized("NFC", content):
        yield "not in Unicode normalisation form C"
    for paragraph in version.paragraphs:
        yield from _check_characters(version.language, paragraph.text, f"line {paragraph.line}")
    low, high = BANDS.get(version.language, (0.2, 2.0))
    ratio = len(content) / sum(len(p.text) + 2 for p in pivot.paragraphs)
    if version.language != pivot.language and not low <= ratio <= high:
        yield f"{ratio:.2f} times as long as the pivot; {low} to {high} is usual"
    for one, other in zip(pivot.paragraphs, version.paragraphs, strict=False):
        if version.language != pivot.language and one.text == other.text:
            yield f"line {other.line}: the same as in the pivot"
        if not one.level and len(one.text) >= _LONG:
            language, confidence = detect_language(other.text)
            if language.split("-")[0] not in {version.language.split("-")[0], _TWINS.get(version.language)}:
                yield f"line {other.line}: looks like {language!r} ({confidence:.2f})"


def _check_characters(language: str, text: str, place: str) -> Iterator[str]:
    for character in text:
        if unicodedata.category(character) in {"Cc", "Cf", "Co", "Cn"}:
            yield f"{place}: stray character U+{ord(character):04X}"
    if foreign := re.search(_FOREIGN.get(language, r"(?!)"), text):
        yield f"{place}: {foreign[0]!r} is of another script"
    letters = [c for c in text if c.isalpha()]
    script = re.compile(SCRIPTS.get(language, _LATIN))
    odd = {c for c in letters if not script.match(unicodedata.name(c, ""))} - set("ー々")
    if odd:
        yield f"{place}: {min(odd)!r} is of another script"


@click.command()
@click.argument("work", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(work: Path) -> None:
    """Check the versions of WORK and exit with 1 when one has a fault."""
    try:
        files = read_work(work).files
        documents = [read_document(path, language=language, name=path.name) for language, path in files.items()]
    except AlignerError as error:
        sys.exit(f"Error: {error}")
    faults = [f"{document.name}: {fault}" for document in documents for fault in check(documents[0], document)]
    for fault in faults:
        click.echo(fault)
    characters = sum(len(p.text) for document in documents for p in document.paragraphs)
    click.echo(f"{len(documents)} versions, {characters:,} characters, {len(faults)} faults")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
