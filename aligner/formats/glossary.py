"""Glossaries: terms with their equivalents, from TBX or a table with a column for each language.

TBX is read in both forms that are in use: version 3 (ISO 30042:2019: ``conceptEntry``, ``langSec``, ``termSec``) and
version 2 (2008: ``termEntry``, ``langSet``, ``tig`` or ``ntig``). A table is CSV, TSV, XLSX or the table of a Word
document; its first row names the languages (``en``, ``German``), and further columns are left out and counted.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from aligner.errors import InputError
from aligner.formats.language_columns import named_tag
from aligner.formats.memory_units import memory_language
from aligner.formats.table_reader import read_records
from aligner.formats.tmx_stream import BoundedFile, MemoryStream, open_memory
from aligner.read.parts.source import load
from aligner.text import fold_space

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ENTRIES = ("conceptEntry", "termEntry")  # of versions 3 and 2
_SECTIONS = {"langSec", "langSet"}
_TERMS = {"termSec", "tig", "ntig"}
_STATUS = {"administrativeStatus", "normativeAuthorization"}
"""Data categories that say whether a term may be used: of TBX-Basic, and of older files."""
_UNWANTED = ("deprecated", "superseded")  # beginnings of their values: "deprecatedTerm-admn-sts"
_SYNONYMS = re.compile(r"[|;；\n]")
"""What parts several terms of one language in one cell: ``cell phone | mobile``."""
_FORBIDDEN = re.compile(r"(.+?)[\s_]*[\[(]?\b(?:forbidden|deprecated)\b[\])]?\s*", re.IGNORECASE)
"""The heading of a column of terms that must not be used: ``de forbidden``, ``German (deprecated)``."""


class Term(NamedTuple):
    """A term in a language; ``forbidden`` says that the glossary has it as one that must not be used."""

    language: str
    text: str
    forbidden: bool = False


class Entry(NamedTuple):
    """The terms of one concept, in any number of languages, and where the file has it, as ``terms.csv, line 4``."""

    place: str
    terms: tuple[Term, ...]

    def in_language(self, language: str, *, forbidden: bool = False) -> list[str]:
        """Return the terms of a language, those to be used or those that are forbidden."""
        return [term.text for term in self.terms if term.language == language and term.forbidden == forbidden]


class Glossary(NamedTuple):
    """The entries of a glossary, its languages in the order in which they first come, and what was left out."""

    name: str
    languages: tuple[str, ...]
    entries: tuple[Entry, ...]
    notes: Counter[str]


def read_glossary(source: str | os.PathLike[str] | bytes, *, name: str = "") -> Glossary:
    """Read a glossary from a TBX file or a table; entries without a term are left out.

    A cell may hold several terms, parted by ``|`` or ``;``, and several columns may name one language. Raises
    ``InputError`` when the file cannot be read, or has no term.

    >>> read_glossary(b"en,de,de forbidden\\ndevice,Ger\\xc3\\xa4t,Apparat\\n", name="g.csv").entries[0].terms[1:]
    (Term(language='de', text='Gerät', forbidden=False), Term(language='de', text='Apparat', forbidden=True))
    """
    data, name = load(source if isinstance(source, bytes) else Path(source), name)
    notes: Counter[str] = Counter()
    if data.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")[:1] == b"<":
        with open_memory(data, name) as file:
            found = list(_read_tbx(file, name, notes))
    else:
        found = list(_read_columns(data, name, notes))
    entries = tuple(entry for entry in found if entry.terms)
    if not entries:
        raise InputError(
            f"{name}: no terms; a glossary is TBX, or a table whose first row names languages, as en and de"
        )
    languages = dict.fromkeys(term.language for entry in entries for term in entry.terms)
    return Glossary(name, tuple(languages), entries, notes)


def _read_columns(data: bytes, name: str, notes: Counter[str]) -> Iterator[Entry]:
    """Yield an entry for each row of a table below its heading."""
    columns: dict[int, tuple[str, bool]] | None = None
    for line, record in enumerate(read_records(data, name, notes), 1):
        if not any(cell.strip() for cell in record):
            continue
        if columns is None:
            columns = _name_columns(record, name, notes)
            continue
        terms = (
            Term(language, text, forbidden)
            for column, (language, forbidden) in columns.items()
            for part in _SYNONYMS.split(record[column] if column < len(record) else "")
            if (text := fold_space(part).strip())
        )
        yield Entry(f"{name}, line {line}", tuple(dict.fromkeys(terms)))


def _name_columns(heads: list[str], name: str, notes: Counter[str]) -> dict[int, tuple[str, bool]]:
    """Return the language of each column, and whether its terms are forbidden, by number; count other columns."""
    columns = {}
    for number, head in enumerate(heads):
        unwanted = _FORBIDDEN.fullmatch(head)
        language = named_tag(unwanted[1] if unwanted else head)
        if language:
            columns[number] = language, unwanted is not None
        elif head.strip():
            notes[f"column left out, which names no language: {head.strip()[:40]!r}"] += 1
    if not columns:
        raise InputError(f"{name}: the first row names no language; begin a glossary with a row such as en,de")
    return columns


def _read_tbx(file: BoundedFile, name: str, notes: Counter[str]) -> Iterator[Entry]:
    """Yield the concepts of a TBX file."""
    tags = [f"{{*}}{tag}" for tag in _ENTRIES]
    stream = MemoryStream(file, name, tags, _ENTRIES)
    yield from stream.guard(_concepts(stream, name, notes))
    for error in stream.errors:
        raise InputError(
            f"{name}, line {error.line}: {error.message}; a glossary in XML is TBX, repair or export it again"
        )


def _concepts(stream: MemoryStream, name: str, notes: Counter[str]) -> Iterator[Entry]:
    for element in stream:
        if _local(element) in _ENTRIES:
            terms = tuple(dict.fromkeys(_terms_of(element, notes)))
            yield Entry(f"{name}, line {element.sourceline}", terms)


def _terms_of(entry: etree._Element, notes: Counter[str]) -> Iterator[Term]:
    for section in entry.iterchildren("{*}*"):
        if _local(section) not in _SECTIONS:
            continue
        language = memory_language(section.get(_LANG) or "")
        if not language:
            notes["language sections left out, which name no language"] += 1
            continue
        for group in section.iterchildren("{*}*"):
            element = next(group.iter("{*}term"), None) if _local(group) in _TERMS else None
            text = fold_space("".join(map(str, element.itertext()))).strip() if element is not None else ""
            if text:
                yield Term(language, text, _is_forbidden(group))


def _is_forbidden(group: etree._Element) -> bool:
    return any(
        (_local(note) in _STATUS or note.get("type") in _STATUS) and (note.text or "").strip().startswith(_UNWANTED)
        for note in group.iter("{*}*")
    )


def _local(element: etree._Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]
