"""Parse TTML, the timed text of broadcasters and streaming services, into cues.

Source: Timed Text Markup Language 2 (W3C).
"""

from __future__ import annotations

import re

from lxml import etree

from aligner.read.cues import Cue, Film, time_of
from aligner.read.parts.xml_tree import inner_text, local_attribute, local_name, parse_xml, source_line, walk
from aligner.text import fold_space

# What a value of time reads: "00:00:01.000", "00:00:01:12" (frames), "12.5s", "1500ms", "90t" (ticks), "25f".
_CLOCK = re.compile(r"(\d+):(\d{2}):(\d{2})(?:(\.\d+)|:(\d+)(?:\.\d+)?)?")
_OFFSET = re.compile(r"(\d+(?:\.\d+)?)(h|ms|m|s|f|t)")
_UNIT_SECONDS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
_FRAMES = 30.0  # frames a second where a document does not name its rate (TTML 2, ttp:frameRate)


def parse_timed_text(content: str, name: str) -> Film:
    """Return the paragraphs of Timed Text; one without times of its own has those of what is in it or around it.

    Raises ``InputError`` when the file is not well-formed.
    """
    root = parse_xml(content, name)
    rates = _rate(root, "frameRate", _FRAMES), _rate(root, "tickRate", 1)
    cues, title = [], ""
    for element in root.iter():
        tag = local_name(element)
        if tag == "title" and not title:
            title = fold_space(inner_text(element))
        if tag == "p" and (text := _text_of(element)):
            near = [*element.iter(), *element.iterancestors()]
            begin = next(filter(None, (local_attribute(one, "begin") for one in near)), "0s")
            start = _seconds_of(begin, rates)
            end = next(filter(None, (local_attribute(one, "end") for one in near)), "")
            stop = (
                _seconds_of(end, rates) if end else start + _seconds_of(local_attribute(element, "dur") or "0s", rates)
            )
            cues.append(Cue(source_line(element), time_of(start), time_of(stop), text))
    return Film(cues, title, local_attribute(root, "lang"))


def _rate(root: etree._Element, key: str, usual: float) -> float:
    """Return a rate that the document declares as a whole number, or the usual one."""
    declared = local_attribute(root, key)
    return float(declared) if re.fullmatch(r"[1-9]\d{0,8}", declared) else usual


def _text_of(paragraph: etree._Element) -> str:
    parts: list[str] = []
    for element, step in walk(paragraph, lambda one: local_name(one) == "metadata"):
        if step == "begin":
            parts.append("\n" if local_name(element) == "br" else _fold(element.text))
        elif element is not paragraph:
            parts.append(_fold(element.tail))
    return "\n".join(filter(None, (" ".join(line.split(" ")).strip() for line in "".join(parts).split("\n"))))


def _fold(text: str | None) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text or "")


def _seconds_of(time: str, rates: tuple[float, float]) -> float:
    """Return a time expression of TTML in seconds, 0 for one that is not valid; ``rates`` are of frames and ticks."""
    frame_rate, tick_rate = rates
    if clock := _CLOCK.fullmatch(time):
        hours, minutes, seconds, fraction, frames = clock.groups()
        whole = int(hours) * 3600.0 + int(minutes) * 60 + int(seconds)
        return whole + float(fraction or 0) + (int(frames) / frame_rate if frames else 0.0)
    if offset := _OFFSET.fullmatch(time):
        unit = offset[2]
        scale = 1 / frame_rate if unit == "f" else 1 / tick_rate if unit == "t" else _UNIT_SECONDS[unit]
        return float(offset[1]) * scale
    return 0.0
