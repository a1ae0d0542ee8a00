"""Look an alignment through: every check in turn, one finding for one fault."""

from __future__ import annotations

from collections.abc import Sequence

from aligner.alignment import Alignment
from aligner.coverage.case import Case, Fault, open_case, run_of
from aligner.coverage.checks.lengths import find_lengths, learn_lengths
from aligner.coverage.checks.missing import find_lone, write_lone
from aligner.coverage.checks.moved import find_moved
from aligner.coverage.checks.name import find_names
from aligner.coverage.checks.number import find_numbers
from aligner.coverage.checks.partial import find_partial
from aligner.coverage.checks.repeated import find_repeated
from aligner.coverage.checks.unsure import find_unsure
from aligner.coverage.checks.untranslated import find_untranslated
from aligner.coverage.findings import Coverage
from aligner.coverage.shares import find_sections, share_of, share_paragraphs
from aligner.coverage.writing import write_findings
from aligner.profile import Profile

_UNMATCHED = {"omitted", "added", "untranslated", "repeated"}


def check_alignment(
    alignment: Alignment, profiles: tuple[Profile, Profile], *, min_confidence: float = 0.0
) -> Coverage:
    """Return how much of both texts is translated, and what is not.

    ``profiles`` are those of the source and of the target. A segment is covered when it has a counterpart with
    ``min_confidence``, 0 to 1, or more, and was not left in the source's language. All findings are given, of whatever
    confidence.
    """
    source, target = alignment.source, alignment.target
    case = open_case(alignment, profiles)
    faults = find_faults(case)
    matched = _matched(case, faults, min_confidence)
    everything = range(len(source.segments)), range(len(target.segments))
    return Coverage(
        alignment,
        share_of(source, matched[0], everything[0]),
        share_of(target, matched[1], everything[1]),
        tuple(find_sections(source, target, case.beads, matched)),
        (share_paragraphs(source, matched[0]), share_paragraphs(target, matched[1])),
        write_findings(alignment, faults),
    )


def find_faults(case: Case) -> list[Fault]:
    """Run the checks, the gravest first; what one has told, the next leave alone."""
    lengths = learn_lengths(case)
    lone = find_lone(case, lengths)
    told: tuple[set[int], set[int]] = set(), set()
    faults: list[Fault] = []
    for found in (find_untranslated(case), find_repeated(case), find_moved(case, lone)):
        faults += _untold(found, told)
    again = {case.texts[1][index] for fault in faults if fault.kind == "repeated" for index in fault.run}
    told[1].update(index for index in lone[1] if case.texts[1][index] in again)
    for side in (0, 1):
        for index in told[side]:
            lone[side].pop(index, None)
    numbers = find_numbers(case, lengths)
    lacking = [fault.run for fault in numbers if not fault.detail.count("≠")]
    later = find_partial(case, lengths, lacking), numbers, find_names(case), find_lengths(case, lengths)
    for found in (write_lone(lone), *later, find_unsure(case)):
        faults += _untold(found, told)
    return faults


def _untold(found: Sequence[Fault], told: tuple[set[int], set[int]]) -> list[Fault]:
    """Return the faults of which neither side has been told, and note both."""
    fresh = [
        fault
        for fault in found
        if not told[fault.side].intersection(fault.run) and not told[1 - fault.side].intersection(fault.facing)
    ]
    for fault in fresh:
        told[fault.side].update(fault.run)
        told[1 - fault.side].update(fault.facing)
    return fresh


def _matched(case: Case, faults: Sequence[Fault], min_confidence: float) -> tuple[list[bool], list[bool]]:
    """Tell of each segment whether it has a counterpart that is sure enough and a translation."""
    matched = [False] * len(case.texts[0]), [False] * len(case.texts[1])
    for bead in case.beads:
        for side in (0, 1):
            for index in run_of(bead, side):
                matched[side][index] = bead.confidence >= min_confidence
    for fault in faults:
        if fault.kind in _UNMATCHED or not fault.facing:
            for index in fault.run:
                matched[fault.side][index] = False
        if fault.kind == "untranslated":
            for index in fault.facing:
                matched[0][index] = False
    return matched
