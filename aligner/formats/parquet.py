"""Apache Parquet, for training and analysis: one column per language, beside row, shape and confidence."""

from __future__ import annotations

from typing import Any, BinaryIO

from aligner.edition import Edition
from aligner.formats.names import column_names, work_name
from aligner.formats.registry import require_format
from aligner.formats.report import Report
from aligner.formats.settings import Settings
from aligner.formats.units import drop_separators, has_ids, make_units
from aligner.formats.xml_characters import drop_forbidden


def write_parquet(edition: Edition, settings: Settings, file: BinaryIO) -> Report:
    """Write a table of all rows; a cell is null where a language has no text.

    The columns are ``row`` (int32), ``shape`` (string), ``confidence`` (float32), ``id`` (string) where verses or
    articles have one, and a string column per language. The file's metadata are ``name``, the work's, and
    ``signatures``, one per line. Compressed with zstd.

    Raises ``AlignerError`` where pyarrow is not installed.
    """
    require_format("parquet")
    import pyarrow as pa
    import pyarrow.parquet as pq

    report = Report()
    units = list(drop_separators(edition, make_units(edition, settings, report), report))
    report.units = len(units)
    columns: dict[str, Any] = {
        "row": pa.array([unit.number for unit in units], pa.int32()),
        "shape": pa.array([unit.shape for unit in units], pa.string()),
        # Rounded to three decimals first, so that Parquet says the same as every other format.
        "confidence": pa.array([float(unit.confidence) for unit in units], pa.float32()),
    }
    if has_ids(edition):
        columns["id"] = pa.array([unit.identifier or None for unit in units], pa.string())
    for number, name in enumerate(column_names(edition.languages, settings)):
        columns[name] = pa.array([unit.texts[number] or None for unit in units], pa.string())
    signatures = drop_forbidden("\n".join(dict.fromkeys(edition.signatures)))
    metadata = {"name": work_name(edition), "signatures": signatures}
    pq.write_table(pa.table(columns).replace_schema_metadata(metadata), file, compression="zstd")
    return report
