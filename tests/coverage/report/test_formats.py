from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

import aligner.coverage.report
from aligner.coverage.findings import Share
from aligner.coverage.kinds import KINDS
from aligner.coverage.report import FORMATS, Criteria, Look, judge, render
from aligner.coverage.report.layout import width
from tests.coverage.report.samples import german, hostile, japanese

CRITERIA = Criteria(98, frozenset({"omitted"}))
SCHEMA = Path(aligner.coverage.report.__file__).parent / "data" / "report.schema.json"


def reported(name: str, *, columns: int = 80, colour: bool = False, show_all: bool = False) -> str:
    """Return the report of the kettle's pairs."""
    return render(judge([german(), japanese()], CRITERIA, "kettle"), name, Look(columns, colour, show_all))


def hostile_report(name: str) -> str:
    """Return the report of a pair whose words break things."""
    return render(judge([hostile()], CRITERIA, "a\x1b[31m::b<script>"), name, Look(100, colour=False))


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_says_what_is_omitted(name: str) -> None:
    """Each format has the words that are missing, the id, and where they are, and ends with a line break."""
    report = reported(name)
    assert "Nobody hears it." in report
    assert "omitted-de2" in report
    assert "en.txt" in report
    assert report.endswith("\n")


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "json"])
def test_no_format_lets_a_control_character_through(name: str) -> None:
    """What a text hides from people, or tells a terminal, is shown as U+FFFD; JSON escapes it."""
    report = hostile_report(name)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", report)


def test_json_keeps_the_words_as_they_are() -> None:
    """In JSON the text of a finding is the text."""
    (finding,) = json.loads(hostile_report("json"))["findings"]
    assert "\x1b[31m</script>" in finding["text"]


# --- JSON ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("report", [reported("json"), hostile_report("json")])
def test_json_keeps_its_schema(report: str) -> None:
    """A report is valid by the schema that is kept with the code."""
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    assert [error.message for error in validator.iter_errors(json.loads(report))] == []


def test_json_adds_pairs_up() -> None:
    """The figures at the top are those of all pairs together."""
    coverage = json.loads(reported("json"))["coverage"]
    assert [pair["source"]["matched_segments"] for pair in coverage["pairs"]] == [5, 8]
    assert coverage["source"]["matched_segments"] == 13
    assert coverage["source"]["segment_share"] == 0.8125


# --- text ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [40, 61, 80, 120])
def test_text_fits_the_terminal(columns: int) -> None:
    """No line is wider than the terminal, whatever the script."""
    for report in (reported("text", columns=columns), render(judge([hostile()], CRITERIA, "x"), "text", Look(columns))):
        assert max(map(width, report.splitlines())) <= columns


def test_a_good_translation_is_one_screen() -> None:
    """A pair without findings is reported in less than 24 lines."""
    report = render(judge([japanese()], CRITERIA, "en.txt → ja.txt"), "text")
    assert len(report.splitlines()) < 24
    assert "100% of 8 sentences translated" in report
    assert report.endswith("Passed.\n")


def test_every_bar_says_what_it_is_about() -> None:
    """A section that lacks nothing but sources says how many; a complete one says that it is."""
    coverage = german()
    whole = [replace(section, source=Share(4, 4, 9, 9)) for section in coverage.sections]
    result = judge([replace(coverage, sections=tuple(whole), findings=())], Criteria(), "x")
    lines = render(result, "text", Look(show_all=True)).splitlines()
    ends = {
        title: line.partition(title)[2].strip()
        for title in ("The Kettle", "A Guest")
        for line in lines
        if title in line
    }
    assert ends == {"The Kettle": "complete", "A Guest": "2 without a source"}


def test_colour_changes_no_words() -> None:
    """With colour the report has the same words, and without it no escape sequence."""
    coloured = reported("text", colour=True)
    assert "\x1b[31m" in coloured
    assert re.sub("\x1b\\[\\d+m", "", coloured) == reported("text")


def test_more_findings_are_shown_when_asked_for() -> None:
    """Ten findings are shown, and how many more there are; all with ``show_all``."""
    coverages = [german() for _ in range(3)]
    result = judge(coverages, CRITERIA, "kettle")
    short, long = (render(result, "text", Look(show_all=show_all)) for show_all in (False, True))
    assert short.count("% sure") == 10
    assert "2 more findings; --show-all shows all" in short
    assert long.count("% sure") == 12
    assert "--show-all" not in long


# --- formats of CI ------------------------------------------------------------------------------------------------


def test_github_gets_a_command_a_finding() -> None:
    """Every line but the last is a command with file and line, in which no text of ours breaks out."""
    for report in (reported("github"), hostile_report("github")):
        *commands, last = report.splitlines()
        assert not last.startswith("::")
        for command in commands:
            match = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", command)
            assert match, command
            assert not re.search(r"%(?!25|0A|0D|3A|2C)", match[2] + match[3])
            names = [part.split("=")[0] for part in match[2].split(",")]
            assert names in (["file", "line", "title"], ["title"])
    assert "file=a%2Cb%3Ac%25.txt,line=1" in hostile_report("github")


def test_junit_counts_its_cases() -> None:
    """The counts of suites are those of their cases; only what the check fails on is a failure."""
    for report, failures in ((reported("junit"), 2), (hostile_report("junit"), 2)):
        root = etree.fromstring(report.encode())
        assert root.tag == "testsuites"
        for suite in [root, *root]:
            assert int(suite.get("tests", "")) == len(list(suite.iter("testcase")))
            assert int(suite.get("failures", "")) == len(list(suite.iter("failure")))
        assert len(list(root.iter("failure"))) == failures
        assert all(case.get("name") and case.get("classname") for case in root.iter("testcase"))


def test_sarif_has_what_the_standard_requires() -> None:
    """A log has version, tool and rules; a result has a message, a rule of the list, a level and a place."""
    log: dict[str, Any] = json.loads(hostile_report("sarif"))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(KINDS)
    (result,) = run["results"]
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == "omitted"
    assert result["level"] == "error"
    assert result["message"]["text"]
    place = result["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "a%2Cb%3Ac%25.txt"}, "region": {"startLine": 1}}
    assert result["partialFingerprints"] == {"alignerFinding/v1": "omitted-de0"}


# --- Markdown and HTML --------------------------------------------------------------------------------------------


def test_markdown_marks_nothing_up_that_the_text_says() -> None:
    """Words of the text are escaped: rendered, they are there as they are and make no elements."""
    from markdown_it import MarkdownIt

    html = MarkdownIt("commonmark").enable("table").render(hostile_report("markdown"))
    assert "<script" not in html
    assert "<b>" not in html
    assert "&lt;/script&gt;&lt;b&gt;&amp;amp;|`*_" in html


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.languages: set[str | None] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.languages.add(dict(attrs).get("lang"))
        assert not {"src", "href"} & dict(attrs).keys() or tag == "link"
        if tag not in {"meta", "link"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("page", [reported("html"), hostile_report("html")])
def test_the_page_is_whole_and_alone(page: str) -> None:
    """Elements close, nothing is fetched and nothing runs, whatever the text says."""
    tags = _Tags()
    tags.feed(page)
    assert tags.open == []
    assert "script" not in tags.seen
    assert {"en", "de"} <= tags.languages
