"""Which files an export makes, how they are named, and what stops one."""

from __future__ import annotations

from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import pytest

from aligner.edition import Edition, Row
from aligner.errors import AlignerError, InputError, OutputError
from aligner.formats import FORMATS, Extras, Report, Settings, export_edition, file_paths, parts_of, write_edition
from aligner.remarks import Remark
from aligner.text import Paragraph, make_text
from aligner.word_links import WordLink
from aligner.work_info import WorkInfo
from tests.formats.editions import edition_of, sample
from tests.pages import make_edition


@pytest.mark.parametrize(
    ("name", "path", "pairs", "files"),
    [
        ("tmx", "k.tmx", False, ["k.tmx"]),
        ("tmx", "k.tmx", True, ["k.en-de.tmx", "k.en-ja.tmx"]),
        ("tmx", "k.v2.tmx", True, ["k.v2.en-de.tmx", "k.v2.en-ja.tmx"]),
        ("tmx", "k", True, ["k.en-de", "k.en-ja"]),
        ("rows", "k.rows.jsonl", True, ["k.en-de.rows.jsonl", "k.en-ja.rows.jsonl"]),
        ("xliff", "k.xlf", False, ["k.en-de.xlf", "k.en-ja.xlf"]),
        ("moses", "k", False, ["k.en", "k.de", "k.ja"]),
        ("moses", "k.v2", True, ["k.v2.en-de.en", "k.v2.en-de.de", "k.v2.en-ja.en", "k.v2.en-ja.ja"]),
    ],
)
def test_files_are_named_before_they_are_written(
    tmp_path: Path, name: str, path: str, pairs: bool, files: list[str]
) -> None:
    """The paths that an export will write are known, and are those that it writes."""
    assert [file.name for file in file_paths(sample(), name, tmp_path / path, pairs=pairs)] == files
    export_edition(sample(), name, tmp_path / path, pairs=pairs)
    assert {file.name for file in tmp_path.iterdir()} == set(files)


def test_a_pair_needs_no_languages_in_its_name(tmp_path: Path) -> None:
    """An edition of two versions makes one file of a format for pairs, under the name that was given."""
    assert file_paths(sample().select([0, 1]), "xliff", tmp_path / "k.xlf") == [tmp_path / "k.xlf"]


def test_parallel_lines_belong_together(tmp_path: Path) -> None:
    """Line n of every language of parallel text is of one row, and rows that lack a language are in none."""
    rows = [("a.", "b.", "c."), ("d.", "", "e."), ("f. / g.", "h.", "i.")]
    report = export_edition(edition_of(("en", "de", "fr"), rows), "moses", tmp_path / "k")
    lines = [(tmp_path / f"k.{language}").read_text().splitlines() for language in ("en", "de", "fr")]
    assert list(zip(*lines, strict=True)) == [("a.", "b.", "c."), ("f. g.", "h.", "i.")]
    assert report.lines() == ["2 units written in 3 files", "left out: rows that lack a language (1)"]


def test_parallel_text_is_not_one_file() -> None:
    """A format of one file per language is refused where there is one file to write, stdout say."""
    with pytest.raises(InputError, match="moses makes a file for each language"):
        write_edition(sample(), "moses", BytesIO())


def test_locales_are_of_the_editions_languages(tmp_path: Path) -> None:
    """A locale for a language that is not there, or one that is no tag, is refused before a file is made."""
    with pytest.raises(InputError, match="no version in 'pt'; the edition has en, de, ja"):
        export_edition(sample(), "tsv", tmp_path / "k.tsv", Settings({"pt": "pt-BR"}))
    with pytest.raises(InputError, match="'pt_BR' is not a language tag to write for pt; write one such as pt-BR"):
        Settings({"pt": "pt_BR"})
    assert not list(tmp_path.iterdir())


