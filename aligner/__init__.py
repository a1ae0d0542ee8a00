"""Align translations sentence by sentence.

The names here are the library; everything heavy is loaded when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aligner.version import __version__ as __version__

if TYPE_CHECKING:
    from aligner.alignment import Alignment
    from aligner.edition import Edition, weave
    from aligner.errors import AlignerError
    from aligner.formats.alignment_file import load_alignment, save_alignment
    from aligner.ladder import Bead, Ladder
    from aligner.pipeline import align_texts, build_work, segment_document
    from aligner.read import read_text
    from aligner.text import Text

_HOMES = {
    "AlignerError": "aligner.errors",
    "Alignment": "aligner.alignment",
    "Bead": "aligner.ladder",
    "Edition": "aligner.edition",
    "Ladder": "aligner.ladder",
    "Text": "aligner.text",
    "align_texts": "aligner.pipeline",
    "build_work": "aligner.pipeline",
    "load_alignment": "aligner.formats.alignment_file",
    "read_text": "aligner.read",
    "save_alignment": "aligner.formats.alignment_file",
    "segment_document": "aligner.pipeline",
    "weave": "aligner.edition",
}

__all__ = [
    "AlignerError",
    "Alignment",
    "Bead",
    "Edition",
    "Ladder",
    "Text",
    "align_texts",
    "build_work",
    "load_alignment",
    "read_text",
    "save_alignment",
    "segment_document",
    "weave",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'aligner' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
