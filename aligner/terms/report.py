"""Terms as files: a table for spreadsheets, TBX for terminology tools, Markdown, and notes for Anki.

The tables have a column for each language, headed by its tag, so that ``aligner.formats.glossary`` reads them too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from hashlib import blake2b
from html import escape
from itertools import chain
from typing import BinaryIO

from aligner.formats.tables import BOM, guard_cell, write_delimited
from aligner.formats.xlsx import open_sheet
from aligner.formats.xml_characters import drop_forbidden
from aligner.terms.translations import Term, Terms

_WIDTHS = {"kind": 8, "count": 8}  # of a sheet's columns, in characters
_TERM_WIDTH, _TEXT_WIDTH = 24, 60
_TBX_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<tbx style="dca" type="TBX-Basic" xml:lang="{language}" xmlns="urn:iso:std:iso:30042:ed-2">
<tbxHeader><fileDesc><sourceDesc><p>Found in aligned texts by aligner.</p></sourceDesc></fileDesc></tbxHeader>
<text><body>
"""
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|#])")
"""Characters that mean something to Markdown inside a cell of a table."""


def write_csv(terms: Terms, file: BinaryIO) -> None:
    """Write a table with a line for each term; in UTF-8 with a byte order mark, which Excel needs."""
    write_delimited(file, (list(map(str, record)) for record in _records(terms)), delimiter=",", preamble=BOM)


def write_xlsx(terms: Terms, file: BinaryIO) -> None:
    """Write a sheet with a row for each term. Raises ``AlignerError`` where openpyxl is missing."""
    head, *records = _records(terms)
    count = len(terms.languages)
    widths = [_TERM_WIDTH] * count + [_WIDTHS.get(str(name), _TEXT_WIDTH) for name in head[count:]]
    with open_sheet(file, "terms", widths) as sheet:
        sheet.header(list(map(str, head)))
        for record in records:
            sheet.append([sheet.text(cell, {}) if isinstance(cell, str) else sheet.cell(cell) for cell in record])


def write_markdown(terms: Terms, file: BinaryIO) -> None:
    """Write a table in Markdown, without the examples."""
    source, *others = terms.languages
    heads = [source, "count", *others]
    lines = [heads, ["---", "---:", *["---"] * len(others)]]
    lines += [[_plain(one.form), str(one.times), *(_plain(tally(one, tag)) for tag in others)] for one in terms.terms]
    file.write("".join(f"| {' | '.join(line)} |\n" for line in lines).encode("utf-8", "replace"))


def write_anki(terms: Terms, file: BinaryIO) -> None:
    """Write a note for each term that has a translation: the term, its translations, and a sentence with its own.

    A note has the same identifier in every export, so a second import updates it.
    """
    source, *others = terms.languages
    columns = [
        "guid",
        source,
        *(f"{kind} {tag}" for tag in others for kind in ("translations", "example", "translated")),
    ]
    columns.append("tags")
    headers = ["separator:tab", "html:false", "guid column:1", f"tags column:{len(columns)}"]
    preamble = "".join(f"#{header}\n" for header in [*headers, "columns:" + "\t".join(columns)])
    write_delimited(file, _notes(terms), delimiter="\t", preamble=preamble)


def write_tbx(terms: Terms, file: BinaryIO) -> None:
    """Write TBX-Basic (ISO 30042:2019, style DCA): an entry for each term, with all translations and their counts."""
    file.write(_TBX_HEAD.format(language=escape(terms.languages[0])).encode())
    entries = ("".join(_entry(number, one, terms.languages)) for number, one in enumerate(terms.terms, 1))
    file.writelines(entry.encode("utf-8", "replace") for entry in entries)
    file.write(b"</body></text></tbx>\n")


def tally(term: Term, language: str) -> str:
    """Return the translations of a term with their counts: ``3 × Gerät, 1 × Apparat``; and how often it has none."""
    parts = [f"{one.times} × {one.form}" for one in term.translations.get(language, ())]
    missing = term.unlinked.get(language, 0)
    return ", ".join([*parts, *([f"{missing} × –"] if missing else [])])


def _records(terms: Terms) -> Iterator[list[str | int | float]]:
    """Yield the head of a table and a record for each term."""
    source, *others = terms.languages
    more = chain.from_iterable((f"translations {tag}", f"consistency {tag}", f"example {tag}") for tag in others)
    yield [*terms.languages, "kind", "count", f"example {source}", *more]
    for one in terms.terms:
        found = {tag: one.translations.get(tag, ()) for tag in others}
        example = next((each[0].source_text for each in found.values() if each), "")
        record: list[str | int | float] = [one.form, *(each[0].form if each else "" for each in found.values())]
        record += ["name" if one.name else "term", one.times, guard_cell(example)]
        for tag, each in found.items():
            record += [tally(one, tag), f"{one.consistency(tag):.2f}", guard_cell(each[0].target_text if each else "")]
        yield record


def _notes(terms: Terms) -> Iterator[list[str]]:
    source, *others = terms.languages
    for one in terms.terms:
        if not any(one.translations.values()):
            continue
        name = blake2b(f"{source}\0{one.form}".encode("utf-8", "replace"), digest_size=8).hexdigest()
        fields = []
        for tag in others:
            found = one.translations.get(tag, ())
            fields += [", ".join(each.form for each in found)]
            fields += [found[0].source_text, found[0].target_text] if found else ["", ""]
        yield [name, one.form, *fields, "name" if one.name else "term"]


def _entry(number: int, one: Term, languages: tuple[str, ...]) -> Iterator[str]:
    source, *others = languages
    examples = [each[0].source_text for tag in others if (each := one.translations.get(tag, ()))]
    yield f'<conceptEntry id="c{number}">\n'
    yield _section(source, [(one.form, one.times, examples[0] if examples else "")])
    for tag in others:
        if found := one.translations.get(tag, ()):
            yield _section(tag, [(each.form, each.times, each.target_text) for each in found])
    yield "</conceptEntry>\n"


def _section(language: str, terms: list[tuple[str, int, str]]) -> str:
    parts = [f'<langSec xml:lang="{escape(language)}">']
    for form, count, example in terms:
        context = f'<descrip type="context">{_xml(example)}</descrip>' if example else ""
        parts.append(f"<termSec><term>{_xml(form)}</term>{context}<note>{count} ×</note></termSec>")
    return "".join([*parts, "</langSec>\n"])


def _xml(text: str) -> str:
    return escape(drop_forbidden(text), quote=False)


def _plain(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)


TERM_FORMATS: dict[str, Callable[[Terms, BinaryIO], None]] = {
    "csv": write_csv,
    "tbx": write_tbx,
    "xlsx": write_xlsx,
    "md": write_markdown,
    "anki": write_anki,
}
"""The writers of terms, by name."""
