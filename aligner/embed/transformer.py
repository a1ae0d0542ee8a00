"""Encode with a sentence-transformers model: the built-in one, or any other by name or folder.

One pass through the model gives both kinds of vectors that matching compares: the sentence vector, as the model pools
it, and the token vectors of three layers.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from aligner.embed import builtin
from aligner.embed.token_offsets import find_spans
from aligner.errors import ModelError
from aligner.profile import Encoded, concatenate

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUILTIN = "multilingual-e5-small-q4"  # the name of the built-in model, in signatures and in the cache

ORIGINAL = "intfloat/multilingual-e5-small"  # the model, on the hub, whose weights the built-in one has in 4 bits

_BATCH_TOKENS = 4096
"""Tokens in a batch, padding counted. Larger batches take more memory (a token has 13 layers of 384 numbers, 20 kB),
smaller ones leave the matrix products too small."""

_DEPTHS = (1 / 3, 2 / 3)
"""The layers kept beside the last, as parts of the model's depth: 4 and 8 of 12. A third of the way up tokens are still
mostly words, two thirds up they are words in their sentence."""

_NETWORK_SECONDS = 5  # for an answer of the hub
_COUNTED = 256  # texts that are tokenised at a time to count their tokens; the padded ids of more take needless memory
_DIGESTED = 1 << 20
"""The revision of a model in a folder is a digest of so many bytes of each file, and of the files' sizes. That is
enough to tell models apart; reading gigabytes whole would take seconds in every run."""

_BFLOAT16_FLAGS = {"avx512_bf16", "amx_bf16"}  # of the CPU, as Linux names them; either makes bfloat16 faster
_CPU_INFO = Path("/proc/cpuinfo")  # where Linux lists them


class TransformerEncoder:
    """An encoder made of a ``SentenceTransformer``, which is loaded when the first text is encoded.

    Parameters
    ----------
    name : str
        ``BUILTIN``; or a folder; or a name on the Hugging Face hub, which is taken from its cache or the network.
    bfloat16 : bool, optional
        Whether to run in bfloat16; by default if the CPU has instructions for it, which make it faster.
    reduced : bool
        Whether token vectors of the built-in model, or of that which it was made of, are projected on their principal
        directions; see ``load_directions``.
    device : str, optional
        "cpu", "cuda", "cuda:1", "mps": where the model runs; by default a GPU where there is one.

    ``encode`` raises ``ModelError`` when the model cannot be loaded.
    """

    def __init__(
        self, name: str = BUILTIN, *, bfloat16: bool | None = None, reduced: bool = True, device: str | None = None
    ) -> None:
        self.name = name
        self._device = device
        self._reduced = reduced and name in (BUILTIN, ORIGINAL)
        self._bfloat16 = bfloat16
        self._model: SentenceTransformer | None = None

    @property
    def revision(self) -> str:
        """The version of the model and its precision, as one string; accessing it does not load torch."""
        version = f"{builtin.PACKAGE}-{builtin.revision()}" if self.name == BUILTIN else _find_revision(self.name)
        return f"{version}-{'bf16' if self.bfloat16 else 'fp32'}"

    @property
    def bfloat16(self) -> bool:
        """Whether the model runs in bfloat16."""
        if self._bfloat16 is None:
            self._bfloat16 = _has_bfloat16()
        return self._bfloat16

    @property
    def model(self) -> SentenceTransformer:
        """The model itself, loaded when first needed."""
        if self._model is None:
            self._model = _load(self.name, self._device)
            if self.bfloat16:
                self._model.bfloat16()
            self._model.eval()
        return self._model

    def encode(self, texts: Sequence[str]) -> Encoded:
        """Return the vectors of texts; one that is too long for the model is encoded in pieces that fit it."""
        prompt = _prompt_of(self.model, self.name)
        pieces, owners, lengths = _split_to_fit(self.model, texts, prompt)
        skip = _PromptSkipper(self.model, prompt)
        directions = load_directions() if self._reduced else None
        rows: dict[int, Encoded] = {}
        for batch in make_batches(lengths):
            rows.update(zip(batch, _run(self.model, [pieces[k] for k in batch], skip, directions), strict=True))
        encoded = concatenate([rows[k] for k in range(len(pieces))])
        spans = find_spans(self.model, pieces, np.diff(encoded.offsets).tolist())
        moved = [own + start for own, start in zip(spans, _piece_starts(pieces, owners), strict=True)]
        return join_pieces(replace(encoded, spans=np.concatenate(moved)), owners)


class _PromptSkipper:
    """Finds the tokens of an input that are the text's own: neither special tokens nor those of the prompt."""

    def __init__(self, model: SentenceTransformer, prompt: str) -> None:
        self.prompt = prompt
        special: Sequence[int] = getattr(model.tokenizer, "all_special_ids", getattr(model[0], "special_ids", ()))
        self.special = np.array(sorted(special), dtype=np.int64)
        self.length = 0
        if prompt:
            ids = model.preprocess([prompt.strip()], prompt="")["input_ids"][0].numpy()
            self.length = int((~np.isin(ids, self.special)).sum())

    def own(self, ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the positions of the text's own tokens in the ids of one input, [k]."""
        return np.flatnonzero(~np.isin(ids, self.special))[self.length :]


def _load(name: str, device: str | None) -> SentenceTransformer:
    """Return the model of a name, set to give the vectors of all its layers; raise ``ModelError`` if it cannot."""
    _check_device(device)
    if name == BUILTIN:
        from aligner.embed.builtin_module import load_builtin

        return load_builtin(device)
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(name, device=device, local_files_only=_is_offline(name))
    except Exception as error:  # the hub, the disk and the model's own code each raise their own kinds
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise ModelError(
            f"the model {name!r} cannot be loaded ({reason}); give a folder, or a name that the hub's cache holds"
        ) from error
    config = getattr(getattr(model[0], "auto_model", None), "config", None)
    if config is not None:
        config.output_hidden_states = True
    return model


def _check_device(device: str | None) -> None:
    """Raise ``ModelError`` for a device that is not on this machine."""
    import torch

    if device is None:
        return
    try:
        torch.zeros(1, device=device)
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        reason = (str(error).strip().splitlines() or ["no reason given"])[0]
        raise ModelError(f"the device {device!r} cannot be used here ({reason}); leave out --device") from error


def _is_offline(name: str) -> bool:
    """Return whether a model must be in the hub's cache, because the hub does not answer.

    The hub's library tries each of a dozen files for minutes before it gives up, so the network is asked once, for
    seconds. A folder needs none.
    """
    from huggingface_hub import constants

    if Path(name).is_dir() or constants.HF_HUB_OFFLINE:
        return True
    address = urlsplit(constants.ENDPOINT)
    try:
        with socket.create_connection((address.hostname or "", address.port or 443), timeout=_NETWORK_SECONDS):
            return False
    except OSError:
        return not any(os.environ.get(f"{kind}_proxy") for kind in ("https", "HTTPS", "all", "ALL"))


def hub_folder(name: str) -> Path | None:
    """Return the folder of a model in the hub's cache; None where it has none of that name."""
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    with suppress(HFValidationError):  # a name that the hub could not have
        for repository in (name, *([] if "/" in name else [f"sentence-transformers/{name}"])):
            found = try_to_load_from_cache(repository, "config.json")
            if isinstance(found, str):
                return Path(found).parent
    return None


def _find_revision(name: str) -> str:
    """Return the commit of a cached hub model; for a folder a digest of its files' names, sizes and beginnings.

    "unknown" if there is neither: loading the model will then fail with a message.
    """
    folder = Path(name)
    if folder.is_dir():
        digest = sha256()
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            digest.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode())
            with path.open("rb") as file:
                digest.update(file.read(_DIGESTED))
        return digest.hexdigest()[:12]
    cached = hub_folder(name)
    return cached.name[:12] if cached else "unknown"


