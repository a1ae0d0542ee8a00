from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.fakes import FakeEncoder, english_sentences, session_of, to_german

Write = Callable[[str, str | bytes], Path]
PAIR = ["en.lines", "de.lines", "--source-lang", "en", "--target-lang", "de", "--segmented"]


@pytest.fixture(autouse=True)
def fake_model(monkeypatch: pytest.MonkeyPatch, encoder: FakeEncoder) -> None:
    """Give the command the fake encoder."""
    monkeypatch.setattr("aligner.cli.coverage.make_session", lambda *_args, **_options: session_of(encoder))


@pytest.fixture
def lines(write: Write) -> list[str]:
    """Write a text of thirty lines, and a translation that lacks the twentieth to the twenty-second."""
    english = english_sentences(30)
    write("en.lines", "\n".join(english) + "\n")
    write("de.lines", "\n".join(to_german(line) for line in english[:19] + english[22:]) + "\n")
    return english


def parsed(run: Run, *arguments: str | Path) -> dict[str, Any]:
    """Return the report in JSON."""
    result = run("coverage", *arguments, "--format", "json")
    assert result.exit_code == 0, result.stderr
    return dict(json.loads(result.stdout))


def test_two_texts_are_aligned_and_checked(run: Run, lines: list[str]) -> None:
    """Of two texts the report says which source segments have no counterpart, by 0-based numbers, as one run."""
    report = parsed(run, *PAIR)
    (finding,) = [finding for finding in report["findings"] if finding["kind"] == "omitted"]
    assert (finding["side"], finding["segments"], finding["counterpart"]) == ("source", [19, 20, 21], [])
    assert (finding["file"], finding["line"]) == ("en.lines", 20)
    assert finding["text"].startswith(lines[19])
    assert report["coverage"]["source"]["matched_segments"] == 27
    assert report["coverage"]["target"]["segment_share"] == 1


@pytest.mark.usefixtures("lines")
def test_an_alignment_file_is_checked(run: Run) -> None:
    """An alignment file, also from stdin, has the findings of its texts."""
    findings = parsed(run, *PAIR)["findings"]
    kept = run("align", *PAIR).stdout
    Path("en-de.jsonl").write_text(kept, "utf-8")
    assert parsed(run, "en-de.jsonl")["findings"] == findings
    piped = run("coverage", "-", "--format", "json", stdin=kept)
    assert json.loads(piped.stdout)["findings"] == findings


@pytest.fixture
def work(write: Write, lines: list[str]) -> Path:
    """Write a work whose German lacks a paragraph and whose second German does not."""
    parts = [lines[:10], lines[10:20], lines[20:]]
    write("texts/work/en.txt", "\n\n".join(f"# {part[0]}\n\n{' '.join(part[1:])}" for part in parts) + "\n")
    german = [[to_german(line) for line in part] for part in parts]
    write("texts/work/fr.txt", "\n\n".join(f"# {part[0]}\n\n{' '.join(part[1:])}" for part in german) + "\n")
    del german[1][1:]
    content = "\n\n".join("\n\n".join([f"# {part[0]}", " ".join(part[1:])]).strip() for part in german)
    return write("texts/work/de.txt", content + "\n").parent


def test_a_work_is_a_matrix(run: Run, work: Path) -> None:
    """Of a work every version is checked against the pivot; findings name the pair, and files as they can be opened."""
    report = parsed(run, work)
    shares = {pair["target_language"]: pair["source"]["segment_share"] for pair in report["coverage"]["pairs"]}
    assert shares == {"de": 0.7, "fr": 1.0}
    assert [section["source"]["segment_share"] for section in report["coverage"]["pairs"][0]["sections"]] == [1, 0.1, 1]
    (finding,) = report["findings"]
    assert (finding["kind"], finding["target_language"], len(finding["segments"])) == ("omitted", "de", 9)
    assert Path(finding["file"]).read_text("utf-8").split("\n")[finding["line"] - 1].startswith(finding["text"][:20])
    assert re.search(r"^findings +1 +–$", run("coverage", work).stdout, re.MULTILINE)


def test_a_folder_of_alignments_is_checked_as_it_is(run: Run, work: Path) -> None:
    """A folder of alignment files is not aligned again."""
    assert run("build", work, "--out", "out", "--formats", "rows").exit_code == 0
    segments = [finding["segments"] for finding in parsed(run, "out")["findings"]]
    assert segments == [finding["segments"] for finding in parsed(run, work)["findings"]]


