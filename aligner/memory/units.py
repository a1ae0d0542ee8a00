"""A translation unit as its file has it, and what is asked of one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, NamedTuple

from lxml import etree

from aligner.errors import InputError

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
"""The attribute ``xml:lang``, as lxml calls it."""
_CODES = {"bpt", "ept", "it", "ph", "ut"}
"""Inline elements whose content is markup of the document and not its text (TMX 1.4b, "Content Markup")."""
_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ]?(\d{2}):?(\d{2})(?::?(\d{2}))?)?(?:\.\d+)?Z?")
"""A date as TMX has it, ``20261231T235959Z``, or as people write one: ``2026-12-31``, ``2026-12-31 23:59``."""
_DIGEST = 16  # bytes of a key: two of a thousand million units have the same by chance once in 10^20 memories


class Variant(NamedTuple):
    """A text of a unit in one language: its code as the file has it, its text without codes, and its ``seg``."""

    language: str
    text: str
    segment: etree._Element


@dataclass(slots=True)
class Unit:
    """A ``tu`` of a memory, the name of the file it is from, and the source language that its file's header names.

    The element is valid until the next unit is taken from the stream.
    """

    element: etree._Element
    origin: str
    header_source: str = ""

    def variants(self) -> list[Variant]:
        """Return the variants that name a language and have a text."""
        found = []
        for variant in self.element.iterchildren("tuv"):
            segment = variant.find("seg")
            language = variant.get(LANG) or ""
            if segment is not None and language:
                text = "".join(_text(segment))
                if text.strip():
                    found.append(Variant(language, text, segment))
        return found

    def source(self, variants: list[Variant]) -> Variant:
        """Return which of a unit's variants is the source: that of ``srclang``, or else the first."""
        wanted = plain_code(self.element.get("srclang") or self.header_source)
        exact = [variant for variant in variants if plain_code(variant.language) == wanted]
        near = [variant for variant in variants if plain_code(variant.language).split("-")[0] == wanted.split("-")[0]]
        return (exact or near or variants)[0]

    def prop(self, kind: str) -> str:
        """Return the value of a property, of the unit or of a variant, "" where it has none."""
        for prop in self.element.iter("prop"):
            if prop.get("type") == kind:
                return prop.text or ""
        return ""

    def properties(self) -> Iterator[tuple[str, str]]:
        """Yield the properties of the unit and of its variants, as type and value."""
        for prop in self.element.iter("prop"):
            yield prop.get("type") or "", prop.text or ""

    @property
    def confidence(self) -> float:
        """The probability that the unit is right, which ``x-confidence`` says, 0 to 1; 1 where nothing says it."""
        try:
            return min(max(float(self.prop("x-confidence")), 0.0), 1.0)
        except ValueError:
            return 1.0

    @property
    def date(self) -> str:
        """When the unit or one of its variants was last changed, or made, as ``20261231T235959Z``; "" if unknown."""
        return max(self._dates("changedate"), default="") or max(self._dates("creationdate"), default="")

    @property
    def authors(self) -> set[str]:
        """Who made or changed the unit or one of its variants."""
        holders = [self.element, *self.element.iterchildren("tuv")]
        return {value for each in holders for key in ("creationid", "changeid") if (value := each.get(key))}

    def _dates(self, key: str) -> list[str]:
        values = [each.get(key, "") for each in (self.element, *self.element.iterchildren("tuv"))]
        return [date for value in values if (date := plain_date(value))]

    def to_xml(self) -> bytes:
        """Return the element in UTF-8."""
        return etree.tostring(self.element, encoding="utf-8", with_tail=False)

    def copy(self) -> Unit:
        """Return a unit of its own, which may be changed and kept."""
        return Unit(deepcopy(self.element), self.origin, self.header_source)


def plain_code(language: str) -> str:
    """Return a language code in the form in which codes are compared, which ignores case.

    >>> plain_code("EN_us")
    'en-us'
    """
    return language.strip().replace("_", "-").lower()


def plain_date(value: str) -> str:
    """Return a date as TMX writes it, "" for what is none.

    >>> plain_date("2026-12-31"), plain_date("20261231T235959Z"), plain_date("yesterday")
    ('20261231T000000Z', '20261231T235959Z', '')
    """
    match = _DATE.fullmatch(value.strip())
    if match is None:
        return ""
    year, month, day, hour, minute, second = (part or "00" for part in match.groups())
    return f"{year}{month}{day}T{hour}{minute}{second}Z"


def check_date(value: str, option: str) -> str:
    """Return a date as TMX writes it; raise ``InputError`` for what is none."""
    date = plain_date(value)
    if not date or not ("01" <= date[4:6] <= "12" and "01" <= date[6:8] <= "31"):
        raise InputError(f"{option} {value!r} is not a date; write it as 2026-12-31 or 20261231T235959Z")
    return date


def segment_key(variant: Variant) -> str:
    """Return what two variants must have in common to be the same: language, text and inline codes, composed (NFC)."""
    inner = "".join(
        [variant.segment.text or "", *(etree.tostring(child, encoding="unicode") for child in variant.segment)]
    )
    return f"{plain_code(variant.language)}\x1f{unicodedata.normalize('NFC', inner)}"


def digest(parts: list[str]) -> bytes:
    """Return a fingerprint of texts."""
    return blake2b("\x1e".join(parts).encode("utf-8", "surrogatepass"), digest_size=_DIGEST).digest()


def unit_key(variants: list[Variant]) -> bytes:
    """Return the fingerprint of a unit: the same for units with the same texts in the same languages."""
    return digest(sorted(map(segment_key, variants)))


def source_key(variants: list[Variant], source: Variant) -> bytes:
    """Return the fingerprint of a unit's source and of the languages that it is translated into."""
    return digest([segment_key(source), *sorted({plain_code(each.language) for each in variants})])


def _text(element: etree._Element) -> Iterator[str]:
    """Yield the pieces of a ``seg``'s text, without what codes enclose."""
    yield element.text or ""
    for child in element:
        if child.tag not in _CODES:
            yield from _text(child)
        yield child.tail or ""


def make_unit(
    texts: dict[str, str], origin: str, properties: dict[str, str] | None = None, *, block: bool = False
) -> Unit:
    """Return a unit of texts by language, the source first; ``block`` says that one of them has several sentences."""
    attributes: dict[str, Any] = {"segtype": "block"} if block else {}
    element = etree.Element("tu", attributes)
    for kind, value in (properties or {}).items():
        if value:
            etree.SubElement(element, "prop", type=kind).text = value
    for language, text in texts.items():
        variant = etree.SubElement(element, "tuv", {LANG: language})
        etree.SubElement(variant, "seg").text = text
    return Unit(element, origin, next(iter(texts), ""))
