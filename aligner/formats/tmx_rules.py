"""Whether a TMX file keeps the rules, and what the tools that import it will make of it where it does not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from lxml import etree

from aligner.errors import AlignerError
from aligner.formats.tmx_stream import MemoryStream, open_memory
from aligner.formats.units import LONGEST

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_OLDER = {"1.0", "1.1", "1.2", "1.3"}
_ENCODINGS = {"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "US-ASCII", "ASCII"}
_UNREADABLE = "no tool can read the file"
_REFUSED = "OmegaT 6.1 and later refuse the whole file"
_PLAIN = (  # what libxml2 says of the schema, and how people say it
    (re.compile(r"\{http://www.w3.org/XML/1998/namespace\}"), "xml:"),
    (re.compile(r"\[facet '\w+'\] "), ""),
    (re.compile(r"is not accepted by the pattern '\[0-9\].*"), "is not a date; write it as 20261231T235959Z."),
    (re.compile(r"is not accepted by the pattern '.*"), "is not a language tag; write it with hyphens, as en-US."),
    (re.compile(r"is not an element of the set \{(.*)\}"), r"is none of \1"),
    (re.compile(r"Element '([\w-]+)'"), r"<\1>"),
)


class Finding(NamedTuple):
    """Something to know of a file: the line, from 1; whether it breaks the rules; what it is, and what comes of it.

    Past line 65,535 the line can be one too many, for libxml2 keeps it in 16 bits.
    """

    line: int
    is_fault: bool
    message: str
    effect: str


def check_memory(source: Path | bytes, name: str = "") -> list[Finding]:
    """Return what is wrong or doubtful in a TMX file, packed by gzip or not, by line.

    Raises ``InputError`` when it cannot be read, is no XML at all, or declares entities.
    """
    name = name or str(source if isinstance(source, Path) else "memory")
    with open_memory(source, name) as file:
        return sorted(_find(file, name), key=lambda finding: finding.line)


def refuse_faults(file: BinaryIO, name: str) -> None:
    """Raise ``AlignerError`` for the first fault of a TMX file that we have written."""
    for finding in _find(file, name):
        if finding.is_fault:
            raise AlignerError(f"{name}, line {finding.line}: {finding.message}; nothing written, please report this")


def _find(file: BinaryIO, name: str) -> Iterator[Finding]:
    stream = MemoryStream(file, name)
    older, language, languages = False, "", dict[str, str]()
    root: etree._Element | None = None
    for element in stream:
        if root is None:
            root = element
            older = root.get("version") in _OLDER
            yield from _check_root(root)
        elif element.tag == "header" and element.getparent() is root:
            language = element.get("srclang", "")
            yield from _check_rules(element, older=older)
            if language.lower() == "*all*":
                yield Finding(_line(element), False, "srclang is *all*", "Okapi stops unless it is told the source")
        elif element.tag == "tu":
            yield from _check_rules(element, older=older)
            yield from _check_unit(element, language, languages)
        elif element.tag == "body":
            yield from _stray(element.iterchildren(), "tu")
    if root is not None and root.tag == "tmx":
        yield from _check_whole(root, language, languages)
    if stream.encoding.upper() not in _ENCODINGS:
        yield Finding(1, True, f"encoding {stream.encoding}, not UTF-8 or UTF-16", "some tools show other letters")
    for fault in stream.faults:
        yield Finding(fault.line, True, fault.message, _UNREADABLE)


def _check_root(root: etree._Element) -> Iterator[Finding]:
    version = root.get("version")
    if root.tag != "tmx":
        yield Finding(_line(root), True, f"the root is <{root.tag}>, not <tmx>", _UNREADABLE)
    elif version in _OLDER:
        yield Finding(
            _line(root), False, f"version {version}, an older one", "most tools read it; import and export it"
        )
    elif version != "1.4":
        yield Finding(_line(root), True, f"version {version!r} is none; write 1.4", _REFUSED)


def _check_whole(root: etree._Element, language: str, languages: dict[str, str]) -> Iterator[Finding]:
    children = [child.tag for child in root]
    if children != ["header", "body"]:
        found = ", ".join(f"<{tag}>" for tag in children) or "nothing"
        yield Finding(_line(root), True, f"<tmx> holds {found}, not one <header> and one <body>", _REFUSED)
    if languages and language and language.lower() not in {*languages, "*all*"}:
        known = ", ".join(languages.values())
        message = f"no unit has the header's srclang {language!r}; there are {known}"
        yield Finding(_line(root), False, message, "OmegaT and Okapi find no source texts")


def _check_rules(element: etree._Element, *, older: bool) -> Iterator[Finding]:
    """Check an element against the schema; what versions before 1.4 called ``lang`` is ``xml:lang`` there."""
    if older:
        for part in element.iter("tuv", "note", "prop"):
            if LANG not in part.attrib and "lang" in part.attrib:
                part.set(LANG, part.attrib.pop("lang"))
    schema = _schema()
    if not schema.validate(element):
        log: Any = schema.error_log
        for entry in log:
            message = entry.message
            for pattern, plain in _PLAIN:
                message = pattern.sub(plain, message)
            yield Finding(entry.line, True, message.rstrip("."), _REFUSED)


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(file=str(Path(__file__).parent / "data" / "tmx14.xsd"))


def _check_unit(unit: etree._Element, language: str, languages: dict[str, str]) -> Iterator[Finding]:
    parent = unit.getparent()
    if parent is None or parent.tag != "body":
        yield Finding(_line(unit), True, "<tu> outside <body>", _REFUSED)
    yield from _stray(unit.itersiblings(preceding=True), "tu")
    found = {variant.get(LANG, "").lower(): variant.get(LANG, "") for variant in unit.iterchildren("tuv")}
    languages.update(found)
    source = unit.get("srclang", language).lower()
    if len(found) < 2:
        yield Finding(_line(unit), False, "a unit in one language", "importers skip it")
    elif source in languages and source not in found:
        yield Finding(_line(unit), False, f"no variant in the source language {source!r}", "importers skip the unit")
    for segment in unit.iter("seg"):
        yield from _check_segment(segment)


def _check_segment(segment: etree._Element) -> Iterator[Finding]:
    text = "".join(map(str, segment.itertext())) if len(segment) else segment.text or ""
    if not text.strip():
        yield Finding(_line(segment), False, "an empty segment", "importers skip the variant")
    if len(text) > LONGEST:
        yield Finding(
            _line(segment), False, f"a segment of {len(text):,} characters", f"Trados skips it, over {LONGEST:,}"
        )
    if len(segment):
        begun, ended = (Counter(code.get("i", "") for code in segment.iter(tag)) for tag in ("bpt", "ept"))
        for number in sorted({*begun, *ended} - {""}):
            if begun[number] != 1 or ended[number] != 1:
                message = f"<bpt> and <ept> with i={number!r} are not one and one"
                yield Finding(_line(segment), True, message, "tools that keep inline tags lose or misplace them")


def _stray(siblings: Iterator[etree._Element], wanted: str) -> Iterator[Finding]:
    for sibling in siblings:
        if sibling.tag != wanted:
            yield Finding(_line(sibling), True, f"<{sibling.tag}> between units", _REFUSED)


def _line(element: etree._Element) -> int:
    line: Any = element.sourceline
    return int(line or 1)
