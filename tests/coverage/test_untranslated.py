"""What is left in the source's language, and what only looks like it."""

from __future__ import annotations

from dataclasses import replace
from math import log

import pytest

from aligner.coverage.checks.untranslated import find_untranslated, plain_words, split_words
from aligner.coverage.findings import RawFinding
from tests.coverage.cases import ENGLISH, GERMAN, case_of, one_to_one, plain_case

RIGHT = {
    "a name": ("Scottish Council of Independent Schools", "Scottish Council of Independent Schools"),
    "a name in a sentence": (
        "John Edward is Director of the Scottish Council of Independent Schools",
        "John Edward leitet den Scottish Council of Independent Schools",
    ),
    "numbers": ("1917, 30 000 000 (12%)", "1917, 30 000 000 (12%)"),
    "a third language": ("Il faut bien le faire.", "Il faut bien le faire."),
    "a short word": ("OK, taxi!", "OK, taxi!"),
}


@pytest.mark.parametrize("name", RIGHT)
def test_copies_that_need_no_translation(name: str) -> None:
    """Names, numbers, quotations in a third language and words of both languages are not untranslated."""
    source, target = RIGHT[name]
    assert find_untranslated(case_of([*ENGLISH, source], [*GERMAN, target])) == []


def test_a_copy_is_untranslated() -> None:
    """Segments copied from the source are one finding, though their first words have a capital."""
    (found,) = find_untranslated(case_of(ENGLISH, [*GERMAN[:8], *ENGLISH[8:10], *GERMAN[10:]]))
    assert (found.side, found.run, found.facing) == (1, range(8, 10), range(8, 10))
    assert found.detail == "left in the language of the source"


def test_the_source_language_is_known_without_a_copy() -> None:
    """A segment in words of the source that are in no order of the source is untranslated too."""
    line = "the old dog and the cat of the mother are in the house and they see the river"
    source = [*ENGLISH, "The mother has a house, and the dog and the cat are in it; they see the river of the old."] * 3
    target = [*GERMAN, "Die Mutter hat ein Haus."] * 3
    target[40] = line
    found = find_untranslated(case_of(source, target))
    assert [one.run for one in found] == [range(40, 41)]


def test_two_versions_in_one_language_have_nothing_untranslated() -> None:
    """Within one language, as between two regions, a copy is right."""
    assert find_untranslated(case_of(ENGLISH, ENGLISH, ("en-GB", "en-US"))) == []


# --- Thresholds ---------------------------------------------------------------------------------------------------


def copied(
    line: str, times: tuple[int, int], *, original: str | None = None, away: int = 0, total: int = 100
) -> list[RawFinding]:
    """Return what is found where a line of the source is given again in the target, so many beads away.

    Each of its words is found elsewhere so many ``times`` in the source and in the target, each of which has ``total``
    words beside the line. So a word's frequencies are times / total + 1 / (2 * total), and the log ratio is
    log((times[0] + 0.5) / (times[1] + 0.5)).
    """
    words = sorted({*line.casefold().rstrip(".").split()})
    fillers = []
    for side in (0, 1):
        repeated = [word for word in words for _ in range(times[side])]
        fillers.append(" ".join([*repeated, *[f"{'st'[side]}xx"] * (total - len(repeated))]))
    empty = ["…"] * 4
    source = [*empty, original or line, *empty, fillers[0]]
    target = ["…"] * (4 + away) + [line] + ["…"] * (4 - away) + [fillers[1]]
    return find_untranslated(plain_case(source, target, one_to_one(10)))


@pytest.mark.parametrize(
    ("times", "confidence"),
    [
        ((2, 1), 0.85 + 0.1 * log(2.5 / 1.5)),  # a log ratio of 0.511
        ((31, 19), 0.0),  # log(31.5 / 19.5) = 0.480, and no language that the identifier knows
        ((20, 0), 0.99),  # log(20.5 / 0.5) = 3.7
    ],
)
def test_an_exact_copy_of_words_that_are_the_source_s(times: tuple[int, int], confidence: float) -> None:
    """A copy is untranslated if its words are 1.65 times as frequent in the source as in the rest of the target."""
    found = copied("zorg blik mant", times)
    assert [one.confidence for one in found] == ([pytest.approx(confidence)] if confidence else [])


