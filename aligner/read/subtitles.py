"""Read subtitles (SRT, WebVTT): cues joined into sentences, their times kept.

Source: WebVTT (W3C); SRT has no specification and is read as the programs around SubRip write it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from aligner.errors import InputError
from aligner.read.parts.draft import Draft
from aligner.read.parts.main_text import between_phrases
from aligner.read.parts.paragraph_builder import TextBlock
from aligner.text import Mark, Paragraph

_TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{2}[,.]\d{1,3}"  # "00:01:02,000" (SRT), "01:02.000" (WebVTT may leave out hours)
_TIMES = re.compile(rf"\s*({_TIME})\s*-+>\s*({_TIME})(?:\s.*)?")  # "00:01:02,000 --> 00:01:04,500 align:start"
# "<i>", "</font>", "<c.yellow>", "<v Anna>"; "<00:01:02.500>" (karaoke); "{\an8}" (ASS in SRT); "{y:i}" (MicroDVD).
_TAG = re.compile(
    r"</?(?:[ibuv]|c|lang|ruby|rt|font)(?:[.\s][^<>]*)?>|<\d[\d:.]*>|\{\\[^{}]*\}|\{/?[ybiu]:?[^{}]*\}", re.IGNORECASE
)
# "empty.", "empty.”", "♪": where a sentence ends. A colon does too: what follows is another speaker's or a list.
_SENTENCE_END = re.compile(r"[.!?…。！？♪:]['\"”’»）」』)\]]*\s*$")
_CONTINUES = re.compile(r"(?:\.{2,}|…)['\"”’»]*\s*$")  # "I waited...": the sentence goes on in the next cue
_DASH = re.compile(r"^\s*[-–—‐]\s*(?=\S)")  # "- It is me.": another person begins to speak
# Seconds: a sentence does not go on after a longer pause. Cues of one sentence follow each other within a second; what
# has no full stop and is followed by a pause is a sign or a title.
_PAUSE = 3.0
_HEAD = 400  # characters in which the first cue of a film must begin for its format to be recognised


class Cue(NamedTuple):
    """One subtitle: its line in the file, its times as the file has them, and its text."""

    line: int
    begin: str
    end: str
    text: str


def read_subtitles(content: str, *, name: str, start: str = "", end: str = "") -> Draft:
    """Return the sentences of a film as paragraphs of kind "cue".

    ``place`` is the time at which the first cue of the sentence begins; the text of each cue is a mark of kind "cue"
    whose value is its times, "00:01:02,000 --> 00:01:04,500". ``start`` and ``end`` are phrases of the paragraphs in
    which the main text begins and ends. Raises ``InputError`` when no cue is found, or a phrase is in no paragraph.
    """
    cues = list(_cues(content))
    if not cues:
        raise InputError(f"{name}: no subtitle found; a cue begins with a line such as 00:01:02,000 --> 00:01:04,500")
    blocks = [TextBlock(paragraph) for paragraph in _sentences(cues)]
    main, left = between_phrases(blocks, start, end, name)
    return Draft([block.paragraph for block in main], left_out=left)


def looks_like_subtitles(content: str) -> bool:
    """Return whether a text is WebVTT or SRT, by its first lines.

    >>> looks_like_subtitles("1\\n00:00:01,000 --> 00:00:02,000\\nOne.")
    True
    >>> looks_like_subtitles("At 00:00:01,000 it began.")
    False
    """
    head = content.lstrip("\ufeff \n")[:_HEAD]
    return head.startswith("WEBVTT") or bool(re.match(rf"(?:\d+[ \t]*\n)?{_TIMES.pattern}", head))


def _cues(content: str) -> Iterator[Cue]:
    """Yield the cues; the text of a cue ends at a blank line, or at the number and times of the next cue."""
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
            texts.pop()  # the number of the next cue, which no blank line precedes
        text = "\n".join(filter(None, (_TAG.sub("", line).strip() for line in texts)))
        text = text.replace("&nbsp;", "\u00a0").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        if text.strip():
            yield Cue(first + 1, match[1], match[2], text)


def _sentences(cues: list[Cue]) -> Iterator[Paragraph]:
    """Join cues until a sentence ends, a long pause follows or another person speaks."""
    pending: list[Cue] = []
    for cue in cues:
        for turn in _turns(cue):
            if pending and (_DASH.match(turn.text) or _seconds(turn.begin) - _seconds(pending[-1].end) > _PAUSE):
                yield _join_cues(pending)
                pending = []
            pending.append(turn)
            if _SENTENCE_END.search(turn.text) and not _CONTINUES.search(turn.text):
                yield _join_cues(pending)
                pending = []
    if pending:
        yield _join_cues(pending)


def _turns(cue: Cue) -> list[Cue]:
    """Split a cue in which several people speak: each turn begins with a line that begins with a dash."""
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


def _join_cues(cues: list[Cue]) -> Paragraph:
    marks, length = [], 0
    for cue in cues:
        marks.append(Mark(length, length + len(cue.text), "cue", f"{cue.begin} --> {cue.end}"))
        length += len(cue.text) + 1
    return Paragraph("\n".join(cue.text for cue in cues), 0, cues[0].line, "cue", cues[0].begin, tuple(marks))


def _seconds(time: str) -> float:
    """Return a time in seconds: "01:02,500" is 62.5; the fraction has one to three digits."""
    whole, fraction = re.split(r"[,.]", time)
    total = 0.0
    for part in whole.split(":"):
        total = total * 60 + int(part)
    return total + int(fraction) / 10.0 ** len(fraction)
