"""Write an edition to the files of a format: which files, how they are named, and each of them whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from aligner.edition import Edition
from aligner.errors import InputError
from aligner.formats.names import column_names, safe_part
from aligner.formats.registry import Format, find_format
from aligner.formats.report import Report
from aligner.formats.settings import Extras, Settings
from aligner.formats.targets import is_packed, open_packed

_NO_EXTRAS = Extras()


def write_edition(
    edition: Edition, name: str, file: BinaryIO, settings: Settings | None = None, extras: Extras = _NO_EXTRAS
) -> Report:
    """Write an edition to one open file in the format called ``name``, check the file, and return a report.

    ``file`` must be open for writing and reading and must be seekable, for the check reads it again. ``extras`` belong
    to the edition in the languages that are written: see ``parts_of``.

    Raises ``InputError`` for a format, a language or a locale that does not exist, for more languages than a file of
    the format holds, and for a format that needs a file for each language.
    """
    chosen, form = settings or Settings(), find_format(name)
    if form.in_parts:
        raise InputError(f"{name} makes a file for each language, not one in all; write them with export_edition")
    return _write(_select(edition, form, chosen), form, file, chosen, extras)


def export_edition(  # noqa: PLR0913 - what, how, where
    edition: Edition,
    name: str,
    path: str | os.PathLike[str],
    settings: Settings | None = None,
    *,
    pairs: bool = False,
    extras: Sequence[Extras] = (),
) -> Report:
    """Write an edition to a file, or to several, in the format called ``name``, and return a report.

    A format that holds a pair of languages makes a file for the pivot with each other version, and so does every format
    with ``pairs``; the rows of such a file are as small as its two versions allow. A format that holds one language
    makes a file for each. ``file_paths`` returns their names. Every file is written whole or not at all.

    With ``split`` an edition as HTML is a folder of pages; ``path`` is the first of them, ``index.html``.

    ``extras`` has one entry for each edition that ``parts_of`` returns, or none.

    Raises ``InputError`` for a format, a language or a locale that does not exist, and for pairs that are to be divided
    into chapters; ``OutputError`` for a file that cannot be written.
    """
    chosen, form = settings or Settings(), find_format(name)
    if name == "html" and chosen.split:
        shown = extras[0] if extras else _NO_EXTRAS
        return _write_chapters(_select(edition, form, chosen), Path(path), shown, pairs=pairs)
    named = file_paths(edition, name, path, chosen, pairs=pairs)
    paths = iter(named)
    report = Report(files=0)
    parts = parts_of(edition, name, chosen, pairs=pairs)
    for number, (part, shown) in enumerate(zip(parts, extras or [_NO_EXTRAS] * len(parts), strict=True)):
        beside = [each.name for each in named[len(parts) :]] if form.documents else []
        known = replace(chosen, documents=(beside[0], beside[number + 1])) if len(beside) > 1 else chosen
        for column in range(len(part.texts) if form.per == "language" else 1):
            with open_packed(next(paths)) as file:
                written = _write(_put_first(part, column), form, file, known, shown)
            # The files of one part hold the same rows, so only the first of them counts its units.
            report.add(written if column == 0 else Report())
    if form.documents:
        whole = _select(edition, form, chosen)
        for column in range(len(whole.texts)):
            with open_packed(next(paths)) as file:
                report.add(form.documents(_put_first(whole, column), chosen, file, _NO_EXTRAS))
    return report


def parts_of(edition: Edition, name: str, settings: Settings | None = None, *, pairs: bool = False) -> list[Edition]:
    """Return the editions that ``export_edition`` writes: one in the chosen languages, or one for each pair.

    Raises ``InputError`` for a format, a language or a locale that does not exist.
    """
    form = find_format(name)
    chosen = _select(edition, form, settings or Settings())
    if not (pairs or form.per == "pair") or len(chosen.texts) <= 2:
        return [chosen]
    return [chosen.select([0, column]) for column in range(1, len(chosen.texts))]


def file_paths(
    edition: Edition,
    name: str,
    path: str | os.PathLike[str],
    settings: Settings | None = None,
    *,
    pairs: bool = False,
) -> list[Path]:
    """Return the files that ``export_edition`` writes: ``path``, or ``path`` with languages before its suffix.

    A name that ends in ``.gz`` is packed by gzip. As pairs, ``work.tmx`` becomes ``work.en-de.tmx``,
    ``work.en-fr.tmx`` and so on. Parallel text (moses) called
    ``work`` becomes ``work.en``, ``work.de``. All of them lie in the folder of ``path``. Of a page that is divided into
    chapters it is the first, ``index.html``.

    Raises ``InputError`` when a language is not safe in a file's name: see ``aligner.formats.names.safe_part``.
    """
    chosen = settings or Settings()
    if name == "html" and chosen.split:
        return [Path(path)]
    return name_files(_select(edition, find_format(name), chosen).languages, name, path, chosen, pairs=pairs)


def name_files(
    versions: Sequence[str],
    name: str,
    path: str | os.PathLike[str],
    settings: Settings | None = None,
    *,
    pairs: bool = False,
) -> list[Path]:
    """Return the files of an edition that is not made yet, its pivot first: see ``file_paths``."""
    path = Path(path)
    if path.suffix.lower() in (".zip", ".bz2", ".xz"):
        raise InputError(f"{path}: only .gz is packed on writing; name a file that ends in .gz, or one without")
    packed = path.suffix if is_packed(path) else ""
    path = path.with_suffix("") if packed else path
    form = find_format(name)
    languages = column_names(versions, settings or Settings())
    # A suffix of two parts, as .rows.jsonl, is known to the table; a path's own suffix is its last part.
    suffix = form.suffix if form.suffix and path.name.endswith(form.suffix) else path.suffix
    stem, suffix = (str(path), "") if form.per == "language" else (str(path).removesuffix(suffix), suffix)
    suffix += packed
    groups = [(stem, languages)]
    if (pairs or form.per == "pair") and len(languages) > 2:
        pivot = safe_part(languages[0])
        groups = [(f"{stem}.{pivot}-{safe_part(other)}", [pivot, other]) for other in languages[1:]]
    if form.per == "language":
        return [Path(f"{start}.{safe_part(language)}{packed}") for start, group in groups for language in group]
    beside = [Path(f"{stem}.{safe_part(language)}{suffix}") for language in languages] if form.documents else []
    return [*(Path(start + suffix) for start, _ in groups), *beside]


def _select(edition: Edition, form: Format, settings: Settings) -> Edition:
    """Return the edition in the languages that are to be written, after them those that give their times only."""
    for language in settings.locales:
        edition.column(language)  # raises for a language that the edition lacks
    chosen = edition
    if settings.languages:
        timing = [language for language in (settings.times, settings.clock) if language and form.timed != "no"]
        shown = [edition.column(language) for language in settings.languages]
        chosen = edition.select([*shown, *({edition.column(language): 0 for language in timing}.keys() - shown)])
    codes: dict[str, str] = {}
    for language in dict.fromkeys(chosen.languages) if settings.locales else ():
        if (other := codes.setdefault(settings.locale(language), language)) != language:
            code = settings.locale(language)
            raise InputError(f"{other} and {language} would both be called {code!r}; give one of them another locale")
    return chosen


def _write(edition: Edition, form: Format, file: BinaryIO, settings: Settings, extras: Extras) -> Report:
    report = form.write(edition, settings, file, extras)
    if form.check is not None:
        file.seek(0)
        form.check(file, form.summary)
    return report


def _write_chapters(edition: Edition, path: Path, extras: Extras, *, pairs: bool) -> Report:
    """Write an edition as a folder of pages, one for each chapter, and return a report."""
    from aligner.formats.html import format_chapters

    if pairs:
        raise InputError("a folder of chapters holds one edition; choose its --languages, and leave out --pairs")
    if path.name != "index.html":
        raise InputError(f"{path}: the first page of a folder of chapters is its index.html; name that file")
    report = Report(units=len(edition.rows), files=0)
    for name, page in format_chapters(edition, extras.word_links, extras.remarks):
        with open_packed(path.parent / name) as file:
            file.write(page.encode("utf-8"))
        report.files += 1
    return report


def _put_first(edition: Edition, column: int) -> Edition:
    """Return the edition with one column moved to the front."""
    order = [column, *(other for other in range(len(edition.texts)) if other != column)]
    rows = tuple(row._replace(cells=tuple(row.cells[i] for i in order)) for row in edition.rows)
    return replace(edition, texts=tuple(edition.texts[i] for i in order), rows=rows) if column else edition
