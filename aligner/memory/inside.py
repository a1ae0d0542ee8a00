"""Cut units that are paragraphs into sentences, and align them inside each unit only."""

from __future__ import annotations

from aligner.alignment import Alignment
from aligner.hard_borders import align_pieces
from aligner.segment import cut
from aligner.session import Aligner
from aligner.text import Text, make_text


def align_inside(alignment: Alignment, session: Aligner) -> Alignment:
    """Return an alignment whose beads are cut into sentences and aligned anew, each inside itself.

    No bead of the result crosses a border of the old ones. A bead that is one sentence on both sides, or that has only
    one side, keeps its confidence. Raises ``ModelError`` when the model cannot be loaded.
    """
    sides = [_cut_text(alignment, side) for side in (0, 1)]
    texts = [text for text, _ in sides]
    counts = list(zip(*(counts for _, counts in sides), strict=True))
    known = [bead.confidence for bead in alignment.ladder]
    ladder = align_pieces((texts[0], texts[1]), counts, session, known)
    signature = f"{alignment.signature} + {session.signature}" if alignment.signature else session.signature
    return Alignment(texts[0], texts[1], ladder, signature, alignment.work)


def _cut_text(alignment: Alignment, side: int) -> tuple[Text, list[int]]:
    """Return a side's text with its paragraphs cut into sentences, and the number of these in each bead.

    A border that is inside a paragraph stays: each segment is cut by itself.
    """
    text = (alignment.source, alignment.target)[side]
    pieces: list[list[str]] = [[] for _ in text.paragraphs]
    numbers = []
    for segment in text.segments:
        parts = [segment.raw] if text.paragraphs[segment.paragraph].level else cut(segment.raw, text.language)
        pieces[segment.paragraph] += parts
        numbers.append(len(parts))
    counts = [sum(numbers[k] for k in (bead.source, bead.target)[side]) for bead in alignment.ladder]
    # A unit's inline codes stay with its paragraph; only a unit of one sentence has them to itself.
    return make_text(text.language, list(text.paragraphs), pieces, text.name), counts
