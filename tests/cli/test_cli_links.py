"""The commands that use links between words: words, find, terms."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import Result
from lxml import etree

from aligner.formats.glossary import read_glossary

Run = Callable[..., Result]
Write = Callable[..., Path]

ENGLISH = ["The old dog sleeps.", "", "The cat sees the old dog.", "The dog sees bread."]
GERMAN = ["Der alt Hund schläft.", "", "Hund alt sieht Katze.", "Brot sieht der Hund."]
TMX = """<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en"
srclang="en" datatype="plaintext"/><body>
<tu><tuv xml:lang="en"><seg>The dog sleeps.</seg></tuv><tuv xml:lang="de"><seg>Der Hund schläft.</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>A c&amp;at.</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>Bread.</seg></tuv><tuv xml:lang="de"><seg>Brot.</seg></tuv>
<tuv xml:lang="ja"><seg>パンだ。</seg></tuv></tu>
</body></tmx>"""


@pytest.fixture
def lines(write: Write) -> tuple[Path, Path]:
    """Write two texts of which line k faces line k."""
    return write("en.lines", "\n".join(ENGLISH) + "\n"), write("de.lines", "\n".join(GERMAN) + "\n")


@pytest.fixture
def alignment(run: Run, lines: tuple[Path, Path]) -> Path:
    """Align the two texts."""
    assert (
        run("align", *lines, "--segmented", "--source-lang", "en", "--target-lang", "de", "-o", "a.jsonl").exit_code
        == 0
    )
    return Path("a.jsonl")


@pytest.fixture(autouse=True)
def usual(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let articles be frequent in general language, and all other words rare."""

    def rarity(words: Sequence[str]) -> list[float]:
        return [-2.0 if word in {"the", "der", "a"} else -12.0 for word in words]

    monkeypatch.setattr("aligner.embed.background.log_probabilities", rarity)


def test_words_of_facing_lines_are_linked_in_pharaoh_form(run: Run, lines: tuple[Path, Path]) -> None:
    """A line for each line, empty where it is empty; tokens have the punctuation at them."""
    made = run("words", *lines, "--source-lang", "en", "--target-lang", "de")
    assert made.exit_code == 0
    first, second, third, *_, last = made.stdout.split("\n")
    assert (second, last, made.stdout.count("\n")) == ("", "", 4)
    assert {"1-1", "2-2", "3-3"} <= set(first.split())
    assert {"1-3", "2-2", "4-1", "5-0"} <= set(third.split())


def test_words_of_an_alignment_as_json(run: Run, alignment: Path) -> None:
    """Each bead is an object with texts, characters and probabilities; --min-confidence leaves weak links out."""
    made = [json.loads(line) for line in run("words", alignment, "--format", "json").stdout.splitlines()]
    first = made[0]
    assert (first["source_text"], first["source_tokens"][1], first["target_tokens"][3]) == (
        ENGLISH[0],
        [4, 7],
        [13, 21],
    )
    assert {(link["source"], link["target"]) for link in first["links"]} >= {(1, 1), (2, 2), (3, 3)}
    assert all(0 < link["probability"] <= 1 for link in first["links"])
    assert run("words", alignment, "--min-confidence", "1").stdout.split() == []


def test_words_as_tei_point_at_both_texts(run: Run, alignment: Path) -> None:
    """Every link of the document names two of its words."""
    made = run("words", alignment, "--format", "tei")
    root = etree.fromstring(made.stdout_bytes)
    space = {"t": "http://www.tei-c.org/ns/1.0"}
    words = {word.get("{http://www.w3.org/XML/1998/namespace}id"): word.text for word in root.iterfind(".//t:w", space)}
    pairs = {
        tuple(words[end[1:]] for end in str(link.get("target")).split()) for link in root.iterfind(".//t:link", space)
    }
    assert {("dog", "Hund"), ("sleeps.", "schläft.")} <= pairs
    assert "".join(map(str, next(root.iterfind(".//t:seg", space)).itertext())) == ENGLISH[0]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["en.lines", "short.lines", "--source-lang", "en", "--target-lang", "de"], 1, "has 4 lines"),
        (["en.lines"], 2, "give alignment files, or two texts"),
        (["en.lines", "a.jsonl"], 2, "give alignment files, or two texts"),
        (["none.jsonl"], 2, "there is no such file"),
        (["a.jsonl", "--source-lang", "en"], 2, "names its languages"),
        (["-", "-"], 2, "only one"),
    ],
)
def test_misuse_of_words_is_a_sentence(
    run: Run, alignment: Path, write: Write, arguments: list[str], code: int, said: str
) -> None:
    """Wrong numbers of lines and kinds of files are refused with what to do."""
    assert alignment.exists()
    write("short.lines", "Eins.\n")
    made = run("words", *arguments)
    assert (made.exit_code, said in " ".join(made.output.split())) == (code, True)


