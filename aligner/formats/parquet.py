"""Parquet, for those who train models: a column a language, with row, shape and confidence."""

from __future__ import annotations

from typing import Any, BinaryIO

from aligner.edition import Edition
from aligner.errors import AlignerError
from aligner.formats.units import Report, Settings, column_names, each_unit, file_name


def write_parquet(edition: Edition, settings: Settings, file: BinaryIO) -> Report:
    """Write a table of all rows; a cell is null where a language has no text.

    The file's metadata say ``name`` and ``signatures``. Raises ``AlignerError`` where pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise AlignerError("Parquet needs pyarrow; install it with: pip install 'aligner[parquet]'") from error
    report = Report()
    units = list(each_unit(edition, settings, report))
    report.units = len(units)
    columns: dict[str, Any] = {
        "row": pa.array([unit.number for unit in units], pa.int32()),
        "shape": pa.array([unit.shape for unit in units], pa.string()),
        "confidence": pa.array([float(unit.confidence) for unit in units], pa.float32()),
    }
    for number, name in enumerate(column_names(edition, settings)):
        columns[name] = pa.array([unit.texts[number] or None for unit in units], pa.string())
    metadata = {"name": file_name(edition), "signatures": "\n".join(dict.fromkeys(edition.signatures))}
    pq.write_table(pa.table(columns).replace_schema_metadata(metadata), file, compression="zstd")
    return report
