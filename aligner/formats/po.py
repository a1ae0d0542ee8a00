"""gettext PO, the translations of a program's messages; read only.

Source: the GNU gettext manual, "The Format of PO Files".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.document import LeftOut
from aligner.errors import InputError
from aligner.formats.pairs import Pair, Pairs, known_language

_STRING = re.compile(r'(msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)?\s*"((?:[^"\\]|\\.)*)"\s*')
r"""A keyword with a string, or a string that goes on: ``msgid "One"``, ``msgstr[0] "Eins"``, ``"\n"``."""

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
r"""A backslash and the character that it escapes, as in C: ``\n``, ``\"``."""

_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}
"""What escapes mean that are not the character itself; gettext's own tools write no others."""

_LANGUAGE = re.compile(r"^Language:\s*(\S+)", re.MULTILINE)
"""The field of the header entry that names the target's language: ``Language: de``."""

_QUOTED = 40
"""Characters of a wrong line that a message quotes at most."""


def read_po(content: str, name: str) -> Pairs:
    """Return the entries of a PO file that are translated and not fuzzy; the others are left out, with the reason.

    Of an entry with plural forms the singular is taken. The source's language is "und": PO does not say it. Obsolete
    entries (``#~``) are comments.

    Raises ``InputError``, with the line, for a line that is not PO.
    """
    pairs, left, language = [], [], "und"
    for line, entry, fuzzy in _entries(content, name):
        source = entry.get("msgid", "")
        target = entry.get("msgstr", entry.get("msgstr[0]", ""))
        if not source:  # the header is the entry that translates the empty string
            match = _LANGUAGE.search(target)
            # A POSIX locale may follow with its encoding or variant, as de_DE.UTF-8 or sr@latin.
            language = known_language(match[1].partition(".")[0].partition("@")[0]) if match else "und"
        elif target and not fuzzy:
            pairs.append(Pair(source, target, f"line {line}"))
        else:
            left.append(LeftOut(f"line {line}", "fuzzy" if fuzzy and target else "no translation", source))
    return Pairs("und", language, tuple(pairs), name, tuple(left))


def _entries(content: str, name: str) -> Iterator[tuple[int, dict[str, str], bool]]:
    """Yield each entry: its first line, its strings by keyword, and whether it is fuzzy."""
    entry: dict[str, str] = {}
    key, fuzzy, first = "", False, 1
    # An entry ends where the next begins, so the last one needs a beginning after it.
    for number, line in enumerate([*content.split("\n"), 'msgid ""'], 1):
        if not line.strip() or line.startswith("#"):
            if line.startswith("#,") and "fuzzy" in line:
                if "msgstr" in key:  # the flag is the next entry's, so this one has ended
                    yield first, entry, fuzzy
                    entry, key = {}, ""
                fuzzy = True
            continue
        match = _STRING.fullmatch(line.strip())
        if match is None or not (match[1] or key):
            raise InputError(f"{name}, line {number}: {line.strip()[:_QUOTED]!r} is not a line of a PO file")
        if match[1] in ("msgid", "msgctxt") and "msgstr" in key:
            yield first, entry, fuzzy
            entry, fuzzy = {}, False
        if not entry:
            first = number
        key = match[1] or key
        entry[key] = entry.get(key, "") + _ESCAPE.sub(lambda m: _ESCAPED.get(m[1], m[1]), match[2])
