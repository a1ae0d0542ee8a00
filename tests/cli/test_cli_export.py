from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.cli.conftest import Run

Write = Callable[[str, str | bytes], Path]


@pytest.fixture
def alignment(run: Run, english: Path, german: Path, tmp_path: Path) -> Path:
    """Make an alignment file."""
    path = tmp_path / "en-de.jsonl"
    assert run("align", english, german, "-o", path).exit_code == 0
    return path


@pytest.mark.parametrize("name", ["jsonl", "tmx", "html", "tsv", "ladder"])
def test_export_gives_what_align_gives(run: Run, english: Path, german: Path, alignment: Path, name: str) -> None:
    """Exporting an alignment file is the same as aligning straight into the format."""
    straight = run("align", english, german, "--to", name)
    exported = run("export", alignment, "--to", name)
    assert exported.exit_code == 0
    assert exported.stdout == straight.stdout


def test_several_alignments_are_one_edition(run: Run, english: Path, alignment: Path, write: Write) -> None:
    """Alignments that share their source become one file with all languages."""
    write("fr.txt", english.read_bytes())
    run("align", english, "fr.txt", "-o", "en-fr.jsonl")
    memory = run("export", alignment, "en-fr.jsonl", "--to", "tmx").stdout
    assert all(f'xml:lang="{language}"' in memory for language in ("en", "de", "fr"))


def test_alignments_of_other_texts_are_refused(run: Run, alignment: Path, write: Write, tmp_path: Path) -> None:
    """Alignments that share no text are one sentence, and nothing is written."""
    write("pt.txt", "dog cat.")
    run("align", "pt.txt", "pt.txt", "--target-lang", "it", "-o", "pt-it.jsonl")
    result = run("export", alignment, "pt-it.jsonl", "--to", "tmx", "-o", "out.tmx")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "pt.txt" in result.stderr
    assert not (tmp_path / "out.tmx").exists()


def test_what_is_left_out_is_said_on_stderr(run: Run, alignment: Path) -> None:
    """The count of units goes to stderr, the data alone to stdout."""
    result = run("export", alignment, "--to", "tsv")
    assert "8 units written" in result.stderr
    assert "units written" not in result.stdout


def test_nothing_is_overwritten_without_force(run: Run, alignment: Path, write: Write) -> None:
    """A file that exists stays as it is unless ``--force`` is given."""
    old = write("old.tmx", "old")
    result = run("export", alignment, "--to", "tmx", "-o", old)
    assert (result.exit_code, old.read_text()) == (1, "old")
    assert run("export", alignment, "--to", "tmx", "-o", old, "--force").exit_code == 0
    assert old.read_text("utf-8").startswith("<?xml")


@pytest.mark.parametrize(
    ("content", "options", "code", "message"),
    [
        (b"", ["--to", "tmx"], 1, "bad.jsonl, line 1: no header of an alignment file"),
        (b"[0]:[0]:1.0\n", ["--to", "tmx"], 1, "bad.jsonl, line 1: not JSON"),
        (b"\xff\xfe\n", ["--to", "tmx"], 1, "bad.jsonl: not UTF-8"),
        (b"{}\n", [], 2, "Missing option '--to'"),
        (None, ["--to", "tmx"], 2, "does not exist"),
    ],
)
def test_errors(run: Run, write: Write, content: bytes | None, options: list[str], code: int, message: str) -> None:
    """What is no alignment file is one sentence that names file and line."""
    if content is not None:
        write("bad.jsonl", content)
    result = run("export", "bad.jsonl", *options)
    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr


def test_formats_that_do_not_fit(run: Run, alignment: Path) -> None:
    """An unknown format and no input are wrong usage; alignments of the same two texts are an error."""
    result = run("export", alignment, "--to", "odt")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "unknown format 'odt'" in result.stderr
    assert run("export", alignment, alignment, "--to", "ladder").exit_code == 1
    assert run("export", "--to", "tmx").exit_code == 2


@pytest.fixture
def three(run: Run, english: Path, alignment: Path, write: Write) -> list[str]:
    """Make two alignments with English of versions that are each other's translation."""
    write("fr.txt", english.read_bytes())
    run("align", english, "fr.txt", "-o", "en-fr.jsonl")
    return [str(alignment), "en-fr.jsonl"]