@pytest.mark.usefixtures("lines")
@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 0),
        (["--fail-under", "90"], 0),
        (["--fail-under", "90.1"], 1),
        (["--fail-on", "number,added"], 0),
        (["--fail-on", "number,omitted"], 1),
        (["--fail-on", "omitted", "--format", "github"], 1),
    ],
)
def test_the_exit_status_says_whether_it_fails(run: Run, options: list[str], code: int) -> None:
    """The status is 1 where a bound is not reached or a kind is found, and the report is written all the same."""
    result = run("coverage", *PAIR, *options)
    assert result.exit_code == code
    assert "3 lines omitted" in result.stdout
    assert result.stderr == ""


@pytest.mark.usefixtures("lines")
def test_accepted_findings_are_ignored(run: Run, write: Write) -> None:
    """An id in the file that ``--ignore`` names is accepted; an id that nothing has is told."""
    (finding,) = [each for each in parsed(run, *PAIR)["findings"] if each["kind"] == "omitted"]
    write("accepted.txt", f"# looked at\n\n{finding['id']}  # the author's wish\nomitted-0000000000\n")
    result = run("coverage", *PAIR, "--ignore", "accepted.txt", "--fail-under", "100", "--fail-on", "omitted")
    assert result.exit_code == 0
    assert "1 finding accepted." in result.stdout
    assert "no finding has these ids any more: omitted-0000000000 (line 4)" in result.stdout


def test_an_id_survives_edits_elsewhere(run: Run, lines: list[str], write: Write) -> None:
    """A finding keeps its id when the text before it changes."""
    before = [each["id"] for each in parsed(run, *PAIR)["findings"]]
    write("en.lines", "\n".join([*english_sentences(2, seed=7), *lines]) + "\n")
    more = [to_german(line) for line in english_sentences(2, seed=7) + lines[:19] + lines[22:]]
    write("de.lines", "\n".join(more) + "\n")
    assert [each["id"] for each in parsed(run, *PAIR)["findings"]] == before


@pytest.mark.usefixtures("lines")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["en.lines"], "en.lines is neither a folder nor an alignment file (.jsonl); to check two texts name both"),
        (["en.lines", "nothing.txt"], "does not exist"),
        (["-", "-"], "only one of INPUT and TARGET can be read from stdin"),
        ([".", "en.lines"], "is a folder and the other is not; give two texts or two folders"),
        ([".", "--segmented"], "apply to two texts; give TARGET too"),
        ([*PAIR, "--fail-on", "omited"], "unknown kind 'omited'; known are omitted, added,"),
        ([*PAIR, "--fail-under", "101"], "101"),
        ([*PAIR, "--format", "xml"], "unknown format 'xml'; known are text, json,"),
        ([*PAIR, "--ignore", "nothing.txt"], "does not exist"),
        ([*PAIR, "--update-lock"], "--update-lock needs --lock FILE"),
        ([*PAIR, "--lock", "nothing.lock"], "nothing.lock does not exist; write it with --update-lock"),
    ],
)
def test_misuse_exits_with_2(
    run: Run,
    encoder: FakeEncoder,
    arguments: list[str],
    message: str,
) -> None:
    """What is asked for wrongly is said before anything is computed."""
    result = run("coverage", *arguments)
    assert (result.exit_code, result.stdout, encoder.calls) == (2, "", [])
    assert message in result.stderr


@pytest.mark.parametrize("content", ["", "{}\n", "no json\n"])
def test_a_damaged_alignment_file_is_one_sentence(run: Run, write: Write, content: str) -> None:
    """A file that is no whole alignment file is an error that names it."""
    write("en-de.jsonl", content)
    result = run("coverage", "en-de.jsonl")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: en-de.jsonl, line 1: ")


@pytest.mark.usefixtures("lines")
def test_a_report_is_not_overwritten_without_force(run: Run, write: Write) -> None:
    """``-o`` keeps a file that exists, unless ``--force`` is given; a failing check writes its file too."""
    old = write("report.json", "old")
    options = [*PAIR, "--format", "json", "-o", old, "--fail-under", "100"]
    assert "exists" in run("coverage", *options).stderr
    assert old.read_text() == "old"
    result = run("coverage", *options, "--force")
    assert (result.exit_code, result.stdout) == (1, "")
    assert json.loads(old.read_text("utf-8"))["passed"] is False


@pytest.mark.usefixtures("lines")
@pytest.mark.parametrize("columns", [60, 100])
def test_a_report_in_a_pipe(run: Run, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    """Where there is no terminal there are no escape sequences, and ``COLUMNS`` says how wide the report is."""
    monkeypatch.setenv("COLUMNS", str(columns))
    report = run("coverage", *PAIR).stdout
    assert "\x1b" not in report
    assert columns - 20 < max(map(len, report.splitlines())) <= columns


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_colour_on_a_terminal_can_be_switched_off(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], coloured: bool
) -> None:
    """On a terminal there is colour, unless NO_COLOR is set or the terminal is dumb; never in a file."""
    from aligner.cli.coverage import _has_colour

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert _has_colour(None) is coloured
    assert _has_colour(Path("report.txt")) is False


