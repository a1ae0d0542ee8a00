"""Segments → vectors and counts: all that matching sees of a text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from aligner.profile import Encoded

__all__ = ["Encoder"]


class Encoder(Protocol):
    """What turns segments into vectors.

    The cache keeps vectors by ``name`` and ``revision``, so whatever changes the vectors must change one of the two.
    """

    @property
    def name(self) -> str:
        """The model's name."""
        ...

    @property
    def revision(self) -> str:
        """What tells two versions of the model apart, and the precision that it runs in."""
        ...

    def encode(self, texts: Sequence[str]) -> Encoded:
        """Return the vectors of one or more texts, in their order; ``Encoded`` has the shapes."""
        ...
