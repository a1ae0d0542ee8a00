"""gettext catalogues, the translations of a program's messages: PO and the compiled MO; read only.

Source: the GNU gettext manual, "The Format of PO Files", "Header Entry" and "The Format of GNU MO Files".
"""

from __future__ import annotations

import codecs
import re
import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from aligner.errors import InputError
from aligner.formats.memory_units import Details, Memory, MemoryUnit, Variant, known_language
from aligner.formats.tmx_stream import BoundedFile

_STRING = re.compile(r'(msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)?\s*"((?:[^"\\]|\\.)*)"\s*')
r"""A keyword with a string, or a string that goes on: ``msgid "One"``, ``msgstr[0] "Eins"``, ``"\n"``."""

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
r"""A backslash and the character that it escapes, as in C: ``\n``, ``\"``."""

_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}
"""What escapes mean that are not the character itself; gettext's own tools write no others."""

_LANGUAGE = re.compile(r"^Language:\s*(\S+)", re.MULTILINE)
"""The field of the header entry that names the target's language: ``Language: de``."""

_SOURCE_LANGUAGE = re.compile(r"^X-Source-Language:\s*(\S+)", re.MULTILINE)
"""A field that some editors add for the language of the messages."""

_CHARSET = re.compile(rb"Content-Type:[^\"\\\n]{0,80}charset=([\w.:+-]{1,40})", re.IGNORECASE)
"""The field of the header entry that names the encoding: ``Content-Type: text/plain; charset=EUC-KR``."""

_QUOTED = 40
"""Characters of a wrong line that a message quotes at most."""


def open_po(file: BoundedFile, name: str) -> Memory:
    """Return the entries of a PO file that are translated and not fuzzy; count the others by reason.

    Of an entry with plural forms the singular is a unit, and the plural with each further form. Contexts, comments and
    references are kept as details. PO does not say its source's language.

    Raises ``InputError``, with the line, for a line that is not PO, and for bytes that are not in the file's encoding.
    """
    memory = Memory(name, tool="translated file")
    memory.units = _read_units(_Reader(_decode(file.read_all(), name), name, memory.notes).read(), memory)
    return memory


def open_mo(file: BoundedFile, name: str) -> Memory:
    """Return the entries of a compiled catalogue, as ``open_po`` does; it has no fuzzy ones and no comments.

    Raises ``InputError`` when the file is damaged.
    """
    memory = Memory(name, tool="translated file")
    memory.units = _read_units(_compiled_entries(file.read_all(), name), memory)
    return memory


@dataclass(slots=True)
class _Entry:
    """An entry: its first line, its strings by keyword, whether it is fuzzy or obsolete, its comments as details."""

    line: int = 0
    strings: dict[str, str] = field(default_factory=dict)
    fuzzy: bool = False
    details: list[tuple[str, str]] = field(default_factory=list)

    def forms(self) -> Iterator[tuple[str, str]]:
        """Yield each text with its translation: one pair, or several where there are plural forms."""
        source, plural = self.strings.get("msgid", ""), self.strings.get("msgid_plural", "")
        if not plural:
            yield source, self.strings.get("msgstr", "")
            return
        forms = [text for key, text in self.strings.items() if key.startswith("msgstr")]
        yield source, forms[0] if forms else ""
        for form in forms[1:] or forms:  # a language without a plural has one form for both
            yield plural, form


def _read_units(entries: Iterator[_Entry], memory: Memory) -> Iterator[MemoryUnit]:
    source_language = language = ""
    for entry in entries:
        if not entry.strings.get("msgid"):  # the header is the entry that translates the empty string
            header = entry.strings.get("msgstr", "")
            language, source_language = _tag(_LANGUAGE, header), _tag(_SOURCE_LANGUAGE, header)
            continue
        context = entry.strings.get("msgctxt")
        details: Details = (*((("tu.prop.x-context", context),) if context else ()), *entry.details)
        for source, target in entry.forms():
            if target and not entry.fuzzy:
                variants = Variant(source_language, source), Variant(language, target)
                yield MemoryUnit(variants, entry.line, details=details)
            else:
                reason = "fuzzy" if entry.fuzzy and target else "no translation"
                memory.notes[f"units left out: {reason}"] += 1


def _tag(field_of_header: re.Pattern[str], header: str) -> str:
    """Return a language that the header names, "" for none.

    It is a POSIX locale, which may end in its encoding or a variant, as de_DE.UTF-8 or sr@latin.
    """
    match = field_of_header.search(header)
    return known_language(match[1].partition(".")[0].partition("@")[0]) if match else ""


