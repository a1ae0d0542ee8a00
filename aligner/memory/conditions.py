"""Which units of a memory are kept: each condition says why a unit is not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from aligner.errors import InputError
from aligner.memory.units import Unit, Variant, check_date, plain_code
from aligner.read.parts.detect import settle_language
from aligner.text import Paragraph

_SHORT = 20
"""Characters up to which two texts may differ in length as they like: "OK" is "Einverstanden"."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a unit must have to be kept.

    ``min_confidence``   0 to 1, the least that ``x-confidence`` says
    ``length_ratio``     the most times that one text is as long as another, in characters; 0 for any. Units whose
                         texts have 20 characters at most are not asked
    ``check_languages``  no text is surely in another language than its code says
    ``since``, ``until`` when it was last changed, as ``2026-12-31`` or ``20261231T235959Z``; it must have a date then
    ``author``           who made or changed it
    ``properties``       types and values of properties that it has, all of them
    ``grep``             a regular expression that is found in one of its texts
    ``copies``           whether a text and its translation may be the same

    Raises ``InputError`` for a date or an expression that is none.
    """

    min_confidence: float = 0.0
    length_ratio: float = 0.0
    check_languages: bool = False
    since: str = ""
    until: str = ""
    author: str = ""
    properties: tuple[tuple[str, str], ...] = ()
    grep: str = ""
    copies: bool = True

    def __post_init__(self) -> None:
        for option in ("since", "until"):
            if value := getattr(self, option):
                date = check_date(value, f"--{option}")
                if option == "until" and len(value.strip()) <= len("2026-12-31"):
                    date = date[:9] + "235959Z"  # the whole day
                object.__setattr__(self, option, date)
        try:
            re.compile(self.grep)
        except re.error as error:
            raise InputError(f"--grep {self.grep!r} is not a regular expression: {error}") from error

    def reason_against(self, unit: Unit) -> str:
        """Return why a unit is left out, "" if it is kept."""
        variants = unit.variants()
        if len(variants) < 2:
            return "units in one language only"
        return self._against_origin(unit) or self._against_texts(variants)

    def _against_origin(self, unit: Unit) -> str:
        """Return what speaks against a unit's confidence, dates, author and properties."""
        if self.min_confidence and unit.confidence < self.min_confidence:
            return f"units with a confidence below {self.min_confidence:g}"
        if self.since or self.until:
            date = unit.date
            if not date:
                return "units without a date"
            if (self.since and date < self.since) or (self.until and date > self.until):
                return "units of another time"
        if self.author and self.author not in unit.authors:
            return "units of other authors"
        if self.properties and not {*self.properties} <= {*unit.properties()}:
            return "units without the property"
        return ""

    def _against_texts(self, variants: list[Variant]) -> str:
        """Return what speaks against a unit's texts."""
        texts = [variant.text for variant in variants]
        if self.grep and not any(re.search(self.grep, text) for text in texts):
            return "units in which the expression is not found"
        if not self.copies and _has_copy(variants):
            return "untranslated copies"
        lengths = [len(text.strip()) for text in texts]
        if self.length_ratio and max(lengths) > _SHORT and max(lengths) > self.length_ratio * min(lengths):
            return f"units with a text over {self.length_ratio:g} times as long as another"
        if self.check_languages and any(_in_other_language(variant) for variant in variants):
            return "units with a text in another language than it says"
        return ""


def keep_fitting(units: Iterable[Unit], conditions: Conditions, notes: Counter[str]) -> Iterator[Unit]:
    """Yield the units that the conditions allow, and count the others by reason."""
    for unit in units:
        reason = conditions.reason_against(unit)
        if reason:
            notes[f"{reason}, left out"] += 1
        else:
            yield unit


def _has_copy(variants: list[Variant]) -> bool:
    """Return whether two variants in different languages have the same text, and a letter in it."""
    by_text: dict[str, set[str]] = {}
    for variant in variants:
        plain = " ".join(variant.text.split())
        if any(map(str.isalpha, plain)):
            by_text.setdefault(plain, set()).add(plain_code(variant.language).split("-")[0])
    return any(len(languages) > 1 for languages in by_text.values())


def _in_other_language(variant: Variant) -> bool:
    """Return whether a text, if it is long enough to tell, is surely in another language than its code says."""
    return bool(settle_language([Paragraph(variant.text)], variant.language, "")[1])
