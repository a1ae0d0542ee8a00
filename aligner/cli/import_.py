"""``aligner import``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aligner.cli.common import check_free, force_option, say, split_names, write_output

if TYPE_CHECKING:
    from aligner.alignment import Alignment
    from aligner.edition import Edition


@click.command("import")
@click.argument("memory", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File, or folder for more than two languages.")
@click.option("--languages", metavar="TAGS", help="Only these languages, e.g. en,de; the first is the source.")
@click.option("--keep-tags", is_flag=True, help="Keep the inline markup in the texts.  [dropped]")
@force_option
def command(memory: str, output: Path | None, languages: str | None, keep_tags: bool, force: bool) -> None:
    """Make alignment files of MEMORY, a file that is aligned already: TMX (gzipped or not), gettext PO or XLIFF.

    `-` reads stdin. A memory in two languages becomes one file; one in more languages becomes a file for each pair of
    the first language with another. PO does not name its source language: it is detected, or --languages names it.

    \b
    Examples:
      aligner import memory.tmx -o en-de.jsonl
      aligner import messages.po --languages en,de -o en-de.jsonl
      aligner import all.tmx.gz --languages de,fr -o de-fr.jsonl
      aligner import all.tmx -o folder && aligner export folder/*.jsonl --to html -o page.html
    """
    from aligner.formats.names import pair_file

    chosen = split_names(languages or "")
    edition, notes = _load(memory, chosen, keep_tags=keep_tags)
    for note in notes:
        say(note)
    alignments = _alignments(edition, chosen or list(edition.languages))
    if len(alignments) == 1:
        _write(alignments[0], output, force=force)
        return
    if output is None:
        raise click.UsageError(f"{len(edition.texts)} languages make several files; name a folder with -o")
    paths = [output / pair_file(alignment.source.language, alignment.target.language) for alignment in alignments]
    for path in paths:
        check_free(path, force=force)
    for alignment, path in zip(alignments, paths, strict=True):
        _write(alignment, path, force=force)


def _load(memory: str, languages: list[str], *, keep_tags: bool) -> tuple[Edition, list[str]]:
    """Read a memory, or stdin where it is ``-``."""
    from aligner.formats.aligned import load_aligned

    source, name = (sys.stdin.buffer.read(), "stdin") if memory == "-" else (Path(memory), memory)
    return load_aligned(source, name=name, languages=languages, keep_tags=keep_tags)


def _alignments(edition: Edition, languages: list[str]) -> list[Alignment]:
    if len(languages) < 2:
        raise click.UsageError("--languages needs two tags, such as en,de")
    return [edition.alignment(languages[0], other) for other in languages[1:]]


def _write(alignment: Alignment, output: Path | None, *, force: bool) -> None:
    from aligner.formats.alignment_file import format_alignment

    write_output("".join(line + "\n" for line in format_alignment(alignment)), output, force=force)
    say(f"{output or 'stdout'}: {len(alignment.ladder.beads)} units")
