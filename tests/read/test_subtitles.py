"""Subtitles: where sentences end, and what becomes of times."""

from __future__ import annotations

import pytest

from aligner.read import read_text


def film(*cues: tuple[str, str, str]) -> list[str]:
    """Return the texts read from cues (begin, end, text)."""
    content = "".join(f"{n}\n{begin} --> {end}\n{text}\n\n" for n, (begin, end, text) in enumerate(cues, 1))
    return [paragraph.text for paragraph in read_text(content.encode(), name="a.srt").paragraphs]


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ("The harbour", "was empty.", True),
        ("The harbour was empty.", "We left.", False),
        ("“The harbour was empty.”", "We left.", False),
        ("I waited...", "for you.", True),
        ("港は", "空だった。", True),
        ("港は空だった。", "出よう。", False),
        ("Who is", "- It is me.", False),
    ],
)
def test_cues_are_joined_into_sentences(first: str, second: str, together: bool) -> None:
    """A sentence goes on over cues until it ends or another person speaks."""
    found = film(("00:00:01,000", "00:00:02,000", first), ("00:00:02,100", "00:00:03,000", second))
    assert found == ([f"{first}\n{second}"] if together else [first, second])


def test_a_long_pause_ends_a_sentence() -> None:
    """Three seconds without words part what has no full stop."""
    assert film(("00:00:01,000", "00:00:02,000", "HARBOUR"), ("00:00:06,000", "00:00:07,000", "A year later")) == [
        "HARBOUR",
        "A year later",
    ]


def test_every_cue_keeps_its_times_and_line() -> None:
    """A mark says which characters were shown when; lines are those of the file."""
    content = "1\r\n00:00:01,000 --> 00:00:02,000\r\nOne\r\n\r\n2\r\n00:00:02,000 --> 00:00:03,000\r\ntwo.\r\n"
    (paragraph,) = read_text(content.encode(), name="a.srt").paragraphs
    assert (paragraph.line, paragraph.place) == (3, "00:00:01,000")
    assert [(paragraph.text[m.start : m.end], m.value) for m in paragraph.marks] == [
        ("One", "00:00:01,000 --> 00:00:02,000"),
        ("two.", "00:00:02,000 --> 00:00:03,000"),
    ]


def test_subtitles_are_told_by_content() -> None:
    """A film that is named ``.txt`` is read as one; a text that mentions a time is not."""
    assert read_text(b"1\n00:00:01,000 --> 00:00:02,000\nOne.\n", name="a.txt").paragraphs[0].kind == "cue"
    assert read_text(b"At 00:00:01,000 it began.\n", name="a.txt").paragraphs[0].kind == "body"
