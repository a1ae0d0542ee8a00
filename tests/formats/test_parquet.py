"""Parquet: what pyarrow reads, and the message where it is missing."""

from __future__ import annotations

import sys
from io import BytesIO

import pytest

from aligner.errors import AlignerError
from tests.formats.editions import sample, written


def test_a_table_holds_every_row() -> None:
    """A column a language, null where it has no text, with row, shape and confidence."""
    parquet = pytest.importorskip("pyarrow.parquet")
    data, report = written(sample(), "parquet")
    table = parquet.read_table(BytesIO(data))
    assert table.column_names == ["row", "shape", "confidence", "en", "de", "ja"]
    assert table["shape"].to_pylist()[3:5] == ["2-0-1", "0-1-0"]
    assert table["en"].to_pylist()[4] is None
    assert table["ja"].to_pylist()[1] == "「誰だ？」「誰も。」"
    assert table.schema.metadata[b"name"] == b"kettle"
    assert report.units == 8
    assert written(sample(), "parquet")[0] == data


def test_without_pyarrow_the_message_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parquet is an extra; without it the other formats work and this one says what to install."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(AlignerError, match=r"pip install pyarrow"):
        written(sample(), "parquet")
