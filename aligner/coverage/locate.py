"""Give what the checks yield a place in a file, and an id that survives edits elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from hashlib import blake2b

from aligner.alignment import Alignment
from aligner.coverage.findings import Finding, RawFinding
from aligner.coverage.kinds import KIND_TABLE
from aligner.text import Text, join_segments

# How much of a run is in its id. An id should change when the words that were looked at change, and not when the end
# of a long run does: eight words, or 60 characters of a script that has no spaces between words.
_ID_WORDS = 8
_ID_CHARACTERS = 60


def locate_findings(alignment: Alignment, raw: Iterable[RawFinding]) -> tuple[Finding, ...]:
    """Return raw findings with their places and ids, in the order of the source; ids are unique."""
    seen: Counter[str] = Counter()
    findings = []
    for one in sorted(raw, key=_source_order):
        text = (alignment.source, alignment.target)[one.side]
        shown = join_segments([text.segments[index].text for index in one.run])
        id_ = _make_id(alignment, one, shown)
        seen[id_] += 1
        findings.append(_locate(one, text, shown, id_ if seen[id_] == 1 else f"{id_}-{seen[id_]}"))
    return tuple(findings)


def _source_order(raw: RawFinding) -> tuple[int, int, int, str]:
    source, target = (raw.run, raw.facing) if raw.side == 0 else (raw.facing, raw.run)
    return source.start, target.start, raw.side, raw.kind


def _make_id(alignment: Alignment, raw: RawFinding, shown: str) -> str:
    """Return the kind and a hash of the languages, the side and the first words, without case and punctuation.

    Neither the file's name nor a position goes in, so that one list of accepted ids serves a whole work, and stays
    valid when the file is renamed or edited elsewhere. The hash has 40 bits: among 10,000 findings the probability
    that any two share one is 1 in 20,000, and the second would still get a number of its own.
    """
    words = re.findall(r"\w+", shown.casefold())
    parts = [alignment.source.language, alignment.target.language, "st"[raw.side], " ".join(words)[:_ID_CHARACTERS]]
    if KIND_TABLE[raw.kind].id_from_detail or raw.words:
        parts.append(raw.detail)
    else:
        parts[-1] = " ".join(words[:_ID_WORDS])[:_ID_CHARACTERS]
    return f"{raw.kind}-{blake2b(chr(31).join(parts).encode(), digest_size=5).hexdigest()}"


def _locate(raw: RawFinding, text: Text, shown: str, id_: str) -> Finding:
    first, last = text.segments[raw.run.start], text.segments[raw.run.stop - 1]
    return Finding(
        id=id_,
        kind=raw.kind,
        side="source" if raw.side == 0 else "target",
        segments=raw.run,
        counterpart=raw.facing,
        file=text.name,
        paragraph=first.paragraph + 1,
        last_paragraph=last.paragraph + 1,
        line=text.line(raw.run.start),
        offset=first.start,
        text=shown,
        detail=raw.detail,
        confidence=round(min(max(raw.confidence, 0.0), 1.0), 3),
        words=raw.words,
    )
