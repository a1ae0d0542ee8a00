"""Names that come from data: which are safe in a file's name, and that no other becomes one (law 7)."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.alignment import Alignment
from aligner.edition import Edition, weave
from aligner.errors import InputError
from aligner.formats import FORMATS, Settings, export_edition, file_paths
from aligner.formats.names import column_names, safe_part, work_name
from aligner.ladder import Bead, Ladder
from aligner.text import Paragraph, make_text
from aligner.work_info import WorkInfo
from tests.formats.editions import edition_of, sample


def edition_in(languages: list[str]) -> Edition:
    """Return an edition of one row in any languages, the first with each other."""
    texts = [make_text(tag, [Paragraph(str(n))], [[str(n)]]) for n, tag in enumerate(languages)]
    ladder = Ladder((Bead(range(1), range(1)),))
    return weave([Alignment(texts[0], text, ladder) for text in texts[1:]])


@pytest.mark.parametrize("tag", ["de", "zh-Hans", "es-419", "sl-rozaj-biske", "en-2", "x" * 35])
def test_language_tags_are_safe(tag: str) -> None:
    """Tags of up to 35 characters, which RFC 5646 asks programs to have room for, are parts of names as they are."""
    assert safe_part(tag) == tag


@pytest.mark.parametrize(
    "text",
    ["", ".", "..", "../x", "/etc", "a/b", "a\\b", "a:b", "a b", "a.b", "a_b", "a\0", "a\n", "-", "-a", "a-", "a--b",
     "é", "٣", "x" * 36],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    """A separator, a dot, a space, a control, another script or a 36th character makes a name unsafe."""
    with pytest.raises(
        InputError, match=r"(?s)language .* cannot be part of a file's name; write it as a tag such as en"
    ):
        safe_part(text)


def test_a_long_name_is_quoted_in_part() -> None:
    """The message quotes 35 characters at most: a hostile file cannot fill the terminal."""
    with pytest.raises(InputError, match=f"language '{'x' * 35}…' cannot"):
        safe_part("x" * 1000)


ODD_LANGUAGES = st.one_of(
    st.text(max_size=40),
    st.text("./\\-~: aB0\0\n", max_size=12),
    st.sampled_from(["..", "/../../escaped", "../../x", "C:\\x", "en", "zh-Hans", "~", "a/../../b"]),
)


@given(st.lists(ODD_LANGUAGES, min_size=2, max_size=4), st.sampled_from(sorted(FORMATS)), st.booleans())
def test_every_file_lies_in_the_folder_that_was_named(languages: list[str], name: str, pairs: bool) -> None:
    """Whatever an edition's languages are called, each file of it is in the folder that was named, or is refused."""
    folder = Path("/somewhere/named")
    try:
        paths = file_paths(edition_in(languages), name, folder / "work", pairs=pairs)
    except InputError:
        return
    for path in paths:
        assert path.parent == folder
        assert path.resolve().parent == folder.resolve()
        assert path.name.startswith("work")
    assert len(set(paths)) == len(paths)


@pytest.mark.parametrize(("name", "pairs"), [("moses", False), ("xliff", False), ("jsonl", False), ("tmx", True)])
def test_a_language_that_is_a_path_writes_nothing(tmp_path: Path, name: str, pairs: bool) -> None:
    """An alignment file whose language is ``/../../escaped`` makes no file, inside the folder or outside."""
    folder = tmp_path / "a" / "b" / "out"
    folder.mkdir(parents=True)
    with pytest.raises(InputError, match=r"language '/\.\./\.\./escaped' cannot be part of a file's name"):
        export_edition(edition_in(["en", "/../../escaped", "fr"]), name, folder / "corpus", pairs=pairs)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_locale_gives_such_a_language_a_name(tmp_path: Path) -> None:
    """Under a code that the user chooses the texts of a language with an odd name can be written."""
    settings = Settings({"Portuguese (Brazil)": "pt-BR"})
    export_edition(edition_in(["en", "Portuguese (Brazil)"]), "moses", tmp_path / "work", settings)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["work.en", "work.pt-BR"]


def test_one_file_needs_no_language_in_its_name(tmp_path: Path) -> None:
    """Where no name is made of languages, an odd language stops nothing."""
    assert file_paths(edition_in(["en", "../x"]), "tsv", tmp_path / "k.tsv") == [tmp_path / "k.tsv"]


def test_columns_of_one_language_are_numbered() -> None:
    """The second and third version in a language have names of their own; locales are applied first."""
    assert column_names(["en", "de", "en", "en"], Settings()) == ["en", "de", "en-2", "en-3"]
    assert column_names(["pt", "pt-BR"], Settings({"pt": "pt-BR"})) == ["pt-BR", "pt-BR-2"]
    assert column_names(["e\x00n"], Settings()) == ["en"]


def test_a_works_name_has_no_forbidden_characters() -> None:
    """What XML forbids is dropped from the work's name; an edition that has none is called alignment."""
    edition = edition_of(("en", "de"), [("a", "b")], name="ket\x0btle")
    assert work_name(edition) == "kettle"
    assert work_name(Edition(edition.texts, edition.rows, WorkInfo())) == "alignment"
    assert work_name(sample()) == "kettle"
