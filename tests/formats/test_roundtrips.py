"""What is kept through two formats, as the documentation has it."""

from __future__ import annotations

from pathlib import Path

import pytest
import roundtrip_matrix

DOCS = Path(__file__).parents[2] / "docs" / "formats.md"


def test_the_table_of_the_docs_is_what_happens() -> None:
    """The table in docs/formats.md is the one that the script prints; it changes when a format keeps more or less."""
    pytest.importorskip("openpyxl")
    pytest.importorskip("docx")
    assert roundtrip_matrix.make_table() in DOCS.read_text("utf-8")


def test_what_two_formats_keep_is_what_both_keep() -> None:
    """No format changes what another can hold: a cell of the table has the letters that both have on the diagonal."""
    alone = {name: set(roundtrip_matrix.kept(name, name)) for name in ("jsonl", "tmx", "xliff", "xces")}
    assert alone["jsonl"] == set("mucwind")
    for first in ("tmx", "xces"):
        for second in ("jsonl", "xliff"):
            assert set(roundtrip_matrix.kept(first, second)) == alone[first] & alone[second]