@pytest.mark.parametrize(("line", "found"), [("zorg blik mant", 1), ("zorg blik", 0)])
def test_a_copy_has_three_words(line: str, found: int) -> None:
    """A copy of two words may be a name."""
    assert len(copied(line, (5, 0))) == found


@pytest.mark.parametrize(("away", "exact"), [(-2, True), (-3, False), (2, True), (3, False)])
def test_the_original_of_a_copy_is_near(away: int, exact: bool) -> None:
    """A copy whose original is two beads away is an exact one; farther away it is a segment like any other."""
    (found,) = copied("they have been sleeping under this tree", (5, 0), away=away)
    # log(5.5 / 0.5) = 2.398 in both cases, less what the original, which then counts, adds to the source
    assert (found.confidence >= 0.985) is exact


@pytest.mark.parametrize(
    ("times", "found"),
    [
        ((20, 1), True),
        ((1, 1), True),  # a log ratio of 0
        ((1, 2), False),  # log(1.5 / 2.5) = -0.511
    ],
)
def test_a_copy_in_a_language_that_is_known(times: tuple[int, int], found: bool) -> None:
    """A copy whose words are as frequent on both sides is untranslated if it is clearly in the source's language."""
    line = "they have been sleeping under this tree because it was raining outside"
    confidences = [one.confidence for one in copied(line, times, total=300)]
    assert bool(confidences) is found
    if times == (1, 1):
        assert confidences == [0.8]


@pytest.mark.parametrize(("times", "ratio"), [((7, 1), log(5)), ((6, 1), 0.0)])
def test_a_segment_that_is_no_copy(times: tuple[int, int], ratio: float) -> None:
    """Without an original, words have to be exp(1.5) = 4.48 times as frequent: 7.5 / 1.5 = 5, not 6.5 / 1.5 = 4.33."""
    found = copied("they have been sleeping under this tree", times, original="…")
    assert [one.confidence for one in found] == ([pytest.approx(0.7 + 0.1 * ratio, abs=1e-3)] if ratio else [])


@pytest.mark.parametrize(
    ("original", "times", "found"),
    [
        # Six of seven words, 0.86, are copied: no exact copy, and a log ratio of 0.511 is enough.
        ("they have been sleeping under this roof and they were well", (2, 1), 1),
        ("they have been sleeping under this roof and they were well", (31, 19), 0),  # 0.480
        # Five of seven, 0.71, are too few: 1.5 is needed.
        ("they have been sleeping under that roof and they were well", (2, 1), 0),
        ("they have been sleeping under that roof and they were well", (7, 1), 1),
    ],
)
def test_a_copy_with_changes(original: str, times: tuple[int, int], found: int) -> None:
    """Eight tenths of the words of one source segment make a copy, for which a smaller ratio is enough."""
    # The ratios are those of words that the original has as often as the segment: what was copied does not count.
    assert len(copied("they have been sleeping under this tree", times, original=original, total=2000)) == found


def test_frequencies_are_compared_and_not_counts() -> None:
    """A word that is four times among 200 words is 1.75 times as frequent as one that is once among 100."""
    line = "zorg blik mant"
    source = [line, "…", "…", "…", " ".join([*[line] * 4, *["sxx"] * 188])]
    target = [line, "…", "…", "…", " ".join([line, *["txx"] * 97])]
    (found,) = find_untranslated(plain_case(source, target))
    # (4 / 200 + 1 / 300) / (1 / 100 + 1 / 300) = 0.02333 / 0.01333
    assert found.confidence == pytest.approx(0.85 + 0.1 * log(1.75))


