"""Every kind of error, planted in texts that the fake encoder understands: one finding each, and no other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aligner.alignment import Alignment
from aligner.coverage import KINDS
from aligner.coverage.check import run_checks
from aligner.coverage.checks.lengths import learn_lengths
from aligner.edition import weave
from aligner.ladder import Bead, Ladder
from tests.coverage.cases import ENGLISH, GERMAN, check_texts, kinds_and_places, plain_case
from tests.fakes import FakeEncoder, align_texts, english_sentences, session_of, text_of, to_german


def test_a_complete_translation_has_no_findings() -> None:
    """A faithful translation is covered whole on both sides and nothing is found."""
    coverage = check_texts(ENGLISH, GERMAN)
    assert coverage.findings == ()
    assert coverage.source.matched_segments == coverage.source.segments == 40
    assert coverage.target.matched_characters == coverage.target.characters > 0


ERRORS = {
    "omitted": (ENGLISH, [*GERMAN[:10], *GERMAN[13:]], ("source", range(10, 13))),
    "added": ([*ENGLISH[:20], *ENGLISH[22:]], GERMAN, ("target", range(20, 22))),
    "untranslated": (ENGLISH, [*GERMAN[:10], *ENGLISH[10:12], *GERMAN[12:]], ("target", range(10, 12))),
    "moved, neighbours": (ENGLISH, [*GERMAN[:10], GERMAN[11], GERMAN[10], *GERMAN[12:]], ("source", range(10, 11))),
    "moved, a passage": (ENGLISH, [*GERMAN[:10], *GERMAN[30:], *GERMAN[10:30]], ("source", range(30, 40))),
    "repeated": (ENGLISH, [*GERMAN[:15], GERMAN[14], *GERMAN[15:]], ("target", range(15, 16))),
    "repeated, for another": (ENGLISH, [*GERMAN[:15], GERMAN[14], *GERMAN[16:]], ("target", range(15, 16))),
    "partial": (ENGLISH, [*GERMAN[:5], " ".join(GERMAN[5].split()[:3]), *GERMAN[6:]], ("source", range(5, 6))),
    "number": (
        ["Old dog sleeps in 1917.", *ENGLISH[1:]],
        ["Alt Hund schläft in 1918.", *GERMAN[1:]],
        ("target", range(1)),
    ),
}


@pytest.mark.parametrize("name", ERRORS)
def test_one_error_is_one_finding(name: str) -> None:
    """An error of one kind is one finding, of that kind, on its side and at its segments."""
    source, target, place = ERRORS[name]
    assert kinds_and_places(check_texts(source, target)) == [(name.partition(",")[0], *place)]


def test_errors_of_several_kinds_are_each_found() -> None:
    """Several errors in one text are each found, in the order of the source."""
    target = [*GERMAN[:4], *GERMAN[6:15], ENGLISH[15], *GERMAN[16:25], GERMAN[24], *GERMAN[25:]]
    assert kinds_and_places(check_texts(ENGLISH, target)) == [
        ("omitted", "source", range(4, 6)),
        ("untranslated", "target", range(13, 14)),
        ("repeated", "target", range(23, 24)),
    ]


def test_an_omitted_run_has_the_place_of_its_translation() -> None:
    """The counterpart of an omitted run is empty, at the place where it would be."""
    (finding,) = check_texts(ENGLISH, [*GERMAN[:10], *GERMAN[13:]]).findings
    assert finding.counterpart == range(10, 10)


@pytest.mark.parametrize(
    ("source", "target", "kinds"),
    [([], [], []), (ENGLISH[:3], [], ["omitted"]), ([], GERMAN[:2], ["added"]), (["…"], [], []), ([""], ["—"], [])],
)
def test_texts_with_nothing_on_a_side(source: list[str], target: list[str], kinds: list[str]) -> None:
    """An empty side leaves the other one finding, and segments without letters are not missed."""
    coverage = check_texts(source, target)
    assert [finding.kind for finding in coverage.findings] == kinds
    assert coverage.source.matched_segments == coverage.target.matched_segments == 0


def test_untranslated_segments_are_not_covered() -> None:
    """What was left in the source's language counts as covered on neither side, but what was moved does."""
    left = check_texts(ENGLISH, [*GERMAN[:10], *ENGLISH[10:12], *GERMAN[12:]])
    assert (left.source.matched_segments, left.target.matched_segments) == (38, 38)
    moved = check_texts(ENGLISH, [*GERMAN[:10], *GERMAN[30:], *GERMAN[10:30]])
    assert moved.source.matched_segments == 40


