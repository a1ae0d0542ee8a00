"""A test report in JUnit's XML: a suite for each pair, with a case for each finding and one for each kind without.

There is no standard; the elements and attributes are those that Jenkins and GitLab read
(https://llg.cubic.org/docs/junit/).
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from aligner.coverage.findings import Coverage
from aligner.coverage.kinds import KIND_TABLE
from aligner.coverage.report import Look
from aligner.coverage.report.phrases import counterpart_text, headline, location, show_percent
from aligner.coverage.report.result import Found, Result
from aligner.errors import plain


def render(result: Result, look: Look) -> str:  # noqa: ARG001 - the same for all formats
    """Return the report as XML: what the check fails on is a failure, other findings are output of cases that pass."""
    root = etree.Element("testsuites", name=plain(result.name))
    for coverage in result.coverages:
        suite = etree.SubElement(root, "testsuite", name=_suite_name(coverage))
        suite.extend([_share_case(coverage, result), *_finding_cases(coverage, result)])
        _count(suite)
    _count(root)
    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True).decode()


def _suite_name(coverage: Coverage) -> str:
    alignment = coverage.alignment
    return plain(f"coverage.{alignment.source.language}-{alignment.target.language}")


def _share_case(coverage: Coverage, result: Result) -> etree._Element:
    share = coverage.source
    said = f"{show_percent(share.matched_segments, share.segments)} of the source translated"
    case = etree.Element("testcase", classname=_suite_name(coverage), name="source translated")
    if any(coverage is lacking for lacking in result.lacking):
        asked = f"{said}, {result.criteria.fail_under:g}% is required"
        etree.SubElement(case, "failure", message=asked, type="coverage").text = asked
    else:
        etree.SubElement(case, "system-out").text = said
    return case


def _finding_cases(coverage: Coverage, result: Result) -> Iterator[etree._Element]:
    for kind in KIND_TABLE:
        of_kind = [found for found in result.findings if found.coverage is coverage and found.finding.kind == kind]
        if not of_kind and not KIND_TABLE[kind].on_request:
            yield etree.Element("testcase", classname=_suite_name(coverage), name=kind)
        for found in of_kind:
            yield _finding_case(found, result)


def _finding_case(found: Found, result: Result) -> etree._Element:
    finding = found.finding
    case = etree.Element(
        "testcase", classname=_suite_name(found.coverage), name=f"{finding.kind} {location(found)} {finding.id}"
    )
    case.set("file", plain(finding.file))
    case.set("line", str(finding.line))
    said = "\n".join(filter(None, [headline(found), plain(finding.text), counterpart_text(found)]))
    if result.criteria.level(finding.kind) == "error":
        etree.SubElement(case, "failure", message=headline(found), type=finding.kind).text = said
    else:
        etree.SubElement(case, "system-out").text = said
    return case


def _count(suite: etree._Element) -> None:
    suite.set("tests", str(len(list(suite.iter("testcase")))))
    suite.set("failures", str(len(list(suite.iter("failure")))))
    suite.set("errors", "0")
