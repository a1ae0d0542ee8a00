from __future__ import annotations

import pytest

from aligner.errors import InputError
from aligner.segment import fit_sentences


def test_stripped_sentences_get_their_white_space_back() -> None:
    """The pieces are the paragraph again, whatever white space the segmenter dropped."""
    paragraph = "\tOne\n two.  Three.\n"
    assert fit_sentences(paragraph, ["One\n two.", "", "Three."]) == ["\tOne\n two.  ", "Three.\n"]


def test_an_empty_paragraph_has_no_pieces_and_a_blank_one_has_one() -> None:
    """White space is kept even where a segmenter finds no sentence."""
    assert fit_sentences("", []) == []
    assert fit_sentences(" \n", []) == [" \n"]


@pytest.mark.parametrize("sentences", [["One.", "Too."], ["One."], ["One.", "Two.", "Three."]])
def test_changed_missing_or_added_text_is_refused(sentences: list[str]) -> None:
    """A segmenter that changes the text is told where."""
    with pytest.raises(InputError, match="sentence"):
        fit_sentences("One. Two.", sentences)
