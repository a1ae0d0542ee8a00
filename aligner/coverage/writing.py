"""Write a fault out: where it stands, what it says, and an id that survives edits elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from hashlib import blake2b

from aligner.alignment import Alignment
from aligner.coverage.case import Fault
from aligner.coverage.findings import Finding
from aligner.text import Text, join_segments

_WORDS = 8  # the first words of a run name it
_BY_DETAIL = {"number", "name"}  # accepted for what differs, not for where


def write_findings(alignment: Alignment, faults: Iterable[Fault]) -> tuple[Finding, ...]:
    """Return the faults as findings, in the order of the source."""
    seen: Counter[str] = Counter()
    findings = []
    for fault in sorted(faults, key=_order):
        text = (alignment.source, alignment.target)[fault.side]
        shown = join_segments([text.segments[index].text for index in fault.run])
        key = _key(alignment, fault, shown)
        seen[key] += 1
        findings.append(_write(fault, text, shown, key if seen[key] == 1 else f"{key}-{seen[key]}"))
    return tuple(findings)


def _order(fault: Fault) -> tuple[int, int, int, str]:
    runs = (fault.run, fault.facing) if fault.side == 0 else (fault.facing, fault.run)
    return runs[0].start, runs[1].start, fault.side, fault.kind


def _key(alignment: Alignment, fault: Fault, shown: str) -> str:
    """Name a fault by its languages, kind, and the first words or the difference, without case and punctuation."""
    words = re.findall(r"\w+", shown.casefold())
    parts = [alignment.source.language, alignment.target.language, "st"[fault.side], " ".join(words)[:60]]
    if fault.kind in _BY_DETAIL:
        parts.append(fault.detail)
    else:
        parts[-1] = " ".join(words[:_WORDS])[:60]
    return f"{fault.kind}-{blake2b(chr(31).join(parts).encode(), digest_size=5).hexdigest()}"


def _write(fault: Fault, text: Text, shown: str, key: str) -> Finding:
    first, last = text.segments[fault.run.start], text.segments[fault.run.stop - 1]
    return Finding(
        id=key,
        kind=fault.kind,
        side="source" if fault.side == 0 else "target",
        segments=fault.run,
        counterpart=fault.facing,
        file=text.name,
        paragraph=first.paragraph + 1,
        last_paragraph=last.paragraph + 1,
        line=text.line(fault.run.start),
        offset=first.start,
        text=shown,
        detail=fault.detail,
        confidence=round(min(max(fault.confidence, 0.0), 1.0), 3),
    )
