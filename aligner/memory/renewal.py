"""Which units of a memory survive a new version of its source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple

from lxml import etree

from aligner.alignment import Alignment
from aligner.formats.xml_characters import drop_forbidden
from aligner.ladder import Bead, Ladder
from aligner.memory.leverage import Match, measure_leverage, sides_in
from aligner.memory.units import Unit, plain_code
from aligner.text import Paragraph, Text, fold_space, join_segments, make_text
from aligner.work_info import WorkInfo

_XLIFF = "urn:oasis:names:tc:xliff:document:1.2"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

State = Literal["translated", "changed", "new"]
"""What a memory has for a segment: its translation, that of a segment like it, or nothing."""

_LONGEST_RUN = 6
"""Segments of the new text that one unit may hold; beads are of four at most, imported units seldom of more."""


class Renewed(NamedTuple):
    """A run of segments of the new text and what the memory has for it.

    ``target`` is the translation of the run or, where the text has changed, of ``source``, which is ``percent`` like
    it; "" where the run is new. ``confidence`` is that of the unit.
    """

    segments: range
    state: State
    target: str = ""
    source: str = ""
    percent: int = 0
    confidence: float = 1.0


@dataclass(slots=True)
class Renewal:
    """What became of a memory's units in a new text.

    ``rows``     the whole text in order, each segment once, with what the memory has for it
    ``language`` that of the translations, "" where the memory has none
    ``codes``    the number of units that survive with inline codes, which ``rows`` go without

    ``units``    those whose source is in the new text, in the order of the text, each once
    ``covered``  for each segment of the new text, whether a unit that survives translates it
    ``matches``  for each segment, the best match that the memory has for it
    ``gone``     the number of units whose source is no longer in the text
    """

    units: list[Unit] = field(default_factory=list)
    covered: list[bool] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    gone: int = 0
    rows: list[Renewed] = field(default_factory=list)
    language: str = ""
    codes: int = 0


def renew(text: Text, units: Iterable[Unit]) -> Renewal:
    """Return what of a memory survives in a new version of the source text.

    A unit survives if its source, white space apart, is a segment of the new text or several that follow each other.
    All units that survive are held in memory. Raises ``AlignerError`` where rapidfuzz is missing.
    """
    segments = [fold_space(segment) for segment in text.texts]
    runs: dict[str, list[range]] = {}
    for start in range(len(segments)):
        for end in range(start + 1, min(start + _LONGEST_RUN, len(segments)) + 1):
            runs.setdefault(join_segments(segments[start:end]), []).append(range(start, end))
    found = Renewal(covered=[False] * len(segments))
    survivors: list[tuple[int, int, Unit]] = []
    placed: dict[int, Renewed] = {}
    seen: Counter[str] = Counter()

    def surviving() -> Iterator[Unit]:
        for number, unit in enumerate(units):
            yield unit
            source, target = sides_in(unit, text.language)
            found.language = found.language or (_other_language(unit, text.language) if source else "")
            places = runs.get(source, [])
            if source and not places:
                found.gone += 1
            if places:
                for run in places:
                    for place in run:
                        found.covered[place] = True
                # A source that comes several times has its units in the places where it is, one after the other.
                chosen = places[min(seen[source], len(places) - 1)]
                # The first of them serves for all places until others take theirs.
                for run in places[seen[source] :] if target else ():
                    placed[run.start] = Renewed(run, "translated", target, source, 100, unit.confidence)
                seen[source] += 1
                found.codes += any(len(variant.segment) for variant in unit.variants())
                survivors.append((chosen.start, number, unit.copy()))

    found.matches = measure_leverage(text, surviving()).matches
    found.rows = list(_lay_out(placed, found.matches))
    found.units = [unit for _, _, unit in sorted(survivors, key=lambda survivor: survivor[:2])]
    return found


def _other_language(unit: Unit, language: str) -> str:
    """Return the language of a unit's first translation from a language."""
    own = plain_code(language).split("-")[0]
    codes = (variant.language for variant in unit.variants())
    return next((code for code in codes if plain_code(code).split("-")[0] != own), "")


def _lay_out(placed: dict[int, Renewed], matches: Sequence[Match]) -> Iterator[Renewed]:
    """Yield the whole text: runs with their translations, and between them segment by segment the best match."""
    at = 0
    while at < len(matches):
        if at in placed:
            yield placed[at]
            at = placed[at].segments.stop
            continue
        match = matches[at]
        state: State = "changed" if match.percent else "new"
        yield Renewed(range(at, at + 1), state, match.target, match.source, min(match.percent, 100))
        at += 1


def align_renewed(text: Text, found: Renewal, work: WorkInfo) -> Alignment:
    """Return the alignment of the new text with the translations that survive; what is changed or new has none."""
    targets: list[str] = []
    beads = []
    for row in found.rows:
        kept = row.state == "translated"
        beads.append(Bead(row.segments, range(len(targets), len(targets) + kept), row.confidence))
        targets += [row.target] if kept else []
    paragraphs = [Paragraph(target, line=number) for number, target in enumerate(targets, 1)]
    other = make_text(found.language, paragraphs, [[target] for target in targets], f"{text.name} translated")
    return Alignment(text, other, Ladder(tuple(beads)), "memory:update", work)


def write_job(text: Text, found: Renewal, file: BinaryIO) -> None:
    """Write the new text as a translation job, XLIFF 1.2: what is left to do, and what the memory has for it.

    A segment that has changed has the translation of the nearest one as a fuzzy match, which stands in ``alt-trans``
    with its own source; a new one has no target.
    """
    root = etree.Element("xliff", {"version": "1.2"}, nsmap={None: _XLIFF})  # type: ignore[dict-item] # the stubs know no default name space
    languages = {"source-language": text.language, "target-language": found.language or "und"}
    inner = {"original": drop_forbidden(Path(text.name).name) or "text", "datatype": "plaintext", **languages}
    body = etree.SubElement(etree.SubElement(root, "file", inner), "body")
    for number, row in enumerate(found.rows, 1):
        unit = etree.SubElement(body, "trans-unit", {"id": str(number), _SPACE: "preserve"})
        source = join_segments([text.texts[k] for k in row.segments])
        etree.SubElement(unit, "source").text = drop_forbidden(source)
        if row.state == "new":
            continue
        target = etree.SubElement(unit, "target", {"state": "translated"})
        target.text = drop_forbidden(row.target)
        if row.state == "changed":
            target.attrib.update({"state": "needs-review-translation", "state-qualifier": "fuzzy-match"})
            near = etree.SubElement(unit, "alt-trans", {"match-quality": f"{row.percent}%"})
            etree.SubElement(near, "source").text = drop_forbidden(row.source)
            etree.SubElement(near, "target").text = drop_forbidden(row.target)
    etree.indent(body, "")
    file.write(etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n")
