"""Which model a session uses where the user names none, and what there is to say about a model."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from aligner.embed import builtin
from aligner.embed.transformer import BUILTIN, ORIGINAL, TransformerEncoder, hub_folder
from aligner.errors import ModelError


def default_model() -> str:
    """Return the built-in model; or, where it is not and the hub's cache has it, the model that it was made of."""
    try:
        builtin.find_file()
    except ModelError:
        return ORIGINAL if hub_folder(ORIGINAL) else BUILTIN
    return BUILTIN


def describe_model(name: str | None, *, fp32: bool = False, device: str | None = None) -> Iterator[tuple[str, str]]:
    """Yield what is used of a model, each with its name: the model, its revision, place, precision and device.

    Torch is loaded to ask for the device. Raises ``ModelError`` when the model is not here.
    """
    chosen = name or default_model()
    encoder = TransformerEncoder(chosen, bfloat16=False if fp32 else None, device=device)
    yield "model", chosen
    yield "revision", encoder.revision
    yield "from", _place(chosen)
    yield "precision", "bfloat16" if encoder.bfloat16 else "float32"
    yield "device", _device(device)


def _place(name: str) -> str:
    if name == BUILTIN:
        return str(builtin.find_file())
    folder = Path(name) if Path(name).is_dir() else hub_folder(name)
    return str(folder) if folder else "the Hugging Face hub; it is downloaded when it is first used"


def _device(given: str | None) -> str:
    if given:
        return given
    if find_spec("torch") is None:
        return "none: torch is not installed"
    import torch

    found = torch.accelerator.current_accelerator() if torch.accelerator.is_available() else None
    return str(found) if found is not None else "cpu"
