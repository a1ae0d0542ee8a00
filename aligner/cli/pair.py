"""``aligner pair``."""

from __future__ import annotations

import os
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
    output_option,
    say,
    write_output,
)

if TYPE_CHECKING:
    from aligner.batch.pairing import Document
    from aligner.session import Aligner


@click.command("pair")
@click.argument("source", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("target", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.5,
    show_default=True,
    help="Leave out pairs of a lower confidence, and name them.",
)
@output_option
@force_option
@model_option
@fp32_option
@device_option
def command(
    source: Path,
    target: Path,
    min_confidence: float,
    output: Path | None,
    force: bool,
    model: str | None,
    fp32: bool,
    device: str | None,
) -> None:
    """Find which files of two folders are translations of each other, and write a manifest for `aligner batch`.

    The files are paired by what they say, so their names do not matter. Each pair has a confidence from 0 to 1; the
    files that belong to none are named on stderr.

    \b
    Examples:
      aligner pair books/en books/de -o manifest.tsv
      aligner batch manifest.tsv -o library
    """
    from aligner.batch.pairing import pair_documents

    check_free(output, force=force)
    session = make_session(model, fp32=fp32, device=device, cache=False)
    sides = [_read(session, folder) for folder in (source, target)]
    start = output.resolve().parent if output and str(output) != "-" else Path.cwd()
    lines, paired = ["source\ttarget\tsource_lang\ttarget_lang\tconfidence\n"], [set[int](), set[int]()]
    for one in pair_documents(*sides):
        both = sides[0][one.source], sides[1][one.target]
        if one.confidence < min_confidence:
            say(f"left out: {both[0].path} and {both[1].path}, confidence {one.confidence:.2f}")
            continue
        paired[0].add(one.source)
        paired[1].add(one.target)
        names = [_relative(document.path, start) for document in both]
        languages = [document.language for document in both]
        lines.append("\t".join([*names, *languages, f"{one.confidence:.3f}"]) + "\n")
    for documents, places in zip(sides, paired, strict=True):
        for number, document in enumerate(documents):
            if number not in places:
                say(f"no counterpart: {document.path}")
    write_output("".join(lines), output, force=force)
    say(f"{len(lines) - 1:,} pairs of {len(sides[0]):,} and {len(sides[1]):,} files")


def _read(session: Aligner, folder: Path) -> list[Document]:
    """Return the documents of a folder; what cannot be read is named on stderr."""
    from aligner.batch.pairing import read_documents
    from aligner.batch.plan import files_below

    documents = []
    for one in read_documents(session, files_below(folder)):
        if isinstance(one, str):
            say(f"left out: {one}")
        else:
            documents.append(one)
    return documents


def _relative(path: Path, start: Path) -> str:
    """Return a path as the manifest has it, from the manifest's folder; absolute where there is none from there."""
    try:
        return Path(os.path.relpath(path.resolve(), start)).as_posix()
    except ValueError:  # on another drive of Windows
        return str(path.resolve())
