"""JSON Lines for reader apps: the schema, the offsets and the way back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import aligner.formats
from aligner.formats import Settings
from tests.formats.editions import ladder_of, sample, written

SCHEMA = Path(aligner.formats.__file__).parent / "data" / "rows.schema.json"


def lines_of(data: bytes) -> list[dict[str, Any]]:
    """Return the objects of JSON Lines."""
    return [json.loads(line) for line in data.decode().splitlines()]


def test_every_line_is_as_the_schema_says() -> None:
    """The header and every row keep the schema, which tells the two apart and refuses what is neither."""
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    lines = lines_of(written(sample(), "rows", Settings({"de": "de-AT"}))[0])
    for line in lines:
        validator.validate(line)
    assert not validator.is_valid({**lines[1], "confidence": 1.5})
    assert not validator.is_valid({**lines[0], "format_version": 2})


def test_offsets_point_into_the_text() -> None:
    """A segment's offsets cut it out of its paragraph, without the space that follows."""
    edition = sample()
    _, *rows = lines_of(written(edition, "rows")[0])
    for row in rows:
        for text, cell in zip(edition.texts, row["cells"], strict=True):
            for segment in cell:
                paragraph = text.paragraphs[segment["paragraph"]]
                cut = paragraph.text[segment["start"] : segment["end"]]
                assert cut == cut.rstrip()
                assert " ".join(cut.replace("\x01", "").split()) == segment["text"]
                assert segment.get("level", 0) == paragraph.level


def test_rows_hold_every_bead() -> None:
    """The cells of two texts give their ladder back."""
    edition = sample().select([0, 1])
    _, *rows = lines_of(written(edition, "rows")[0])
    shapes = ["-".join(str(len(cell)) for cell in row["cells"]) for row in rows]
    beads = edition.alignment("en", "de").ladder.beads
    assert [bead[:2] for bead in ladder_of(shapes).beads] == [bead[:2] for bead in beads]
    assert [row["confidence"] for row in rows] == [bead.confidence for bead in beads]


def test_unsure_rows_keep_the_others_numbers() -> None:
    """A row's number is its place in the edition, whatever is left out."""
    data, report = written(sample(), "rows", Settings(min_confidence=0.9))
    assert [row["row"] for row in lines_of(data)[1:]] == [1, 6, 7, 8]
    assert report.left_out == {"rows with a confidence below 0.9": 4}
