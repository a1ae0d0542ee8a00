"""Which characters of a text its tokens stand for: asked of the tokenizer alone, without loading the model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from aligner.embed import builtin
from aligner.embed.transformer import BUILTIN

Spans = list[tuple[int, int]]
"""The first character of each token of a text and the one after its last."""


def find_spans(model: str, texts: Sequence[str]) -> list[Spans]:
    """Return the spans of each text's tokens as a model cuts it, prompt and special tokens left out.

    None are found, so the lists are empty, for a model whose ``tokenizer.json`` is neither in its folder nor in the
    hub's cache. A text that was encoded in pieces may have other tokens here: compare the counts. Raises
    ``ModelError`` when the built-in model is not installed.

    >>> find_spans("no such model", ["A line."])
    [[]]
    """
    found = _builtin_tokenizer() if model == BUILTIN else _tokenizer(model)
    if found is None:
        return [[] for _ in texts]
    tokenizer, normalization = found
    mapped = [_map(text, normalization) for text in texts]
    encodings = tokenizer.encode_batch([normal for normal, _ in mapped], add_special_tokens=False)
    return [
        [(places[start], places[end - 1] + 1 if end > start else places[start]) for start, end in encoding.offsets]
        for encoding, (_, places) in zip(encodings, mapped, strict=True)
    ]


def _map(text: str, normalization: dict[int, str]) -> tuple[str, list[int]]:
    """Return a text as the tokenizer takes it, and for each of its characters, and its end, the place in ``text``."""
    parts = [normalization.get(ord(char), char) for char in text]
    return "".join(parts), [*(place for place, part in enumerate(parts) for _ in part), len(text)]


_Found = tuple[Any, dict[int, str]]


@cache
def _builtin_tokenizer() -> _Found:
    vocabulary = builtin.read_vocabulary(builtin.find_file())
    return builtin.build_tokenizer(vocabulary), vocabulary.normalization


@cache
def _tokenizer(model: str) -> _Found | None:
    from tokenizers import Tokenizer

    for path in _places_of(model):
        tokenizer = Tokenizer.from_file(str(path))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer, {}
    return None


def _places_of(model: str) -> Iterator[Path]:
    """Yield the model's ``tokenizer.json``, in its folder or in the hub's cache."""
    folder = Path(model)
    if folder.is_dir():
        yield from (
            path for path in (folder / "tokenizer.json", folder / "0_Transformer" / "tokenizer.json") if path.is_file()
        )
        return
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    with suppress(HFValidationError):
        for repository in (model, *([] if "/" in model else [f"sentence-transformers/{model}"])):
            found = try_to_load_from_cache(repository, "tokenizer.json")
            if isinstance(found, str):
                yield Path(found)
