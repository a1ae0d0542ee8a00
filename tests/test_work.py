from __future__ import annotations

from pathlib import Path

import pytest

from aligner.errors import InputError
from aligner.work import read_versions, read_work, segment_versions


def make_work(folder: Path, toml: str | None, *versions: str) -> Path:
    """Make a work's folder with these versions, each with a word in it."""
    folder.mkdir(parents=True, exist_ok=True)
    for version in versions:
        (folder / f"{version}.txt").write_text("Word.\n")
    if toml is not None:
        (folder / "work.toml").write_text(toml, "utf-8")
    return folder


def test_read_work(tmp_path: Path) -> None:
    """``work.toml`` gives versions, pivot, titles, author and rights; the pivot comes first, the rest as listed."""
    toml = """
    author = "Ä. Author"
    pivot = "ru"
    versions = ["en", "ru", "ja"]
    rights = "CC BY 4.0"
    [title]
    en = "Title"
    ja = "題"
    """
    work = read_work(make_work(tmp_path / "family", toml, "en", "ru", "ja", "de"))
    assert (work.name, work.pivot, list(work.files)) == ("family", "ru", ["ru", "en", "ja"])
    assert (work.info.titles, work.info.author, work.info.rights) == (
        {"en": "Title", "ja": "題"},
        "Ä. Author",
        "CC BY 4.0",
    )
    assert work.files["ja"] == tmp_path / "family" / "ja.txt"


def test_versions_may_name_files(tmp_path: Path) -> None:
    """A table of versions names a file for each language."""
    folder = make_work(tmp_path / "w", '[versions]\nen = "old.txt"\nde = "alt.txt"\n', "old", "alt")
    assert {language: path.name for language, path in read_work(folder).files.items()} == {
        "en": "old.txt", "de": "alt.txt",
    }  # fmt: skip


@pytest.mark.parametrize(("versions", "pivot"), [(["ru", "en", "de"], "en"), (["ru", "de"], "de")])
def test_without_work_toml_every_text_is_a_version(tmp_path: Path, versions: list[str], pivot: str) -> None:
    """Without ``work.toml`` the pivot is English, or the first by name where there is no English."""
    work = read_work(make_work(tmp_path / "w", None, *versions))
    assert set(work.files) == set(versions)
    assert work.pivot == pivot
    assert work.info.titles == {}


def test_files_of_any_format_are_versions(tmp_path: Path) -> None:
    """Files named by a language are versions whatever their format; other files are not."""
    folder = make_work(tmp_path / "w", None, "ru")
    for name in ("en.epub", "de.HTML", "README.md", "notes.html", "fr.jpg", "pt-BR.docx", "es.po"):
        (folder / name).write_text("Word.\n")
    files = read_work(folder).files
    assert {language: path.name for language, path in files.items()} == {
        "en": "en.epub", "de": "de.HTML", "pt-BR": "pt-BR.docx", "ru": "ru.txt",
    }  # fmt: skip
    (folder / "work.toml").write_text("versions = ['ru', 'de']")
    assert [path.name for path in read_work(folder).files.values()] == ["ru.txt", "de.HTML"]


def test_two_files_in_one_language_need_a_word(tmp_path: Path) -> None:
    """Where two files are in one language, ``work.toml`` must say which is meant."""
    folder = make_work(tmp_path / "w", None, "en", "ru")
    (folder / "en.epub").write_text("Word.\n")
    with pytest.raises(InputError, match=r'both en\.epub and en\.txt are there; .* \[versions\] en = "en\.epub"'):
        read_work(folder)
    (folder / "work.toml").write_text("[versions]\nen = 'en.epub'\nru = 'ru.txt'")
    assert read_work(folder).files["en"].name == "en.epub"


def test_how_versions_are_read(tmp_path: Path) -> None:
    """A segmenter and phrases are for all versions, or for those that a table names; chapters are by version."""
    toml = "segmenter = 'lines'\n[start]\nru = 'Глава'\n[chapters.ru]\n'Chapter I' = 'Глава 1'\nPreface = ''\n"
    work = read_work(make_work(tmp_path / "w", toml, "en", "ru"))
    assert work.segmenters == {"en": "lines", "ru": "lines"}
    assert (work.start, work.end) == ({"ru": "Глава"}, {})
    assert work.chapters == {"ru": {"Chapter I": "Глава 1", "Preface": ""}}


def test_a_title_alone_is_the_pivots(tmp_path: Path) -> None:
    """One title for all is the title of the pivot."""
    assert read_work(make_work(tmp_path / "w", 'title = "T"\n', "en", "ru")).info.titles == {"en": "T"}


def test_select_keeps_the_pivot(tmp_path: Path) -> None:
    """A selection of versions has the pivot in it, first, whether or not it was named."""
    work = read_work(make_work(tmp_path / "w", None, "en", "ru", "de"))
    assert list(work.select(["ru"]).files) == ["en", "ru"]
    assert list(work.select(["ru", "en"]).files) == ["en", "ru"]
    with pytest.raises(InputError, match="w has no version 'fr'; it has en, de, ru"):
        work.select(["en", "fr"])
    with pytest.raises(InputError, match="name a version beside the pivot, as --languages en,xx"):
        work.select(["en"])


