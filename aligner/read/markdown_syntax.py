"""Take out of Markdown what the programs that make pages of manuals add, so that CommonMark reads the rest.

Docusaurus and MDX, Hugo, Jekyll, MkDocs, mdBook, VitePress and GitHub each add marks of their own: imports, shortcodes,
includes, admonitions, anchors. Lines of them become blank lines.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from aligner.document import LeftOut

SHORTCODE = re.compile(
    r"\{\{[<%][^{}\n]{0,400}[%>]\}\}|\{%[^{}\n]{0,400}%\}"
)  # "{{< ref >}}" (Hugo), "{% raw %}" (Liquid)
ANCHOR = re.compile(
    r"(?<![ \t])[ \t]*\{:?[ \t]?[#.:][^{}\n]{0,200}\}[ \t]*$"
)  # "{#setup}", "{: .note}" at the end of a line
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")  # a block of code, perhaps inside an item or a quotation
_MATH = re.compile(r"[ \t]{0,3}\$\$[ \t]*")  # formulas on lines of their own
_ADMONITION = re.compile(
    r"""([ \t]*)(?:!!!|\?\?\?\+?|===[!+]?)[ \t]+(?=[\w"])[\w" -]{0,40}?(?:"([^"\n]*)")?[ \t]*"""
)  # '!!! note "Title"'
_CONTAINER = re.compile(r"([ \t>]*):{3,}(.*)")  # ":::note[Title]" (Docusaurus), "::: tip Title" (VitePress), ":::"
_CONTAINER_KIND = re.compile(r"\s*(?:\{[^}]*\}|[\w-]*)")  # "note", "{.callout-note}"
_ALERT = re.compile(r"([ \t]*>[ \t]*)\[!\w+\][+-]?[ \t]*(.*)")  # "> [!NOTE]" (GitHub)
_TASK = re.compile(r"([ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+)\[[ xX]\][ \t]+(?=\S)")  # "- [x] Done"
_DEFINITION = re.compile(r"([ \t]{0,3}):[ \t]{1,4}(?=\S)")  # ":   A boat.", below the term it explains
_HIGHLIGHT = re.compile(r"[ \t]*\{[{%][<%]?[ \t]*(/?|end)highlight\b[^{}\n]*\}[ \t]*")  # code (Hugo, Jekyll)
_COMPONENT = re.compile(
    r"[ \t]*<[A-Z]\w*(?:\s(?:[^<>]*[^<>/])?)?>[ \t]*"
)  # "<TabItem value=…>" (MDX), above its content
_OPENED = re.compile(r"[ \t]*\{/\*(?!.*\*/)")  # a comment of MDX that goes on in the next lines
_LEFT_OUT = (  # lines that are no text, and what they are
    ("import", re.compile(r"import\s+(?:[\w{*][^\n]{0,400}\sfrom\s+)?[\"'][^\"'\n]+[\"'];?[ \t]*")),
    ("import", re.compile(r"import\s+\{[^}\n]*")),  # a list of names that goes on in the next line
    ("import", re.compile(r"export\s+(?:const|let|function|default|async)\b.*")),
    ("shortcode", re.compile(rf"[ \t>]*(?:(?:{SHORTCODE.pattern})[ \t]*)+")),
    ("include", re.compile(r"[ \t]*(?:-+8<-+.*|\{!.*!\}|\{\{#\w+ [^}]*\}\}|<<<[ \t]*\S.*|@\[code[^\]]*\].*)[ \t]*")),
    ("table of contents", re.compile(r"[ \t]*(?:\[TOC\]|\[\[_?toc_?\]\]|\{:toc\})[ \t]*", re.IGNORECASE)),
    ("comment", re.compile(r"[ \t]*\{/\*.*\*/\}[ \t]*")),
    ("settings", re.compile(r"[ \t>]*\{:?[ \t]?[#.:][^{}\n]*\}[ \t]*")),  # "{: .note}", about the block above
)


class Cleaned(NamedTuple):
    """A text, the number of the file's line that each of its lines was, and what was taken out."""

    text: str
    lines: list[int]
    left_out: list[LeftOut]


