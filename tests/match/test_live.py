"""Tests of ladders that are matched again in a passage, and of what is fixed about separators and notes."""

from __future__ import annotations

import pytest

from aligner.ladder import NOTHING_FIXED, Bead, Fixed
from aligner.match import find_ladder, find_ladders, load_weights
from aligner.match.live import find_live
from aligner.profile import Profile
from aligner.text import Paragraph
from tests.fakes import FakeEncoder, english_sentences, profile_text, to_german
from tests.match.test_parts import text_of

SENTENCES = english_sentences(20, 3)
GERMAN = [to_german(sentence) for sentence in SENTENCES]
WEIGHTS = load_weights()


def starred(before: list[str], after: list[str], notes: list[str]) -> list[str | Paragraph]:
    """Return sentences with a row of stars between them, and notes at the end."""
    return [*before, "* * *", *after, *(Paragraph(text, kind="note") for text in notes)]


def profiles() -> tuple[Profile, Profile]:
    """Return two texts with stars and notes; the German one lacks the third sentence and has a page number."""
    source = text_of("en", starred(SENTENCES[:6], SENTENCES[6:12], SENTENCES[12:15]))
    target = text_of("de", ["[Seite 3]", *starred([*GERMAN[:2], *GERMAN[3:6]], GERMAN[6:12], GERMAN[12:15])])
    encoder = FakeEncoder()
    return profile_text(source, encoder), profile_text(target, encoder)


@pytest.mark.parametrize(
    "fixed",
    [
        NOTHING_FIXED,
        Fixed(beads=((range(4, 6), range(4, 5)),)),
        Fixed(alone=(frozenset({13}), frozenset())),
        Fixed(apart=((range(6, 7), range(6, 7)),)),
        Fixed(alone=(frozenset({6}), frozenset())),
        Fixed(beads=((range(5, 7), range(5, 6)),)),
    ],
    ids=["nothing", "body", "note", "separators apart", "separator alone", "separator joined"],
)
def test_a_live_ladder_is_the_one_that_is_built(fixed: Fixed) -> None:
    """With notes and separators, and whatever is fixed, the ladder under review is that of ``find_ladder``."""
    both = profiles()
    built = find_ladder(*both, WEIGHTS, fixed=fixed)
    (live,) = find_live(both, WEIGHTS, {(0, 1): []}, [fixed])
    assert live.ladder == built
    assert fixed.agrees_with(built)
    (before,) = find_live(both, WEIGHTS, {(0, 1): []}, [NOTHING_FIXED])
    again = before.match_again(fixed, (range(4, 7), range(4, 8)))
    if again is not None:  # else everything is matched again
        assert [bead[:2] for bead in again.ladder] == [bead[:2] for bead in built]


def test_three_live_ladders_are_those_that_are_built() -> None:
    """Of three versions, with the others as evidence, the ladders under review are those of ``find_ladders``."""
    both = profiles()
    three = [*both, both[1]]
    places: dict[tuple[int, int], list[tuple[int, int]]] = {(0, 1): [], (0, 2): [], (1, 2): []}
    fixed = [Fixed(beads=((range(4, 6), range(4, 5)),)), NOTHING_FIXED]
    built = find_ladders(three, WEIGHTS, places, fixed)
    assert [live.ladder for live in find_live(three, WEIGHTS, places, fixed)] == built


def test_a_separator_that_is_fixed_leaves_the_parts_apart() -> None:
    """Two separators that a person pairs are confirmed, and no sentence is glued to another separator for it."""
    both = profiles()
    plain = find_ladder(*both, WEIGHTS)
    pair = next(bead[:2] for bead in plain if bead.source == range(6, 7))
    bound = find_ladder(*both, WEIGHTS, fixed=Fixed(beads=(pair,)))
    assert [bead[:2] for bead in bound] == [bead[:2] for bead in plain]
    assert Bead(*pair, 1.0, confirmed=True) in bound.beads


def test_separators_are_paired_as_a_person_says() -> None:
    """Of two rows of stars against one, the second is the one that is paired if a person says so."""
    encoder = FakeEncoder()
    source = profile_text(text_of("en", [*SENTENCES[:3], "* * *", "---", *SENTENCES[3:6]]), encoder)
    target = profile_text(text_of("de", [*GERMAN[:3], "* * *", *GERMAN[3:6]]), encoder)
    fixed = Fixed(beads=((range(4, 5), range(3, 4)),))
    found = [bead[:2] for bead in find_ladder(source, target, WEIGHTS, fixed=fixed)]
    assert found[3:5] == [(range(3, 4), range(0)), (range(4, 5), range(3, 4))]


def test_only_a_range_is_matched_again() -> None:
    """Matched again in a range only, beads outside keep everything, their confidences too."""
    source = english_sentences(40, 9)
    encoder = FakeEncoder()
    both = (
        profile_text(text_of("en", source), encoder),
        profile_text(text_of("de", [to_german(line) for line in source]), encoder),
    )
    wrong = Fixed(beads=((range(10, 12), range(10, 11)), (range(30, 32), range(30, 31))))
    (live,) = find_live(both, WEIGHTS, {(0, 1): []}, [wrong])
    place = range(8, 16), range(8, 16)
    again = live.match_again(wrong._replace(beads=wrong.beads[1:]), place, only=True)
    assert again is not None
    assert [bead[:2] for bead in again.ladder.beads[8:16]] == [(range(k, k + 1), range(k, k + 1)) for k in range(8, 16)]
    assert again.ladder.beads[:8] == live.ladder.beads[:8]
    assert again.ladder.beads[-20:] == live.ladder.beads[-20:]
