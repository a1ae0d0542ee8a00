"""What a coverage check returns: figures and findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from aligner.alignment import Alignment
from aligner.coverage.kinds import Kind

Side = Literal["source", "target"]
"""The text that a finding is about."""


class Share(NamedTuple):
    """The number of segments and of characters in a stretch of one text, and how many of them are matched.

    Segments without a letter or digit are not counted, nor is white space.
    """

    segments: int
    matched_segments: int
    characters: int
    matched_characters: int

    @property
    def percent(self) -> float:
        """The percentage of segments that are matched, 0 to 100; 100 where there are none.

        >>> Share(3, 1, 0, 0).percent, Share(0, 0, 0, 0).percent
        (33.333333333333336, 100.0)
        """
        return 100 * self.matched_segments / self.segments if self.segments else 100.0


class RawFinding(NamedTuple):
    """A finding as a check yields it, before ``locate_findings`` gives it a place in its file and an id.

    ``run`` are the segments of ``side`` (0 source, 1 target) that it is about, ``facing`` those of the other side that
    face them, empty at the place where they would be. ``confidence`` is from 0 to 1. ``words`` are those of the run
    that the finding is about, none if it is about the whole run.
    """

    kind: Kind
    side: int
    run: range
    facing: range
    detail: str
    confidence: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Finding:
    """Something that a person should look at.

    Parameters
    ----------
    id : str
        Made of the kind and the words, so that it survives edits elsewhere; what a file of accepted findings names.
    kind : Kind
        One of ``KINDS``.
    side : Side
        The text that the finding is about.
    segments : range
        The segments of that text, from 0.
    counterpart : range
        The segments of the other text that face them; empty, at the place where they would be, if there are none.
    file : str
        The name of that text's file.
    paragraph, last_paragraph : int
        The paragraphs of the first and of the last segment, from 1.
    line : int
        The line of the file on which the first segment begins, from 1.
    offset : int
        The character of its paragraph at which the first segment begins, from 0.
    text : str
        The segments as running text, in one line.
    detail : str
        What is wrong, in a phrase: "30.000.000 ≠ 3,000,000", "words without counterpart: spinning, weaving".
    confidence : float
        How sure the finding is, 0 to 1.
    words : tuple of str
        The words that the finding is about, for a finding about a few words of its segments; such segments count as
        matched.
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
    words: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Finding: {self.id}, {self.file}:{self.line}, {len(self.segments)} {self.side} segments>"


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of both texts below one heading of the source, and its shares; ``title`` is "" before the first one."""

    title: str
    source_range: range
    target_range: range
    source: Share
    target: Share


@dataclass(frozen=True, slots=True, repr=False)
class Coverage:
    """The outcome of a check of one alignment; iterates over its findings.

    Parameters
    ----------
    alignment : Alignment
        What was checked.
    source, target : Share
        How much of each text is matched.
    sections : tuple of Section
        The same below each heading of the source.
    paragraphs : pair of tuples of Share
        The same for each paragraph of the source and of the target.
    findings : tuple of Finding
        In the order of the source.
    scores : pair of tuples of float
        For each segment of the source and of the target how likely something is wrong with it, 0 to 1: the confidence
        of its surest finding, or the probability that words were lost. For ranking; below a finding's bound it is a
        matter of degree.
    """

    alignment: Alignment
    source: Share
    target: Share
    sections: tuple[Section, ...]
    paragraphs: tuple[tuple[Share, ...], tuple[Share, ...]]
    findings: tuple[Finding, ...]
    scores: tuple[tuple[float, ...], tuple[float, ...]] = ((), ())

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    def __repr__(self) -> str:
        shares = (f"{share.matched_segments} of {share.segments}" for share in (self.source, self.target))
        return f"<Coverage: {next(shares)} source and {next(shares)} target segments matched, {len(self)} findings>"
