"""``aligner build``."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aligner.cli.book import Book, book_options
from aligner.cli.common import (
    check_writable,
    device_option,
    explain_option,
    fp32_option,
    make_session,
    model_option,
    say,
    split_names,
    trust_option,
)
from aligner.cli.export import check_format, layout_option, split_option

if TYPE_CHECKING:
    from aligner.formats import Layout, Split


@click.command("build")
@click.argument("work", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "-o",
    "--output",
    "--out",
    "out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write to.  [alignments/WORK]",
)
@click.option(
    "--languages", metavar="TAGS", help="Only these versions, in this order, e.g. ru,en; the pivot is always included."
)
@click.option(
    "--to",
    "--formats",
    "formats",
    default="tmx,html",
    show_default=True,
    metavar="NAMES",
    help="Formats to write besides the alignment files; `aligner export --help` lists them.",
)
@layout_option
@split_option
@book_options
@trust_option
@explain_option
@model_option
@fp32_option
@device_option
def command(
    work: Path,
    out: Path | None,
    languages: str | None,
    formats: str,
    layout: Layout,
    split: Split | None,
    book: Book,
    trusted: bool,
    explained: bool,
    model: str | None,
    fp32: bool,
    device: str | None,
) -> None:
    """Align every version of WORK, a folder with one file per version, and write the alignments and other formats.

    The files are named after their languages (en.txt, de.epub), or work.toml names them. What a person has corrected is
    kept in WORK/pins and holds in every build; alignment files that were edited by hand are taken as pins first.

    \b
    Examples:
      aligner build texts/family
      aligner build texts/family --languages en,ru --to tmx
      aligner build books/ferry --to html,tmx,epub
    """
    from aligner.formats import Settings
    from aligner.work import read_work
    from aligner.work_files import write_work

    for name in split_names(formats):
        check_format(name)
    if split and "html" not in split_names(formats):
        raise click.UsageError("--split chapters is for html, which is not among the formats of --to")
    asked = split_names(languages or "")
    chosen = read_work(work, trusted=trusted)
    if asked:
        chosen = chosen.select(asked)
    order = asked if chosen.pivot in asked or not asked else [chosen.pivot, *asked]
    chosen = replace(chosen, info=book.describe(chosen.info, order[0] if order else chosen.pivot))
    folder = out or _default_out(work) / chosen.name
    check_writable(folder)
    session = make_session(model, fp32=fp32, device=device)
    settings = Settings(languages=tuple(order), layout=layout, cover=book.cover, split=split or "")
    for line in write_work(session, chosen, folder, split_names(formats), settings=settings, explained=explained):
        say(line)
    if sys.stdout.isatty():
        click.echo(folder)


def _default_out(work: Path) -> Path:
    """Return ``alignments`` beside the folder ``texts`` that holds the work, or else in the current folder."""
    parent = work.resolve().parent
    return parent.parent / "alignments" if parent.name == "texts" else Path("alignments")
