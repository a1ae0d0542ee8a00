"""``aligner import``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aligner.cli.common import check_free, force_option, say, split_names

if TYPE_CHECKING:
    from aligner.formats.memory_files import PairFile
    from aligner.formats.memory_units import Memory


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
    from aligner.formats.aligned import open_aligned
    from aligner.formats.memory_files import pair_files

    chosen = split_names(languages or "")
    if languages is not None and len(chosen) < 2:
        raise click.UsageError("--languages needs two tags, such as en,de")
    check_free(output, force=force)
    source, name = (sys.stdin.buffer.read(), "stdin") if memory == "-" else (memory, memory)
    with open_aligned(source, name=name, keep_tags=keep_tags) as opened, pair_files(opened, chosen) as pairs:
        for line in opened.lines():
            say(line)
        for pair, path in zip(pairs, _paths(pairs, output, force=force), strict=True):
            _write(pair, opened, path)


def _paths(pairs: list[PairFile], output: Path | None, *, force: bool) -> list[Path | None]:
    """Return where each pair is written: a file or stdout for one, files in a folder for more."""
    from aligner.formats.names import pair_file

    if len(pairs) == 1:
        return [output]
    if output is None:
        raise click.UsageError(f"{len(pairs)} pairs of languages make several files; name a folder with -o")
    names = [pair_file(*pair.languages) for pair in pairs]
    if output.suffix == ".jsonl":  # as in an export of several pairs
        paths = [output.with_name(f"{output.stem}.{name}") for name in names]
    else:
        paths = [output / name for name in names]
    for path in paths:
        check_free(path, force=force)
    return list(paths)


def _write(pair: PairFile, memory: Memory, output: Path | None) -> None:
    from aligner.formats.targets import open_target

    if output is None or str(output) == "-":
        pair.write(sys.stdout.buffer, memory)
    else:
        with open_target(output) as file:
            pair.write(file, memory)
    say(f"{output or 'stdout'}: {pair.count} units")
