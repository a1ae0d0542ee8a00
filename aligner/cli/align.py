"""``aligner align``."""

from __future__ import annotations

from pathlib import Path

import click

from aligner.cli.common import (
    check_free,
    force_option,
    fp32_option,
    make_encoder,
    model_option,
    output_option,
    read_lines,
    segment_input,
)


@click.command("align")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.argument("target", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--source-lang", metavar="TAG", help="BCP 47 tag, as en or zh-Hans.  [from the file name, or detected]")
@click.option("--target-lang", metavar="TAG", help="The same for TARGET.")
@click.option(
    "--to",
    "format_name",
    default="jsonl",
    show_default=True,
    metavar="FORMAT",
    help="ladder, jsonl, or one of `aligner export`.",
)
@click.option("--segmented", is_flag=True, help="Each line of the inputs is one segment, kept as it is.")
@output_option
@force_option
@model_option
@fp32_option
def command(
    source: str,
    target: str,
    source_lang: str | None,
    target_lang: str | None,
    format_name: str,
    segmented: bool,
    output: Path | None,
    force: bool,
    model: str | None,
    fp32: bool,
) -> None:
    """Align two texts. `-` reads one of them from stdin.

    \b
    Examples:
      aligner align en.txt ru.txt > en-ru.jsonl
      aligner align book.txt buch.txt --source-lang en --target-lang de --to tmx -o book.tmx
      aligner align en.lines fr.lines --source-lang en --target-lang fr --segmented --to ladder
    """
    from aligner.cli.export import check_format, deliver
    from aligner.pipeline import align_texts

    if source == target == "-":
        raise click.UsageError("only one of SOURCE and TARGET can be read from stdin")
    check_format(format_name)
    check_free(output, force=force)
    read = read_lines if segmented else segment_input
    texts = read(source, source_lang), read(target, target_lang)
    alignment = align_texts(*texts, make_encoder(model, fp32=fp32))
    deliver([alignment], format_name, output, force=force)
