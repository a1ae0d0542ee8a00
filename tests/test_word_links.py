from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from aligner.formats.html import format_html
from aligner.formats.html.packed_links import pack_links
from aligner.profile import Profile
from aligner.text import Text
from aligner.word_links import WordLink, Words, find_words, link_edition, link_words
from tests.fakes import session_of
from tests.pages import make_edition

MEANINGS = ["the le", "old vieux", "well puits", "cold froid", "is est"]
TABLE = "¶ The well is old. / Cold well.\n¶ Le vieux puits. / Puits froid.\n\nThe well.\n-"


def make_profile(text: Text) -> Profile:
    """Return a token for each word; words of one meaning have one vector."""
    found = [list(re.finditer(r"\w+", segment.text)) for segment in text.segments]
    words = [match[0].lower() for line in found for match in line]
    kinds = [next(k for k, meaning in enumerate(MEANINGS) if word in meaning.split()) for word in words]
    layer = np.eye(len(MEANINGS), dtype=np.float32)[kinds]
    spans = np.array([match.span() for line in found for match in line], np.int64).reshape(-1, 2)
    none = np.zeros((len(found), 1), np.float32)
    offsets = np.cumsum([0, *map(len, found)])
    return Profile(none, offsets, np.zeros(len(kinds), np.int64), (layer, layer), spans, none[:, 0], none, none)


def test_words_of_one_meaning_are_linked_in_rows_that_both_have() -> None:
    """Links are by characters of the whole cell, and where a language leaves a row out there are none."""
    edition = make_edition(TABLE, ("en", "fr"))
    hints = link_edition(edition, [make_profile(text) for text in edition.texts])
    assert list(hints) == [(0, 1)]
    cells = [edition.cell_text(edition.rows[0], column) for column in (0, 1)]
    linked = [(cells[0][a.start : a.stop], cells[1][b.start : b.stop]) for a, b in hints[0, 1]]
    assert linked == [("The", "Le"), ("well", "puits"), ("old", "vieux"), ("Cold", "froid"), ("well", "Puits")]


def test_a_session_links_words_by_its_encoders_tokens() -> None:
    """Words that the model takes for one are linked."""
    edition = make_edition("¶ The dog sleeps.\n¶ Es schläft Hund.\n\nThe cat reads.\nKatze liest.", ("en", "de"))
    links = session_of().link_words(edition)
    assert list(links) == [(0, 1), (1, 1)]
    assert {(a.start, b.start) for a, b in links[0, 1]} >= {(4, 11), (8, 3)}


def test_a_segment_with_a_vector_of_its_own_alone_has_no_links() -> None:
    """Where a token covers several words, nobody can say which of them it stands for; one word alone is linked."""
    for words, linked in ((("well", "puits"), True), (("the well", "le puits"), False)):
        edition = make_edition(f"¶ {words[0]}\n¶ {words[1]}", ("en", "fr"))
        profiles = []
        for word in words:
            none, ones = np.zeros((1, 1), np.float32), np.ones((1, 2), np.float32)
            spans = np.array([[0, len(word)]])
            sizes = none[:, 0]
            profiles.append(Profile(none, np.array([0, 1]), np.array([0]), (ones, ones), spans, sizes, none, none))
        assert bool(link_edition(edition, profiles)) == linked


def test_far_words_and_unlike_words_are_not_linked() -> None:
    """A word is linked with its nearest only if it is that one's nearest too, and near enough."""
    ranges = [range(1), range(2, 3)]
    source = Words(ranges, np.array([[1, 0], [0.9, 0.44]], np.float32))
    target = Words(ranges, np.array([[1, 0], [-1, 0]], np.float32))
    assert link_words(source, target) == [WordLink(ranges[0], ranges[0])]
    assert link_words(source, Words([], np.zeros((0, 2), np.float32))) == []


