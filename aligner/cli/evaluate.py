"""``aligner evaluate``."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command("evaluate")
@click.argument("gold", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("test", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print.",
)
@click.option("--json", "as_json", is_flag=True, hidden=True, help="The older spelling of --format json.")
def command(gold: Path, test: Path, format_name: str, as_json: bool) -> None:
    """Score the ladder file TEST against GOLD: precision, recall and F1, strict, lax and over all beads.

    \b
    Examples:
      aligner align en.txt de.txt --segmented --to ladder -o test.ladder
      aligner evaluate gold.txt test.ladder
    """
    from aligner.evaluation import evaluate
    from aligner.formats.ladder_file import parse_beads
    from aligner.read.parts.source import read_content

    beads = [
        [(source, target) for source, target, _ in parse_beads(read_content(path, language="en")[0], str(path))]
        for path in (gold, test)
    ]
    result = evaluate(*beads)
    if as_json or format_name == "json":
        click.echo(json.dumps({name: rates._asdict() for name, rates in result._asdict().items()}))
        return
    click.echo("         precision  recall     F1")
    for name, rates in result._asdict().items():
        click.echo(f"{name:8} {rates.precision:9.4f} {rates.recall:7.4f} {rates.f1:6.4f}")
