"""``aligner segment``."""

from __future__ import annotations

from pathlib import Path

import click

from aligner.cli.common import (
    Phrases,
    check_free,
    force_option,
    output_option,
    paragraphs_option,
    segment_input,
    write_output,
)


@click.command("segment")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--lang", metavar="TAG", help="BCP 47 tag such as ja or pt-BR.  [from the file name, or detected]")
@click.option("--start", default="", metavar="PHRASE", help="Begin the main text at the paragraph with PHRASE.")
@click.option("--end", default="", metavar="PHRASE", help="End the main text after the paragraph with PHRASE.")
@paragraphs_option
@click.option(
    "--explain",
    "explained",
    is_flag=True,
    help="Report on stderr what was taken for what, what is left out and, for each stop, the rule that decided.",
)
@output_option
@force_option
def command(
    file: str,
    lang: str | None,
    start: str,
    end: str,
    paragraphs: str | None,
    explained: bool,
    output: Path | None,
    force: bool,
) -> None:
    """Print FILE with one segment per line, white space inside a segment folded. `-` reads stdin.

    \b
    Examples:
      aligner segment speech.txt --lang ja
      aligner segment page.html --explain
      aligner segment novel.txt --paragraphs line
      aligner segment page.html --start "The mother" --end "the whole world."
      cat chapter.txt | aligner segment - --lang pl | wc -l
    """
    check_free(output, force=force)
    text = segment_input(
        file, lang, Phrases(start, end, paragraphs or ""), explained=explained, cuts_explained=explained
    )
    write_output("".join(line + "\n" for line in text.texts), output, force=force)
