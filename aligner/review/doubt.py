"""Which beads a reviewer looks at first, and what there is to doubt about each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aligner.coverage.findings import Coverage
from aligner.coverage.kinds import KIND_TABLE
from aligner.coverage.report.phrases import shown_detail
from aligner.ladder import Bead

DOUBTFUL = 0.9
"""Confidence below which a bead counts as doubtful in the page's progress."""

Finding = tuple[str, range, range]
"""A finding of coverage in words, and its segments of the source and of the target."""


def order_by_doubt(beads: Sequence[Bead]) -> list[int]:
    """Return the numbers of the beads that no one has confirmed, the least certain first, in order where alike.

    >>> order_by_doubt([Bead(range(1), range(1), 0.9), Bead(range(1, 2), range(1, 2), 0.3)])
    [1, 0]
    """
    return sorted((k for k, bead in enumerate(beads) if not bead.confirmed), key=lambda k: (beads[k].confidence, k))


def find_queues(beads: Sequence[Bead], reasons: Mapping[int, Sequence[str]]) -> dict[str, list[int]]:
    """Return the orders in which beads can be looked at, by name; ``reasons`` are by the number of a bead."""
    doubt = order_by_doubt(beads)
    return {
        "doubt": doubt,
        "shape": [k for k in doubt if beads[k].shape != "1-1"],
        "findings": [k for k in doubt if reasons.get(k)],
        "order": list(range(len(beads))),
    }


def find_reasons(beads: Sequence[Bead], findings: Sequence[Finding]) -> dict[int, list[str]]:
    """Return what there is to doubt about each bead, in words, by its number; beads without a doubt are left out."""
    by_segment: tuple[dict[int, list[str]], dict[int, list[str]]] = ({}, {})
    for words, *runs in findings:
        for side, run in enumerate(runs):
            for k in run:
                by_segment[side].setdefault(k, []).append(words)
    found = {}
    for number, bead in enumerate(beads):
        said = [words for side in (0, 1) for k in bead[:2][side] for words in by_segment[side].get(k, ())]
        if said and not bead.confirmed:
            found[number] = list(dict.fromkeys(said))
    return found


def findings_of(coverage: Coverage) -> list[Finding]:
    """Return the findings of a check of coverage in words."""
    found = []
    for one in coverage.findings:
        runs = (one.segments, one.counterpart) if one.side == "source" else (one.counterpart, one.segments)
        detail = shown_detail(one)
        words = (KIND_TABLE[one.kind].here or one.kind) + (f": {detail}" if detail else "")
        found.append((words, *runs))
    return found