def test_extras_are_of_each_edition_that_is_written(tmp_path: Path) -> None:
    """Word links and remarks are those of the edition in the languages that a file shows, one entry for each file."""
    settings = Settings(languages=("ja", "en", "de"))
    parts = parts_of(sample(), "html", settings)
    pairs = parts_of(sample(), "html", settings, pairs=True)
    assert [part.languages for part in (*parts, *pairs)] == [("ja", "en", "de"), ("ja", "en"), ("ja", "de")]
    extras = Extras({(0, 1): [WordLink(range(2), range(3))]}, [Remark(1, range(1), range(1), "length", "why")])
    export_edition(sample(), "html", tmp_path / "k.html", settings, extras=[extras])
    export_edition(sample(), "html", tmp_path / "k.html", settings, pairs=True, extras=[extras, Extras()])
    shown = {path.name: path.read_text("utf-8") for path in tmp_path.glob("*.html")}
    assert sorted(shown) == ["k.html", "k.ja-de.html", "k.ja-en.html"]
    for name in ("k.html", "k.ja-en.html"):
        assert ' data-w="AACAAD"' in shown[name]
        assert "Unusual length in" in shown[name]
    assert "data-w=" not in shown["k.ja-de.html"].partition("<main")[2]


def test_a_file_has_the_rights_of_any_other(tmp_path: Path) -> None:
    """An exported file can be read by whom the user's mask lets."""
    export_edition(sample(), "tsv", tmp_path / "k.tsv")
    (tmp_path / "plain").write_text("")
    assert (tmp_path / "k.tsv").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_an_export_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    """A writer that raises leaves the old file and no other."""
    path = tmp_path / "k.xlf"
    path.write_text("before")

    def fail(*_: object) -> Report:
        raise OSError("disk full")

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(FORMATS, "xliff", FORMATS["xliff"]._replace(write=fail))
        with pytest.raises(OutputError, match=r"k\.xlf: cannot be written \(disk full\)"):
            export_edition(sample().select([0, 1]), "xliff", path)
    assert [file.read_text() for file in tmp_path.iterdir()] == ["before"]


def test_paths_are_strings_or_paths(tmp_path: Path) -> None:
    """A path is given as a string or as a path object."""
    for path in (tmp_path / "k.tsv", str(tmp_path / "k.tsv")):
        assert file_paths(sample(), "tsv", path) == [tmp_path / "k.tsv"]
        export_edition(sample(), "tsv", path)
        (tmp_path / "k.tsv").unlink()


def test_places_that_cannot_be_written_are_one_sentence(tmp_path: Path) -> None:
    """A folder, a path through a file, a name that is too long and one with a zero character are refused."""
    (tmp_path / "file").write_text("")
    for path, message in (
        (tmp_path, "is a folder; name a file in it"),
        (tmp_path / "file" / "folder" / "k.tsv", r"cannot be written \(.*\)"),
        (tmp_path / "file" / "k.tsv", r"cannot be written \(.*\)"),
        (tmp_path / ("x" * 300), r"cannot be written \(.*\)"),
        (tmp_path / "a\0b", "not a valid file name; leave out the zero character"),
    ):
        with pytest.raises(OutputError, match=message):
            export_edition(sample(), "tsv", path)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_units_of_several_files_are_counted_once_a_pair(tmp_path: Path) -> None:
    """Two files of two pairs have the units of both; two files of one pair's languages have the same units."""
    edition = edition_of(("en", "de", "fr"), [("a", "b", "c"), ("d", "e", "")])
    assert export_edition(edition, "moses", tmp_path / "k", pairs=True).lines()[0] == "3 units written in 4 files"
    assert export_edition(edition, "csv", tmp_path / "k.csv", pairs=True).lines()[0] == "4 units written in 2 files"


def test_unknown_formats_and_languages_are_refused_by_every_function(tmp_path: Path) -> None:
    """A format or a language that does not exist is an ``InputError`` before any file is made."""
    for settings, name, message in (
        (None, "htm", "unknown format 'htm'"),
        (Settings(languages=("en", "pl")), "tsv", "'pl'"),
    ):
        with pytest.raises(InputError, match=message):
            write_edition(sample(), name, BytesIO(), settings)
        with pytest.raises(InputError, match=message):
            export_edition(sample(), name, tmp_path / "k", settings)
        with pytest.raises(InputError, match=message):
            file_paths(sample(), name, tmp_path / "k", settings)
    assert not list(tmp_path.iterdir())


