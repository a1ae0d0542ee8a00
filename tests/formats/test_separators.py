"""Tests of separators in what is written and counted: shown in pages and tables, in no memory, in no figure."""

from __future__ import annotations

from io import BytesIO

import pytest

from aligner.formats import FORMATS, write_edition
from aligner.session import Aligner, Alignment, weave
from aligner.text import Paragraph, make_text
from tests.fakes import FakeEncoder, english_sentences, to_german

SENTENCES = english_sentences(4)
SOURCE = [*SENTENCES[:2], "* * *", "[Illustration: The ferry.]", *SENTENCES[2:]]
TARGET = [*map(to_german, SENTENCES[:2]), "◇", *map(to_german, SENTENCES[2:])]
SESSION = Aligner(FakeEncoder(), cache=False)


def aligned() -> Alignment:
    """Return the alignment of two texts with separators."""
    texts = [
        make_text(language, [Paragraph(one) for one in parts], [[one] for one in parts])
        for language, parts in (("en", SOURCE), ("de", TARGET))
    ]
    return SESSION.align(texts[0], texts[1])


@pytest.mark.parametrize(
    "name", [name for name, form in FORMATS.items() if not form.in_parts and form.timed != "must" and name != "ids"]
)
def test_separators_enter_pages_and_tables_but_no_memory(name: str) -> None:
    """A memory, a job for translators, cards and training data hold no separator, and their report counts them."""
    if name == "parquet":
        pytest.importorskip("pyarrow")
    file = BytesIO()
    report = write_edition(weave([aligned()]), name, file)
    written = file.getvalue()
    if name in ("tmx", "xliff", "xliff12", "sketch", "anki", "parquet"):
        assert report.left_out["separators of passages"] == 2
        assert "◇".encode() not in written
    elif name in ("html", "tsv", "csv", "rows", "jsonl"):
        assert not report.left_out["separators of passages"]
        assert "◇" in written.decode("utf-8")


def test_separators_count_in_no_figure() -> None:
    """A picture's caption that the translation lacks is no omission, and both texts are fully translated."""
    coverage = SESSION.check(aligned())
    assert [share.segments for share in (coverage.source, coverage.target)] == [4, 4]
    assert coverage.source.percent == coverage.target.percent == 100
    assert not [finding for finding in coverage if finding.kind in ("omitted", "added")]
