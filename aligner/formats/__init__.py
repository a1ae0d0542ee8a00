"""Files of aligned texts: one module per format, reading and writing together.

``registry``        the table of formats, which says for each what a file holds and who writes it
``export``          an edition into one file or several: how they are named, each whole or not at all
``units``           rows with their texts, and the filters that formats share
``settings``, ``report``, ``names``, ``xml_characters``   what all formats need

Then the formats: ``alignment_file``, ``ladder_file``, ``tmx`` (with ``tmx_rules`` and ``tmx_stream``), ``xliff``,
``po``, ``tables`` (TSV, CSV), ``anki``, ``row_records``, ``moses``, ``parquet``, ``html``, ``epub``.
``xliff_states`` and ``xliff_codes`` are parts of XLIFF.

``memory_units`` is what the readers of TMX, XLIFF and PO yield, ``inline_codes`` what they keep beside a text;
``aligned`` finds the format and makes an edition of the units, ``memory_files`` alignment files of any size.
"""

from __future__ import annotations

from aligner.formats.export import export_edition, file_paths, name_files, parts_of, write_edition
from aligner.formats.registry import FORMATS, Format, find_format, require_format
from aligner.formats.report import Report
from aligner.formats.settings import LAYOUTS, Extras, Layout, Settings, Split

__all__ = [
    "FORMATS",
    "LAYOUTS",
    "Extras",
    "Format",
    "Layout",
    "Report",
    "Settings",
    "Split",
    "export_edition",
    "file_paths",
    "find_format",
    "name_files",
    "parts_of",
    "require_format",
    "write_edition",
]