def test_empty_texts_are_covered(run: Run, write: Write) -> None:
    """Two empty texts of lines lack nothing."""
    write("a", "")
    write("b", "")
    result = run(
        "coverage", "a", "b", "--source-lang", "en", "--target-lang", "de", "--segmented", "--fail-under", "100"
    )
    assert result.exit_code == 0
    assert "No findings." in result.stdout


def test_help_has_an_example(run: Run) -> None:
    """The help says how a check is made to fail, with an example a line."""
    examples = run("coverage", "--help").stdout.split("Examples:")[1].split("Options:")[0]
    assert "\n    aligner coverage texts/family --fail-under 98\n" in examples


def _write_documents(write: Write) -> None:
    """Write two folders: a page and its translation, a page without one, and a translation without a page."""
    english = english_sentences(12)
    german = [to_german(line) for line in english]
    for name, content in {
        "docs/en/index.md": english[:6],
        "docs/de/index.md": german[:6],
        "docs/en/guide/a.md": english[6:9],
        "docs/de/new.md": german[9:],
    }.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        write(name, "\n\n".join(content) + "\n")


def test_two_folders_are_compared_file_by_file(run: Run, write: Write) -> None:
    """A page without a translation is omitted as a whole, and one without a source is added."""
    _write_documents(write)
    report = parsed(run, "docs/en", "docs/de")
    found = [(finding["kind"], finding["file"], len(finding["segments"])) for finding in report["findings"]]
    assert found == [("omitted", "docs/en/guide/a.md", 3), ("added", "docs/de/new.md", 3)]
    files = [(pair["source_file"], pair["target_file"]) for pair in report["coverage"]["pairs"]]
    assert files[0] == ("docs/en/guide/a.md", "docs/de/guide/a.md")
    assert {pair["target_language"] for pair in report["coverage"]["pairs"]} == {"de"}
    assert report["coverage"]["source"]["matched_segments"] == 6
    assert run("coverage", "docs/en", "docs/de", "--fail-on", "omitted").exit_code == 1


def test_the_report_of_folders(run: Run, write: Write) -> None:
    """It has the share of all documents together, and a line for each document that is not complete."""
    _write_documents(write)
    text = run("coverage", "docs/en", "docs/de").stdout
    assert "66.6% of 9 sentences translated" in text
    assert "    0%  docs/de/guide/a.md" in text
    markdown = run("coverage", "docs/en", "docs/de", "--format", "markdown").stdout
    assert "| **3 documents** | 66.6% | 9 | 66.6% | 9 |" in markdown
    assert "| docs/de/guide/a.md | 0% | 3 | 100% | 0 |" in markdown


def test_translations_beside_their_sources(run: Run, write: Write) -> None:
    """In one folder page.de.md is the translation of page.md."""
    english = english_sentences(6)
    write("page.md", "\n\n".join(english) + "\n")
    write("page.de.md", "\n\n".join(map(to_german, english)) + "\n")
    report = parsed(run, ".", "--source-lang", "en", "--target-lang", "de")
    assert report["findings"] == []
    assert report["coverage"]["pairs"][0]["target_file"] == "page.de.md"


def test_a_folder_without_documents(run: Run) -> None:
    """Nothing to check is an error and no success."""
    Path("a").mkdir()
    Path("b").mkdir()
    result = run("coverage", "a", "b")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no document in this folder" in result.stderr


def _write_sections(write: Write, *, changed: bool = False) -> None:
    """Write a page of three sections and its translation; with ``changed`` the second section says more."""
    english, german = english_sentences(9), [to_german(line) for line in english_sentences(9)]
    if changed:
        english[4] += " The mother finds a white letter."
    for name, lines in (("docs/en/a.md", english), ("docs/de/a.md", german)):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        write(name, "\n\n".join(f"# {lines[k]}\n\n{lines[k + 1]} {lines[k + 2]}" for k in (0, 3, 6)) + "\n")


@pytest.mark.parametrize("inputs", [("docs/en", "docs/de"), ("docs/en/a.md", "docs/de/a.md")])
def test_a_lock_says_what_is_stale(run: Run, write: Write, inputs: tuple[str, str]) -> None:
    """A section that changed while its translation did not is a finding until the lock is written again."""
    locked = [*inputs, "--source-lang", "en", "--target-lang", "de", "--lock", "coverage.lock"]
    failing = [*locked, "--fail-on", "stale"]
    _write_sections(write)
    assert run("coverage", *failing, "--update-lock").exit_code == 0
    assert run("coverage", *failing).exit_code == 0
    _write_sections(write, changed=True)
    assert run("coverage", *failing).exit_code == 1
    (finding,) = [one for one in parsed(run, *locked)["findings"] if one["kind"] == "stale"]
    assert finding["file"] == "docs/en/a.md"
    assert "The mother finds a white letter." in finding["text"]
    assert "letter" in finding["detail"].partition("lacks: ")[2] or "all of it" in finding["detail"]
    assert run("coverage", *failing, "--update-lock").exit_code == 1
    assert run("coverage", *failing).exit_code == 0


