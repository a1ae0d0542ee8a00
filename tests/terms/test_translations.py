from __future__ import annotations

from aligner.terms.candidates import Place
from aligner.terms.translations import Term, Translation, _counterpart, _trim
from aligner.word_links import UnitWords


def words(text: str) -> UnitWords:
    """Return the words of a text; a comma is none."""
    ranges, at = [], 0
    for word in text.split(" "):
        if word != ",":
            ranges.append(range(at, at + len(word)))
        at += len(word) + 1
    return UnitWords(text, tuple(ranges), tuple(text[r.start : r.stop] for r in ranges))


def test_a_counterpart_is_the_run_about_the_strongest_link() -> None:
    """One word may be between two that are linked, and no punctuation."""
    text = words("a b c d e , f")
    links = [(0, 0, 0.9), (1, 3, 0.9), (2, 1, 0.5), (2, 5, 0.8), (2, 4, 0.3)]
    assert _counterpart(Place(0, 1, 3), links, text) == range(1, 5)
    assert _counterpart(Place(0, 5, 6), links, text) == range(0)
    assert _counterpart(Place(0, 1, 3), [(1, 0, 0.9), (2, 3, 0.8)], text) == range(1)


def test_function_words_at_the_ends_are_left_out() -> None:
    """A translation that has no other words is kept."""
    text = words("the well of the")
    weird = {"the": 0.0, "of": 0.0, "well": 2.0}
    assert _trim(text, range(4), weird) == range(1, 2)
    assert _trim(text, range(2, 4), weird) == range(2, 4)


def test_consistency_is_the_share_of_the_commonest_translation() -> None:
    """Three of four are "Gerät"; what has no translation does not count, but is linked less."""
    made = tuple(Translation(form, times, "", "") for form, times in (("Gerät", 3), ("Apparat", 1)))
    term = Term("device", name=False, times=5, value=1.0, translations={"de": made}, unlinked={"de": 1})
    assert (term.consistency("de"), term.consistency("fr"), term.linked) == (0.75, 0.0, 0.8)
