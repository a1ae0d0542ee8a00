from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256
from math import exp

import numpy as np
import pytest

from aligner.formats.html import format_html
from aligner.formats.html.packed_links import pack_links
from aligner.ladder import Bead
from aligner.profile import Profile
from aligner.text import Text
from aligner.word_links import (
    CERTAIN,
    LEAST,
    Tokens,
    WordLink,
    _Column,
    distances,
    find_tokens,
    find_words,
    link_beads,
    link_edition,
    link_units,
    link_words,
    load_map,
    share_out,
)
from tests.fakes import profile_text, session_of, text_of
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


def unit(cosine: float) -> tuple[float, float]:
    """Return a unit vector that has a cosine with (1, 0)."""
    return cosine, (1 - cosine**2) ** 0.5


def shares(source: list[tuple[float, float]], target: list[tuple[float, float]]) -> list[list[float]]:
    """Return the shares of vectors, rounded."""
    found = share_out(np.array(source, np.float32), np.array(target, np.float32))
    return [[round(float(value), 2) for value in row] for row in found]


def test_single_words_share_by_their_cosine() -> None:
    """Five rounds of u = 1 / (w v + n) and v = 1 / (w u + n), with w = exp(cosine / 0.08) and n = exp(0.1 / 0.08).

    For the cosine 0.5, w is 518.01 and n 3.4903: u = 0.001918 and v = 0.2230 after a round; at the end u v w = 0.782.
    """

    def by_hand(cosine: float) -> float:
        weight, none, v = exp(cosine / 0.08), exp(0.1 / 0.08), 1.0
        for _ in range(5):
            u = 1 / (weight * v + none)
            v = 1 / (weight * u + none)
        return u * v * weight

    for cosine in (0.2, 0.5, 0.7, 1.0):
        assert shares([(1, 0)], [unit(cosine)])[0][0] == pytest.approx(by_hand(cosine), abs=0.006)
    assert by_hand(0.5) == pytest.approx(0.782, abs=0.001)


def test_place_costs_up_to_three_tenths() -> None:
    """Of two tokens and two the first and the last are half a text apart, so 0.15 is taken from their cosine."""
    assert distances(2, 2).round(3).tolist() == pytest.approx(np.array([[0, 0.15], [0.15, 0]]))
    assert distances(1, 4)[0].tolist() == pytest.approx([0.1125, 0.0375, 0.0375, 0.1125])


def test_the_nearer_of_two_like_words_has_the_larger_share() -> None:
    """Where a sentence has a word twice, place decides."""
    found = shares([(1, 0), (0, 1), (1, 0)], [(1, 0), (0, 1), (1, 0)])
    assert found[0][0] > 5 * found[0][2]
    assert share_out(np.zeros((0, 2), np.float32), np.ones((1, 2), np.float32)).shape == (0, 1)


def test_what_two_words_claim_is_divided() -> None:
    """A word with two equal counterparts at equal distance has a like share in both, together less than 1."""
    ((one, other),) = shares([(1, 0)], [(1, 0), (1, 0)])
    assert one == other
    assert 0.4 < one < 0.5


@pytest.mark.parametrize(("least", "linked"), [(LEAST, True), (CERTAIN, False)])
def test_a_page_shows_the_surer_links_only(least: float, linked: bool) -> None:
    """A share between the two thresholds is a link of ``aligner words`` and none of a page."""
    tokens = (
        Tokens("well", [(0, 4)], np.array([(1, 0)], np.float32)),
        Tokens("puits", [(0, 5)], np.array([unit(0.25)], np.float32)),
    )
    assert LEAST < shares([(1, 0)], [unit(0.25)])[0][0] < CERTAIN
    assert bool(link_words(*tokens, least)) == linked


def test_the_thresholds_are_those_that_were_measured() -> None:
    """docs/words.md and docs/reader.md tell what they give."""
    assert (LEAST, CERTAIN) == (0.25, 0.5)


def test_words_are_linked_when_any_of_their_tokens_are() -> None:
    """A link of words has the largest share of their tokens."""
    found = link_units(np.array([[0.3, 0.0], [0.6, 0.1]], np.float32), ([range(2)], [range(1), range(1, 2)]), 0.25)
    assert [(i, j, round(share, 1)) for i, j, share in found] == [(0, 0, 0.6)]


def test_tokens_of_a_bead_are_numbered_over_all_its_segments() -> None:
    """Two segments are joined; an empty side has no links; a space within Chinese parts tokens only if told."""
    texts = text_of("en", ["The dog.", "The cat."]), text_of("de", ["Der Hund. Die Katze."])
    profiles = profile_text(texts[0]), profile_text(texts[1])
    both, none = link_beads(texts, profiles, [Bead(range(2), range(1)), Bead(range(2, 2), range(1))])
    assert (both.source_text, len(both.source_tokens), len(both.target_tokens)) == ("The dog. The cat.", 4, 4)
    assert {(1, 1), (3, 3)} <= {(i, j) for i, j, _ in both.links}
    assert (none.source_tokens, none.links) == ([], [])
    assert [len(find_tokens("家族 の", spaced=spaced)) for spaced in (False, True)] == [3, 2]
    assert find_tokens("ที่นี่") == [range(3), range(3, 6)]


def test_layers_count_by_their_weights_where_no_map_was_learned() -> None:
    """Words alike in one layer alone have the cosine of its weight: 0.3, 0.65, 0.05."""
    edition = make_edition("¶ well\n¶ puits", ("en", "fr"))
    for alone, weight in enumerate((0.3, 0.65, 0.05)):
        columns = []
        for which in (0, 1):
            layers = tuple(np.eye(2, dtype=np.float32)[[which * (layer != alone)]] for layer in range(3))
            profile = replace(make_profile(edition.texts[which]), layers=layers)
            columns.append(_Column(edition.texts[which], profile).tokens(range(1)).vectors)
        assert float((columns[0] @ columns[1].T)[0, 0]) == pytest.approx(weight)


def test_the_map_is_the_one_that_was_measured() -> None:
    """It is used for vectors of the built-in model's widths; docs/words.md has the accuracy of this very one."""
    weights = load_map()
    assert weights.shape == (384, 384)
    assert sha256(weights.astype(np.float16).tobytes()).hexdigest()[:16] == "793774a9fb7b54fb"
    edition = make_edition("¶ well\n¶ puits", ("en", "fr"))
    ones = np.ones((1, 128), np.float32)
    profile = replace(make_profile(edition.texts[0]), layers=(ones,) * 3, sentences=np.ones((1, 384), np.float32))
    mapped = np.ones((1, 384), np.float32) @ weights
    found = _Column(edition.texts[0], profile).tokens(range(1)).vectors
    assert found == pytest.approx(mapped / np.linalg.norm(mapped), abs=1e-5)
