"""Laws of segmentation that hold for any text in any language."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.segment import cut

LANGUAGES = ["en", "de", "fr", "id", "ja", "pt-BR", "ru", "zh-Hans", "fil", "und", "th"]
WORDS = """
he Anna said I A. Dr. etc. 12 1. 18. Der The т. е. г. Он «Да „Ja “Yes ” » “ " ' ’ — – - -- ( ) [ ] ... … … . ! ?
?! 。 ！ ？
他 说 道 と 言った 「 」 『 』 （ ） 是的 便 ， ： ; , : • * 1) (a) b) http://a.b/c?d=e. U.S. z. B. CAPS NOW ¿ ¡ iPhone
Applause (Applause) （笑） ① ‘ ． Inc. 1． é 😀 _ § № V. II. p. S. dass von
"""
PARTS = [*WORDS.split(), "\n\n", "\u3000", "\u00a0", "\n", "\n", *[" "] * 10]
TEXTS = st.lists(st.sampled_from(PARTS), max_size=40).map("".join) | st.text(max_size=60)


@settings(max_examples=600, deadline=None)
@given(TEXTS, st.sampled_from(LANGUAGES))
def test_pieces_join_to_the_paragraph(paragraph: str, language: str) -> None:
    """Nothing is lost, nothing is added, no piece is empty, and none starts with white space but the first."""
    pieces = cut(paragraph, language)
    assert "".join(pieces) == paragraph
    assert all(pieces)
    assert not any(piece[0].isspace() for piece in pieces[1:])


@settings(max_examples=1500, deadline=None)
@given(TEXTS, st.sampled_from(LANGUAGES))
def test_cutting_a_piece_again_changes_nothing(paragraph: str, language: str) -> None:
    """Segmentation is stable."""
    for piece in cut(paragraph, language):
        assert cut(piece, language) == [piece]


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.sampled_from(LANGUAGES), st.integers(1, 40))
def test_no_piece_is_longer_than_the_cap(paragraph: str, language: str, longest: int) -> None:
    """The cap holds, white space at the end not counted, and a capped piece is stable too."""
    pieces = cut(paragraph, language, longest=longest)
    assert "".join(pieces) == paragraph
    assert all(len(piece.strip()) <= longest for piece in pieces)
    assert all(cut(piece, language, longest=longest) == [piece] for piece in pieces)