HOSTILE = ["\x00", "\x0b", "\ud800", "\ufffe", "<&\"'>", "\n", "\u202e"]


@pytest.mark.parametrize("odd", HOSTILE)
@pytest.mark.parametrize("place", ["language", "text", "file", "name", "author", "rights", "title", "signature"])
def test_no_string_of_a_file_stops_a_format(odd: str, place: str) -> None:
    """Whatever characters a text or a header holds, a format writes it or refuses it with a sentence."""
    put = {place: odd}
    text = f"x{put.get('text', '')}"
    source = make_text("en", [Paragraph(text, 1)], [[text]], put.get("file", "n"))
    target = make_text(put.get("language", "de"), [Paragraph("y")], [["y"]])
    work = WorkInfo(put.get("name", "w"), put.get("author", ""), put.get("rights", ""), {"en": put.get("title", "t")})
    edition = Edition((source, target), (Row((range(1), range(1)), 1.0),), work, (put.get("signature", "s"),))
    for name, form in FORMATS.items():
        if name == "parquet" and not find_spec("pyarrow"):
            continue
        file = BytesIO()
        if form.timed == "must":
            with pytest.raises(AlignerError, match="has no times"):
                write_edition(edition, name, file)
        elif place == "language" and name == "tmx":  # the schema of TMX has a pattern for tags
            with pytest.raises(AlignerError, match="is not a language tag"):
                write_edition(edition, name, file)
        elif form.in_parts:
            form.write(edition, Settings(documents=(odd, "b")), file, Extras())
        else:
            write_edition(edition, name, file)


def test_a_page_is_divided_into_a_folder(tmp_path: Path) -> None:
    """The first page is named, the others are beside it; the report counts rows once and files all."""
    edition = make_edition("# A\n# B\n\n¶ Text.\n¶ Text.\n\n# C\n# D\n\n¶ Text.\n¶ Text.", ("en", "de"))
    settings = Settings(split="chapters")
    index = tmp_path / "new" / "index.html"
    assert file_paths(edition, "html", index, settings) == [index]
    report = export_edition(edition, "html", index, settings)
    assert sorted(path.name for path in index.parent.iterdir()) == [
        "chapter-001.html",
        "chapter-002.html",
        "index.html",
    ]
    assert report.lines() == ["4 units written in 3 files"]
    export_edition(edition, "tsv", tmp_path / "rows.tsv", settings)  # of no other format is it asked


def test_a_division_that_there_is_not_is_refused(tmp_path: Path) -> None:
    """The first page has a fixed name, a folder holds one edition, and there is one way to divide."""
    edition = make_edition("¶ A.\n¶ B.", ("en", "de"))
    settings = Settings(split="chapters")
    with pytest.raises(InputError, match=r"speech\.html: the first page of a folder of chapters is its index\.html"):
        export_edition(edition, "html", tmp_path / "speech.html", settings)
    with pytest.raises(InputError, match="leave out --pairs"):
        export_edition(edition, "html", tmp_path / "index.html", settings, pairs=True)
    with pytest.raises(InputError, match="no division into 'rows'"):
        Settings(split="rows")  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("excess", "said"), [(0, 0), (1, 1)])
def test_a_large_page_is_remarked_on(monkeypatch: pytest.MonkeyPatch, excess: int, said: int) -> None:
    """Above 5 MB the report says how a page is divided."""
    edition = make_edition("¶ A.\n¶ B.", ("en", "de"))
    monkeypatch.setattr("aligner.formats.html.format_html", lambda *_: "x" * (5_000_000 + excess))
    report = write_edition(edition, "html", BytesIO())
    assert sum(report.remarks.values()) == said
    assert all("--split chapters" in what for what in report.remarks)
