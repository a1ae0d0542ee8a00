"""What became of a pair, and the figures by which a wrong pairing or a wrong language is seen."""

from __future__ import annotations

import json
from typing import NamedTuple

from aligner.alignment import Alignment
from aligner.batch.plan import Pair
from aligner.remarks import UNCERTAIN


class Outcome(NamedTuple):
    """One row of the report.

    ``status``            "aligned" in this run, "kept" from an earlier one, or "failed"
    ``file``              the alignment file, from the folder of the run; "" for a pair that failed
    ``source_lang``, ``target_lang``   the languages that both texts were taken to be in
    ``source_segments``, ``target_segments``, ``beads``   counts
    ``covered``           the share of all segments that have a counterpart, 0 to 1
    ``unsure``            the share of matches that are more likely wrong than right, 0 to 1
    ``confidence``        the mean confidence of matches, 0 to 1
    ``tokens``, ``seconds``   what was encoded, and the time it took with matching; None for a pair that was kept
    ``warnings``          what the readers had to say
    ``error``             why the pair failed
    """

    id: str
    source: str
    target: str
    status: str
    file: str = ""
    source_lang: str = ""
    target_lang: str = ""
    source_segments: int = 0
    target_segments: int = 0
    beads: int = 0
    covered: float = 0.0
    unsure: float = 0.0
    confidence: float = 0.0
    tokens: int | None = None
    seconds: float | None = None
    warnings: tuple[str, ...] = ()
    error: str = ""

    @property
    def rank(self) -> tuple[bool, float, str]:
        """What the report sorts by, the worst pair first: failures, then little covered with little confidence."""
        return (self.status != "failed", self.covered * self.confidence, self.id)

    def to_json(self) -> str:
        """Return the row as one line of JSON."""
        return json.dumps(self._asdict(), ensure_ascii=False)


def describe_alignment(pair: Pair, alignment: Alignment, status: str, file: str) -> Outcome:
    """Return the outcome of a pair that has an alignment.

    >>> from aligner.ladder import Bead, Ladder
    >>> from aligner.text import Paragraph, make_text
    >>> text = make_text("en", [Paragraph("One. Two. ")], [["One. ", "Two. "]])
    >>> ladder = Ladder((Bead(range(1), range(1), 0.4), Bead(range(1, 2), range(1, 1)), Bead(range(2, 2), range(1, 2))))
    >>> made = describe_alignment(Pair("a", "a.txt", "b.txt"), Alignment(text, text, ladder), "aligned", "")
    >>> made.beads, made.covered, made.unsure, made.confidence
    (3, 0.5, 1.0, 0.4)
    """
    matches = [bead for bead in alignment.ladder.beads if bead.source and bead.target]
    confidences = [round(bead.confidence, 3) for bead in matches]  # as the file has them
    segments = len(alignment.source), len(alignment.target)
    return Outcome(
        pair.id,
        pair.source,
        pair.target,
        status,
        file,
        alignment.source.language,
        alignment.target.language,
        *segments,
        len(alignment),
        covered=_share(sum(len(bead.source) + len(bead.target) for bead in matches), sum(segments)),
        unsure=_share(sum(one < UNCERTAIN for one in confidences), len(matches)),
        confidence=_share(sum(confidences), len(matches)),
    )


def _share(part: float, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def failed(pair: Pair, reason: str) -> Outcome:
    """Return the outcome of a pair that cannot be aligned, with the reason."""
    return Outcome(pair.id, pair.source, pair.target, "failed", error=reason)