def test_a_confidence_asked_for_is_needed_to_cover() -> None:
    """With a lowest confidence, less sure beads do not cover; the findings stay all the same."""
    alignment = align_texts(text_of("en", ENGLISH), text_of("de", [*GERMAN[:10], *GERMAN[13:]]), FakeEncoder())
    beads = [b._replace(confidence=0.5 if b.source == range(3, 4) else 1.0) for b in alignment.ladder.beads]
    weaker = replace(alignment, ladder=Ladder(tuple(beads)))
    strict, lenient = (session_of().check(weaker, min_confidence=least) for least in (0.6, 0.0))
    assert (strict.source.matched_segments, lenient.source.matched_segments) == (36, 37)
    assert strict.findings == lenient.findings


def test_a_bead_that_is_hardly_likelier_than_another_is_unsure() -> None:
    """A bead of low confidence whose words are partly each other's is a finding of its own."""
    english, german = text_of("en", ENGLISH), list(GERMAN)
    german[7] = " ".join([*GERMAN[7].split()[:3], *to_german(english_sentences(1, seed=9)[0]).split()[:5]])
    beads = [Bead(range(k, k + 1), range(k, k + 1), 0.2 if k == 7 else 1.0) for k in range(40)]
    coverage = session_of().check(Alignment(english, text_of("de", german), Ladder(tuple(beads))))
    assert {finding.kind for finding in coverage.findings} <= {"unsure", "omitted", "added"}
    assert range(7, 8) in [finding.segments for finding in coverage.findings]


def test_each_version_of_an_edition_is_checked_against_the_pivot() -> None:
    """An edition gives a coverage for each version but the pivot, in the order of its columns."""
    english, german = text_of("en", ENGLISH), text_of("de", GERMAN)
    short = text_of("nl", [*GERMAN[:10], *GERMAN[13:]])
    edition = weave([align_texts(english, other, FakeEncoder()) for other in (german, short)])
    coverages = session_of().check(edition)
    assert [coverage.alignment.target.language for coverage in coverages] == ["de", "nl"]
    assert [len(coverage.findings) for coverage in coverages] == [0, 1]


@pytest.mark.parametrize(("figure", "kind"), [("", "partial"), (" 199", "number")])
def test_a_clause_that_is_lost_with_its_figure_is_one_finding(figure: str, kind: str) -> None:
    """Words that are lost with a figure are named; where another figure is in its place, the figures are."""
    letters = "abcdefghij"
    lines = [[f"{one}b{other}" for other in letters] for one in "klmnopqrstuv"]
    source = [" ".join(words) for words in lines]
    target = [" ".join(f"d{word}" for word in words) for words in lines]
    similar = {f"d{word}": {word: 1.0} for words in lines for word in words}
    # Four of ten words, 143 among them, and one of thirteen lines: log odds of 1.09 with an excess of about 0.48, where
    # 2.6 is needed, or -0.9 if a figure is lost. Each target word has a letter more, which is usual here.
    source.append("hba hbb hbc hbd hbe hbf hbg hbh hbi 143")
    target.append(f"dhba dhbb dhbc dhbd dhbe dhbf{figure}")
    similar |= {f"dhb{letter}": {f"hb{letter}": 1.0} for letter in "abcdef"}
    case = plain_case(source, target, similar=similar)
    (finding,) = run_checks(case, learn_lengths(case), {})
    assert (finding.kind, finding.side) == (kind, int(kind == "number"))


def test_every_kind_is_known() -> None:
    """The kinds that checks give are those that the findings declare."""
    assert {name.partition(",")[0] for name in ERRORS} <= set(KINDS)
