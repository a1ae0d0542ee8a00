"""Turn segments into vectors and counts, which are all that matching sees of a text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from aligner.profile import Encoded

__all__ = ["Encoder"]


class Encoder(Protocol):
    """An object that turns segments into vectors.

    The cache keeps vectors by ``name`` and ``revision``, so whatever changes the vectors must change one of the two.
    """

    @property
    def name(self) -> str:
        """The model's name."""
        ...

    @property
    def revision(self) -> str:
        """A string that differs between versions of the model and between the precisions in which it runs."""
        ...

    def encode(self, texts: Sequence[str]) -> Encoded:
        """Return the vectors of one or more texts, in their order; ``Encoded`` has the shapes."""
        ...
