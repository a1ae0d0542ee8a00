"""Parse the formats of subtitles and lyrics into cues.

They are SRT, WebVTT, SubViewer (SBV), SubStation Alpha (ASS) and LRC; TTML is in ``timed_text``.

Source: WebVTT and TTML 2 (W3C); YouTube's help page on caption files for SBV; the specification "SSA v4.00+" for ASS.
SRT and LRC have none and are read as the programs around them write them. The parsers are the project's own because
those at hand (pysubs2) do not keep the line of a cue, which messages and findings need.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

# "00:00:01,000" (SRT), "01:02.000" (WebVTT may leave out hours), "-00:00:01,000" (what some programs make of a shift)
_TIME = r"-?(?:\d{1,3}:)?\d{1,2}:\d{2}[,.]\d{1,3}"
_TIMES = re.compile(rf"\s*({_TIME})\s*-+>\s*({_TIME})(?:\s.*)?")  # "00:01:02,000 --> 00:01:04,500 align:start"
_SBV_TIMES = re.compile(rf"\s*({_TIME}),({_TIME})\s*")  # "0:00:01.000,0:00:02.500"
_LRC_TIME = re.compile(r"\[(\d{1,3}:\d{2}(?:[.:]\d{1,3})?)\]")  # "[00:01.00]", "[01:02]"
_LRC_TITLE = re.compile(r"^\[ti:[ \t]*(.*?)[ \t]*\][ \t]*$", re.MULTILINE | re.IGNORECASE)  # "[ti:The Ferry]"
_LRC_WORD = re.compile(r"<\d{1,3}:\d{2}(?:[.:]\d{1,3})?>[ \t]?")  # "<00:01.20>" before each word
# "<i>", "</font>", "<c.yellow>", "<lang en>"; "<00:01:02.500>" (karaoke); "{\an8}" (ASS in SRT); "{y:i}" (MicroDVD).
_TAG = re.compile(
    r"</?(?:[ibuv]|c|lang|ruby|rt|font)(?:[.\s][^<>]*)?>|<\d[\d:.]*>|\{\\[^{}]*\}|\{/?[ybiu](?::[^{}]*)?\}",
    re.IGNORECASE,
)
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]+([^<>]*)>")  # "<v Anna>", "<v.loud Anna>" (WebVTT)
_REFERENCES = {"&nbsp;": "\u00a0", "&lt;": "<", "&gt;": ">", "&lrm;": "\u200e", "&rlm;": "\u200f", "&amp;": "&"}
_BLOCKS = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|\Z)")  # blocks of WebVTT that hold no cue
_ASS_CODES = re.compile(r"(?<!\\)\{[^{}]*\}")  # "{\i1}", "{\an8\pos(320,40)}", "{a comment}"; not "\{a brace\}"
_ASS_DRAWING = re.compile(r"\{[^{}]*\\p[1-9]")  # "{\p1}m 0 0 l 100 0": a drawing, which is no text
_ASS_COLUMNS = ["layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text"]
_ASS_COLUMN_WIDTH = 20  # characters of the longest name of a column that is looked at
_HEAD = 400  # characters in which the first cue of a film must begin for its format to be recognised


class Cue(NamedTuple):
    """One subtitle: its line in the file, its times as the file has them, its text, and who speaks if that is said."""

    line: int
    begin: str
    end: str
    text: str
    voice: str = ""


class Film(NamedTuple):
    """The cues of a file in their order, with the title and the language that it declares, unchecked."""

    cues: list[Cue]
    title: str = ""
    language: str = ""


def cue_format(content: str) -> str:
    """Return the name of the format of subtitles that a text begins like, "" if it begins like none.

    >>> cue_format("1\\n00:00:01,000 --> 00:00:02,000\\nOne."), cue_format("At 00:00:01,000 it began.")
    ('subtitles', '')
    >>> cue_format("0:00:01.000,0:00:02.500\\nOne."), cue_format("[00:01.00]One."), cue_format("[Script Info]\\n")
    ('SBV', 'LRC', 'ASS')
    """
    head = content.lstrip("\ufeff \n")[:_HEAD]
    if head.startswith("WEBVTT") or re.match(rf"(?:\d+[ \t]*\n)?{_TIMES.pattern}", head):
        return "subtitles"
    if re.match(rf"{_SBV_TIMES.pattern}\n", head):
        return "SBV"
    if re.match(r"\[(?:Script Info|V4\+? Styles|Events)\]", head, re.IGNORECASE):
        return "ASS"
    # Lyrics begin with the fields of their header, or with a time.
    return (
        "LRC"
        if re.match(rf"(?:\[(?:ar|ti|al|au|by|re|ve|offset|length):[^\]\n]*\]\s*)*{_LRC_TIME.pattern}", head)
        else ""
    )


def parse_film(content: str, kind: str) -> Film:
    """Return the cues of a file of a kind that ``cue_format`` names."""
    parsers: dict[str, Callable[[str], Film]] = {"SBV": _parse_sbv, "ASS": _parse_ass, "LRC": _parse_lrc}
    return parsers.get(kind, _parse_srt)(content)


def seconds_of(time: str) -> float:
    """Return a time in seconds; the fraction has one to three digits.

    >>> seconds_of("01:02,500"), seconds_of("0:00:01.5"), seconds_of("-00:00:01,500")
    (62.5, 1.5, -1.5)
    """
    if time.startswith("-"):
        return -seconds_of(time[1:])
    whole, _, fraction = time.replace(",", ".").partition(".")
    total = 0.0
    for part in whole.split(":"):
        total = total * 60 + int(part)
    return total + (int(fraction) / 10.0 ** len(fraction) if fraction else 0.0)


def time_of(seconds: float) -> str:
    """Return a time as WebVTT has it.

    >>> time_of(62.5)
    '00:01:02.500'
    """
    milliseconds = round(seconds * 1000)
    whole, fraction = divmod(milliseconds, 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{fraction:03}"


def _parse_srt(content: str) -> Film:
    """Return the cues of SRT or WebVTT: a line of times, and the text up to the head of the next cue.

    A blank line inside a cue, which some files have, does not end it; the captions of YouTube begin with one.
    """
    lines = content.split("\n")
    heads = [number for number, line in enumerate(lines) if "->" in line and _TIMES.fullmatch(line)]
    cues: list[Cue] = []
    web = content.lstrip("\ufeff \n").startswith("WEBVTT")
    for head, following in pairwise([*heads, len(lines) + 1] if heads else []):
        texts = _without_identifier(lines[head + 1 : following], web=web, last=following > len(lines))
        match = _TIMES.fullmatch(lines[head])
        first = next((number for number, text in enumerate(texts) if text.strip()), 0)
        if match and (text := _clean("\n".join(texts))):
            cues += _voices(Cue(head + 2 + first, match[1], match[2], text))
    language = re.match(r"WEBVTT[^\n]*\n(?:[^\n]+\n)*?Language:[ \t]*(\S+)", content[:_HEAD].lstrip("\ufeff \n"))
    return Film(cues, language=language[1] if language else "")


def _without_identifier(texts: list[str], *, web: bool, last: bool) -> list[str]:
    """Return the lines of a cue without what belongs to the next one: its number or identifier, and blocks of notes."""
    kept = list(texts)
    if (
        not last
        and kept
        and kept[-1].strip()
        and (kept[-1].strip().isdigit() or (web and not "".join(kept[-2:-1]).strip()))
    ):
        kept.pop()
    if web:  # a comment or a style sheet follows an empty line and ends at the next
        inside, found = False, []
        for number, text in enumerate(kept):
            inside = text != "" and (inside or (number > 0 and kept[number - 1] == "" and bool(_BLOCKS.match(text))))
            found.append("" if inside else text)
        kept = found
    return kept


def _clean(text: str) -> str:
    """Return the text of a cue without tags and blank lines; voices stay as they are."""
    plain = _TAG.sub(lambda match: match[0] if _VOICE.match(match[0]) else "", text)
    return "\n".join(filter(None, (line.strip() for line in plain.split("\n"))))


def _voices(cue: Cue) -> Iterator[Cue]:
    """Yield a cue for each voice of a cue, its characters as they are shown."""
    start, voice, line = 0, "", cue.line
    for match in [*_VOICE.finditer(cue.text), None]:
        text = cue.text[start : match.start() if match else len(cue.text)]
        if text.strip():
            for reference, character in _REFERENCES.items():
                text = text.replace(reference, character)
            yield cue._replace(
                line=line + text[: len(text) - len(text.lstrip())].count("\n"), text=text.strip(), voice=voice
            )
        line += text.count("\n")
        start, voice = (match.end(), match[1].strip()) if match else (start, voice)


def _parse_sbv(content: str) -> Film:
    """Return the cues of SubViewer as YouTube writes it: a line with both times, then the text; ``[br]`` is a break."""
    lines = content.split("\n")
    heads = [number for number, line in enumerate(lines) if _SBV_TIMES.fullmatch(line)]
    cues = []
    for head, following in pairwise([*heads, len(lines)] if heads else []):
        match = _SBV_TIMES.fullmatch(lines[head])
        text = _clean("\n".join(lines[head + 1 : following]).replace("[br]", "\n"))
        if match and text:
            cues.append(Cue(head + 2, match[1], match[2], text))
    return Film(cues)


def _parse_ass(content: str) -> Film:
    """Return the dialogue of SubStation Alpha by time; drawings are no text, and repeated layers are one cue."""
    title, columns, events = "", _ASS_COLUMNS, False
    found: dict[tuple[str, str, str], Cue] = {}
    for number, line in enumerate(content.split("\n"), 1):
        key, colon, value = line.partition(":")
        if line.startswith("["):
            events = line.strip().lower() == "[events]"
        elif key == "Title" and colon and not events:
            title = value.strip()
        elif events and key == "Format":
            columns = [column.strip().lower()[:_ASS_COLUMN_WIDTH] for column in value.split(",")]
        elif events and key in ("Dialogue", "Comment") and colon:
            fields = dict(zip(columns, value.split(",", len(columns) - 1), strict=False))
            # A line that effects are made of is a comment, and what is made of it a cue for each syllable.
            effect = fields.get("effect", "").strip().lower()
            shown = effect != "fx" if key == "Dialogue" else effect == "karaoke"
            text = "" if not shown or _ASS_DRAWING.search(value) else _ASS_CODES.sub("", fields.get("text", ""))
            text = _clean(re.sub(r"\\[Nn]", "\n", text).replace("\\h", "\u00a0"))
            text = re.sub(r"\\([{}])", r"\1", text).replace("\\\u2060", "\\")
            begin, end = fields.get("start", "").strip(), fields.get("end", "").strip()
            if text and re.fullmatch(_TIME, begin) and re.fullmatch(_TIME, end):
                voice = (fields.get("name", fields.get("actor", "")) or fields.get("style", "")).strip()
                found.setdefault((begin, end, text), Cue(number, begin, end, text, voice))
    return Film(sorted(found.values(), key=lambda cue: seconds_of(cue.begin)), title)


def _parse_lrc(content: str) -> Film:
    """Return the lines of lyrics in the order in which they are sung; one that is sung twice has two times."""
    sung: list[tuple[float, int, str]] = []
    for number, line in enumerate(content.split("\n"), 1):
        end, times = 0, []
        while match := _LRC_TIME.match(line, end):
            times.append(_lrc_seconds(match[1]))
            end = match.end()
        text = _LRC_WORD.sub("", line[end:]).strip()
        sung += [(time, number, text) for time in times]
    sung.sort(key=lambda one: one[0])
    ends = [time for time, _, _ in sung[1:]] + [time for time, _, _ in sung[-1:]]
    cues = [
        Cue(number, time_of(time), time_of(end), text)
        for (time, number, text), end in zip(sung, ends, strict=True)
        if text
    ]
    title = _LRC_TITLE.search(content)
    return Film(cues, title[1] if title else "")


def _lrc_seconds(time: str) -> float:
    minutes, seconds, *fraction = re.split(r"[:.]", time)
    return int(minutes) * 60.0 + int(seconds) + (int(fraction[0]) / 10.0 ** len(fraction[0]) if fraction else 0.0)
