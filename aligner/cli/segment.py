"""``aligner segment``."""

from __future__ import annotations

import click

from aligner.cli.common import segment_input, write_output


@click.command("segment")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--lang", metavar="TAG", help="BCP 47 tag, as ja or pt-BR.  [from the file name, or detected]")
def command(file: str, lang: str | None) -> None:
    """Print FILE one segment a line, the white space inside folded. `-` reads stdin.

    \b
    Examples:
      aligner segment speech.txt --lang ja
      cat chapter.txt | aligner segment - --lang pl | wc -l
    """
    write_output("".join(text + "\n" for text in segment_input(file, lang).texts), None, force=False)
