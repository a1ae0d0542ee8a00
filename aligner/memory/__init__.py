"""Files of other tools that are aligned already: TMX, checked and read; PO and XLIFF, read."""

from __future__ import annotations

from aligner.memory.check import Finding, check_memory, refuse_faults
from aligner.memory.load import load_memory
from aligner.memory.pairs import load_pairs

__all__ = ["Finding", "check_memory", "load_memory", "load_pairs", "refuse_faults"]
