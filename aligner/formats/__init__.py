"""Editions as files that other tools read."""

from __future__ import annotations

from aligner.formats.output import export_edition, file_paths, write_edition
from aligner.formats.registry import FORMATS, Format
from aligner.formats.units import Report, Settings

__all__ = ["FORMATS", "Format", "Report", "Settings", "export_edition", "file_paths", "write_edition"]
