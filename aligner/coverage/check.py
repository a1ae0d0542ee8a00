"""Check an alignment: run every check in turn, keep one finding for each error, and count what is matched."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from aligner.alignment import Alignment
from aligner.coverage.case import Case, open_case, run_of
from aligner.coverage.checks.codes import find_codes
from aligner.coverage.checks.lengths import Lengths, find_lengths, learn_lengths
from aligner.coverage.checks.lost_words import Judged, find_lost_words, judge_beads
from aligner.coverage.checks.missing import find_unmatched, report_unmatched
from aligner.coverage.checks.mixed import find_mixed_words
from aligner.coverage.checks.moved import find_moved
from aligner.coverage.checks.name import find_names
from aligner.coverage.checks.new_name import find_new_names
from aligner.coverage.checks.number import find_numbers, is_loss
from aligner.coverage.checks.partial import find_partial
from aligner.coverage.checks.repeated import find_repeated
from aligner.coverage.checks.unsure import find_unsure
from aligner.coverage.checks.untranslated import find_untranslated
from aligner.coverage.checks.word_runs import find_word_runs
from aligner.coverage.findings import Coverage, RawFinding
from aligner.coverage.kinds import KIND_TABLE
from aligner.coverage.locate import locate_findings
from aligner.coverage.scores import score_segments
from aligner.coverage.shares import count_paragraphs, count_sections, count_share
from aligner.coverage.strictness import STRICTNESS
from aligner.profile import Profile

Check = Callable[[Case], list[RawFinding]]
"""A check that runs only where a user gives what it needs; it holds that, and returns what it finds in a case."""


def check_alignment(
    alignment: Alignment,
    profiles: tuple[Profile, Profile],
    *,
    min_confidence: float = 0.0,
    profile: str = "usual",
    further: Sequence[Check] = (),
) -> Coverage:
    """Return how much of both texts is matched, and what a person should look at.

    Parameters
    ----------
    alignment : Alignment
        What to check.
    profiles : pair of Profile
        Those of its source and of its target.
    min_confidence : float
        The confidence, 0 to 1, that a bead needs for its segments to count as matched. Findings of any confidence are
        returned.
    profile : str
        How much is reported, one of ``STRICTNESS``.
    further : sequence of Check
        Checks on request. What they find says nothing about what is matched, and is reported beside the other findings.
    """
    source, target = alignment.source, alignment.target
    strictness = STRICTNESS[profile]
    case = open_case(alignment, profiles, strictness.caution)
    lengths = learn_lengths(case)
    judged = judge_beads(case, lengths)
    found = [one for one in run_checks(case, lengths, judged) if one.kind not in strictness.silent]
    matched = _matched_segments(case, found, min_confidence)
    everything = range(len(source.segments)), range(len(target.segments))
    return Coverage(
        alignment,
        count_share(source, matched[0], everything[0]),
        count_share(target, matched[1], everything[1]),
        tuple(count_sections(source, target, case.beads, matched)),
        (count_paragraphs(source, matched[0]), count_paragraphs(target, matched[1])),
        locate_findings(alignment, [*found, *(finding for check in further for finding in check(case))]),
        score_segments(case, judged, found),
    )


def run_checks(case: Case, lengths: Lengths | None, judged: Mapping[int, Judged]) -> list[RawFinding]:
    """Return what the checks find, one finding for each error.

    ``lengths`` are what is usual between the two texts, ``judged`` says how likely each bead has lost words.

    The checks run in the order of how much they explain: a sentence that was left in English is also too long, lacks
    names and may be unsure, so what one check has reported the later ones do not report again.
    """
    unmatched = find_unmatched(case, lengths)
    reported: tuple[set[int], set[int]] = set(), set()
    findings: list[RawFinding] = []
    for found in (find_untranslated(case), find_repeated(case), find_moved(case, unmatched)):
        findings += _keep_unreported(found, reported)
    # Where a sentence was translated once and given twice, either of the two may have been left without a counterpart:
    # the other one is not added.
    twice = {case.texts[1][index] for finding in findings if finding.kind == "repeated" for index in finding.run}
    reported[1].update(index for index in unmatched[1] if case.texts[1][index] in twice)
    for side in (0, 1):
        for index in reported[side]:
            unmatched[side].pop(index, None)
    numbers = find_numbers(case, lengths)
    # A figure that is lost without another in its place was probably dropped with the words around it, which "partial"
    # can name.
    lost_figures = [finding.run for finding in numbers if is_loss(finding)]
    words = find_word_runs(case), find_mixed_words(case)
    names = find_codes(case), find_names(case), find_new_names(case)
    losses = find_lost_words(case, judged), find_lengths(case, lengths)
    later = *words, find_partial(case, lengths, lost_figures), numbers, *names, *losses
    for found in (report_unmatched(unmatched), *later, find_unsure(case)):
        findings += _keep_unreported(found, reported)
    return findings


def _keep_unreported(found: Sequence[RawFinding], reported: tuple[set[int], set[int]]) -> list[RawFinding]:
    """Return the findings none of whose segments were reported before, and add their segments to ``reported``.

    Two findings of one check may share segments, so all are compared with ``reported`` before any is added to it.
    """
    fresh = [
        finding
        for finding in found
        if not reported[finding.side].intersection(finding.run)
        and not reported[1 - finding.side].intersection(finding.facing)
    ]
    for finding in fresh:
        reported[finding.side].update(finding.run)
        reported[1 - finding.side].update(finding.facing)
    return fresh


def _matched_segments(
    case: Case, findings: Sequence[RawFinding], min_confidence: float
) -> tuple[list[bool], list[bool]]:
    """Return for each segment of both sides whether it is matched: its bead is sure enough and no finding denies it."""
    matched = [False] * len(case.texts[0]), [False] * len(case.texts[1])
    for bead in case.beads:
        for side in (0, 1):
            for index in run_of(bead, side):
                matched[side][index] = bead.confidence >= min_confidence
    for finding in findings:
        info = KIND_TABLE[finding.kind]
        if finding.words:
            continue
        if info.segments_unmatched or not finding.facing:
            for index in finding.run:
                matched[finding.side][index] = False
        if info.counterpart_unmatched:
            for index in finding.facing:
                matched[1 - finding.side][index] = False
    return matched
