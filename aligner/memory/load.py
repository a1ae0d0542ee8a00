"""A TMX file of any tool as an edition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

from aligner.edition import Edition, Row
from aligner.errors import InputError
from aligner.memory.check import LANG
from aligner.memory.stream import MemoryStream, open_memory
from aligner.read.tags import check_language
from aligner.text import Paragraph, Text, make_text

_CODES = {"bpt", "ept", "it", "ph", "ut"}  # what they hold is markup of the file that was translated, not its text


class _Unit(NamedTuple):
    """A translation unit: its line in the file, its confidence, and its texts by language."""

    line: int
    confidence: float
    texts: dict[str, str]


def load_memory(source: Path | bytes, *, name: str = "", keep_tags: bool = False) -> tuple[Edition, list[str]]:
    """Read a TMX file, version 1.1 to 1.4, packed by gzip or not, and say what of it was not taken as it stands.

    A unit is a row and a variant a segment. The first column is the header's ``srclang``, or the first language there
    is. Inline markup is dropped, or with ``keep_tags`` kept as text. Raises ``InputError`` when the file cannot be
    read, is not well-formed, declares entities, or holds fewer than two languages.
    """
    name = name or str(source if isinstance(source, Path) else "memory")
    with open_memory(source, name) as file:
        stream = MemoryStream(file, name)
        elements = iter(stream)
        root = next(elements)
        if root.tag != "tmx":
            raise InputError(f"{name}: the root is <{root.tag}>, not <tmx>; a memory is a TMX file")
        tool, language = "", ""
        units: list[_Unit] = []
        notes: Counter[str] = Counter()
        for element in elements:
            if element.tag == "header":
                tool = f"{element.get('creationtool', '')} {element.get('creationtoolversion', '')}".strip()
                language = _language(element.get("srclang", ""))
            elif element.tag == "tu":
                units += _units(element, notes, keep_tags=keep_tags)
        for fault in stream.faults:
            raise InputError(f"{name}, line {fault.line}: {fault.message}; `aligner validate` lists every fault")
    languages = list(dict.fromkeys(code for unit in units for code in unit.texts))
    if len(languages) < 2:
        raise InputError(f"{name}: {len(languages)} language found; a memory to import needs two")
    languages.sort(key=lambda code: code != language)
    edition = Edition(
        tuple(_text(code, units, name) for code in languages),
        tuple(_rows(languages, units)),
        Path(name).name.removesuffix(".gz").removesuffix(".tmx"),
        signatures=(f"memory:{tool or 'unknown'}",),
    )
    return edition, [f"{count:,} {what}" for what, count in sorted(notes.items())]


def _units(element: etree._Element, notes: Counter[str], *, keep_tags: bool) -> Iterator[_Unit]:
    """Yield a unit, or as many as it has variants of one language: each with the texts of the others again."""
    texts: dict[str, list[str]] = {}
    for variant in element.iterchildren("tuv"):
        segment = variant.find("seg")
        words = "" if segment is None else "".join(_words(segment, notes, keep_tags=keep_tags))
        code = _language(variant.get(LANG) or variant.get("lang") or "")
        if not code:
            notes["variants without a language, left out"] += 1
        elif not words.strip():
            notes["empty variants, left out"] += 1
        else:
            texts.setdefault(code, []).append(words)
    most = max(map(len, texts.values()), default=0)
    if most > 1:
        notes["further variants in a language, made units of their own"] += most - 1
    place: Any = element.sourceline
    for number in range(most):
        chosen = {code: variants[min(number, len(variants) - 1)] for code, variants in texts.items()}
        yield _Unit(int(place or 1), _confidence(element), chosen)


def _words(element: etree._Element, notes: Counter[str], *, keep_tags: bool) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag not in _CODES:
            yield from _words(child, notes, keep_tags=keep_tags)
        elif keep_tags:
            yield from map(str, child.itertext())
        else:
            notes["inline codes, dropped"] += 1
        yield child.tail or ""


def _confidence(element: etree._Element) -> float:
    for prop in element.iterchildren("prop"):
        if prop.get("type") == "x-confidence":
            try:
                return min(max(float(prop.text or ""), 0.0), 1.0)
            except ValueError:
                break
    return 1.0


def _language(code: str) -> str:
    """Return a tag in its BCP 47 form, or as it is where it has none; "" for none and for ``*all*``."""
    try:
        return "" if code in {"", "*all*"} else check_language(code)
    except InputError:
        return code.strip().replace("_", "-")


def _text(language: str, units: list[_Unit], name: str) -> Text:
    lines = [(unit.line, unit.texts[language]) for unit in units if language in unit.texts]
    paragraphs = [Paragraph(words, line=line) for line, words in lines]
    return make_text(language, paragraphs, [[words] for _, words in lines], name)


def _rows(languages: list[str], units: list[_Unit]) -> Iterator[Row]:
    at = dict.fromkeys(languages, 0)
    for unit in units:
        cells = tuple(range(at[code], at[code] + (code in unit.texts)) for code in languages)
        at = {code: cell.stop for code, cell in zip(languages, cells, strict=True)}
        yield Row(cells, unit.confidence)
