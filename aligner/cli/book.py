"""Options that say what a page or a book is about: ``--title``, ``--author``, ``--cover`` and others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from aligner.errors import InputError

if TYPE_CHECKING:
    from aligner.work_info import WorkInfo

_FACTS = {
    "title": "Title of the first language.",
    "author": "Author, as a title page prints it.",
    "translator": "Translator.",
    "publisher": "Publisher of this edition.",
    "rights": "Rights or licence of the texts.",
    "date": "Date of publication, as 2026 or 2026-11-30.",
}
"""The facts that an option states, each with its help."""


class Book(NamedTuple):
    """What the options say: facts by their names in ``WorkInfo``, "" where an option is absent, and a cover."""

    facts: dict[str, str]
    cover: Path | None

    def describe(self, work: WorkInfo, language: str) -> WorkInfo:
        """Return what is known of a work with the facts of the options, the title being that of a language.

        Raises a usage error for a date in another form.
        """
        facts = {name: value for name, value in self.facts.items() if value}
        title = facts.pop("title", "")
        titles = {**work.titles, language: title} if title else work.titles
        try:
            return replace(work, **facts, titles=titles)
        except InputError as error:
            raise click.UsageError(f"--date: {error}") from error


NO_BOOK = Book({}, None)


def book_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options to a command, which gets them as ``book``, a ``Book``; a cover is checked before any work."""

    @wraps(command)
    def with_book(*args: Any, cover: Path | None, **options: Any) -> None:
        if cover is not None:
            from aligner.formats.epub.cover import load_cover

            load_cover(cover)
        facts = {name: options.pop(name) for name in _FACTS}
        command(*args, book=Book(facts, cover), **options)

    cover = click.option(
        "--cover",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="For EPUB: a JPEG or PNG file.  [drawn from the titles]",
    )
    decorated = cover(with_book)
    for name, what in reversed(_FACTS.items()):
        decorated = click.option(f"--{name}", default="", metavar="TEXT", help=what)(decorated)
    return decorated
