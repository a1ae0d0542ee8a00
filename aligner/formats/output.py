"""Editions into files: which files a format makes of one, and each of them whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from aligner.edition import Edition
from aligner.errors import InputError
from aligner.files import open_whole
from aligner.formats.registry import Format, find_format
from aligner.formats.units import Extras, Report, Settings, column_names

_NO_EXTRAS = Extras()


def write_edition(
    edition: Edition, name: str, file: BinaryIO, settings: Settings | None = None, extras: Extras = _NO_EXTRAS
) -> Report:
    """Write an edition in a format of ``FORMATS`` to one open file, which can be read and sought, and check it.

    ``extras`` are those of the edition in the languages that are written: see ``parts_of``. Raises ``InputError`` for
    a format, a language or a locale that is not there, or more languages than a file of the format holds.
    """
    chosen, form = settings or Settings(), find_format(name)
    if form.per == "language":
        raise InputError(f"{name} makes a file for each language, not one; name them by what they have in common")
    return _write(_select(edition, chosen), form, file, chosen, extras)


def export_edition(  # noqa: PLR0913 - what, how, where
    edition: Edition,
    name: str,
    path: Path,
    settings: Settings | None = None,
    *,
    pairs: bool = False,
    extras: Sequence[Extras] = (),
) -> Report:
    """Write an edition in a format of ``FORMATS`` to a file, or to several, each whole or not at all.

    A format that holds two languages, or ``pairs``, makes a file for the pivot with each other version, with rows as
    small as the two allow; one that holds one language makes a file for each. ``file_paths`` says how they are named.
    ``extras`` has an entry for each of ``parts_of``, or none. Raises ``InputError`` for a format, a language or a
    locale that is not there.
    """
    chosen, form = settings or Settings(), find_format(name)
    paths = iter(file_paths(edition, name, path, chosen, pairs=pairs))
    report = Report(files=0)
    parts = parts_of(edition, name, chosen, pairs=pairs)
    for part, shown in zip(parts, extras or [_NO_EXTRAS] * len(parts), strict=True):
        for column in range(len(part.texts) if form.per == "language" else 1):
            with open_whole(next(paths)) as file:
                written = _write(_turn(part, column), form, file, chosen, shown)
            report.add(written if column == 0 else Report())
    return report


def parts_of(edition: Edition, name: str, settings: Settings | None = None, *, pairs: bool = False) -> list[Edition]:
    """Return the editions that ``export_edition`` writes: one in the languages asked for, or one for each pair.

    Raises ``InputError`` for a format, a language or a locale that is not there.
    """
    chosen = _select(edition, settings or Settings())
    if not (pairs or find_format(name).per == "pair") or len(chosen.texts) == 2:
        return [chosen]
    return [chosen.select([0, column]) for column in range(1, len(chosen.texts))]


def file_paths(
    edition: Edition, name: str, path: Path, settings: Settings | None = None, *, pairs: bool = False
) -> list[Path]:
    """Return the files that ``export_edition`` writes: ``path``, or ``path`` with languages before its suffix.

    Pairs of ``work.tmx`` are ``work.en-de.tmx`` and so on; what Moses gets as ``work`` is ``work.en``, ``work.de``.
    """
    chosen, form = settings or Settings(), find_format(name)
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


def _write(edition: Edition, form: Format, file: BinaryIO, settings: Settings, extras: Extras) -> Report:
    report = form.write(edition, settings, file, extras)
    if form.check is not None:
        file.seek(0)
        form.check(file, form.summary)
    return report


def _turn(edition: Edition, column: int) -> Edition:
    """Return the edition with a column put first."""
    order = [column, *(other for other in range(len(edition.texts)) if other != column)]
    rows = tuple(row._replace(cells=tuple(row.cells[i] for i in order)) for row in edition.rows)
    return replace(edition, texts=tuple(edition.texts[i] for i in order), rows=rows) if column else edition
