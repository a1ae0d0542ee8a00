"""Editions as files that other tools read."""

from __future__ import annotations

from aligner.export.formats import FORMATS, Format
from aligner.export.output import export_edition, file_paths, write_edition
from aligner.export.report import Report, Settings

__all__ = ["FORMATS", "Format", "Report", "Settings", "export_edition", "file_paths", "write_edition"]
