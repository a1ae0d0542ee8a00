from __future__ import annotations

from typing import Any

import pytest

from aligner.errors import InputError
from aligner.segment import cut, explain_cuts
from aligner.segment.language_rules import load_rules

# Two sentences of the word before the stop, cut without the user's list and whole with it.
WORDS = [
    ("pl", "Naczeln.", "Był tu Naczeln. To był on."),
    ("pl", "Naczeln", "Był tu Naczeln. To był on."),
    ("pl", " Naczeln. ", "Był tu Naczeln. To był on."),
    ("pl", "n.p.m.", "Szczyt ma 5 m n.p.m. To dużo."),
    ("pl", "n. p. m.", "Szczyt ma 5 m n.p.m. To dużo."),
    ("pl", "n.p.m.", "Szczyt ma 5 m n. p. m. To dużo."),
    ("en", "km.", "He walked 5 km. The way was long."),
    ("en", "house.", "He saw the house. The man slept."),
    ("en", "house", "HE SAW THE HOUSE. THE MAN SLEPT."),
    ("en", "house", "House. The man slept."),
    ("en", "gov't.", "He works for the gov't. The man slept."),
    ("en", "gov't.", "Gov't. The man slept."),
    ("en", "et al.", "This is by Hall et al. The man slept."),
    ("en", "q.w.x.z.", "See vol. q.w.x.z. The man slept."),
    ("en", "a.b.c.d.e.", "This is an a.b.c.d.e. The man slept."),
    ("en", "longword.b.", "This is a longword.b. The man slept."),
    ("en", "Jumbo!", "He works for Jumbo! The man slept."),
    ("ja", "株.", "東京株. 彼は去った。"),
]


@pytest.mark.parametrize(("language", "word", "text"), WORDS)
def test_an_own_abbreviation_ends_nothing(language: str, word: str, text: str) -> None:
    """With or without its full stop, with spaces or without, in the forms of a listed word, before any word."""
    assert len(cut(text, language)) == 2
    assert len(cut(text, language, abbreviations=["Qqq.", word])) == 1


@pytest.mark.parametrize(("word", "text"), [("Dyr.", "Był tu Dyr! To był on."), ("al.", "Jan Hal. To był on.")])
def test_nothing_else_changes(word: str, text: str) -> None:
    """Another stop, and a word that ends as the abbreviation does, end their sentences as before."""
    assert cut(text, "pl", abbreviations=[word]) == cut(text, "pl")
    assert len(cut(text, "pl")) == 2


def test_a_pattern_for_an_odd_word_is_of_the_whole_word() -> None:
    """``gov't`` is not part of another word, and a capital one does not stand for a small one."""
    assert len(cut("It is misgov't. The man slept.", "en", abbreviations=["ov't"])) == len(
        cut("It is misgov't. The man slept.", "en")
    )
    assert len(cut("the house of gov't?! The man slept.", "en", abbreviations=["Gov't"])) == 2


def test_kinds_are_those_of_the_language_files() -> None:
    """A mapping gives each word its kind."""
    own = {"title": ["Dyr."], "maybe": ["Qux."], "final": ["Quux."], "number": ["Qnr."]}

    def reason(text: str) -> tuple[bool, str]:
        first = next(iter(explain_cuts(text, "en", abbreviations=own)))
        return first.cut, first.reason

    assert reason("Here is Dyr. The man.") == (False, "abbreviation (own): Dyr")
    assert reason("Here is a Qux. Peter left.") == (False, "abbreviation (maybe): Qux")
    assert reason("Here is a Qux. The man left.") == (True, "abbreviation (maybe): Qux")
    assert reason("Here is a Quux. Peter left.") == (True, "abbreviation (final): Quux")
    assert reason("See Qnr. 5 there.") == (False, "number before a reference: Qnr")
    assert reason("See Qnr. Peter left.") == (True, "ordinary word")


def test_the_kind_of_the_user_wins() -> None:
    """A word that the language file has under another kind is what the user says."""
    text = "Pens, ink, etc. The shop was small."
    assert len(cut(text, "en")) == 2
    assert len(cut(text, "en", abbreviations=["etc."])) == 1
    assert len(cut(text, "en", abbreviations={"title": ["etc"]})) == 1


@pytest.mark.parametrize(
    ("abbreviations", "message"),
    [
        (["Dyr.", "  "], "abbreviations: '  ' is not a word; write it as in the text: Dyr."),
        ([""], "'' is not a word"),
        (["..."], r"'\.\.\.' is not a word"),
        (["12."], r"'12\.' is not a word"),
        ([5], "5 is not a word; write it as in the text, between quotation marks"),
        ([["Dyr."]], r"\['Dyr\.'\] is not a word"),
        ("Dyr.", r"'Dyr\.' is not a list of words; write it as \['Dyr\.'\]"),
        (5, r"5 is not a list of words; write it as \['5'\]"),
        ({"title": "Dyr."}, r"'Dyr\.' is not a list of words"),
        ({"titel": ["Dyr."]}, "there is no kind 'titel'; use title, inner, maybe, final, number"),
        ({"maybe": ["gov't"]}, "abbreviations: \"gov't\" can be of the kinds title and inner only, not 'maybe'"),
    ],
)
def test_what_is_no_abbreviation_is_refused(abbreviations: Any, message: str) -> None:
    """The message names the entry and says what to write."""
    with pytest.raises(InputError, match=message):
        cut("One. Two.", "en", abbreviations=abbreviations)


def test_rules_are_made_once_for_a_list() -> None:
    """The same words in another list are the same rules, and a call without any leaves the language's own alone."""
    load_rules.cache_clear()
    for _ in range(3):
        cut("One. Two.", "en", abbreviations=["Dyr.", "al."])
        cut("One. Two.", "en", abbreviations=("Dyr.", "al."))
        cut("One. Two.", "en")
    assert load_rules.cache_info().misses == 2
    assert "Dyr" not in load_rules("en").abbreviations