def test_languages_choose_the_versions_and_their_order(run: Run, three: list[str]) -> None:
    """Any format is of the versions named, the first of them the first; a book is of all of them."""
    table = run("export", *three, "--to", "tsv", "--languages", "fr, de").stdout
    assert table.lstrip("\ufeff").splitlines()[0].split("\t") == ["row", "shape", "confidence", "fr", "de"]
    for languages, expected in ((None, ["en", "de"]), ("fr,de", ["fr", "de"]), ("de,fr,en", ["de", "fr", "en"])):
        chosen = ["--languages", languages] if languages else []
        assert run("export", *three, "--to", "epub", "-o", "book.epub", "--force", *chosen).exit_code == 0
        with ZipFile("book.epub") as book:
            package = book.read("EPUB/package.opf").decode()
        assert re.findall("<dc:language>(.*)</dc:language>", package) == expected


def test_two_languages_of_several_make_a_ladder(run: Run, three: list[str]) -> None:
    """The ladder of two versions that were aligned with a third is composed."""
    ladder = run("export", *three, "--to", "ladder", "--languages", "fr,de").stdout
    assert ladder.startswith("[0]:[0]:")
    assert run("export", *three, "--to", "ladder", "--languages", "fr,de,en").exit_code == 2


@pytest.mark.parametrize(
    ("languages", "message"),
    [("fr", "needs two versions"), ("fr,pl", "no version in 'pl'"), ("fr,fr", "name two different versions")],
)
def test_languages_that_are_not_there(run: Run, three: list[str], languages: str, message: str) -> None:
    """Fewer than two versions, or one that no alignment has, are one sentence."""
    result = run("export", *three, "--to", "epub", "--languages", languages)
    assert (result.exit_code, result.stdout) == (1, "")
    assert message in result.stderr


def test_a_book_is_described_by_options(run: Run, alignment: Path) -> None:
    """Title, author and the rest are what the options say; the title is that of the first language written."""
    facts = {"title": "Die Fähre", "author": "A. Writer", "publisher": "P", "rights": "CC0", "date": "2026"}
    options = [part for name, value in facts.items() for part in (f"--{name}", value)]
    result = run("export", alignment, "--to", "epub", "--languages", "de,en", *options, "-o", "ferry.epub")
    assert result.exit_code == 0, result.stderr
    with ZipFile("ferry.epub") as book:
        package = book.read("EPUB/package.opf").decode()
    for name, tag in zip(facts, ("title", "creator", "publisher", "rights", "date"), strict=True):
        assert f"<dc:{tag}>{facts[name]}</dc:{tag}>" in package
    assert package.index("<dc:language>de") < package.index("<dc:language>en")


def test_a_cover_or_date_that_cannot_be_used_is_refused_first(run: Run, alignment: Path) -> None:
    """Nothing is written for a cover that is no picture or a date in another form."""
    Path("cover.gif").write_bytes(b"GIF89a")
    result = run("export", alignment, "--to", "epub", "--cover", "cover.gif", "-o", "x.epub")
    assert (result.exit_code, "neither a JPEG nor a PNG" in result.stderr) == (1, True)
    result = run("export", alignment, "--to", "epub", "--date", "May 1918", "-o", "x.epub")
    assert (result.exit_code, "2026-11-30" in result.stderr) == (2, True)
    assert not Path("x.epub").exists()


def test_a_books_layout_is_chosen(run: Run, alignment: Path) -> None:
    """Sentences of a book open their translations where ``--layout tap`` asks for it."""
    for layout, count in (("paragraphs", 0), ("tap", 8)):
        run("export", alignment, "--to", "epub", "--layout", layout, "-o", f"{layout}.epub")
        with ZipFile(f"{layout}.epub") as book:
            assert book.read("EPUB/chapter-001.xhtml").count(b'epub:type="noteref"') == count
    assert run("export", alignment, "--to", "epub", "--layout", "columns").exit_code == 2


def test_a_page_is_divided_into_chapters(run: Run, alignment: Path) -> None:
    """The option makes a folder, whose first page is named, and is refused before any work where it does not fit."""
    done = run("export", alignment, "--to", "html", "--split", "chapters", "-o", "book/index.html")
    assert (done.exit_code, Path("book", "chapter-001.html").is_file()) == (0, True)
    assert "in 2 files" in done.stderr
    again = run("export", alignment, "--to", "html", "--split", "chapters", "-o", "book/index.html")
    assert (again.exit_code, "--force" in again.stderr) == (1, True)
    for options in (["--to", "html"], ["--to", "html", "-o", "b.html"], ["--to", "tmx", "-o", "index.html"]):
        result = run("export", alignment, "--split", "chapters", *options)
        assert (result.exit_code, "--split chapters" in result.stderr) == (2, True), options