def _prompt_of(model: SentenceTransformer, name: str) -> str:
    """Return the prompt that goes before each text: the model's own, or the one that all E5 models expect."""
    if model.default_prompt_name:
        return str(model.prompts[model.default_prompt_name])
    return builtin.PROMPT if "e5-" in name.lower() else ""


def _has_bfloat16() -> bool:
    """Return whether the CPU has instructions for bfloat16.

    This is ``torch.cpu.get_capabilities()`` without torch: the answer is part of the key by which the cache finds
    vectors, and a run that finds all of them should not wait a second for an import. Linux lists a CPU's abilities in
    /proc/cpuinfo. Elsewhere the answer is no, and float32 gives the same result in more time.
    """
    try:
        content = _CPU_INFO.read_text("ascii", errors="replace")
    except OSError:
        return False
    flags = next((line for line in content.splitlines() if line.startswith("flags")), "")
    return not _BFLOAT16_FLAGS.isdisjoint(flags.split())


def _split_to_fit(
    model: SentenceTransformer, texts: Sequence[str], prompt: str
) -> tuple[list[str], NDArray[np.int64], list[int]]:
    """Return pieces that fit the model, the number of the text that each belongs to, and their lengths in tokens.

    A text that is too long is halved until its pieces fit.
    """
    limit = model.max_seq_length or np.inf
    pieces, owners = list(texts), list(range(len(texts)))
    while True:
        lengths = _token_counts(model, pieces, prompt)
        long = {k for k, length in enumerate(lengths) if length >= limit and len(pieces[k]) > 1}
        if not long:
            return pieces, np.array(owners), lengths
        halves = [halve(piece) if k in long else [piece] for k, piece in enumerate(pieces)]
        owners = [owner for owner, parts in zip(owners, halves, strict=True) for _ in parts]
        pieces = [part for parts in halves for part in parts]


def _piece_starts(pieces: Sequence[str], owners: NDArray[np.int64]) -> list[int]:
    """Return the character of its text at which each piece begins; the pieces of a text follow each other."""
    starts: list[int] = []
    for k, owner in enumerate(owners):
        starts.append(starts[-1] + len(pieces[k - 1]) if k and owners[k - 1] == owner else 0)
    return starts


