"""Translation memories of other tools: TMX files, checked and read."""

from __future__ import annotations

from aligner.memory.check import Finding, check_memory, refuse_faults
from aligner.memory.load import load_memory

__all__ = ["Finding", "check_memory", "load_memory", "refuse_faults"]
