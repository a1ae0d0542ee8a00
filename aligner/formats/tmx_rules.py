"""Check whether a TMX file follows the rules of TMX 1.4, and say what importing programs do where it does not.

Sources: TMX 1.4b Specification (LISA OSCAR, 2005), from which ``data/tmx14.xsd`` was written; how importers behave is
from their documentation and their issue threads. A *fault* breaks a rule; a *doubt* breaks none, but some importer
skips or misreads what is there.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from lxml import etree

from aligner.errors import AlignerError
from aligner.formats.tmx_stream import BoundedFile, MemoryStream, name_memory, open_memory

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
"""The attribute ``xml:lang``, as lxml calls it."""

MOST_PROBLEMS = 10_000
"""Problems that are listed of one file: nobody reads more, and a file of millions of faults would fill the memory."""

LONGEST_SEGMENT = 2000
"""Characters that a segment may have for every importer to take it; Trados skips longer ones."""

_OLDER = {"1.0", "1.1", "1.2", "1.3"}
"""Versions before 1.4; they may call the language of a variant ``lang`` instead of ``xml:lang``."""

_ENCODINGS = {"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "US-ASCII", "ASCII"}
"""What TMX 1.4b allows ("Encoding"): UTF-8 and UTF-16; ASCII is a part of UTF-8."""

# Effects that several problems have.
_UNREADABLE = "no tool can read the file"
_REFUSED = "tools that check a memory against a schema, as OmegaT 6.1 and later, may refuse the whole file"
_DATES = "tools that sort or filter by date ignore it or refuse the unit"

_PLAIN = (
    # "attribute '{http://www.w3.org/XML/1998/namespace}lang'" as 'xml:lang'
    (re.compile(r"\{http://www.w3.org/XML/1998/namespace\}"), "xml:"),
    # "[facet 'pattern'] The value ..." without the name of the facet
    (re.compile(r"\[facet '\w+'\] "), ""),
    # the pattern of dates, the only one in the schema that begins with digits
    (re.compile(r"is not accepted by the pattern '\[0-9\].*"), "is not a date; write it as 20261231T235959Z."),
    # the only other pattern is that of language tags
    (re.compile(r"is not accepted by the pattern '.*"), "is not a language tag; write it with hyphens, as en-US."),
    # "is not an element of the set {'block', 'paragraph'}" as "is none of 'block', 'paragraph'"
    (re.compile(r"is not an element of the set \{(.*)\}"), r"is none of \1"),
    # "Element 'tuv'" as <tuv>
    (re.compile(r"Element '([\w-]+)'"), r"<\1>"),
)
"""What libxml2 writes when an element does not fit the schema, and how to say it to people; applied in this order."""


_DATE_ATTRIBUTES = ("creationdate", "changedate", "lastusagedate")
DATE = re.compile(r"\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3])[0-5]\d[0-5]\dZ", re.ASCII)
"""A date as TMX writes it (ISO 8601, in UTC); the schema has the same pattern."""


class Problem(NamedTuple):
    """Something wrong or doubtful in a file: the line, from 1, whether it breaks the rules, what it is, and its effect.

    After line 65,535 the line can be one too many, because libxml2 keeps lines in 16 bits.
    """

    line: int
    is_fault: bool
    message: str
    effect: str


def check_memory(source: str | os.PathLike[str] | bytes, name: str = "") -> list[Problem]:
    """Return what is wrong or doubtful in a TMX file, packed or not, in the order of the lines: the first 10,000.

    Raises ``InputError`` when it cannot be read, is not XML at all, or declares entities.
    """
    name = name_memory(source, name)
    with open_memory(source, name) as file:
        return sorted(islice(_find_problems(file, name), MOST_PROBLEMS), key=lambda problem: problem.line)


def require_valid(file: BinaryIO, name: str) -> None:
    """Raise ``AlignerError`` when a TMX file that aligner has written breaks the rules: that is an error in aligner."""
    for problem in _find_problems(BoundedFile(file, name), name):
        if problem.is_fault:
            raise AlignerError(f"{name}, line {problem.line}: {problem.message}; nothing written, please report this")


def keeps_rules(unit: etree._Element) -> bool:
    """Return whether a ``tu`` by itself keeps the rules of TMX 1.4: no fault, though there may be doubts."""
    problems = chain(_check_attributes(unit), *(_check_segment(segment) for segment in unit.iter("seg")))
    return _schema().validate(unit) and not any(problem.is_fault for problem in problems)


def _find_problems(file: BoundedFile, name: str) -> Iterator[Problem]:
    stream = MemoryStream(file, name)
    yield from _guard(_find_each(stream), None)
    for error in stream.errors:
        yield Problem(error.line, True, error.message, _UNREADABLE)


def _guard(problems: Iterator[Problem], element: etree._Element | None) -> Iterator[Problem]:
    """Yield problems; what lxml cannot decode or check is one more, after which the element has no others."""
    try:
        yield from problems
    except UnicodeDecodeError:
        half = "a reference to half a surrogate pair, which is no character"
        yield Problem(1 if element is None else _line(element), True, half, _UNREADABLE)
    except etree.XMLSchemaValidateError:
        message = "what is no XML here cannot be checked against the schema"
        yield Problem(1 if element is None else _line(element), True, message, _REFUSED)


def _find_each(stream: MemoryStream) -> Iterator[Problem]:
    """Yield the problems of the elements of a file."""
    # ``languages`` collects all tags that occur, in lower case, because tags are compared without regard to case.
    older, language, languages = False, "", dict[str, str]()
    root: etree._Element | None = None
    for element in stream:
        if root is None:
            root = element
            older = root.get("version") in _OLDER
            yield from _check_root(root)
        elif element.tag == "header" and element.getparent() is root:
            yield from _guard(_check_schema(element, older=older), element)
            language = element.get("srclang", "")
            if language.lower() == "*all*":
                yield Problem(
                    _line(element), False, "srclang is *all*", "Okapi stops unless it is given the source language"
                )
        elif element.tag == "tu":
            yield from _guard(_check_schema(element, older=older), element)
            yield from _guard(_check_unit(element, language, languages), element)
        elif element.tag == "body":
            yield from _check_tags(element.iterchildren(), "tu")
    if root is not None and root.tag == "tmx":
        yield from _check_whole(root, language, languages)
    if stream.encoding.upper() not in _ENCODINGS:
        yield Problem(1, True, f"encoding {stream.encoding}, not UTF-8 or UTF-16", "some tools show other letters")


def _check_root(root: etree._Element) -> Iterator[Problem]:
    version = root.get("version")
    if root.tag != "tmx":
        yield Problem(_line(root), True, f"the root is <{root.tag}>, not <tmx>", _UNREADABLE)
    elif version in _OLDER:
        effect = "tools that know only 1.4, as the newest OmegaT, refuse it; import and export it to get 1.4"
        yield Problem(_line(root), False, f"version {version}, an older one", effect)
    elif version != "1.4":
        yield Problem(_line(root), True, f"version {version!r} is not a version of TMX; write 1.4", _REFUSED)


def _check_whole(root: etree._Element, language: str, languages: dict[str, str]) -> Iterator[Problem]:
    """Check what is known only at the end: the parts of the root, and whether any unit has the source language."""
    children = [child.tag for child in root]
    if children != ["header", "body"]:
        found = ", ".join(f"<{tag}>" for tag in children) or "nothing"
        yield Problem(_line(root), True, f"<tmx> holds {found}, not one <header> and one <body>", _REFUSED)
    if languages and language and language.lower() != "*all*" and not _answers(language, languages):
        known = ", ".join(languages.values())
        message = f"no unit has the header's srclang {language!r}; there are {known}"
        yield Problem(_line(root), False, message, "tools that go by the header find no source texts")


def _check_schema(element: etree._Element, *, older: bool) -> Iterator[Problem]:
    """Check an element against the schema of 1.4; in an older file ``lang`` is renamed to ``xml:lang`` first."""
    if older:
        for part in element.iter("tuv", "note", "prop"):
            if LANG not in part.attrib and "lang" in part.attrib:
                part.set(LANG, part.attrib.pop("lang"))
    schema = _schema()
    # An entity that is not defined stays in the tree, where the schema cannot read it; the XML error names it.
    etree.strip_tags(element, etree.Entity)
    if not schema.validate(element):
        log: Any = schema.error_log
        for entry in log:
            message = entry.message
            for pattern, plain in _PLAIN:
                message = pattern.sub(plain, message)
            effect = _DATES if "is not a date" in message else _REFUSED
            yield Problem(entry.line, True, message.rstrip("."), effect)


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(file=str(Path(__file__).parent / "data" / "tmx14.xsd"))


def _check_unit(unit: etree._Element, language: str, languages: dict[str, str]) -> Iterator[Problem]:
    """Check a unit's place, languages and segments; add its languages to those of the file."""
    parent = unit.getparent()
    if parent is None or parent.tag != "body":
        yield Problem(_line(unit), True, "<tu> outside <body>", _REFUSED)
    yield from _check_tags(unit.itersiblings(preceding=True), "tu")
    found = {variant.get(LANG, "").lower(): variant.get(LANG, "") for variant in unit.iterchildren("tuv")}
    languages.update(found)
    source = unit.get("srclang", language).lower()
    if len(found) < 2:
        yield Problem(_line(unit), False, "a unit in one language", "importers skip it")
    # A source that no unit so far has had is a problem of the header, found at the end, and not of each unit.
    elif _answers(source, languages) and not _answers(source, found):
        yield Problem(_line(unit), False, f"no variant in the source language {source!r}", "importers skip the unit")
    yield from _check_attributes(unit)
    for segment in unit.iter("seg"):
        yield from _check_segment(segment)


