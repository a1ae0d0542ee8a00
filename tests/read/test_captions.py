"""Captions and subtitles of all formats: what repeats, what has no stops, what is no speech."""

from __future__ import annotations

import time

import pytest

from aligner.read import read_document
from aligner.read.subtitles import _LETTERS_PER_STOP, _PAUSE, _TOUCH


def texts(content: str, name: str = "a.srt") -> list[str]:
    """Return the texts of the paragraphs of a file, lines joined by a bar."""
    return [paragraph.text.replace("\n", "|") for paragraph in read_document(content.encode(), name=name).paragraphs]


def srt(*cues: tuple[float, float, str]) -> str:
    """Return SRT of cues: when they begin and end, in seconds, and their text."""

    def clock(seconds: float) -> str:
        return f"00:{int(seconds) // 60:02}:{int(seconds) % 60:02},{round(seconds % 1 * 1000):03}"

    return "".join(f"{n}\n{clock(a)} --> {clock(b)}\n{text}\n\n" for n, (a, b, text) in enumerate(cues, 1))


ROLLING = """WEBVTT
Kind: captions
Language: fr

00:00:00.160 --> 00:00:02.389 align:start
\x20
la<00:00:00.400><c> barque</c><00:00:00.640><c> arrive</c>

00:00:02.389 --> 00:00:02.399 align:start
la barque arrive
\x20

00:00:02.399 --> 00:00:04.710 align:start
la barque arrive
le<00:00:02.600><c> chat</c><00:00:02.800><c> attend</c>
"""


def test_rolling_captions_are_one_text() -> None:
    """Each line of a caption that rolls is read once, with the time at which it appeared, in the declared language."""
    document = read_document(ROLLING.encode(), name="a.vtt")
    assert [(p.text, p.place) for p in document.paragraphs] == [
        ("la barque arrive", "00:00:00.160"),
        ("le chat attend", "00:00:02.399"),
    ]
    assert document.language == "fr"


@pytest.mark.parametrize(("gap", "count"), [(0.0, 1), (0.05, 1), (0.06, 2), (1.0, 2)])
def test_a_line_is_repeated_only_where_times_touch(gap: float, count: int) -> None:
    """The same line after a pause is said again; 0.05 seconds between cues are no pause."""
    assert _TOUCH == 0.05
    assert texts(srt((1, 2, "No."), (2 + gap, 3 + gap, "No."))) == ["No."] * count


def test_lines_that_roll_over_three_rows_and_words_that_are_typed() -> None:
    """A cue may repeat two lines of the one before, or all of it with words added."""
    rows = srt((0, 2, "One.\nTwo.\nThree."), (2, 4, "Two.\nThree.\nFour."))
    assert texts(rows) == ["One.|Two.|Three.", "Four."]
    assert texts(srt((0, 1, "The"), (1, 2, "The ferry"), (2, 3, "The ferry leaves."))) == ["The ferry leaves."]


def test_captions_without_stops_are_cut_at_cues() -> None:
    """Where a file has fewer full stops than one in 500 letters, each cue is a paragraph; else sentences are joined."""
    assert _LETTERS_PER_STOP == 500
    cues = [(float(n), n + 0.9, f"we go on with it {'a' * 3}") for n in range(25)]  # 20 letters each, 500 together
    assert len(texts(srt(*cues))) == 25
    ended = [*cues[:-1], (24.0, 24.9, "we go on with it aa.")]  # 500 letters, one stop
    assert len(texts(srt(*ended))) == 1
    assert texts(srt((0, 1, "今天我们修钟"), (1, 2, "先打开后盖"))) == ["今天我们修钟", "先打开后盖"]
    assert texts(srt((0, 1, "วันนี้เราซ่อมนาฬิกา"), (1, 2, "เปิดฝาหลังก่อน"))) == ["วันนี้เราซ่อมนาฬิกา", "เปิดฝาหลังก่อน"]


@pytest.mark.parametrize(
    ("sound", "apart"),
    [
        ("[door slams]", True),
        ("(thunder\nrumbling)", True),
        ("（ドアの音）", True),
        ("*sighs*", True),
        ("- [man coughs]", True),
        ("♪ Row, brothers ♪", True),
        ("# Row, brothers #", True),
        ("the harbour", False),
    ],
)
def test_sounds_and_songs_are_set_apart(sound: str, apart: bool) -> None:
    """A cue of nothing but a bracket, and a line between notes, share a paragraph with no speech."""
    found = texts(srt((1, 2, "We saw"), (2.1, 3, sound), (3.1, 4, "Nobody came.")))
    shown = sound.replace("\n", "|")
    assert found == (["We saw", shown, "Nobody came."] if apart else ["We saw|the harbour|Nobody came."])


