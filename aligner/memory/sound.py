"""Keep the units of a memory against which a coverage check finds nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from aligner.alignment import Alignment
from aligner.ladder import Bead, Ladder
from aligner.memory.units import Unit, Variant
from aligner.session import Aligner
from aligner.text import Paragraph, Text, make_text

_TOGETHER = 2000
"""Units that are checked together: a check learns from them how long translations are and what they share, and their
vectors, at 1.5 kB a token, are in memory at the same time."""


def keep_sound(units: Iterable[Unit], session: Aligner, notes: Counter[str]) -> Iterator[Unit]:
    """Yield the units of whose source and translations the check of coverage reports nothing; count the findings.

    Raises ``ModelError`` when the model cannot be loaded.
    """
    stream = iter(units)
    while batch := [unit.copy() for unit in islice(stream, _TOGETHER)]:
        findings = _find(batch, session)
        for number, unit in enumerate(batch):
            if kinds := findings.get(number):
                notes[f"units with a finding of coverage ({min(kinds)}), left out"] += 1
            else:
                yield unit


def _find(batch: list[Unit], session: Aligner) -> dict[int, set[str]]:
    """Return the kinds of findings on each unit, by its number in the batch."""
    pairs: dict[tuple[str, str], list[tuple[int, str, str]]] = {}
    for number, unit in enumerate(batch):
        variants = unit.variants()
        source = unit.source(variants) if variants else None
        for variant in variants:
            if source is not None and variant.language != source.language:
                pairs.setdefault((source.language, variant.language), []).append((number, *_texts(source, variant)))
    found: dict[int, set[str]] = {}
    for languages, members in pairs.items():
        for finding in session.check(_align(languages, members)):
            for index in finding.segments or finding.counterpart:
                found.setdefault(members[index][0], set()).add(finding.kind)
    return found


def _texts(source: Variant, target: Variant) -> tuple[str, str]:
    return source.text, target.text


def _align(languages: tuple[str, str], members: list[tuple[int, str, str]]) -> Alignment:
    columns = [source for _, source, _ in members], [target for _, _, target in members]
    texts = [_text(language, column) for language, column in zip(languages, columns, strict=True)]
    beads = [Bead(range(k, k + 1), range(k, k + 1)) for k in range(len(members))]
    return Alignment(texts[0], texts[1], Ladder(tuple(beads)), "memory:check")


def _text(language: str, texts: list[str]) -> Text:
    return make_text(language, [Paragraph(text) for text in texts], [[text] for text in texts])
