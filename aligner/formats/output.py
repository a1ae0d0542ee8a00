"""Editions into files: which files a format makes of one, and each of them whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from aligner.edition import Edition
from aligner.errors import InputError
from aligner.files import open_whole
from aligner.formats.registry import FORMATS, Format
from aligner.formats.units import Report, Settings, column_names


def write_edition(edition: Edition, name: str, file: BinaryIO, settings: Settings | None = None) -> Report:
    """Write an edition in a format of ``FORMATS`` to one open file, which can be read and sought, and check it.

    Raises ``InputError`` for a language or a locale that the edition has not, or more languages than a file holds.
    """
    chosen = settings or Settings()
    if FORMATS[name].per == "language":
        raise InputError(f"{name} makes a file for each language, not one; name them by what they have in common")
    return _write(_select(edition, chosen), FORMATS[name], file, chosen)


def export_edition(
    edition: Edition, name: str, path: Path, settings: Settings | None = None, *, pairs: bool = False
) -> Report:
    """Write an edition in a format of ``FORMATS`` to a file, or to several, each whole or not at all.

    A format that holds two languages, or ``pairs``, makes a file for the pivot with each other version, with rows as
    small as the two allow; one that holds one language makes a file for each. ``file_paths`` says how they are named.
    Raises ``InputError`` for a language or a locale that the edition has not.
    """
    chosen, form = settings or Settings(), FORMATS[name]
    paths = iter(file_paths(edition, name, path, chosen, pairs=pairs))
    report = Report(files=0)
    for part in _parts(_select(edition, chosen), pairs=pairs or form.per == "pair"):
        for column in range(len(part.texts) if form.per == "language" else 1):
            with open_whole(next(paths)) as file:
                written = _write(_turn(part, column), form, file, chosen)
            report.add(written if column == 0 else Report())
    return report


def file_paths(
    edition: Edition, name: str, path: Path, settings: Settings | None = None, *, pairs: bool = False
) -> list[Path]:
    """Return the files that ``export_edition`` writes: ``path``, or ``path`` with languages before its suffix.

    Pairs of ``work.tmx`` are ``work.en-de.tmx`` and so on; what Moses gets as ``work`` is ``work.en``, ``work.de``.
    """
    chosen, form = settings or Settings(), FORMATS[name]
    names = column_names(_select(edition, chosen), chosen)
    suffix = form.suffix if form.suffix and path.name.endswith(form.suffix) else path.suffix
    stem, suffix = (str(path), "") if form.per == "language" else (str(path).removesuffix(suffix), suffix)
    groups = [(stem, names)]
    if (pairs or form.per == "pair") and len(names) > 2:
        groups = [(f"{stem}.{names[0]}-{other}", [names[0], other]) for other in names[1:]]
    if form.per == "language":
        return [Path(f"{start}.{language}") for start, languages in groups for language in languages]
    return [Path(start + suffix) for start, _ in groups]


def _select(edition: Edition, settings: Settings) -> Edition:
    """Return the edition in the languages that are to be written."""
    for language in settings.locales:
        edition.column(language)
    if not settings.languages:
        return edition
    return edition.select([edition.column(language) for language in settings.languages])


def _write(edition: Edition, form: Format, file: BinaryIO, settings: Settings) -> Report:
    report = form.write(edition, settings, file)
    if form.check is not None:
        file.seek(0)
        form.check(file, form.summary)
    return report


def _parts(edition: Edition, *, pairs: bool) -> Iterator[Edition]:
    if not pairs or len(edition.texts) == 2:
        yield edition
        return
    for column in range(1, len(edition.texts)):
        yield edition.select([0, column])


def _turn(edition: Edition, column: int) -> Edition:
    """Return the edition with a column put first."""
    order = [column, *(other for other in range(len(edition.texts)) if other != column)]
    rows = tuple(row._replace(cells=tuple(row.cells[i] for i in order)) for row in edition.rows)
    return replace(edition, texts=tuple(edition.texts[i] for i in order), rows=rows) if column else edition
