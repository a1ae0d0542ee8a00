"""Documents in folders, and the translations that belong to them."""

from __future__ import annotations

from pathlib import Path

import pytest

from aligner.coverage.folders import FilePair, pair_folders, pair_siblings
from aligner.errors import InputError

SUFFIXES = frozenset({".md", ".txt", ".json"})


def write(folder: Path, *names: str) -> Path:
    """Make empty files, and return their folder."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", "utf-8")
    return folder


def shown(pairs: list[FilePair]) -> list[tuple[str, bool, bool]]:
    """Return the names of pairs, and whether each side is there."""
    return [(name, source is not None, target is not None) for name, source, target in pairs]


def test_folders_are_paired_by_path(tmp_path: Path) -> None:
    """A file that only one of the two folders has is in a pair without a counterpart."""
    en = write(tmp_path / "en", "index.md", "guide/a.md", "guide/b.txt", ".git/x.md", "data.json", "image.png")
    ja = write(tmp_path / "ja", "index.md", "guide/a.md", "new.md")
    assert shown(pair_folders(en, ja, ("en", "ja"), SUFFIXES)) == [
        ("guide/a.md", True, True),
        ("guide/b.txt", True, False),
        ("index.md", True, True),
        ("new.md", False, True),
    ]


def test_the_tag_of_a_language_in_a_name_does_not_count(tmp_path: Path) -> None:
    """page.en.md is translated by page.ja.md, and by page.md in a folder of Japanese; page.v2.md is another page."""
    en = write(tmp_path / "en", "a.en.md", "b.md", "c.v2.md")
    ja = write(tmp_path / "ja", "a.ja.md", "b.ja.md", "c.md")
    names = [("a.md", True, True), ("b.md", True, True), ("c.md", False, True), ("c.v2.md", True, False)]
    assert shown(pair_folders(en, ja, ("en", "ja"), SUFFIXES)) == names


def test_a_folder_inside_the_other(tmp_path: Path) -> None:
    """The translations in i18n/ja are no sources although they are below the folder of these."""
    docs = write(tmp_path / "docs", "a.md", "i18n/ja/a.md")
    pairs = pair_folders(docs, docs / "i18n" / "ja", ("en", "ja"), SUFFIXES)
    assert shown(pairs) == [("a.md", True, True)]


def test_siblings(tmp_path: Path) -> None:
    """In one folder the translation is beside its source, and other languages play no part."""
    docs = write(tmp_path, "a.md", "a.ja.md", "a.fr.md", "b.en.md", "guide/c.ja.md")
    assert shown(pair_siblings(docs, ("en", "ja"), SUFFIXES)) == [
        ("a.md", True, True),
        ("b.md", True, False),
        ("guide/c.md", False, True),
    ]


def test_two_files_of_one_name(tmp_path: Path) -> None:
    """Two sources of one page are refused, since nothing says which one was translated."""
    docs, other = write(tmp_path / "en", "a.md", "a.en.md"), write(tmp_path / "ja")
    with pytest.raises(InputError, match=r"a\.md: .*a\.en\.md is the same page"):
        pair_siblings(docs, ("en", "ja"), SUFFIXES)
    with pytest.raises(InputError, match=r"a\.md: .*a\.en\.md has the same name"):
        pair_folders(docs, other, ("en", "ja"), SUFFIXES)
