"""Subtitles of two versions as SRT, WebVTT and ASS, whose cues they have, and what other programs read in them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from aligner.alignment import Alignment
from aligner.edition import Edition, weave
from aligner.errors import InputError
from aligner.formats import Settings, export_edition
from aligner.formats.dividing import divide
from aligner.formats.registry import find_format
from aligner.formats.subtitle_files import ShownCue, settle_cues
from aligner.ladder import Bead, Ladder
from aligner.read import read_document
from aligner.segment.document import segment_document
from aligner.text import Text
from aligner.work_info import WorkInfo
from tests.fakes import text_of
from tests.formats.editions import DATA, written

ENGLISH = """1\r
00:00:01,000 --> 00:00:02,000\r
{\\an8}Are you <i>late</i>?\r
\r
2\r
00:00:03,000 --> 00:00:04,000\r
I waited\r
by the river\r
\r
3\r
00:00:03,900 --> 00:00:05,000\r
until {six} & <seven>.\r
\r
4\r
00:00:06,000 --> 00:00:06,000\r
Where is C:\\New?\r
"""
GERMAN = [
    "Bist du spät?",
    "Ich habe am Fluss gewartet, bis {sechs} & <sieben>.",
    "Wo ist C:\\New?",
]


def join(source: Text, target: Text, shapes: Sequence[tuple[int, int]]) -> Edition:
    """Return the edition of two texts whose beads have these shapes."""
    beads, i, j = [], 0, 0
    for m, n in shapes:
        beads.append(Bead(range(i, i + m), range(j, j + n), 0.99))
        i, j = i + m, j + n
    return replace(weave([Alignment(source, target, Ladder(tuple(beads)), "x")]), work=WorkInfo("ferry"))


def read_film(content: str, name: str) -> Text:
    """Return the text of a file of subtitles."""
    return segment_document(read_document(content.encode(), name=name))


def ferry() -> Edition:
    """Return an English film with everything that formats stumble over, and a German text without times."""
    return join(read_film(ENGLISH, "film.en.srt"), text_of("de", GERMAN), [(1, 1)] * 3)


@pytest.mark.parametrize("name", ["srt", "vtt", "ass"])
def test_both_versions_are_written_as_the_golden_file_has_them(name: str) -> None:
    """Two lines a cue; codes and tags are gone, braces and angles are characters; a cue without an end gets one."""
    data, report = written(ferry(), name)
    assert data.decode() == (DATA / f"ferry.{name}").read_text("utf-8")
    assert report.remarks["cues that ended where they began, shown until the next one"] == 1


@pytest.mark.parametrize("name", ["srt", "vtt", "ass"])
def test_our_own_reader_reads_the_texts_back(name: str) -> None:
    """Whatever the format escapes comes back as it was."""
    data, _ = written(ferry(), name, Settings(languages=["de", "en"]))
    document = read_document(data, name=f"film.{name}", language="en")
    lines = [line for paragraph in document.paragraphs for line in paragraph.text.split("\n")]
    assert "Ich habe am Fluss gewartet," in lines
    assert "bis {sechs} & <sieben>." in lines
    assert "Wo ist C:\\New?" in lines
    assert lines.index("Bist du spät?") < lines.index("Are you late?")


@pytest.mark.parametrize("name", ["srt", "vtt", "ass"])
def test_ffmpeg_reads_the_cues(name: str, tmp_path: Path) -> None:
    """FFmpeg finds as many cues as there are, at their times, with the words of both versions."""
    if shutil.which("ffmpeg") is None:
        pytest.skip("FFmpeg is not installed (Debian: ffmpeg)")
    export_edition(ferry(), name, tmp_path / f"ferry.{name}")
    command = ["ffmpeg", "-v", "error", "-i", tmp_path / f"ferry.{name}", "-f", "srt", tmp_path / "out.srt"]
    subprocess.run(list(map(str, command)), check=True, capture_output=True, timeout=60)
    read = (tmp_path / "out.srt").read_text("utf-8")
    assert read.count(" --> ") == 4
    assert "00:00:03,900 --> 00:00:05,000" in read
    assert "I waited" in read
    assert "Ich habe am Fluss gewartet," in read


@pytest.mark.parametrize("name", ["srt", "vtt", "ass"])
def test_pysubs2_reads_the_cues(name: str, tmp_path: Path) -> None:
    """The pysubs2 library reads the times in milliseconds and both lines; in ASS each version has a style."""
    pysubs2 = pytest.importorskip("pysubs2", reason="pysubs2 is not installed")
    export_edition(ferry(), name, tmp_path / f"ferry.{name}")
    read = pysubs2.load(str(tmp_path / f"ferry.{name}"))
    assert [(cue.start, cue.end) for cue in read] == [(1000, 2000), (3000, 4000), (3900, 5000), (6000, 9000)]
    assert read[0].plaintext == "Are you late?\nBist du spät?"
    if name == "ass":
        assert set(read.styles) == {"en", "de"}


def test_a_translation_alone_has_the_others_cues() -> None:
    """With the times of a version that is not shown, the text of the other is divided over its cues, at a comma."""
    data, _ = written(ferry(), "srt", Settings(languages=["de"], times="en"))
    assert data.decode().split("\n\n")[:3] == [
        "1\n00:00:01,000 --> 00:00:02,000\nBist du spät?",
        "2\n00:00:03,000 --> 00:00:04,000\nIch habe am Fluss gewartet,",
        "3\n00:00:03,900 --> 00:00:05,000\nbis {sechs} & <sieben>.",
    ]
    vtt, _ = written(ferry(), "vtt", Settings(languages=["de"], times="en"))
    assert vtt.startswith(b"WEBVTT\nLanguage: de\n\n")


def test_a_long_text_alone_is_on_two_lines() -> None:
    """A translation of more than 42 characters is broken where a speaker pauses."""
    film = read_film("1\n00:00:01,000 --> 00:00:05,000\nIf it rains, stay.\n", "film.en.srt")
    long = "Wenn es morgen früh regnet, bleiben wir beide daheim."
    data, _ = written(join(film, text_of("de", [long]), [(1, 1)]), "srt", Settings(languages=["de"], times="en"))
    assert data.decode().endswith("\nWenn es morgen früh regnet,\nbleiben wir beide daheim.\n\n")


def films(shift: float) -> Edition:
    """Return two films of ten cues, the second later by ``shift`` seconds; its sixth cue has no counterpart."""

    def srt(language: str, numbers: Sequence[int], late: float) -> Text:
        cues = [
            f"{k}\n00:{k:02}:{10 + late:06.3f} --> 00:{k:02}:{12 + late:06.3f}\n{language} number {k}.\n"
            for k in numbers
        ]
        return read_film("\n".join(cues).replace(".000", ",000"), f"film.{language}.srt")

    english = srt("en", [k for k in range(11) if k != 5], 0)
    return join(english, srt("de", range(11), shift), [(1, 1)] * 5 + [(0, 1)] + [(1, 1)] * 5)


def test_times_are_moved_onto_another_films_clock() -> None:
    """A version keeps its own cues, at the times at which they are due in the other film."""
    data, report = written(films(7), "srt", Settings(languages=["de"], clock="en"))
    cues = data.decode().split("\n\n")
    assert cues[5] == "6\n00:05:10,000 --> 00:05:12,000\nde number 5."
    assert report.units == 11
    assert not any(report.left_out.values())


def test_what_the_film_lacks_is_shown_at_its_time() -> None:
    """A row without a counterpart among the cues is shown at its own time on their clock, and counted."""
    data, report = written(films(7), "srt")
    assert data.decode().split("\n\n")[5] == "6\n00:05:10,000 --> 00:05:12,000\nde number 5."
    assert report.remarks["rows without a text in en, at the times of another"] == 1


def test_what_a_film_lacks_is_left_out_where_it_is_not_shown() -> None:
    """A version that only lends its times shows nothing of its own."""
    data, report = written(films(7), "srt", Settings(languages=["en"], times="en", clock="de"))
    assert "de number" not in data.decode()
    assert report.left_out["rows without a text in en"] == 1
    assert "00:00:17,000 --> 00:00:19,000\nen number 0." in data.decode()


def test_cues_before_the_beginning_are_cut() -> None:
    """A cue that a shift moves before the film is left out, one that it moves across its beginning starts with it."""
    cues = [ShownCue(-3.0, -1.0, (("a",),)), ShownCue(-1.0, 1.0, (("b",),)), ShownCue(9.0, 8.0, (("c",),))]
    found, changed = settle_cues([cues[2], cues[1], cues[0]])
    assert found == [ShownCue(0.0, 1.0, (("b",),)), ShownCue(9.0, 12.0, (("c",),))]
    assert list(changed.values()) == [1, 1, 1]


@pytest.mark.parametrize(("gap", "end"), [(0.1, 5.5), (1.0, 6.0), (10.0, 8.0)])
def test_a_cue_without_an_end_is_shown_until_the_next(gap: float, end: float) -> None:
    """It is shown for half a second at least and three at most."""
    found, _ = settle_cues([ShownCue(5.0, 5.0, (("a",),)), ShownCue(5.0 + gap, 20.0, (("b",),))])
    assert found[0].end == end


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (Settings(times="de"), "de: has no times"),
        (Settings(clock="de"), "too few sure matches with times"),
        (Settings(times="fr"), "no version in 'fr'"),
        (Settings(languages=["en"]), "an edition needs two versions"),
    ],
)
def test_times_that_are_not_there_are_refused(settings: Settings, message: str) -> None:
    """A version without times, a film that cannot be compared and a language that is not there end in a sentence."""
    with pytest.raises(InputError, match=message):
        written(ferry(), "srt", settings)


def test_notes_for_anki_have_times() -> None:
    """A note says from when to when its row is heard, in seconds, and names the file of its sound."""
    data, _ = written(ferry(), "anki")
    lines = data.decode().split("\n")
    assert lines[4] == "#columns:guid\ten\tde\tbegin\tend\tsound\ttags"
    assert lines[6].split("\t")[3:] == ["3.000", "5.000", "[sound:ferry-2.mp3]", "ferry"]


@pytest.mark.parametrize("name", ["srt", "vtt", "ass"])
def test_the_same_bytes_come_out_twice(name: str) -> None:
    """Nothing in the files depends on the time of day or on the order of a set."""
    files = [BytesIO(), BytesIO()]
    for file in files:
        find_format(name).write(ferry(), Settings(), file, ())  # type: ignore[arg-type]
    assert files[0].getvalue() == files[1].getvalue()


@pytest.mark.parametrize(("letters", "lines"), [(42, 1), (43, 2)])
def test_a_line_alone_has_42_characters(letters: int, lines: int) -> None:
    """One more, and the text is on two lines."""
    film = read_film("1\n00:00:01,000 --> 00:00:05,000\nIf it rains, stay.\n", "film.en.srt")
    words = f"{'a' * 20} {'b' * (letters - 21)}"
    data, _ = written(join(film, text_of("de", [words]), [(1, 1)]), "srt", Settings(languages=["de"], times="en"))
    assert len(data.decode().strip().split("\n")) == 2 + lines


@pytest.mark.parametrize(("before", "first"), [(7, "aaaaaaa,"), (2, "aa, bbb bbb")])
def test_a_pause_draws_a_cut_that_is_near(before: int, first: str) -> None:
    """A comma within a quarter of a part's length is where the text is divided; one further away is not."""
    text = "a" * before + ", bbb bbb bbb bbb"[: 21 - before]
    assert divide(text, [10, 10])[0] == first
