"""``aligner validate``."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command("validate")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, allow_dash=True))
def command(files: tuple[str, ...]) -> None:
    """Check TMX FILES, of any tool and packed by gzip or not. `-` reads stdin.

    Prints every fault and every doubt with its line and with what importers will make of it. Exits with 1 when a file
    breaks the rules of TMX 1.4.

    \b
    Examples:
      aligner validate memory.tmx
      aligner validate *.tmx.gz
    """
    from aligner.formats.tmx_rules import check_memory

    broken = False
    for name in files:
        source = sys.stdin.buffer.read() if name == "-" else Path(name)
        findings = check_memory(source, "stdin" if name == "-" else name)
        for line, is_fault, message, effect in findings:
            click.echo(f"{name}:{line}: {'fault' if is_fault else 'doubt'}: {message} ({effect})")
        faults = sum(finding.is_fault for finding in findings)
        verdict = f"{faults} faults" if faults else "keeps the rules of TMX"
        doubts = len(findings) - faults
        click.echo(f"{name}: {verdict}{f', {doubts} doubts' if doubts else ''}", err=True)
        broken = broken or faults > 0
    if broken:
        sys.exit(1)
