"""``aligner import``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aligner.cli.common import (
    check_free,
    device_option,
    force_option,
    fp32_option,
    make_session,
    model_option,
    say,
    split_names,
    write_output,
)

if TYPE_CHECKING:
    from aligner.formats.memory_files import PairFile
    from aligner.formats.memory_units import Memory
    from aligner.session import Aligner


@click.command("import")
@click.argument("memories", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File, or folder for more than two languages.")
@click.option("--languages", metavar="TAGS", help="Only these languages, e.g. en,de; the first is the source.")
@click.option("--keep-tags", is_flag=True, help="Keep the inline markup in the texts.  [dropped]")
@click.option("--align-inside", is_flag=True, help="Cut each unit into sentences, and align them inside the unit only.")
@force_option
@model_option
@fp32_option
@device_option
def command(
    memories: tuple[str, ...],
    output: Path | None,
    languages: str | None,
    keep_tags: bool,
    align_inside: bool,
    force: bool,
    model: str | None,
    fp32: bool,
    device: str | None,
) -> None:
    """Make alignment files of MEMORIES, files that are aligned already: TMX, gettext PO, XLIFF, or a table.

    A document whose paragraphs alternate between two languages is one too.

    `-` reads stdin. A memory in two languages becomes one file; one in more languages becomes a file for each pair of
    the first language with another. PO does not name its source language: it is detected, or --languages names it.
    Several memories become one, with each unit once. A table is CSV, TSV, XLSX or a table in a Word document.

    \b
    Examples:
      aligner import memory.tmx -o en-de.jsonl
      aligner import messages.po --languages en,de -o en-de.jsonl
      aligner import all.tmx.gz --languages de,fr -o de-fr.jsonl
      aligner import one.tmx two.tmx -o both.jsonl
      aligner import edited.csv -o en-de.jsonl
      aligner import paragraphs.tmx --align-inside -o en-de.jsonl
      aligner import all.tmx -o folder && aligner export folder/*.jsonl --to html -o page.html
    """
    from aligner.formats.alternating import is_document
    from aligner.formats.table_reader import is_table
    from aligner.formats.xces import is_xces

    chosen = split_names(languages or "")
    if languages is not None and len(chosen) < 2:
        raise click.UsageError("--languages needs two tags, such as en,de")
    if memories.count("-") > 1:
        raise click.UsageError("only one of MEMORIES can be read from stdin")
    check_free(output, force=force)
    sources = [(sys.stdin.buffer.read(), "stdin") if name == "-" else (name, name) for name in memories]
    whole = [name for source, name in sources if is_table(source, name) or is_xces(source) or is_document(source, name)]
    if whole and len(sources) > 1:
        raise click.UsageError(f"{whole[0]} is a table, a document or a file of links, not a memory; import it alone")
    if whole or align_inside:
        session = make_session(model, fp32=fp32, device=device) if align_inside else None
        _import_whole(sources, chosen, output, session, keep_tags=keep_tags, force=force)
    else:
        _import_stream(sources, chosen, output, keep_tags=keep_tags, force=force)


def _import_stream(
    sources: list[tuple[str | bytes, str]], chosen: list[str], output: Path | None, *, keep_tags: bool, force: bool
) -> None:
    """Write memories of any size while they are read."""
    from aligner.formats.memory_files import pair_files
    from aligner.memory.joining import open_joined

    with open_joined(sources, keep_tags=keep_tags) as opened, pair_files(opened, chosen) as pairs:
        for line in opened.lines():
            say(line)
        paths = _paths([pair.languages for pair in pairs], output, force=force)
        for pair, path in zip(pairs, paths, strict=True):
            _write(pair, opened, path)


def _import_whole(
    sources: list[tuple[str | bytes, str]],
    chosen: list[str],
    output: Path | None,
    session: Aligner | None,
    *,
    keep_tags: bool,
    force: bool,
) -> None:
    """Write what is read whole: a table, a document, or units that are aligned inside with the model of a session."""
    from aligner.formats.alignment_file import format_alignment
    from aligner.formats.language_columns import match_languages
    from aligner.memory.joining import load_joined

    edition, notes = load_joined(sources, chosen, keep_tags=keep_tags)
    for note in notes:
        say(note)
    tags = match_languages(chosen, edition.languages) if chosen else list(edition.languages)
    alignments = [edition.alignment(tags[0], other) for other in tags[1:]]
    paths = _paths([(each.source.language, each.target.language) for each in alignments], output, force=force)
    if session is not None:
        from aligner.memory.inside import align_inside

        alignments = [align_inside(each, session) for each in alignments]
    for alignment, path in zip(alignments, paths, strict=True):
        write_output("".join(line + "\n" for line in format_alignment(alignment)), path, force=force)
        say(f"{path or 'stdout'}: {len(alignment.ladder.beads)} units")


def _paths(pairs: list[tuple[str, str]], output: Path | None, *, force: bool) -> list[Path | None]:
    """Return where each pair is written: a file or stdout for one, files in a folder for more."""
    from aligner.formats.names import pair_file

    if len(pairs) == 1:
        return [output]
    if output is None:
        raise click.UsageError(f"{len(pairs)} pairs of languages make several files; name a folder with -o")
    names = [pair_file(*pair) for pair in pairs]
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