def test_words_are_words_or_tokens() -> None:
    """A word of several tokens is one; in a script without spaces, and there alone, each token is."""
    assert find_words("well-dug, 1917", [(0, 3), (3, 8), (8, 9), (10, 14)]) == [
        (range(8), range(2)),
        (range(10, 14), range(3, 4)),
    ]
    assert find_words("「家族」は", [(0, 2), (2, 3), (3, 5)]) == [
        (range(1, 2), range(1)),
        (range(2, 3), range(1, 2)),
        (range(4, 5), range(2, 3)),
    ]
    assert find_words("one", []) == []


@pytest.mark.parametrize(
    ("links", "packed"),
    [
        ([], ""),
        ([WordLink(range(2), range(70, 75))], "AACBGF"),
        ([WordLink(range(100), range(64, 65))], "AA_BAB"),
        ([WordLink(range(4095, 4096), range(1))], "__BAAB"),
        ([WordLink(range(4096, 4097), range(1))], ""),
        ([WordLink(range(1), range(4096, 4097))], ""),
        ([WordLink(range(63), range(64))], "AA_AA_"),
        ([WordLink(range(62), range(1))], "AA-AAB"),
    ],
)
def test_links_are_packed_in_six_characters(links: list[WordLink], packed: str) -> None:
    """What a page cannot express is left out."""
    assert pack_links(links) == packed


def test_a_page_carries_its_links_where_it_has_them() -> None:
    """Only the cells that have links pay for them."""
    edition = make_edition(TABLE, ("en", "fr"))
    made = format_html(edition, {(0, 1): [WordLink(range(3), range(2))]})
    assert re.findall(r'<span[^>]* data-w="([^"]*)"', made) == ["AADAAC"]
    assert " data-w=" not in format_html(edition)


def words_of(vectors: list[tuple[float, float]]) -> Words:
    """Return words of one letter each, with these vectors."""
    return Words([range(k, k + 1) for k in range(len(vectors))], np.array(vectors, np.float32))


@pytest.mark.parametrize(("cosine", "linked"), [(0.44, False), (0.46, True)])
def test_words_are_linked_from_a_similarity_of_045(cosine: float, linked: bool) -> None:
    """Single words in the same place are linked by their cosine alone, from 0.45 on."""
    found = link_words(words_of([(1, 0)]), words_of([(cosine, (1 - cosine**2) ** 0.5)]))
    assert bool(found) == linked


@pytest.mark.parametrize(("cosine", "linked"), [(0.59, False), (0.61, True)])
def test_distance_costs_up_to_three_tenths(cosine: float, linked: bool) -> None:
    """A word at the beginning and one in the middle are half a sentence apart: 0.15 is taken from their cosine."""
    source = words_of([(1, 0), (0, -1)])
    target = words_of([(-1, 0), (cosine, (1 - cosine**2) ** 0.5)])
    assert bool(link_words(source, target)) == linked


def test_the_nearer_of_two_like_words_is_linked() -> None:
    """Where a sentence has a word twice, place decides."""
    one = words_of([(1, 0), (0, 1), (1, 0)])
    assert link_words(one, one) == [WordLink(range(k, k + 1), range(k, k + 1)) for k in range(3)]


def test_the_middle_layer_counts_twice_as_much_as_the_last() -> None:
    """Words alike in the middle layer and square in the last have the cosine 1 / 1.5; the other way round 0.5 / 1.5."""
    edition = make_edition("¶ well\n¶ puits", ("en", "fr"))

    def links(middle: tuple[int, int], last: tuple[int, int]) -> bool:
        """Return whether words are linked that are the same (1) or square (0) in the two layers."""
        profiles = []
        for text, which in zip(edition.texts, (0, 1), strict=True):
            layers = [np.eye(2, dtype=np.float32)[[layer[which]]] for layer in (middle, last)]
            profiles.append(replace(make_profile(text), layers=(np.zeros((1, 2), np.float32), *layers)))
        return bool(link_edition(edition, profiles))

    assert links((0, 0), (0, 1))  # 0.667
    assert not links((0, 1), (0, 0))  # 0.333
