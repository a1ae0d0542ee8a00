"""``aligner build``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from aligner.cli.common import fp32_option, make_encoder, model_option


@click.command("build")
@click.argument("work", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder to write to.  [alignments/WORK]")
@click.option("--languages", metavar="TAGS", help="Only these versions, as en,ru; the pivot is always among them.")
@click.option(
    "--formats", default="tmx,html", show_default=True, metavar="NAMES", help="Files to make beside the alignments."
)
@model_option
@fp32_option
def command(work: Path, out: Path | None, languages: str | None, formats: str, model: str | None, fp32: bool) -> None:
    """Align every version of WORK, a folder with a file <language>.txt for each, and write all files for it.

    \b
    Examples:
      aligner build texts/family
      aligner build texts/family --languages en,ru --formats tmx
    """
    from aligner.pipeline import build_work
    from aligner.work import read_work

    chosen = read_work(work).select(_split(languages)) if languages else read_work(work)
    folder = out or _default_out(work) / chosen.name
    for line in build_work(chosen, make_encoder(model, fp32=fp32), folder, _split(formats)):
        click.echo(line, err=True)
    if sys.stdout.isatty():
        click.echo(folder)


def _default_out(work: Path) -> Path:
    """Return ``alignments`` beside the folder ``texts`` that holds the work, or here where it lies elsewhere."""
    parent = work.resolve().parent
    return parent.parent / "alignments" if parent.name == "texts" else Path("alignments")


def _split(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip()]