def test_a_word_is_found_with_its_counterparts(run: Run, alignment: Path) -> None:
    """Case and diacritics make no difference, and what translates the word is in brackets."""
    assert (
        run("find", "SCHLAFT", alignment).stdout
        == "a.jsonl:1\n  de  Der alt Hund [schläft].\n  en  The old dog [sleeps].\n"
    )
    assert (
        run("find", "sl*", alignment).stdout
        == "a.jsonl:1\n  en  The old dog [sleeps].\n  de  Der alt Hund [schläft].\n"
    )
    nothing = run("find", "sleep", alignment)
    assert (nothing.stdout, nothing.stderr, nothing.exit_code) == ("", "'sleep' is not there\n", 0)


def test_find_looks_in_the_languages_that_are_named(run: Run, alignment: Path) -> None:
    """A word that both languages have is found in one of them only; the limit is said."""
    assert run("find", "der", alignment, "--lang", "en").stdout == ""
    some = run("find", "dog", alignment, "--limit", "1")
    assert some.stdout.count("a.jsonl:") == 1
    assert "1 of 3 rows shown" in some.stderr


def test_find_reads_memories_and_scripts_without_spaces(run: Run, write: Write) -> None:
    """A unit of a TMX file is shown in all its languages; in Japanese characters are looked for."""
    write("m.tmx", TMX)
    found = json.loads(run("find", "パン", "m.tmx", "--format", "json").stdout)
    assert (found["file"], found["row"]) == ("m.tmx", 3)
    assert found["found"] == [{"language": "ja", "text": "パンだ。", "marks": [[0, 2]]}]
    assert [cell["language"] for cell in found["others"]] == ["en", "de"]
    page = run("find", "c&at", "m.tmx", "--format", "html").stdout
    assert '<p lang="en" dir="ltr"><b>en</b>A <mark>c&amp;at</mark>.</p>' in page


@pytest.mark.parametrize(("word", "said"), [("...", "no letter or figure"), ("x" * 300, "200 at most")])
def test_what_cannot_be_looked_for_is_refused(run: Run, alignment: Path, word: str, said: str) -> None:
    """Punctuation alone and whole pages are no words."""
    made = run("find", word, alignment)
    assert (made.exit_code, said in made.output) == (1, True)


def test_terms_with_their_translations_are_a_glossary(run: Run, alignment: Path) -> None:
    """A table of terms has counts, consistency and examples, and is read as a glossary."""
    made = run("terms", alignment)
    rows = list(csv.DictReader(io.StringIO(made.stdout.removeprefix("\ufeff"))))
    dog = next(row for row in rows if row["en"] == "dog")
    assert {key: dog[key] for key in ("de", "kind", "count", "translations de", "consistency de")} == {
        "de": "Hund", "kind": "term", "count": "3", "translations de": "3 × Hund", "consistency de": "1.00",
    }  # fmt: skip
    assert (dog["example en"], dog["example de"]) == (ENGLISH[0], GERMAN[0]) or dog["example en"] in ENGLISH
    assert "the" not in {row["en"] for row in rows}
    found = read_glossary(made.stdout_bytes, name="terms.csv")
    assert [[term.text for term in entry.terms] for entry in found.entries] == [[row["en"], row["de"]] for row in rows]


def test_terms_as_tbx_are_a_glossary_too(run: Run, alignment: Path) -> None:
    """TBX has an entry for each term."""
    assert run("terms", alignment, "--to", "tbx", "-o", "t.tbx").exit_code == 0
    found = read_glossary("t.tbx")
    assert found.entries[0].terms[0].text in {"dog", "old dog"}
    assert found.languages == ("en", "de")


def test_vocabulary_for_learners_goes_to_anki(run: Run, alignment: Path) -> None:
    """Single words, the most frequent first, with their translations and both sentences."""
    lines = run("terms", alignment, "--words", "--to", "anki", "--min-count", "1").stdout.splitlines()
    notes = [line.split("\t") for line in lines if not line.startswith("#")]
    assert lines[4].split("\t")[1:] == ["en", "translations de", "example de", "translated de", "tags"]
    assert notes[0][1:3] == ["dog", "Hund"]
    assert all(" " not in note[1] for note in notes)


@pytest.mark.parametrize(
    ("arguments", "said"), [(["--languages", "en,fr"], "no text in 'fr'"), (["--languages", "en"], "two languages")]
)
def test_terms_need_two_languages(run: Run, alignment: Path, arguments: list[str], said: str) -> None:
    """A language that is not there is named."""
    made = run("terms", alignment, *arguments)
    assert (made.exit_code, said in made.output) == (1, True)


@pytest.mark.parametrize("form", ["md", "xlsx"])
def test_terms_in_other_forms(run: Run, alignment: Path, form: str) -> None:
    """Markdown is a table; a sheet is read as a glossary."""
    assert run("terms", alignment, "--to", form, "-o", f"t.{form}").exit_code == 0
    if form == "md":
        assert "| dog | 3 | 3 × Hund |" in Path("t.md").read_text("utf-8")
    else:
        assert "dog" in {entry.terms[0].text for entry in read_glossary("t.xlsx").entries}
