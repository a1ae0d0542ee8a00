"""What a check comes to: the findings that count, and whether and why it fails."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from math import floor
from typing import Literal, NamedTuple

from aligner.coverage.findings import Coverage, Finding, Kind, Share
from aligner.text import Text

Level = Literal["error", "warning", "note"]
WORST_FIRST: tuple[Kind, ...] = (
    "omitted",
    "untranslated",
    "number",
    "partial",
    "added",
    "name",
    "moved",
    "repeated",
    "length",
    "unsure",
)
"""The kinds of findings in the order in which people should look at them."""
_MILD: frozenset[Kind] = frozenset(("length", "unsure"))


@dataclass(frozen=True, slots=True)
class Criteria:
    """What a check asks for.

    It fails when a pair has less than ``fail_under`` percent of its source segments translated, or a finding of a kind
    in ``fail_on``. Findings less sure than ``min_confidence``, 0 to 1, do not count, nor do those whose ids are in
    ``accepted``, which says for each the line of ``accepted_file`` that names it.
    """

    fail_under: float = 0.0
    fail_on: frozenset[Kind] = frozenset()
    min_confidence: float = 0.0
    accepted: Mapping[str, int] = field(default_factory=dict)
    accepted_file: str = ""

    def level(self, kind: Kind) -> Level:
        """Return how bad a finding of a kind is: an error where the check fails on it."""
        return "error" if kind in self.fail_on else "note" if kind in _MILD else "warning"


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
    """A check's outcome: every pair, and the findings that count, in order.

    ``accepted`` counts the findings that were left out because a person accepts them; ``stale`` are the accepted ids,
    with their lines, that no finding has any more; ``lacking`` are the pairs of which too little is translated.
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
        """A sentence for each thing that the check fails on, none where it passes."""
        counts = self.counts
        return (
            *(_gap(coverage, self.criteria) for coverage in self.lacking),
            *(
                f"{counts[kind]} finding{'s' if counts[kind] > 1 else ''} of the kind {kind}"
                for kind in counts
                if kind in self.criteria.fail_on
            ),
        )

    @property
    def counts(self) -> Counter[Kind]:
        """The number of findings of each kind, worst kinds first."""
        found = Counter(found.finding.kind for found in self.findings)
        return Counter({kind: found[kind] for kind in WORST_FIRST if found[kind]})

    @property
    def worst_first(self) -> list[Found]:
        """The findings by kind, those that the check fails on first; of a kind the longest runs first."""
        return sorted(
            self.findings,
            key=lambda found: (
                found.finding.kind not in self.criteria.fail_on,
                WORST_FIRST.index(found.finding.kind),
                -len(found.finding.segments),
            ),
        )


def judge(coverages: Sequence[Coverage], criteria: Criteria, name: str) -> Result:
    """Hold what was found against what is asked for; ``name`` says what was checked."""
    everything = [Found(coverage, finding) for coverage in coverages for finding in coverage.findings]
    known = {found.finding.id for found in everything}
    open_ = [found for found in everything if found.finding.id not in criteria.accepted]
    findings = [found for found in open_ if found.finding.confidence >= criteria.min_confidence]
    return Result(
        name,
        tuple(coverages),
        tuple(findings),
        criteria,
        len(everything) - len(open_),
        tuple((id_, line) for id_, line in criteria.accepted.items() if id_ not in known),
        tuple(coverage for coverage in coverages if _reached(coverage, criteria) < criteria.fail_under),
    )


def total(shares: Collection[Share]) -> Share:
    """Add shares up."""
    return Share(*(sum(column) for column in zip(*shares, strict=True))) if shares else Share(0, 0, 0, 0)


def percent(matched: int, whole: int) -> float:
    """Return a share in percent, 100 of nothing.

    >>> percent(1, 3), percent(0, 0)
    (33.333333333333336, 100.0)
    """
    return 100 * matched / whole if whole else 100.0


def _gap(coverage: Coverage, criteria: Criteria) -> str:
    alignment = coverage.alignment
    return (
        f"{floor(100 * _reached(coverage, criteria)) / 100:g}% of the source is translated in "
        f"{alignment.target.name or alignment.target.language}, {criteria.fail_under:g}% is asked for"
    )


def _reached(coverage: Coverage, criteria: Criteria) -> float:
    """Return the percentage of source segments that are translated or that a person accepts as they are."""
    accepted = {
        index for finding in coverage.findings if finding.id in criteria.accepted for index in _uncovered(finding)
    }
    share = coverage.source
    return percent(min(share.matched_segments + len(accepted), share.segments), share.segments)


def _uncovered(finding: Finding) -> range:
    """Return the source segments that do not count as translated because of a finding."""
    return {"omitted": finding.segments, "untranslated": finding.counterpart}.get(finding.kind, range(0))
