"""What a coverage check says: figures and findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from aligner.alignment import Alignment

Kind = Literal[
    "omitted",
    "added",
    "untranslated",
    "partial",
    "number",
    "name",
    "length",
    "repeated",
    "moved",
    "unsure",
]
KINDS: tuple[Kind, ...] = Kind.__args__  # type: ignore[attr-defined]
Side = Literal["source", "target"]


class Share(NamedTuple):
    """How many segments and characters there are, and how many of them are matched."""

    segments: int
    matched_segments: int
    characters: int
    matched_characters: int


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a person should look at.

    ``segments`` are the run on ``side`` that it is about, ``counterpart`` the run on the other side that faces it
    (empty where none does, at the place where it would stand). ``paragraph`` and ``last_paragraph`` count from 1,
    ``line`` is the file's line from 1, ``offset`` the character of the paragraph at which the run begins, from 0.
    ``text`` is the run as people see it; ``detail`` one phrase that says what is wrong ("30.000.000 ≠ 3,000,000",
    "words without counterpart: spinning, weaving"). ``confidence`` is from 0 to 1. ``id`` is made of the kind and the
    text, so that it survives edits elsewhere.
    """

    id: str
    kind: Kind
    side: Side
    segments: range
    counterpart: range
    file: str
    paragraph: int
    last_paragraph: int
    line: int
    offset: int
    text: str
    detail: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of both texts below one heading of the source, "" where there is none, and its figures."""

    title: str
    source_range: range
    target_range: range
    source: Share
    target: Share


@dataclass(frozen=True, slots=True)
class Coverage:
    """An alignment looked through: figures for the whole, by section and by paragraph, and the findings in order.

    ``paragraphs`` has a share for each paragraph of the source and of the target.
    """

    alignment: Alignment
    source: Share
    target: Share
    sections: tuple[Section, ...]
    paragraphs: tuple[tuple[Share, ...], tuple[Share, ...]]
    findings: tuple[Finding, ...]
