from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from aligner.embed.token_offsets import find_spans
from aligner.embed.transformer import BUILTIN, TransformerEncoder

SENTENCES = ["The  family, ﬁnally.", " end ", "家族とは何か。", "Что такое — семья?", "①②km² “ye\u0301s”"]


def cover(text: str, spans: list[tuple[int, int]]) -> list[str]:
    """Return the characters of each span."""
    return [text[start:end] for start, end in spans]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a model's folder that has a tokenizer of words, in small letters."""
    tokenizer = Tokenizer(models.WordLevel({"[UNK]": 0, "the": 1, "end": 2}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.enable_truncation(2)
    tokenizer.enable_padding()
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    return tmp_path


def test_a_model_in_a_folder_is_asked_its_own_tokenizer(folder: Path) -> None:
    """Every token has its characters, none are cut off and none are added."""
    found = find_spans(str(folder), ["The end.", "The end of it."])
    assert [cover(text, spans) for text, spans in zip(["The end.", "The end of it."], found, strict=True)] == [
        ["The", "end", "."],
        ["The", "end", "of", "it", "."],
    ]


@pytest.mark.parametrize("name", ["no such model!", "nobody/nothing", os.devnull])
def test_a_model_without_a_tokenizer_has_no_spans(name: str) -> None:
    """A text has no spans where the model's tokenizer is not here."""
    assert find_spans(name, ["One.", "Two."]) == [[], []]


@pytest.mark.model
def test_the_built_in_models_tokens_cover_their_characters() -> None:
    """Spans are as many as the encoded tokens, in order, and cover all but spaces, however the text is normalised."""
    found = find_spans(BUILTIN, SENTENCES)
    encoded = TransformerEncoder().encode(SENTENCES)
    assert [len(spans) for spans in found] == np.diff(encoded.offsets).tolist()
    for text, spans in zip(SENTENCES, found, strict=True):
        assert spans == sorted(spans)
        covered = {place for start, end in spans for place in range(start, end)}
        assert not "".join(char for place, char in enumerate(text) if place not in covered).strip()
    assert cover(SENTENCES[0], found[0])[:3] == ["The", " family", ","]
