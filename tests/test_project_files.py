"""The files that a project needs besides its code: they agree with each other."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from docs_pages import convert_links
from fetch_gold import SETS, Pair, change
from project_urls import write_citation, write_metadata

import aligner

ROOT = Path(__file__).parents[1]


def test_the_version_is_the_same_in_each_place() -> None:
    """The package, CITATION.cff and the newest section of the changelog that has a number name one version."""
    citation = re.search(r"^version: (.+)$", (ROOT / "CITATION.cff").read_text("utf-8"), re.MULTILINE)
    changelog = re.search(
        r"^## \[(\d[^\]]*)\] - \d{4}-\d\d-\d\d$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE
    )
    assert citation
    assert changelog
    assert (citation[1], changelog[1]) == (aligner.__version__, aligner.__version__)


def test_the_addresses_are_written_once() -> None:
    """A release's metadata names the repository; a second address takes the place of the first."""
    pyproject = (ROOT / "pyproject.toml").read_text("utf-8")
    once = write_metadata(pyproject, "https://host.example/a/b")
    urls = tomllib.loads(once)["project"]["urls"]
    assert urls["Issues"] == "https://host.example/a/b/issues"
    assert write_metadata(write_metadata(pyproject, "https://host.example/c/d"), "https://host.example/a/b") == once
    assert {**tomllib.loads(once)["project"], "urls": 0} == {**tomllib.loads(pyproject)["project"], "urls": 0}
    cited = write_citation("title: aligner\n", "https://host.example/c/d")
    assert write_citation(cited, "https://host.example/a/b") == (
        "title: aligner\nrepository-code: https://host.example/a/b\n"
    )


def test_every_supported_python_is_tested() -> None:
    """The versions of Python in the classifiers are those of the workflow, and the oldest is the one required."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = re.findall(r"Python :: (3\.\d+)", "\n".join(project["classifiers"]))
    workflow = re.search(r"python: \[(.+)\]", (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8"))
    assert workflow
    assert [item.strip('" ') for item in workflow[1].split(",")] == named
    assert project["requires-python"] == f">={named[0]}"


def test_the_reference_has_every_name_of_the_library() -> None:
    """The page of the reference has an entry for each name that the package exports, and for nothing else."""
    page = (ROOT / "docs" / "reference.md").read_text("utf-8")
    assert sorted(re.findall(r"^::: aligner\.(\w+)$", page, re.MULTILINE)) == sorted(aligner.__all__)


def test_every_page_is_in_the_contents_of_the_site() -> None:
    """The site's contents list each page of docs/."""
    contents = (ROOT / "mkdocs.yml").read_text("utf-8")
    pages = [path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")]
    assert [page for page in pages if f": {page}\n" not in contents] == []


@pytest.mark.parametrize(
    ("text", "page", "converted"),
    [
        ("[a](docs/api.md#x)", "index.md", "[a](api.md#x)"),
        ("[a](../CONTRIBUTING.md)", "matching.md", "[a](contributing.md)"),
        ("[a](../../README.md#use)", "tutorials/ci.md", "[a](../index.md#use)"),
        ("[a](../coverage.md)", "tutorials/ci.md", "[a](../coverage.md)"),
        ("[a](LICENSE)", "index.md", "a"),
        ("![a](docs/images/a.png)", "index.md", "![a](images/a.png)"),
        ("```sh\n[a](LICENSE)\n```", "index.md", "```sh\n[a](LICENSE)\n```"),
        ("[a](https://host.example/x)", "index.md", "[a](https://host.example/x)"),
    ],
)
def test_links_of_the_site(text: str, page: str, converted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link leads to a page of the site, or loses its target if there is none there and no repository is named."""
    monkeypatch.delenv("REPOSITORY_URL", raising=False)
    assert convert_links(text, page) == converted
    monkeypatch.setenv("REPOSITORY_URL", "https://host.example/r")
    assert convert_links("[a](../LICENSE)", "ci.md") == "[a](https://host.example/r/blob/main/LICENSE)"


def test_docstrings_get_the_headings_that_they_lack() -> None:
    """Prose and examples that follow a table of parameters get headings of their own, which griffe needs."""
    pytest.importorskip("griffe", reason="the tools of the docs site are not installed")
    from docs_docstrings import add_headings

    docstring = "Do it.\n\nParameters\n----------\nx : int\n    A number.\n\nRaises no error.\n\n>>> do(1)"
    assert add_headings(docstring).split("\n")[6:] == (
        ["", "Notes", "-----", "Raises no error.", "", "Examples", "--------", ">>> do(1)"]
    )
    assert add_headings("Do it.\n\nIt is quick.") == "Do it.\n\nIt is quick."


def test_planted_changes_have_exact_gold() -> None:
    """Each segment is in one bead, no bead is empty or joins strangers, and the same name gives the same document."""
    pairs = [Pair(f"source {number}", f"target {number}") for number in range(300)]
    made = change("en-de.hard", ("en", "de"), pairs, [Pair("foreign", "fremd")])
    assert made == change("en-de.hard", ("en", "de"), pairs, [Pair("foreign", "fremd")])
    assert [k for bead in made.beads for k in bead[0]] == [*range(len(made.source))]
    assert [k for bead in made.beads for k in bead[1]] == [*range(len(made.target))]
    assert all(any(bead) for bead in made.beads)
    for source, target in made.beads:
        numbers = [
            re.findall(r"\d+", " ".join(text))
            for text in ([made.source[k] for k in source], [made.target[k] for k in target])
        ]
        assert not all(numbers) or numbers[0] == numbers[1]


def test_each_gold_set_has_an_address_and_a_licence() -> None:
    """A set names a whole commit of a repository, and the licence of what is in it."""
    assert all(re.fullmatch(r"https://[^ ]+", gold.repository) for gold in SETS.values())
    assert all(re.fullmatch(r"[0-9a-f]{40}", gold.commit) and gold.licence for gold in SETS.values())


def test_the_gallery_has_five_works_with_sources() -> None:
    """Each of the five works of the gallery has a line about its texts, and the texts that it names."""
    gallery = ROOT / "texts" / "gallery"
    works = sorted(path.parent for path in gallery.glob("*/work.toml"))
    sources = (gallery / "SOURCES.md").read_text("utf-8")
    assert len(works) == 5
    for work in works:
        versions = tomllib.loads((work / "work.toml").read_text("utf-8"))["versions"]
        assert sorted(path.stem for path in work.glob("*.txt")) == sorted(versions)
        assert f"| `{work.name}` |" in sources
