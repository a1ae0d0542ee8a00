"""``aligner build``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aligner.cli.common import explain_option, fp32_option, make_session, model_option, split_names
from aligner.cli.export import layout_option

if TYPE_CHECKING:
    from aligner.formats import Layout


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
@click.option("--languages", metavar="TAGS", help="Only these versions, e.g. en,ru; the pivot is always included.")
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
@explain_option
@model_option
@fp32_option
def command(
    work: Path,
    out: Path | None,
    languages: str | None,
    formats: str,
    layout: Layout,
    explained: bool,
    model: str | None,
    fp32: bool,
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

    chosen = read_work(work).select(split_names(languages)) if languages else read_work(work)
    folder = out or _default_out(work) / chosen.name
    session = make_session(model, fp32=fp32)
    settings = Settings(languages=tuple(chosen.files) if languages else (), layout=layout)
    for line in write_work(session, chosen, folder, split_names(formats), settings=settings, explained=explained):
        click.echo(line, err=True)
    if sys.stdout.isatty():
        click.echo(folder)


def _default_out(work: Path) -> Path:
    """Return ``alignments`` beside the folder ``texts`` that holds the work, or else in the current folder."""
    parent = work.resolve().parent
    return parent.parent / "alignments" if parent.name == "texts" else Path("alignments")
