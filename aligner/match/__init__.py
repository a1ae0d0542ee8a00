"""Profiles → ladder: which segments of two texts belong together, and how probable that is."""

from __future__ import annotations

from aligner.match.chapters import Boundary, Chapter
from aligner.match.match import find_boundaries
from aligner.match.parts import find_ladder, find_ladders
from aligner.match.weights import Weights, load_weights

__all__ = [
    "Boundary",
    "Chapter",
    "Weights",
    "find_boundaries",
    "find_ladder",
    "find_ladders",
    "load_weights",
]
