"""Align translations sentence by sentence.

These names are the public interface. Everything heavy is imported on first use, so ``import aligner`` costs nothing:

>>> import aligner
>>> alignment = aligner.align(["One.", "Two."], ["Eins.", "Zwei."], source_lang="en", target_lang="de",
...                           source_vectors=[[1, 0], [0, 1]], target_vectors=[[1, 0], [0, 1]])
>>> alignment
<Alignment: en (2 segments) – de (2 segments), 2 beads>

Without ``source_vectors`` and ``target_vectors`` the built-in model encodes the segments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aligner.version import __version__ as __version__

if TYPE_CHECKING:
    from aligner.coverage import Coverage, Finding
    from aligner.errors import AlignerError, InputError, LadderError, ModelError, OutputError
    from aligner.inputs import read_text
    from aligner.ladder import Bead, Ladder
    from aligner.session import (
        Aligner,
        Alignment,
        Edition,
        align,
        build,
        check,
        load_alignment,
        read_memory,
        weave,
    )
    from aligner.text import Text

__all__ = [
    "Aligner",
    "AlignerError",
    "Alignment",
    "Bead",
    "Coverage",
    "Edition",
    "Finding",
    "InputError",
    "Ladder",
    "LadderError",
    "ModelError",
    "OutputError",
    "Text",
    "align",
    "build",
    "check",
    "load_alignment",
    "read_memory",
    "read_text",
    "weave",
]

_ELSEWHERE = {  # the module of each name that is not defined in aligner.session
    "AlignerError": "aligner.errors",
    "Bead": "aligner.ladder",
    "Coverage": "aligner.coverage",
    "Finding": "aligner.coverage",
    "InputError": "aligner.errors",
    "Ladder": "aligner.ladder",
    "LadderError": "aligner.errors",
    "ModelError": "aligner.errors",
    "OutputError": "aligner.errors",
    "Text": "aligner.text",
    "read_text": "aligner.inputs",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'aligner' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_ELSEWHERE.get(name, "aligner.session")), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
