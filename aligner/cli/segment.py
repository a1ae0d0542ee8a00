"""``aligner segment``."""

from __future__ import annotations

from pathlib import Path

import click

from aligner.cli.common import (
    Phrases,
    check_free,
    force_option,
    output_option,
    segment_input,
    write_output,
)


@click.command("segment")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--lang", metavar="TAG", help="BCP 47 tag, as ja or pt-BR.  [from the file name, or detected]")
@click.option("--start", default="", metavar="PHRASE", help="The main text begins with the paragraph that holds this.")
@click.option("--end", default="", metavar="PHRASE", help="The main text ends with the paragraph that holds this.")
@click.option(
    "--explain",
    "explained",
    is_flag=True,
    help="Say on stderr what is not taken as main text, and for each stop the rule that cut there or did not.",
)
@output_option
@force_option
def command(
    file: str, lang: str | None, start: str, end: str, explained: bool, output: Path | None, force: bool
) -> None:
    """Print FILE one segment a line, the white space inside folded. `-` reads stdin.

    \b
    Examples:
      aligner segment speech.txt --lang ja
      aligner segment page.html --explain
      aligner segment page.html --start "The mother" --end "the whole world."
      cat chapter.txt | aligner segment - --lang pl | wc -l
    """
    check_free(output, force=force)
    text = segment_input(file, lang, Phrases(start, end), explained=explained, cuts_explained=explained)
    write_output("".join(line + "\n" for line in text.texts), output, force=force)
