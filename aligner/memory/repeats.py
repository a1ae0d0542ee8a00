"""Each unit once, across files; and where one source has several translations, all of them or one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal

from lxml import etree

from aligner.memory.store import Store
from aligner.memory.units import Unit, source_key, unit_key

Keep = Literal["all", "first", "newest", "confident"]
"""Which translations of one source are kept: all that differ, or the first, the newest or the most confident alone."""

_SEVERAL = "sources with several translations"


def drop_repeated(units: Iterable[Unit], notes: Counter[str]) -> Iterator[Unit]:
    """Yield the first of all units with the same texts and codes in the same languages, and count the others.

    Counts also the sources that have more than one translation. Units without two languages are left out and counted.
    """
    with Store() as store:
        for unit in units:
            variants = unit.variants()
            if len({variant.language for variant in variants}) < 2:
                notes["units in one language only, left out"] += 1
            elif store.see(b"u" + unit_key(variants)):
                notes["repeated units, left out"] += 1
            else:
                notes[_SEVERAL] += store.see(b"s" + source_key(variants, unit.source(variants))) == 1
                yield unit


def keep_one(units: Iterable[Unit], keep: Keep, notes: Counter[str]) -> Iterator[Unit]:
    """Yield one unit for each source and set of languages: the first, the newest, or the most confident.

    Of units that are as new or as confident the first is kept. Its place is that of the first of the source.
    """
    with Store() as store:
        for unit in units:
            variants = unit.variants()
            if len({variant.language for variant in variants}) < 2:
                notes["units in one language only, left out"] += 1
                continue
            rank = unit.date if keep == "newest" else unit.confidence if keep == "confident" else 0
            stored = unit.header_source.encode() + b"\0" + unit.to_xml()
            if not store.keep_best(source_key(variants, unit.source(variants)), rank, stored):
                notes["units with the source of another, left out"] += 1
        for stored in store.kept():
            language, _, xml = stored.partition(b"\0")
            yield Unit(etree.fromstring(xml), "", language.decode())
