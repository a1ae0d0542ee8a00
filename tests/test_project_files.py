"""The files that a project needs besides its code: they agree with each other."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

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
