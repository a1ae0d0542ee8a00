from __future__ import annotations

import subprocess
import sys
import tomllib
from itertools import combinations
from pathlib import Path

import pytest

from aligner.errors import InputError
from aligner.segment.language_rules import DATA, KINDS, PATTERNS, find_language, load_rules, read_data, read_words
from aligner.segment.verdict import Rule

WORDS = sorted(DATA.glob("*.txt"))
NAMES = [path.stem for path in WORDS]


@pytest.mark.parametrize("path", WORDS, ids=NAMES)
def test_words_are_sorted_and_single(path: Path) -> None:
    """Each section is sorted by letters, small and capital alike, and holds no word twice."""
    for section, words in read_words(path).items():
        assert list(words) == sorted(set(words), key=lambda word: (word.casefold(), word)), section


@pytest.mark.parametrize("path", WORDS, ids=NAMES)
def test_a_word_is_in_one_section(path: Path) -> None:
    """A word has one kind, and either surely begins a sentence or may be a surname; ``number`` goes with any kind."""
    words = read_words(path)
    for one, other in [*combinations(KINDS, 2), ("starter", "opener")]:
        assert set(words.get(one, ())).isdisjoint(words.get(other, ())), (one, other)


@pytest.mark.parametrize("path", WORDS, ids=NAMES)
def test_abbreviations_are_written_as_the_engine_asks(path: Path) -> None:
    """No abbreviation ends in its full stop or has white space; section nouns are small."""
    words = read_words(path)
    for kind in (*KINDS, "number"):
        assert not [word for word in words.get(kind, ()) if word.endswith(".") or len(word.split()) > 1]
    assert not [word for word in words.get("section", ()) if word != word.lower()]


@pytest.mark.parametrize("name", NAMES)
def test_every_list_is_used(name: str) -> None:
    """Each list with a name in capitals is named by a pattern."""
    patterns = (DATA / f"{name}.toml").read_text("utf-8") if (DATA / f"{name}.toml").is_file() else ""
    lists = {section for section in read_words(DATA / f"{name}.txt") if section.isupper()}
    lists |= set(tomllib.loads(patterns).get("lists", {}))
    assert not [section for section in lists if f"<{section}>" not in patterns]


@pytest.mark.parametrize("name", NAMES)
def test_patterns_compile(name: str) -> None:
    """Every pattern compiles with the lists that it names."""
    data = read_data(DATA, name)
    assert all(len(data.patterns[key]) == len(data.sources[key]) for key in PATTERNS if key in data.sources)


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("pt-BR", "pt"),
        ("zh-Hant", "zh"),
        ("fil", "tl"),
        ("EN_us", "en"),
        ("cmn-Hans-CN", "zh"),
        ("yue", "zh"),
        ("in", "id"),
    ],
)
def test_a_tag_finds_the_data_of_its_language(tag: str, name: str) -> None:
    """Regions, scripts and old or neighbouring codes lead to the same rules."""
    assert find_language(tag) == name


@pytest.mark.parametrize("tag", ["und", "sw", "x-klingon", "", "../en", "_any"])
def test_a_tag_without_data_gets_the_general_rules(tag: str) -> None:
    """No tag is refused, and none reads a file it should not."""
    assert find_language(tag) is None
    assert load_rules(tag).abbreviations["Dr"] is Rule.TITLE


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[title]\nDr\n\n[ttile]\nMr\n", r"xx\.txt, line 4: there is no section 'ttile'; use title, inner"),
        ("# titles\nDr\n", r"xx\.txt, line 2: 'Dr' is in no section; write \[title\] above it"),
    ],
)
def test_a_wrong_line_of_words_is_named(tmp_path: Path, content: str, message: str) -> None:
    """The message says which file, which line, and what is allowed."""
    (tmp_path / "xx.txt").write_text(content, "utf-8")
    with pytest.raises(InputError, match=message):
        read_data(tmp_path, "xx")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("never = ['a(b']", r"xx\.toml: 'a\(b' is not a regular expression"),
        ("tag = ['she\\s<SAY>']", r"xx\.toml: 'she.*<SAY>' names a list that does not exist, SAY"),
        ("nver = []", r"xx\.toml: there is no key 'nver'; use never, starts"),
        ("never = [", r"xx\.toml: "),
    ],
)
def test_a_wrong_pattern_is_named(tmp_path: Path, content: str, message: str) -> None:
    """A pattern that cannot be used is an error of its file."""
    (tmp_path / "xx.toml").write_text(content, "utf-8")
    with pytest.raises(InputError, match=message):
        read_data(tmp_path, "xx")


def test_patterns_may_name_lists(tmp_path: Path) -> None:
    """A list is any word of its section, in which only white space is special, or any of its patterns."""
    (tmp_path / "xx.txt").write_text("[SAY]\nasked\ncried out\nsaid (again)\n", "utf-8")
    (tmp_path / "xx.toml").write_text(
        r"""lists.SAY = ['told?']
tag = ['she\s<SAY>']""",
        "utf-8",
    )
    assert read_data(tmp_path, "xx").patterns["tag"] == (r"she\s(?:asked|cried\sout|said\s\(again\)|told?)",)


def test_a_single_letter_has_no_other_form() -> None:
    """A small letter that is an abbreviation says nothing of its capital, which is an initial."""
    rules = load_rules("pl")
    assert rules.abbreviations["r"] is Rule.MAYBE
    assert "R" not in rules.abbreviations


def test_import_is_free() -> None:
    """Importing the package opens no data file and loads nothing heavy."""
    code = (
        "import sys; from aligner.segment import language_rules as rules;"
        "print('torch' in sys.modules, rules.load_rules.cache_info()[3])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "0"]
