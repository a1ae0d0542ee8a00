"""Structure: headings, links, pictures and blocks of code that differ between a page and its translation.

Headings are compared bead by bead, code in the order of both texts; links and pictures are read from the markup of the
files, since a text has none. What a translation changes rightly is the same: the language in an address
(``/en/guide`` and ``/ja/guide``, ``en.wikipedia.org`` and ``ja.wikipedia.org``), the name of a place in a page
(``#install``), and comments and strings in code.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from aligner.coverage.case import Case, run_of
from aligner.coverage.findings import RawFinding
from aligner.ladder import Bead

MARKUP_SUFFIXES = (".md", ".mdx", ".markdown", ".adoc", ".asciidoc")
"""The endings of the names of files whose markup can be compared."""
_CONFIDENCE = 0.9  # of every finding: this check computes no probability
_MOST_CHARACTERS = 60  # of an address or of a line of code that a finding names
_MOST_BLOCKS = 2000  # of code; comparing two lists takes the product of their lengths at worst

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,}|-{4,}|\.{4,})")  # begins and ends a block of code
_CODE_SPAN = re.compile(r"`[^`\n]{1,500}`")
_ADDRESS = r"[^\s()<>\[\]\"'`|]{1,500}"
_PICTURES = re.compile(
    rf"!\[[^\]\n]{{0,200}}\]\(<?({_ADDRESS})"  # ![alt](a.png)
    rf"|<img\b[^>]{{0,200}}?\bsrc=[\"']({_ADDRESS})"
    rf"|\bimage::?({_ADDRESS})\["  # AsciiDoc
)
_LINKS = re.compile(
    rf"\]\(<?({_ADDRESS})"  # [text](address)
    rf"|^ {{0,3}}\[[^\]\n]{{1,200}}\]:[ \t]*<?({_ADDRESS})"  # [name]: address
    rf"|\bhref=[\"']({_ADDRESS})"
    rf"|\b(?:link|xref):({_ADDRESS})\["  # AsciiDoc
    rf"|(https?://{_ADDRESS})",
    re.MULTILINE,
)
_TRAILING = ".,;:!?。，、；：！？*_~"  # what follows an address in a sentence
_TAG = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,4})?", re.IGNORECASE)
_COMMENT = re.compile(r"(?:(?<=\s)|^)(?:#|//|<!--)[^\n]*$|/\*(?s:.{0,2000}?)\*/", re.MULTILINE)
_STRING = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|“[^”\n]*”|«[^»\n]*»|「[^」\n]*」")


Place = tuple[int, int, str]
"""A side, the segment of it that a finding is about, and what differs there."""


class _Reference(NamedTuple):
    """A link or a picture: its address, what of it a translation keeps, and the line of the file, from 1."""

    address: str
    key: str
    line: int


def find_structure(case: Case, markup: tuple[str, str]) -> list[RawFinding]:
    """Return a finding for each heading, link, picture and block of code that differs.

    ``markup`` is the content of both files, "" where it is not known: then links and pictures are not compared.
    """
    homes = [{k: bead for bead in case.beads for k in run_of(bead, side)} for side in (0, 1)]
    found = [(1, bead.target.start, detail) for bead, detail in _headings(case)]
    found += _code(case)
    if all(markup):
        for name, pattern in (("picture", _PICTURES), ("link", _LINKS)):
            found += _compare_references(case, name, pattern, markup)
    return [_report(side, index, homes[side][index], detail) for side, index, detail in found]


def _report(side: int, index: int, bead: Bead, detail: str) -> RawFinding:
    """Return a finding about a segment, facing what is beside it in its bead."""
    return RawFinding("structure", side, range(index, index + 1), run_of(bead, 1 - side), detail, _CONFIDENCE)


def _headings(case: Case) -> Iterator[tuple[Bead, str]]:
    """Yield the beads one side of which is a heading and the other is not, or is one of another level."""
    for bead in case.beads:
        if bead.source and bead.target:
            levels = [[level for k in run_of(bead, side) if (level := _level(case, side, k))] for side in (0, 1)]
            if levels[0] != levels[1]:
                said = [", ".join(map(str, side)) or "none" for side in levels]
                yield bead, f"heading of level {said[0]} ≠ {said[1]}"


def _level(case: Case, side: int, index: int) -> int:
    segment = case.versions[side].segments[index]
    return case.versions[side].paragraphs[segment.paragraph].level if segment.start == 0 else 0


def _code(case: Case) -> Iterator[Place]:
    """Yield the blocks of code that differ, are lost or were added, in the order of both texts."""
    blocks = [
        [k for k, one in enumerate(text.segments) if text.paragraphs[one.paragraph].is_code and one.start == 0]
        for text in case.versions
    ]
    shown = [[_plain_code(case, side, k) for k in numbers] for side, numbers in enumerate(blocks)]
    if max(map(len, shown)) > _MOST_BLOCKS:
        return
    for name, a, b, c, d in SequenceMatcher(None, shown[0], shown[1], autojunk=False).get_opcodes():
        if name == "equal":
            continue
        for one, other in zip(range(a, b), range(c, d), strict=False):
            detail = f"code {_first_difference(shown[0][one], shown[1][other])}"
            yield 1, blocks[1][other], detail
        both = min(b - a, d - c)
        for side, numbers, said in (
            (0, range(a + both, b), "is lost"),
            (1, range(c + both, d), "is not in the source"),
        ):
            for number in numbers:
                yield side, blocks[side][number], f"code {_clip(shown[side][number])} {said}"


def _plain_code(case: Case, side: int, index: int) -> str:
    """Return a block of code without comments, the content of strings, and white space at the ends of its lines."""
    segment = case.versions[side].segments[index]
    text = _STRING.sub('""', _COMMENT.sub("", case.versions[side].paragraphs[segment.paragraph].text))
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def _first_difference(one: str, other: str) -> str:
    lines = one.split("\n"), other.split("\n")
    most = max(map(len, lines))
    for a, b in zip(*([*side, *[""] * (most - len(side))] for side in lines), strict=True):
        if a != b:
            return f"{_clip(a) or 'nothing'} ≠ {_clip(b) or 'nothing'}"
    return ""


def _compare_references(case: Case, name: str, pattern: re.Pattern[str], markup: tuple[str, str]) -> Iterator[Place]:
    """Yield the links, or the pictures, that one file has more often than the other."""
    languages = {language.partition("-")[0] for language in case.languages}
    found = [_references(content, pattern, languages) for content in markup]
    keys = [Counter(one.key for one in side) for side in found]
    for side, said in ((0, "is lost"), (1, "is not in the source")):
        excess = keys[side] - keys[1 - side]
        starts = [case.versions[side].line(k) for k in range(len(case.versions[side]))]
        for one in reversed(found[side]):  # of one that is there twice the second is the one too many
            if excess[one.key] > 0 and starts:
                excess[one.key] -= 1
                index = max(bisect_right(starts, one.line) - 1, 0)
                yield side, index, f"{name} {_clip(one.address)} {said}"


def _references(content: str, pattern: re.Pattern[str], languages: set[str]) -> list[_Reference]:
    """Return what a pattern finds outside code, with the lines of the file."""
    plain = _CODE_SPAN.sub(" ", _without_code(content))
    if pattern is _LINKS:  # a picture's address is no link, and a word stays between the brackets of a linked picture
        plain = _PICTURES.sub("picture", plain)
    found, line, at = [], 1, 0
    for match in pattern.finditer(plain):
        line, at = line + plain.count("\n", at, match.start()), match.start()
        address = next(filter(None, match.groups())).rstrip(_TRAILING)
        if address:
            found.append(_Reference(address, _key(address, languages), line))
    return found


def _without_code(content: str) -> str:
    """Return markup in which the lines of blocks of code are empty."""
    lines, fence = [], ""
    for line in content.split("\n"):
        match = _FENCE.match(line)
        lines.append("" if fence or match else line)
        if not match:
            continue
        if not fence:
            fence = match[1]
        elif match[1] == fence and not line[match.end() :].strip():
            fence = ""
    return "\n".join(lines)


def _key(address: str, languages: set[str]) -> str:
    """Return what of an address a translation keeps.

    That is the address without the parts that are one of two languages; of a site with a name for each language
    only the site, whose pages have other names too; and of a place in a page only that there is one.

    >>> _key("/en/guide.html#install", {"en", "ja"}), _key("/guide.ja.html#x", {"en", "ja"})
    ('guide.html#', 'guide.html#')
    >>> _key("https://en.wikipedia.org/wiki/Ferry", {"en", "ja"})
    'wikipedia.org'
    """
    site, _, fragment = address.partition("#")
    scheme, _, rest = site.rpartition("://")
    host, _, path = rest.partition("/") if scheme else ("", "", site)
    labels = [label for label in host.lower().split(".") if not _names(label, languages)]
    if scheme and len(labels) < host.count(".") + 1 and labels:
        return ".".join(labels)
    parts = [
        ".".join(piece for piece in part.split(".") if not _names(piece, languages))
        for part in path.split("/")
        if part not in ("", ".", "..") and not _names(part, languages)
    ]
    return "/".join([*filter(None, [".".join(labels)]), *parts]) + ("#" if fragment else "")


def _names(part: str, languages: set[str]) -> bool:
    """Return whether a part of an address is one of some languages, with a region or without one."""
    return bool(_TAG.fullmatch(part)) and re.split("[-_]", part.lower())[0] in languages


def _clip(text: str) -> str:
    line = text.partition("\n")[0]
    return line if len(line) <= _MOST_CHARACTERS else line[: _MOST_CHARACTERS - 1] + "…"
