"""Read subtitles, captions and lyrics: cues joined into sentences, their times kept.

The captions that YouTube makes repeat each line in the next cue; it is read once. In a file whose cues have no full
stops, such as automatic captions, song texts and most subtitles in Chinese and Thai, the ends of cues are the only
boundaries there are, and each cue is a paragraph. Sounds and songs are paragraphs of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.errors import InputError
from aligner.read.cues import Cue, parse_film, seconds_of
from aligner.read.parts.draft import Draft
from aligner.read.parts.main_text import between_phrases
from aligner.read.parts.paragraph_builder import WIDE, TextBlock
from aligner.read.timed_text import parse_timed_text
from aligner.text import Mark, Paragraph

_NOTES = "♪♫♬♩¶"  # what stands around the words of a song
# "empty.", "empty.”", "♪": where a sentence ends. A colon does too: what follows is another speaker's or a list.
_SENTENCE_END = re.compile(rf"[.!?…。！？{_NOTES}:।။។؟][\'\"”’»）」』)\]]*\s*$")
_CONTINUES = re.compile(r"(?:\.{2,}|…)[\'\"”’»]*\s*$")  # "I waited...": the sentence goes on in the next cue
# "- It is me.", "-No.", "– Ja.", "- 8 euros.": another person begins to speak. "-1" and "- 8" are numbers.
_DASH = re.compile(r"[-–—‐](?:\s*(?=[^\W\d]|[\"“”„«»‹¿¡(\[{\'‘…‥.<♪「『（])|\s+(?=\d[^\n]*[^\W\d]))")
# ">> Who is it?", "[man] Who is it?", "（マーサ）遅いわ", "マーサ：遅いわ": so does here.
_SPEAKER = re.compile(
    r">>|\[[^\]\n]{1,40}\]\s*\S|（[^）\n]{1,20}）\s*\S|【[^】\n]{1,20}】\s*\S|[^\s\x00-\x7f：。、，！？「」]{1,10}：\s*\S"
)
# "MARTHA: You are late.", "DR. HALL (off): …"; it must be in capitals.
_LABEL = re.compile(r"([^\W\d_][^:\n(]{1,30})(?:\([^)\n]{1,30}\)\s?)?:\s*\S")
# A cue of nothing but "[door slams]", "(thunder rumbling)", "（ドアの音）", "*sighs*": a sound, or who speaks next.
_SOUND = re.compile(
    r"(?:[-–—]\s*)?(?:(?:\[[^\]]{1,200}\]|\([^()]{1,200}\)|（[^（）]{1,200}）|【[^】]{1,200}】|\*[^*]{1,200}\*)[.\s]*)+"
)
_SONG_BEGINS = re.compile(rf"[-–—\s]{{0,4}}(?:[{_NOTES}]|#\s)")  # "♪ Row, brothers", "# Row, brothers #"
_SONG_ENDS = re.compile(rf"(?:[{_NOTES}]|\s#)\Z")
# Seconds: a sentence does not go on after a longer pause. Cues of one sentence follow each other within a second; what
# has no full stop and is followed by a pause is a sign or a title.
_PAUSE = 3.0
# Seconds between two cues of a rolling caption at most. They touch; other cues are two frames, 0.08 s, apart or more.
_TOUCH = 0.05
_FULL_STOP = re.compile(r"(?<!\.)[.。．।။។](?![.\w])")  # a full stop; no ellipsis, no "3.5"
# A file with fewer full stops than one in this many letters has none to speak of. Dialogue has one in some 30 letters,
# a lecture one in 120; automatic captions and Chinese subtitles have none, or some in names.
_LETTERS_PER_STOP = 500
_WIDE_LETTERS = 3  # letters of an alphabet that say about as much as one Chinese or Japanese character


def read_subtitles(content: str, *, name: str, start: str = "", end: str = "", kind: str = "subtitles") -> Draft:
    """Return the sentences of a film as paragraphs of kind "cue".

    ``place`` is the time at which the first cue of the sentence begins; the text of each cue is a mark of kind "cue"
    whose value is its times, "00:01:02,000 --> 00:01:04,500". ``kind`` is one that ``cue_format`` names, or "TTML".
    ``start`` and ``end`` are phrases of the paragraphs in which the main text begins and ends. Raises ``InputError``
    when no cue is found, or a phrase is in no paragraph.
    """
    film = parse_timed_text(content, name) if kind == "TTML" else parse_film(content, kind)
    if not film.cues:
        raise InputError(f"{name}: no subtitle found; a cue begins with a line such as 00:01:02,000 --> 00:01:04,500")
    cues = _without_repeats(film.cues)
    stopped = kind != "LRC" and _has_stops(cues)
    blocks = [TextBlock(paragraph) for paragraph in (_sentences(cues) if stopped else _single_cues(cues))]
    main, left = between_phrases(blocks, start, end, name)
    return Draft([block.paragraph for block in main], film.title, film.language, left)


def _without_repeats(cues: list[Cue]) -> list[Cue]:
    """Return the cues without the lines that a cue repeats of the one before, where the times of both touch.

    A cue that repeats all of the one before and adds words to its end, as captions that are typed do, replaces it.
    """
    kept: list[Cue] = []
    shown: list[str] = []  # the lines of the cue before, those that it repeated included
    until = float("-inf")
    for cue in cues:
        lines = cue.text.split("\n")
        touches = bool(kept) and abs(seconds_of(cue.begin) - until) <= _TOUCH
        if (
            touches
            and len(lines) == len(shown) == 1
            and lines[0].startswith(f"{shown[0]} ")
            and kept[-1].text == shown[0]
        ):
            kept[-1] = kept[-1]._replace(end=cue.end, text=cue.text)
        else:
            repeated = _overlap(shown, lines) if touches else 0
            if repeated:
                kept[-1] = kept[-1]._replace(end=cue.end if repeated == len(lines) else kept[-1].end)
            if repeated < len(lines):
                kept.append(cue._replace(line=cue.line + repeated, text="\n".join(lines[repeated:])))
        shown, until = lines, seconds_of(cue.end)
    return kept


def _overlap(before: list[str], lines: list[str]) -> int:
    """Return how many lines at the beginning of a cue are those at the end of the one before."""
    most = min(len(before), len(lines))
    return next((count for count in range(most, 0, -1) if before[-count:] == lines[:count]), 0)


def _has_stops(cues: list[Cue]) -> bool:
    """Return whether the cues have full stops, as prose does."""
    size = sum(len(cue.text) + (_WIDE_LETTERS - 1) * len(WIDE.findall(cue.text)) for cue in cues)
    stops = sum(len(_FULL_STOP.findall(cue.text)) for cue in cues)
    return stops * _LETTERS_PER_STOP >= size


def _single_cues(cues: list[Cue]) -> Iterator[Paragraph]:
    """Yield each cue as a paragraph, and each turn where several people speak in one."""
    for cue in cues:
        for turn in _turns(cue):
            yield _join_cues([turn])


def _sentences(cues: list[Cue]) -> Iterator[Paragraph]:
    """Join cues until a sentence ends, a long pause follows, another person speaks or something else is heard.

    A sound in the middle of a sentence comes after it.
    """
    pending: list[Cue] = []
    heard: list[Cue] = []  # sounds inside the pending sentence

    def flush() -> Iterator[Paragraph]:
        if pending:
            yield _join_cues(pending)
        for sound in heard:
            yield _join_cues([sound])
        pending.clear()
        heard.clear()

    for turn in (turn for cue in cues for turn in _turns(cue)):
        if _SOUND.fullmatch(turn.text):
            heard.append(turn)
            if not pending:
                yield from flush()
            continue
        if (pending or heard) and _begins_anew(turn, pending, interrupted=bool(heard)):
            yield from flush()
        pending.append(turn)
        if (_SENTENCE_END.search(turn.text) and not _CONTINUES.search(turn.text)) or _is_song(turn.text):
            yield from flush()
    yield from flush()


def _begins_anew(turn: Cue, pending: list[Cue], *, interrupted: bool) -> bool:
    """Return whether a turn does not go on with the sentence that is pending; ``interrupted`` by a sound."""
    if (
        not pending
        or _opens_turn(turn.text)
        or turn.voice not in ("", pending[-1].voice)
        or _SONG_BEGINS.match(turn.text)
    ):
        return True
    if interrupted and not turn.text[:1].islower():
        return True
    return seconds_of(turn.begin) - seconds_of(pending[-1].end) > _PAUSE


def _opens_turn(text: str) -> bool:
    label = _LABEL.match(text)
    return bool(_DASH.match(text) or _SPEAKER.match(text) or (label and label[1].isupper()))


def _is_song(line: str) -> bool:
    return bool(_SONG_BEGINS.match(line) and _SONG_ENDS.search(line))


def _turns(cue: Cue) -> list[Cue]:
    """Split a cue where another person begins to speak, and around the lines that are a sound or are sung."""
    turns: list[str] = []
    apart = True  # whether the line before is complete in itself
    for text in cue.text.split("\n"):
        alone = bool(_SOUND.fullmatch(text)) or _is_song(text)
        if turns and not alone and not apart and not _opens_turn(text):
            turns[-1] += "\n" + text
        else:
            turns.append(text)
        apart = alone or _is_song(turns[-1])
    if _SOUND.fullmatch(cue.text):  # one sound of several lines
        turns = [cue.text]
    found, line = [], cue.line
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
