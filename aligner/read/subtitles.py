"""Subtitles (SRT, WebVTT): cues joined into sentences, their times kept.

Source: WebVTT (W3C); SRT has no specification, see the files of SubRip.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from aligner.errors import InputError
from aligner.read.parts.draft import Draft
from aligner.read.parts.main_text import between
from aligner.read.parts.paragraph_builder import Block
from aligner.text import Mark, Paragraph

_TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{2}[,.]\d{1,3}"
_TIMES = re.compile(rf"\s*({_TIME})\s*-+>\s*({_TIME})(?:\s.*)?")
_TAG = re.compile(
    r"</?(?:[ibuv]|c|lang|ruby|rt|font)(?:[.\s][^<>]*)?>|<\d[\d:.]*>|\{\\[^{}]*\}|\{/?[ybiu]:?[^{}]*\}", re.IGNORECASE
)
_ENDS = re.compile(r"[.!?…。！？♪:]['\"”’»）」』)\]]*\s*$")
_GOES_ON = re.compile(r"(?:\.{2,}|…)['\"”’»]*\s*$")
_DASH = re.compile(r"^\s*[-–—‐]\s*(?=\S)")
_PAUSE = 3.0  # seconds; a sentence does not go on after a longer one


class Cue(NamedTuple):
    """One subtitle: its line in the file, its times as they stand there, and its text."""

    line: int
    begin: str
    end: str
    text: str


def read_subtitles(content: str, *, name: str, start: str = "", end: str = "") -> Draft:
    """Return a film's sentences as paragraphs of kind "cue".

    ``place`` is the time at which the first cue begins; each cue's part is a mark of kind "cue" whose value is its
    times, "00:01:02,000 --> 00:01:04,500". Raises ``InputError`` when no cue is found.
    """
    cues = list(_cues(content))
    if not cues:
        raise InputError(f"{name}: no subtitle found; a cue begins with a line such as 00:01:02,000 --> 00:01:04,500")
    main, left = between([Block(paragraph) for paragraph in _sentences(cues)], start, end, name)
    return Draft([block.paragraph for block in main], left_out=left)


def looks_like_subtitles(content: str) -> bool:
    """Tell whether a text is WebVTT or SRT from its first lines."""
    head = content.lstrip("\ufeff \n")[:400]
    return head.startswith("WEBVTT") or bool(re.match(rf"(?:\d+[ \t]*\n)?{_TIMES.pattern}", head))


def _cues(content: str) -> Iterator[Cue]:
    """Yield the cues; a cue's text ends at a blank line, or at the number and times of the next."""
    lines = content.split("\n")
    number = 0
    while number < len(lines):
        match = _TIMES.fullmatch(lines[number])
        number += 1
        if match is None:
            continue
        first, texts = number, []
        while number < len(lines) and lines[number].strip() and not _TIMES.fullmatch(lines[number]):
            texts.append(lines[number].strip())
            number += 1
        if number < len(lines) and _TIMES.fullmatch(lines[number]) and texts and texts[-1].isdigit():
            texts.pop()
        text = "\n".join(filter(None, (_TAG.sub("", line).strip() for line in texts)))
        text = text.replace("&nbsp;", "\u00a0").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        if text.strip():
            yield Cue(first + 1, match[1], match[2], text)


def _sentences(cues: list[Cue]) -> Iterator[Paragraph]:
    """Join cues until a sentence ends, a long pause follows or another person speaks."""
    pending: list[Cue] = []
    for cue in cues:
        for part in _turns(cue):
            if pending and (_DASH.match(part.text) or _seconds(part.begin) - _seconds(pending[-1].end) > _PAUSE):
                yield _joined(pending)
                pending = []
            pending.append(part)
            if _ENDS.search(part.text) and not _GOES_ON.search(part.text):
                yield _joined(pending)
                pending = []
    if pending:
        yield _joined(pending)


def _turns(cue: Cue) -> list[Cue]:
    """Part a cue in which several people speak: each turn is a line that begins with a dash."""
    turns: list[str] = []
    line = cue.line
    for text in cue.text.split("\n"):
        if turns and not _DASH.match(text):
            turns[-1] += "\n" + text
        else:
            turns.append(text)
    found = []
    for turn in turns:
        found.append(cue._replace(line=line, text=turn))
        line += turn.count("\n") + 1
    return found


def _joined(cues: list[Cue]) -> Paragraph:
    marks, length = [], 0
    for cue in cues:
        marks.append(Mark(length, length + len(cue.text), "cue", f"{cue.begin} --> {cue.end}"))
        length += len(cue.text) + 1
    return Paragraph("\n".join(cue.text for cue in cues), 0, cues[0].line, "cue", cues[0].begin, tuple(marks))


def _seconds(time: str) -> float:
    whole, fraction = re.split(r"[,.]", time)
    total = 0.0
    for part in whole.split(":"):
        total = total * 60 + int(part)
    return total + int(fraction) / 10.0 ** len(fraction)
