"""The built-in model as a module of a ``SentenceTransformer``. Import late: it loads torch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import InputModule
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling

from aligner.embed import builtin


class BuiltinTransformer(InputModule):
    """Tokenise with the model's own vocabulary and run its layers.

    It is the first module of a ``SentenceTransformer``, so the built-in model and one from the hub are used alike.
    """

    def __init__(self, weights: builtin.Weights) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        vocabulary = weights.vocabulary
        self.tokenizer = builtin.build_tokenizer(vocabulary)
        self.model = builtin.build_bert(weights)
        self.normalization = vocabulary.normalization
        self.pad = vocabulary.pad
        self.special_ids = (vocabulary.bos, vocabulary.eos, vocabulary.pad)
        self.max_seq_length = weights.positions

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the token ids of each text, with the begin and end marks, not truncated."""
        normalised = [text.translate(self.normalization) for text in texts]
        return [encoding.ids for encoding in self.tokenizer.encode_batch(normalised)]

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **_: Any) -> dict[str, Any]:
        """Return token ids and attention mask, int64 [n, longest], truncated to the model's 512 positions."""
        rows = [ids[: self.max_seq_length - 1] + ids[-1:] if len(ids) > self.max_seq_length else ids
                for ids in self.token_ids([(prompt or "") + text for text in inputs])]  # fmt: skip
        longest = max(map(len, rows))
        return {
            "input_ids": torch.tensor([ids + [self.pad] * (longest - len(ids)) for ids in rows]),
            "attention_mask": torch.tensor([[1] * len(ids) + [0] * (longest - len(ids)) for ids in rows]),
        }

    def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Return the input with the vectors of the last layer, [n, longest, 384], and of all, embeddings first."""
        output = self.model(input_ids=features["input_ids"], attention_mask=features["attention_mask"])
        return {
            **features,
            "token_embeddings": output.last_hidden_state,
            "all_layer_embeddings": output.hidden_states,
        }

    def get_embedding_dimension(self) -> int:
        """Return the width of a vector, 384."""
        return int(self.model.config.hidden_size)

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        """Raise ``OSError``: the weights are in their own package, and are not written elsewhere."""
        raise OSError(f"the built-in model cannot be saved to {output_path}: its weights live in {builtin.PACKAGE}")


def load_builtin(device: str | None = None) -> SentenceTransformer:
    """Return the built-in model as a ``SentenceTransformer``: its layers, the mean over tokens, unit length.

    ``device`` is where it runs, by default a GPU where there is one. Its prompt is set, which E5 models were trained
    to expect before every text.
    """
    module = BuiltinTransformer(builtin.read_weights(builtin.find_file()))
    pooling = Pooling(module.get_embedding_dimension(), pooling_mode="mean")
    modules = [module, pooling, Normalize()]
    return SentenceTransformer(modules=modules, prompts={"query": builtin.PROMPT}, device=device)
