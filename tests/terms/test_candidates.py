from __future__ import annotations

import math

import pytest

from aligner.terms.candidates import CONTENT, find_candidates, weigh_words
from aligner.terms.forms import group_forms
from aligner.word_links import UnitWords


def row(text: str) -> UnitWords:
    """Return the words of a text, parted by spaces; punctuation marks stand by themselves."""
    ranges, at = [], 0
    for word in text.split(" "):
        if word.isalnum():
            ranges.append(range(at, at + len(word)))
        at += len(word) + 1
    return UnitWords(text, tuple(ranges), tuple(text[r.start : r.stop].lower() for r in ranges))


def weigh(*rows: UnitWords, usual: tuple[str, ...] = ("the", "of", "a", "is")) -> dict[str, float]:
    """Return 3 for each word, and 0 for those that are usual."""
    return {key: 0.0 if key in usual else 3.0 for one in rows for key in one.keys}


def test_weights_are_differences_of_logarithms_from_the_median() -> None:
    """Of four "the" and two "well", the median is that of "the"; "well" is e³ times as frequent as it is in general."""
    rows = [row("the well the"), row("the the well")]
    usual = {"the": math.log(4 / 6) - 2, "well": math.log(2 / 6) - 5}
    assert weigh_words(rows, lambda words: [usual[word] for word in words]) == pytest.approx({"the": 0, "well": 3})


def test_a_list_of_titles_has_no_median_of_function_words() -> None:
    """Where all words are rare in general, they are measured by what is usual, 5.5, and not by each other."""
    rows = [row("open file"), row("close window")]
    weights = weigh_words(rows, lambda words: [math.log(1 / 4) - 8 for _ in words])
    assert list(weights.values()) == pytest.approx([2.5] * 4)


def test_phrases_begin_and_end_with_content_words() -> None:
    """A function word may be inside; punctuation ends a phrase; what occurs once is left out."""
    rows = [row("the state of affairs , the well"), row("state of affairs is the well"), row("affairs , well")]
    found = find_candidates(rows, weigh(*rows))
    assert {one.form for one in found} == {"state of affairs", "affairs", "well"}


def test_a_content_word_is_3_3_times_as_frequent_as_in_general() -> None:
    """The least weight is 1.2."""
    assert CONTENT == 1.2
    rows = [row("well spring"), row("spring well")]
    found = find_candidates(rows, {"well": 1.19, "spring": 1.2})
    assert [one.key for one in found] == [("spring",)]


def test_the_c_value_is_less_inside_longer_phrases() -> None:
    """Of three "well" two are in "old well": log2(3) × 2 × 3, and log2(2) × (3 - 2) × 3; of "old" there is no other."""
    rows = [row("the old well"), row("a old well"), row("the well")]
    found = find_candidates(rows, weigh(*rows))
    assert [one.form for one in found] == ["old well", "well"]
    assert [one.value for one in found] == pytest.approx([math.log2(3) * 6, 3.0], abs=1e-3)
    assert [(place.row, place.start, place.end) for place in found[0].places] == [(0, 1, 3), (1, 1, 3)]


def test_weights_above_6_count_as_6() -> None:
    """The vocabulary only bounds the probability of rare words."""
    rows = [row("well"), row("well")]
    assert find_candidates(rows, {"well": 40.0})[0].value == 12


def test_names_have_capitals_inside_sentences() -> None:
    """A word with a capital at the beginning of rows alone is none; where a quarter of all words have one, none is."""
    rows = [row("the well , Anna"), row("Well , Anna is the well"), row("the well a a a a of the")]
    assert {one.form: one.name for one in find_candidates(rows, weigh(*rows))} == {"well": False, "Anna": True}
    rows = [row("the Well , Anna"), row("a Well , Anna")]
    assert not any(one.name for one in find_candidates(rows, weigh(*rows)))


def test_forms_of_a_word_are_counted_together() -> None:
    """The commonest form stands for all."""
    rows = [row("the worker"), row("the workers"), row("a worker")]
    (one,) = find_candidates(rows, weigh(*rows))
    assert (one.form, len(one.places)) == ("worker", 3)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("gerät", "geräte", True),
        ("law", "laws", False),  # three letters are no stem
        ("work", "works", True),
        ("famille", "familiaux", False),  # 5 of 9 letters
        ("travail", "travaux", True),  # 5 of 7
        ("arbeiter", "arbeiterin", True),
        ("arbeiter", "arbeiterinnen", False),  # an ending of 5
    ],
)
def test_words_of_one_stem_are_forms(one: str, other: str, same: bool) -> None:
    """Three fifths of the longer word and four letters at least are the same, and four at most follow."""
    assert (len(group_forms({(one,): 2, (other,): 1})) == 1) == same
