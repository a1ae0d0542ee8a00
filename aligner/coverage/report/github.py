"""Annotations of GitHub Actions, a workflow command a finding."""

from __future__ import annotations

from aligner.coverage.report import Look
from aligner.coverage.report.layout import clip, plain
from aligner.coverage.report.result import Found, Level, Result
from aligner.coverage.report.words import facing, findings_line, headline, pair_name, stale_line

_COMMANDS: dict[Level, str] = {"error": "error", "warning": "warning", "note": "notice"}
_QUOTED = 300


def render(result: Result, look: Look) -> str:  # noqa: ARG001 - the same for all formats
    """Return a line a finding, the worst first, because GitHub shows ten of a step; then why the check fails."""
    lines = [_annotate(found, result) for found in result.worst_first]
    if stale := stale_line(result):
        lines.append(f"::warning title=Coverage::{_message(plain(stale))}")
    lines += [f"::error title=Coverage::{_message(plain(failure))}" for failure in result.failures]
    return "\n".join([*lines, _unlike_a_command(f"{plain(result.name)}: {findings_line(result)}")]) + "\n"


def _annotate(found: Found, result: Result) -> str:
    finding = found.finding
    said = headline(found)
    quoted = [clip(plain(finding.text), _QUOTED), clip(facing(found), _QUOTED), finding.id]
    title = f"{pair_name(found)}: {said.partition(': ')[0]}"
    properties = {"file": plain(finding.file), "line": str(finding.line), "title": plain(title)}
    named = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    command = _COMMANDS[result.criteria.level(finding.kind)]
    return f"::{command} {named}::{_message(chr(10).join([said, *filter(None, quoted)]))}"


def _message(text: str) -> str:
    """Return a text as a command's message has it.

    >>> _message("5 %\\nof it")
    '5 %25%0Aof it'
    """
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Return a text as a command's property has it.

    >>> _property("a: 1, 2")
    'a%3A 1%2C 2'
    """
    return _message(text).replace(":", "%3A").replace(",", "%2C")


def _unlike_a_command(line: str) -> str:
    """Return a line that no runner takes for a command."""
    return line.replace("::", ": :").replace("##[", "# #[")
