"""What is in a memory: units, words and characters by language, repeats, and where its units come from."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from aligner.memory.reading import Collection
from aligner.memory.store import Store
from aligner.memory.units import source_key, unit_key
from aligner.writing import UNSPACED_WORDS

_WORD = re.compile(rf"[{UNSPACED_WORDS}]|[^\W{UNSPACED_WORDS}]+(?:['’.\-,][^\W{UNSPACED_WORDS}]+)*")
"""A word: "don't", "3.14", "long-term"; in a script without spaces between words each letter, as CAT tools count."""


@dataclass(slots=True)
class Statistics:
    """The counts of a memory.

    ``units``      all, ``repeated`` those with the texts and codes of another, ``several`` sources with more than one
                   translation
    ``languages``  by code: units, words and characters without white space
    ``origins``    units by file, ``authors`` by who changed or made them, ``years`` by when
    """

    units: int = 0
    repeated: int = 0
    several: int = 0
    confident: Counter[str] = field(default_factory=Counter)
    languages: dict[str, Counter[str]] = field(default_factory=dict)
    origins: Counter[str] = field(default_factory=Counter)
    authors: Counter[str] = field(default_factory=Counter)
    years: Counter[str] = field(default_factory=Counter)


def count_words(text: str) -> int:
    """Return the number of words, and of letters in scripts without spaces between words.

    >>> count_words("It's 3.14, don't you see?"), count_words("これは本。")
    (5, 4)
    """
    return sum(1 for _ in _WORD.finditer(text))


def count_characters(text: str) -> int:
    """Return the number of characters that are not white space."""
    return sum(map(len, text.split()))


def count_memory(collection: Collection) -> Statistics:
    """Count what is in a memory."""
    found = Statistics()
    with Store() as store:
        for unit in collection:
            variants = unit.variants()
            found.units += 1
            found.origins[unit.origin.partition(", line ")[0]] += 1
            found.years[unit.date[:4] or "unknown"] += 1
            found.confident[_band(unit.confidence)] += 1
            for author in unit.authors or {"unknown"}:
                found.authors[author] += 1
            for variant in variants:
                counts = found.languages.setdefault(variant.language, Counter())
                counts.update(units=1, words=count_words(variant.text), characters=count_characters(variant.text))
            if not variants:
                continue
            if store.see(b"u" + unit_key(variants)):
                found.repeated += 1
            elif len(variants) > 1:
                found.several += store.see(b"s" + source_key(variants, unit.source(variants))) == 1
    return found


def _band(confidence: float) -> str:
    """Return the band of a confidence, for people.

    >>> _band(1.0), _band(0.93)
    ('0.95 to 1', '0.8 to 0.95')
    """
    bounds = ((0.95, "0.95 to 1"), (0.8, "0.8 to 0.95"), (0.5, "0.5 to 0.8"), (0.0, "below 0.5"))
    return next(name for lowest, name in bounds if confidence >= lowest)