@pytest.mark.parametrize(
    ("language", "sure", "found"), [("en", 0.9, 1), ("en", 0.89, 0), ("en-GB", 0.95, 1), ("fr", 0.95, 0)]
)
def test_the_identifier_has_to_be_sure(language: str, sure: float, found: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy whose words are as frequent on both sides is untranslated if it is English with 0.9 or more."""
    monkeypatch.setattr("aligner.coverage.checks.untranslated.detect_language", lambda *_: (language, sure))
    assert [one.confidence for one in copied("zorg blik mant", (1, 1))] == [0.8] * found


def test_a_run_is_as_sure_as_its_least_sure_segment() -> None:
    """Two neighbours of one finding have the confidence of the one that is less sure."""
    first, second = "zorg blik mant", "frub kerd plon"
    # As in ``copied``, with 103 words a side: log(20.5 / 0.5) gives the first segment 0.99.
    source = [first, second, "…", "…", " ".join([*[first] * 20, *[second] * 2, *["sxx"] * 34])]
    target = [first, second, "…", "…", " ".join([second, *["txx"] * 97])]
    (found,) = find_untranslated(plain_case(source, target))
    assert (found.run, found.facing) == (range(2), range(2))
    assert found.confidence == pytest.approx(0.85 + 0.1 * log(2.5 / 1.5))


TWENTY = "they have been sleeping under this tree because our own small house was cold last night while you went away"


@pytest.mark.parametrize(
    ("line", "original", "exact"),
    [
        (TWENTY, TWENTY.replace("tree", "roof"), True),  # 19 of 20 words on both sides, 0.95
        (TWENTY.replace(" away", ""), TWENTY.replace("tree", "roof").replace(" away", ""), False),  # 18 of 19
        (TWENTY, f"{TWENTY} and came home", False),  # all of its words, but 20 of 23 of the original's
    ],
)
def test_an_exact_copy_shares_nearly_all_words(line: str, original: str, exact: bool) -> None:
    """A copy is exact if 0.95 of the words of both are shared, and a likely one otherwise."""
    # log(5.5 / 0.5) = 2.398: an exact copy has 0.99, which is the most, another one 0.7 + 0.2398.
    (found,) = copied(line, (5, 0), original=original, total=200)
    assert found.confidence == pytest.approx(0.99 if exact else 0.9398, abs=1e-3)


@pytest.mark.parametrize(("shared", "found"), [(16, 1), (15, 0)])
def test_eight_tenths_of_the_words_are_a_copy(shared: int, found: int) -> None:
    """Sixteen of twenty words of a source segment are a copy, for which 1.67 times as frequent is enough."""
    original = " ".join(TWENTY.split()[:shared])
    assert len(copied(TWENTY, (2, 1), original=original, total=2000)) == found


def test_another_language_s_words_are_not_the_source_s() -> None:
    """Words that are frequent in the source but make no sentence of its language are passed over."""
    assert copied("zorg blik mant frub", (20, 0), original="…") == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("we have been Anne Bell Carl Dean Ford Gray Hill", 1),  # three plain words of ten
        ("we have been Anne Bell Carl Dean Ford Gray Hill Hart", 0),  # three of eleven
    ],
)
def test_names_are_most_of_some_segments(line: str, found: int) -> None:
    """At least three tenths of a segment's words have to be in no name."""
    assert len(copied(line, (9, 0), original="…", total=500)) == found


def test_scripts_without_spaces_are_compared_by_pairs() -> None:
    """Chinese and Japanese are split into pairs of characters, a single one stays; apostrophes are one kind."""
    assert split_words("家族の生 Don’t 犬") == ["家族", "族の", "の生", "don't", "犬"]


def test_plain_words_are_in_no_name() -> None:
    """Words between two that have a capital, within two words, are in a name."""
    assert plain_words("we saw the Council of the Schools") == ["we", "saw", "the"]
    assert plain_words("the Council of all of the Schools") == ["the", "of", "all", "of", "the"]
    assert plain_words("the Bank of England, in London, was closed") == ["the", "was", "closed"]


def test_code_is_the_same_in_a_translation() -> None:
    """A segment of a paragraph of code is no untranslated sentence, be it ever so much like one."""
    line = "The old house is asleep and nobody hears the bell."
    case = plain_case([line], [line], languages=("en", "nl"))
    as_code = replace(case, wordless=([True], [True]))
    assert [len(find_untranslated(one)) for one in (case, as_code)] == [1, 0]