def _decode(data: bytes, name: str) -> str:
    """Return the characters of a catalogue: UTF-8 where it is valid, else the charset that the header names.

    Raises ``InputError`` when it is in neither.
    """
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode_as(data, "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-16", name)
    try:
        return data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        charset = _charset(data)
    try:
        codec = codecs.lookup(charset)
        "".encode(codec.name)  # raises LookupError for codecs such as base64, which do not make characters
    except LookupError as error:
        raise InputError(
            f"{name}: not UTF-8, and its header names {charset or 'no charset'}, which is not known here; "
            "convert it with msgconv -t UTF-8"
        ) from error
    return _decode_as(data, codec.name, name)


def _decode_as(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"{name}, line {line}: byte 0x{data[min(error.start, len(data) - 1)]:02X} is not valid in {encoding}, "
            "which the header names; correct the charset in the header"
        ) from error


def _charset(data: bytes) -> str:
    match = _CHARSET.search(data)
    return match[1].decode("ascii") if match else ""


class _Reader:
    """Reads the entries of a PO file; counts the obsolete ones in ``notes``."""

    def __init__(self, content: str, name: str, notes: Counter[str]) -> None:
        self._lines = content.split("\n")
        self._name = name
        self._notes = notes

    def read(self) -> Iterator[_Entry]:
        """Yield each entry. One ends where the next begins, with a comment, an empty line or its first keyword."""
        entry, key = _Entry(), ""
        for number, line in enumerate(self._lines, 1):
            if not line.strip() or line.startswith("#"):
                if "msgstr" in key:  # what is said from here on is said of the next entry
                    yield entry
                    entry, key = _Entry(), ""
                if line.startswith("#"):
                    entry = self._read_comment(line, entry)
                continue
            match = _STRING.fullmatch(line.strip())
            if match is None or not (match[1] or key):
                raise InputError(f"{self._name}, line {number}: {line.strip()[:_QUOTED]!r} is not a line of a PO file")
            if match[1] in ("msgid", "msgctxt") and "msgstr" in key:
                yield entry
                entry = _Entry()
            entry.line = entry.line or number
            key = match[1] or key
            text = _ESCAPE.sub(lambda m: _ESCAPED.get(m[1], m[1]), match[2]) if "\\" in match[2] else match[2]
            entry.strings[key] = entry.strings.get(key, "") + text
        if entry.strings:
            yield entry

    def _read_comment(self, line: str, entry: _Entry) -> _Entry:
        """Add what a comment says to the entry that follows it; return that entry."""
        kind, text = line[:2], line[2:].strip()
        if kind == "#~":  # an obsolete entry, to which the comments before it belong
            self._notes["units left out: obsolete"] += text.startswith("msgid ")
            return _Entry()
        if kind == "#,":
            flags = [flag.strip() for flag in text.split(",")]
            entry.fuzzy = entry.fuzzy or "fuzzy" in flags
            text = ", ".join(flag for flag in flags if flag and flag != "fuzzy")
        if text and kind != "#|":  # "#|" is the source of a fuzzy translation before it changed
            properties = {"#,": "tu.prop.x-flags", "#:": "tu.prop.x-reference"}
            entry.details.append((properties.get(kind, "tu.note"), text))
        return entry


def _compiled_entries(data: bytes, name: str) -> Iterator[_Entry]:
    """Yield the entries of an MO file: keys are ``context EOT msgid NUL plural``, translations are joined by NUL."""
    order = "<" if data[:4] == b"\xde\x12\x04\x95" else ">"
    charset = _charset(data) or "utf-8"
    try:
        _, _, count, sources, targets = struct.unpack_from(f"{order}5I", data)
        for number in range(count):
            key, value = (_string(data, order, table + 8 * number).decode(charset) for table in (sources, targets))
            context, eot, text = key.rpartition("\x04")
            source, _, plural = text.partition("\0")
            strings = {"msgid": source} | ({"msgid_plural": plural} if plural else {})
            strings |= {"msgctxt": context} if eot else {}
            forms = value.split("\0") if plural else [value]
            strings |= {f"msgstr[{k}]" if plural else "msgstr": form for k, form in enumerate(forms)}
            yield _Entry(number + 1, strings)
    except (struct.error, UnicodeDecodeError, LookupError) as error:
        raise InputError(f"{name}: damaged as a compiled catalogue ({error}); make it again with msgfmt") from error


def _string(data: bytes, order: str, at: int) -> bytes:
    """Return the string of an entry of a table, which has its length and its offset."""
    length, offset = struct.unpack_from(f"{order}2I", data, at)
    if offset + length > len(data):
        raise struct.error("a string reaches beyond the end")
    return data[offset : offset + length]
