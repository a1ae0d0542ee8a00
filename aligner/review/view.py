"""What the page is sent: texts, beads, reasons and queues as plain data. The page escapes every text that it shows."""

from __future__ import annotations

from typing import Any

from aligner.formats import FORMATS
from aligner.formats.html.languages import name_language, text_direction
from aligner.review.desk import Desk, Version
from aligner.review.doubt import DOUBTFUL, find_queues, find_reasons
from aligner.text import Text, join_segments
from aligner.word_links import link_runs


def describe(desk: Desk, version: int, *, with_texts: bool) -> dict[str, Any]:
    """Return the state of a desk as the page shows it, for one version beside the pivot."""
    with desk.lock:
        one = desk.versions[version]
        beads = one.ladder.beads
        reasons = find_reasons(beads, one.findings)
        state: dict[str, Any] = {
            "number": desk.number,
            "stamp": desk.stamp,
            "version": version,
            "versions": [_column(each.text) for each in desk.versions],
            "beads": [
                [*_bounds(bead.source), *_bounds(bead.target), round(bead.confidence, 3), int(bead.confirmed)]
                for bead in beads
            ],
            "changed": [number for number, bead in enumerate(beads) if bead[:2] in one.changed],
            "reasons": {str(number): said for number, said in reasons.items()},
            "queues": find_queues(beads, reasons),
            "doubtful": DOUBTFUL,
            "moved": [[*_bounds(source), *_bounds(target)] for source, target in one.known.moved],
            "stale": [_stale(state.pin.kind, state) for state in one.known.states if state.status != "holds"],
            "undo": len(one.undo),
            "redo": len(one.redo),
            "notices": desk.notices[-5:],
            "pins": len(one.pins),
            "file": str(one.pins_file),
        }
        desk.notices.clear()
        if with_texts:
            state["texts"] = [_text(desk.pivot), _text(one.text)]
            state["others"] = [_other(desk, each) for each in desk.versions if each is not one]
            state["name"] = desk.subject.work.name or desk.pivot.name
            state["formats"] = _formats(len(desk.versions))
        return state


def describe_links(desk: Desk, version: int, number: int) -> list[list[int]]:
    """Return the links between the words of a bead: on each side the segment, the first character and the last."""
    with desk.lock:
        one = desk.versions[version]
        texts = desk.pivot, one.text
        bead = one.ladder.beads[number]
        profiles = desk.session.profile(texts[0]), desk.session.profile(texts[1])
        links = link_runs(texts, profiles, (bead.source, bead.target))
        placed = [
            [_place(text, run, word) for text, run, word in zip(texts, bead[:2], link, strict=True)] for link in links
        ]
        return [[*source, *target] for source, target in placed]


def _place(text: Text, run: range, word: range) -> list[int]:
    """Return the segment in which a word of a joined run lies, and its characters there."""
    texts = text.texts[run.start : run.stop]
    start = 0
    for k in range(len(texts)):
        start = len(join_segments(texts[: k + 1])) - len(texts[k])
        if word.start < start + len(texts[k]):
            return [run.start + k, word.start - start, word.stop - start]
    return [run.start, 0, 0]


def _bounds(run: range) -> list[int]:
    return [run.start, run.stop]


def _column(text: Text) -> dict[str, str]:
    return {
        "language": text.language,
        "name": name_language(text.language),
        "direction": text_direction(text.language),
        "file": text.name,
    }


def _text(text: Text) -> dict[str, Any]:
    """Return a text: of each segment its words, and whether a paragraph begins with it and what it is."""
    segments = []
    before = -1
    for segment in text.segments:
        paragraph = text.paragraphs[segment.paragraph]
        begins = segment.paragraph != before
        before = segment.paragraph
        segments.append([segment.text, int(begins), paragraph.level])
    return {**_column(text), "segments": segments, "verbatim": text.verbatim}


def _other(desk: Desk, one: Version) -> dict[str, Any]:
    """Return a version that is shown beside: for each segment of the pivot the words that belong with it."""
    words: list[str] = [""] * len(desk.pivot)
    for bead in one.ladder:
        if bead.source:
            words[bead.source.start] = " ".join(one.text.segments[k].text for k in bead.target)
    return {**_column(one.text), "words": words}


def _stale(kind: str, state: Any) -> dict[str, Any]:
    sides = [" ".join(named.texts) for named in (state.pin.source, state.pin.target) if named is not None]
    return {"kind": kind, "status": state.status, "line": state.pin.line, "texts": sides}


def _formats(versions: int) -> list[list[str]]:
    kept = [
        [name, form.summary]
        for name, form in FORMATS.items()
        if form.per == "edition" or (form.per == "pair" and versions == 1 and not form.in_parts)
    ]
    return [entry for entry in kept if entry[0] != "parquet"]
