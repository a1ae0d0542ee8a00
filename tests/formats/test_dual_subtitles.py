"""Dual subtitles: the cues of one film with the texts of another below."""

from __future__ import annotations

from io import BytesIO

import pytest

from aligner.alignment import Alignment
from aligner.edition import weave
from aligner.errors import InputError
from aligner.formats.dividing import divide
from aligner.formats.dual_subtitles import write_srt
from aligner.formats.settings import Settings
from aligner.ladder import Bead, Ladder
from aligner.read import read_document
from aligner.segment.document import segment_document
from tests.fakes import text_of

FILM = """1
00:00:01,000 --> 00:00:02,000
Are you late?

2
00:00:03,000 --> 00:00:04,000
I waited
by the river

3
00:00:04,100 --> 00:00:05,000
until six.

4
00:00:06.5 --> 00:00:07.0
- Is it true?
- Ask her.
"""
SHOWN = """1
00:00:01,000 --> 00:00:02,000
Are you late?
Bist du spät?

2
00:00:03,000 --> 00:00:04,000
I waited
by the river
Ich habe bis sechs am Fluss

3
00:00:04,100 --> 00:00:05,000
until six.
gewartet.

4
00:00:06,500 --> 00:00:07,000
- Is it true?
- Ask her.
- Stimmt das?
- Frag sie.

"""


def test_counterparts_are_below_the_cues() -> None:
    """Times and lines are the first film's; a sentence over two cues is divided; what it lacks is counted."""
    film = segment_document(read_document(FILM.encode(), name="film.en.srt"))
    german = text_of(
        "de", ["Bist du spät?", "Musik.", "Ich habe bis sechs am Fluss gewartet.", "- Stimmt das?", "- Frag sie."]
    )
    shapes = [(1, 1), (0, 1), (1, 1), (1, 1), (1, 1)]
    beads, i, j = [], 0, 0
    for m, n in shapes:
        beads.append(Bead(range(i, i + m), range(j, j + n), 1.0))
        i, j = i + m, j + n
    file = BytesIO()
    report = write_srt(weave([Alignment(film, german, Ladder(tuple(beads)), "x")]), Settings(), file)
    assert file.getvalue().decode() == SHOWN
    assert (report.units, report.left_out["rows without a text in en"]) == (4, 1)


def test_a_text_without_times_is_refused() -> None:
    """Only subtitles have times."""
    text = text_of("en", ["One."])
    pair = Alignment(text, text_of("de", ["Eins."]), Ladder((Bead(range(1), range(1), 1.0),)), "x")
    with pytest.raises(InputError, match="has no times"):
        write_srt(weave([pair]), Settings(), BytesIO())


@pytest.mark.parametrize(
    ("text", "sizes", "parts"),
    [
        ("one two three four", [10, 10], ["one two", "three four"]),
        ("one two three four", [1, 30], ["one", "two three four"]),
        ("私は六時まで川で待った", [5, 6], ["私は六時ま", "で川で待った"]),
        ("one", [3, 3, 3], ["one", "", ""]),
        ("", [3, 3], ["", ""]),
        ("one  two", [3], ["one two"]),
    ],
)
def test_texts_are_divided_in_proportion(text: str, sizes: list[int], parts: list[str]) -> None:
    """The parts are cut between words, or between characters of scripts without spaces."""
    assert divide(text, sizes) == parts
