"""Annotations of GitHub Actions, one workflow command for each finding.

The syntax is ``::error file=NAME,line=N,title=TEXT::MESSAGE``
(https://docs.github.com/actions/reference/workflow-commands-for-github-actions); escapes are those of its toolkit.
"""

from __future__ import annotations

from aligner.coverage.kinds import Level
from aligner.coverage.report import Look
from aligner.coverage.report.layout import clip
from aligner.coverage.report.phrases import counterpart_text, findings_line, headline, pair_name, stale_line
from aligner.coverage.report.result import Found, Result
from aligner.errors import plain

# The workflow command for each level.
_COMMANDS: dict[Level, str] = {"error": "error", "warning": "warning", "note": "notice"}
_QUOTED = 300  # columns of each text that an annotation shows at most; the file itself is a click away


def render(result: Result, look: Look) -> str:  # noqa: ARG001 - the same for all formats
    """Return one line for each finding, the worst first because GitHub shows ten per step; then why the check fails."""
    lines = [_annotate(found, result) for found in result.worst_first]
    if stale := stale_line(result):
        lines.append(f"::warning title=Coverage::{_escape_message(plain(stale))}")
    lines += [f"::error title=Coverage::{_escape_message(plain(failure))}" for failure in result.failures]
    return "\n".join([*lines, _unlike_a_command(f"{plain(result.name)}: {findings_line(result)}")]) + "\n"


def _annotate(found: Found, result: Result) -> str:
    finding = found.finding
    said = headline(found)
    quoted = [clip(plain(finding.text), _QUOTED), clip(counterpart_text(found), _QUOTED), finding.id]
    title = f"{pair_name(found)}: {said.partition(': ')[0]}"
    properties = {"file": plain(finding.file), "line": str(finding.line), "title": plain(title)}
    named = ",".join(f"{name}={_escape_property(value)}" for name, value in properties.items())
    command = _COMMANDS[result.criteria.level(finding.kind)]
    return f"::{command} {named}::{_escape_message(chr(10).join([said, *filter(None, quoted)]))}"


def _escape_message(text: str) -> str:
    """Return a text escaped for the message of a command.

    >>> _escape_message("5 %\\nof it")
    '5 %25%0Aof it'
    """
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    """Return a text escaped for a property of a command.

    >>> _escape_property("a: 1, 2")
    'a%3A 1%2C 2'
    """
    return _escape_message(text).replace(":", "%3A").replace(",", "%2C")


def _unlike_a_command(line: str) -> str:
    """Return a line in which a runner sees no command, in the syntax of today (``::``) or of old (``##[``)."""
    return line.replace("::", ": :").replace("##[", "# #[")
