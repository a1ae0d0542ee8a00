"""Subtitles of one or several versions as files: SRT, WebVTT, and SubStation Alpha (ASS), in which each has a style.

Sources: WebVTT (W3C); "SSA v4.00+" for ASS, with the escapes that libass and FFmpeg understand. SRT has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_LONGEST_GAP = 3.0  # seconds that a cue without an end is shown, if no other follows sooner
_SHORTEST = 0.5  # seconds that such a cue is shown at least
_NAME = re.compile(r"[^\w-]")  # what the name of a style must not have: the comma, for one, ends it
_ASS_SPECIAL = re.compile(r"[\\{}]")
_FONT = "Arial"  # the usual one of programs that make ASS; a player takes another where it lacks the letters
_SIZES = (58, 44)  # of the first version and of the others, on a screen of 1,080 lines
_COLOURS = ("&H00FFFFFF", "&H0080E5FF", "&H00FFD9A0", "&H00B4F0B4")  # &HAABBGGRR: white, amber, pale blue, pale green
_ASS_HEAD = """[Script Info]
Title: {title}
ScriptType: v4.00+
WrapStyle: 0
ScaledBorderAndShadow: yes
PlayResX: 1920
PlayResY: 1080

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, \
StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
"""
_ASS_EVENTS = "\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"


class ShownCue(NamedTuple):
    """What is shown from one second to another: the lines of each version, none of a version that says nothing."""

    begin: float
    end: float
    columns: tuple[tuple[str, ...], ...]

    @property
    def lines(self) -> list[str]:
        """All lines, those of the first version first."""
        return [line for lines in self.columns for line in lines]


def settle_cues(cues: Sequence[ShownCue]) -> tuple[list[ShownCue], dict[str, int]]:
    """Return cues by the time at which they begin, each with a beginning and an end; and what was changed, by number.

    A cue that ends where it begins, or before, is shown until the next one, half a second at least and three at most.
    One that begins before the film does begins with it.
    """
    ordered = sorted((cue for cue in cues if max(cue.begin, cue.end) >= 0), key=lambda cue: cue.begin)
    changed = {"cues before the beginning of the film, left out": len(cues) - len(ordered)}
    settled: list[ShownCue] = []
    later = [cue.begin for cue in ordered[1:]] + [float("inf")]
    endless = early = 0
    for cue, following in zip(ordered, later, strict=True):
        begin, end = max(cue.begin, 0.0), cue.end
        early += cue.begin < 0
        if end <= begin:
            endless += 1
            end = begin + max(min(following - begin, _LONGEST_GAP), _SHORTEST)
        settled.append(cue._replace(begin=begin, end=end))
    changed["cues that ended where they began, shown until the next one"] = endless
    changed["cues that began before the film, shown from its beginning"] = early
    return settled, changed


def format_srt(cues: Sequence[ShownCue]) -> Iterator[str]:
    """Yield the cues as SRT, a number and the times before each."""
    for number, cue in enumerate(cues, 1):
        times = f"{_time(cue.begin, ',')} --> {_time(cue.end, ',')}"
        yield "\n".join([str(number), times, *cue.lines, "", ""])


def format_vtt(cues: Sequence[ShownCue], languages: Sequence[str]) -> Iterator[str]:
    """Yield the cues as WebVTT; a file in one language says which, as those of YouTube do."""
    yield "WEBVTT\n" + (f"Language: {languages[0]}\n" if len(languages) == 1 else "") + "\n"
    for cue in cues:
        shown = [line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for line in cue.lines]
        yield "\n".join([f"{_time(cue.begin, '.')} --> {_time(cue.end, '.')}", *shown, "", ""])


def format_ass(cues: Sequence[ShownCue], languages: Sequence[str], title: str) -> Iterator[str]:
    """Yield the cues as ASS: a style for each version, named by its language, which the lines of the others turn to."""
    names = [_NAME.sub("_", language) for language in languages]
    yield _ASS_HEAD.format(title=" ".join(title.split()))
    for number, name in enumerate(names):
        size, colour = _SIZES[min(number, 1)], _COLOURS[number % len(_COLOURS)]
        look = "&H000000FF,&H00000000,&H80000000,0,0,0,0,100,100,0,0,1,3,1,2,60,60,50,1"
        yield f"Style: {name},{_FONT},{size},{colour},{look}\n"
    yield _ASS_EVENTS
    for cue in cues:
        parts = [
            (name, r"\N".join(map(_escape_ass, lines))) for name, lines in zip(names, cue.columns, strict=True) if lines
        ]
        shown = r"\N".join([parts[0][1], *(rf"{{\r{name}}}{part}" for name, part in parts[1:])])
        yield f"Dialogue: 0,{_ass_time(cue.begin)},{_ass_time(cue.end)},{parts[0][0]},,0,0,0,,{shown}\n"


def _escape_ass(line: str) -> str:
    r"""Return a line in which nothing is a code: ``\`` before braces, and a word joiner after a backslash.

    >>> _escape_ass("{a}"), _escape_ass("C:\\Nord") == "C:\\" + chr(0x2060) + "Nord"
    ('\\{a\\}', True)
    """
    return _ASS_SPECIAL.sub(lambda match: "\\\u2060" if match[0] == "\\" else "\\" + match[0], line)


def _time(seconds: float, point: str) -> str:
    """Return a time with milliseconds.

    >>> _time(3723.0005, ","), _time(0.9996, ".")
    ('01:02:03,000', '00:00:01.000')
    """
    whole, fraction = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}{point}{fraction:03}"


def _ass_time(seconds: float) -> str:
    """Return a time with hundredths, as ASS has it.

    >>> _ass_time(3723.456)
    '1:02:03.46'
    """
    whole, fraction = divmod(round(seconds * 100), 100)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}.{fraction:02}"