def test_a_lock_keeps_what_it_says_of_other_files(run: Run, write: Write) -> None:
    """One lock serves all languages of a site."""
    _write_sections(write)
    write("docs/fr.md", "One.\n")
    for pair in (("docs/en", "docs/de"), ("docs/en/a.md", "docs/fr.md")):
        languages = ["--source-lang", "en", "--target-lang", "fr" if "fr" in pair[1] else "de"]
        assert run("coverage", *pair, *languages, "--lock", "coverage.lock", "--update-lock").exit_code == 0
    targets = {json.loads(line).get("target") for line in Path("coverage.lock").read_text("utf-8").splitlines()}
    assert targets == {None, "docs/de/a.md", "docs/fr.md"}


def test_a_glossary_says_which_terms_are_wrong(run: Run, write: Write) -> None:
    """Terms are checked only where a glossary is given; what it cannot use is named on stderr."""
    english, german = "The dog sees the house.", "Der Hund sieht das Haus."
    write("en.lines", english + "\n")
    write("de.lines", german + "\n")
    write("terms.csv", "en,de-AT,note\nhouse,Bude,a\ndog,Hund,b\n")
    assert parsed(run, *PAIR)["findings"] == []
    result = run("coverage", *PAIR, "--terms", "terms.csv", "--fail-on", "term", "--format", "json")
    assert result.exit_code == 1
    assert [finding["detail"] for finding in json.loads(result.stdout)["findings"]] == [
        "“house” is “Bude” in the glossary"
    ]
    assert "terms.csv: column left out" in result.stderr


def test_a_glossary_in_other_languages_is_an_error(run: Run, write: Write) -> None:
    """No term is passed over in silence."""
    for name in ("en.lines", "de.lines"):
        write(name, "One.\n")
    write("terms.csv", "en,fr\nhouse,maison\n")
    result = run("coverage", *PAIR, "--terms", "terms.csv")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "the glossary has no terms in 'de'; its languages are en, fr" in result.stderr


def test_consistency_is_checked_on_request(run: Run, write: Write) -> None:
    """One sentence translated in two ways is a note."""
    write("en.lines", "The dog sees the house.\n" * 2)
    write("de.lines", "Der Hund sieht das Haus.\nDer Hund findet das Haus.\n")
    kinds = [finding["kind"] for finding in parsed(run, *PAIR, "--consistency")["findings"]]
    assert kinds.count("inconsistent") == 1
    assert "inconsistent" not in [finding["kind"] for finding in parsed(run, *PAIR)["findings"]]


def test_markup_of_pages_is_compared(run: Run, write: Write) -> None:
    """A link that is lost is a finding where both files are Markdown."""
    write("en.md", "# The dog\n\nThe [cat](cat.md) sees the house.\n")
    write("de.md", "# Der Hund\n\nDie Katze sieht das Haus.\n")
    result = run("coverage", "en.md", "de.md", "--fail-on", "structure", "--format", "json")
    assert result.exit_code == 1
    assert [finding["detail"] for finding in json.loads(result.stdout)["findings"]] == ["link cat.md is lost"]


@pytest.mark.usefixtures("lines")
def test_a_profile_says_how_much_is_reported(run: Run) -> None:
    """What is certain is in all of them, and another name is misuse."""
    for profile in ("strict", "usual", "quiet"):
        kinds = [finding["kind"] for finding in parsed(run, *PAIR, "--profile", profile)["findings"]]
        assert "omitted" in kinds
        assert profile != "quiet" or not {"length", "unsure"}.intersection(kinds)
    assert run("coverage", *PAIR, "--profile", "loud").exit_code == 2


@pytest.mark.usefixtures("lines")
def test_each_sentence_has_a_score(run: Run) -> None:
    """Those that are omitted have the confidence of the finding, and the others less."""
    report = parsed(run, *PAIR)
    scores = report["coverage"]["pairs"][0]["scores"]
    (finding,) = [finding for finding in report["findings"] if finding["kind"] == "omitted"]
    assert (len(scores["source"]), len(scores["target"])) == (30, 27)
    assert scores["source"][19:22] == [finding["confidence"]] * 3
    assert max(scores["source"][:19]) < finding["confidence"]
