from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from aligner.errors import InputError
from aligner.segment.rules import DATA, KINDS, find_data, load_rules, read_data


@pytest.mark.parametrize("path", sorted(DATA.glob("*.txt")), ids=lambda path: path.stem)
def test_every_data_file_is_sound(path: Path) -> None:
    """Keys are known, patterns compile, nothing stands twice, and no abbreviation ends in its full stop."""
    data = read_data(path)
    entries = [entry for kind in KINDS for entry in data.get(kind, ())]
    assert sorted(entries) == sorted(set(entries))
    openings = [*data.get("starter", ()), *data.get("opener", ())]
    assert sorted(openings) == sorted(set(openings))
    assert sorted(data.get("number", ())) == sorted(set(data.get("number", ())))
    assert not [entry for entry in entries + data.get("number", []) if entry.endswith(".")]


@pytest.mark.parametrize(
    ("tag", "name"),
    [("pt-BR", "pt"), ("zh-Hant", "zh"), ("fil", "tl"), ("EN_us", "en"), ("cmn-Hans-CN", "zh"), ("in", "id")],
)
def test_a_tag_finds_the_data_of_its_language(tag: str, name: str) -> None:
    """Regions, scripts and old or neighbouring codes lead to the same rules."""
    found = find_data(tag)
    assert found is not None
    assert found.stem == name


@pytest.mark.parametrize("tag", ["und", "sw", "x-klingon", "", "../en", "_any"])
def test_a_tag_without_data_gets_the_general_rules(tag: str) -> None:
    """No tag is refused, and none reads a file it should not."""
    assert find_data(tag) is None
    assert load_rules(tag).abbreviations["Dr"] == "title"


def test_a_wrong_line_is_named(tmp_path: Path) -> None:
    """The message says which file, which line, and what is allowed."""
    path = tmp_path / "xx.txt"
    path.write_text("title: Dr\n\nttile: Mr  # a slip\n", "utf-8")
    with pytest.raises(InputError, match=r"xx\.txt, line 3: 'ttile: Mr'.*title, inner"):
        read_data(path)


def test_a_wrong_pattern_is_named(tmp_path: Path) -> None:
    """A regular expression that does not compile is an error of the file."""
    path = tmp_path / "xx.txt"
    path.write_text("never: a(b\n", "utf-8")
    with pytest.raises(InputError, match=r"xx\.txt: 'a\(b' is no regular expression"):
        read_data(path)


def test_patterns_may_name_lists(tmp_path: Path) -> None:
    """A list in capitals stands for any of its words in the patterns, and one that is not there is an error."""
    path = tmp_path / "xx.txt"
    path.write_text("SAY: said cried\nSAY: asked\ntag: she\\s<SAY>\n", "utf-8")
    assert read_data(path)["tag"] == [r"she\s(?:said|cried|asked)"]
    path.write_text("tag: she\\s<SAY>\n", "utf-8")
    with pytest.raises(InputError, match=r"xx\.txt: 'she.*<SAY>' names a list that is not there, SAY"):
        read_data(path)


def test_a_single_letter_stands_for_itself() -> None:
    """A small letter that is an abbreviation says nothing of its capital, which is an initial."""
    rules = load_rules("pl")
    assert rules.abbreviations["r"] == "maybe"
    assert "R" not in rules.abbreviations


def test_import_is_free() -> None:
    """Importing the package opens no data file and loads nothing heavy."""
    code = (
        "import sys; from aligner.segment import rules; print('torch' in sys.modules, rules.load_rules.cache_info()[3])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "0"]