def halve(text: str) -> list[str]:
    """Return a text in two: after the last space of its second quarter, or in the middle if there is none.

    >>> halve("One two three four"), halve("一二三四五")
    (['One two ', 'three four'], ['一二', '三四五'])
    """
    middle = text.rfind(" ", len(text) // 4, len(text) // 2 + 1) + 1 or len(text) // 2
    return [text[:middle], text[middle:]]


def _token_counts(model: SentenceTransformer, texts: Sequence[str], prompt: str) -> list[int]:
    """Return the number of tokens of each text, prompt and special tokens included; 1 for a model without tokens."""
    counts: list[int] = []
    for start in range(0, len(texts), _COUNTED):
        features = model.preprocess(list(texts[start : start + _COUNTED]), prompt=prompt)
        if "attention_mask" not in features:  # a bag of words takes any length
            return [1] * len(texts)
        counts += features["attention_mask"].sum(1).tolist()
    return counts


def make_batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield the numbers of pieces of like length, the longest first, at most ``_BATCH_TOKENS`` a batch with padding.

    ``lengths`` are in tokens. A piece that alone has more is a batch of its own.
    """
    order = sorted(range(len(lengths)), key=lambda k: (-lengths[k], k))
    while order:
        size = max(1, _BATCH_TOKENS // lengths[order[0]])
        yield order[:size]
        order = order[size:]


def find_inner_layers(count: int) -> list[int]:
    """Return the numbers of the layers that are kept beside the last, of ``count`` with the embeddings as the first.

    >>> find_inner_layers(13)
    [4, 8]
    """
    return [round(depth * (count - 1)) for depth in _DEPTHS if count]


def load_directions() -> NDArray[np.float32]:
    """Return the principal directions of the built-in model's token vectors, float32 [3 layers, 384, 128].

    Made by ``scripts/make_directions.py``. Token vectors projected on them take a third of the room and keep 0.72 to
    0.84 of their variance.
    """
    with (files("aligner.embed") / "data" / "directions.npy").open("rb") as file:
        return np.load(file).astype(np.float32)  # type: ignore[no-any-return]


def _run(
    model: SentenceTransformer, texts: list[str], skip: _PromptSkipper, directions: NDArray[np.float32] | None
) -> list[Encoded]:
    """Return the vectors of one batch of pieces, each by itself, with its spans left zero.

    The model gives a sentence vector a piece, [b, d], and token vectors [b, longest, w] for each of three layers, which
    ``directions`` project to [b, longest, 128].
    """
    import torch

    with torch.inference_mode():
        features = model.preprocess(texts, prompt=skip.prompt)
        output: dict[str, Any] = model({key: _move(value, model.device) for key, value in features.items()})
        sentences = torch.nn.functional.normalize(output["sentence_embedding"].float(), dim=-1).cpu().numpy()
        if "token_embeddings" not in output:  # a bag-of-words model: the sentence is its own only token
            one = np.array([0, 1])
            return [
                Encoded(row[None], one, one[:1], (row[None].astype(np.float16),), np.zeros((1, 2), np.int64))
                for row in sentences
            ]
        stack = output.get("all_layer_embeddings") or ()
        layers = [stack[number] for number in find_inner_layers(len(stack))] + [output["token_embeddings"]]
        if directions is not None:
            layers = [
                layer.float() @ torch.from_numpy(to).to(layer.device)
                for layer, to in zip(layers, directions, strict=True)
            ]
        arrays = [layer.half().cpu().numpy() for layer in layers]
    rows = []
    for k, mask in enumerate(output["attention_mask"].bool().cpu().numpy()):
        ids = output["input_ids"][k].cpu().numpy()
        places = skip.own(np.where(mask, ids, skip.special[0] if len(skip.special) else ids))
        vectors = tuple(array[k, places] for array in arrays)
        spans = np.zeros((len(places), 2), np.int64)  # found for all texts together, when the batches are done
        rows.append(Encoded(sentences[k : k + 1], np.array([0, len(places)]), ids[places], vectors, spans))
    return rows


def _move(value: Any, device: Any) -> Any:
    """Return a tensor on a device; what is no tensor, as some models have among their features, as it is."""
    return value.to(device) if hasattr(value, "to") else value


def join_pieces(encoded: Encoded, owners: NDArray[np.int64]) -> Encoded:
    """Return the pieces of each text as one: tokens in a row, sentence vectors averaged by their numbers of tokens.

    ``owners`` [pieces] has the text of each piece, rising.
    """
    if len(np.unique(owners)) == len(owners):
        return encoded
    weights = np.maximum(np.diff(encoded.offsets), 1).astype(np.float32)
    sentences = np.zeros((owners[-1] + 1, encoded.sentences.shape[1]), np.float32)
    np.add.at(sentences, owners, encoded.sentences * weights[:, None])
    sentences /= np.linalg.norm(sentences, axis=1, keepdims=True)
    ends = np.flatnonzero(np.diff(owners, append=owners[-1] + 1)) + 1
    offsets = np.concatenate([[0], encoded.offsets[ends]])
    return replace(encoded, sentences=sentences, offsets=offsets)
