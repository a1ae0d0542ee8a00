"""``aligner evaluate``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

if TYPE_CHECKING:
    from aligner.evaluation import Beads, Evaluation, Shares

_SHARES = {
    "under_translation": "under-translation, source without a counterpart",
    "over_translation": "over-translation, target without a counterpart",
}


class _Tested(NamedTuple):
    """The beads of a file; and, if it is an alignment file, how long the segments of both sides are."""

    beads: Beads
    sizes: tuple[list[float], list[float]] | None = None


@click.command("evaluate")
@click.argument("files", nargs=-1, required=True, metavar="[GOLD] TEST", type=click.Path(exists=True, dir_okay=False))
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print.",
)
@click.option("--json", "as_json", is_flag=True, hidden=True, help="The older spelling of --format json.")
def command(files: tuple[str, ...], format_name: str, as_json: bool) -> None:
    """Score TEST against GOLD: precision, recall and F1, strict, lax and over all beads.

    Says also how much of the source is not translated in TEST, and how much of the target was added, by segments and,
    of an alignment file, by characters. Without GOLD it says only that. Both are ladder files or alignment files.

    \b
    Examples:
      aligner align en.txt de.txt --segmented --to ladder -o test.ladder
      aligner evaluate gold.txt test.ladder
      aligner evaluate alignments/family/en-de.jsonl
    """
    from aligner.evaluation import evaluate, unmatched_shares

    if len(files) > 2:
        raise click.UsageError(f"{len(files)} files; name GOLD and TEST, or TEST alone")
    *gold, test = [_read(Path(name)) for name in files]
    result = evaluate(gold[0].beads, test.beads) if gold else None
    shares = {"segments": unmatched_shares(test.beads)}
    if test.sizes:
        shares["characters"] = unmatched_shares(test.beads, test.sizes)
    if as_json or format_name == "json":
        scores = {name: rates._asdict() for name, rates in result._asdict().items()} if result else {}
        click.echo(json.dumps({**scores, "shares": {unit: each._asdict() for unit, each in shares.items()}}))
    else:
        _print(result, shares)


def _read(path: Path) -> _Tested:
    """Return the beads of a ladder file or an alignment file."""
    from aligner.formats.alignment_file import load_alignment
    from aligner.formats.ladder_file import parse_beads
    from aligner.read.parts.source import read_content

    content = read_content(path, language="en")[0]
    if not content.startswith("{"):
        return _Tested([(source, target) for source, target, _ in parse_beads(content, str(path))])
    alignment = load_alignment(path)
    beads = [(bead.source, bead.target) for bead in alignment.ladder]
    sizes = [[float(len(text)) for text in side.texts] for side in (alignment.source, alignment.target)]
    return _Tested(beads, (sizes[0], sizes[1]))


def _print(result: Evaluation | None, shares: dict[str, Shares]) -> None:
    """Print the scores as a table, and the shares below."""
    if result:
        click.echo("         precision  recall     F1")
        for name, rates in result._asdict().items():
            click.echo(f"{name:8} {rates.precision:9.4f} {rates.recall:7.4f} {rates.f1:6.4f}")
    for field, what in _SHARES.items():
        said = ", ".join(f"{getattr(each, field):.2%} of the {unit}" for unit, each in shares.items())
        click.echo(f"{what}: {said}")
