from __future__ import annotations

import numpy as np
import pytest

from aligner.embed.token_offsets import spread_evenly
from aligner.embed.transformer import TransformerEncoder

SENTENCES = ["The  family, ﬁnally.", " end ", "家族とは何か。", "Что такое — семья?", "①②km² “ye\u0301s”"]


@pytest.mark.parametrize(
    ("length", "count", "spans"),
    [(10, 3, [[0, 3], [3, 7], [7, 10]]), (2, 4, [[0, 0], [0, 1], [1, 2], [2, 2]]), (7, 1, [[0, 7]]), (5, 0, [])],
)
def test_spans_that_nobody_knows_are_spread(length: int, count: int, spans: list[list[int]]) -> None:
    """Each token has its even share of the characters, and all of them are shared out."""
    assert spread_evenly(length, count).tolist() == spans


@pytest.mark.model
def test_the_built_in_models_tokens_cover_their_characters() -> None:
    """Spans are in order and cover all but spaces, however the text is normalised."""
    encoded = TransformerEncoder().encode(SENTENCES)
    assert len(encoded.spans) == len(encoded.token_ids)
    for k, text in enumerate(SENTENCES):
        spans = encoded.spans[encoded.offsets[k] : encoded.offsets[k + 1]].tolist()
        assert spans == sorted(spans)
        covered = {place for start, end in spans for place in range(start, end)}
        assert not "".join(char for place, char in enumerate(text) if place not in covered).strip()
    assert [SENTENCES[0][start:end] for start, end in encoded.spans[:3]] == ["The", " family", ","]


@pytest.mark.model
def test_a_text_that_is_encoded_in_pieces_has_spans_of_the_whole() -> None:
    """The spans of a text too long for the model go on from piece to piece."""
    text = " ".join(f"word{k}" for k in range(400))
    encoded = TransformerEncoder().encode(["One.", text])
    spans = encoded.spans[encoded.offsets[1] :]
    assert (np.diff(spans[:, 0]) >= 0).all()
    assert spans[-1].tolist()[1] == len(text)
    assert text[slice(*spans[-2])].strip() in text[-10:]