def test_a_sound_inside_a_sentence_follows_it() -> None:
    """A sentence that goes on in a small letter after a sound is one; the sound comes after it, with its own time."""
    content = srt((1, 2, "I waited because Anna"), (2.1, 2.5, "[bell]"), (2.6, 4, "had the key."))
    document = read_document(content.encode(), name="a.srt")
    assert [p.text.replace("\n", "|") for p in document.paragraphs] == ["I waited because Anna|had the key.", "[bell]"]
    assert [p.place for p in document.paragraphs] == ["00:00:01,000", "00:00:02,100"]


@pytest.mark.parametrize(
    ("line", "speaks"),
    [
        ("- Who is it?", True), ("-Who is it?", True), ("– ¿Quién es?", True), ("- 8 euros.", True),
        (">> Who is it?", True), ("MARTHA: Who is it?", True), ("DR. HALL (off): Come in.", True),
        ("[man] Who is it?", True), ("（マーサ）遅いわ。", True), ("МАРФА: Кто там?", True), ("マーサ：遅いわ。", True),
        ("-1 is too cold.", False), ("- 8", False), ("+ 8 is nine.", False), ("said: nothing.", False),
        ("Martha: a name.", False), ("(1974) it was.", False),
    ],
)  # fmt: skip
def test_how_a_speaker_shows(line: str, speaks: bool) -> None:
    """A dash before words, two angles and a label begin another speech; a number after a sign does not."""
    content = srt((1, 2, f"The answer\n{line}"), (3, 4, "End of it. And of all."))
    assert texts(content)[0] == (
        "The answer" if speaks else f"The answer|{line}" + "|End of it. And of all." * (line == "- 8")
    )


def test_a_pause_is_three_seconds() -> None:
    """The number that the tests of subtitles use."""
    assert _PAUSE == 3.0


def test_the_voice_of_a_cue_begins_a_speech() -> None:
    """Two voices in one cue of WebVTT are two paragraphs."""
    content = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Anna>Who\n<v Tom>Me &amp; you.\n"
    assert texts(content, "a.vtt") == ["Who", "Me & you."]


ASS = """[Script Info]
Title: The Ferry

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Comment: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,not shown
Dialogue: 0,0:00:03.00,0:00:05.00,Default,,0,0,0,,{\\i1}It is late,{\\i0}\\Nmy friend.
Dialogue: 1,0:00:01.00,0:00:02.50,Default,,0,0,0,,What time, please?
Dialogue: 0,0:00:01.00,0:00:02.50,Default,,0,0,0,,What time, please?
Dialogue: 0,0:00:06.00,0:00:07.00,Default,,0,0,0,,{\\p1}m 0 0 l 100 0{\\p0}
"""


TTML = """<tt xmlns="http://www.w3.org/ns/ttml" xml:lang="en"><body><div>
<p begin="1.5s" dur="2s">One<br/> two.</p><p begin="00:00:04:15" end="00:00:05.000"><span>Three.</span></p>
</div></body></tt>"""


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (ASS, "a.ass", [("What time, please?", 8, "0:00:01.00"), ("It is late,\nmy friend.", 7, "0:00:03.00")]),
        ("0:00:01.000,0:00:02.500\nOne[br]two.\n\n0:00:03.000,0:00:04.000\nThree.\n", "a.sbv",
         [("One\ntwo.", 2, "0:00:01.000"), ("Three.", 5, "0:00:03.000")]),
        ("[ti:Row]\n[00:02.50]Row, <00:03.00>brothers\n[00:01.00][00:04.00]Row\n", "a.lrc",
         [("Row", 3, "00:00:01.000"), ("Row, brothers", 2, "00:00:02.500"), ("Row", 3, "00:00:04.000")]),
        (TTML, "a.ttml",
         [("One\ntwo.", 2, "00:00:01.500"), ("Three.", 2, "00:00:04.500")]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("named", [True, False])
def test_formats_of_captions(content: str, name: str, expected: list[tuple[str, int, str]], named: bool) -> None:
    """Text, line and time are found, by the content whatever the name; codes, comments and drawings are no text."""
    document = read_document(content.encode(), name=name if named else "a.txt")
    assert [(p.text, p.line, p.place) for p in document.paragraphs] == expected


def test_time_is_linear_in_hostile_captions() -> None:
    """Long runs of what begins a tag, a bracket or a time take no more than a moment."""
    for text in (
        "<v " * 30_000,
        "{\\" * 30_000,
        "[" * 60_000,
        "♪ " * 30_000,
        "- " * 30_000,
        "(a) " * 20_000,
        "a:" * 30_000,
    ):
        started = time.process_time()
        read_document(srt((1, 2, text), (3, 4, "End.")).encode(), name="a.srt")
        assert time.process_time() - started < 2, text[:4]
