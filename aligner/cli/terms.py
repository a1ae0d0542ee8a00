"""``aligner terms``."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

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
    split_names,
    write_output,
)


@click.command("terms")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--languages", metavar="TAGS", default="", help="The language of the terms, then those of translations.")
@click.option(
    "--to",
    "format_name",
    type=click.Choice(["csv", "tbx", "xlsx", "md", "anki"]),
    default="csv",
    show_default=True,
    help="A table, TBX, a sheet for Excel, a table in Markdown, or notes for Anki.",
)
@click.option("--words", "single", is_flag=True, help="Single words only, the most frequent first, for learners.")
@click.option(
    "--min-count", type=click.IntRange(1), default=2, show_default=True, help="The least occurrences of a term."
)
@click.option("--limit", type=click.IntRange(0), default=500, show_default=True, help="The most terms; 0 for all.")
@output_option
@force_option
@model_option
@fp32_option
@device_option
def command(
    files: tuple[Path, ...],
    languages: str,
    format_name: str,
    single: bool,
    min_count: int,
    limit: int,
    output: Path | None,
    force: bool,
    model: str | None,
    fp32: bool,
    device: str | None,
) -> None:
    """Find terms and names in alignment files or translation memories, with their translations, counted.

    A table has a column for each language, so it can be edited and used as a glossary.

    \b
    Examples:
      aligner terms alignments/family/en-de.jsonl > terms.csv
      aligner terms alignments/family/en-de.jsonl --to tbx -o terms.tbx
      aligner terms alignments/family/en-de.jsonl --languages de,en --words --to anki -o words.anki.txt
    """
    from aligner.concordance.rows import read_rows
    from aligner.formats.registry import require_format
    from aligner.terms.report import TERM_FORMATS
    from aligner.terms.translations import Wanted, find_terms

    if format_name == "xlsx":
        require_format("xlsx")
    check_free(output, force=force)
    session = make_session(model, fp32=fp32, device=device)
    rows = list(read_rows(files))
    found = find_terms(session, rows, Wanted(split_names(languages), min_count, single, limit))
    buffer = BytesIO()
    TERM_FORMATS[format_name](found, buffer)
    write_output(buffer.getvalue(), output, force=force)
    say(f"{len(found.terms):,} terms")
