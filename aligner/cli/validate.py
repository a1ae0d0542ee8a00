"""``aligner validate``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from aligner.cli.common import say
from aligner.errors import plain


@click.command("validate")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, allow_dash=True))
def command(files: tuple[str, ...]) -> None:
    """Check TMX FILES, written by any tool, gzipped or not. `-` reads stdin.

    Prints each fault (a broken rule of TMX 1.4) and each doubt (no rule is broken, but some importer skips or misreads
    something), with its line and its effect. Exits with 1 when a file has a fault.

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
            click.echo(plain(f"{name}:{line}: {'fault' if is_fault else 'doubt'}: {message} ({effect})"))
        faults = sum(finding.is_fault for finding in findings)
        verdict = f"{faults} faults" if faults else "keeps the rules of TMX"
        doubts = len(findings) - faults
        say(f"{name}: {verdict}{f', {doubts} doubts' if doubts else ''}")
        broken = broken or faults > 0
    if broken:
        sys.exit(1)
