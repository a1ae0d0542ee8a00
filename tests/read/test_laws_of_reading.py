"""What holds for every file, whatever is in it."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.errors import InputError
from aligner.formats.aligned import load_aligned
from aligner.read import Document, read_document
from aligner.read.plain import read_plain
from tests.read.reading import DATA, FAMILY, make_pdf, pack

SAMPLES = sorted(path for path in DATA.iterdir() if path.suffix != ".expected" and path.name != "hostile")
HOSTILE = sorted((DATA / "hostile").iterdir())


TAGS = [
    "<p>", "</p>", "<b>", "</b>", "<br>", "<ruby>", "<rt>", "</rt>", "</ruby>", "<a href=#n>", "</a>", "<h2>", "</h2>",
    "<pre>", "</pre>", "<li id=n>", "<hr>", "<nav>", "</nav>", "<table><td>", "<aside role=doc-footnote id=n>", "<sup>",
    "word ", "漢", "\n", "1", "* * *",
]  # fmt: skip


def well_formed(document: Document) -> None:
    """Check what callers rely on."""
    assert document.paragraphs
    for paragraph in document.paragraphs:
        assert paragraph.text.strip()
        assert 0 <= paragraph.level <= 6
        assert paragraph.line >= 1
        assert all(0 <= mark.start <= mark.end <= len(paragraph.text) for mark in paragraph.marks)
        paragraph.text.encode("utf-8")


def read_or_refuse(data: bytes, name: str) -> None:
    """Read a file; an ``InputError`` with a message of one line is as good."""
    try:
        if name.endswith((".po", ".xlf")):
            assert all(all(row.texts.values()) for row in load_aligned(data, name=name)[0])
        else:
            well_formed(read_document(data, name=name))
    except InputError as error:
        message = str(error)
    else:
        return
    assert message.startswith(name)
    assert "\n" not in message
    assert len(message) < 600


@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path.name)
def test_what_fuzzing_found_stays_fixed(path: Path) -> None:
    """Each file here once broke a reader, or took it minutes."""
    read_or_refuse(path.read_bytes(), path.name)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_damaged_files_are_read_or_refused(path: Path) -> None:
    """Truncated, doubled and overwritten at random, every sample gives text or one clear error."""
    whole = pack(path) if path.is_dir() else path.read_bytes()
    chance = random.Random(path.name)
    for _ in range(40):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            at, to = sorted((chance.randrange(len(data) + 1), chance.randrange(len(data) + 1)))
            to = min(to, at + 40)
            data[at:to] = chance.choice((b"", data[at:to] * 2, chance.randbytes(3), b"<", b"&#0;", b'"', b"\\"))
        read_or_refuse(bytes(data), path.name)


def test_damaged_pdf_is_read_or_refused() -> None:
    """A PDF that is truncated or overwritten gives text or one clear error."""
    pytest.importorskip("pypdfium2")
    whole = make_pdf([[(50, 500, 11, "One line of text."), (50, 480, 11, "And one more.")]])
    for size in range(0, len(whole), 37):
        read_or_refuse(b"%PDF-1.4\n" + whole[:size], "a.pdf")


@settings(max_examples=300)
@given(st.text(st.sampled_from("ab #\n\t*.。漢\u3000\u00a0"), max_size=200))
def test_plain_text_is_kept_character_for_character(content: str) -> None:
    """Every paragraph is in its file at the line it names, and no character is lost."""
    draft = read_plain(content)
    lines = content.split("\n")
    for paragraph in draft.paragraphs:
        shown = paragraph.text.split("\n")
        found = lines[paragraph.line - 1 : paragraph.line - 1 + len(shown)]
        assert [line.lstrip("# \t").rstrip() for line in found] == [line.lstrip("# \t").rstrip() for line in shown]
        assert paragraph.level or found == shown
    kept = "".join(paragraph.text for paragraph in draft.paragraphs)
    assert [c for c in kept if not c.isspace() and c != "#"] == [c for c in content if not c.isspace() and c != "#"]


@settings(max_examples=200)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """No bytes make a reader fail in another way."""
    for suffix in ("txt", "html", "md", "srt", "po"):
        read_or_refuse(data, f"a.{suffix}")


@settings(max_examples=300)
@given(
    st.lists(
        st.sampled_from(TAGS),
        max_size=30,
    )
)
def test_any_tags_in_any_order(parts: list[str]) -> None:
    """Tags that cross, repeat or never close give paragraphs whose marks fit, or no text."""
    read_or_refuse(("<html>" + "".join(parts)).encode(), "a.html")


@pytest.mark.parametrize("language", ["en", "ja", "ru", "zh-Hans"])
def test_same_input_same_document(language: str) -> None:
    """Reading twice gives the same."""
    path = FAMILY / f"{language}.txt"
    assert read_document(path) == read_document(path)


def test_import_is_cheap() -> None:
    """Importing the readers loads no parser and no language model."""
    code = (
        "import sys, aligner.read; print(*[m for m in ('lxml', 'py3langid', 'numpy', 'pypdfium2') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "\n"


@pytest.mark.parametrize(("module", "name"), [("markdown_it", "a.md"), ("pypdfium2", "a.pdf")])
def test_a_missing_package_is_named(module: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its optional package a format is refused with the command that installs it."""
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(InputError, match="pip install"):
        read_document(b"%PDF-1.4" if name.endswith("pdf") else b"text", name=name)
