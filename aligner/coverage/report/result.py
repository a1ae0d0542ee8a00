"""Compare the outcome of a check with the user's criteria: which findings count, and whether and why it fails."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from math import floor
from typing import NamedTuple

from aligner.coverage.findings import Coverage, Finding, Share
from aligner.coverage.kinds import KIND_TABLE, Kind, Level
from aligner.text import Text


@dataclass(frozen=True, slots=True)
class Criteria:
    """What a check must meet; by default nothing, so that it passes whatever is found.

    Parameters
    ----------
    fail_under : float
        The check fails when a pair has less than so many percent, 0 to 100, of its source segments translated.
    fail_on : frozenset of Kind
        The check fails when there is a finding of one of these kinds.
    min_confidence : float
        Findings of a lower confidence, 0 to 1, do not count.
    accepted : mapping of str to int
        The ids of findings that do not count, each with the line of ``accepted_file`` that names it.
    accepted_file : str
        The name of that file, for messages.
    """

    fail_under: float = 0.0
    fail_on: frozenset[Kind] = frozenset()
    min_confidence: float = 0.0
    accepted: Mapping[str, int] = field(default_factory=dict)
    accepted_file: str = ""

    def level(self, kind: Kind) -> Level:
        """Return how grave a finding of a kind is: an error if the check fails on it, otherwise as the table has it."""
        return "error" if kind in self.fail_on else KIND_TABLE[kind].level


class Found(NamedTuple):
    """A finding and the pair it was found in."""

    coverage: Coverage
    finding: Finding

    @property
    def text(self) -> Text:
        """The text that the finding is about."""
        alignment = self.coverage.alignment
        return alignment.source if self.finding.side == "source" else alignment.target

    @property
    def other(self) -> Text:
        """The text that faces it."""
        alignment = self.coverage.alignment
        return alignment.target if self.finding.side == "source" else alignment.source


@dataclass(frozen=True, slots=True)
class Result:
    """A check's outcome.

    Parameters
    ----------
    name : str
        What was checked.
    coverages : tuple of Coverage
        Every pair.
    findings : tuple of Found
        The findings that count, in the order of the pairs and of their sources.
    criteria : Criteria
        What the check must meet.
    accepted : int
        The number of findings that do not count because a person accepts them.
    stale : tuple of (str, int)
        The accepted ids, with their lines, that no finding has any more.
    lacking : tuple of Coverage
        The pairs of which too little is translated.
    """

    name: str
    coverages: tuple[Coverage, ...]
    findings: tuple[Found, ...]
    criteria: Criteria
    accepted: int
    stale: tuple[tuple[str, int], ...]
    lacking: tuple[Coverage, ...]

    @property
    def failures(self) -> tuple[str, ...]:
        """What the check fails on, a phrase each: empty if it passes."""
        counts = self.counts
        return (
            *(_describe_lack(coverage, self.criteria) for coverage in self.lacking),
            *(
                f"{counts[kind]} finding{'s' if counts[kind] > 1 else ''} of the kind {kind}"
                for kind in counts
                if kind in self.criteria.fail_on
            ),
        )

    @property
    def is_work(self) -> bool:
        """Whether the pairs are versions of one work in several languages, not the documents of one language."""
        return len({coverage.alignment.target.language for coverage in self.coverages}) > 1

    @property
    def counts(self) -> Counter[Kind]:
        """The number of findings of each kind that has any, the gravest kinds first."""
        found = Counter(found.finding.kind for found in self.findings)
        return Counter({kind: found[kind] for kind in sorted(found, key=lambda kind: KIND_TABLE[kind].rank)})

    @property
    def worst_first(self) -> list[Found]:
        """The findings by kind: those that the check fails on, then by rank; of one kind the longest runs first."""
        return sorted(
            self.findings,
            key=lambda found: (
                found.finding.kind not in self.criteria.fail_on,
                KIND_TABLE[found.finding.kind].rank,
                -len(found.finding.segments),
            ),
        )


def judge(coverages: Sequence[Coverage], criteria: Criteria, name: str) -> Result:
    """Return the outcome of a check by some criteria; ``name`` says what was checked."""
    everything = [Found(coverage, finding) for coverage in coverages for finding in coverage.findings]
    known = {found.finding.id for found in everything}
    unaccepted = [found for found in everything if found.finding.id not in criteria.accepted]
    findings = [found for found in unaccepted if found.finding.confidence >= criteria.min_confidence]
    return Result(
        name,
        tuple(coverages),
        tuple(findings),
        criteria,
        len(everything) - len(unaccepted),
        tuple((id_, line) for id_, line in criteria.accepted.items() if id_ not in known),
        tuple(coverage for coverage in coverages if _accepted_percent(coverage, criteria) < criteria.fail_under),
    )


def add_shares(shares: Collection[Share]) -> Share:
    """Return the sums of shares.

    >>> add_shares([Share(3, 2, 30, 20), Share(1, 1, 9, 9)])
    Share(segments=4, matched_segments=3, characters=39, matched_characters=29)
    """
    return Share(*(sum(column) for column in zip(*shares, strict=True))) if shares else Share(0, 0, 0, 0)


def _describe_lack(coverage: Coverage, criteria: Criteria) -> str:
    # Rounded down to hundredths, so that 97.999% does not read "98% is translated, 98% is required".
    reached = floor(100 * _accepted_percent(coverage, criteria)) / 100
    alignment = coverage.alignment
    return (
        f"{reached:g}% of the source is translated in "
        f"{alignment.target.name or alignment.target.language}, {criteria.fail_under:g}% is required"
    )


def _accepted_percent(coverage: Coverage, criteria: Criteria) -> float:
    """Return the percentage of source segments that are translated or that a person accepts as they are."""
    accepted = {
        index
        for finding in coverage.findings
        if finding.id in criteria.accepted
        for index in _unmatched_source_segments(finding)
    }
    share = coverage.source
    return share._replace(matched_segments=min(share.matched_segments + len(accepted), share.segments)).percent


def _unmatched_source_segments(finding: Finding) -> range:
    """Return the source segments that do not count as translated because of a finding."""
    info = KIND_TABLE[finding.kind]
    if finding.words:
        return range(0)
    if finding.side == "source":
        return finding.segments if info.segments_unmatched or not finding.counterpart else range(0)
    return finding.counterpart if info.counterpart_unmatched else range(0)