@pytest.mark.parametrize(
    ("toml", "versions", "message"),
    [
        ("author = Kollontai\n", ["en", "ru"], r"work\.toml: not TOML"),
        (
            "auhtor = 'K'\n",
            ["en", "ru"],
            r"work\.toml: unknown key 'auhtor'; known are abbreviations, author, chapters",
        ),
        ("pivot = 'fr'\n", ["en", "ru"], r"work\.toml: pivot 'fr' is not among the versions en, ru"),
        ("versions = ['en', 'fr']\n", ["en", "ru"], r"fr\.txt: no such file; .*work\.toml names it"),
        (f"[versions]\nen = 'en.txt'\nfr = '{'x' * 300}'\n", ["en", "ru"], r"xxx: no such file; .*work\.toml names it"),
        (None, ["en"], "1 version found; a work needs two, each in a file <language>.txt"),
        (None, [], "0 version"),
        ("versions = []\n", ["en", "ru"], "0 version"),
        ("versions = 'en'\n", ["en", "ru"], r"work\.toml: versions"),
        ("versions = [1, 2]\n", ["en", "ru"], r"work\.toml: versions"),
        ("versions = {en = 1, ru = 2}\n", ["en", "ru"], r"work\.toml: versions"),
        ("pivot = ['en']\n", ["en", "ru"], r"work\.toml: pivot"),
        ("title = 3\n", ["en", "ru"], r"work\.toml: title"),
        ("title = {en = 3}\n", ["en", "ru"], r"work\.toml: title"),
        ("author = ['a', 'b']\n", ["en", "ru"], r"work\.toml: author"),
        ("rights = 1990\n", ["en", "ru"], r"work\.toml: rights"),
        ("segmenter = 3\n", ["en", "ru"], r"work\.toml: segmenter"),
        ("start = {fr = 'x'}\n", ["en", "ru"], r"work\.toml: start: 'fr' is not among the versions en, ru"),
        ("chapters = 'x'\n", ["en", "ru"], r"work\.toml: chapters"),
        ("[chapters.en]\nI = 'II'\n", ["en", "ru"], r"work\.toml: chapters: 'en' is the pivot"),
        ("chapters = {ru = 'x'}\n", ["en", "ru"], r"work\.toml: chapters"),
    ],
)
def test_a_work_that_is_not_as_it_should_be(
    tmp_path: Path, toml: str | None, versions: list[str], message: str
) -> None:
    """What is wrong with a work's folder is one sentence that names the file and the key."""
    folder = make_work(tmp_path / "w", toml, *versions)
    with pytest.raises(InputError, match=message):
        read_work(folder)


def test_no_folder_is_an_error(tmp_path: Path) -> None:
    """A folder that does not exist is an error that says what a work is."""
    with pytest.raises(InputError, match="no such folder; a work is a folder with a file"):
        read_work(tmp_path / "nowhere")


def test_abbreviations_of_a_work_end_no_sentence(tmp_path: Path) -> None:
    """What ``[abbreviations]`` lists, plainly or by kind, keeps its stop in that version and in no other."""
    toml = '[abbreviations]\nen = ["Cpn."]\n[abbreviations.ru]\ntitle = ["кпн"]\n'
    folder = make_work(tmp_path / "sea", toml, "en", "ru")
    (folder / "en.txt").write_text("We met Cpn. Hall. He left.\n", "utf-8")
    (folder / "ru.txt").write_text("Пришёл кпн. Холл. Он ушёл.\n", "utf-8")
    work = read_work(folder)
    assert [text.texts for text in segment_versions(work, read_versions(work))] == [
        ["We met Cpn. Hall.", "He left."],
        ["Пришёл кпн. Холл.", "Он ушёл."],
    ]


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('abbreviations = ["Cpn."]', "abbreviations is .*a list for each language"),
        ('[abbreviations]\nen = "Cpn."', r"abbreviations\.en: 'Cpn\.' is not a list of words"),
        ('[abbreviations]\nen = [" "]', r"abbreviations\.en: ' ' is not a word"),
        ('[abbreviations.en]\nrank = ["Cpn."]', r"abbreviations\.en: there is no kind 'rank'"),
        ('[abbreviations]\nxx = ["Cpn."]', "abbreviations: 'xx' is not among the versions en, ru"),
    ],
)
def test_abbreviations_that_are_none_are_named(toml: str, message: str, tmp_path: Path) -> None:
    """A table of abbreviations that is not as it should be is an error that names file, language and word."""
    with pytest.raises(InputError, match=rf"work\.toml: {message}"):
        read_work(make_work(tmp_path / "sea", toml, "en", "ru"))
