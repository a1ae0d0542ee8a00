"""Find the characters of a text that each of its tokens covers, as the model's own tokenizer reports them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from aligner.profile import Integers

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


def find_spans(model: SentenceTransformer, texts: Sequence[str], counts: Sequence[int]) -> list[Integers]:
    """Return for each text the characters of each token, [tokens, 2]: the first, and the one after the last.

    ``counts`` has for each text the number of tokens that the model gave vectors for, without prompt and special
    tokens. Where the tokenizer reports no characters, or another number of tokens (as for a text whose beginning merges
    with the prompt), the characters are spread evenly over the tokens.
    """
    found = _ask_tokenizer(model, texts)
    return [
        np.array(spans, np.int64).reshape(-1, 2) if len(spans) == count else spread_evenly(len(text), count)
        for text, spans, count in zip(texts, found, counts, strict=True)
    ]


def spread_evenly(length: int, count: int) -> Integers:
    """Return spans that divide ``length`` characters evenly among ``count`` tokens, [count, 2].

    >>> spread_evenly(10, 3).tolist()
    [[0, 3], [3, 7], [7, 10]]
    """
    ends = np.rint(np.linspace(0, length, count + 1)).astype(np.int64)
    return np.stack([ends[:-1], ends[1:]], 1)


def _ask_tokenizer(model: SentenceTransformer, texts: Sequence[str]) -> list[list[tuple[int, int]]]:
    """Return the spans that the tokenizer reports for each text; none where it cannot.

    The built-in tokenizer sees a text after normalisation, which may change its length ("ﬁ" becomes "fi"), so its spans
    are mapped back to the text.
    """
    tokenizer = model.tokenizer
    if (normalization := getattr(model[0], "normalization", None)) is not None:
        mapped = [_normalise(text, normalization) for text in texts]
        encodings = tokenizer.encode_batch([normal for normal, _ in mapped], add_special_tokens=False)
        return [
            [(places[start], places[end - 1] + 1 if end > start else places[start]) for start, end in encoding.offsets]
            for encoding, (_, places) in zip(encodings, mapped, strict=True)
        ]
    if not getattr(tokenizer, "is_fast", False):  # only the tokenizers that are written in Rust report characters
        return [[] for _ in texts]
    options: dict[str, Any] = {"add_special_tokens": False, "return_offsets_mapping": True, "truncation": False}
    offsets: list[list[tuple[int, int]]] = tokenizer(list(texts), **options)["offset_mapping"]
    return offsets


def _normalise(text: str, normalization: dict[int, str]) -> tuple[str, list[int]]:
    """Return a text as the built-in tokenizer sees it, and the place in ``text`` of its characters and its end."""
    parts = [normalization.get(ord(char), char) for char in text]
    return "".join(parts), [*(place for place, part in enumerate(parts) for _ in part), len(text)]
