"""Texts of the fake encoder's two languages, checked: what the tests of the single checks share."""

from __future__ import annotations

from collections.abc import Sequence

from aligner.alignment import Alignment
from aligner.coverage import Coverage
from aligner.coverage.case import Case, open_case
from aligner.ladder import Bead, Ladder
from tests.fakes import FakeEncoder, align_texts, english_sentences, profile_text, text_of, to_german

ENGLISH = english_sentences(40)
GERMAN = [to_german(sentence) for sentence in ENGLISH]


def look(source: Sequence[str], target: Sequence[str], *, min_confidence: float = 0.0) -> Coverage:
    """Align two texts and check the alignment."""
    alignment = align_texts(text_of("en", source), text_of("de", target), FakeEncoder())
    return alignment.check(min_confidence=min_confidence)


def told(coverage: Coverage) -> list[tuple[str, str, range]]:
    """Return kind, side and segments of each finding."""
    return [(finding.kind, finding.side, finding.segments) for finding in coverage.findings]


def case_of(source: Sequence[str], target: Sequence[str], languages: tuple[str, str] = ("en", "de")) -> Case:
    """Open the case of two texts aligned line by line."""
    beads = tuple(Bead(range(k, k + 1), range(k, k + 1)) for k in range(len(source)))
    texts = text_of(languages[0], source), text_of(languages[1], target)
    return open_case(Alignment(*texts, Ladder(beads)), (profile_text(texts[0]), profile_text(texts[1])))