def clean_markdown(content: str, skipped: int) -> Cleaned:
    """Return the text that CommonMark can read; ``skipped`` is the number of lines of the file above it.

    The content of an admonition or a component, which is indented like code, moves to the left.

    >>> clean_markdown('import A from "a"\\n!!! note "Care"\\n    Wait.\\n', 0).text
    '\\nCare\\n\\nWait.\\n'
    """
    cleaner = _Cleaner()
    for number, line in enumerate(content.split("\n"), skipped + 1):
        cleaner.take(number, line)
    kept = cleaner.kept
    return Cleaned("\n".join(text for _, text in kept), [number for number, _ in kept], cleaner.left)


class _Cleaner:
    """The lines kept so far and what was left out, and what is open at the line that comes next."""

    def __init__(self) -> None:
        self.kept: list[tuple[int, str]] = []
        self.left: list[LeftOut] = []
        self._fence = self._above = ""  # the fence that is open, and why the line above was left out
        self._indents: list[int] = []  # of the content of the admonitions and components that are open
        self._in_comment = self._in_component = False  # inside a comment; below the line that opens a component

    def take(self, number: int, line: str) -> None:
        """Take a line of the file."""
        self._above = self._above if line.strip() else ""
        plain = self._dedent(line)
        highlight = _HIGHLIGHT.match(plain) if self._fence in ("", "highlight") else None
        found = _FENCE.match(plain)
        if highlight:
            self.left.append(LeftOut(f"line {number}", "shortcode", line.strip()))
            self._fence = "" if highlight[1] else "highlight"
            self.kept.append((number, "```"))
        elif self._fence or found or _MATH.fullmatch(plain):
            self._fence, plain = _next_fence(self._fence, plain, found)
            self.kept.append((number, plain))
        elif self._in_comment or _OPENED.match(plain):
            self.left.append(LeftOut(f"line {number}", "comment", line.strip()))
            self._in_comment = "*/}" not in plain
            self.kept.append((number, ""))
        else:
            self._take_text(number, line, plain)

    def _dedent(self, line: str) -> str:
        """Return a line without the indent of the admonition or component that it is in."""
        width = len(line) - len(line.lstrip())
        if self._in_component and line.strip():
            self._indents += [width] if width > max(self._indents, default=0) else []
            self._in_component = False
        while line.strip() and self._indents and width < self._indents[-1]:
            self._indents.pop()
        return line[self._indents[-1] :] if self._indents else line

    def _take_text(self, number: int, line: str, plain: str) -> None:
        """Take a line that is in no block of code."""
        if admonition := _ADMONITION.fullmatch(plain):
            self._indents.append(len(line) - len(line.lstrip()) + 4)
            self.kept += [(number, admonition[1] + (admonition[2] or "")), (number, "")]
        elif reason := self._reason_to_leave(plain):
            self.left.append(LeftOut(f"line {number}", reason, line.strip()))
            self._above = reason if self._above or (reason == "import" and _goes_on(plain)) else ""
            self.kept.append((number, ""))
        elif container := _CONTAINER.fullmatch(plain):
            title = _CONTAINER_KIND.sub("", container[2], count=1).partition("{")[0].strip().strip("[]")
            self.kept += [(number, container[1] + title), (number, container[1])]
        elif alert := _ALERT.fullmatch(plain):
            self.kept.append((number, alert[1] + alert[2]))
        elif definition := _DEFINITION.match(plain):
            self.kept += [(number, ""), (number, definition[1] + plain[definition.end() :])]
        else:
            self._in_component = _COMPONENT.fullmatch(plain) is not None
            task = _TASK.match(plain)
            self.kept.append((number, task[1] + plain[task.end() :] if task else plain))

    def _reason_to_leave(self, plain: str) -> str:
        return next((reason for reason, pattern in _LEFT_OUT if pattern.fullmatch(plain)), self._above and "import")


def _goes_on(line: str) -> bool:
    """Return whether a line of code leaves a bracket open, so that the lines up to a blank one belong to it."""
    return sum(map(line.count, "{[(")) > sum(map(line.count, "}])"))


def _next_fence(fence: str, line: str, found: re.Match[str] | None) -> tuple[str, str]:
    """Return the fence that is open after a line, and the line; formulas get the fence of a block of code."""
    if _MATH.fullmatch(line) and fence in ("", "$$"):
        return ("" if fence else "$$"), "```"
    if not fence:
        return (found[1] if found else ""), line
    closes = found and found[1].startswith(fence) and not line.strip(" \t>`~")
    return ("" if closes else fence), line
