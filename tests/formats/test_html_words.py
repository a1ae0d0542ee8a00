import re
from collections.abc import Sequence

import numpy as np
import pytest

from aligner.formats.html import format_html
from aligner.formats.html.packed_links import pack_links
from aligner.profile import Encoded
from aligner.text import Text
from aligner.word_links import Tokens, WordLink, Words, find_hints, find_words, hint_words, link_words
from tests.fakes import FakeEncoder
from tests.pages import make_edition

MEANINGS = ["the le", "old vieux", "well puits", "cold froid", "is est"]
TABLE = "¶ The well is old. / Cold well.\n¶ Le vieux puits. / Puits froid.\n\nThe well.\n-"


def make_tokens(text: Text) -> Tokens:
    """Return a token for each word; words of one meaning have one vector."""
    spans = [[match.span() for match in re.finditer(r"\w+", segment.text)] for segment in text.segments]
    words = [segment.text[a:b].lower() for segment, own in zip(text.segments, spans, strict=True) for a, b in own]
    kinds = [next(k for k, meaning in enumerate(MEANINGS) if word in meaning.split()) for word in words]
    layer = np.eye(len(MEANINGS), dtype=np.float16)[kinds]
    offsets = np.cumsum([0, *map(len, spans)])
    sentences = np.zeros((len(spans), 1), np.float32)
    return Tokens(Encoded(sentences, offsets, np.zeros(len(kinds), np.int64), (layer, layer)), spans)


def test_words_of_one_meaning_are_linked_in_rows_that_both_have() -> None:
    """Links are by characters of the whole cell, and where a language leaves a row out there are none."""
    edition = make_edition(TABLE, ("en", "fr"))
    hints = hint_words(edition, [make_tokens(text) for text in edition.texts])
    assert list(hints) == [(0, 1)]
    cells = [edition.cell_text(edition.rows[0], column) for column in (0, 1)]
    linked = [(cells[0][a.start : a.stop], cells[1][b.start : b.stop]) for a, b in hints[0, 1]]
    assert linked == [("The", "Le"), ("well", "puits"), ("old", "vieux"), ("Cold", "froid"), ("well", "Puits")]


def test_an_encoder_and_its_tokenizer_give_the_links(monkeypatch: pytest.MonkeyPatch, encoder: FakeEncoder) -> None:
    """Words that the model takes for one are linked; a segment whose tokens cannot be found has no links."""

    def spans(_model: str, texts: Sequence[str]) -> list[list[tuple[int, int]]]:
        found = [[match.span() for match in re.finditer(r"\w+|[^\w\s]", text)] for text in texts]
        return [*found[:1], *(tokens[1:] for tokens in found[1:])]

    edition = make_edition("¶ The dog sleeps.\n¶ Es schläft Hund.\n\nThe cat reads.\nKatze liest.", ("en", "de"))
    assert find_hints(edition, encoder) == {}
    monkeypatch.setattr("aligner.word_links.find_spans", spans)
    hints = find_hints(edition, encoder)
    assert list(hints) == [(0, 1)]
    assert {(a.start, b.start) for a, b in hints[0, 1]} >= {(4, 11), (8, 3)}


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
