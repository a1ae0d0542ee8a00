"""How the clocks of two films are related, by the beads that are sure."""

from __future__ import annotations

from random import Random

import pytest

from aligner.alignment import Alignment
from aligner.errors import InputError
from aligner.ladder import Bead, Ladder
from aligner.text import Mark, Paragraph, Text, make_text
from aligner.timing import Stretch, TimeMap, cue_span, fit_times, has_times, run_span, segment_spans


def clock(seconds: float) -> str:
    """Return a time as SRT has it."""
    whole, fraction = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02},{fraction:03}"


def film(language: str, begins: list[float]) -> Text:
    """Return a text of a cue of two seconds for each time."""
    cues = [Mark(0, 4, "cue", f"{clock(begin)} --> {clock(begin + 2)}") for begin in begins]
    paragraphs = [Paragraph("Yes.", kind="cue", marks=(cue,)) for cue in cues]
    return make_text(language, paragraphs, [["Yes."]] * len(paragraphs))


def films(begins: list[float], others: list[float], confidence: float = 0.99) -> Alignment:
    """Return the alignment of two films, cue by cue."""
    beads = tuple(Bead(range(k, k + 1), range(k, k + 1), confidence) for k in range(len(begins)))
    return Alignment(film("en", begins), film("de", others), Ladder(beads))


def speech(count: int, seed: int = 1) -> list[float]:
    """Return the times at which somebody speaks, one to seven seconds apart."""
    chance, times = Random(seed), [3.0]
    while len(times) < count:
        times.append(times[-1] + chance.uniform(1, 7))
    return times


@pytest.mark.parametrize(("ratio", "speeds"), [(1.0, ""), (25 / 23.976, "25"), (23.976 / 25, "23.976"), (1.013, "")])
def test_speed_and_offset_are_found(ratio: float, speeds: str) -> None:
    """A film at another speed, with a noise of a fifth of a second and a wrong bead in ten, is measured."""
    chance, begins = Random(7), speech(300)
    others = [ratio * begin + 40 + chance.gauss(0, 0.2) + (30 if k % 10 == 5 else 0) for k, begin in enumerate(begins)]
    found = fit_times(films(begins, others))
    assert found is not None
    assert found.ratio == pytest.approx(ratio, abs=1e-9 if ratio != 1.013 else 3e-4)
    assert len(found.stretches) == 1
    assert found.stretches[0].offset == pytest.approx(40, abs=0.2)
    assert (f"({speeds} frames" in found.lines()[0]) == bool(speeds)


@pytest.mark.parametrize("ratio", [1.0, 24 / 25])
def test_cuts_are_found(ratio: float) -> None:
    """Twelve seconds that one film lacks, and twenty that it adds later, are two cuts at their places."""
    chance, begins = Random(3), speech(240)
    others = [
        ratio * begin + 90 - (12 if begin >= begins[80] else 0) + (20 if begin >= begins[160] else 0)
        for begin in begins
    ]
    found = fit_times(films(begins, [other + chance.gauss(0, 0.1) for other in others]))
    assert found is not None
    assert found.ratio == ratio
    assert [stretch.begin for stretch in found.stretches] == pytest.approx([0, begins[80], begins[160]], abs=1)
    assert [stretch.offset for stretch in found.stretches] == pytest.approx([90, 78, 98], abs=0.2)
    assert found(begins[100]) == pytest.approx(others[100], abs=0.3)
    assert "of the source are left out" in found.lines()[2]
    assert "are added" in found.lines()[3]


def test_one_stray_bead_is_no_cut() -> None:
    """A single sentence that is half a minute away does not move what follows."""
    begins = speech(60)
    others = [begin + 5 + (30 if k == 30 else 0) for k, begin in enumerate(begins)]
    assert fit_times(films(begins, others)) == TimeMap(1.0, (Stretch(0.0, 5.0),), 0.0, 60)


@pytest.mark.parametrize(
    ("count", "confidence", "noise"), [(7, 0.99, 0.0), (60, 0.89, 0.0), (60, 0.99, 40.0), (0, 0.99, 0.0)]
)
def test_no_clock_without_sure_beads(count: int, confidence: float, noise: float) -> None:
    """Fewer than eight beads, beads of a confidence below .9 and times without an order give no map."""
    chance, begins = Random(5), speech(count)[:count]
    others = [begin + 60 + chance.uniform(-noise, noise) for begin in begins]
    assert fit_times(films(begins, others, confidence)) is None


