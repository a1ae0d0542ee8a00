"""Stale: source sections that changed since the lock was written, while their translation did not.

Which sentences are new is read from the digests of the lock. What in them is new is read from the translation: the
words and figures that it does not have. A sentence that was only put in other words is still translated; it is
reported as well, with a lower confidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from aligner.coverage.case import Case
from aligner.coverage.checks.lengths import learn_lengths
from aligner.coverage.checks.number import find_numbers
from aligner.coverage.checks.partial import find_gap, name_gap
from aligner.coverage.findings import RawFinding
from aligner.coverage.lock import Pair, Sections, digest_segment, lock_sections

_LEAST_MISSING = 1.0  # weight that is missing, of an average word, from which words are named as new
_CONFIDENCE, _CONFIDENCE_IF_SAID = 0.95, 0.6  # where the translation lacks something, and where it seems to say it all
_MOST_SENTENCES, _MOST_CHARACTERS = 3, 80  # of the changed sentences that a finding quotes


def find_stale(case: Case, locked: Pair) -> list[RawFinding]:
    """Return a finding for each section of the source that changed while its translation did not.

    A sentence counts as changed if no sentence of the locked source is the same, and its translation as unchanged if
    all sentences that face it are in the locked target. A section that only lost sentences is reported as a whole if
    its translation lost none.
    """
    sections, runs = lock_sections(case.versions[0])
    known = {section.digest for section in locked[0].values()}
    segments = _known_segments(locked[0]), _known_segments(locked[1])
    homes = {i: bead.target for bead in case.beads for i in bead.source}
    numbers = {finding.facing.start: finding.detail for finding in find_numbers(case, learn_lengths(case))}
    findings = []
    for title, run in runs.items():
        if not run or sections[title].digest in known:
            continue
        fresh = [i for i in run if digest_segment(case.texts[0][i]) not in segments[0] and not case.wordless[0][i]]
        stale = [i for i in fresh if all(digest_segment(case.texts[1][j]) in segments[1] for j in homes[i])]
        if stale:
            findings.append(_report(case, title, stale, homes, numbers))
        elif (
            not fresh and title in locked[0] and _is_kept(case, range(homes[run[0]].start, homes[run[-1]].stop), locked)
        ):
            facing = range(homes[run[0]].start, homes[run[-1]].stop)
            findings.append(RawFinding("stale", 0, run, facing, _place(title) + "sentences were removed", _CONFIDENCE))
    return findings


def _known_segments(sections: Sections) -> frozenset[str]:
    return frozenset(chain.from_iterable(section.segments for section in sections.values()))


def _is_kept(case: Case, facing: range, locked: Pair) -> bool:
    """Return whether the sections of the target that ``facing`` is in have every sentence that the lock has of them."""
    runs = lock_sections(case.versions[1])[1]
    now = {digest_segment(text) for text in case.texts[1]}
    touched = [title for title, run in runs.items() if run.start < facing.stop and facing.start < run.stop]
    before = [locked[1][title].segments for title in touched if title in locked[1]]
    return bool(before) and all(segment in now for segments in before for segment in segments)


def _report(
    case: Case, title: str, stale: Sequence[int], homes: dict[int, range], numbers: dict[int, str]
) -> RawFinding:
    """Return the finding of a section some of whose sentences are new, from the first of these to the last."""
    run = range(stale[0], stale[-1] + 1)
    facing = range(homes[stale[0]].start, homes[stale[-1]].stop)
    lacking = [words for i in stale for words in _lacking(case, i, homes[i])]
    lacking += [numbers[i] for i in stale if i in numbers]
    quoted = [f"“{_clip(case.texts[0][i])}”" for i in stale[:_MOST_SENTENCES]]
    more = f" and {len(stale) - _MOST_SENTENCES} more" if len(stale) > _MOST_SENTENCES else ""
    detail = f"{_place(title)}new is {', '.join(quoted)}{more}"
    said = f"; the translation lacks: {', '.join(lacking)}" if lacking else "; the translation may still say it"
    return RawFinding("stale", 0, run, facing, detail + said, _CONFIDENCE if lacking else _CONFIDENCE_IF_SAID)


def _lacking(case: Case, index: int, facing: range) -> list[str]:
    """Return the words of a source sentence that its translation lacks."""
    if not facing:
        return ["all of it"]
    run = range(index, index + 1)
    gap = find_gap(case, 0, run, facing)
    return name_gap(case, 0, run, gap) if gap.missing >= _LEAST_MISSING else []


def _place(title: str) -> str:
    return f"in “{_clip(title)}” " if title else ""


def _clip(text: str) -> str:
    return text if len(text) <= _MOST_CHARACTERS else text[: _MOST_CHARACTERS - 1] + "…"