def _answers(language: str, found: Iterable[str]) -> bool:
    """Return whether one of the languages found is a language, or that language of some region; case is ignored."""
    return any(tag == language.lower() or tag.startswith(f"{language.lower()}-") for tag in found)


def _check_attributes(unit: etree._Element) -> Iterator[Problem]:
    """Check what the schema cannot: that an identifier holds no white space, and that a day is in the calendar."""
    if re.search(r"\s", unit.get("tuid", "")):
        message = f"tuid {unit.get('tuid')!r} holds white space"
        yield Problem(_line(unit), True, message, "tools that find units by their tuid do not find this one")
    for element in (unit, *unit.iterchildren("tuv")):
        for name in _DATE_ATTRIBUTES:
            value = element.get(name, "")
            if DATE.fullmatch(value) and not _is_date(value):
                message = f"{name} {value!r} is a day that does not exist"
                yield Problem(_line(element), False, message, _DATES)


def _is_date(value: str) -> bool:
    try:
        return bool(datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC))
    except ValueError:
        return False


def _segment_text(segment: etree._Element) -> str:
    try:
        return "".join(map(str, segment.itertext())) if len(segment) else segment.text or ""
    except UnicodeDecodeError:  # it holds half a surrogate pair, an XML error that is reported as such
        return "?"


