"""Two texts and the ladder between them."""

from __future__ import annotations

from dataclasses import dataclass, field

from aligner.errors import LadderError
from aligner.ladder import Ladder
from aligner.text import Text
from aligner.work_info import WorkInfo


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two texts, the ladder between them, and how it was made.

    ``signature`` names model, revision, weights and version, as ``key:value`` parted by bars. Raises ``LadderError``
    when the ladder is not of these texts' lengths.
    """

    source: Text
    target: Text
    ladder: Ladder
    signature: str = ""
    work: WorkInfo = field(default_factory=WorkInfo)

    def __post_init__(self) -> None:
        sides = ((self.source, self.ladder.source_count), (self.target, self.ladder.target_count))
        for text, count in sides:
            if len(text.segments) != count:
                raise LadderError(
                    f"{text.name or text.language} has {len(text.segments)} segments, the ladder {count}; "
                    "align the texts again"
                )

    def invert(self) -> Alignment:
        """Return the alignment with source and target changed over."""
        return Alignment(self.target, self.source, self.ladder.invert(), self.signature, self.work)
