"""``aligner find``."""

from __future__ import annotations

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


@click.command("find")
@click.argument("word")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--lang", "languages", metavar="TAGS", default="", help="Look in these languages only, e.g. de.")
@click.option(
    "--limit", type=click.IntRange(0), default=100, show_default=True, help="The most rows to show; 0 for all."
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["text", "json", "html"]),
    default="text",
    show_default=True,
    help="Lines for a terminal, an object of JSON a line, or a page.",
)
@output_option
@force_option
@model_option
@fp32_option
@device_option
def command(
    word: str,
    files: tuple[Path, ...],
    languages: str,
    limit: int,
    format_name: str,
    output: Path | None,
    force: bool,
    model: str | None,
    fp32: bool,
    device: str | None,
) -> None:
    """Show WORD, or a phrase, in its context in alignment files and translation memories, with its counterparts.

    Case and diacritics make no difference, and * stands for any letters. Of versions of one work, name all alignment
    files, and each row has all their languages.

    \b
    Examples:
      aligner find family alignments/family/en-*.jsonl
      aligner find "arbeit*" alignments/family/en-de.jsonl --lang de --format html -o arbeit.html
    """
    from aligner.concordance.marking import mark_counterparts
    from aligner.concordance.report import REPORTS, Found
    from aligner.concordance.search import Hit, find_rows, make_query, search_rows
    from aligner.errors import ModelError

    check_free(output, force=force)
    hits: list[Hit] = []
    total = 0
    query = make_query(word)
    for hit in search_rows(find_rows(files, query), query, split_names(languages)):
        total += 1
        if not limit or len(hits) < limit:
            hits.append(hit)
    try:
        hits = mark_counterparts(hits, make_session(model, fp32=fp32, device=device))
    except ModelError as error:
        say(f"Warning: counterparts are not marked: {error}")
    write_output("".join(REPORTS[format_name](Found(word, hits, total))), output, force=force)
    if len(hits) < total:
        say(f"{len(hits):,} of {total:,} rows shown; --limit 0 shows all")
    elif not total:
        say(f"{word!r} is not there")
