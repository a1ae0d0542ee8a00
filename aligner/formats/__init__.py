"""Files of aligned texts: one module a format, reading and writing together."""

from __future__ import annotations

from aligner.formats.output import export_edition, file_paths, parts_of, write_edition
from aligner.formats.registry import FORMATS, Format, find_format
from aligner.formats.units import LAYOUTS, Extras, Layout, Report, Settings

__all__ = [
    "FORMATS",
    "LAYOUTS",
    "Extras",
    "Format",
    "Layout",
    "Report",
    "Settings",
    "export_edition",
    "file_paths",
    "find_format",
    "parts_of",
    "write_edition",
]