def test_a_text_without_times_has_no_clock() -> None:
    """Plain text has no times, and its segments have no spans."""
    text = make_text("de", [Paragraph("Ja.")], [["Ja."]])
    english = film("en", [1.0])
    assert (has_times(english), has_times(text)) == (True, False)
    assert segment_spans(text) == [None]
    assert fit_times(Alignment(english, text, Ladder((Bead(range(1), range(1), 1.0),)))) is None


def test_a_sentence_has_the_times_of_all_of_its_cues() -> None:
    """A sentence over two cues begins with the first and ends with the second; two in one cue share its times."""
    marks = (Mark(0, 3, "cue", "00:01,000 --> 00:02,000"), Mark(4, 11, "cue", "00:03,000 --> 00:05,500"))
    text = make_text("en", [Paragraph("I w\nent. Ok.", kind="cue", marks=marks)], [["I w\nent. ", "Ok."]])
    spans = segment_spans(text)
    assert spans == [(1.0, 5.5), (3.0, 5.5)]
    assert run_span(spans, range(2)) == (1.0, 5.5)
    assert run_span(spans, range(0)) is None


@pytest.mark.parametrize("value", ["", "soon --> later", "::: --> 1:2", "1:00,0", "00:01,000 --> 00:02,000\n"])
def test_what_is_no_time_is_refused(value: str) -> None:
    """The times of a cue come from a file that anyone may have edited."""
    with pytest.raises(InputError, match="is not the times of a cue"):
        cue_span(value)


@pytest.mark.parametrize(("moved", "stretches"), [(0.8, 1), (1.3, 2)])
def test_a_second_makes_a_cut(moved: float, stretches: int) -> None:
    """Subtitles of one film begin up to a second apart; only what moves further is a cut."""
    begins = speech(80)
    others = [begin + (moved if k >= 40 else 0) for k, begin in enumerate(begins)]
    found = fit_times(films(begins, others))
    assert found is not None
    assert len(found.stretches) == stretches


@pytest.mark.parametrize(("count", "stretches"), [(7, 1), (8, 2)])
def test_a_stretch_has_eight_beads(count: int, stretches: int) -> None:
    """Fewer beads that are elsewhere are no part of another edition."""
    begins = speech(60)
    others = [begin + (30 if k >= 60 - count else 0) for k, begin in enumerate(begins)]
    found = fit_times(films(begins, others))
    assert found is not None
    assert len(found.stretches) == stretches


@pytest.mark.parametrize(("measured", "ratio"), [(1.0003, 1.0), (1.0006, 1.0006), (1.0014, 24 / 23.976)])
def test_a_ratio_near_known_speeds_is_theirs(measured: float, ratio: float) -> None:
    """Times are rounded and films drift a little; what is nearer to known speeds than they to each other is theirs."""
    begins = speech(200)
    found = fit_times(films(begins, [measured * begin for begin in begins]))
    assert found is not None
    assert found.ratio == pytest.approx(ratio, abs=1e-5)


@pytest.mark.parametrize(("spread", "known"), [(0.6, True), (1.6, False)])
def test_half_of_the_beads_are_near_the_line(spread: float, known: bool) -> None:
    """Times that lie about the line as widely as chance would put them show no common clock."""
    begins = speech(200)
    others = [begin + spread * (k % 2) for k, begin in enumerate(begins)]
    assert (fit_times(films(begins, others)) is not None) == known


def test_a_film_in_one_paragraph_takes_linear_time() -> None:
    """The cues of a segment are found without a look at all cues of its paragraph."""
    count = 5_000
    marks = tuple(Mark(3 * k, 3 * k + 2, "cue", f"{clock(k)} --> {clock(k + 1)}") for k in range(count))
    text = make_text("en", [Paragraph("ab " * count, kind="cue", marks=marks)], [["ab "] * count])
    assert segment_spans(text)[-1] == (count - 1, count)