def _check_segment(segment: etree._Element) -> Iterator[Problem]:
    text = _segment_text(segment)
    if not text.strip():
        yield Problem(_line(segment), False, "an empty segment", "importers skip the variant")
    if len(text) > LONGEST_SEGMENT:
        yield Problem(
            _line(segment),
            False,
            f"a segment of {len(text):,} characters",
            f"Trados skips it, over {LONGEST_SEGMENT:,}",
        )
    if len(segment):
        yield from _check_codes(segment)


def _check_codes(segment: etree._Element) -> Iterator[Problem]:
    """Check that a pair of codes has one number, "i", and that its beginning comes first (TMX 1.4b, <bpt>)."""
    codes = [(code.tag, code.get("i", "")) for code in segment.iter("bpt", "ept")]
    counts = Counter(codes)
    for number in sorted({number for _, number in codes} - {""}):
        if counts["bpt", number] != 1 or counts["ept", number] != 1:
            message = f"<bpt> and <ept> with i={number!r} are not one and one"
        elif codes.index(("ept", number)) < codes.index(("bpt", number)):
            message = f"<ept> with i={number!r} comes before its <bpt>"
        else:
            continue
        yield Problem(_line(segment), True, message, "tools that keep inline tags lose or misplace them")


def _check_tags(siblings: Iterator[etree._Element], wanted: str) -> Iterator[Problem]:
    """Yield a problem for each element in the body that is not a unit."""
    for sibling in siblings:
        if sibling.tag != wanted:
            yield Problem(_line(sibling), True, f"<{sibling.tag}> between units", _REFUSED)


def _line(element: etree._Element) -> int:
    line: Any = element.sourceline
    return int(line or 1)
