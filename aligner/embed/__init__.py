"""Segments → vectors and counts: all that matching will see of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from aligner.profile import Encoded

__all__ = ["Encoder"]


class Encoder(Protocol):
    """Turn segments into vectors; ``name`` and ``revision`` say by which model."""

    @property
    def name(self) -> str:
        """The model's name."""
        ...

    @property
    def revision(self) -> str:
        """What tells two versions of the model apart."""
        ...

    def encode(self, texts: Sequence[str]) -> Encoded:
        """Encode each of one or more texts once."""
        ...
