"""gettext PO. Source: the GNU gettext manual, "The Format of PO Files"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.document import LeftOut
from aligner.errors import InputError
from aligner.formats.pairs import Pair, Pairs, known_language

_STRING = re.compile(r'(msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)?\s*"((?:[^"\\]|\\.)*)"\s*')
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}


def read_po(content: str, name: str) -> Pairs:
    """Return the entries that are translated and not fuzzy, the others as left out."""
    pairs, left, language = [], [], "und"
    for line, entry, fuzzy in _entries(content, name):
        source = entry.get("msgid", "")
        target = entry.get("msgstr", entry.get("msgstr[0]", ""))
        if not source:
            match = re.search(r"^Language:\s*(\S+)", target, re.MULTILINE)
            language = known_language(match[1].partition(".")[0].partition("@")[0]) if match else "und"
        elif target and not fuzzy:
            pairs.append(Pair(source, target, f"line {line}"))
        else:
            left.append(LeftOut(f"line {line}", "fuzzy" if fuzzy and target else "no translation", source))
    return Pairs("und", language, tuple(pairs), name, tuple(left))


def _entries(content: str, name: str) -> Iterator[tuple[int, dict[str, str], bool]]:
    """Yield each entry's line, strings and whether it is fuzzy; obsolete entries (``#~``) are comments."""
    entry: dict[str, str] = {}
    key, fuzzy, first = "", False, 1
    for number, line in enumerate([*content.split("\n"), 'msgid ""'], 1):
        if not line.strip() or line.startswith("#"):
            if line.startswith("#,") and "fuzzy" in line:
                if "msgstr" in key:
                    yield first, entry, fuzzy
                    entry, key = {}, ""
                fuzzy = True
            continue
        match = _STRING.fullmatch(line.strip())
        if match is None or not (match[1] or key):
            raise InputError(f"{name}, line {number}: {line.strip()[:40]!r} is not a line of a PO file")
        if match[1] in ("msgid", "msgctxt") and "msgstr" in key:
            yield first, entry, fuzzy
            entry, fuzzy = {}, False
        if not entry:
            first = number
        key = match[1] or key
        entry[key] = entry.get(key, "") + _ESCAPE.sub(lambda m: _ESCAPED.get(m[1], m[1]), match[2])
