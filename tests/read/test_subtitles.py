"""Subtitles: where sentences end, and what becomes of times."""

from __future__ import annotations

import pytest

from aligner.read import read_document


def film(*cues: tuple[str, str, str]) -> list[str]:
    """Return the texts read from cues (begin, end, text), which a last one follows that has a full stop."""
    last = ("99:50:00,000", "99:50:01,000", "End.")
    content = "".join(f"{n}\n{begin} --> {end}\n{text}\n\n" for n, (begin, end, text) in enumerate([*cues, last], 1))
    *texts, end = (paragraph.text for paragraph in read_document(content.encode(), name="a.srt").paragraphs)
    assert end == "End."
    return texts


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
    """A pause of more than three seconds ends what has no full stop."""
    assert film(("00:00:01,000", "00:00:02,000", "HARBOUR"), ("00:00:06,000", "00:00:07,000", "A year later")) == [
        "HARBOUR",
        "A year later",
    ]


def test_every_cue_keeps_its_times_and_line() -> None:
    """A mark says which characters were shown when; lines are those of the file."""
    content = "1\r\n00:00:01,000 --> 00:00:02,000\r\nOne\r\n\r\n2\r\n00:00:02,000 --> 00:00:03,000\r\ntwo.\r\n"
    (paragraph,) = read_document(content.encode(), name="a.srt").paragraphs
    assert (paragraph.line, paragraph.place) == (3, "00:00:01,000")
    assert [(paragraph.text[m.start : m.end], m.value) for m in paragraph.marks] == [
        ("One", "00:00:01,000 --> 00:00:02,000"),
        ("two.", "00:00:02,000 --> 00:00:03,000"),
    ]


def test_subtitles_are_recognised_by_content() -> None:
    """A film that is named ``.txt`` is read as one; a text that mentions a time is not."""
    assert read_document(b"1\n00:00:01,000 --> 00:00:02,000\nOne.\n", name="a.txt").paragraphs[0].kind == "cue"
    assert read_document(b"At 00:00:01,000 it began.\n", name="a.txt").paragraphs[0].kind == "body"


# --- thresholds ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("end", "begin", "together"),
    [
        ("00:00:02,000", "00:00:05,000", True),  # 3.0 seconds
        ("00:00:02,000", "00:00:05,001", False),
        ("00:00:02,5", "00:00:05,500", True),  # one digit is tenths
        ("00:00:02.5", "00:00:05.51", False),
        ("00:59:59,000", "01:00:02,000", True),
        ("00:59:59,000", "01:00:03,000", False),
        ("59:59,000", "1:00:02,000", True),
    ],
)
def test_a_pause_of_more_than_three_seconds_ends_a_sentence(end: str, begin: str, together: bool) -> None:
    """A sentence goes on after three seconds, and not after more."""
    found = film(("0:00,000", end, "HARBOUR"), (begin, "99:00:00,000", "A year later"))
    assert found == (["HARBOUR\nA year later"] if together else ["HARBOUR", "A year later"])


@pytest.mark.parametrize("mark", [".", "!", "?", "。", "！", "？", "♪", ":", ".”", "?»", "!)", "。」", '."', ".'"])
def test_marks_that_end_a_sentence(mark: str) -> None:
    """A sentence ends with a full stop, a note or a colon, closing marks after it or not."""
    times = ("00:00:01,000", "00:00:02,000")
    assert film((*times, f"One{mark}"), (*times, "two")) == [f"One{mark}", "two"]


@pytest.mark.parametrize("mark", ["", ",", "...", "..", "…", "…”", "—"])
def test_marks_after_which_a_sentence_goes_on(mark: str) -> None:
    """A sentence goes on after a comma, a dash, two or more dots, or nothing."""
    times = ("00:00:01,000", "00:00:02,000")
    assert film((*times, f"One{mark}"), (*times, "two")) == [f"One{mark}\ntwo"]


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ("<i>One</i>", "One"), ("<b>One</b>", "One"), ("<u>One</u>", "One"), ("<v Anna>One", "One"),
        ("<c.yellow>One</c>", "One"), ("<lang en>One</lang>", "One"), ('<font color="red">One</font>', "One"),
        ("<ruby>One<rt>two</rt></ruby>", "Onetwo"), ("<00:00:01.500>One", "One"), ("{\\an8}One", "One"),
        ("{y:i}One", "One"), ("{/b}One", "One"), ("1 < 2 > 0", "1 < 2 > 0"), ("<one>", "<one>"), ("{one}", "{one}"),
        ("One&nbsp;&amp;&lt;two&gt;", "One\u00a0&<two>"),
    ],
)  # fmt: skip
def test_markup_is_no_text(shown: str, text: str) -> None:
    """The tags of SRT, WebVTT, ASS and MicroDVD are dropped, other brackets stay."""
    assert film(("00:00:01,000", "00:00:02,000", shown)) == [text]


@pytest.mark.parametrize("dash", ["-", "–", "—", "‐"])
def test_a_dash_begins_a_turn(dash: str) -> None:
    """Lines of one cue that begin with a dash are of different people, each with its line in the file."""
    content = f"1\n00:00:01,000 --> 00:00:02,000\n{dash} Who\n is it?\n{dash}Me.\n"
    found = read_document(content.encode(), name="a.srt").paragraphs
    assert [(p.text, p.line) for p in found] == [(f"{dash} Who\nis it?", 3), (f"{dash}Me.", 5)]


def test_a_cue_may_follow_without_a_blank_line() -> None:
    """The number of the next cue is no text, a number that is said is."""
    content = "1\n00:00:01,000 --> 00:00:02,000\n7\n2\n00:00:02,000 --> 00:00:03,000\nand 8.\n"
    assert [p.text for p in read_document(content.encode(), name="a.srt").paragraphs] == ["7\nand 8."]


@pytest.mark.parametrize(
    ("line", "is_cue"),
    [
        ("00:00:01,000 --> 00:00:02,000", True), ("0:01.0 --> 0:02.0 align:start", True), ("0:01,0->0:02,0", True),
        ("100:00:01,000 --> 100:00:02,000", True), ("1000:00:01,000 --> 1000:00:02,000", False),
        ("00:00:01 --> 00:00:02", False), ("00:00:1,000 --> 00:00:2,000", False),
        ("00:00:01,0000 --> 00:00:02,000", False),
    ],
)  # fmt: skip
def test_how_the_times_of_a_cue_look(line: str, is_cue: bool) -> None:
    """Hours may be left out and have up to three digits, seconds have two, fractions one to three."""
    (paragraph,) = read_document(f"{line}\nOne\n".encode(), name="a.txt").paragraphs
    assert paragraph.kind == ("cue" if is_cue else "body")


def test_a_film_is_recognised_by_its_first_400_characters() -> None:
    """The first digit of the fraction must come within 400 characters; blank lines before the cue do not count."""
    times = "00:00:01,000 --> 00:00:02,0"  # 27 characters
    for zeros, kind in ((372, "cue"), (373, "body")):  # 372 + 1 + 27 = 400
        content = "\n" * 500 + "0" * zeros + f"\n{times}\nOne\n"
        assert read_document(content.encode(), name="a.txt").paragraphs[0].kind == kind
